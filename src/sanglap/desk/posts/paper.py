"""Approval on paper: the note (নোট) to be signed in the file (নথি), and what was decided in it (clause 6.a)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.content import approval, paper, portrayals, selectors, sources
from sanglap.content.models import Variant, Verdict
from sanglap.content.states import VariantState
from sanglap.content.voting import to_rule_on
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.days import DayField
from sanglap.desk.downloads import serve
from sanglap.desk.fields import LineField
from sanglap.desk.findings import of
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.desk.posts.findings import of_variant, spans
from sanglap.desk.posts.forms import DecideForm
from sanglap.desk.posts.views import back
from sanglap.desk.uploads import files, kept
from sanglap.documents.qr import square
from sanglap.guideline import loader
from sanglap.inbox.selectors import answered
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.models import Appointment
from sanglap.offices.screened import Holds
from sanglap.people.models import User
from sanglap.people.permissions import Permission


class PaperForm(DecideForm):
    """What was decided on paper, by whom, and where it lies."""

    passage = None  # type: ignore[assignment]  # Django's way of leaving out a field
    confirmed = None  # type: ignore[assignment]  # the same: the signature says so
    digest = LineField(
        label=gettext_lazy("Code of the words"),
        max_length=300,
        help_text=gettext_lazy("The sixteen signs beside the QR code of the note; a code reader may be used too."),
    )
    signatory = forms.ChoiceField(
        label=gettext_lazy("Who signed"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("This person may not decide on these words.")},
    )
    file_number = LineField(label=gettext_lazy("File number"), max_length=paper.LONGEST)
    dated = DayField(label=gettext_lazy("Signed on"))
    scan = forms.FileField(
        label=gettext_lazy("Picture or PDF of the signed note"),
        help_text=gettext_lazy("A photo, a scan or a PDF, up to 20 MB."),
    )
    field_order = ("digest", "signatory", "verdict", "clause", "remark", "file_number", "dated", "scan")

    def __init__(self, *args: Any, signatories: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signatories = {str(user.pk): user for user in signatories}
        choices = [(key, str(user.name)) for key, user in self.signatories.items()]
        self.fields["signatory"].choices = choices  # type: ignore[attr-defined]  # the field is the one above


@requires(Permission.POST_VIEW)
@require_safe
def note(request: StaffRequest, variant_id: UUID) -> HttpResponse:
    """The note to be printed: exactly what waits for approval, and a line for each who may sign."""
    variant = one(selectors.variants(request.scope), variant_id)
    if variant.state != VariantState.SUBMITTED:
        return _not_waiting(request, variant)
    now, draft = clock.now(), variant.revision.draft
    standing = approval.standing(variant, at=now)
    signing = paper.signatories(variant, at=now)
    titles = _titles(request, variant, signing)
    address = request.build_absolute_uri(reverse("desk:approve", args=[variant.pk]))
    context = {
        "variant": variant,
        "office": draft.office,
        "purposes": [clause for clause in loader.current().purposes if clause.id in draft.purposes],
        "standing": standing,
        "members": [(member, titles.get(member.pk), standing.is_sole(member)) for member in signing],
        "answered": answered(request.scope, [draft]).get(draft.pk),
        "code": paper.in_groups(variant.digest),
        "square": square(f"{address}#{variant.digest}"),
        "findings": of(request.scope, draft.office, to_rule_on(variant, at=now)),
        "holds": Holds.choices,
        "claims": sources.claims(variant.revision, at=variant.submitted_at or now),
        **portrayals.told(request.scope, variant.revision, at=now),
    }
    return render(request, "desk/note.html", context)


def _titles(request: StaffRequest, variant: Variant, members: list[User]) -> dict[UUID, Appointment]:
    """Of each of them the appointment at the office, for his designation."""
    rows = offices.serving(request.scope, now=clock.now()).filter(
        position__office=variant.revision.draft.office_id, user__in=members
    )
    return {held.user_id: held for held in rows.order_by("-starts_at")}


def _not_waiting(request: StaffRequest, variant: Variant) -> HttpResponse:
    messages.info(request, _("This does not wait for approval, so there is nothing to decide on paper."))
    return back(variant)


@requires(Permission.POST_VIEW)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: StaffRequest, variant_id: UUID) -> HttpResponse:
    """Put on record what a member of the panel decided on paper."""
    variant = one(selectors.variants(request.scope), variant_id)
    paper.require_recorder(request.scope, variant)
    if request.method != "POST" and variant.state != VariantState.SUBMITTED:
        return _not_waiting(request, variant)
    others = [user for user in paper.signatories(variant, at=clock.now()) if user != request.user]
    if not others:
        messages.info(
            request,
            _("Nobody but you may sign here. Give your vote on the page for approval, or ask who keeps the panel."),
        )
        return back(variant)
    findings = to_rule_on(variant, at=clock.now())
    form = PaperForm(request.POST or None, files(request), signatories=others, findings=findings)
    if request.method == "POST" and form.is_valid():
        try:
            decided = _record(request, variant, form)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            messages.info(request, _("It was decided or changed meanwhile; the paper was not needed."))
            return back(variant)
        else:
            state = decided.get_state_display()
            messages.success(request, _("The decision on paper is recorded. Now: %(state)s.") % {"state": state})
            return back(decided)
    office = variant.revision.draft.office
    return form_page(
        request, form, title=_("Record a decision on paper"), act=_("Record the decision"),
        back=reverse("desk:note", args=[variant.pk]), lead=variant.account.called, office=office,
        template="desk/paper.html", variant=variant, findings=(found := of_variant(request.scope, variant)),
        marks=spans(found, variant),
    )  # fmt: skip


def _record(request: StaffRequest, variant: Variant, form: PaperForm) -> Variant:
    given, now = dict(form.cleaned_data), clock.now()
    verdict, signatory = Verdict(given.pop("verdict")), form.signatories[given.pop("signatory")]
    # The scan and the vote stand or fall together.
    with transaction.atomic():
        given["scan"] = kept(given["scan"], field="scan", office_id=variant.revision.draft.office_id)
        return paper.decide_on_paper(
            request.scope, variant=variant, verdict=verdict, signatory=signatory, now=now, **given
        )


@requires(Permission.POST_VIEW)
@require_safe
def scan(request: StaffRequest, paper_id: UUID) -> FileResponse:
    """The picture or PDF of a signed note."""
    return serve(one(selectors.papers(request.scope), paper_id).scan)
