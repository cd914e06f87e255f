"""Reading drafts and what waits for whom."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from sanglap.accounts.selectors import panels_of
from sanglap.content.deadlines import waiting
from sanglap.content.footage import Recording
from sanglap.content.models import (
    Draft,
    Finding,
    Illustration,
    PaperDecision,
    Picture,
    Revision,
    Source,
    Variant,
    Vote,
    WorkingCopy,
)
from sanglap.content.states import VariantState
from sanglap.files import captions as captioning
from sanglap.files.models import File
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope
from sanglap.offices.screened import severities
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
    shown = Prefetch("revision__illustrations", Illustration.objects.select_related("picture__file"))
    footage = ("revision__footage__recording__file", "revision__footage__captions")
    return rows.select_related(
        "account", "revision__draft__office", "revision__written_by", "revision__urgency__by", *footage
    ).prefetch_related(votes, "votes__rulings__finding", shown)


def papers(scope: Scope) -> QuerySet[PaperDecision]:
    """The decisions on paper at offices whose posts the reader may see."""
    rows = scope.limit(PaperDecision.objects.all(), Permission.POST_VIEW, "vote__variant__revision__draft__office_id")
    return rows.select_related("scan")


def sources(scope: Scope) -> QuerySet[Source]:
    """What claims rest on, in posts of offices where the reader may see them."""
    rows = scope.limit(Source.objects.all(), Permission.POST_VIEW, "revision__draft__office_id")
    return rows.select_related("file", "by")


def newest(scope: Scope, draft_ids: list[UUID]) -> dict[UUID, list[Variant]]:
    """For each of these drafts the variants of its newest revision."""
    found: dict[UUID, list[Variant]] = {draft_id: [] for draft_id in draft_ids}
    for variant in variants(scope).filter(revision__draft__in=draft_ids).order_by("account_id"):
        if variant.revision.number == variant.revision.draft.latest:
            found[variant.revision.draft_id].append(variant)
    return found


def sent_back(scope: Scope) -> QuerySet[Variant]:
    """What the reader wrote and the panel returned or nobody approved in time, while no later revision stands."""
    rows = variants(scope).filter(
        state__in=[VariantState.RETURNED, VariantState.EXPIRED],
        revision__number=F("revision__draft__latest"),
        revision__written_by=scope.user,
    )
    return rows.order_by("-id")


def planned(scope: Scope, *, now: datetime, until: datetime) -> QuerySet[Variant]:
    """What is approved, or waits for it, and is to go out until then, where the reader writes; the soonest first."""
    rows = variants(scope, Permission.POST_WRITE).filter(
        state__in=[VariantState.APPROVED, VariantState.SUBMITTED],
        revision__draft__publish_at__gt=now,
        revision__draft__publish_at__lte=until,
    )
    return rows.order_by("revision__draft__publish_at", "pk")


def revision(scope: Scope, draft: Draft, number: int) -> Revision | None:
    """One revision of a draft that the reader may see, with its pictures."""
    scope.require(Permission.POST_VIEW, draft.office_id)
    return draft.revisions.filter(number=number).prefetch_related("illustrations__picture").first()


def revisions(scope: Scope) -> QuerySet[Revision]:
    """What was written in drafts of offices whose posts the reader may see."""
    return scope.limit(Revision.objects.all(), Permission.POST_VIEW, "draft__office_id")


def pictures(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Picture]:
    """The pictures that were brought for posts of offices where the reader has the permission."""
    return scope.limit(Picture.objects.select_related("file", "small", "original"), permission)


def working_copy(scope: Scope, key: UUID) -> WorkingCopy | None:
    """What the reader typed and did not save, of that key."""
    return WorkingCopy.objects.filter(person=scope.person, key=key).first()


def begun(scope: Scope) -> QuerySet[WorkingCopy]:
    """New posts that the reader began and never saved, newest first."""
    saved = Draft.objects.filter(pk=OuterRef("key"))
    return WorkingCopy.objects.filter(person=scope.person, seen=0).exclude(Exists(saved)).order_by("-at")


AT_WORK = timedelta(minutes=10)
"""Who typed so lately is still writing."""


def writing(scope: Scope, draft: Draft, *, now: datetime) -> QuerySet[WorkingCopy]:
    """What others are writing on that draft just now, if the reader may see it."""
    scope.require(Permission.POST_VIEW, draft.office_id)
    others = WorkingCopy.objects.filter(key=draft.pk, at__gt=now - AT_WORK).exclude(person=scope.person)
    return others.select_related("person").order_by("at")


def waiting_for(scope: Scope, *, now: datetime) -> QuerySet[Variant]:
    """What waits for this reader's vote, what is urgent first, then the oldest, on the panels he serves on, and not his
    own words alone; each with `flagged`: whether a finding wants a word from him, and `lapses_at`.
    """
    if scope.user is None:
        return Variant.objects.none()
    weighty = Finding.objects.filter(revision=OuterRef("revision"), severity__in=severities(now))
    rows = variants(scope, Permission.POST_APPROVE).filter(account__in=panels_of(scope.user, at=now))
    return (
        waiting(rows, now=now)
        .exclude(votes__member=scope.user)
        .annotate(flagged=Exists(weighty))
        .order_by(F("revision__urgency__at").asc(nulls_last=True), "submitted_at", "id")
    )


def recordings(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Recording]:
    """The videos and sounds that were brought for posts of offices where the reader has the permission."""
    return scope.limit(Recording.objects.select_related("file", "poster"), permission)


def captions(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[File]:
    """The files of captions of those offices."""
    return scope.limit(File.objects.filter(media_type=captioning.MEDIA_TYPE), permission, "office_id")
