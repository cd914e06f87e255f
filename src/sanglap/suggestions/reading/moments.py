"""The dates of feeds, in every form in which websites write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sanglap.language.dates import DHAKA, months_in_english
from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise

_LONGEST = 60
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[\s,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def moment(text: str) -> datetime | None:
    """The moment that the text names, by Dhaka's clock where it names no zone; None for what cannot be read."""
    given = months_in_english(to_latin(normalise(text[:_LONGEST]))).strip()
    try:
        found = _iso(given) or _day_first(given) or (parsedate_to_datetime(given) if given else None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=DHAKA)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    if not (found := _ISO.fullmatch(text)):
        return None
    parts = zip(found.groups(), _LEAST, strict=False)
    year, month, day, hour, minute, second = (int(part or least) for part, least in parts)
    zone = (found[7] or "").upper()
    read = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=DHAKA)
    if not zone:
        return read
    return datetime.fromisoformat(f"{read:%Y-%m-%dT%H:%M:%S}{zone}")


_LEAST = (1, 1, 1, 0, 0, 0)


def _day_first(text: str) -> datetime | None:
    if not (found := _DAY_FIRST.fullmatch(text)):
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=DHAKA)
