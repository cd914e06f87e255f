"""The time of the practice network, shifted by `SANGLAP_CLOCK` like Sanglap's own."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings

_SHIFT = re.compile(r"([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


@cache
def shift(text: str) -> timedelta:
    """The span that `text` (as `+3d4h30m`, `-2h`) names; "" is none."""
    if not text:
        return timedelta()
    found = _SHIFT.fullmatch(text)
    if found is None or len(text) == 1:
        raise ValueError(f"SANGLAP_CLOCK is {text!r}; it is written as +3d4h30m or -2h")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if found[1] == "-" else span


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC) + shift(settings.SANGLAP_CLOCK)
