import regex
def mastodon_length(text: str, url_cost: int = 23) -> int:
    return len(regex.findall(r"\X", regex.sub(r"https?://\S+", "x" * url_cost, text)))
