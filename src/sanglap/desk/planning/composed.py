"""What the form of a post says of its time: free hours of the week, and days of mourning."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.desk.days import DayField, HourField
from sanglap.desk.planning.declared import of_day
from sanglap.desk.planning.slots import offered
from sanglap.guideline import loader
from sanglap.offices.scope import Scope


def planned_for(
    scope: Scope, choice: Collection[Account], typed: Mapping[str, Any], wanted: Collection[str] | None = None
) -> dict[str, Any]:
    """What the page shows beside the time: `declared` and `kept_days`, for the day that is typed; `free`, the next free
    hours. `wanted` are the keys of the chosen accounts, where `typed` does not hold them.
    """
    now = clock.now()
    keys = wanted if wanted is not None else typed.getlist("accounts") if isinstance(typed, QueryDict) else ()
    among = [account for account in choice if str(account.pk) in keys]
    day = _typed_day(typed)
    return {
        "declared": of_day(scope, [account.office_id for account in among], day, now=now),
        "kept_days": loader.current().calendar.kept(day) if day else (),
        "free": offered(scope, choice, keys, now=now),
    }


def _typed_day(typed: Mapping[str, Any]) -> date | None:
    given = typed.get("day")
    try:
        found = given if isinstance(given, date) else DayField(required=False).clean(given)
    except ValidationError:
        return None
    return found if isinstance(found, date) else None


def hour_asked(request: HttpRequest) -> dict[str, Any]:
    """The hour for which the calendar led to the form; nothing where it named none."""
    try:
        hour = HourField(required=False).clean(request.GET.get("hour", ""))
    except ValidationError:
        return {}
    return {"hour": hour} if hour else {}
