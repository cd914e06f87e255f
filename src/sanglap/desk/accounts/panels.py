"""How the panel of an account stands: who serves until when, by what order, and whether they are as many as may be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sanglap.accounts import selectors
from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.guideline import loader

_AT_WORK = frozenset({AccountState.ACTIVE, AccountState.SUSPENDED})


def sizes(now: datetime) -> list[int]:
    """How many members a panel may have (clause 5.c)."""
    book = loader.current()
    return sorted(book.rule("panel-size", on=book.calendar.day_of(now)).parameters.in_order)


def standing(account: Account, *, now: datetime) -> dict[str, Any]:
    """What the page of the account says of its panel. Of an account that was found by a scope."""
    panel = selectors.panel([account.pk], at=now)
    serving, allowed = selectors.serving_count(account, at=now), sizes(now)
    return {
        "panel": panel,
        "orders": list({member.order_id: member.order for member in panel if member.order is not None}.values()),
        "serving": serving,
        "sizes": " / ".join(map(str, allowed)),
        "unfit": account.state in _AT_WORK and serving not in allowed,
    }
