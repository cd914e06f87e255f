"""A copy of names for finding them again, however they are spelled, in both scripts."""

import regex

from sanglap.language.normal import normalise

_DROPPED = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


def skeleton(text: str) -> str:
    """The text as names are compared: lower case, without stops, spelling variants brought to one."""
    return _DROPPED.sub(" ", normalise(text).casefold()).strip()
