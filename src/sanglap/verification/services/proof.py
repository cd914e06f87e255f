"""Proving that an office holds an account: by a code in its profile, by its connection, or by a person's eyes."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.audit.services import Actor, record
from sanglap.core.errors import on_field
from sanglap.core.states import TransitionRefused
from sanglap.files.models import File
from sanglap.language.normal import normalise
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.verification import selectors, verbs
from sanglap.verification.models import Challenge, Control, Watch
from sanglap.verification.reading.profile import Seen
from sanglap.verification.states import UNSEEN, Method

ACTOR = "verification"
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another."""
LONGEST_NOTE = 2_000


@transaction.atomic
def give_code(scope: Scope, *, account: Account, now: datetime) -> Challenge:
    """A fresh code for the account's profile; an earlier one is void. Raises Forbidden, TransitionRefused once the
    account is closed.
    """
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    _require_open(account)
    made, _new = Challenge.objects.update_or_create(
        account=account, defaults={"code": _code(), "given_to": scope.person, "given_at": now}
    )
    record(scope.actor, verbs.CODE_GIVEN, account, now=now, office_id=account.office_id)
    return made


def _code() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _letter in range(5)) for _group in range(3))
    return "sanglap-" + "-".join(groups)


def _require_open(account: Account) -> None:
    if account.state == AccountState.CLOSED:
        raise TransitionRefused(account.state, account.state)


@transaction.atomic
def vouch(scope: Scope, *, account: Account, note: str, picture: File | None, now: datetime) -> Control:
    """Whoever reviews the office's accounts saw the code, or whatever proves it, with their own eyes, since the machine
    cannot read that profile. Raises Forbidden; ValidationError on `note`, or as a whole where the machine can read it.
    """
    scope.require(Permission.ACCOUNT_REVIEW, account.office_id)
    _require_open(account)
    said = normalise(note).strip()
    if not said:
        raise on_field("note", _("Write what you saw, and where."), "required")
    watch = Watch.objects.filter(account=account).first()
    if watch is None or watch.outcome not in UNSEEN:
        raise ValidationError(
            _("This profile can be read from outside: the office puts the code into it, and the machine sees it."),
            code="readable",
        )
    return _proved(
        account, Method.PERSON, scope.actor, now=now, person=scope.person, note=said[:LONGEST_NOTE], picture=picture
    )


def note(account: Account, seen: Seen | None, *, itself: bool, now: datetime) -> None:
    """What a look proves: the code stands in the public profile, or the connection opened the very account."""
    if seen is None:
        return
    given = Challenge.objects.filter(account=account).first()
    known = seen.evidence()
    shown = f"{seen.name}\n{seen.said}".casefold()
    evidence = {name: known[name] for name in ("by", "name", "handle", "url", "remote_id")}
    if given is not None and seen.by != "account" and given.code in shown:
        _proved(account, Method.CODE, Actor.system(ACTOR), now=now, evidence={**evidence, "code": given.code})
    elif itself and not selectors.controlled(Scope.everything(ACTOR), account):
        _proved(account, Method.CONNECTION, Actor.system(ACTOR), now=now, evidence=evidence)


def _proved(account: Account, method: Method, actor: Actor, *, now: datetime, **more: Any) -> Control:
    made = Control.objects.create(
        account=account, method=method, server=account.server, handle=account.handle, at=now, **more
    )
    Challenge.objects.filter(account=account).delete()
    record(actor, verbs.PROVED, account, now=now, office_id=account.office_id, method=method.value)
    return made
