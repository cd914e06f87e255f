"""What the claims in a post rest on: asked of whoever writes it before the panel is, shown to whoever decides (6.b)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.content import selectors, sources
from sanglap.content.sources import Claim, Given
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.downloads import serve
from sanglap.desk.fields import LineField
from sanglap.desk.pages import one
from sanglap.desk.posts.composing import ask
from sanglap.desk.uploads import files, hold, kept
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission

_SAID = 60
_QUOTES = '“”"‘’„«»'


class SourcesForm(forms.Form):
    """Of each claim what it rests on; `given` by its words once the form is clean."""

    rest = forms.BooleanField(
        label=gettext_lazy("The rest I confirm by my own name: I have made sure of it."), required=False
    )

    def __init__(self, *args: Any, claims: Sequence[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims = claims
        for number, claim in enumerate(claims):
            known = claim.source.reference if claim.source else ""
            which = {"words": Truncator(claim.words.strip(_QUOTES)).chars(_SAID)}
            self.fields[f"reference_{number}"] = LineField(
                label=_("Source of “%(words)s”") % which, required=False, initial=known, max_length=sources.LONGEST,
                help_text=str(claim.reason),
            )  # fmt: skip
            self.fields[f"file_{number}"] = forms.FileField(
                label=_("Picture or PDF for “%(words)s”") % which, required=False
            )

    @property
    def asked(self) -> list[tuple[Claim, forms.BoundField, forms.BoundField]]:
        """Each claim with its fields."""
        return [
            (claim, self[f"reference_{number}"], self[f"file_{number}"]) for number, claim in enumerate(self.claims)
        ]

    def given(self, office_id: UUID) -> dict[str, Given]:
        """What was entered anew, by the words of the claim. Files are kept; raises ValidationError by field."""
        found: dict[str, Given] = {}
        faults: dict[str, Any] = {}
        file = None
        for number, claim in enumerate(self.claims):
            reference, upload = self.cleaned_data[f"reference_{number}"], self.cleaned_data[f"file_{number}"]
            try:
                file = kept(upload, field=f"file_{number}", office_id=office_id)
            except ValidationError as refused:
                faults |= refused.error_dict
            same = claim.source is not None and claim.source.reference == reference
            if (reference or file) and not (same and not file):
                found[claim.words] = Given(reference, file)
        if faults:
            raise ValidationError(faults)
        return found

    def put(self, error: ValidationError) -> None:
        """Each fault at the field of its claim, or of the form."""
        numbers = {claim.words: f"reference_{number}" for number, claim in enumerate(self.claims)}
        for name, faults in error.error_dict.items():
            field = numbers.get(name, name)
            self.add_error(field if field in self.fields else None, faults)


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Each claim of the newest revision, and what it rests on."""
    draft = one(selectors.drafts(request.scope, Permission.POST_WRITE), draft_id)
    revision = draft.newest
    claims = sources.claims(revision, at=clock.now())
    form = SourcesForm(request.POST or None, files(request), claims=claims)
    if request.method == "POST" and form.is_valid():
        try:
            # The files and what is said of them stand or fall together.
            with transaction.atomic():
                sources.enter(
                    request.scope, revision=revision, given=form.given(draft.office_id),
                    rest_by_name=form.cleaned_data["rest"], now=clock.now(),
                )  # fmt: skip
        except ValidationError as error:
            form.put(error)
        except TransitionRefused:
            messages.error(request, _("The panel was asked already, or somebody saved other words meanwhile."))
            return redirect("desk:post", draft.pk)
        else:
            if "submit" in request.POST:
                return ask(request, draft)
            messages.success(request, _("The sources are kept."))
            return redirect("desk:post", draft.pk)
    if form.errors:
        hold(request, form)
    context = {
        "form": form,
        "draft": draft,
        "revision": revision,
        "spans": [(claim.start, claim.end) for claim in claims if claim.place == 0],
        "open": not revision.variants.exclude(state="draft").exists(),
    }
    return render(request, "desk/posts/sources.html", context, status=422 if form.errors else 200)


@requires(Permission.POST_VIEW)
@require_safe
def file(request: StaffRequest, draft_id: UUID, source_id: UUID) -> FileResponse:
    """The file that a claim rests on."""
    draft = one(selectors.drafts(request.scope), draft_id)
    found = one(selectors.sources(request.scope).filter(revision__draft=draft), source_id)
    if found.file is None:
        raise Http404
    return serve(found.file)
