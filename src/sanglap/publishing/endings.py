"""What was approved and did not go out yet is taken back when its account ends, or its panel serves no more (6.a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor
from sanglap.content import services as content
from sanglap.content.models import Variant
from sanglap.content.states import VariantState
from sanglap.outbox import services as outbox
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState

_NOT_YET = (DeliveryState.SCHEDULED, DeliveryState.BY_HAND)
_UNDER_WAY = (DeliveryState.ATTEMPTING, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Pending:
    """How much of an account is on its way, of each kind."""

    drafts: int
    """Written and not handed to the panel."""
    waiting: int
    """For the panel's votes."""
    scheduled: int
    """Approved, and not sent yet."""
    sending: int
    """Being sent just now, or sent with an outcome that nobody knows: this cannot be taken back."""


def pending(account: Account) -> Pending:
    """What is on its way of an account that was found by a scope."""
    variants = Variant.objects.filter(account=account)
    newest = variants.filter(revision__number=F("revision__draft__latest"))
    unsent = Q(passed_on_at=None) | Q(publication__delivery__state__in=_NOT_YET)
    return Pending(
        drafts=newest.filter(state__in=[VariantState.DRAFT, VariantState.RETURNED]).count(),
        waiting=variants.filter(state=VariantState.SUBMITTED).count(),
        scheduled=variants.filter(unsent, state=VariantState.APPROVED).count(),
        sending=Delivery.objects.filter(account=account, state__in=_UNDER_WAY).count(),
    )


@transaction.atomic
def take_back(account: Account, *, actor: Actor, now: datetime, reason: str) -> Sequence[Variant]:
    """Everything of the account that waits for its panel, or was approved and is not being sent yet, goes back to
    whoever wrote it; gives it. Whoever calls this has changed the account in the same transaction, so that nothing
    new is approved or passed on after it.
    """
    # A worker that is just passing on what was approved is waited for; what it passed on is then in the outbox.
    given = content.give_back(account, among=Q(passed_on_at=None), actor=actor, now=now)
    withdrawn = outbox.withdraw_all(account, actor=actor, now=now, reason=reason)
    passed = Q(publication__delivery__in=withdrawn)
    return [*given, *content.give_back(account, among=passed, actor=actor, now=now)]
