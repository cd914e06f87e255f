"""Filling the slots of a text: places with their Bangla endings, days, numbers.

`{part:e}` is where (ইউনিয়নে), `{part:r}` whose (ইউনিয়নের), `{part:n}` the bare name of the place; `{day+5}` a day so
many days on, moved out of the weekend; `{n 20-80}` a number between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sanglap.language.dates import bangla_date, month_name
from sanglap.language.digits import to_bangla

_SLOT = re.compile(
    r"\{(?P<name>[a-z_]+)(?P<number>2|\+\d+)?(?: (?P<least>\d+)-(?P<most>\d+))?(?::(?P<ending>[ern]))?\}"
)
_CONSONANT = re.compile(r"[\u0995-\u09b9\u09dc-\u09df\u09bcৎং]$")
_WEEKEND = {4: 2, 5: 1}
"""Friday and Saturday, and how many days later the week begins."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an office's texts say of itself: all in Bangla."""

    area: str
    parts: tuple[str, ...]
    head: str
    hall: str
    office: str


def fill(text: str, place: Place, day: date, chance: Random) -> str:
    """The text as that office would write it on that day; in normal form where the text and the place are."""
    parts = chance.sample(place.parts, 2)

    def said(slot: re.Match[str]) -> str:
        name, number, ending = slot["name"], slot["number"] or "", slot["ending"] or ""
        if name == "n":
            return _number(chance.randint(int(slot["least"]), int(slot["most"])))
        if name == "bn_year":
            return to_bangla(str(bangla_date(day + timedelta(days=14)).year))
        if name == "day":
            return ended(_day(_later(day, int(number or 0))), ending)
        if name == "part":
            part = parts[1 if number else 0]
            return part.rsplit(" ", 1)[0] if ending == "n" else ended(part, ending)
        return ended(str(getattr(place, name)), ending)

    return _SLOT.sub(said, text)


def _number(value: int) -> str:
    return to_bangla(f"{value:,}")


def _later(day: date, days: int) -> date:
    later = day + timedelta(days=days)
    return later + timedelta(days=_WEEKEND.get(later.weekday(), 0)) if days else day


def _day(day: date) -> str:
    return f"{to_bangla(str(day.day))} {month_name(day.month, 'bn')}"


def ended(word: str, ending: str) -> str:
    """The word with the ending of where (`e`) or whose (`r`)."""
    if not ending:
        return word
    if _CONSONANT.search(word):
        return word + ("ে" if ending == "e" else "ের")
    if ending == "r":
        return word + ("য়ের" if word[-1] in "ইউ" else "র")
    return word + ("য়" if word[-1] == "া" else "তে")
