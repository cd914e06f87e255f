"""Setting up positions, and who holds them."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.localized import LocalizedText
from sanglap.offices import verbs
from sanglap.offices.models import Appointment, Charge, Office, Position
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import OVERSIGHT, Permission, Role


def _require_reach(scope: Scope, office_id: UUID, role: Role | str, *, below: bool) -> None:
    """Nobody gives what reaches further than himself, and oversight is given from above only."""
    scope.require(Permission.PEOPLE_MANAGE, office_id, below=below or Role(role) in OVERSIGHT)


@transaction.atomic
def create_position(
    scope: Scope, *, office: Office, title: LocalizedText, role: Role, below: bool = False, now: datetime
) -> Position:
    """Set up a position at the office. Raises Forbidden, ValidationError.

    Nobody sets up a position that reaches offices below where he himself has no say there.
    """
    _require_reach(scope, office.pk, role, below=below)
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
    """Put the user into the position from `starts_at` (UTC) on. Raises Forbidden, ValidationError.

    Nobody appoints himself.
    """
    _require_reach(scope, position.office_id, position.role, below=position.below)
    if scope.user is not None and scope.user.pk == user.pk:
        raise ValidationError(_("Nobody appoints themselves. Ask the office above yours."), code="oneself")
    appointment = Appointment(position=position, user=user, charge=charge, starts_at=starts_at, entered_at=now)
    appointment.full_clean()
    appointment.save(force_insert=True)
    record(scope.actor, verbs.APPOINTED, appointment, now=now, office_id=position.office_id, user=str(user.pk))
    return appointment


@transaction.atomic
def relieve(scope: Scope, *, appointment: Appointment, ends_at: datetime, now: datetime) -> None:
    """End the appointment at `ends_at` (UTC); its rights end with it, on every machine. Raises Forbidden."""
    position = appointment.position
    _require_reach(scope, position.office_id, position.role, below=position.below)
    appointment.ends_at = ends_at
    appointment.save(update_fields=["ends_at"])
    record(scope.actor, verbs.RELIEVED, appointment, now=now, office_id=position.office_id)
