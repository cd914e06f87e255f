"""Reading where accounts stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.accounts.selectors import ever_seated
from sanglap.attestations.selectors import attestations
from sanglap.core import clock
from sanglap.duties.models import Duty, DutyKind, EvidenceKind, Exemption, Standing, Turn
from sanglap.duties.models.duties import WEEKLY
from sanglap.duties.states import ExemptionState
from sanglap.guideline import loader
from sanglap.inbox.selectors import messages
from sanglap.incidents.selectors import incidents
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.platforms.selectors import decisions
from sanglap.publishing.selectors import deliveries
from sanglap.verification.selectors import findings, profile_pictures, watches

WEEKS = 53
"""A year at one look, and the week in which we are."""


def duties(scope: Scope) -> QuerySet[Duty]:
    """The duties of accounts that the reader may see, newest period first."""
    return (
        scope.limit(Duty.objects.all(), Permission.ACCOUNT_VIEW).select_related("account").order_by("-starts_on", "id")
    )


def this_week(scope: Scope, *kinds: DutyKind) -> QuerySet[Duty]:
    """What is owed now, of the running week and beyond it; kind by kind, of all where none is named."""
    today = loader.current().calendar.day_of(clock.now())
    rows = duties(scope).filter(Q(ends_on=None) | Q(ends_on__gte=today), current=True, starts_on__lte=today)
    # Of one kind the database has them in order.
    return rows.filter(kind__in=kinds or DutyKind).order_by(*([] if len(kinds) == 1 else [_BY_KIND]), "id")


def wanting(scope: Scope, *kinds: DutyKind) -> QuerySet[Duty]:
    """Of these the ones that are broken or at risk, broken ones first, and of these what has been so for longest."""
    rows = this_week(scope, *kinds).filter(standing__in=[Standing.BROKEN, Standing.AT_RISK])
    return rows.order_by("-standing", "since", "id")


def evidence(scope: Scope, duty: Duty) -> list[tuple[EvidenceKind, Any]]:
    """What that duty, found by a scope already, is reckoned from, as far as the reader may see it. A query for each
    kind of thing.
    """
    keys: dict[EvidenceKind, list[UUID]] = defaultdict(list)
    for reference in duty.references:
        keys[reference.kind].append(reference.id)
    found = {kind: {row.pk: row for row in _PROVES[kind](scope).filter(pk__in=ids)} for kind, ids in keys.items()}
    return [
        (reference.kind, found[reference.kind][reference.id])
        for reference in duty.references
        if reference.id in found[reference.kind]
    ]


@dataclass(frozen=True, slots=True)
class Square:
    """One week of a strip: how it stood, at its end where it is not weekly. No `duty`: nothing was reckoned."""

    starts_on: date
    duty: Duty | None
    stood: str = ""
    """Of what is not weekly: as it stood then."""

    @property
    def standing(self) -> str:
        """As the duty's; `none` where nothing was owed."""
        return self.stood or (self.duty.standing if self.duty and self.duty.owed else "none")

    @property
    def get_standing_display(self) -> str:
        return str(_("nothing owed") if self.standing == "none" else Standing(self.standing).label)


@dataclass(frozen=True, slots=True)
class Strip:
    """A year of one kind of duty, one square a week, the latest first."""

    kind: DutyKind
    squares: Sequence[Square]

    @property
    def reckoned(self) -> bool:
        """Whether anything was reckoned in that year."""
        return any(square.duty for square in self.squares)


def weeks() -> list[date]:
    """The first days of the weeks of a strip, the latest first. No look-up."""
    calendar = loader.current().calendar
    latest = calendar.week(calendar.day_of(clock.now())).start
    return [latest - timedelta(weeks=number) for number in range(WEEKS)]


def strip(scope: Scope, of: Account | Office, *kinds: DutyKind) -> list[Strip]:
    """The year of an account, or of an office by the worst of its own accounts in each week; a strip for each of these
    weekly kinds, of all weekly ones where none is named. One query.
    """
    listed, asked = weeks(), kinds or WEEKLY
    whose = Q(account=of) if isinstance(of, Account) else Q(office=of)
    rows = duties(scope).filter(whose, kind__in=asked, starts_on__gte=listed[-1], starts_on__lte=listed[0])
    worst = rows.order_by("kind", "starts_on", _WORST, "id").distinct("kind", "starts_on")
    found = {(duty.kind, duty.starts_on): duty for duty in worst}
    return [Strip(kind, [Square(week, found.get((kind, week))) for week in listed]) for kind in asked]


def year(scope: Scope, account: Account, rows: Iterable[Duty]) -> list[Strip]:
    """The year of every kind of these duties of an account, in their order. Two queries whatever their number."""
    listed = list(rows)
    weekly = [DutyKind(duty.kind) for duty in listed if duty.ends_on]
    found: dict[str, Strip] = {one.kind: one for one in strip(scope, account, *weekly)} if weekly else {}
    turned_ = turns(scope, [duty for duty in listed if not duty.ends_on])
    return [found.get(duty.kind) or _turned(duty, turned_[duty.pk]) for duty in listed]


def turned(scope: Scope, duty: Duty) -> Strip:
    """The year of a duty that is not weekly, as each week ended. One query."""
    return _turned(duty, turns(scope, [duty])[duty.pk])


def turns(scope: Scope, rows: Iterable[Duty]) -> dict[UUID, list[tuple[datetime, str]]]:
    """When each of these duties came to stand how, the latest first. One query."""
    found: dict[UUID, list[tuple[datetime, str]]] = {duty.pk: [] for duty in rows}
    seen = scope.limit(Turn.objects.filter(duty__in=list(found)), Permission.ACCOUNT_VIEW, "duty__office_id")
    for duty, at, standing in seen.order_by("-at", "-id").values_list("duty_id", "at", "standing"):
        found[duty].append((at, standing))
    return found


def stood(turned_: Sequence[tuple[datetime, str]]) -> list[tuple[date, str]]:
    """How something stood at the end of each week of a strip, by its turns; "" where it did not. No look-up."""
    begins = loader.current().calendar.begins
    ends = [(week, begins(week + timedelta(weeks=1))) for week in weeks()]
    return [(week, next((standing for at, standing in turned_ if at < end), "")) for week, end in ends]


def _turned(duty: Duty, turned_: Sequence[tuple[datetime, str]]) -> Strip:
    squares = [Square(week, duty if how else None, how or "none") for week, how in stood(turned_)]
    return Strip(DutyKind(duty.kind), squares)


def exemptions(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Exemption]:
    """The exemptions of offices where the reader has the permission, the latest first."""
    rows = scope.limit(Exemption.objects.all(), permission)
    return rows.select_related("office", "account", "asked_by", "decided_by").order_by("-id")


def to_decide(scope: Scope) -> QuerySet[Exemption]:
    """Those that are asked for and wait for the reader's decision, the oldest first."""
    return exemptions(scope, Permission.ACCOUNT_REVIEW).filter(state=ExemptionState.ASKED).order_by("id")


def exempting(scope: Scope, account: Account) -> QuerySet[Exemption]:
    """What is asked for or granted for an account and is not over."""
    today = loader.current().calendar.day_of(clock.now())
    rows = exemptions(scope).filter(Q(account=account) | Q(account=None), office=account.office_id)
    return rows.filter(ends_on__gte=today, state__in=[ExemptionState.ASKED, ExemptionState.GRANTED])


_WORST = Case(
    When(standing=Standing.BROKEN, then=Value(0)),
    When(standing=Standing.AT_RISK, then=Value(1)),
    When(standing=Standing.EXEMPT, then=Value(2)),
    When(standing=Standing.RUNNING, then=Value(3)),
    # What was kept goes before what owed nothing.
    When(owed__gt=0, then=Value(4)),
    default=Value(5),
)
_BY_KIND = Case(*(When(kind=kind, then=Value(number)) for number, kind in enumerate(DutyKind)))
_PROVES: Mapping[EvidenceKind, Callable[[Scope], QuerySet[Any]]] = {
    EvidenceKind.DELIVERY: lambda scope: deliveries(scope).annotate(
        draft_id=F("publication__variant__revision__draft_id")
    ),
    EvidenceKind.MESSAGE: messages,
    EvidenceKind.SEAT: ever_seated,
    EvidenceKind.DECISION: decisions,
    EvidenceKind.ATTESTATION: attestations,
    EvidenceKind.INCIDENT: incidents,
    EvidenceKind.FINDING: findings,
    EvidenceKind.PICTURE: profile_pictures,
    EvidenceKind.WATCH: watches,
}
