"""How much fits into a post, and how often one may ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from sanglap.networks.contract import Limits, RecordingRoom

if TYPE_CHECKING:
    import httpx

URL_COST = 23
"""What every URL counts, however long; `characters_reserved_per_url` of a server repeats it."""
TOO_MANY_REQUESTS = 429
RECORDINGS = ("video/", "audio/")
LONGEST_WAIT = timedelta(days=1)
"""However long a server wants us away, it is asked again after this."""
NO_MOMENT = (ValueError, OverflowError, OSError, TypeError, IndexError)
"""What reading a date from a stranger's header may raise."""


def limits_from(instance: Any) -> Limits:
    """The `configuration.statuses` of GET /api/v2/instance. Raises KeyError, TypeError or ValueError."""
    statuses = instance["configuration"]["statuses"]
    return Limits(
        characters=int(statuses["max_characters"]),
        characters_per_url=int(statuses["characters_reserved_per_url"]),
        pictures=int(statuses["max_media_attachments"]),
        recordings=_recordings(instance["configuration"].get("media_attachments") or {}),
    )


def _recordings(said: Any) -> RecordingRoom | None:
    """What a server says of videos and sounds; one that names no kinds takes none."""
    types = tuple(one for one in map(str, said.get("supported_mime_types") or ()) if one.startswith(RECORDINGS))
    most, pixels = said.get("video_size_limit"), said.get("video_matrix_limit")
    return RecordingRoom(types, int(most) if most else None, None, int(pixels) if pixels else None) if types else None


def behind(response: httpx.Response, now: datetime) -> timedelta:
    """How far the server's clock is behind ours at `now`; nothing where it is ahead or does not tell."""
    there = _server_time(response)
    return timedelta() if there is None else max(now - there, timedelta())


def retry_at(response: httpx.Response, now: datetime) -> datetime | None:
    """When the server wants to be asked again, by our clock; None where it does not tell or does not mind."""
    return _retry_after(response, now) or _reset(response, now)


def _retry_after(response: httpx.Response, now: datetime) -> datetime | None:
    """`Retry-After`: seconds, or a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return now + min(timedelta(seconds=int(value[:9])), LONGEST_WAIT)
    moment = _http_date(value)
    return None if moment is None else _by_our_clock(moment, response, now)


def _reset(response: httpx.Response, now: datetime) -> datetime | None:
    """`X-RateLimit-Reset`, where the budget is used up: an ISO date or seconds since 1970."""
    left = response.headers.get("x-ratelimit-remaining", "").strip()
    if response.status_code != TOO_MANY_REQUESTS and left != "0":
        return None
    value = response.headers.get("x-ratelimit-reset", "").strip()
    try:
        if value.replace(".", "", 1).isdecimal():
            moment = datetime.fromtimestamp(float(value), UTC)
        else:
            moment = _aware(datetime.fromisoformat(value))
    except NO_MOMENT:
        return None
    return _by_our_clock(moment, response, now)


def _by_our_clock(moment: datetime, response: httpx.Response, now: datetime) -> datetime:
    """The server's moment, where the two clocks differ: of the waits it can mean, the shortest to come."""
    waits = (moment - there for there in (_server_time(response), now) if there is not None)
    to_come = min((wait for wait in waits if wait >= timedelta()), default=timedelta())
    return now + min(to_come, LONGEST_WAIT)


def _server_time(response: httpx.Response) -> datetime | None:
    return _http_date(response.headers.get("date", ""))


def _http_date(value: str) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(value))
    except NO_MOMENT:
        return None


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
