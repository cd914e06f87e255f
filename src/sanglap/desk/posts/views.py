"""Writing, approving, and what became of it (clauses 4, 6, 6.a)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.audit.selectors import history
from sanglap.content import approval, paper, selectors, services
from sanglap.content.models import Draft, Variant
from sanglap.content.states import VariantState
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.desk.pages import one, page, put_errors
from sanglap.desk.posts.forms import ComposeForm, DecideForm
from sanglap.desk.posts.outcomes import tell_stops
from sanglap.guideline import loader
from sanglap.networks.contract import Kind
from sanglap.offices.access import StaffRequest, ask_once, requires
from sanglap.people.permissions import Permission
from sanglap.publishing.models import Publication
from sanglap.publishing.selectors import is_moving, passed_on, publications


@requires(Permission.POST_VIEW)
@require_safe
def posts(request: StaffRequest) -> HttpResponse:
    """All posts of the reader's offices, and what waits for his vote."""
    listed = page(selectors.drafts(request.scope), request)
    variants = selectors.newest(request.scope, [draft.pk for draft in listed.rows])
    shown = publications(request.scope, [variant.pk for rows in variants.values() for variant in rows])
    return render(
        request,
        "desk/posts.html",
        {
            "page": listed,
            "rows": [(draft, _with_fate(variants[draft.pk], shown)) for draft in listed.rows],
            "to_approve": selectors.waiting_for(request.scope, now=clock.now()),
            "may_write": request.scope.has(Permission.POST_WRITE),
        },
    )


Fate = list[tuple[Variant, Publication | None]]


def _with_fate(variants: list[Variant], shown: dict[UUID, Publication]) -> Fate:
    """Each variant with what became of it."""
    return [(variant, shown.get(variant.pk)) for variant in variants]


TIME = {"publish_at": "day"}
"""The time of publication, as the service and the form call it."""


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: StaffRequest) -> HttpResponse:
    """Write a new post and ask for approval in one act, or keep it as a draft."""
    choice = accounts.connected(request.scope, Permission.POST_WRITE)
    chosen_already = list(choice) if len(choice) == 1 else []
    form = ComposeForm(request.POST or None, accounts=choice, initial={"accounts": chosen_already, "key": new_id()})
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["accounts"])
        try:
            draft = services.start(
                request.scope,
                office=chosen[0].office,
                kind=Kind.POST,
                text=form.cleaned_data["text"],
                accounts=chosen,
                purposes=form.cleaned_data["purposes"],
                publish_at=form.cleaned_data.get("publish_at"),
                key=form.cleaned_data["key"],
                now=clock.now(),
            )
        except ValidationError as error:
            put_errors(form, error, TIME)
        else:
            return _after_saving(request, draft)
    return render(
        request, "desk/compose.html", {"form": form, "accounts": choice, "most": _most(choice)}, status=_status(form)
    )


def _most(choice: QuerySet[Account]) -> int | None:
    """The length that every account to choose from takes; none where there is no account."""
    return min((account.characters for account in choice), default=None)


def _status(form: ComposeForm | DecideForm) -> int:
    return 422 if form.is_bound and form.errors else 200


def _after_saving(request: StaffRequest, draft: Draft) -> HttpResponse:
    if "submit" in request.POST:
        return _submit(request, draft)
    messages.success(request, _("The draft is saved."))
    return redirect("desk:post", draft.pk)


def _submit(request: StaffRequest, draft: Draft) -> HttpResponse:
    try:
        services.submit(request.scope, draft=draft, now=clock.now())
    except ValidationError as error:
        # The draft stands; only the step was refused.
        messages.error(request, " ".join(error.messages))
        return redirect("desk:edit", draft.pk)
    messages.success(request, _("The panel has been asked for approval."))
    return redirect("desk:post", draft.pk)


def _lists(request: StaffRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in ("accounts", "purposes")}


@requires(Permission.POST_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Write the next revision; somebody else's is never overwritten."""
    draft = one(selectors.drafts(request.scope, Permission.POST_WRITE), draft_id)
    if passed_on(request.scope, draft):
        messages.error(request, _("This was passed on to the network and can no longer be changed. Write a new post."))
        return redirect("desk:post", draft.pk)
    choice = accounts.connected(request.scope, Permission.POST_WRITE).filter(office=draft.office)
    newest = selectors.newest(request.scope, [draft.pk])[draft.pk]
    initial = {
        "text": newest[0].revision.text,
        "purposes": draft.purposes,
        "accounts": [variant.account_id for variant in newest],
        "seen": draft.latest,
        **ComposeForm.of(draft.publish_at),
    }
    form = ComposeForm(request.POST or None, accounts=choice, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.revise(
                request.scope,
                draft=draft,
                seen=form.cleaned_data["seen"] or 0,
                text=form.cleaned_data["text"],
                accounts=list(form.cleaned_data["accounts"]),
                purposes=form.cleaned_data["purposes"],
                now=clock.now(),
                publish_at=form.cleaned_data.get("publish_at"),
            )
        except ValidationError as error:
            put_errors(form, error, TIME)
        except services.Conflict as error:
            conflict = error.newest
            # His words stay in the box, now upon the newer revision: saving again is a decision, not an accident.
            form = ComposeForm({**request.POST.dict(), "seen": conflict.number, **_lists(request)}, accounts=choice)
        else:
            return _after_saving(request, draft)
    status = 409 if conflict else _status(form)
    context = {"form": form, "draft": draft, "conflict": conflict, "accounts": choice, "most": _most(choice)}
    return render(request, "desk/compose.html", context, status=status)


@requires(Permission.POST_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What will be or was published, the votes, what became of it, and its whole history."""
    draft = one(selectors.drafts(request.scope), draft_id)
    if request.method == "POST":
        return _submit(request, draft)
    variants = selectors.newest(request.scope, [draft.pk])[draft.pk]
    shown = publications(request.scope, [variant.pk for variant in variants])
    tell_stops(request.scope, [publication.delivery for publication in shown.values()])
    told = [draft, *variants, *(publication.delivery for publication in shown.values())]
    now = clock.now()
    return render(
        request,
        "desk/post.html",
        {
            "draft": draft,
            "variants": [(variant, shown.get(variant.pk), approval.standing(variant, at=now)) for variant in variants],
            "history": history(*told),
            "moving": any(is_moving(variant, shown.get(variant.pk)) for variant in variants),
            "may_edit": request.scope.may(Permission.POST_WRITE, draft.office_id)
            and not passed_on(request.scope, draft),
            "may_submit": any(variant.state == VariantState.DRAFT for variant in variants),
            "on_paper": paper.may_record(request.scope, draft.office_id, now=now),
        },
    )


@requires(Permission.POST_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: StaffRequest, variant_id: UUID) -> HttpResponse:
    """Exactly what will be published, to which account, by whom written, the votes so far; and one's vote."""
    variant = one(selectors.variants(request.scope, Permission.POST_APPROVE), variant_id)
    now = clock.now()
    standing = approval.standing(variant, at=now)
    form = DecideForm(request.POST or None, initial={"digest": variant.digest})
    if request.method == "POST" and form.is_valid():
        if unproven := ask_once(request):
            return unproven
        try:
            decided = services.decide(request.scope, variant=variant, now=now, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        except TransitionRefused:
            messages.error(request, _refused(variant))
            return back(variant)
        else:
            messages.success(request, _said(decided))
            return back(variant)
    return render(
        request,
        "desk/approve.html",
        {
            "form": form,
            "variant": variant,
            "purposes": [
                clause for clause in loader.current().purposes if clause.id in variant.revision.draft.purposes
            ],
            "standing": standing,
            "may_vote": variant.state == VariantState.SUBMITTED and standing.may_vote(request.user),
            "sole": standing.is_sole(request.user),
            "on_paper": paper.may_record(request.scope, variant.revision.draft.office_id, now=now),
            "code": paper.in_groups(variant.digest),
            "history": history(variant),
        },
        status=_status(form),
    )


def _refused(variant: Variant) -> str:
    """Why a vote came too late."""
    variant.refresh_from_db(fields=["state"])
    if variant.state == VariantState.REPLACED:
        return _("The words were changed since this page was opened. Read them again.")
    return _("It was decided meanwhile; your vote was not needed.")


def back(variant: Variant) -> HttpResponse:
    """To what the variant is about: the post, or the message that it answers."""
    if variant.revision.draft.kind == Kind.ANSWER:
        return redirect("desk:thread", variant.revision.draft.answer.message_id)
    return redirect("desk:post", variant.revision.draft_id)


def _said(variant: Variant) -> str:
    return {
        VariantState.APPROVED: _("Approved. It goes out as soon as its time has come."),
        VariantState.RETURNED: _("Returned to the author with your remark."),
        VariantState.REJECTED: _("Rejected."),
    }.get(VariantState(variant.state), _("Your vote is recorded; more votes are needed."))
