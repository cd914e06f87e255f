"""Reading what was confirmed, and what is to be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.attestations import due
from sanglap.attestations.due import Cause
from sanglap.attestations.models import Attestation, Evidence
from sanglap.attestations.statements import STATEMENTS, AttestationKind, Statement
from sanglap.guideline import loader
from sanglap.guideline.models import Clause, Rule
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

_ASKED = "WITH mine AS (SELECT unnest(%(accounts)s::uuid[]) AS account_id), "
_READ = " SELECT account_id, kind, attestation_id, due_at, warn_at, cause FROM owed"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to be confirmed of an account: what stands, until when, and why until then."""

    account_id: UUID
    kind: AttestationKind
    standing: Attestation | None
    due_at: datetime | None
    """None where nobody has served on the panel yet."""
    warn_at: datetime | None
    cause: Cause
    at: datetime
    """The moment for which it is reckoned."""

    @property
    def state(self) -> str:
        """`kept`, `risk` (soon, or not confirmed for the first time yet) or `broken` (overdue)."""
        if self.due_at is not None and self.due_at <= self.at:
            return "broken"
        soon = self.warn_at is not None and self.warn_at <= self.at
        return "risk" if soon or self.standing is None else "kept"

    @property
    def said(self) -> Statement | None:
        return self.standing.said if self.standing else None

    @property
    def title(self) -> str:
        return str(STATEMENTS[self.kind].title)

    @property
    def rule(self) -> Rule:
        book = loader.current()
        return book.rule(self.kind.rule, on=book.calendar.day_of(self.at))

    @property
    def clause(self) -> Clause:
        return loader.current().clause(self.rule.clause)


def attestations(scope: Scope) -> QuerySet[Attestation]:
    """What was confirmed of accounts that the reader sees, the latest first."""
    rows = scope.limit(Attestation.objects.all(), Permission.ACCOUNT_VIEW, "account__office_id")
    return rows.select_related("account", "made_by", "keeper").prefetch_related("evidence").order_by("-id")


def evidence(scope: Scope) -> QuerySet[Evidence]:
    """The files that go with them."""
    rows = scope.limit(Evidence.objects.all(), Permission.ACCOUNT_VIEW, "attestation__account__office_id")
    return rows.select_related("file", "attestation__account").order_by("id")


def owed(scope: Scope, account: Account, kinds: Iterable[AttestationKind], *, at: datetime) -> list[Owed]:
    """How that account, found by a scope already, stands in each of these kinds, in their order. Two queries."""
    asked = list(kinds)
    found = {one.kind: one for one in _reckoned([account.pk], asked, at)}
    return [found[kind] for kind in asked]


def owed_of_each(
    scope: Scope, kind: AttestationKind, account_ids: Collection[UUID], *, at: datetime
) -> Mapping[UUID, Owed]:
    """How each of these accounts, found by a scope already, stands in that kind. Two queries."""
    return {one.account_id: one for one in _reckoned(account_ids, [kind], at)}


def _reckoned(account_ids: Collection[UUID], kinds: list[AttestationKind], at: datetime) -> list[Owed]:
    with connection.cursor() as cursor:
        cursor.execute(_ASKED + due.TABLES + _READ, {"accounts": list(account_ids), **due.given(kinds, at=at)})
        rows = cursor.fetchall()
    known = _by_key({row[2] for row in rows if row[2]})
    return [_owed(row, known, at) for row in rows]


def _by_key(keys: Collection[UUID]) -> dict[UUID, Attestation]:
    if not keys:
        return {}
    rows = Attestation.objects.filter(pk__in=keys).select_related("made_by", "keeper")
    return {row.pk: row for row in rows.prefetch_related("evidence__file")}


def _owed(row: Any, known: dict[UUID, Attestation], at: datetime) -> Owed:
    account, kind, standing, due_at, warn_at, cause = row
    return Owed(account, AttestationKind(kind), known.get(standing), due_at, warn_at, Cause(cause), at)


def may_confirm(scope: Scope, account: Account, *, now: datetime) -> bool:
    """Whether the reader confirms for that account: who manages the office's accounts, or serves on its panel."""
    return bool(confirmable(scope, [account], now=now))


def confirmable(scope: Scope, given: Collection[Account], *, now: datetime) -> set[UUID]:
    """Of these accounts those for which the reader confirms. One query at most."""
    managed = {one.pk for one in given if scope.may(Permission.ACCOUNT_MANAGE, one.office_id)}
    approving = {one.pk for one in given if scope.may(Permission.POST_APPROVE, one.office_id)} - managed
    if scope.user is None or not approving:
        return managed
    return managed | (approving & set(accounts.panels_of(scope.user, at=now)))
