"""Which script and language a text is in."""

import regex

_BANGLA = regex.compile(r"\p{Bengali}")
_LATIN = regex.compile(r"\p{Latin}")


def language_of(text: str) -> str:
    """"en" where Latin letters prevail, else "bn"."""
    return "en" if len(_LATIN.findall(text)) > len(_BANGLA.findall(text)) else "bn"
