"""Reading suggestions, what became of them, and the feeds from which they come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Coalesce

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.offices.models import Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission
from sanglap.publishing.models import Publication
from sanglap.suggestions.models import Picture, SiteFeed, Suggestion
from sanglap.suggestions.states import OPEN, FeedState, SuggestionState


def receivers(scope: Scope) -> QuerySet[Office]:
    """To which offices the reader may suggest something: his own and those above that speak on some account; the
    nearest first.
    """
    own, _roots = scope.places(Permission.POST_SUGGEST)
    speaks = Account.objects.filter(office=OuterRef("pk"), state=AccountState.ACTIVE)
    above = OfficeAncestor.objects.filter(office__in=own, ancestor=OuterRef("pk")).order_by("depth").values("depth")
    rows = Office.objects.filter(
        Exists(speaks),
        pk__in=OfficeAncestor.objects.filter(office__in=own).values("ancestor_id"),
        state=OfficeState.OPEN,
    )
    return rows.annotate(distance=above[:1]).order_by("distance", "pk")


def suggestions(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Suggestion]:
    """What was suggested to offices where the reader has the permission."""
    return _told(scope.limit(Suggestion.objects.all(), permission))


def queue(scope: Scope) -> QuerySet[Suggestion]:
    """What waits, or is being written, where the reader drafts; the oldest first."""
    return suggestions(scope, Permission.POST_WRITE).filter(state__in=OPEN).order_by("pk")


def waiting(scope: Scope) -> QuerySet[Suggestion]:
    """Of these what nobody has taken up."""
    return queue(scope).filter(state=SuggestionState.WAITING)


def seen_to(scope: Scope) -> QuerySet[Suggestion]:
    """What was decided on where the reader drafts, the newest first."""
    return suggestions(scope, Permission.POST_WRITE).exclude(state__in=OPEN).order_by("-pk")


def mine(scope: Scope) -> QuerySet[Suggestion]:
    """What the reader suggested himself, the newest first."""
    return _told(Suggestion.objects.filter(suggested_by=scope.person)).order_by("-pk")


def visible(scope: Scope) -> QuerySet[Suggestion]:
    """What the reader suggested, or may see since it was suggested where he sees posts."""
    theirs = scope.limit(Suggestion.objects.all(), Permission.POST_VIEW).values("pk")
    own = Suggestion.objects.filter(suggested_by=scope.person).values("pk")
    return _told(Suggestion.objects.filter(pk__in=own.union(theirs)))


def _told(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return rows.select_related(
        "office", "origin", "suggested_by", "seen_to_by", "entry__feed", "draft"
    ).prefetch_related("pictures")


def links(scope: Scope, found: Iterable[Suggestion]) -> dict[UUID, list[str]]:
    """Where what came of these is to be read, by suggestion. Found by a scope already: what stands on the network is
    public, also to an office below that sees no posts of the one above. One query.
    """
    drafts = {one.draft_id: one.pk for one in found if one.state == SuggestionState.PUBLISHED and one.draft_id}
    rows = Publication.objects.filter(
        variant__revision__draft__in=list(drafts), delivery__state=DeliveryState.PUBLISHED
    ).exclude(delivery__url="")
    told: dict[UUID, list[str]] = {}
    for draft, url in rows.order_by("pk").values_list("variant__revision__draft_id", "delivery__url"):
        told.setdefault(drafts[draft], []).append(url)
    return told


def brought(scope: Scope) -> QuerySet[Picture]:
    """The pictures that the reader has brought for a suggestion which he has not sent yet."""
    return Picture.objects.filter(suggestion=None, brought_by=scope.person).select_related("file", "small")


def pictures(scope: Scope) -> QuerySet[Picture]:
    """The pictures that the reader brought, and those of what was suggested where he sees posts."""
    seen = scope.limit(Picture.objects.all(), Permission.POST_VIEW, "suggestion__office_id").values("pk")
    own = Picture.objects.filter(brought_by=scope.person).values("pk")
    return Picture.objects.filter(pk__in=own.union(seen)).select_related("file", "small")


def feeds(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[SiteFeed]:
    """The feeds of offices where the reader has the permission; those that are read come first."""
    rows = scope.limit(SiteFeed.objects.all(), permission).select_related("office", "entered_by")
    running = Case(When(state=FeedState.RUNNING, then=Value(0)), default=Value(1))
    return rows.order_by(running, "pk")


def failing(scope: Scope, *, now: datetime) -> QuerySet[SiteFeed]:
    """The feeds of offices where the reader drafts that could not be read for a while."""
    rows = feeds(scope, Permission.POST_WRITE)
    return rows.filter(state=FeedState.RUNNING, faults__gte=SOME).order_by(Coalesce("fault_since", "read_at"))


SOME = 3
"""After so many faults in a row those who draft are told too."""
