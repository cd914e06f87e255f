"""What is confirmed of an account, until when, and the page on which it is confirmed anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.attestations import selectors, services
from sanglap.attestations.selectors import Owed
from sanglap.attestations.statements import (
    SECURITY,
    STATEMENTS,
    AccessList,
    AttestationKind,
    Pictures,
    Settings,
    differences,
)
from sanglap.core import clock
from sanglap.desk.accounts.confirming.asking import Around, ConfirmForm
from sanglap.desk.accounts.confirming.forms import FORMS
from sanglap.desk.accounts.tabs import tabs
from sanglap.desk.downloads import serve
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.desk.uploads import files, kept
from sanglap.desk.verification.shown import Setting, live, setting
from sanglap.duties import differing
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.incidents import selectors as incidents
from sanglap.incidents.services.steps import SECURED_BY
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.scope import Forbidden
from sanglap.people.models import User
from sanglap.people.permissions import Permission
from sanglap.platforms import selectors as platforms
from sanglap.platforms.models import TermsVersion
from sanglap.verification import selectors as verification
from sanglap.verification.models import Place, ProfilePicture

VIEW = Permission.ACCOUNT_VIEW
SETTINGS = (AttestationKind.SETTINGS, AttestationKind.TERMS)
EARLIER = 10
_AT_WORK = {AccountState.APPROVED, AccountState.ACTIVE, AccountState.SUSPENDED}


@requires(VIEW)
@require_safe
def security(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """What keeps the account safe: what is confirmed, until when, and what is still to be done (5.d, 5.e, 5.j)."""
    account = one(accounts.accounts(request.scope), account_id)
    now = clock.now()
    owed = selectors.owed(request.scope, account, SECURITY, at=now)
    more = {
        "another": _another(request, account, owed),
        "drill": incidents.drill(request.scope, account, at=now),
        "strangers": _strangers(owed, _panel(account)),
        "may_report": request.scope.may(Permission.INCIDENT_REPORT, account.office_id),
    }
    return render(
        request, "desk/accounts/security.html", {**_shown(request, account, owed, "account-security"), **more}
    )


@requires(VIEW)
@require_safe
def settings(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """The settings that were chosen, with the decision and all earlier choices, and the platform's terms (5.f, 5.g)."""
    account = one(accounts.accounts(request.scope), account_id)
    owed = selectors.owed(request.scope, account, SETTINGS, at=clock.now())
    earlier = selectors.attestations(request.scope).filter(account=account, kind__in=SETTINGS)
    standing = {one_.standing.pk for one_ in owed if one_.standing}
    seen, seen_at = verification.settings_seen(request.scope, [account.pk]).get(account.pk, ({}, None))
    context = {
        **_shown(request, account, owed, "account-settings"),
        "earlier": [made for made in earlier[:EARLIER] if made.pk not in standing],
        "terms": _terms(request, account),
        "held": _held(account, owed, seen),
        "seen_at": seen_at,
    }
    return render(request, "desk/accounts/settings.html", context)


def _shown(request: StaffRequest, account: Account, owed: list[Owed], page: str) -> dict[str, Any]:
    return {
        "account": account,
        "tabs": tabs(account, page),
        "owed": owed,
        "confirmed": sum(one_.standing is not None for one_ in owed),
        "may_confirm": account.state in _AT_WORK and selectors.may_confirm(request.scope, account, now=clock.now()),
    }


def _another(request: StaffRequest, account: Account, owed: list[Owed]) -> list[ProfilePicture]:
    """The pictures of the live profile that are not the ones confirmed."""
    said = next((one_.said for one_ in owed if one_.kind == AttestationKind.PICTURES), None)
    return differing.another(said, live(request.scope, account)) if isinstance(said, Pictures) else []


def _held(account: Account, owed: list[Owed], seen: Mapping[str, Any]) -> list[tuple[differing.Held, list[Setting]]]:
    """What was chosen beside what is seen, with the settings in words."""
    said = next((one_.said for one_ in owed if one_.kind == AttestationKind.SETTINGS), None)
    if not isinstance(said, Settings):
        return []
    return [
        (row, [setting(name, value) for name, value in row.seen.items()]) for row in differing.held(account, said, seen)
    ]


def _panel(account: Account) -> list[User]:
    return [member.user for member in accounts.panel([account.pk], at=clock.now())]


def _strangers(owed: list[Owed], panel: list[User]) -> tuple[list[str], list[str]] | None:
    """How the list of who has access differs from the panel; None where nobody confirmed any."""
    said = next((one_.said for one_ in owed if one_.kind == AttestationKind.ACCESS), None)
    return differences(said, [(one_.pk, one_.name) for one_ in panel]) if isinstance(said, AccessList) else None


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: StaffRequest, account_id: UUID, kind: str) -> HttpResponse:
    """Confirm one thing of the account."""
    account = one(accounts.accounts(request.scope), account_id)
    if kind not in AttestationKind.values:
        raise Http404
    asked, now = AttestationKind(kind), clock.now()
    if not selectors.may_confirm(request.scope, account, now=now):
        raise Forbidden(Permission.ACCOUNT_MANAGE, account.office_id)
    (owed,) = selectors.owed(request.scope, account, [asked], at=now)
    form = FORMS[asked](sent(request), files(request), around=_around(request, account, owed))
    if request.method == "POST" and form.is_valid():
        try:
            _confirm(request, account, form)
        except ValidationError as error:
            put_errors(form, error, {"keeper": "keeper_is"})
        else:
            messages.success(request, _("It is confirmed."))
            return redirect(_back(request, account, asked))
    return form_page(
        request, form, title=str(STATEMENTS[asked].title), act=_("Confirm"), back=_back(request, account, asked),
        lead=account.called, office=account.office, template="desk/accounts/confirm.html", owed=owed, account=account,
        terms=form.around.terms, pictures=[*form.around.live.values()],
    )  # fmt: skip


def _around(request: StaffRequest, account: Account, owed: Owed) -> Around:
    people = offices.colleagues(request.scope, account.office, now=clock.now()).filter(is_active=True).order_by("pk")
    standing: Mapping[str, Any] = owed.standing.statement if owed.standing else {}
    shows = live(request.scope, account) if owed.kind == AttestationKind.PICTURES else []
    return Around(
        list(people), _panel(account), standing, loader.current().catalogue.by_id.get(account.platform),
        {differing.SHOWN_AS[Place(shown.place)]: shown for shown in shows},
        _terms(request, account) if owed.kind == AttestationKind.TERMS else None,
    )  # fmt: skip


def _terms(request: StaffRequest, account: Account) -> TermsVersion | None:
    """The terms of the account's platform that hold today, where somebody entered them."""
    today = loader.current().calendar.day_of(clock.now())
    return platforms.current_terms(request.scope, on=today).filter(platform=account.platform).first()


def _confirm(request: StaffRequest, account: Account, form: ConfirmForm) -> None:
    """The files and the confirmation stand or fall together."""
    now = clock.now()
    with transaction.atomic():
        shows = _kept(account, form)
        services.attest(
            request.scope, account=account, statement=form.statement(shows), keeper=form.keeper,
            evidence=shows, now=now,
        )  # fmt: skip


def _kept(account: Account, form: ConfirmForm) -> dict[str, File]:
    found = dict(form.known)
    for name, shows in form.uploads.items():
        if file := kept(form.cleaned_data.get(name), field=name, office_id=account.office_id):
            found[shows.value] = file
    return found


def _back(request: StaffRequest, account: Account, kind: AttestationKind) -> str:
    """Where one came from: while the account is being secured, to the incident."""
    if kind in SECURED_BY and (incident := incidents.open_incident(request.scope, account)):
        return reverse("desk:incident", args=[incident.pk])
    page = "account-settings" if kind in SETTINGS else "account-security"
    return reverse(f"desk:{page}", args=[account.pk])


@requires(VIEW)
@require_safe
def evidence(request: StaffRequest, evidence_id: UUID) -> FileResponse:
    """A file that goes with a confirmation."""
    return serve(one(selectors.evidence(request.scope), evidence_id).file)
