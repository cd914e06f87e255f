"""Reading accounts and their panels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import httpx
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sanglap.accounts.models import (
    Account,
    AccountImport,
    AccountMove,
    ClaimRow,
    FormerName,
    PanelMember,
    Renaming,
    RenamingStep,
)
from sanglap.accounts.presence import stood_in_for
from sanglap.accounts.states import AccountState, MoveState, RenamingState
from sanglap.accounts.vault import unseal
from sanglap.networks.contract import Session
from sanglap.networks.registry import by_hand
from sanglap.offices.models import Appointment, Office, rows_of_kind
from sanglap.offices.scope import Scope, in_force
from sanglap.offices.states import OfficeState
from sanglap.people.models import User
from sanglap.people.permissions import Permission, roles_with


def accounts(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Account]:
    """The accounts of offices where the reader has the permission."""
    found = scope.limit(Account.objects.all(), permission)
    return found.select_related("office", "decision__office", "decision__assessment").order_by("office_id", "id")


def connected(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Account]:
    """Of these, the ones through which something can go out."""
    there = Q(credential__isnull=False) | Q(network__in=by_hand())
    return accounts(scope, permission).filter(there, state=AccountState.ACTIVE)


def renaming_of(account: Account) -> Renaming | None:
    """The renaming under way of an account that was found by a scope."""
    rows = Renaming.objects.filter(account=account, state=RenamingState.BEGUN)
    return rows.prefetch_related(_steps()).first()


def _steps() -> Prefetch[str]:
    """The steps of renamings with who did them, in one query."""
    return Prefetch("steps", RenamingStep.objects.select_related("done_by", "evidence"))


def renamings(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Renaming]:
    """The renamings of accounts of offices where the reader has the permission, the latest first."""
    rows = scope.limit(Renaming.objects.all(), permission, "account__office_id")
    return rows.select_related("account__office").prefetch_related(_steps()).order_by("-id")


def former_names(account: Account) -> QuerySet[FormerName]:
    """What an account that was found by a scope was called before, the latest first."""
    return FormerName.objects.filter(account=account).order_by("-until")


def moves(scope: Scope) -> QuerySet[AccountMove]:
    """The accounts offered from or to offices whose accounts the reader sees, the latest first."""
    given = scope.limit(AccountMove.objects.all(), Permission.ACCOUNT_VIEW, "giver_id")
    taken = scope.limit(AccountMove.objects.all(), Permission.ACCOUNT_VIEW, "taker_id")
    rows = AccountMove.objects.filter(Q(pk__in=given.values("pk")) | Q(pk__in=taken.values("pk")))
    return rows.select_related("account", "giver", "taker", "proposed_by", "decided_by").order_by("-id")


def moves_to_decide(scope: Scope) -> QuerySet[AccountMove]:
    """The accounts that wait for an office whose accounts the reader manages, the oldest first."""
    rows = scope.limit(AccountMove.objects.filter(state=MoveState.PROPOSED), Permission.ACCOUNT_MANAGE, "taker_id")
    return rows.select_related("account", "giver", "taker").order_by("id")


def move_of(account: Account) -> AccountMove | None:
    """The offer under way of an account that was found by a scope."""
    rows = AccountMove.objects.filter(account=account, state=MoveState.PROPOSED)
    return rows.select_related("giver", "taker", "proposed_by").first()


def stranded(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Account]:
    """The accounts of offices that are closed or went up in another: somebody has to say what becomes of them."""
    rows = accounts(scope, permission).exclude(office__state=OfficeState.OPEN).exclude(state=AccountState.CLOSED)
    return rows.select_related("office__successor")


def claim_lists(scope: Scope) -> QuerySet[AccountImport]:
    """The lists of accounts that reach no further than the reader, the latest first; without the files themselves."""
    rows = AccountImport.objects.defer("content").select_related("root", "by").order_by("-id")
    managed = scope.limit(rows, Permission.ACCOUNT_MANAGE, "root_id")
    reviewed = scope.limit(rows, Permission.ACCOUNT_REVIEW, "root_id", below=True)
    return rows.filter(Q(pk__in=managed.values("pk")) | Q(pk__in=reviewed.values("pk")))


def claim_rows(scope: Scope, run: AccountImport, kind: str = "") -> QuerySet[ClaimRow]:
    """The rows of a list that the reader may see, in order of the file; of one kind, or `WARNED`, where asked."""
    rows = ClaimRow.objects.filter(run__in=claim_lists(scope).filter(pk=run.pk).values("pk"))
    return rows_of_kind(rows, kind)


def official(scope: Scope, office: Office) -> QuerySet[Account]:
    """The accounts of the office that work: those that a citizen may take for its own. They are no secret from whoever
    may see the office.
    """
    return accounts(scope, Permission.OFFICE_VIEW).filter(office=office, state=AccountState.ACTIVE)


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
        .select_related("user", "order")
        .order_by("starts_at", "id")
    )


def _serving(at: datetime) -> QuerySet[PanelMember]:
    """Those on a panel at that moment who hold a position at the account's office that lets them approve."""
    appointed = Appointment.objects.filter(
        in_force(at),
        user=OuterRef("user"),
        position__office=OuterRef("account__office"),
        position__role__in=roles_with(Permission.POST_APPROVE),
    )
    return PanelMember.objects.filter(in_force(at), Exists(appointed))


def serving_count(account: Account, *, at: datetime) -> int:
    """How many serve on the panel of an account that was found by a scope, as clause 5.c counts them."""
    return _serving(at).filter(account=account).values("user").distinct().count()


def with_unfit_panels(scope: Scope, sizes: Collection[int], *, at: datetime) -> QuerySet[Account]:
    """Of the accounts at work that the reader manages, those whose panel has another number of members; `serving`."""
    own = _serving(at).filter(account=OuterRef("pk")).order_by().values("account")
    serving = Subquery(own.annotate(number=Count("user", distinct=True)).values("number"))
    rows = accounts(scope, Permission.ACCOUNT_MANAGE).annotate(serving=Coalesce(serving, 0))
    return rows.filter(state__in=[AccountState.ACTIVE, AccountState.SUSPENDED]).exclude(serving__in=list(sizes))


def terms_ending(scope: Scope, *, within: timedelta, now: datetime) -> QuerySet[PanelMember]:
    """The seats on panels of accounts that the reader manages whose term ends within that time, the soonest first."""
    rows = PanelMember.objects.filter(in_force(now), ends_at__lte=now + within)
    rows = rows.exclude(account__state=AccountState.CLOSED)
    return (
        scope.limit(rows, Permission.ACCOUNT_MANAGE, "account__office_id")
        .select_related("user", "account")
        .order_by("ends_at", "id")
    )


def panels_of(user: User, *, at: datetime) -> set[UUID]:
    """The accounts on whose panels the user serves at that moment, or stands in for the one who does. Two queries."""
    own = PanelMember.objects.filter(in_force(at), user=user).values_list("account_id", flat=True)
    return {*own, *stood_in_for(user, at=at).values_list("account_id", flat=True)}


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
