"""Writing a post: its words, pictures, accounts and time; kept as it is typed, shown as each network will (4, 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.room import limits_of
from sanglap.content import cards, selectors, services, sights, working
from sanglap.content.fitness import Purposes
from sanglap.content.models import Draft, Variant, WorkingCopy
from sanglap.content.states import VariantState
from sanglap.content.style import snippets
from sanglap.core import clock
from sanglap.core.ids import key_of, new_id
from sanglap.core.middleware import takes
from sanglap.desk.days import as_sent, parts_of
from sanglap.desk.pages import one, put_errors
from sanglap.desk.planning.composed import hour_asked, planned_for
from sanglap.desk.posts import sent, urgency
from sanglap.desk.posts.box import MOST_BYTES, PictureBox
from sanglap.desk.posts.clash import Clash
from sanglap.desk.posts.forms import ComposeForm
from sanglap.desk.posts.offers import acted
from sanglap.desk.posts.preview import previews
from sanglap.desk.suggestions.composing import begun_from, tie
from sanglap.guideline import loader
from sanglap.networks.contract import Kind
from sanglap.offices.access import StaffRequest, requires
from sanglap.people.permissions import Permission
from sanglap.publishing.selectors import passed_on

TIME = {"publish_at": "day"}
"""The time of publication, as the service and the form call it."""
ASKED_FIRST = {"sources": "desk:sources", "people": "desk:post-people"}
"""Where what is missing before the panel is asked is entered, by the refusal's code."""
SHOWN = 5
AGAIN = timedelta(minutes=10)
"""Whoever goes back in the browser and sends the same form once more within that time means the same post."""
SENT_BACK = frozenset({VariantState.RETURNED, VariantState.REJECTED})


@takes(MOST_BYTES)
@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: StaffRequest) -> HttpResponse:
    """Write a new post and ask for approval in one act, or keep it as a draft."""
    choice = accounts.connected(request.scope, Permission.POST_WRITE)
    if request.method == "POST":
        return _composed(request, choice)
    copy = _continued(request)
    only = list(choice) if len(choice) == 1 else []
    initial: dict[str, Any] = {"accounts": only, "key": new_id(), "day": _day(request), **hour_asked(request)}
    if copy is not None:
        initial = {**copy.typed, "key": copy.key}
    box = PictureBox.kept(request.scope, copy.typed) if copy else PictureBox()
    begun = begun_from(request, choice) if copy is None else None
    if isinstance(begun, HttpResponse):
        return begun
    if begun is not None:
        initial, box = {**initial, **begun.initial}, begun.box
    elif copy is None and (earlier := _again(request)):
        initial |= _as_it_was(earlier)
        box = PictureBox.of(earlier[0].revision)
    form = ComposeForm(accounts=choice, initial=initial)
    unsaved = [] if copy else selectors.begun(request.scope)[:SHOWN]
    return _page(request, form, box, choice, kept=copy, begun=unsaved)


def _again(request: StaffRequest) -> list[Variant]:
    """An earlier post that is to be shown again, by its newest words (clause 6.e); nothing where none is named."""
    key = key_of(request.GET.get("again"))
    if key is None:
        return []
    draft = one(selectors.drafts(request.scope, Permission.POST_WRITE), key)
    return selectors.newest(request.scope, [draft.pk])[draft.pk]


def _as_it_was(variants: Sequence[Variant]) -> dict[str, Any]:
    revision = variants[0].revision
    goes_to = [variant.account_id for variant in variants]
    own = {str(variant.account_id): variant.text for variant in variants if variant.own_words}
    draft = revision.draft
    return {
        "text": revision.text, "purposes": draft.purposes, "were_for": ",".join(sorted(draft.purposes)),
        "other_purpose": draft.other_purpose, "accounts": goes_to, "own": own,
        "threads": [variant.account_id for variant in variants if len(variant.parts) > 1],
    }  # fmt: skip


def _day(request: StaffRequest) -> date | None:
    """For which day it is written, where the calendar led here from one that is not over."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if day >= loader.current().calendar.day_of(clock.now()) else None


def _continued(request: StaffRequest) -> WorkingCopy | None:
    given = request.GET.get("continue", "")
    if not given:
        return None
    key = key_of(given)
    copy = selectors.working_copy(request.scope, key) if key else None
    if copy is None or copy.seen:
        raise Http404
    return copy


def _composed(request: StaffRequest, choice: QuerySet[Account]) -> HttpResponse:
    now = clock.now()
    box = PictureBox.posted(request, sent.office_of(request, choice), now)
    if "box" in request.POST:
        return _shown_again(request, box, choice)
    form = ComposeForm(request.POST, accounts=choice)
    if form.is_valid() and not box.faults:
        chosen = list(form.cleaned_data["accounts"])
        try:
            draft = services.start(
                request.scope,
                office=chosen[0].office,
                kind=Kind.POST,
                text=form.cleaned_data["text"],
                accounts=chosen,
                purposes=form.cleaned_data["purposes"],
                other_purpose=form.cleaned_data["other_purpose"],
                publish_at=form.cleaned_data.get("publish_at"),
                pictures=box.chosen,
                own=form.own,
                recording=box.recording.shot,
                key=form.cleaned_data["key"],
                as_threads=form.as_threads,
                unless_since=now - AGAIN,
                now=now,
            )
        except ValidationError as error:
            put_errors(form, error, TIME)
        else:
            return _after_saving(request, draft, again=draft.pk != form.cleaned_data["key"])
    return _refused(request, form, box, choice)


@takes(MOST_BYTES)
@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Write the next revision; somebody else's is never overwritten."""
    draft = one(selectors.drafts(request.scope, Permission.POST_WRITE), draft_id)
    if passed_on(request.scope, draft):
        messages.error(request, _("This was passed on to the network and can no longer be changed. Write a new post."))
        return redirect("desk:post", draft.pk)
    choice = accounts.connected(request.scope, Permission.POST_WRITE).filter(office=draft.office)
    if request.method == "POST":
        return _edited(request, draft, choice)
    copy = selectors.working_copy(request.scope, draft.pk)
    if copy is not None and working.is_saved(request.scope, draft, seen=copy.seen, typed=copy.typed):
        working.throw_away(request.scope, key=draft.pk)
        copy = None
    newest = selectors.newest(request.scope, [draft.pk])[draft.pk]
    clash = None
    if copy is not None and copy.seen < draft.latest:
        clash = Clash.of(draft, copy.seen, newest[0].revision, copy.typed, choice)
    if copy is not None:
        typed = clash.typed if clash else copy.typed
        form = ComposeForm(accounts=choice, initial={**typed, "key": draft.pk, "seen": draft.latest})
        box = PictureBox.kept(request.scope, typed)
    else:
        initial = {
            **_as_it_was(newest),
            **urgency.as_it_was(newest[0].revision),
            "key": draft.pk,
            "seen": draft.latest,
            "planned": as_sent(draft.publish_at),
            **parts_of(draft.publish_at),
        }
        form = ComposeForm(accounts=choice, initial=initial)
        box = PictureBox.of(newest[0].revision)
    return _page(request, form, box, choice, draft=draft, kept=copy, clash=clash)


def _edited(request: StaffRequest, draft: Draft, choice: QuerySet[Account]) -> HttpResponse:
    now = clock.now()
    box = PictureBox.posted(request, draft.office, now)
    if "box" in request.POST:
        return _shown_again(request, box, choice, draft)
    form = ComposeForm(request.POST, accounts=choice)
    if form.is_valid() and not box.faults:
        try:
            services.revise(
                request.scope,
                draft=draft,
                seen=form.cleaned_data["seen"] or 0,
                text=form.cleaned_data["text"],
                accounts=list(form.cleaned_data["accounts"]),
                purposes=form.cleaned_data["purposes"],
                other_purpose=form.cleaned_data["other_purpose"],
                publish_at=form.cleaned_data.get("publish_at"),
                pictures=box.chosen,
                own=form.own,
                recording=box.recording.shot,
                untimed=form.untimed,
                as_threads=form.as_threads,
                now=now,
            )
        except ValidationError as error:
            put_errors(form, error, TIME)
        except services.Conflict as error:
            # His words stay in the box, now upon the newer revision: saving again is a decision, not an accident.
            draft.refresh_from_db()
            clash = Clash.of(draft, form.cleaned_data["seen"] or 0, error.newest, sent.fields(request, box), choice)
            form = ComposeForm(accounts=choice, initial={**clash.typed, "key": draft.pk, "seen": error.newest.number})
            box = PictureBox.kept(request.scope, clash.typed)
            return _page(request, form, box, choice, draft=draft, clash=clash, status=409)
        else:
            return _after_saving(request, draft)
    return _refused(request, form, box, choice, draft)


@requires(Permission.POST_WRITE)
@require_POST
def keep(request: StaffRequest) -> HttpResponse:
    """Keep what is typed so far, and show it as each network will. Asked for by the page itself while one types."""
    choice = accounts.connected(request.scope, Permission.POST_WRITE)
    box = PictureBox.sent(request.scope, request.POST)
    fault = ""
    try:
        copy = sent.keep(request, sent.fields(request, box))
    except ValidationError as error:
        copy, fault = None, " ".join(error.messages)
    key = key_of(request.POST.get("key"))
    draft = selectors.drafts(request.scope, Permission.POST_WRITE).filter(pk=key).first() if key else None
    context = {
        "kept": copy,
        "fault": fault,
        "shown": previews(
            request.scope,
            request.POST.get("text", ""),
            sent.among(request, choice),
            box,
            draft=draft,
            own=sent.own_words(request, choice),
            purposes=Purposes(request.POST.getlist("purposes"), request.POST.get("other_purpose", "")),
            as_threads=request.POST.getlist("threads"),
        ),
        "others": selectors.writing(request.scope, draft, now=clock.now()) if draft else (),
        **planned_for(request.scope, choice, request.POST),
    }
    answer = render(request, "desk/posts/_preview.html", context, status=200)
    if copy is not None and not fault:
        answer["X-Kept"] = "yes"
    return answer


@requires(Permission.POST_WRITE)
@require_POST
def throw_away(request: StaffRequest) -> HttpResponse:
    """Forget what was typed and not saved."""
    key = key_of(request.POST.get("key"))
    if key is None:
        raise Http404
    working.throw_away(request.scope, key=key)
    messages.success(request, _("What you had not saved is thrown away."))
    if selectors.drafts(request.scope, Permission.POST_WRITE).filter(pk=key).exists():
        return redirect("desk:edit", key)
    return redirect("desk:compose")


def _shown_again(
    request: StaffRequest, box: PictureBox, choice: QuerySet[Account], draft: Draft | None = None
) -> HttpResponse:
    """The same page after a button that saves nothing; what is typed is kept all the same."""
    if request.POST.get("box") == "card":
        cards.want([request.POST.get("text", ""), *sent.own_words(request, choice).values()], now=clock.now())
    typed = acted(request, sent.fields(request, box), sent.office_of(request, choice), draft)
    form = ComposeForm(
        accounts=choice, initial={**typed, "key": request.POST.get("key"), "seen": request.POST.get("seen")}
    )
    fault = ""
    try:
        copy = sent.keep(request, typed)
    except ValidationError as error:
        copy, fault = None, " ".join(error.messages)
    return _page(request, form, box, choice, draft=draft, just_kept=copy, fault=fault)


def _refused(
    request: StaffRequest,
    form: ComposeForm,
    box: PictureBox,
    choice: QuerySet[Account],
    draft: Draft | None = None,
) -> HttpResponse:
    for fault in box.faults:
        form.add_error(None, fault)
    box.mark()
    return _page(request, form, box, choice, draft=draft, status=422)


def _page(
    request: StaffRequest,
    form: ComposeForm,
    box: PictureBox,
    choice: QuerySet[Account],
    *,
    draft: Draft | None = None,
    kept: WorkingCopy | None = None,
    just_kept: WorkingCopy | None = None,
    begun: Iterable[WorkingCopy] = (),
    clash: Clash | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    newest = selectors.newest(request.scope, [draft.pk])[draft.pk] if draft else []
    typed: Mapping[str, Any] = form.data if form.is_bound else form.initial
    wanted = {str(getattr(one, "pk", one)) for one in (form["accounts"].value() or ())}
    context = {
        "form": form,
        "box": box,
        "draft": draft,
        "restored": kept,
        "kept": just_kept,
        "begun": begun,
        "clash": clash,
        "sent_back": [one for one in newest if one.state in SENT_BACK] if draft else (),
        "fault": fault,
        "accounts": choice,
        "rooms": {str(one.pk): [[limit.by, limit.most, limit.name] for limit in limits_of(one)] for one in form.choice},
        "snippets": snippets(request.scope).filter(office__in={one.office_id for one in form.choice}),
        "shown": previews(
            request.scope,
            str(typed.get("text") or ""),
            [account for account in form.choice if str(account.pk) in wanted],
            box,
            draft=draft,
            own={account.pk: str(field.value() or "") for account, field in form.own_words},
            purposes=Purposes(form["purposes"].value() or (), str(form["other_purpose"].value() or "")),
            as_threads=[str(getattr(one, "pk", one)) for one in (form["threads"].value() or ())],
        ),
        "others": selectors.writing(request.scope, draft, now=clock.now()) if draft else (),
        **planned_for(request.scope, choice, typed, wanted),
    }
    return render(request, "desk/compose.html", context, status=status)


def _after_saving(request: StaffRequest, draft: Draft, *, again: bool = False) -> HttpResponse:
    """`again`: the same was saved under another key a moment ago."""
    working.throw_away(request.scope, key=draft.pk)
    if again:
        if key := key_of(request.POST.get("key")):
            working.throw_away(request.scope, key=key)
        messages.info(request, _("You saved these very words a moment ago. This is that post; there is no second one."))
    tie(request, draft)
    if not urgency.declare(request, draft):
        return redirect("desk:edit", draft.pk)
    if "submit" in request.POST:
        return ask(request, draft)
    messages.success(request, _("The draft is saved."))
    return redirect("desk:post", draft.pk)


def ask(request: StaffRequest, draft: Draft) -> HttpResponse:
    """Hand the newest revision to the panels, and lead on."""
    sights.catch_up(request.scope, draft=draft, now=clock.now())
    try:
        services.submit(request.scope, draft=draft, now=clock.now())
    except ValidationError as error:
        # The draft stands; only the step was refused.
        if (page := ASKED_FIRST.get(str(getattr(error, "code", "")))) is not None:
            messages.info(request, " ".join(error.messages))
            return redirect(page, draft.pk)
        messages.error(request, " ".join(error.messages))
        return redirect("desk:edit", draft.pk)
    messages.success(request, _("The panel has been asked for approval."))
    return redirect("desk:post", draft.pk)
