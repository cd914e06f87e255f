"""Reading drafts and what waits for whom."""

from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from sanglap.accounts.selectors import panels_of
from sanglap.content.models import Draft, PaperDecision, Revision, Variant, Vote
from sanglap.content.states import VariantState
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def drafts(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Draft]:
    """The posts of offices where the reader has the permission, newest first, with their newest words."""
    newest = Revision.objects.filter(draft=OuterRef("pk"), number=OuterRef("latest"))
    return (
        scope.limit(Draft.objects.filter(kind=Kind.POST), permission)
        .annotate(text=Subquery(newest.values("text")[:1]))
        .select_related("office", "created_by")
        .order_by("-id")
    )


def variants(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Variant]:
    """What the panels of offices were shown or will be, where the reader has the permission."""
    rows = scope.limit(Variant.objects.all(), permission, "revision__draft__office_id")
    votes = Prefetch("votes", Vote.objects.select_related("member", "paper__recorded_by"))
    return rows.select_related("account", "revision__draft", "revision__written_by").prefetch_related(votes)


def papers(scope: Scope) -> QuerySet[PaperDecision]:
    """The decisions on paper at offices whose posts the reader may see."""
    rows = scope.limit(PaperDecision.objects.all(), Permission.POST_VIEW, "vote__variant__revision__draft__office_id")
    return rows.select_related("scan")


def newest(scope: Scope, draft_ids: list[UUID]) -> dict[UUID, list[Variant]]:
    """For each of these drafts the variants of its newest revision."""
    found: dict[UUID, list[Variant]] = {draft_id: [] for draft_id in draft_ids}
    for variant in variants(scope).filter(revision__draft__in=draft_ids).order_by("account_id"):
        if variant.revision.number == variant.revision.draft.latest:
            found[variant.revision.draft_id].append(variant)
    return found


def waiting_for(scope: Scope, *, now: datetime) -> QuerySet[Variant]:
    """What waits for this reader's vote, oldest first: on the panels he serves on, and not his own words alone."""
    if scope.user is None:
        return Variant.objects.none()
    return (
        variants(scope, Permission.POST_APPROVE)
        .filter(state=VariantState.SUBMITTED, account__in=panels_of(scope.user, at=now))
        .exclude(votes__member=scope.user)
        .order_by("submitted_at", "id")
    )
