"""What became of an offer, and how far a campaign has come: for whoever laid it out (clause 6.e).

Of other offices only what they published is shown, never a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.campaigns.models import Adoption, Campaign, Decline, Offer
from sanglap.campaigns.selectors import VIEW, campaigns
from sanglap.campaigns.standing import among
from sanglap.language.dates import DHAKA
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.outbox.states import DeliveryState
from sanglap.publishing.models import Publication


@dataclass(frozen=True, slots=True)
class Fate:
    """How many offices answered an offer how; each is counted once."""

    published: int
    adopted: int
    """They began a post from it, which is not out yet."""
    declined: int
    silent: int

    @property
    def offered(self) -> int:
        return self.published + self.adopted + self.declined + self.silent


def _published(draft: str) -> Exists:
    """Whether the draft that a row names in `draft` is out."""
    return Exists(
        Publication.objects.filter(variant__revision__draft=OuterRef(draft), delivery__state=DeliveryState.PUBLISHED)
    )


def fate(scope: Scope, offer: Offer) -> Fate:
    """What became of it. Four queries, whatever the number of offices. Raises Forbidden."""
    scope.require(VIEW, offer.office_id)
    whole = Adoption.objects.filter(offer=offer).values("office").distinct().count()
    draft = "variant__revision__draft__adoption"
    published = Publication.objects.filter(**{f"{draft}__offer": offer}, delivery__state=DeliveryState.PUBLISHED)
    out = published.values(f"{draft}__office").distinct().count()
    return Fate(out, whole - out, declined(scope, offer).count(), silent(scope, offer).count())


def working(rows: QuerySet[Office]) -> QuerySet[Office]:
    """Those of these offices that could publish: open, and with an account at work."""
    at_work = Account.objects.filter(office=OuterRef("pk"), state=AccountState.ACTIVE)
    return rows.filter(Exists(at_work), state=OfficeState.OPEN)


def silent(scope: Scope, offer: Offer) -> QuerySet[Office]:
    """The offices that it goes to and that have not answered, the newest entered first."""
    scope.require(VIEW, offer.office_id)
    theirs = {"offer": offer, "office": OuterRef("pk")}
    rows = working(among(Office.objects.all(), offer))
    return rows.filter(~Exists(Adoption.objects.filter(**theirs)), ~Exists(Decline.objects.filter(**theirs))).order_by(
        "-id"
    )


def declined(scope: Scope, offer: Offer) -> QuerySet[Decline]:
    """The offices that declined it and did not adopt it later, the latest first."""
    scope.require(VIEW, offer.office_id)
    later = Adoption.objects.filter(offer=offer, office=OuterRef("office"))
    return offer.declines.filter(~Exists(later)).select_related("office").order_by("-id")


def adopted(scope: Scope, offer: Offer, *, published: bool) -> QuerySet[Adoption]:
    """The offices that adopted it, by whether their post is out, the latest first; of each the latest adoption."""
    scope.require(VIEW, offer.office_id)
    later = Adoption.objects.filter(offer=offer, office=OuterRef("office"), turn__gt=OuterRef("turn"))
    rows = offer.adoptions.filter(~Exists(later)).select_related("office")
    out = _published("draft")
    return rows.filter(out if published else ~out).order_by("-id")


def published_of(scope: Scope, offer: Offer, adoptions: list[Adoption]) -> dict[UUID, Publication]:
    """Where the posts of these adoptions of an offer stand on the networks, by draft. One query."""
    scope.require(VIEW, offer.office_id)
    drafts = [one.draft_id for one in adoptions if one.offer_id == offer.pk]
    rows = _out().filter(variant__revision__draft__in=drafts)
    return {one.variant.revision.draft_id: one for one in rows}


def _out() -> QuerySet[Publication]:
    rows = Publication.objects.filter(delivery__state=DeliveryState.PUBLISHED)
    return rows.select_related("delivery", "variant__revision__draft__office", "variant__account").defer(
        "delivery__payload", "variant__payload"
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign has come."""

    offices: int
    """Those that it goes to and that could publish, with the one that began it."""
    taking_part: int
    """Those with a post of it that is out."""
    posts: int
    by_day: dict[date, int]


def progress(scope: Scope, campaign: Campaign) -> Progress:
    """How far it has come, for whoever sees it. Three queries, whatever the number of offices."""
    rows = published(scope, campaign).order_by()
    day = TruncDate("delivery__published_at", tzinfo=DHAKA)
    asked, values = rows.values(day=day, office=F("variant__revision__draft__office")).query.sql_with_params()
    with connection.cursor() as cursor:
        # Gone through once for each day and for all days together, which are the row without a day.
        cursor.execute(
            f"SELECT day, count(*), count(DISTINCT office) FROM ({asked}) AS out"  # noqa: S608 - of the selector
            " GROUP BY GROUPING SETS ((day), ())",
            values,
        )
        counted = {of: (posts, offices) for of, posts, offices in cursor.fetchall()}
    posts, taking_part = counted.pop(None)
    own = Office.objects.filter(pk=campaign.office_id)
    return Progress(
        offices=working(among(Office.objects.all(), campaign)).exclude(pk=campaign.office_id).count()
        + working(own).count(),
        taking_part=taking_part,
        posts=posts,
        by_day={of: number for of, (number, _offices) in counted.items()},
    )


def published(scope: Scope, campaign: Campaign) -> QuerySet[Publication]:
    """The posts of the campaign that are out, whichever office's: everybody may read these. The latest first."""
    seen = campaigns(scope).filter(pk=campaign.pk).order_by().values("pk")
    return _out().filter(variant__revision__draft__in_campaign__campaign__in=seen).order_by("-pk")
