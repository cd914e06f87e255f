"""The page on which anybody of the staff suggests something, simple enough for a phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sanglap.core import clock
from sanglap.core.ids import key_of, new_id
from sanglap.core.middleware import takes
from sanglap.desk.pages import put_errors
from sanglap.desk.posts.box import AT_ONCE, MOST_BYTES
from sanglap.desk.suggestions.forms import SuggestForm
from sanglap.desk.uploads import several
from sanglap.files.services import Refused
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.people.permissions import Permission
from sanglap.suggestions import selectors, services
from sanglap.suggestions.models import Picture


@dataclass(slots=True)
class Brought:
    """The pictures that go along, and what could not be taken in."""

    rows: list[Picture] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def posted(cls, request: StaffRequest, office: Office | None, now: datetime) -> Brought:
        """Those that the form brings back, and after them the new files; then what its button did."""
        keys = [key for one in request.POST.getlist("picture") if (key := key_of(one))]
        known = selectors.brought(request.scope).in_bulk(keys)
        box = cls([known[key] for key in keys if key in known])
        if office is not None:
            box.bring(request, office, now)
        what, _colon, number = request.POST.get("box", "").partition(":")
        if what == "drop" and number.isdecimal() and 0 < int(number) <= len(box.rows):
            del box.rows[int(number) - 1]
        return box

    def bring(self, request: StaffRequest, office: Office, now: datetime) -> None:
        """Take in the new files; what cannot be taken in is named in `faults`."""
        files = several(request, "bring")
        if len(files) > AT_ONCE:
            self.faults.append(_("Ten pictures are the most at once. Only the first ten were taken."))
        for file in files[:AT_ONCE]:
            name = file.name or ""
            try:
                brought = services.bring(request.scope, office=office, content=file.read(), name=name, now=now)
            except Refused as error:
                self.faults.append(f"{name}: {' '.join(error.messages)}")
            else:
                self.rows.append(brought)


@takes(MOST_BYTES)
@requires(Permission.POST_SUGGEST)
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: StaffRequest) -> HttpResponse:
    """Suggest something to one's own office or one above it."""
    offices = selectors.receivers(request.scope)
    nearest = offices.first()
    if request.method == "POST":
        return _sent(request, offices)
    form = SuggestForm(offices=offices, initial={"key": new_id(), "office": nearest})
    return _page(request, form, Brought(), nearest)


def _sent(request: StaffRequest, offices: QuerySet[Office]) -> HttpResponse:
    now, form = clock.now(), SuggestForm(request.POST, offices=offices)
    chosen = next((one for one in offices if str(one.pk) == request.POST.get("office")), offices.first())
    box = Brought.posted(request, chosen, now)
    if "box" in request.POST:
        again = SuggestForm(offices=offices, initial={**request.POST.dict(), "office": chosen})
        return _page(request, again, box, chosen)
    if form.is_valid() and not box.faults and chosen is not None:
        try:
            services.suggest(request.scope, pictures=box.rows, now=now, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(
                request, _("Thank you. Your suggestion waits at the office; you are told what becomes of it.")
            )
            return redirect("desk:suggestions-mine")
    for fault in box.faults:
        form.add_error(None, fault)
    return _page(request, form, box, chosen, status=422)


def _page(
    request: StaffRequest, form: SuggestForm, box: Brought, nearest: Office | None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "box": box, "nearest": nearest}
    return render(request, "desk/suggestions/suggest.html", context, status=status)
