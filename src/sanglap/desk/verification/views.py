"""What is seen from outside: the pages (clauses 5.a, 5.b, 5.d, 5.f, 5.h, 5.i)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.desk.accounts.tabs import tabs
from sanglap.desk.pages import one, page
from sanglap.desk.verification.shown import live, rows, settings, told
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.verification import selectors
from sanglap.verification.models import Watch
from sanglap.verification.states import UNSEEN, Aspect, Outcome
from sanglap.verification.wording import reason

MOST_ACCOUNTS = 50


def _may(scope: Scope, office: Office, *, living: bool) -> dict[str, bool]:
    """What the reader may do here."""
    manage = living and scope.may(Permission.ACCOUNT_MANAGE, office.pk)
    review = living and scope.may(Permission.ACCOUNT_REVIEW, office.pk)
    return {"look": manage or review, "code": manage, "review": review}


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def account(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """One account from outside: how it stands on each clause, the proof, the live profile, the history."""
    shown, now = one(accounts.accounts(request.scope), account_id), clock.now()
    watch = selectors.profile_watch(request.scope, shown)
    listed = page(selectors.looks(request.scope).filter(finding__account=shown), request)
    return render(
        request,
        "desk/verification/account.html",
        {
            "account": shown,
            "tabs": tabs(shown, "account-outside"),
            "may": _may(request.scope, shown.office, living=shown.state != AccountState.CLOSED),
            "rows": rows(list(selectors.findings(request.scope).filter(account=shown)), now=now),
            "watch": watch,
            "said": _said(watch),
            "whole": watch.outcome if watch and watch.outcome != Outcome.FITS else "",
            "site": selectors.site_watch(request.scope, shown.office),
            "address": shown.address,
            "seen": watch.evidence if watch else {},
            "settings": settings(watch.evidence if watch else {}),
            "pictures": live(request.scope, shown),
            "held": selectors.control(request.scope, shown),
            "challenge": selectors.challenge(request.scope, shown),
            "unreadable": watch is not None and watch.outcome in UNSEEN,
            "page": listed,
            "looks": told(listed.rows),
        },
    )


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def website(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """One office's website: how the last look went, and which of its accounts it leads to."""
    office = one(offices.offices(request.scope, Permission.ACCOUNT_VIEW), office_id)
    watch = selectors.site_watch(request.scope, office)
    own = list(_accounts(request.scope, office))
    found = {
        row.account_id: row
        for row in selectors.findings(request.scope).filter(account__in=own, kind=Aspect.WEBSITE.value)
    }
    looks = selectors.looks(request.scope).filter(finding__account__in=own, finding__kind=Aspect.WEBSITE.value)
    listed = page(looks.select_related("finding__account"), request)
    return render(
        request,
        "desk/verification/website.html",
        {
            "office": office,
            "watch": watch,
            "said": _said(watch),
            "may": _may(request.scope, office, living=True),
            "accounts": [(account_, found.get(account_.pk)) for account_ in own],
            "page": listed,
            "looks": listed.rows,
        },
    )


def _accounts(scope: Scope, office: Office) -> list[Account]:
    rows_ = accounts.accounts(scope).filter(office=office).exclude(state=AccountState.CLOSED)
    return list(rows_[:MOST_ACCOUNTS])


def _said(watch: Watch | None) -> LocalizedText | None:
    """What a look at a profile or website as a whole came to, in words; None where it could simply be read."""
    if watch is None or watch.outcome in {"", Outcome.FITS}:
        return None
    return reason(None, Outcome(watch.outcome), watch.evidence)
