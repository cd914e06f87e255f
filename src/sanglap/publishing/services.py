"""Approved variants become deliveries, each once, when their time has come (clause 6.a)."""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from sanglap.accounts.states import AccountState
from sanglap.audit.services import Actor
from sanglap.content.approval import closed_gate
from sanglap.content.models import Variant
from sanglap.content.states import VariantState
from sanglap.outbox import services as outbox
from sanglap.outbox.payload import payload_of
from sanglap.outbox.states import DeliveryState
from sanglap.publishing.models import Publication

log = structlog.get_logger(__name__)
BATCH = 50
CANDIDATES = 1000
"""So many are looked at for a batch: what the gate holds back must not hold up the rest."""


@transaction.atomic
def release(*, now: datetime) -> int:
    """Put into the outbox what is approved, due and not there yet, and whose gate is open. Gives how many."""
    due = (
        Variant.objects.filter(
            Q(revision__draft__publish_at__isnull=True) | Q(revision__draft__publish_at__lte=now),
            state=VariantState.APPROVED,
            publication__isnull=True,
            account__state=AccountState.ACTIVE,
        )
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("account", "revision__draft")
        .prefetch_related("votes")
        .order_by("decided_at")[:CANDIDATES]
    )
    released = 0
    for variant in due:
        if released == BATCH:
            break
        reason = closed_gate(variant)
        if reason:
            log.error("approved but not to be published", variant=str(variant.pk), reason=reason)
            continue
        _pass_on(variant, now)
        released += 1
    return released


def _pass_on(variant: Variant, now: datetime) -> None:
    delivery = outbox.schedule(
        account=variant.account,
        payload=payload_of(variant.payload, variant.account_id),
        approved=variant.digest,
        actor=Actor.system("publishing"),
        now=now,
        due_at=variant.revision.draft.publish_at or variant.decided_at or now,
        life=variant.revision.draft.life,
    )
    Publication.objects.create(variant=variant, delivery=delivery)


def recheck(*, now: datetime) -> int:
    """Ask the gate again for what is due but was cleared too long ago; withdraw what may no longer go out."""
    stale = list(
        Publication.objects.filter(
            delivery__state=DeliveryState.SCHEDULED,
            delivery__try_at__lte=now,
            delivery__cleared_until__lte=now,
            # Those of accounts that do not work wait until they do.
            variant__account__state=AccountState.ACTIVE,
        )
        .select_related("delivery__account", "variant__account", "variant__revision__draft")
        .prefetch_related("variant__votes")[:BATCH]
    )
    open_gates: list[UUID] = []
    for publication in stale:
        reason = closed_gate(publication.variant)
        if reason:
            outbox.withdraw(publication.delivery, actor=Actor.system("publishing"), now=now, reason=reason)
        else:
            open_gates.append(publication.delivery_id)
    outbox.clear(open_gates, now=now)
    return len(open_gates)
