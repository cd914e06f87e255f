"""Reading incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from sanglap.accounts.models import Account
from sanglap.incidents import due
from sanglap.incidents.models import Contact, Found, Incident
from sanglap.incidents.states import IncidentState
from sanglap.offices.models import Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission


def incidents(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Incident]:
    """The incidents of accounts that the reader sees, the latest first."""
    rows = scope.limit(Incident.objects.all(), permission)
    return rows.select_related("account__office", "office", "reported_by", "ended_by", "stop").order_by("-id")


def running(scope: Scope) -> QuerySet[Incident]:
    """Those of them that are being dealt with, in earnest first."""
    return incidents(scope).filter(state=IncidentState.OPEN).order_by("drill", "-id")


def found(scope: Scope) -> QuerySet[Found]:
    """What was found at the networks in incidents that the reader sees."""
    rows = scope.limit(Found.objects.all(), Permission.ACCOUNT_VIEW, "incident__office_id")
    return rows.select_related("incident__account", "judged_by")


def published_meanwhile(scope: Scope, incident: Incident) -> QuerySet[Delivery]:
    """What went out through us in the time that the incident, found by a scope already, looks through."""
    until = {"published_at__lte": incident.ended_at} if incident.ended_at else {}
    rows = Delivery.objects.filter(
        account_id=incident.account_id,
        state=DeliveryState.PUBLISHED,
        published_at__gte=incident.suspected_from,
        **until,
    )
    return scope.limit(rows, Permission.POST_VIEW, "account__office_id").order_by("-published_at")


def contacts(scope: Scope, office: Office) -> QuerySet[Contact]:
    """Whom that office, and those above it, call in an emergency, the nearest first; nobody where the reader may not
    see the office's accounts.
    """
    above = OfficeAncestor.objects.filter(office=office).values("ancestor_id")
    rows = Contact.objects.filter(office__in=above, removed_at=None).select_related("office")
    return rows.order_by("office_id", "id") if scope.may(Permission.ACCOUNT_VIEW, office.pk) else rows.none()


def contact(scope: Scope) -> QuerySet[Contact]:
    """The entries that the reader keeps."""
    return scope.limit(Contact.objects.filter(removed_at=None), Permission.ACCOUNT_MANAGE).select_related("office")


@dataclass(frozen=True, slots=True)
class Drill:
    """When an account was last rehearsed, and by when it is to be again."""

    incident_id: UUID | None
    held_at: datetime | None
    due_at: datetime | None
    """None where nobody has served on the panel yet."""
    warn_at: datetime | None
    at: datetime

    @property
    def state(self) -> str:
        """`kept`, `risk` or `broken`, as of a confirmation."""
        if self.due_at is not None and self.due_at <= self.at:
            return "broken"
        return "risk" if self.held_at is None or (self.warn_at is not None and self.warn_at <= self.at) else "kept"


def drill(scope: Scope, account: Account, *, at: datetime) -> Drill:
    """How that account, found by a scope already, stands with its drill. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH mine AS (SELECT %(account)s::uuid AS account_id), {due.TABLES}"  # noqa: S608 - our own text
            " SELECT incident_id, held_at, due_at, warn_at FROM drills",
            {"account": account.pk, **due.given(at=at)},
        )
        incident, held_at, due_at, warn_at = cursor.fetchone()
    return Drill(incident, held_at, due_at, warn_at, at)


def open_incident(scope: Scope, account: Account, *, is_drill: bool = False) -> Incident | None:
    """The incident of that kind that is being dealt with, if there is one."""
    return incidents(scope).filter(account=account, state=IncidentState.OPEN, drill=is_drill).first()


def affected(scope: Scope) -> QuerySet[Account]:
    """The accounts at the reader's offices that he may report."""
    there = Incident.objects.filter(account=OuterRef("pk"), state=IncidentState.OPEN, drill=False)
    rows = scope.limit(Account.objects.all(), Permission.INCIDENT_REPORT)
    return rows.filter(~Q(state="closed")).annotate(reported=Exists(there)).order_by("office_id", "id")
