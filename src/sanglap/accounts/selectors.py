"""Reading accounts and their panels."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import httpx
from django.db.models import Q, QuerySet

from sanglap.accounts.models import Account, PanelMember
from sanglap.accounts.states import AccountState
from sanglap.accounts.vault import unseal
from sanglap.networks.contract import Session
from sanglap.networks.registry import by_hand
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission


def accounts(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Account]:
    """The accounts of offices where the reader has the permission."""
    found = scope.limit(Account.objects.all(), permission)
    return found.select_related("office", "decision__office", "decision__assessment").order_by("office_id", "id")


def connected(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Account]:
    """Of these, the ones through which something can go out."""
    there = Q(credential__isnull=False) | Q(network__in=by_hand())
    return accounts(scope, permission).filter(there, state=AccountState.ACTIVE)


def official(scope: Scope, office: Office) -> QuerySet[Account]:
    """The accounts of the office that work: those that a citizen may take for its own."""
    return accounts(scope).filter(office=office, state=AccountState.ACTIVE)


def panel(account_ids: Sequence[UUID], *, at: datetime) -> list[PanelMember]:
    """Who served on these accounts' panels at that moment, whoever asks: approval is reckoned from it.

    The terms alone tell: whoever may no longer sign in casts no vote, but what he approved while serving stands.
    """
    return served(account_ids, first=at, last=at)


def served(account_ids: Collection[UUID], *, first: datetime, last: datetime) -> list[PanelMember]:
    """Who served on these accounts' panels at any moment between these two, both included."""
    return list(
        PanelMember.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=first),
            account__in=account_ids,
            starts_at__lte=last,
        )
        .select_related("user")
        .order_by("starts_at", "id")
    )


def panels_of(user: User, *, at: datetime) -> set[UUID]:
    """The accounts on whose panels the user serves at that moment."""
    return set(
        PanelMember.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at), user=user, starts_at__lte=at
        ).values_list("account_id", flat=True)
    )


def seats(scope: Scope, user: User, *, at: datetime) -> list[PanelMember]:
    """The panels on which that person serves at that moment, of accounts that the reader sees."""
    rows = PanelMember.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), user=user, starts_at__lte=at)
    return list(scope.limit(rows, Permission.ACCOUNT_VIEW, "account__office_id").select_related("account"))


def ever_seated(scope: Scope) -> QuerySet[PanelMember]:
    """Who serves, served or is to serve on the panels of accounts that the reader sees."""
    rows = scope.limit(PanelMember.objects.all(), Permission.ACCOUNT_VIEW, "account__office_id")
    return rows.select_related("user", "account").order_by("starts_at", "id")


def session(account: Account, http: httpx.AsyncClient) -> Session:
    """The account's way in. For jobs, never for pages. Raises Credential.DoesNotExist, vault.Unreadable."""
    return Session(account.server, unseal(account.credential.sealed), http)
