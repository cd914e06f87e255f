"""All duties of one account: how each stands, the year of each, what to do, who is exempt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors
from sanglap.accounts.models import Account
from sanglap.desk.accounts.tabs import tabs
from sanglap.desk.duties.remedies import tell_ways
from sanglap.desk.pages import one
from sanglap.duties import selectors as duties
from sanglap.duties.models import Duty, DutyKind, Exemption, Standing
from sanglap.duties.selectors import Strip
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class Line:
    """One clause: the duty, its year, what is asked for or granted."""

    duty: Duty
    strip: Strip
    exemptions: Sequence[Exemption]


@dataclass(frozen=True, slots=True)
class Summary:
    """An account in one line: how many duties are kept and how many under way, and those that are neither."""

    kept: int
    running: int
    wanting: Sequence[Duty]


def summary(rows: Iterable[Duty]) -> Summary:
    """Of the current duties of one account."""
    listed = list(rows)
    kept = sum(duty.standing == Standing.KEPT for duty in listed)
    running = sum(duty.standing == Standing.RUNNING for duty in listed)
    wanting = [duty for duty in listed if duty.standing not in {Standing.KEPT, Standing.RUNNING}]
    return Summary(kept, running, wanting)


def telling(rows: Iterable[Duty]) -> list[Duty]:
    """Of these what the account's first page shows: the week's updates, and what is not in order."""
    return [duty for duty in rows if duty.kind == DutyKind.UPDATES or duty in summary([duty]).wanting]


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def account_duties(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Every clause in order. As many queries whatever the number of clauses, but for the ways to the remedies."""
    scope = request.scope
    shown = one(selectors.accounts(scope), account_id)
    current = list(duties.this_week(scope).filter(account=shown))
    tell_ways(scope, current)
    context = {
        "account": shown,
        "tabs": tabs(shown, "account-duties"),
        "lines": _lines(request, shown, current),
        "summary": summary(current),
        "may_ask": scope.may(Permission.ACCOUNT_MANAGE, shown.office_id),
    }
    return render(request, "desk/accounts/duties.html", context)


def _lines(request: StaffRequest, account: Account, current: Sequence[Duty]) -> list[Line]:
    strips = duties.year(request.scope, account, current)
    open_ = list(duties.exempting(request.scope, account))
    return [
        Line(duty, strip, [found for found in open_ if found.kind == duty.kind])
        for duty, strip in zip(current, strips, strict=True)
    ]
