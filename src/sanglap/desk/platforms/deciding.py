"""Deciding on platforms that were weighed (clause 3), and naming the decision with an account."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sanglap.accounts import selectors as accounts
from sanglap.accounts import services as account_services
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.appointments.acts import order_of
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.desk.platforms.acts import MANAGE, VIEW, name_of, too_late
from sanglap.desk.platforms.choice import DecisionField
from sanglap.desk.platforms.forms import DecideForm
from sanglap.desk.uploads import files
from sanglap.guideline import loader
from sanglap.laws import selectors as laws
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.platforms import selectors, services
from sanglap.platforms.states import AssessmentState


@requires(VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Choose among what was weighed, from a day on."""
    shown = one(selectors.assessments(request.scope), assessment_id)
    request.scope.require(MANAGE, shown.office_id)
    if shown.state != AssessmentState.DRAFT:
        return too_late(request, shown)
    now = clock.now()
    on = loader.current().calendar.day_of(now)
    known = [one_ for one_ in laws.register(on=on) if one_.in_force]
    form = DecideForm(
        request.POST or None, files(request), considered=shown.platforms, laws=known, initial={"starts_on": on}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            # The order and the decision that rests on it stand or fall together.
            with transaction.atomic():
                made = services.decide(
                    request.scope, assessment=shown, chosen=given["chosen"], reason=given["reason"],
                    starts_on=given["starts_on"], reusable=given["reusable"],
                    order=order_of(request, form, shown.office), cites=given["cites"], now=now,
                )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, {"laws": "cites"})
        except TransitionRefused:
            return too_late(request, shown)
        else:
            messages.success(request, _("It is decided. Accounts may be proposed on these platforms."))
            return redirect("desk:platform-decision", made.pk)
    weighed = selectors.weigh(shown, choice=services.choice_at(now, shown.office.kind))
    return form_page(
        request, form, title=_("Decide on platforms"), act=_("Decide"), back=f"/desk/platforms/assessments/{shown.pk}/",
        office=shown.office, template="desk/platforms/decide.html", assessment=shown, weighed=weighed,
        ranked=[(name_of(key), points) for key, points in weighed.ranked],
    )  # fmt: skip


class ChoiceForm(forms.Form):
    """The decision on which an account rests."""

    decision = DecisionField(required=True, empty_label=None, widget=forms.RadioSelect)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def name_choice(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Name the decision by which the account's platform was chosen."""
    account = one(accounts.accounts(request.scope, MANAGE), account_id)
    on = loader.current().calendar.day_of(clock.now())
    good = [one_ for one_ in selectors.offered(request.scope, account.office, on=on) if account.platform in one_.chosen]
    form = ChoiceForm(request.POST or None, initial={"decision": account.decision_id or (good[0].pk if good else None)})
    form.fields["decision"].offer(good)  # type: ignore[attr-defined]  # the field is the one above
    if request.method == "POST" and form.is_valid():
        try:
            account_services.name_decision(
                request.scope, account=account, decision=form.cleaned_data["decision"], now=clock.now()
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The decision is named with the account."))
            return redirect("desk:account", account.pk)
    return form_page(
        request, form, title=_("Choice of platform"), act=_("Save"), back=f"/desk/accounts/{account.pk}/",
        lead=account.called, office=account.office, template="desk/platforms/choice.html", account=account, good=good,
        why=gettext_lazy("Clause 3: which decision chose this platform?"),
    )  # fmt: skip
