"""Giving Sanglap the way into an account at its network, and trying it (clause 5.e)."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.accounts import selectors, services
from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.accounts.acts import MANAGE, VIEW, too_late
from sanglap.desk.pages import one
from sanglap.networks.contract import NetworkError, Refused
from sanglap.offices.access import StaffRequest, requires, step_up

KEPT = "connecting"
"""In the session: which account is being connected, and what proves that the answer belongs to the question."""


def _redirect_uri(request: StaffRequest) -> str:
    return request.build_absolute_uri(reverse("desk:account-connected"))


@requires(MANAGE)
@step_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """What will happen at the network, and the way there."""
    account = one(selectors.accounts(request.scope, MANAGE), account_id)
    context: dict[str, Any] = {"account": account, "panel": selectors.panel([account.pk], at=clock.now())}
    status = 200
    if request.method == "POST":
        try:
            consent = services.begin_connecting(
                request.scope, account=account, redirect_uri=_redirect_uri(request), now=clock.now()
            )
        except TransitionRefused:
            return too_late(request, account)
        except ValidationError as error:
            context["fault"], status = " ".join(error.messages), 422
        except NetworkError as error:
            context |= {"fault": fault_of(error), "detail": error.detail}
            status = 502
        else:
            request.session[KEPT] = {"account": str(account.pk), "state": consent.state, "verifier": consent.verifier}
            # A link and no redirect: the policy of our pages lets forms lead to ourselves only.
            context["url"] = consent.url
    return render(request, "desk/accounts/connect.html", context, status=status)


def fault_of(error: NetworkError) -> str:
    """What went wrong at the network, and what to do."""
    if isinstance(error, Refused):
        return _("The network did not accept it. Check its address, and that it is a Mastodon server.")
    return _("The network cannot be reached just now. Check its address, or try again in a while.")


@requires(MANAGE)
@step_up
@never_cache
@require_safe
@sensitive_variables("kept")
def connected(request: StaffRequest) -> HttpResponse:
    """Back from the network, with its answer."""
    kept = request.session.get(KEPT) or {}
    same = secrets.compare_digest(str(kept.get("state", "")), request.GET.get("state", "") or "-")
    if not same:
        messages.error(request, _("This answer of the network belongs to no question of yours. Connect once more."))
        return redirect("desk:accounts")
    del request.session[KEPT]
    account = one(selectors.accounts(request.scope, MANAGE), UUID(kept["account"]))
    code = request.GET.get("code", "")
    if not code:
        messages.error(request, _("You did not agree at the network, so nothing was connected."))
        return redirect("desk:account", account.pk)
    _finish(request, account, code, kept["verifier"])
    return redirect("desk:account", account.pk)


@sensitive_variables()
def _finish(request: StaffRequest, account: Account, code: str, verifier: str) -> None:
    try:
        profile = services.finish_connecting(
            request.scope, account=account, code=code, verifier=verifier, redirect_uri=_redirect_uri(request),
            now=clock.now(),
        )  # fmt: skip
    except TransitionRefused:
        messages.info(request, _("This was done already, or cannot be done with this account any more."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Refused:
        messages.error(request, _("The network no longer accepts this answer; it is good for minutes. Connect again."))
    except NetworkError as error:
        messages.error(request, fault_of(error))
    else:
        messages.success(request, _("Connected to @%(handle)s. The account is at work.") % {"handle": profile.handle})


@requires(VIEW)
@never_cache
@require_POST
def check(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Try the connection, and say what works."""
    account = one(selectors.accounts(request.scope), account_id)
    found = services.check(request.scope, account=account, now=clock.now())
    return render(request, "desk/accounts/checked.html", {"account": account, "found": found})
