"""Who is shown in the pictures of a post: asked of whoever writes it before the panel is; and people in them made
unrecognisable (clause 6.c).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.content import covering, portrayals, selectors, services, sights
from sanglap.content.models import Revision
from sanglap.content.states import VariantState
from sanglap.core import clock
from sanglap.core.middleware import takes
from sanglap.core.states import TransitionRefused
from sanglap.desk.downloads import serve
from sanglap.desk.pages import one, put_errors
from sanglap.desk.posts.box import MOST_BYTES
from sanglap.desk.posts.composing import ask
from sanglap.desk.posts.people_form import PeopleForm
from sanglap.desk.uploads import files, hold
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Permission


@takes(MOST_BYTES)
@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Each picture of the newest revision, what the machine sees in it, and who is shown."""
    draft = one(selectors.drafts(request.scope, Permission.POST_WRITE), draft_id)
    revision = draft.newest
    if request.method != "POST":
        sights.catch_up(request.scope, draft=draft, now=clock.now())
        return _page(request, revision, _form(revision))
    form = _form(revision, request)
    try:
        return _covered(request, form, revision) if "cover" in request.POST else _entered(request, form, revision)
    except (TransitionRefused, services.Conflict):
        messages.error(request, _("The panel was asked already, or somebody saved other words meanwhile."))
        return redirect("desk:post", draft.pk)


def _form(revision: Revision, request: StaffRequest | None = None, **more: Any) -> PeopleForm:
    asked = portrayals.asked(revision, at=clock.now())
    if request is None:
        return PeopleForm(asked=asked, number=revision.number, **more)
    return PeopleForm(request.POST, files(request), asked=asked, number=revision.number)


def _entered(request: StaffRequest, form: PeopleForm, revision: Revision) -> HttpResponse:
    draft = revision.draft
    if form.is_valid():
        if form.cleaned_data["seen"] != revision.number:
            raise services.Conflict(revision)
        try:
            # The files and what is said of them stand or fall together.
            with transaction.atomic():
                given = form.given(draft.office_id)
                portrayals.enter(request.scope, revision=revision, given=given, now=clock.now())
        except ValidationError as error:
            put_errors(form, error)
        else:
            if "submit" in request.POST:
                return ask(request, draft)
            messages.success(request, _("What you said of the pictures is kept."))
            return redirect("desk:post", draft.pk)
    return _page(request, revision, form)


def _covered(request: StaffRequest, form: PeopleForm, revision: Revision) -> HttpResponse:
    """Cover what the form names in one picture. What else was typed in the form stays in it."""
    digest = request.POST["cover"]
    form.is_valid()
    if form.cleaned_data.get("seen") != revision.number:
        raise services.Conflict(revision)
    form.forget_all_but_covers(digest)
    if form.errors:
        return _page(request, revision, form)
    try:
        newer = covering.cover(
            request.scope, revision=revision, digest=digest, places=form.places(digest), with_=form.cover(digest),
            now=clock.now(),
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(form.covers_field(digest), error.messages)
        return _page(request, revision, form)
    sights.catch_up(request.scope, draft=newer.draft, now=clock.now())
    messages.success(request, _("The picture is covered for good. Look whether everybody is unrecognisable now."))
    shown = _form(newer, initial=form.typed)
    hold(request, form, shown=shown)
    return _page(request, newer, shown)


def _page(request: StaffRequest, revision: Revision, form: PeopleForm) -> HttpResponse:
    if form.errors:
        hold(request, form)
    context = {
        "form": form,
        "draft": revision.draft,
        "revision": revision,
        "open": not revision.variants.exclude(state=VariantState.DRAFT).exists(),
    }
    return render(request, "desk/posts/people.html", context, status=422 if form.errors else 200)


@requires(Permission.POST_VIEW)
@require_safe
def consent(request: StaffRequest, draft_id: UUID, portrayal_id: UUID) -> FileResponse:
    """The written consent, for those who write posts there or vote on them."""
    draft = one(selectors.drafts(request.scope), draft_id)
    if not portrayals.may_see_consents(request.scope, draft.office_id):
        raise Forbidden(Permission.POST_WRITE, draft.office_id)
    found = one(portrayals.consents(request.scope).filter(revision__draft=draft), portrayal_id)
    if found.file is None:
        raise Http404
    return serve(found.file)
