"""Writing, approving, and what became of it (clauses 4, 6, 6.a)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sanglap.audit.selectors import history
from sanglap.content import approval, cards, marking, paper, portrayals, selectors, services, sources, timing
from sanglap.content.models import Draft, Variant
from sanglap.content.planned import TO_COME
from sanglap.content.states import VariantState
from sanglap.content.voting import to_rule_on
from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.desk.campaigns.beside import beside, narrowed
from sanglap.desk.moderation.beside import tell_closed
from sanglap.desk.pages import one, page, put_errors
from sanglap.desk.planning.declared import of_draft
from sanglap.desk.posts import findings, sights, urgency
from sanglap.desk.posts.changes import changes
from sanglap.desk.posts.composing import ask
from sanglap.desk.posts.forms import DecideForm
from sanglap.desk.posts.outcomes import tell_stops
from sanglap.guideline import loader
from sanglap.inbox.selectors import answered
from sanglap.networks.contract import Kind
from sanglap.networks.registry import connector
from sanglap.offices.access import StaffRequest, ask_once, requires
from sanglap.people.permissions import Permission
from sanglap.publishing.models import Publication
from sanglap.publishing.selectors import MOVING, is_moving, passed_on, publications, years_ago

MARKED = "important"


@requires(Permission.POST_VIEW)
@require_safe
def posts(request: StaffRequest) -> HttpResponse:
    """All posts of the reader's offices, or those marked as important, and what waits for his vote."""
    marked = request.GET.get("show") == MARKED
    rows, among = narrowed(request, selectors.drafts(request.scope))
    listed = page(rows.filter(important_at__isnull=False) if marked else rows, request)
    variants = selectors.newest(request.scope, [draft.pk for draft in listed.rows])
    shown = publications(request.scope, [variant.pk for rows in variants.values() for variant in rows])
    return render(
        request,
        "desk/posts.html",
        {
            "page": listed,
            "marked": marked,
            "more": f"&show={MARKED}" if marked else among.more,
            "among": among,
            "years_ago": years_ago(request.scope, now=clock.now()),
            "rows": [_row(draft, _with_fate(variants[draft.pk], shown), clock.now()) for draft in listed.rows],
            "to_approve": selectors.waiting_for(request.scope, now=clock.now()),
            "may_write": request.scope.has(Permission.POST_WRITE),
        },
    )


@requires(Permission.POST_VIEW)
@require_POST
def important(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Mark the post as one to be found again, or take the mark away (clause 6.e)."""
    draft = one(selectors.drafts(request.scope), draft_id)
    marking.mark(request.scope, draft=draft, important=request.POST.get("important") == "yes", now=clock.now())
    return redirect("desk:post", draft.pk)


Fate = list[tuple[Variant, Publication | None]]


def _with_fate(variants: list[Variant], shown: dict[UUID, Publication]) -> Fate:
    """Each variant with what became of it."""
    return [(variant, shown.get(variant.pk)) for variant in variants]


def _row(draft: Draft, fates: Fate, now: datetime) -> tuple[Draft, Fate, datetime | None]:
    """A post with what became of it, and when it goes out where that lies ahead."""
    ahead = draft.publish_at is not None and draft.publish_at > now
    return draft, fates, draft.publish_at if ahead and any(_to_come(*fate) for fate in fates) else None


def _to_come(variant: Variant, publication: Publication | None) -> bool:
    return publication.delivery.state in MOVING if publication else variant.state in TO_COME


@requires(Permission.POST_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What will be or was published, the votes, what became of it, and its whole history."""
    draft = one(selectors.drafts(request.scope), draft_id)
    if request.method == "POST":
        return ask(request, draft)
    variants = selectors.newest(request.scope, [draft.pk])[draft.pk]
    shown = publications(request.scope, [variant.pk for variant in variants])
    tell_stops(request.scope, [publication.delivery for publication in shown.values()])
    tell_closed(request.scope, [publication.delivery for publication in shown.values()])
    told = [draft, *variants, *(publication.delivery for publication in shown.values())]
    now = clock.now()
    standings = approval.standings([(variant, now) for variant in variants])
    may_vote = request.scope.may(Permission.POST_APPROVE, draft.office_id)
    found = findings.of_post(request.scope, variants[0].revision)
    return render(
        request,
        "desk/post.html",
        {
            "draft": draft,
            "variants": [
                (
                    variant,
                    shown.get(variant.pk),
                    standing,
                    paper.others_sign(standing, request.user),
                    may_vote and approval.awaits(variant, standing, request.user),
                    findings.spans(found, variant),
                )
                for variant, standing in zip(variants, standings, strict=True)
            ],
            "history": history(*told),
            **urgency.beside(request.scope, variants, now=now),
            "changes": changes(request.scope, variants[0].revision),
            "listed": found.without_claims(),
            "claims": sources.claims(variants[0].revision, at=variants[0].submitted_at or now),
            **portrayals.told(request.scope, variants[0].revision, at=now),
            "moving": any(is_moving(variant, shown.get(variant.pk)) for variant in variants),
            "may_edit": request.scope.may(Permission.POST_WRITE, draft.office_id)
            and not passed_on(request.scope, draft),
            "may_move": timing.is_movable(request.scope, draft, now=now),
            "may_write": request.scope.may(Permission.POST_WRITE, draft.office_id),
            "may_submit": any(variant.state == VariantState.DRAFT for variant in variants),
            "on_paper": paper.may_record(request.scope, draft.office_id, now=now),
            **beside(request.scope, draft),
        },
    )


@requires(Permission.POST_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: StaffRequest, variant_id: UUID) -> HttpResponse:
    """Exactly what will be published, to which account, by whom written, the votes so far; and one's vote."""
    variant = one(selectors.variants(request.scope, Permission.POST_APPROVE), variant_id)
    now = clock.now()
    standing = approval.standing(variant, at=now)
    form = DecideForm(request.POST or None, findings=to_rule_on(variant, at=now), initial={"digest": variant.digest})
    if request.method == "POST" and form.is_valid():
        if unproven := ask_once(request):
            return unproven
        try:
            decided = services.decide(request.scope, variant=variant, now=now, **form.cleaned_data)
        except ValidationError as error:
            if getattr(error, "code", None) == "twice":
                messages.info(request, _voted())
                return back(variant)
            put_errors(form, error)
        except TransitionRefused:
            _tell_refused(request, variant)
            return back(variant)
        else:
            messages.success(request, _said(decided))
            return back(variant)
    found = findings.of_variant(request.scope, variant)
    people = portrayals.told(request.scope, variant.revision, at=now)
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
            "findings": found,
            "marks": findings.spans(found, variant),
            "card": cards.known([variant.text]).get(variant.text),
            "sights": sights.of(variant.revision.illustrations.all(), people["people"]),
            "noted": found.without(form.findings).without_claims(),
            "listed": found.without_claims(),
            "claims": sources.claims(variant.revision, at=variant.submitted_at or now),
            "may_see_consents": people["may_see_consents"],
            "draft": variant.revision.draft,
            "answered": answered(request.scope, [variant.revision.draft]).get(variant.revision.draft_id),
            "declared": of_draft(request.scope, variant.revision.draft, now=now),
            "changes": changes(request.scope, variant.revision, unfolded=True),
            "may_vote": approval.awaits(variant, standing, request.user),
            "voted": approval.voted(variant, request.user),
            "sole": standing.is_sole(request.user),
            "others": paper.others_sign(standing, request.user),
            "on_paper": paper.may_record(request.scope, variant.revision.draft.office_id, now=now),
            "code": paper.in_groups(variant.digest),
            "history": history(variant, variant.revision.draft),
            **urgency.beside(request.scope, [variant], now=now),
        },
        status=422 if form.errors else 200,
    )


def _tell_refused(request: StaffRequest, variant: Variant) -> None:
    """Say why a vote came too late."""
    variant.refresh_from_db(fields=["state"])
    if variant.state == VariantState.REPLACED:
        messages.error(request, _("The words were changed since this page was opened. Read them again."))
    elif variant.votes.filter(member=request.user).exists():
        messages.info(request, _voted())
    else:
        messages.error(request, _("It was decided meanwhile; your vote was not needed."))


def _voted() -> str:
    return _("You have voted on this already. Your vote is on record; this one was not counted.")


def back(variant: Variant) -> HttpResponse:
    """To what the variant is about: the post, or the message that it answers."""
    if variant.revision.draft.kind == Kind.ANSWER:
        return redirect("desk:thread", variant.revision.draft.answer.message_id)
    return redirect("desk:post", variant.revision.draft_id)


def _said(variant: Variant) -> str:
    goes_out = _("Approved. It goes out as soon as its time has come.")
    if connector(variant.account.network).capabilities.by_hand:
        goes_out = _("Approved. Once its time has come it waits for somebody to post it by hand.")
    return {
        VariantState.APPROVED: goes_out,
        VariantState.RETURNED: _("Returned to the author with your remark."),
        VariantState.REJECTED: _("Rejected."),
    }.get(VariantState(variant.state), _("Your vote is recorded; more votes are needed."))
