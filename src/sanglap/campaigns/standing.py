"""How offers stand, and to which offices they go: pieces of queries, to which the selectors put whose they are."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sanglap.campaigns.models import Campaign, Offer, Reach
from sanglap.campaigns.states import OfferState
from sanglap.content.models import Variant
from sanglap.content.states import VariantState
from sanglap.guideline import loader
from sanglap.offices.models import Office
from sanglap.outbox.models import CAME_TO_NOTHING


def today(now: datetime) -> date:
    return loader.current().calendar.day_of(now)


def is_open(offer: Offer, *, now: datetime) -> bool:
    """Whether an offer that was found by a scope may be adopted now."""
    return offer.state == OfferState.OPEN and offer.ends_on >= today(now)


def still_open(rows: QuerySet[Offer], *, now: datetime) -> QuerySet[Offer]:
    """Those of these offers that may be adopted now."""
    return rows.filter(state=OfferState.OPEN, ends_on__gte=today(now))


def among(rows: QuerySet[Office], thing: Offer | Campaign) -> QuerySet[Office]:
    """Those of these offices to which it goes, as the tree stands. A piece of a query; whose it is, the caller says."""
    if thing.reach == Reach.BELOW:
        return rows.filter(ancestors__ancestor=thing.office_id, ancestors__depth__gt=0)
    return rows.filter(pk__in=thing.named.values("pk"))


def alive() -> Exists:
    """Whether the draft of an adoption still goes somewhere: to filter adoptions with."""
    newest = Variant.objects.filter(
        revision__draft=OuterRef("draft"), revision__number=OuterRef("draft__latest")
    ).exclude(state__in=[VariantState.REJECTED, VariantState.EXPIRED])
    return Exists(newest.filter(~Q(publication__delivery__state__in=CAME_TO_NOTHING)))
