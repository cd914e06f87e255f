"""How an office writes: its digits and its ready words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sanglap.content import style as writing
from sanglap.content.models import Digits, Snippet, SnippetKind
from sanglap.core import clock
from sanglap.core.ids import key_of
from sanglap.desk.fields import LineField, TextField
from sanglap.desk.pages import form_page, one, put_errors
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Office
from sanglap.people.permissions import Permission

SHOWN = 20
"""So many offices of one who writes for many."""


class DigitsForm(forms.Form):
    """In which digits one office writes."""

    digits = forms.ChoiceField(
        label=gettext_lazy("Numbers in Bangla texts"), choices=Digits.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("The composer offers to change others; it never does so by itself."),
    )  # fmt: skip


class SnippetForm(forms.Form):
    """Ready words."""

    kind = forms.ChoiceField(label=gettext_lazy("For what"), choices=SnippetKind.choices, widget=forms.RadioSelect)
    name = LineField(label=gettext_lazy("Name"), max_length=80)
    text = TextField(
        label=gettext_lazy("Words"), max_length=writing.LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("A beginning is put before the text; a signature and hashtags stand below it."),
    )  # fmt: skip


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def style(request: StaffRequest) -> HttpResponse:
    """The digits and ready words of each office that the reader writes for."""
    offices = writing.offices(request.scope)[:SHOWN]
    if request.method == "POST":
        office = one(writing.offices(request.scope), key_of(request.POST.get("office", "")))
        form = DigitsForm(request.POST, prefix=str(office.pk))
        if form.is_valid():
            digits = Digits(form.cleaned_data["digits"])
            writing.choose_digits(request.scope, office=office, digits=digits, now=clock.now())
            messages.success(request, _("It is kept. The composer offers these digits from now on."))
        return redirect("desk:style")
    known: dict[UUID, list[Snippet]] = {office.pk: [] for office in offices}
    for snippet in writing.snippets(request.scope).filter(office__in=known):
        known[snippet.office_id].append(snippet)
    chosen = writing.digits_of_each(known)
    rows = [
        (office, DigitsForm(prefix=str(office.pk), initial={"digits": chosen[office.pk]}), known[office.pk])
        for office in offices
    ]
    return render(request, "desk/posts/style.html", {"rows": rows})


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Ready words under a new name."""
    return _entered(request, one(writing.offices(request.scope), key_of(request.GET.get("office", ""))))


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, snippet_id: UUID) -> HttpResponse:
    """Change ready words, or take them away."""
    known = one(writing.snippets(request.scope), snippet_id)
    if request.method == "POST" and "drop" in request.POST:
        writing.drop_snippet(request.scope, snippet=known, now=clock.now())
        messages.success(request, _("The ready words are taken away. Posts written with them stay as they are."))
        return redirect("desk:style")
    return _entered(request, known.office, known)


def _entered(request: StaffRequest, office: Office, known: Snippet | None = None) -> HttpResponse:
    initial: dict[str, Any] = {"kind": SnippetKind.SIGNATURE}
    if known:
        initial = {"kind": known.kind, "name": known.name, "text": known.text}
    form = SnippetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "kind": SnippetKind(form.cleaned_data["kind"])}
        try:
            writing.keep_snippet(request.scope, office=office, known=known, now=clock.now(), **given)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The ready words are kept. They can be chosen wherever a post is written."))
            return redirect("desk:style")
    return form_page(
        request, form, title=_("Ready words"), act=_("Keep"), back=reverse("desk:style"), office=office,
        template="desk/posts/snippet.html", snippet=known,
    )  # fmt: skip
