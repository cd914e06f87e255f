"""Changing the tree and who serves in it."""

from datetime import datetime

from django.db import connection, transaction

from sanglap.audit.services import record
from sanglap.core.localized import LocalizedText
from sanglap.offices import verbs
from sanglap.offices.models import Appointment, Charge, Kind, Office, OfficeAncestor, Position
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission, Role

# One writer of the tree at a time: two moves that each are in order can make a cycle together.
TREE_LOCK = 0x5A4E474C_41500001


def _lock_tree() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


@transaction.atomic
def create_office(
    scope: Scope,
    *,
    code: str,
    kind: Kind,
    name: LocalizedText,
    parent: Office | None,
    website: str = "",
    now: datetime,
) -> Office:
    """Enter an office below `parent` (None: at the top; the machine alone may). Raises Forbidden, ValidationError."""
    scope.require(Permission.OFFICE_MANAGE, parent.pk if parent else None)
    _lock_tree()
    office = Office(code=code, kind=kind, name=name, parent=parent, website=website)
    office.full_clean()
    office.save(force_insert=True)
    above = OfficeAncestor.objects.filter(office=parent).values_list("ancestor_id", "depth") if parent else []
    OfficeAncestor.objects.bulk_create(
        OfficeAncestor(office=office, ancestor_id=ancestor, depth=depth)
        for ancestor, depth in [(office.pk, 0), *((ancestor, depth + 1) for ancestor, depth in above)]
    )
    record(scope.actor, verbs.CREATED, office, now=now, office_id=office.pk)
    return office


@transaction.atomic
def create_position(
    scope: Scope, *, office: Office, title: LocalizedText, role: Role, below: bool = False, now: datetime
) -> Position:
    """Set up a position at the office. Raises Forbidden, ValidationError.

    Nobody sets up a position that reaches offices below where he himself has no say there.
    """
    scope.require(Permission.OFFICE_MANAGE, office.pk, below=below)
    position = Position(office=office, title=title, role=role, below=below)
    position.full_clean()
    position.save(force_insert=True)
    record(scope.actor, verbs.POSITION_CREATED, position, now=now, office_id=office.pk, role=role)
    return position


@transaction.atomic
def appoint(
    scope: Scope,
    *,
    position: Position,
    user: User,
    charge: Charge = Charge.REGULAR,
    starts_at: datetime,
    now: datetime,
) -> Appointment:
    """Put the user into the position from `starts_at` (UTC) on. Raises Forbidden."""
    scope.require(Permission.OFFICE_MANAGE, position.office_id)
    appointment = Appointment.objects.create(position=position, user=user, charge=charge, starts_at=starts_at)
    record(scope.actor, verbs.APPOINTED, appointment, now=now, office_id=position.office_id, user=str(user.pk))
    return appointment


@transaction.atomic
def relieve(scope: Scope, *, appointment: Appointment, ends_at: datetime, now: datetime) -> None:
    """End the appointment at `ends_at` (UTC); its rights end with it, on every machine. Raises Forbidden."""
    scope.require(Permission.OFFICE_MANAGE, appointment.position.office_id)
    appointment.ends_at = ends_at
    appointment.save(update_fields=["ends_at"])
    record(scope.actor, verbs.RELIEVED, appointment, now=now, office_id=appointment.position.office_id)
