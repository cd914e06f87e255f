"""How often something may be tried, counted by all machines together, and when it may be tried again."""

import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext

from sanglap.language.digits import format_number

_APP = "allauth.account"
TOO_MANY = "too_many_attempts"
"""The code of the error that says so; a page shows it with status 429."""


def consume(request: HttpRequest, action: str, key: str | None = None) -> ratelimit.RateLimitUsage:
    """Count one attempt. Raises ValidationError with the time to wait where the limit is reached.

    What comes back can be given back by its `rollback()`, where the attempt succeeded.
    """
    usage = ratelimit.consume(request, app=_APP, action=action, key=key, limit_get=True)
    if usage is None:
        raise refused(request, action, key)
    return usage


def refused(request: HttpRequest, action: str, key: str | None = None) -> ValidationError:
    """The error that says how long to wait."""
    minutes = max(1, -(-seconds_left(request, action, key) // 60))
    sentence = ngettext(
        "There were too many attempts. Wait %(minutes)s minute, then try again.",
        "There were too many attempts. Wait %(minutes)s minutes, then try again.",
        minutes,
    )
    params = {"minutes": format_number(minutes, get_language() or "bn")}
    return ValidationError(sentence, code=TOO_MANY, params=params)


def reached(request: HttpRequest, action: str, key: str) -> bool:
    """Whether the next attempt for that key would be refused, whatever address it comes from."""
    return any(_wait(request, action, rate, key) > 0 for rate in _rates(action) if rate.per == "key")


def seconds_left(request: HttpRequest, action: str, key: str | None = None) -> int:
    """How long until the next attempt is allowed; 0: now."""
    return max((_wait(request, action, rate, key) for rate in _rates(action)), default=0)


def _rates(action: str) -> list[ratelimit.Rate]:
    return ratelimit.get_rates(app=_APP, action=action)


def _wait(request: HttpRequest, action: str, rate: ratelimit.Rate, key: str | None) -> int:
    name = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
    tried = cache.get(name, [])
    # Newest first, as the counter keeps them: the oldest of those that fill the measure has to grow old.
    if len(tried) < rate.amount:
        return 0
    return max(0, int(tried[rate.amount - 1] + rate.duration - time.time()) + 1)
