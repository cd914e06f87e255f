"""Approved variants become deliveries, each once, when their time has come (clause 6.a)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from sanglap.accounts.selectors import panel
from sanglap.accounts.states import AccountState
from sanglap.audit.services import Actor
from sanglap.content.approval import closed_gates
from sanglap.content.models import Variant
from sanglap.content.states import VariantState
from sanglap.content.telling import writers
from sanglap.notices.models import Kind, Notice, Subject
from sanglap.notices.services import About, tell
from sanglap.offices.states import OfficeState
from sanglap.outbox import services as outbox
from sanglap.outbox.models import TROUBLED, Delivery
from sanglap.outbox.payload import payload_of
from sanglap.outbox.states import DeliveryState
from sanglap.people.models import User
from sanglap.publishing.models import Publication

log = structlog.get_logger(__name__)
BATCH = 200
TOLD_FOR = timedelta(days=7)
"""Of what failed longer ago nobody is told any more."""
CANDIDATES = 1000
"""So many are looked at for a batch: what the gate holds back must not hold up the rest."""


@transaction.atomic
def release(*, now: datetime) -> int:
    """Put into the outbox what is approved, due and not there yet, and whose gate is open. Gives how many."""
    for first in range(0, CANDIDATES, BATCH):
        due = _due(now)[first : first + BATCH]
        released = _release(list(due), now)
        # The usual case: nothing is held back, so one look is enough.
        if released or len(due) < BATCH:
            return released
    return 0


def _due(now: datetime) -> QuerySet[Variant]:
    return (
        Variant.objects.filter(
            Q(revision__draft__publish_at__isnull=True) | Q(revision__draft__publish_at__lte=now),
            state=VariantState.APPROVED,
            passed_on_at=None,
            publication__isnull=True,
            account__state=AccountState.ACTIVE,
            account__office__state=OfficeState.OPEN,
        )
        # The draft too: while somebody gives it another time it is left alone, and then his time holds.
        .select_for_update(of=("self", "revision__draft"), skip_locked=True)
        .select_related("account__office", "revision__draft")
        .order_by("decided_at", "pk")
    )


def _release(due: Sequence[Variant], now: datetime) -> int:
    fit = []
    for variant, reason in zip(due, closed_gates(due), strict=True):
        if reason:
            log.error("approved but not to be published", variant=str(variant.pk), reason=reason)
        else:
            fit.append(variant)
    ordered = [(variant, order) for variant in fit if (order := _order(variant, now)) is not None]
    orders = [order for _variant, order in ordered]
    deliveries = outbox.schedule_all(orders, actor=Actor.system("publishing"), now=now)
    Publication.objects.bulk_create(
        Publication(variant=variant, delivery=delivery)
        for (variant, _order), delivery in zip(ordered, deliveries, strict=True)
    )
    Variant.objects.filter(pk__in=[variant.pk for variant, _order in ordered]).update(passed_on_at=now)
    return len(ordered)


def _order(variant: Variant, now: datetime) -> outbox.Order | None:
    """None, and an error in the log, for one that cannot be said as it was approved: it must not hold up the rest."""
    try:
        payload = payload_of(variant.payload, variant.account_id)
    except ValueError:
        log.exception("approved but not to be published", variant=str(variant.pk))
        return None
    if payload.canonical() != variant.payload:
        log.error("approved but not to be published", variant=str(variant.pk), reason="written in another form")
        return None
    draft = variant.revision.draft
    due_at = draft.publish_at or variant.decided_at or now
    return outbox.Order(variant.account, payload, variant.digest, due_at, draft.life)


@transaction.atomic
def tell_troubles(*, now: datetime) -> int:
    """Tell those who wrote it and the panel of what did not go out by itself; gives of how many they were told.

    Each occasion is told once, whatever the number of workers that look.
    """
    told = Notice.objects.filter(subject_id=OuterRef("delivery_id"), due=OuterRef("delivery__state_since"))
    # While the machine still looks itself, nobody has to.
    looked_for = Q(delivery__state=DeliveryState.UNKNOWN, delivery__look_at__isnull=False)
    rows = list(
        Publication.objects.filter(
            ~looked_for,
            ~Exists(told),
            delivery__state__in=TROUBLED,
            delivery__state_since__gt=now - TOLD_FOR,
        )
        .select_related("delivery__account", "variant__revision__draft")
        .order_by("delivery__state_since")[:BATCH]
    )
    panels: dict[UUID, list[User]] = defaultdict(list)
    for member in panel([row.delivery.account_id for row in rows], at=now):
        panels[member.account_id].append(member.user)
    for row in rows:
        kind = Kind.BY_HAND if row.delivery.state == DeliveryState.BY_HAND else Kind.TROUBLE
        # Where the account has moved since, its new panel has nothing to do with it.
        own = row.delivery.office_id == row.delivery.account.office_id
        people = [*writers([row.variant]), *(panels[row.delivery.account_id] if own else [])]
        tell(kind, _about(row.delivery), to=people, now=now)
    return len(rows)


def _about(delivery: Delivery) -> About:
    words = {"account": delivery.account.called}
    return About(Subject.DELIVERY, delivery.pk, delivery.office_id, words, due=delivery.state_since)


def recheck(*, now: datetime) -> int:
    """Ask the gate again for what is due but was cleared too long ago; withdraw what may no longer go out."""
    stale = list(
        Publication.objects.filter(
            delivery__state=DeliveryState.SCHEDULED,
            delivery__try_at__lte=now,
            delivery__cleared_until__lte=now,
            # Those of accounts that do not work wait until they do.
            variant__account__state=AccountState.ACTIVE,
        ).select_related("delivery__account", "variant__account__office", "variant__revision__draft")[:BATCH]
    )
    open_gates: list[UUID] = []
    for publication, reason in zip(stale, closed_gates([one.variant for one in stale]), strict=True):
        if reason:
            outbox.withdraw(publication.delivery, actor=Actor.system("publishing"), now=now, reason=reason)
        else:
            open_gates.append(publication.delivery_id)
    outbox.clear(open_gates + _open_while_sending(now), now=now)
    return len(open_gates)


def _open_while_sending(now: datetime) -> list[UUID]:
    """Those whose video is being sent and whose gate is still open; the others are not shown when it has been."""
    sent = list(
        Publication.objects.filter(
            delivery__state=DeliveryState.ATTEMPTING,
            delivery__cleared_until__lte=now,
            variant__account__state=AccountState.ACTIVE,
        ).select_related("delivery", "variant__account__office", "variant__revision__draft")[:BATCH]
    )
    reasons = closed_gates([one.variant for one in sent])
    return [one.delivery_id for one, reason in zip(sent, reasons, strict=True) if not reason]
