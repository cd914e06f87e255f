import re
def plain_text(html: str) -> str:
    return re.sub("<[^>]+>", "", html)
