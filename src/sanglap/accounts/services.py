"""Opening official accounts and settling who answers for them (clauses 4, 5.a, 5.b, 5.c, 5.e)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from asgiref.sync import async_to_sync
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import selectors, verbs
from sanglap.accounts.models import Account, Credential, PanelMember, PanelRole
from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.accounts.vault import seal
from sanglap.audit.services import record, transition
from sanglap.core import http
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.networks.contract import Limits, Profile, Session
from sanglap.networks.registry import connector
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission


@transaction.atomic
def propose(
    scope: Scope,
    *,
    office: Office,
    network: str,
    server: str,
    handle: str,
    name: LocalizedText,
    purposes: Sequence[str],
    audience: LocalizedText,
    description: LocalizedText,
    now: datetime,
) -> Account:
    """Propose an account in the office's name. Raises Forbidden; ValidationError where something is missing."""
    scope.require(Permission.ACCOUNT_MANAGE, office.pk)
    known = {clause.id for clause in loader.current().purposes}
    if not purposes or not set(purposes) <= known:
        raise ValidationError({"purposes": _("Choose one or more of the purposes of clause 4.")})
    account = Account(
        office=office,
        network=connector(network).key,
        server=server.rstrip("/"),
        handle=handle,
        name=name,
        purposes=sorted(set(purposes)),
        audience=audience,
        description=description,
    )
    account.full_clean()
    account.save(force_insert=True)
    record(scope.actor, verbs.PROPOSED, account, now=now, office_id=office.pk)
    return account


@transaction.atomic
def approve(scope: Scope, *, account: Account, now: datetime) -> None:
    """Approve a proposed account. Raises Forbidden, TransitionRefused."""
    scope.require(Permission.ACCOUNT_REVIEW, account.office_id)
    for state in (AccountState.IN_REVIEW, AccountState.APPROVED):
        if account.state != state:
            transition(account, ACCOUNT, state, actor=scope.actor, now=now, office_id=account.office_id)


@transaction.atomic
def appoint_panel(scope: Scope, *, account: Account, members: Mapping[User, PanelRole], now: datetime) -> None:
    """Put these people, and no others, on the account's panel from now on (clause 5.c).

    Raises Forbidden; ValidationError where the rulebook does not know a panel of that size.
    """
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    account = Account.objects.select_for_update().get(pk=account.pk)
    book = loader.current()
    rule = book.rule("panel-size", on=book.calendar.day_of(now))
    if len(members) not in rule.parameters.in_order:
        raise ValidationError(_("A panel has exactly as many members as clause 5(c) allows: 1, 3 or 5."))
    serving = {member.user_id: member for member in selectors.panel([account.pk], at=now)}
    keep = {user.pk: role for user, role in members.items()}
    leaving = [member.pk for user, member in serving.items() if keep.get(user) != member.role]
    PanelMember.objects.filter(pk__in=leaving).update(ends_at=now)
    PanelMember.objects.bulk_create(
        PanelMember(account=account, user=user, role=role, starts_at=now)
        for user, role in members.items()
        if user.pk not in serving or serving[user.pk].role != role
    )
    record(
        scope.actor,
        verbs.PANEL_SET,
        account,
        now=now,
        office_id=account.office_id,
        members={str(user.pk): str(role) for user, role in members.items()},
    )


async def _ask(network: str, server: str, secrets: Mapping[str, str]) -> tuple[Profile, Limits]:
    async with http.client() as client:
        session = Session(server, secrets, client)
        return await connector(network).check(session), await connector(network).limits(session)


def connect(scope: Scope, *, account: Account, secrets: Mapping[str, str], now: datetime) -> Profile:
    """Try the secrets at the network, then seal and keep them and put the account to work, or leave it at work.

    Raises Forbidden; NetworkError where the network does not take them; ValidationError where they belong to another
    account or the panel is not complete. The network is asked before the transaction begins.
    """
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    working = account.state == AccountState.ACTIVE
    if not working:
        ACCOUNT.verb(account.state, AccountState.ACTIVE)
    profile, limits = async_to_sync(_ask)(account.network, account.server, secrets)
    if profile.handle.casefold() != account.handle.casefold():
        raise ValidationError(
            _("These access details belong to another account. Connect the account that was approved.")
        )
    with transaction.atomic():
        if not selectors.panel([account.pk], at=now):
            raise ValidationError(_("Appoint the panel first: clause 5(c)."))
        Credential.objects.update_or_create(account=account, defaults={"sealed": seal(secrets), "connected_at": now})
        record(scope.actor, verbs.CONNECTED, account, now=now, office_id=account.office_id)
        known: dict[str, Any] = {"remote_id": profile.remote_id, "url": profile.url, "characters": limits.characters}
        if working:
            Account.objects.filter(pk=account.pk).update(**known)
        else:
            transition(
                account,
                ACCOUNT,
                AccountState.ACTIVE,
                actor=scope.actor,
                now=now,
                office_id=account.office_id,
                **known,
            )
    return profile
