"""A status's text: how long it is, whom it mentions, and the HTML that Mastodon makes of it.

Facts: docs.joinmastodon.org (user/posting) and Mastodon's own formatter: every link counts 23, a mention
counts without its server, everything else by grapheme; paragraphs are parted by blank lines.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

import regex

MAX_CHARACTERS = 500
CHARACTERS_PER_URL = 23
SHOWN_OF_URL = 30

_LABEL = r"""[^\s/?\#:.,;!<>"'()@।॥\u200b]+"""
_ENTITY = regex.compile(
    rf"""
    (?<![\w@$\#/]) (?P<url> https?:// (?:{_LABEL}\.)+ [\p{{L}}\p{{M}}]{{2,}} (?::\d+)? (?:[/?\#][^\s<>"]*)? )
    | (?<![\w=/]) @(?P<handle> [a-z0-9_]+ (?:[a-z0-9_.-]*[a-z0-9_])? ) (?:@(?P<server> [\w.-]*\w(?::\d+)?))?
    | (?<![\w/&\#]) \#(?P<tag> (?=\d*[\p{{L}}_])[\w]+ )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_TRAILING = """.,;:!?'"।॥…"""
_GRAPHEME = regex.compile(r"\X")
_PREFIX = regex.compile(r"https?://(?:www\.)?", regex.IGNORECASE)
_PARAGRAPHS = regex.compile(r"\n\n+")
_SAFE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def count(text: str) -> int:
    """Length of the text as Mastodon counts it."""
    return len(_GRAPHEME.findall("".join(_countable(text))))


def fits(text: str) -> bool:
    """Whether the text is short enough. Most texts are, whatever their links weigh, and need no counting."""
    if len(text) <= MAX_CHARACTERS and "://" not in text:
        return True
    return count(text) <= MAX_CHARACTERS


def handles(text: str) -> list[str]:
    """The handles of this server that the text mentions, lower case, each once, in order."""
    found = (match["handle"].lower() for match, _ in _entities(text) if match["handle"] and not match["server"])
    return list(dict.fromkeys(found))


def tags(text: str) -> list[str]:
    """The hashtags in the text, lower case, each once, in order."""
    return list(dict.fromkeys(match["tag"].lower() for match, _ in _entities(text) if match["tag"]))


def to_html(text: str, origin: str, mentioned: Mapping[str, str]) -> str:
    """Mastodon's HTML of the text. `mentioned`: lower-case handle → handle, of the accounts that exist."""
    if not text:
        return ""
    pieces, at = [], 0
    for match, end in _entities(text):
        pieces += [
            _safe(text[at : match.start()]),
            _link(match, text[match.start() : end], origin, mentioned),
        ]
        at = end
    body = "".join([*pieces, _safe(text[at:])]).replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = (part.replace("\n", "<br />") for part in _PARAGRAPHS.split(body))
    return "".join(f"<p>{part}</p>" for part in paragraphs)


def _safe(text: str) -> str:
    return text.translate(_SAFE)


def _entities(text: str) -> Iterator[tuple[regex.Match[str], int]]:
    """Links, mentions and hashtags with the place where each ends."""
    if "@" not in text and "#" not in text and "://" not in text:
        return
    for match in _ENTITY.finditer(text):
        yield match, match.start() + len(_trimmed(match[0])) if match["url"] else match.end()


def _trimmed(url: str) -> str:
    """The link without the sentence's own punctuation; a closing bracket stays where the link opened it."""
    while True:
        shorter = url.rstrip(_TRAILING)
        if shorter.endswith(")") and shorter.count("(") < shorter.count(")"):
            shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter


def _countable(text: str) -> Iterator[str]:
    at = 0
    for match, end in _entities(text):
        yield text[at : match.start()]
        if match["url"]:
            yield "x" * CHARACTERS_PER_URL
        else:
            yield "@" + match["handle"] if match["handle"] else match[0]
        at = end
    yield text[at:]


def _link(match: regex.Match[str], raw: str, origin: str, mentioned: Mapping[str, str]) -> str:
    if match["url"]:
        return _url(raw)
    if match["tag"]:
        tag = match["tag"]
        return (
            f'<a href="{origin}/tags/{quote(tag.lower())}" class="mention hashtag" rel="tag">'
            f"#<span>{_safe(tag)}</span></a>"
        )
    known = None if match["server"] else mentioned.get(match["handle"].lower())
    if known is None:
        return _safe(raw)
    return (
        f'<span class="h-card" translate="no"><a href="{origin}/@{known}" class="u-url mention">'
        f"@<span>{known}</span></a></span>"
    )


def _url(url: str) -> str:
    found = _PREFIX.match(url)
    prefix = found[0] if found else ""
    rest = url[len(prefix) :]
    style = "ellipsis" if len(rest) > SHOWN_OF_URL else ""
    shown = _safe(rest[:SHOWN_OF_URL])
    return (
        f'<a href="{_safe(url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">'
        f'<span class="invisible">{_safe(prefix)}</span><span class="{style}">{shown}</span>'
        f'<span class="invisible">{_safe(rest[SHOWN_OF_URL:])}</span></a>'
    )
