"""The name of an account, and its guided way from a post's or person's to the office's (clause 5.a)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.accounts import selectors, services
from sanglap.accounts.models import Account, Renaming, RenamingStep, Way
from sanglap.accounts.services.names import judged
from sanglap.accounts.services.renaming import LONGEST_STEP_NOTE, due_rule
from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.desk.accounts.acts import VIEW, either, too_late
from sanglap.desk.accounts.forms import NoteForm
from sanglap.desk.accounts.tabs import tabs
from sanglap.desk.accounts.texts import to_look_at
from sanglap.desk.days import DayField
from sanglap.desk.downloads import serve
from sanglap.desk.fields import LineField, both
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.desk.uploads import files, kept
from sanglap.guideline import loader
from sanglap.language.digits import format_number
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.people.permissions import Permission

IN_FORM = {"to_name": "name_bn", "name": "name_bn"}
"""What the services call a field, and what the forms call it."""


class BeginForm(forms.Form):
    """To what name, in what way, by when."""

    way = forms.ChoiceField(
        label=gettext_lazy("How it is done"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A personal profile moves to a page of the office; a page that bears a wrong name gets another one."
        ),
    )
    name_bn = LineField(label=gettext_lazy("New name in Bangla"))
    name_en = LineField(label=gettext_lazy("New name in English"))
    due_on = DayField(label=gettext_lazy("To be done by"), required=False)


class StepForm(forms.Form):
    """What shows that a step is done."""

    note = LineField(label=gettext_lazy("Remark"), required=False, max_length=LONGEST_STEP_NOTE)
    evidence = forms.FileField(label=gettext_lazy("Picture or PDF that shows it"), required=False)


class FinishForm(forms.Form):
    """What the account is called now, and where it is."""

    name_bn = LineField(label=gettext_lazy("Name in Bangla, as it is there now"))
    name_en = LineField(label=gettext_lazy("Name in English"))
    link = LineField(
        label=gettext_lazy("Address of the profile as it is now"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Copied from the browser. Leave it empty where the address did not change."),
    )
    handle = LineField(
        label=gettext_lazy("Or its new name after the @ sign"), required=False, max_length=128,
        help_text=gettext_lazy("Leave it empty where it did not change."),
    )  # fmt: skip


def _page(account: Account) -> HttpResponse:
    return redirect("desk:account-name", account.pk)


def _under_way(account: Account) -> Renaming:
    found = selectors.renaming_of(account)
    if found is None:
        raise Http404
    return found


def _named(account: Account, form: forms.Form) -> Account:
    """Of the account what the form gives it anew, for the screening (clauses 6.c, 9)."""
    none, handle = LocalizedText(), form.cleaned_data.get("handle", "")
    return Account(office=account.office, name=both(form, "name"), handle=handle, audience=none, description=none)


@requires(VIEW)
@require_safe
def name(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """What the account is called, whether it may be, what it was called, and how its renaming fares."""
    account = one(selectors.accounts(request.scope), account_id)
    now = clock.now()
    renamings = list(selectors.renamings(request.scope).filter(account=account))
    current = next((one_ for one_ in renamings if one_.state == "begun"), None)
    steps = list(current.steps.all()) if current else []
    found = judged(account, now=now)
    manage, review = (
        request.scope.may(one_, account.office_id) for one_ in (Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_REVIEW)
    )
    return render(
        request,
        "desk/accounts/name.html",
        {
            "account": account,
            "tabs": tabs(account, "account-name"),
            "found": found,
            "platform": loader.current().catalogue.by_id.get(account.platform),
            "current": current,
            "steps": steps,
            "whole": len(steps),
            "done": sum(1 for step in steps if step.done_at),
            "earlier": [one_ for one_ in renamings if one_ is not current],
            "former": selectors.former_names(account),
            "clause": loader.current().clause_of("office-name", now=now),
            "remedy": loader.current().rule("office-name", on=loader.current().calendar.day_of(now)).remedy,
            "today": loader.current().calendar.day_of(now),
            "may": account.state != "closed" and (manage or review),
        },
    )


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Begin a renaming."""
    account = either(request, account_id)
    now = clock.now()
    suggested = judged(account, now=now).suggestion or account.office.name
    rule = due_rule(now)[1]
    way = Way.MOVE if account.personal else Way.RENAME
    form = BeginForm(
        request.POST or None,
        initial={"way": way, "name_bn": suggested.get("bn", ""), "name_en": suggested.get("en", "")},
    )
    form.fields["due_on"].help_text = _("Left empty: in %(days)s days. At most %(most)s days ahead.") % {
        "days": format_number(rule.days, request.LANGUAGE_CODE),
        "most": format_number(rule.longest_days, request.LANGUAGE_CODE),
    }
    pointed: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and not (pointed := to_look_at(request, _named(account, form))):
        given = form.cleaned_data
        try:
            services.begin_renaming(
                request.scope, account=account, way=Way(given["way"]), to_name=both(form, "name"),
                due_on=given["due_on"], now=now,
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, IN_FORM)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.success(request, _("The renaming is begun. Tick each step when it is done."))
            return _page(account)
    return form_page(
        request, form, title=_("Give it the right name"), act=_("Begin"), lead=account.called, office=account.office,
        back=f"/desk/accounts/{account.pk}/name/", template="desk/accounts/looked.html", **pointed,
    )  # fmt: skip


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, account_id: UUID, step_id: UUID) -> HttpResponse:
    """Say that a step is done, with what shows it; or take that back."""
    account = either(request, account_id)
    chosen = next((one_ for one_ in _under_way(account).steps.all() if one_.pk == step_id), None)
    if chosen is None:
        raise Http404
    chosen.renaming.account = account
    form = StepForm(request.POST or None, files(request))
    if request.method == "POST" and form.is_valid():
        try:
            _tick(request, account, chosen, form)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            return too_late(request, account)
        else:
            return _page(account)
    undoing = chosen.done_at is not None
    return form_page(
        request, form, title=_("Take the step back") if undoing else _("A step is done"),
        act=_("Not done yet") if undoing else _("Done"), back=f"/desk/accounts/{account.pk}/name/", lead=chosen.text,
        office=account.office, template="desk/accounts/step.html", undoing=undoing,
    )  # fmt: skip


def _tick(request: StaffRequest, account: Account, chosen: RenamingStep, form: StepForm) -> None:
    undoing = "undo" in request.POST
    # The file and the tick stand or fall together.
    with transaction.atomic():
        upload = None if undoing else form.cleaned_data["evidence"]
        shows = kept(upload, field="evidence", office_id=account.office_id)
        services.tick_step(
            request.scope, step=chosen, done=not undoing, note=form.cleaned_data["note"], evidence=shows,
            now=clock.now(),
        )  # fmt: skip


@requires(VIEW)
@require_safe
def evidence(request: StaffRequest, account_id: UUID, step_id: UUID) -> FileResponse:
    """What shows that a step is done."""
    account = one(selectors.accounts(request.scope), account_id)
    for renaming in selectors.renamings(request.scope).filter(account=account):
        for shown in renaming.steps.all():
            if shown.pk == step_id and shown.evidence is not None:
                return serve(shown.evidence)
    raise Http404


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Enter the new name, and where the account is now."""
    account = either(request, account_id)
    renaming = _under_way(account)
    given = renaming.to_name
    form = FinishForm(request.POST or None, initial={"name_bn": given.get("bn", ""), "name_en": given.get("en", "")})
    pointed: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and not (pointed := to_look_at(request, _named(account, form))):
        data = form.cleaned_data
        try:
            services.finish_renaming(
                request.scope, renaming=renaming, name=both(form, "name"), handle=data["handle"], link=data["link"],
                now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, IN_FORM)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.success(request, _("The account bears its office’s name now. Its former name stays on record."))
            return _page(account)
    return form_page(
        request, form, title=_("Enter the new name"), act=_("Finish the renaming"), lead=account.called,
        office=account.office, back=f"/desk/accounts/{account.pk}/name/", template="desk/accounts/looked.html",
        **pointed,
    )  # fmt: skip


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """End the renaming without a new name."""
    account = either(request, account_id)
    renaming = _under_way(account)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_up_renaming(request.scope, renaming=renaming, note=form.cleaned_data["note"], now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            return too_late(request, account)
        else:
            messages.info(request, _("The renaming is given up. The name stays on record as wrong."))
            return _page(account)
    return form_page(
        request, form, title=_("Give up the renaming"), act=_("Give up"), lead=account.called, office=account.office,
        back=f"/desk/accounts/{account.pk}/name/", kind="warning",
    )  # fmt: skip
