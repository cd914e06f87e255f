"""Beginning an assessment of platforms, weighing them, giving it up (clause 3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.desk.platforms.forms import BeginForm, WeighForm
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.people.permissions import Permission
from sanglap.platforms import selectors, services
from sanglap.platforms.models import Assessment
from sanglap.platforms.states import AssessmentState

VIEW = Permission.ACCOUNT_VIEW
MANAGE = Permission.ACCOUNT_MANAGE


def prepares(request: StaffRequest, office_id: UUID) -> bool:
    """Whether the reader may prepare there what the head decides."""
    return request.scope.may(MANAGE, office_id) or request.scope.may(Permission.POST_WRITE, office_id)


def too_late(request: StaffRequest, assessment: Assessment) -> HttpResponse:
    """It was decided or given up meanwhile, or it is the second click."""
    messages.info(request, _("This was done already, or the assessment is decided or given up."))
    return redirect("desk:assessment", assessment.pk)


def _required(request: StaffRequest, office: Office) -> None:
    if not prepares(request, office.pk):
        request.scope.require(Permission.POST_WRITE, office.pk)


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """Say what for, and which platforms are looked at."""
    office = one(offices.offices(request.scope), office_id)
    _required(request, office)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.begin(
                request.scope, office=office, subject=given["subject"], platforms=given["platforms"],
                only_reason=given["only_reason"], now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("desk:assessment", made.pk)
    return form_page(
        request, form, title=_("Weigh platforms"), act=_("Go on"), back="/desk/platforms/assessments/", office=office,
        template="desk/platforms/begin.html",
    )  # fmt: skip


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """The assessment: to be filled in while it is prepared, to be read by whoever sees the office's accounts."""
    shown = one(selectors.assessments(request.scope), assessment_id)
    choice = services.choice_at(clock.now(), shown.office.kind)
    opened = shown.state == AssessmentState.DRAFT and prepares(request, shown.office_id)
    weighed = selectors.weigh(shown, choice=choice)
    initial = {"seen": shown.saved_at.isoformat()}
    form = WeighForm(request.POST or None, choice=choice, weighed=weighed, initial=initial)
    if request.method == "POST":
        _required(request, shown.office)
        if form.is_valid():
            answer = _kept(request, shown, form)
            if answer:
                return answer
            weighed = selectors.weigh(shown, choice=choice)
    context = {
        "assessment": shown, "form": form, "rows": form.rows(), "weighed": weighed, "opened": opened,
        "decides": shown.state == AssessmentState.DRAFT and request.scope.may(MANAGE, shown.office_id),
        "decision": getattr(shown, "decision", None), "history": history(shown),
        "ranked": [(name_of(key), points) for key, points in weighed.ranked],
    }  # fmt: skip
    return render(request, "desk/platforms/assessment.html", context, status=422 if form.errors else 200)


def name_of(key: str) -> object:
    """What the platform is called."""
    return selectors.names([key])[0]


def _kept(request: StaffRequest, shown: Assessment, form: WeighForm) -> HttpResponse | None:
    """Save it; None where the page is shown again with what is wrong."""
    try:
        services.weigh(request.scope, assessment=shown, cells=form.cells(), seen=form.when(), now=clock.now())
    except ValidationError as error:
        put_errors(form, error)
        if error.code == "changed":
            # What was typed stands in the form; saved once more, it goes over what the other wrote.
            shown.refresh_from_db()
            form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            form.data["seen"] = shown.saved_at.isoformat()  # type: ignore[index]  # the same
        return None
    except TransitionRefused:
        return too_late(request, shown)
    messages.success(request, _("It is saved."))
    decide = "decide" in request.POST and request.scope.may(MANAGE, shown.office_id)
    return redirect("desk:assessment-decide" if decide else "desk:assessment", shown.pk)


@requires(VIEW)
@require_POST
def drop(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Give it up without a decision."""
    shown = one(selectors.assessments(request.scope), assessment_id)
    _required(request, shown.office)
    try:
        services.drop(request.scope, assessment=shown, now=clock.now())
    except TransitionRefused:
        return too_late(request, shown)
    messages.success(request, _("The assessment is given up."))
    return redirect("desk:assessments")
