"""What its author deleted on the network: told from what merely could not be asked (clause 6.e)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, Record, name_of, record_many, transition
from sanglap.inbox import verbs
from sanglap.inbox.models import Message
from sanglap.inbox.states import MESSAGE, MessageState

ACTOR = Actor.system("inbox")
LOOKED_BACK = timedelta(days=30)
"""What was taken in longer ago is not looked for any more."""
AGAIN = timedelta(minutes=10)
BATCH = 40


def to_look_at(account: Account, *, now: datetime) -> list[str]:
    """The network's keys of the messages that it is asked for next, those first that were longest not looked at."""
    rows = Message.objects.filter(
        Q(looked_at=None) | Q(looked_at__lt=now - AGAIN),
        account=account,
        taken_in_at__gt=now - LOOKED_BACK,
        taken_in_at__lt=now - AGAIN,
        entered_by=None,
    )
    return list(rows.order_by(F("looked_at").asc(nulls_first=True), "-id").values_list("remote_id", flat=True)[:BATCH])


@transaction.atomic
def looked(account: Account, asked: Collection[str], gone: Collection[str], *, now: datetime) -> int:
    """Write down which of those asked for are gone, and which are back; gives how many changed.

    May be called twice. What is gone and not yet answered no longer waits; its words are kept.
    """
    found = Message.objects.filter(account=account, remote_id__in=list(asked)).order_by("pk")
    rows = list(found.select_for_update(of=("self",)))
    changed = 0
    for message in rows:
        is_gone = message.remote_id in gone
        if is_gone != (message.deleted_at is not None):
            _mark(message, account, now if is_gone else None, now)
            changed += 1
        elif is_gone and message.state == MessageState.OPEN:
            # An answer that was on its way when it was deleted came to nothing.
            _step(message, account, MessageState.GONE, now)
            changed += 1
    Message.objects.filter(pk__in=[message.pk for message in rows]).update(looked_at=now)
    return changed


def _mark(message: Message, account: Account, deleted_at: datetime | None, now: datetime) -> None:
    message.deleted_at = deleted_at
    message.save(update_fields=["deleted_at"])
    if deleted_at and message.state == MessageState.OPEN:
        _step(message, account, MessageState.GONE, now)
    elif deleted_at:
        record_many([Record(ACTOR, verbs.DELETED, name_of(message), now, account.office_id)])
    elif message.state == MessageState.GONE:
        _step(message, account, MessageState.OPEN, now)


def _step(message: Message, account: Account, to: MessageState, now: datetime) -> None:
    transition(message, MESSAGE, to, actor=ACTOR, now=now, office_id=account.office_id)
