"""A claimed account is handed in for review once nothing is missing that its office can say (clauses 4, 5.a, 5.b)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.accounts.selectors import renaming_of
from sanglap.accounts.services import telling
from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.audit.services import transition
from sanglap.core.localized import LocalizedText
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

_PROOFS: list[Callable[[Account], Promise | None]] = []


def ask_before_handing_in(proof: Callable[[Account], Promise | None]) -> None:
    """Let a floor above say what is missing of an account that it alone can tell, as the proof that the office holds
    it; None where nothing is. Called when the app is ready.
    """
    _PROOFS.append(proof)


def missing_of(account: Account) -> list[Promise]:
    """What the office still has to say, do or prove before it can hand in its claimed account."""
    return [*_missing(account), *filter(None, (proof(account) for proof in _PROOFS))]


def _missing(account: Account) -> Iterator[Promise]:
    if not account.purposes:
        yield _("the purposes that it serves (clause 4)")
    if _handle_for_a_name(account.name, account.handle) or not account.name.get("en"):
        yield _("its name, in Bangla and English")
    if not account.audience.get("bn") or not account.description.get("bn"):
        yield _("for whom it is, and the description of the user (clause 5(b))")
    if (account.name_fault or account.personal) and renaming_of(account) is None:
        yield _("a renaming that is under way: it does not bear the office’s name (clause 5(a))")


def _handle_for_a_name(name: LocalizedText, handle: str) -> bool:
    return all(text == handle for text in name.values())


@transaction.atomic
def hand_in(scope: Scope, *, account: Account, now: datetime) -> None:
    """Ask those above to review a claimed account, once its office has shown that it holds it.

    Raises Forbidden, TransitionRefused; ValidationError while something is missing.
    """
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    ACCOUNT.verb(account.state, AccountState.IN_REVIEW)
    account.refresh_from_db()
    if account.state == AccountState.CLAIMED and (missing := missing_of(account)):
        said = "; ".join(str(one) for one in missing)
        raise ValidationError(_("Still missing: %(what)s."), code="missing", params={"what": said})
    transition(
        account, ACCOUNT, AccountState.IN_REVIEW, actor=scope.actor, now=now, office_id=account.office_id, note=""
    )
    telling.proposed(account, by=scope.user, now=now)
