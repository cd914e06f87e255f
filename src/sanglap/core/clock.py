"""The one clock. Nothing else in Sanglap asks what time it is.

`SANGLAP_CLOCK` (as `+3d4h30m`, `-2h`) shifts it by the same span in every process, for demos and tests.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings

_SHIFT = re.compile(
    r"(?P<sign>[+-])(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?(?:(?P<seconds>\d+)s)?"
)


@cache
def parse_shift(text: str) -> timedelta:
    """The span that `text` names; "" is none. Raises ValueError with the form wanted."""
    if not text:
        return timedelta()
    found = _SHIFT.fullmatch(text)
    if found is None or len(text) == 1:
        raise ValueError(f"SANGLAP_CLOCK is {text!r}; it is written as +3d4h30m or -2h")
    parts = {unit: int(found[unit] or 0) for unit in ("days", "hours", "minutes", "seconds")}
    span = timedelta(**parts)
    return -span if found["sign"] == "-" else span


def shift_to(moment: datetime) -> str:
    """How SANGLAP_CLOCK is set so that it is that moment now."""
    seconds = int((moment - datetime.now(UTC)).total_seconds())
    size = timedelta(seconds=abs(seconds))
    hours, minutes = divmod(size.seconds // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{size.days}d{hours}h{minutes}m{size.seconds % 60}s"


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC) + parse_shift(settings.SANGLAP_CLOCK)
