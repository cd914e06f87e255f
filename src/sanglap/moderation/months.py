"""The months and the quarter that the public figures tell of, by the house's calendar."""

from __future__ import annotations

from datetime import date, datetime

from sanglap.guideline import loader

MONTHS = 12
_QUARTER = 3


def _after(month: date, number: int) -> date:
    count = month.year * MONTHS + month.month - 1 + number
    return date(count // MONTHS, count % MONTHS + 1, 1)


def months(now: datetime) -> list[date]:
    """The first days of the last twelve months, the one that runs as the last."""
    this = loader.current().calendar.day_of(now).replace(day=1)
    return [_after(this, number) for number in range(1 - MONTHS, 1)]


def quarter(now: datetime) -> list[date]:
    """The first days of this quarter's months, as far as they have begun."""
    this = months(now)[-1]
    return months(now)[-((this.month - 1) % _QUARTER + 1) :]


def begins(month: date, *, after: int = 0) -> datetime:
    """The moment at which that month begins, or the one so many months after it."""
    return loader.current().calendar.begins(_after(month, after))
