"""An office's letterhead, and what one signs e-mails with: the accounts stand beside the addresses (clause 5.j).

Everybody at the office may make one. What is typed is sent, set and forgotten.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.attestations import selectors as attestations
from sanglap.attestations.selectors import Owed
from sanglap.attestations.statements import AttestationKind
from sanglap.core import clock
from sanglap.desk.offices.letterhead.forms import LetterForm, SignatureForm, beginning
from sanglap.desk.offices.letterhead.letters import letter
from sanglap.desk.pages import one
from sanglap.documents.letterhead import Sheet, set_letter
from sanglap.documents.pdf import Unprintable, letter_pdf
from sanglap.documents.signature import signature_html, signature_text
from sanglap.guideline import loader
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Appointment, Office
from sanglap.people.permissions import Permission

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_ACCOUNTS = 24
MOST_SERVING = 100


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows for a letterhead of that office."""

    office: Office
    accounts: list[Account]
    serving: dict[str, Appointment]
    now: datetime

    @classmethod
    def of(cls, request: StaffRequest, office_id: UUID) -> Known:
        """Of an office that the reader sees. Three queries. Raises Http404."""
        office, now = one(selectors.offices(request.scope), office_id), clock.now()
        rows = selectors.serving(request.scope, now=now).filter(position__office=office, user__is_active=True)
        serving = rows.order_by("starts_at", "pk")[:MOST_SERVING]
        official = accounts.official(request.scope, office)[:MOST_ACCOUNTS]
        return cls(office, list(official), {str(held.pk): held for held in serving}, now)

    def context(self, request: StaffRequest) -> dict[str, Any]:
        """What both pages show besides their forms."""
        return {
            "office": self.office,
            "accounts": self.accounts,
            "may_propose": request.scope.may(Permission.ACCOUNT_MANAGE, self.office.pk),
            "may_edit": request.scope.may(Permission.OFFICE_MANAGE, self.office.pk),
        }

    def in_use(self, request: StaffRequest) -> list[tuple[Account, Owed, bool]]:
        """Each account with what is to be confirmed of the letterhead, and whether the reader confirms it. Three
        queries at most.
        """
        keys = [one_.pk for one_ in self.accounts]
        owed = attestations.owed_of_each(request.scope, AttestationKind.LETTERHEAD, keys, at=self.now)
        mine = attestations.confirmable(request.scope, self.accounts, now=self.now)
        return [(account, owed[account.pk], account.pk in mine) for account in self.accounts]


def _form(request: StaffRequest, known: Known, kind: type[SignatureForm]) -> SignatureForm:
    today = loader.current().calendar.day_of(known.now)
    initial = beginning(known.office, request.user, known.serving, day=today)
    return kind(request.POST or None, initial=initial, serving=known.serving)


@requires(Permission.OFFICE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """The form and, beside it, the letterhead as it will be."""
    known = Known.of(request, office_id)
    return _page(request, known, _letter_form(request, known))


@requires(Permission.OFFICE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: StaffRequest, office_id: UUID) -> HttpResponseBase:
    """The letterhead as PDF."""
    known = Known.of(request, office_id)
    form = _letter_form(request, known)
    if form.is_bound and not form.is_valid():
        return _page(request, known, form)
    try:
        made = letter_pdf(_sheet(known, form))
    except Unprintable as fault:
        said = _(
            "The fonts of this paper do not have the sign “%(sign)s”. Leave it out, or take the word processor's file."
        )
        messages.error(request, said % {"sign": fault})
        return _page(request, known, form, status=422)
    return _file(made, f"letterhead-{known.office.code}.pdf", "application/pdf")


@requires(Permission.OFFICE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: StaffRequest, office_id: UUID) -> HttpResponseBase:
    """The letterhead for word processors."""
    known = Known.of(request, office_id)
    from sanglap.documents.word import letter_docx  # late, since its library takes long to load

    form = _letter_form(request, known)
    if form.is_bound and not form.is_valid():
        return _page(request, known, form)
    return _file(letter_docx(_sheet(known, form)), f"letterhead-{known.office.code}.docx", WORD)


@requires(Permission.OFFICE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: StaffRequest, office_id: UUID) -> HttpResponse:
    """What one signs e-mails with: as it looks, as HTML and as plain text."""
    known = Known.of(request, office_id)
    form = _form(request, known, SignatureForm)
    if not request.POST:
        form.initial["signatory"] = next(
            (key for key, held in known.serving.items() if held.user == request.user), form.initial["signatory"]
        )
    form.is_valid()
    today = loader.current().calendar.day_of(known.now)
    sheet = set_letter(letter(known.office, known.accounts, languages=form.chosen, held=form.held, day=today))
    context = {"form": form, "sheet": sheet, "html": signature_html(sheet), "text": signature_text(sheet)}
    status = 422 if form.errors else 200
    return render(request, "desk/letterhead/signature.html", {**known.context(request), **context}, status=status)


def _letter_form(request: StaffRequest, known: Known) -> LetterForm:
    form = _form(request, known, LetterForm)
    assert isinstance(form, LetterForm)  # noqa: S101 - it was asked for on the line above
    return form


def _page(request: StaffRequest, known: Known, form: LetterForm, status: int = 200) -> HttpResponse:
    form.is_valid()
    context = {**known.context(request), "form": form, "sheet": _sheet(known, form), "in_use": known.in_use(request)}
    status = 422 if form.errors else status
    return render(request, "desk/letterhead/letterhead.html", context, status=status)


def _sheet(known: Known, form: LetterForm) -> Sheet:
    """The letter of a form; what is not good in it is left out."""
    return set_letter(
        letter(
            known.office,
            known.accounts,
            languages=form.chosen,
            held=form.held,
            government=loader.current().government if form.value("government") else None,
            day=form.value("day") or loader.current().calendar.day_of(known.now),
            **{name: form.value(name) or "" for name in ("memo", "subject", "body")},
        )
    )


def _file(content: bytes, name: str, kind: str) -> FileResponse:
    answer = FileResponse(io.BytesIO(content), content_type=kind, filename=name, as_attachment=True)
    answer["Cache-Control"] = "private, no-store"
    return answer
