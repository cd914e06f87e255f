"""What all pages of the staff share: finding one thing, paging by key, saying what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sanglap.core.ids import key_of
from sanglap.desk.uploads import hold
from sanglap.offices.access import StaffRequest

M = TypeVar("M", bound=Model)
PAGE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of a long list; `older` is the key from which the next one goes on, or ""."""

    rows: Sequence[M]
    older: str
    newest: bool


def page(rows: QuerySet[M], request: HttpRequest, size: int = PAGE) -> Page[M]:
    """A page of rows ordered by descending id, from `?before=<id>` on. Raises Http404 for a key that is none."""
    before = request.GET.get("before", "")
    if before:
        try:
            rows = rows.filter(pk__lt=UUID(before))
        except ValueError:
            raise Http404 from None
    found = list(rows[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "", not before)


def onward(rows: QuerySet[M], request: HttpRequest, size: int = PAGE) -> Page[M]:
    """The same of rows ordered by rising id, from `?after=<id>` on; `older` is the key from which the next goes on."""
    after = request.GET.get("after", "")
    if after:
        try:
            rows = rows.filter(pk__gt=UUID(after))
        except ValueError:
            raise Http404 from None
    found = list(rows[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "", not after)


def one(rows: QuerySet[M], key: UUID | None) -> M:
    """The row with that key among those the reader may see; what he may not see is as if it did not exist."""
    return get_object_or_404(rows, pk=key)


def chosen(rows: QuerySet[M], request: HttpRequest, name: str) -> M | None:
    """The row whose key was sent by that name, with the form or in the address; None where none was. Raises Http404."""
    given = request.POST.get(name) or request.GET.get(name, "")
    if not given:
        return None
    return one(rows, key_of(given))


def put_errors(form: forms.Form, error: ValidationError, names: Mapping[str, str] = MappingProxyType({})) -> None:
    """Show a service's refusal beside the field it speaks of, or above the form. `names` gives the form's name of a
    field that the service calls otherwise.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        shown = names.get(field, field)
        form.add_error(shown if shown in form.fields else None, errors)


def form_page(
    request: StaffRequest,
    form: forms.Form,
    *,
    title: str,
    act: str,
    back: str,
    template: str = "desk/form.html",
    **more: Any,
) -> HttpResponse:
    """The page of one act: what it is called, its form, its button, "" for none, and where "cancel" leads."""
    if form.errors:
        hold(request, form)
    context = {"form": form, "title": title, "act": act, "back": back, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def sent(request: HttpRequest) -> Any:
    """What was sent, also where all of it was left out; None where the page was only opened."""
    return request.POST if request.method == "POST" else None
