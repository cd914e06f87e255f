"""The small pictures of figures: what became of an offer, and a campaign day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sanglap.campaigns.figures import Fate

MOST_DAYS = 92
"""So many days are drawn; of a longer campaign the last ones."""
_DAY = timedelta(days=1)


class Part(TextChoices):
    """What an office did with an offer."""

    PUBLISHED = "published", _("published")
    ADOPTED = "adopted", _("adopted, not out yet")
    DECLINED = "declined", _("not adopted, with a reason")
    SILENT = "silent", _("no answer yet")


_LOOKS = {
    Part.PUBLISHED: ("kept", "kept"),
    Part.ADOPTED: ("running", "running"),
    Part.DECLINED: ("at_risk", "risk"),
    Part.SILENT: ("exempt", "neutral"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the bar, and its number; `x` and `width` as shares of the bar."""

    part: Part
    look: str
    shape: str
    number: int
    x: str
    width: str
    url: str


def parts(fate: Fate, path: str) -> list[Piece]:
    """The bar of an offer; each piece opens its list."""
    found, before = [], 0
    whole = fate.offered or 1
    for part, (look, shape) in _LOOKS.items():
        number = getattr(fate, part.value)
        x, width = f"{100 * before / whole:.3f}%", f"{100 * number / whole:.3f}%"
        found.append(Piece(part, look, shape, number, x, width, f"{path}?show={part.value}"))
        before += number
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """The posts of one day, drawn in a square of a hundred."""

    on: date
    number: int
    x: str
    width: str
    y: str
    height: str


def columns(by_day: Mapping[date, int], first: date, last: date) -> Sequence[Column]:
    """A column for each day of the campaign so far, or of its last ones."""
    days = max((last - first).days + 1, 1)
    shown = min(days, MOST_DAYS)
    most = max(by_day.values(), default=0) or 1
    wide = 100 / shown
    found = []
    for place in range(shown):
        on = last - (shown - 1 - place) * _DAY
        number = by_day.get(on, 0)
        high = 100 * number / most
        x, y = f"{place * wide:.2f}", f"{100 - high:.2f}"
        found.append(Column(on, number, x, f"{wide * 0.8:.2f}", y, f"{high:.2f}"))
    return found
