"""Reading what is planned, for the calendar of posts (clauses 6, 6.a)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, JSONField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Left

from sanglap.content.models import Variant
from sanglap.content.states import VariantState
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

WORDS = 200
"""So many characters of a post are read for a calendar."""
SHOWN = (
    VariantState.DRAFT, VariantState.SUBMITTED, VariantState.APPROVED, VariantState.RETURNED, VariantState.EXPIRED,
)  # fmt: skip


TO_COME = (VariantState.DRAFT, VariantState.SUBMITTED, VariantState.APPROVED)


def taken(
    scope: Scope, account_ids: Collection[UUID], *, since: datetime, until: datetime
) -> list[tuple[UUID, datetime]]:
    """When posts of these accounts are to go out between those moments, whether passed on already or not. One query."""
    rows = Variant.objects.filter(
        account__in=account_ids,
        revision__draft__kind=Kind.POST,
        revision__draft__publish_at__gte=since,
        revision__draft__publish_at__lt=until,
        revision__number=F("revision__draft__latest"),
        state__in=TO_COME,
    )
    seen = scope.limit(rows, Permission.POST_VIEW, "revision__draft__office_id")
    found = seen.values_list("account_id", "revision__draft__publish_at")
    return [(account, at) for account, at in found if at is not None]


def shown(payload: str) -> Cast:
    """In a query: what the variant whose payload stands in that column shows on its account, as its parts."""
    return Cast(payload, JSONField())


def between(scope: Scope, office_ids: Collection[UUID], *, since: datetime, until: datetime) -> QuerySet[Variant]:
    """The newest words of posts of these offices whose time lies between those moments and which were not passed on
    yet, as far as the reader sees them; the soonest first, each with `words`, the first that its account will show,
    and their `tongue`.
    """
    rows = Variant.objects.filter(
        revision__draft__office__in=office_ids,
        revision__draft__kind=Kind.POST,
        revision__draft__publish_at__gte=since,
        revision__draft__publish_at__lt=until,
        revision__number=F("revision__draft__latest"),
        state__in=SHOWN,
        passed_on_at=None,
    )
    return (
        scope.limit(rows, Permission.POST_VIEW, "revision__draft__office_id")
        .select_related("account", "revision__draft")
        .defer("payload", "revision__text")
        .alias(shown=shown("payload"))
        .annotate(words=Left(KT("shown__text"), WORDS), tongue=KT("shown__language"))
        .order_by("revision__draft__publish_at", "pk")
    )
