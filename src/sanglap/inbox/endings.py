"""An account is suspended, closed or goes to another office: what becomes of its posts and messages (5.a, 7.b)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, AccountMove
from sanglap.audit.services import transition
from sanglap.core.errors import on_field
from sanglap.inbox.models import Message, Note
from sanglap.inbox.states import MESSAGE, WAITING, MessageState
from sanglap.language.normal import normalise
from sanglap.offices.scope import Scope
from sanglap.outbox import services as outbox
from sanglap.outbox import stops
from sanglap.publishing.endings import take_back

LONGEST_HEIR = 500


def waiting(account: Account) -> int:
    """How many messages of an account, found by a scope, wait for an answer."""
    return Message.objects.filter(account=account, state__in=WAITING).count()


@transaction.atomic
def suspend(scope: Scope, *, account: Account, note: str, now: datetime) -> None:
    """Nothing goes out until it is resumed: what is scheduled waits, messages are taken in, their clocks run.

    Raises as `accounts.services.suspend`.
    """
    accounts.suspend(scope, account=account, note=note, now=now)
    outbox.hold(account, now=now)


@transaction.atomic
def close(scope: Scope, *, account: Account, note: str, handed_to: str = "", now: datetime) -> None:
    """End the account: what did not go out goes back to whoever wrote it, its panel ends, its way in is destroyed.

    While messages wait for an answer, `handed_to` must say who answers them from now on; that is noted at each.
    Raises as `accounts.services.close`; ValidationError on `handed_to`.
    """
    heir = normalise(handed_to).strip()
    if len(heir) > LONGEST_HEIR:
        raise on_field("handed_to", _("Say it in at most 500 characters."), "max_length")
    accounts.close(scope, account=account, note=note, now=now)
    take_back(account, actor=scope.actor, now=now, reason="account closed")
    messages = list(Message.objects.select_for_update(of=("self",)).filter(account=account, state__in=WAITING))
    if messages and not heir:
        said = _("People wait for an answer. Answer them first, or say who answers them from now on.")
        raise on_field("handed_to", said, "waiting")
    for message in messages:
        _hand_over(scope, account, message, heir, now)


def _hand_over(scope: Scope, account: Account, message: Message, heir: str, now: datetime) -> None:
    if message.state == MessageState.ANSWERING:
        # Its answer was taken back with the rest, or is being sent; either way nobody here sees to it any more.
        transition(message, MESSAGE, MessageState.OPEN, actor=scope.actor, now=now, office_id=account.office_id)
    transition(
        message, MESSAGE, MessageState.HANDED_OVER, actor=scope.actor, now=now, office_id=account.office_id,
        data={"note": heir},
    )  # fmt: skip
    if scope.user is not None:
        Note.objects.create(message=message, by=scope.user, text=heir, at=now)


@transaction.atomic
def accept_move(scope: Scope, *, move: AccountMove, now: datetime) -> Account:
    """The office takes the account over, with its messages and their clocks. What it published stays on record under
    the office that published it; what did not go out goes back there, since its panel no longer serves (6.a).

    Raises as `accounts.services.take_over`.
    """
    account = accounts.take_over(scope, move=move, now=now)
    take_back(account, actor=scope.actor, now=now, reason="account moved")
    stops.carry_over(account, to=move.taker, actor=scope.actor, now=now)
    # Who saw to them serves at the other office.
    Message.objects.filter(account=account, state__in=WAITING).update(assigned_to=None)
    return account
