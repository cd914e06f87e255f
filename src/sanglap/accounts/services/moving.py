"""An account goes over to another office: one offers it, the other takes it over (a merger, a reorganisation).

What becomes of its posts and messages is settled above, where those are known: `take_over` is called from there.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import verbs
from sanglap.accounts.models import Account, AccountMove
from sanglap.accounts.selectors import move_of
from sanglap.accounts.services import telling
from sanglap.accounts.services.life import end_panel, require_either, said
from sanglap.accounts.services.names import keep_finding
from sanglap.accounts.states import MOVE, AccountState, MoveState
from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.core.states import TransitionRefused
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission


@transaction.atomic
def propose_move(scope: Scope, *, account: Account, taker: Office, reason: str, now: datetime) -> AccountMove:
    """Offer the account to another office. By its own office, or by whoever reviews the accounts of both.

    A second click gives the offer that waits. Raises Forbidden; ValidationError on `taker`, `note`; TransitionRefused
    for a closed account.
    """
    require_giver(scope, account, taker)
    account = Account.objects.select_for_update(of=("self",)).select_related("office").get(pk=account.pk)
    if account.state == AccountState.CLOSED:
        raise TransitionRefused(account.state, MoveState.PROPOSED)
    if (known := move_of(account)) is not None:
        return known
    if taker.pk == account.office_id:
        raise on_field("taker", _("The account is this office's already. Choose another."), "same")
    if taker.state != OfficeState.OPEN:
        raise on_field("taker", _("This office is closed or went up in another. Choose one that is open."), "closed")
    why = said(reason)
    move = AccountMove.objects.create(
        account=account, giver_id=account.office_id, taker=taker, reason=why, proposed_by=scope.user, proposed_at=now
    )
    record(
        scope.actor, verbs.MOVE_PROPOSED, move, now=now, office_id=account.office_id, office=dict(taker.name), note=why
    )
    telling.offered(move, by=scope.user, now=now)
    return move


def require_giver(scope: Scope, account: Account, taker: Office) -> None:
    """Raise Forbidden for whoever has no say over where the account goes."""
    if not scope.may(Permission.ACCOUNT_MANAGE, account.office_id):
        scope.require(Permission.ACCOUNT_REVIEW, account.office_id)
        scope.require(Permission.ACCOUNT_REVIEW, taker.pk)


def may_take(scope: Scope, giver_id: object, taker: Office) -> bool:
    """Whether the reader decides for the office that is to have it, or for both."""
    if scope.may(Permission.ACCOUNT_MANAGE, taker.pk):
        return True
    both = (giver_id, taker.pk)
    return all(scope.may(Permission.ACCOUNT_REVIEW, one) for one in both)  # type: ignore[arg-type]  # keys of offices


def require_taker(scope: Scope, move: AccountMove) -> None:
    """Raise Forbidden for whoever may not decide on the offer."""
    if not may_take(scope, move.giver_id, move.taker):
        raise Forbidden(Permission.ACCOUNT_MANAGE, move.taker_id)


@transaction.atomic
def decline_move(scope: Scope, *, move: AccountMove, note: str, now: datetime) -> None:
    """Say that the office does not take it over. Raises Forbidden, ValidationError on `note`, TransitionRefused."""
    require_taker(scope, move)
    why = said(note)
    transition(
        move, MOVE, MoveState.DECLINED, actor=scope.actor, now=now, office_id=move.taker_id, decided_by=scope.user,
        decided_at=now, note=why, data={"note": why},
    )  # fmt: skip
    telling.decided_move(move, by=scope.user, now=now)


@transaction.atomic
def withdraw_move(scope: Scope, *, move: AccountMove, now: datetime) -> None:
    """Take the offer back. Raises Forbidden, TransitionRefused."""
    require_either(scope, move.account)
    transition(
        move, MOVE, MoveState.WITHDRAWN, actor=scope.actor, now=now, office_id=move.giver_id, decided_by=scope.user,
        decided_at=now,
    )  # fmt: skip


@transaction.atomic
def take_over(scope: Scope, *, move: AccountMove, now: datetime) -> Account:
    """The account is the other office's from now on: its panel ends and is appointed anew, its password falls due.

    Inside the transaction of whoever settles what becomes of its posts. Raises Forbidden, TransitionRefused;
    ValidationError where the office closed meanwhile.
    """
    require_taker(scope, move)
    account = Account.objects.select_for_update(of=("self",)).select_related("office").get(pk=move.account_id)
    if account.state == AccountState.CLOSED:
        raise TransitionRefused(account.state, MoveState.ACCEPTED)
    if move.taker.state != OfficeState.OPEN:
        raise on_field("taker", _("This office is closed or went up in another. Choose one that is open."), "closed")
    transition(
        move, MOVE, MoveState.ACCEPTED, actor=scope.actor, now=now, office_id=move.taker_id, decided_by=scope.user,
        decided_at=now,
    )  # fmt: skip
    end_panel(scope.actor, account, now=now)
    giver = account.office
    account.office, account.moved_at, account.majority_since = move.taker, now, None
    # By what decision its platform was chosen is the new office's to say (clause 3).
    account.decision = None
    keep_finding(account, now=now)
    account.save(update_fields=["office", "moved_at", "majority_since", "decision", "name_fault", "banner_owed"])
    changes = {"office": [dict(giver.name), dict(move.taker.name)]}
    # Both offices' histories tell of it.
    for office in (giver, move.taker):
        record(scope.actor, verbs.MOVED, account, now=now, office_id=office.pk, changes=changes, note=move.reason)
    telling.decided_move(move, by=scope.user, now=now)
    return account
