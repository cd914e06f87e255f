"""Giving up the way into an account: at its network, and here (clause 5.e)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from asgiref.sync import async_to_sync
from django.db import transaction

from sanglap.accounts import verbs
from sanglap.accounts.models import Account, Credential, ServerRegistration
from sanglap.accounts.vault import Unreadable, unseal
from sanglap.audit.services import record
from sanglap.core import http
from sanglap.networks.contract import NetworkError, Refused, Registration, Session
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What became of an account's way in."""

    had: bool
    """There was one."""
    at_network: bool
    """The network has ended the right."""
    here: bool
    """Nothing is kept here any more."""
    fault: str = ""
    """The network's word where it did not, free of secrets."""


def give_up(scope: Scope, *, account: Account, regardless: bool = False, now: datetime) -> GivenUp:
    """Have the network end Sanglap's right, then destroy what is kept of it here.

    Where the network cannot be asked the secret is kept, so that it can be asked again; `regardless` destroys it all
    the same, for whoever ends the right at the network by hand. No transaction is open while the network is asked.
    Raises Forbidden.
    """
    scope.require(Permission.OUTBOX_STOP, account.office_id)
    kept = Credential.objects.filter(account=account).first()
    if kept is None:
        return GivenUp(had=False, at_network=False, here=True)
    with transaction.atomic():
        record(scope.actor, verbs.GIVING_UP, account, now=now, office_id=account.office_id)
    fault = _asked(account, kept)
    if fault and not regardless:
        return GivenUp(had=True, at_network=False, here=False, fault=fault)
    with transaction.atomic():
        # Only what was given up: whoever connected anew meanwhile keeps that.
        Credential.objects.filter(account=account, connected_at=kept.connected_at).delete()
        record(scope.actor, verbs.GIVEN_UP, account, now=now, office_id=account.office_id, at_network=not fault)
    return GivenUp(had=True, at_network=not fault, here=True, fault=fault)


def _asked(account: Account, kept: Credential) -> str:
    """Ask the network to end the right; gives its word where it did not."""
    try:
        secrets = unseal(kept.sealed)
    except Unreadable:
        return "what is kept cannot be opened"
    try:
        async_to_sync(_revoke)(account, secrets, _known(account))
    except NetworkError as error:
        return error.detail or error.code
    return ""


def _known(account: Account) -> Sequence[Registration | None]:
    """What the server knows, or knew, this Sanglap by, the latest first; nothing at all where it never asked."""
    found = []
    for kept in ServerRegistration.objects.filter(network=account.network, server=account.server).order_by("-id"):
        with suppress(Unreadable):
            found.append(Registration(**unseal(kept.sealed)))
    return found or [None]


async def _revoke(account: Account, secrets: Mapping[str, str], known: Sequence[Registration | None]) -> None:
    """One after the other: only the registration by which the right was given can end it."""
    async with http.client() as client:
        session = Session(account.server, secrets, client)
        for number, registration in enumerate(known, start=1):
            try:
                await connector(account.network).revoke(session, registration)
            except Refused:
                if number == len(known):
                    raise
            else:
                return
