"""What people do with a suggestion: take it up, put it back, decline it with a reason, take one's own back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.fields import TextField
from sanglap.desk.pages import form_page, one, put_errors, sent
from sanglap.desk.suggestions.composing import meanwhile
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.suggestions import selectors, services
from sanglap.suggestions.models import Suggestion
from sanglap.suggestions.services.deciding import LONGEST_REASON


class DeclineForm(forms.Form):
    """Why something is not taken up."""

    reason = TextField(
        label=gettext_lazy("Why it is not taken up"),
        help_text=gettext_lazy("Whoever suggested it reads this. A friendly sentence makes the next suggestion come."),
        max_length=LONGEST_REASON,
        required=False,
    )


def _to_draft_of(request: StaffRequest, suggestion_id: UUID) -> Suggestion:
    return one(selectors.suggestions(request.scope, Permission.POST_WRITE), suggestion_id)


@requires(Permission.POST_WRITE)
@require_POST
def take(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """Take it up, and begin to write."""
    shown = _to_draft_of(request, suggestion_id)
    try:
        services.take(request.scope, suggestion=shown, now=clock.now())
    except TransitionRefused:
        return _told(request, shown)
    return redirect(f"{reverse('desk:compose')}?suggestion={shown.pk}")


@requires(Permission.POST_WRITE)
@require_POST
def put_back(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """Let it wait again."""
    shown = _to_draft_of(request, suggestion_id)
    try:
        services.put_back(request.scope, suggestion=shown, now=clock.now())
    except TransitionRefused:
        return _told(request, shown)
    messages.success(request, _("It waits again; anybody who drafts can take it up."))
    return redirect("desk:suggestions")


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """Decide not to take it up, with a reason."""
    shown = _to_draft_of(request, suggestion_id)
    form = DeclineForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.decline(request.scope, suggestion=shown, reason=form.cleaned_data["reason"], now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            return _told(request, shown)
        else:
            said = _("It is not taken up. Whoever suggested it reads your reason.")
            messages.success(request, said if shown.suggested_by_id else _("It is not taken up."))
            return redirect("desk:suggestions")
    return form_page(
        request, form, title=_("Do not take it up"), act=_("Do not take it up"),
        back=reverse("desk:suggestion", args=[shown.pk]), office=shown.office, suggestion=shown,
        template="desk/suggestions/decline.html",
    )  # fmt: skip


@requires(Permission.POST_SUGGEST)
@require_POST
def withdraw(request: StaffRequest, suggestion_id: UUID) -> HttpResponse:
    """Take one's own back."""
    shown = one(selectors.mine(request.scope), suggestion_id)
    try:
        services.withdraw(request.scope, suggestion=shown, now=clock.now())
    except TransitionRefused:
        return _told(request, shown)
    messages.success(request, _("You took your suggestion back."))
    return redirect("desk:suggestions-mine")


def _told(request: StaffRequest, shown: Suggestion) -> HttpResponse:
    """Somebody was faster: who, and what he did."""
    shown.refresh_from_db(fields=["state", "seen_to_by", "seen_to_at"])
    messages.info(request, meanwhile(shown))
    return redirect("desk:suggestion", shown.pk)
