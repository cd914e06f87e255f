"""Entering a new version of a platform's terms (clause 5.g)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sanglap.core import clock
from sanglap.desk.fields import both
from sanglap.desk.pages import form_page, put_errors
from sanglap.desk.platforms.forms import TermsForm
from sanglap.guideline import loader
from sanglap.language.digits import format_number
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.platforms import services


@requires(Permission.ACCOUNT_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Enter it, for the whole government."""
    if offices.whole(request.scope, Permission.ACCOUNT_REVIEW) is None:
        messages.info(request, _("Terms are entered by whoever coordinates for the whole government. Tell them of it."))
        return redirect("desk:platforms")
    known = loader.current().catalogue.by_id.get(request.GET.get("platform", ""))
    initial = {"platform": known.id, "url": known.terms or ""} if known else {}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.enter_terms(
                request.scope, platform=given["platform"], version=given["version"], starts_on=given["starts_on"],
                url=given["url"], summary=both(form, "summary"), now=clock.now(),
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The terms are entered. Panels on this platform are to confirm them."))
            return redirect("desk:platform", given["platform"])
    back = f"/desk/platforms/{known.id}/" if known else "/desk/platforms/"
    return form_page(request, form, title=_("Enter new terms"), act=_("Enter"), back=back, known=_known())


def _known() -> str:
    """Who is told of new terms, and what they do."""
    book = loader.current()
    rule = book.rule("terms-confirmed", on=book.calendar.day_of(clock.now())).parameters
    days = format_number(rule.renewing_days or 0, get_language() or "bn")
    told = _(
        "Panels and heads with an account there are told when these terms begin, and confirm them within %(n)s days."
    )
    return told % {"n": days}
