"""Reading offers, campaigns and collections: what one's offices laid out, and what is laid before them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sanglap.campaigns.models import Adoption, Campaign, CollectedPost, Collection, Decline, Offer, Reach
from sanglap.campaigns.standing import among, still_open, today
from sanglap.content import selectors as content
from sanglap.content.models import Draft, Illustration
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission

VIEW, WRITE = Permission.POST_VIEW, Permission.POST_WRITE
R = TypeVar("R", Offer, Campaign)


def made(scope: Scope, permission: Permission = VIEW) -> QuerySet[Offer]:
    """What offices where the reader has the permission offered, the latest first."""
    return _whole(scope.limit(Offer.objects.all(), permission))


def received(scope: Scope, *, now: datetime) -> QuerySet[Offer]:
    """What may be adopted now by offices whose posts the reader sees, and what they answered before; what was withdrawn
    or is over is there for whoever answered it only.
    """
    answered = (scope.limit(rows, VIEW).values("offer_id") for rows in (Adoption.objects.all(), Decline.objects.all()))
    first, second = answered
    here, roots = scope.places(VIEW)
    reached = _reaching(scope, still_open(Offer.objects.all(), now=now), here | roots, deep=True)
    return _whole(Offer.objects.filter(Q(pk__in=reached) | Q(pk__in=first.union(second))))


def to_adopt(scope: Scope, *, now: datetime, permission: Permission = VIEW) -> QuerySet[Offer]:
    """What may be adopted now by the offices at which the reader himself serves with that permission, the latest first.
    Found through the few offices above them, however many there are below.
    """
    here, _roots = scope.places(permission)
    return _whole(Offer.objects.filter(pk__in=_reaching(scope, still_open(Offer.objects.all(), now=now), here)))


def waiting(scope: Scope, *, now: datetime) -> QuerySet[Offer]:
    """Of these, what none of his offices has answered yet, where he writes."""
    here, _roots = scope.places(WRITE)
    ours = {"offer": OuterRef("pk"), "office__in": here}
    rows = to_adopt(scope, now=now, permission=WRITE)
    return rows.filter(~Exists(Adoption.objects.filter(**ours)), ~Exists(Decline.objects.filter(**ours)))


def _whole(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    shown = Prefetch("revision__illustrations", Illustration.objects.select_related("picture__file", "picture__small"))
    film = "revision__footage"
    return (
        rows.select_related("office", "campaign", "revision__draft", "offered_by")
        .select_related(f"{film}__recording__file", f"{film}__recording__poster", f"{film}__captions")
        .prefetch_related(shown)
        .order_by("-id")
    )


def _reaching(scope: Scope, rows: QuerySet[R], here: set[UUID], *, deep: bool = False) -> QuerySet[R, Any]:
    """The keys of those that go to one of the offices `here`; with `deep` to any that the reader sees. A union, and no
    OR: each part goes by its own index.
    """
    if scope.unbounded:
        return rows.values("pk")
    below, named = rows.filter(reach=Reach.BELOW), rows.filter(reach=Reach.NAMED)
    above = below.filter(office__descendants__office__in=here, office__descendants__depth__gt=0)
    if not deep:
        return above.values("pk").union(named.filter(named__in=here).values("pk"))
    among = scope.limit(below, VIEW, below=True)
    return above.values("pk").union(among.values("pk"), scope.limit(named, VIEW, "named").values("pk"))


def reached(scope: Scope, thing: Offer | Campaign, permission: Permission = WRITE) -> list[Office]:
    """The open offices at which the reader serves with that permission and to which it goes. One query."""
    here, _roots = scope.places(permission)
    rows = Office.objects.filter(pk__in=here, state=OfficeState.OPEN)
    return list(among(rows, thing).order_by("pk"))


def answers(scope: Scope, offer: Offer) -> tuple[list[Adoption], list[Decline]]:
    """What the reader's own offices answered. Two queries."""
    here, _roots = scope.places(VIEW)
    ours = {"offer": offer, "office__in": here}
    adopted = Adoption.objects.filter(**ours).select_related("office", "by", "draft").order_by("-id")
    return list(adopted), list(Decline.objects.filter(**ours).select_related("office", "by").order_by("-id"))


def answered(scope: Scope, offers: list[Offer]) -> dict[UUID, str]:
    """How the reader's own offices answered each of these: `adopted` or `declined`; what they did not is left out."""
    here, _roots = scope.places(VIEW)
    ours = {"offer__in": [one.pk for one in offers], "office__in": here}
    found = dict.fromkeys(Decline.objects.filter(**ours).values_list("offer_id", flat=True), "declined")
    return found | dict.fromkeys(Adoption.objects.filter(**ours).values_list("offer_id", flat=True), "adopted")


def adoption(scope: Scope, draft: Draft) -> Adoption | None:
    """From which offer a draft of offices whose posts the reader sees was begun."""
    rows = scope.limit(Adoption.objects.filter(draft=draft), VIEW)
    return rows.select_related("offer__office").first()


def campaigns(scope: Scope) -> QuerySet[Campaign]:
    """The campaigns of offices whose posts the reader sees, and those that reach such offices; the latest first."""
    here, roots = scope.places(VIEW)
    reached_ = _reaching(scope, Campaign.objects.all(), here | roots, deep=True)
    own = scope.limit(Campaign.objects.all(), VIEW).values("pk")
    found = Campaign.objects.filter(Q(pk__in=own) | Q(pk__in=reached_))
    return found.select_related("office", "begun_by").order_by("-id")


def own_campaigns(scope: Scope, *, now: datetime) -> QuerySet[Campaign]:
    """The campaigns that are not over, of the reader's own offices or reaching these, the latest first."""
    here, _roots = scope.places(VIEW)
    return _running(scope, here, now)


def campaigns_for(scope: Scope, office: Office, *, now: datetime) -> QuerySet[Campaign]:
    """The campaigns that are not over and that a post of that office may belong to."""
    scope.require(VIEW, office.pk)
    return _running(scope, {office.pk}, now)


def _running(scope: Scope, here: set[UUID], now: datetime) -> QuerySet[Campaign]:
    rows = Campaign.objects.filter(ends_on__gte=today(now))
    own = rows.filter(office__in=here).values("pk")
    reaching = _reaching(scope, rows, here)
    found = Campaign.objects.filter(Q(pk__in=own) | Q(pk__in=reaching))
    return found.select_related("office").order_by("-id")


def collections(scope: Scope, permission: Permission = VIEW) -> QuerySet[Collection]:
    """The collections of offices where the reader has the permission, by name; each with `number`, of its posts."""
    rows = Collection.objects.select_related("office").annotate(number=Count("posts"))
    return scope.limit(rows, permission).order_by("name", "pk")


def collected(scope: Scope, draft: Draft) -> set[UUID]:
    """The keys of the collections in which a post is that the reader may see."""
    scope.require(VIEW, draft.office_id)
    return set(CollectedPost.objects.filter(draft=draft).values_list("collection_id", flat=True))


def campaign_of(scope: Scope, draft: Draft) -> Campaign | None:
    """The campaign to which a post belongs that the reader may see."""
    scope.require(VIEW, draft.office_id)
    return Campaign.objects.filter(posts__draft=draft).select_related("office").first()


def posts_of(scope: Scope, collection: Collection) -> QuerySet[Draft]:
    """The posts of a collection that the reader may see, the latest first, with their newest words."""
    return content.drafts(scope).filter(collected__collection=collection)
