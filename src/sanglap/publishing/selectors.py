"""Reading what was published and how it fares."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Left

from sanglap.content.models import Draft, Illustration, Variant
from sanglap.content.planned import WORDS, shown
from sanglap.content.states import VariantState
from sanglap.guideline import loader
from sanglap.networks.contract import Kind
from sanglap.offices import selectors as offices
from sanglap.offices.scope import Scope
from sanglap.outbox.models import NEVER_STOOD, TROUBLED, Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission
from sanglap.publishing.models import Publication


def publications(scope: Scope, variant_ids: Iterable[UUID]) -> dict[UUID, Publication]:
    """The publications of these variants, with their deliveries, by variant."""
    rows = scope.limit(
        Publication.objects.filter(variant__in=list(variant_ids)),
        Permission.POST_VIEW,
        "delivery__office_id",
    ).select_related("delivery__account")
    return {publication.variant_id: publication for publication in rows}


def deliveries(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Delivery]:
    """All that offices where the reader has the permission published or are publishing, newest first."""
    rows = scope.limit(Delivery.objects.all(), permission)
    return rows.select_related("account").order_by("-id")


def in_trouble(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Delivery]:
    """What did not go out by itself and needs somebody's eye or hand."""
    return deliveries(scope, permission).filter(state__in=TROUBLED)


MOVING = frozenset({DeliveryState.SCHEDULED, DeliveryState.ATTEMPTING})
YEARS_BACK, AGO = 5, 3
"""So many years are looked back on a day, and so many posts are told of it."""


def passed_on(scope: Scope, draft: Draft) -> bool:
    """Whether words of this draft are on the network or on their way there: they can no longer be changed."""
    rows = Publication.objects.filter(variant__revision__draft=draft).exclude(
        delivery__in=Delivery.objects.filter(NEVER_STOOD, publication__variant__revision__draft=draft)
    )
    return scope.limit(rows, Permission.POST_VIEW, "delivery__office_id").exists()


def between(scope: Scope, office_ids: Collection[UUID], *, since: datetime, until: datetime) -> QuerySet[Publication]:
    """The posts of these offices that came out between those moments, or were to come out then, as far as the reader
    sees them, in order; each with its moment, `at`, the first `words` that its account shows and their `tongue`. What
    was withdrawn, and what failed and was written anew, is left out.
    """
    waiting = Q(delivery__published_at=None, delivery__due_at__gte=since, delivery__due_at__lt=until)
    there = Q(delivery__published_at__gte=since, delivery__published_at__lt=until)
    newest = Q(variant__revision__number=F("variant__revision__draft__latest"))
    rows = Publication.objects.filter(
        waiting | there,
        Q(delivery__state=DeliveryState.PUBLISHED) | newest,
        delivery__office__in=office_ids,
        delivery__kind=Kind.POST,
    ).exclude(delivery__state=DeliveryState.WITHDRAWN)
    return (
        scope.limit(rows, Permission.POST_VIEW, "delivery__office_id")
        .select_related("delivery", "variant__account", "variant__revision__draft")
        .defer("delivery__payload", "variant__payload", "variant__revision__text")
        .alias(shown=shown("variant__payload"))
        .annotate(
            at=Coalesce("delivery__published_at", "delivery__due_at"),
            words=Left(KT("shown__text"), WORDS),
            tongue=KT("shown__language"),
        )
        .order_by("at", "pk")
    )


def years_ago(scope: Scope, *, now: datetime) -> list[Publication]:
    """What the offices at which the reader serves published on this day of earlier years and marked as important, or
    else whatever they published then; a few, the latest first. One query beside that for his offices.
    """
    calendar = loader.current().calendar
    today, own = calendar.day_of(now), [office.pk for office in offices.own(scope)]
    if not own:
        return []
    days = Q()
    for back in range(1, YEARS_BACK + 1):
        # The 29th of February is told of on the 28th where there is none.
        day = date(today.year - back, today.month, 1) + timedelta(days=today.day - 1)
        day = day if day.month == today.month else day - timedelta(days=1)
        begins, ends = calendar.begins(day), calendar.begins(day + timedelta(days=1))
        days |= Q(delivery__published_at__gte=begins, delivery__published_at__lt=ends)
    rows = Publication.objects.filter(days, delivery__kind=Kind.POST, delivery__office__in=own)
    return list(
        scope.limit(rows, Permission.POST_VIEW, "delivery__office_id")
        .select_related("delivery", "variant__account", "variant__revision__draft")
        .order_by(F("variant__revision__draft__important_at").desc(nulls_last=True), "-delivery__published_at")[:AGO]
    )


def pictures_of(scope: Scope, delivery: Delivery) -> QuerySet[Illustration]:
    """The pictures that go out with a delivery of an office whose messages the reader may see, in their order."""
    scope.require(Permission.MESSAGE_VIEW, delivery.account.office_id)
    rows = Illustration.objects.filter(revision__variants__publication__delivery=delivery)
    return rows.select_related("picture").order_by("number")


def is_moving(variant: Variant, publication: Publication | None) -> bool:
    """Whether something will soon be different about it without anybody's doing; both were found by a scope."""
    if publication is None:
        return variant.state == VariantState.APPROVED
    delivery = publication.delivery
    return delivery.state in MOVING or (delivery.state == DeliveryState.UNKNOWN and delivery.look_at is not None)
