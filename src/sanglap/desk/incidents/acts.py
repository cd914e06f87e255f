"""Raising the alarm, and each step after it. Only what cannot be taken back asks again who one is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.accounts import selectors as accounts
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.accounts.acts import too_late
from sanglap.desk.incidents.forms import CloseForm, ReasonForm, ReportForm, remark_of
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.guideline import loader
from sanglap.incidents import selectors, services
from sanglap.incidents.models import Incident, StepName, Verdict
from sanglap.networks.contract import NetworkError
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.people.permissions import Permission

REPORT = Permission.INCIDENT_REPORT
LEAD = Permission.OUTBOX_STOP
NAMES = {"suspected_from": "since", "reason": "remark"}
"""What the services call otherwise than the forms."""


@requires(REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Report an account as compromised. Nobody is asked to show himself again: seconds count."""
    return _begin(request, account_id, drill=False)


@requires(REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def drill(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Begin a drill: the same steps, and nothing is stopped or ended."""
    return _begin(request, account_id, drill=True)


def _begin(request: StaffRequest, account_id: UUID, *, drill: bool) -> HttpResponse:
    account = one(accounts.accounts(request.scope, REPORT), account_id)
    form = ReportForm(sent(request))
    if drill:
        del form.fields["since"]
    # An empty form is a whole report.
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.report(
                request.scope, account=account, drill=drill, seen=given["seen"],
                suspected_from=_begins(given.get("since")), now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, NAMES)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.success(request, _BEGUN[drill]())
            return _back(made)
    title, act = (_("Begin a drill"), _("Begin the drill")) if drill else (
        _("This account is compromised"), _("Report it and stop it now")
    )  # fmt: skip
    return form_page(
        request, form, title=title, act=act, back=reverse("desk:account", args=[account.pk]), lead=account.called,
        office=account.office, template="desk/incidents/begin.html", kind="" if drill else "warning", drill=drill,
    )  # fmt: skip


def _begins(day: date | None) -> datetime | None:
    return None if day is None else loader.current().calendar.begins(day)


_BEGUN: dict[bool, Callable[[], str]] = {
    True: lambda: _("The drill has begun. Those who must know are told that it is one."),
    False: lambda: _("It is stopped: nothing more goes out. Those who must know are told. Go on with the next step."),
}


def _back(incident: Incident) -> HttpResponse:
    return redirect("desk:incident", incident.pk)


def _step(
    request: StaffRequest, incident: Incident, act: Callable[..., object], done: str, **more: Any
) -> HttpResponse:
    """Do one step, say what came of it, and go back to the incident."""
    try:
        act(request.scope, incident=incident, now=clock.now(), **more)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except TransitionRefused:
        _too_late(request)
    else:
        messages.success(request, done)
    return _back(incident)


def _too_late(request: StaffRequest) -> None:
    messages.info(request, _("Somebody has done this step already. Go on with the next one."))


@requires(REPORT)
@require_POST
def freeze(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Stop the account, or note in a drill that one would."""
    incident = one(selectors.incidents(request.scope, REPORT), incident_id)
    done = _("Noted: here one would stop it.") if incident.drill else _("It is stopped. Nothing more goes out.")
    return _step(request, incident, services.freeze, done)


@requires(LEAD)
@step_up
@require_POST
def revoke(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """End Sanglap's access; `regardless` of whether the network could be asked."""
    incident = one(selectors.incidents(request.scope, LEAD), incident_id)
    try:
        fault = services.revoke(
            request.scope, incident=incident, regardless=bool(request.POST.get("regardless")), now=clock.now()
        )
    except TransitionRefused:
        _too_late(request)
        return _back(incident)
    if fault:
        messages.error(
            request,
            _("The network could not be asked, so nothing is ended yet. Try again, or end the access by hand there."),
        )
    elif incident.drill:
        messages.success(request, _("It would work: the network answers. Nothing was ended."))
    else:
        messages.success(request, _("Sanglap's access is ended. Connect the account anew when all is over."))
    return _back(incident)


@requires(REPORT)
@require_POST
def tell(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Note whom one reached by telephone."""
    incident = one(selectors.incidents(request.scope, REPORT), incident_id)
    chosen = set(request.POST.getlist("called"))
    called = [
        contact.name
        for contact in selectors.contacts(request.scope, incident.account.office)
        if str(contact.pk) in chosen
    ]
    return _step(
        request, incident, services.tell, _("Noted who knows of it."), called=called, remark=remark_of(request.POST)
    )


@requires(REPORT)
@require_POST
def secure(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Count the sign-in at the network as secured."""
    incident = one(selectors.incidents(request.scope, REPORT), incident_id)
    return _step(
        request, incident, services.secure, _("The sign-in at the network is secured."), remark=remark_of(request.POST)
    )


@requires(REPORT)
@require_POST
def look(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Ask the network what the account has shown meanwhile."""
    incident = one(selectors.incidents(request.scope, REPORT), incident_id)
    try:
        number = services.look(request.scope, incident=incident, now=clock.now())
    except TransitionRefused:
        _too_late(request)
    except NetworkError:
        messages.error(
            request,
            _("The network could not be asked. Try again in a while, or look at the account there by yourself."),
        )
    else:
        found = _("Something stands there that Sanglap did not publish. Settle below whose it is.")
        messages.info(request, found if number else _("Nothing stands there but what went out through Sanglap."))
    return _back(incident)


@requires(REPORT)
@require_POST
def judge(request: StaffRequest, found_id: UUID) -> HttpResponse:
    """Settle whose a post is."""
    found = one(selectors.found(request.scope), found_id)
    verdict = request.POST.get("verdict", "")
    if verdict not in {Verdict.OURS, Verdict.FOREIGN}:
        raise Http404
    try:
        services.judge(request.scope, found=found, verdict=Verdict(verdict), now=clock.now())
    except TransitionRefused:
        _too_late(request)
    return _back(found.incident)


@requires(REPORT)
@require_POST
def looked(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Count the looking through as done."""
    incident = one(selectors.incidents(request.scope, REPORT), incident_id)
    return _step(request, incident, services.looked_through, _("It is looked through."), remark=remark_of(request.POST))


def _form_act(
    request: StaffRequest,
    incident: Incident,
    form: forms.Form,
    do: Callable[[forms.Form], object],
    *,
    done: str,
    **page: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            do(form)
        except ValidationError as error:
            put_errors(form, error, NAMES)
        except TransitionRefused:
            _too_late(request)
            return _back(incident)
        else:
            messages.success(request, done)
            return _back(incident)
    return form_page(
        request, form, back=reverse("desk:incident", args=[incident.pk]), lead=incident.account.called,
        office=incident.account.office, **page,
    )  # fmt: skip


@requires(LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: StaffRequest, incident_id: UUID, step: str) -> HttpResponse:
    """Go on without a step, and say why."""
    incident = one(selectors.incidents(request.scope, LEAD), incident_id)
    if step not in StepName.values:
        raise Http404
    name = StepName(step)
    return _form_act(
        request,
        incident,
        ReasonForm(sent(request)),
        lambda form: services.leave_out(
            request.scope, incident=incident, name=name, remark=form.cleaned_data["remark"], now=clock.now()
        ),
        done=_("The step is left out."),
        title=_("Leave out a step: %(step)s") % {"step": name.label},
        act=_("Leave it out"),
    )


@requires(LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Write down what happened, and close the incident."""
    incident = one(selectors.incidents(request.scope, LEAD), incident_id)
    return _form_act(
        request,
        incident,
        CloseForm(sent(request), initial={"happened": incident.seen}),
        lambda form: services.close(request.scope, incident=incident, now=clock.now(), **form.cleaned_data),
        done=_("It is closed. The report can be printed. A stop stays until somebody lifts it."),
        title=_("Write down what happened"),
        act=_("Write it down and close"),
    )


@requires(LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Nothing was the matter, or the drill cannot go on."""
    incident = one(selectors.incidents(request.scope, LEAD), incident_id)
    return _form_act(
        request,
        incident,
        ReasonForm(sent(request)),
        lambda form: services.call_off(
            request.scope, incident=incident, reason=form.cleaned_data["remark"], now=clock.now()
        ),
        done=_("It is called off. A stop stays until somebody lifts it."),
        title=_("Call it off"),
        act=_("Call it off"),
    )
