"""Personal data in a text made unreadable for those who need not see them (clause 6.c)."""

from __future__ import annotations

from sanglap.screening import copies, personal

SIGN = "•"
LEFT = 2
"""So many of the last letters and digits of each piece stay, so that one can be told from another."""


def masked(text: str) -> str:
    """The text, as long as before, with letters and digits of personal data covered. Never raises."""
    made = copies.plain([text])
    signs = list(text)
    for hit in personal.found(made.text(0)):
        start, end = made.span(0, hit.start, hit.end, text)
        places = [place for place in range(start, end) if not text[place].isspace() and text[place] not in "-–.,:@/()+"]
        for place in places[:-LEFT]:
            signs[place] = SIGN
    return "".join(signs)
