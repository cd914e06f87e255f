"""Giving Sanglap the way into an account, so that no officer ever holds it (clause 5.e)."""

from __future__ import annotations

import base64
import hashlib
import secrets as randomness
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from asgiref.sync import async_to_sync
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import verbs
from sanglap.accounts.models import Account, Credential, ServerRegistration
from sanglap.accounts.services.life import kept_room, require_panel
from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.accounts.vault import Unreadable, seal, unseal
from sanglap.audit.services import Actor, record, transition
from sanglap.core import http
from sanglap.networks.contract import Limits, NetworkError, Profile, Registration, Session
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class Consent:
    """Where whoever holds the account agrees. `state` and `verifier` are kept in his session until he is back."""

    url: str
    state: str
    verifier: str


def begin_connecting(scope: Scope, *, account: Account, redirect_uri: str, now: datetime) -> Consent:
    """Prepare the account's connection: OAuth 2 with PKCE. The network may be asked; no transaction is open then.

    Raises Forbidden, TransitionRefused, ValidationError, NetworkError.
    """
    _require_connectable(scope, account)
    require_panel(account, now)
    known = _registration(account, redirect_uri, now)
    state, verifier = randomness.token_urlsafe(32), randomness.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    url = connector(account.network).consent_url(known, state, challenge)
    return Consent(url, state, verifier)


# A suspended account may be connected anew; it stays suspended.
_CONNECTED_STATES = (AccountState.ACTIVE, AccountState.SUSPENDED)


def _require_connectable(scope: Scope, account: Account) -> None:
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    if account.state not in _CONNECTED_STATES:
        ACCOUNT.verb(account.state, AccountState.ACTIVE)


def _registration(account: Account, redirect_uri: str, now: datetime) -> Registration:
    at: dict[str, Any] = {"network": account.network, "server": account.server, "redirect_uri": redirect_uri}
    kept = ServerRegistration.objects.filter(**at).first()
    if kept is not None:
        # Sealed with a key that is gone: the server gives a new one.
        with suppress(Unreadable):
            return Registration(**unseal(kept.sealed))
    made = async_to_sync(_register)(account, redirect_uri)
    values: dict[str, Any] = {"sealed": seal(asdict(made)), "registered_at": now}
    ServerRegistration.objects.update_or_create(values, **at)
    return made


async def _register(account: Account, redirect_uri: str) -> Registration:
    async with http.client() as client:
        return await connector(account.network).register(account.server, redirect_uri, client)


def finish_connecting(
    scope: Scope, *, account: Account, code: str, verifier: str, redirect_uri: str, now: datetime
) -> Profile:
    """Change the code for the secrets and connect the account with them. Raises as `connect`."""
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    known = _registration(account, redirect_uri, now)
    secrets = async_to_sync(_exchange)(account.network, known, code, verifier)
    return connect(scope, account=account, secrets=secrets, now=now)


async def _exchange(network: str, known: Registration, code: str, verifier: str) -> Mapping[str, str]:
    async with http.client() as client:
        return await connector(network).exchange(known, code, verifier, client)


async def _ask(network: str, server: str, secrets: Mapping[str, str]) -> tuple[Profile, Limits]:
    async with http.client() as client:
        session = Session(server, secrets, client)
        return await connector(network).check(session), await connector(network).limits(session)


def connect(scope: Scope, *, account: Account, secrets: Mapping[str, str], now: datetime) -> Profile:
    """Try the secrets at the network, then seal and keep them and put an approved account to work.

    Raises Forbidden; NetworkError where the network does not take them; ValidationError where they belong to another
    account or the panel is not complete. The network is asked before the transaction begins.
    """
    _require_connectable(scope, account)
    profile, limits = async_to_sync(_ask)(account.network, account.server, secrets)
    if profile.handle.casefold() != account.handle.casefold():
        raise ValidationError(
            _("This way in belongs to @%(theirs)s. Connect the account that was approved: @%(ours)s."),
            code="other",
            params={"theirs": profile.handle, "ours": account.handle},
        )
    keep_connection(scope, account=account, secrets=secrets, profile=profile, limits=limits, now=now)
    return profile


@transaction.atomic
def keep_connection(
    scope: Scope, *, account: Account, secrets: Mapping[str, str], profile: Profile, limits: Limits, now: datetime
) -> None:
    """Seal and keep secrets that are known to open this very account, and put an approved account to work.

    Raises ValidationError where the panel is not complete. Whoever calls this has checked that the reader may.
    """
    require_panel(account, now)
    Credential.objects.update_or_create(account=account, defaults={"sealed": seal(secrets), "connected_at": now})
    record(scope.actor, verbs.CONNECTED, account, now=now, office_id=account.office_id)
    known: dict[str, Any] = {"remote_id": profile.remote_id, "url": profile.url, **kept_room(limits)}
    if account.state in _CONNECTED_STATES:
        Account.objects.filter(pk=account.pk).update(**known)
    else:
        transition(
            account, ACCOUNT, AccountState.ACTIVE, actor=scope.actor, now=now, office_id=account.office_id, note="",
            **known,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What works of an account's connection at this moment, each in the network's own answer."""

    profile: Profile | None
    limits: Limits | None
    same_account: bool
    fault: str
    """The network's word where something does not work, free of secrets; "" where all does."""
    lost: bool
    """A person must connect the account anew."""


def check(scope: Scope, *, account: Account, now: datetime) -> Checked:
    """Ask the network whether the account's way in is good, and what it allows today. Raises Forbidden.

    Changes nothing but the known limits.
    """
    scope.require(Permission.ACCOUNT_VIEW, account.office_id)
    kept = Credential.objects.filter(account=account).first()
    if kept is None:
        return Checked(None, None, same_account=False, fault="", lost=True)
    try:
        profile, limits = async_to_sync(_ask)(account.network, account.server, unseal(kept.sealed))
    except Unreadable:
        return Checked(None, None, same_account=False, fault="", lost=True)
    except NetworkError as error:
        return Checked(None, None, same_account=False, fault=error.detail, lost=error.code == "access_lost")
    same = profile.remote_id == account.remote_id
    if same:
        Account.objects.filter(pk=account.pk).update(**kept_room(limits))
    record(scope.actor, verbs.CHECKED, account, now=now, office_id=account.office_id)
    return Checked(profile, limits, same_account=same, fault="", lost=not same)


@transaction.atomic
def reseal(*, now: datetime) -> tuple[int, int]:
    """Seal all secrets with the newest key; gives how many, and how many open with no key that is given.

    For whoever runs the machine; each account's history tells of it.
    """
    done = lost = 0
    for kept in Credential.objects.select_for_update(of=("self",)).select_related("account"):
        if _sealed_anew(kept):
            done += 1
            record(Actor.system("reseal"), verbs.RESEALED, kept.account, now=now, office_id=kept.account.office_id)
        else:
            lost += 1
    for known in ServerRegistration.objects.select_for_update():
        if _sealed_anew(known):
            done += 1
        else:
            # The server gives a new one when it is next asked.
            known.delete()
    return done, lost


def _sealed_anew(kept: Credential | ServerRegistration) -> bool:
    try:
        kept.sealed = seal(unseal(kept.sealed))
    except Unreadable:
        return False
    kept.save(update_fields=["sealed"])
    return True
