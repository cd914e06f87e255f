"""Positions, and who holds them: appointed, relieved, handed over (clause 5.c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.offices import verbs
from sanglap.offices.models import Appointment, Charge, Office, OfficeOrder, Position
from sanglap.offices.scope import Scope
from sanglap.offices.services.figures import reckon_heads
from sanglap.offices.states import OfficeState
from sanglap.people import services as people
from sanglap.people.models import User
from sanglap.people.permissions import Permission, Role, reaches

_OLDEST = datetime(1971, 3, 26, tzinfo=UTC)


def require_reach(scope: Scope, office_id: UUID, role: Role | str, *, below: bool) -> None:
    """Nobody gives or takes what reaches further than himself, and oversight is given from above only."""
    scope.require(Permission.PEOPLE_MANAGE, office_id, below=reaches(role, below=below))


def require_reach_of(scope: Scope, position: Position) -> None:
    """The same, of a position."""
    require_reach(scope, position.office_id, position.role, below=position.below)


@transaction.atomic
def create_position(
    scope: Scope, *, office: Office, title: LocalizedText, role: Role, below: bool = False, now: datetime
) -> Position:
    """Set up a position at the office. Raises Forbidden, ValidationError.

    Nobody sets up a position that reaches offices below where he himself has no say there.
    """
    require_reach(scope, office.pk, role, below=below)
    if Office.objects.select_for_update(no_key=True).get(pk=office.pk).state != OfficeState.OPEN:
        raise ValidationError(_("This office is not open; it has no positions."), code="closed")
    position = Position(office=office, title=title, role=role, below=below)
    position.full_clean()
    position.save(force_insert=True)
    record(scope.actor, verbs.POSITION_CREATED, position, now=now, office_id=office.pk, role=role)
    return position


@transaction.atomic
def rename_position(scope: Scope, *, position: Position, title: LocalizedText, now: datetime) -> None:
    """Give the position another designation; its role stays. Raises Forbidden, ValidationError."""
    require_reach_of(scope, position)
    before = position.title
    if before == title:
        return
    position.title = title
    position.full_clean()
    position.save(update_fields=["title"])
    changes = {"title": [dict(before), dict(title)]}
    record(scope.actor, verbs.POSITION_RENAMED, position, now=now, office_id=position.office_id, changes=changes)


@transaction.atomic
def abolish_position(scope: Scope, *, position: Position, now: datetime) -> None:
    """Do away with a vacant position. Raises Forbidden, and ValidationError while somebody holds it or is to."""
    require_reach_of(scope, position)
    position = _held(position)
    if position.abolished_at is not None:
        return
    if _running(position, now).exists():
        raise ValidationError(_("Somebody holds this position, or is to. Relieve the holder first."), code="held")
    position.abolished_at = now
    position.save(update_fields=["abolished_at"])
    record(scope.actor, verbs.POSITION_ABOLISHED, position, now=now, office_id=position.office_id)


@transaction.atomic
def appoint(
    scope: Scope,
    *,
    position: Position,
    user: User,
    charge: Charge = Charge.REGULAR,
    starts_at: datetime,
    ends_at: datetime | None = None,
    order: OfficeOrder | None = None,
    now: datetime,
) -> Appointment:
    """Put the user into the position from `starts_at` to before `ends_at` (UTC; None: without end).

    Nobody appoints himself. Raises Forbidden, and ValidationError by field: `user`, `starts_at`, `ends_at`.
    """
    require_reach_of(scope, position)
    position = _held(position)
    _check_person(scope, user)
    _check_term(starts_at, ends_at)
    _check_vacant(position, starts_at, ends_at)
    appointment = Appointment(
        position=position, user=user, charge=charge, starts_at=starts_at, ends_at=ends_at, order=order, entered_at=now
    )
    appointment.full_clean()
    appointment.save(force_insert=True)
    _reckon(position, now)
    forget_links(scope, user, now)
    record(
        scope.actor, verbs.APPOINTED, appointment, now=now, office_id=position.office_id, user=str(user.pk),
        role=position.role, charge=charge, starts_at=starts_at.isoformat(), memo=order.memo if order else "",
    )  # fmt: skip
    return appointment


def _held(position: Position) -> Position:
    """The position as it is, and nobody else's to change until this is done."""
    return Position.objects.select_for_update(of=("self",), no_key=True).select_related("office").get(pk=position.pk)


def forget_links(scope: Scope, user: User, now: datetime) -> None:
    """Links by which the user's account is opened, made by others than the reader, no longer open: whoever has such a
    link would get hold of what the user is given just now.
    """
    people.withdraw_links(user, but_by=scope.user, now=now)


def _reckon(position: Position, now: datetime) -> None:
    if position.role == Role.HEAD:
        reckon_heads([position.office_id], now=now)


def _running(position: Position, now: datetime) -> QuerySet[Appointment]:
    """Those that run or are to come; one that was called off before it began holds nothing."""
    rows = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), position=position)
    return rows.exclude(ends_at=F("starts_at"))


def _check_person(scope: Scope, user: User) -> None:
    if scope.user is not None and scope.user.pk == user.pk:
        raise on_field("user", _("Nobody appoints themselves. Ask the office above yours."), "oneself")
    if not User.objects.get(pk=user.pk).is_active:
        raise on_field("user", _("This person is shut out. Let them in again first."), "inactive")


def _check_term(starts_at: datetime, ends_at: datetime | None) -> None:
    if starts_at < _OLDEST:
        raise on_field("starts_at", _("This day is too long ago. Check the year."), "date")
    if ends_at is not None and ends_at <= starts_at:
        raise on_field("ends_at", _("The term ends before it begins."), "order")


def _check_vacant(position: Position, starts_at: datetime, ends_at: datetime | None) -> None:
    if position.abolished_at is not None:
        raise ValidationError(_("This position was abolished. Set up a new one."), code="abolished")
    others = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at), position=position)
    if ends_at is not None:
        others = others.filter(starts_at__lt=ends_at)
    # One that was called off before it began holds nothing.
    for other in others.select_related("user").order_by("starts_at"):
        if other.ends_at is None or other.ends_at > other.starts_at:
            said = _("%(who)s holds this position in that time. Hand it over, or relieve them first.")
            raise ValidationError(said, code="held", params={"who": str(other.user.name)})


@transaction.atomic
def relieve(
    scope: Scope, *, appointment: Appointment, ends_at: datetime, order: OfficeOrder | None = None, now: datetime
) -> None:
    """End the appointment at `ends_at` (UTC); its rights end with it, on every machine.

    One that has not begun is called off by ending it where it starts. Raises Forbidden, and ValidationError on the
    field `ends_at` where it ended already or would end before it began.
    """
    require_reach_of(scope, appointment.position)
    current = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if current.ends_at is not None and current.ends_at <= max(now, current.starts_at):
        raise on_field("ends_at", _("This term has ended already; nothing was changed."), "ended")
    if current.ends_at is not None and ends_at > current.ends_at:
        # To go on serving is to be appointed, and nobody appoints himself.
        raise on_field("ends_at", _("The term ends before that day already. Appoint anew to prolong it."), "longer")
    if ends_at < current.starts_at:
        raise on_field("ends_at", _("The term would end before it began."), "order")
    appointment.ends_at, appointment.release_order = ends_at, order or current.release_order
    appointment.save(update_fields=["ends_at", "release_order"])
    _reckon(appointment.position, now)
    record(
        scope.actor, verbs.RELIEVED, appointment, now=now, office_id=appointment.position.office_id,
        ends_at=ends_at.isoformat(), memo=order.memo if order else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a hand-over made: the successor's appointment, and the leaving person's next one, where there are such."""

    succeeded: Appointment | None
    onward: Appointment | None


@transaction.atomic
def hand_over(
    scope: Scope,
    *,
    appointment: Appointment,
    successor: User | None,
    onward: Position | None = None,
    at: datetime,
    charge: Charge = Charge.REGULAR,
    order: OfficeOrder | None = None,
    now: datetime,
) -> HandedOver:
    """Transfer in one step, at one moment `at` (UTC): the holder leaves the position, the successor takes it, and the
    holder takes the position `onward` in regular charge. Nothing of it happens unless all of it can.

    Without a successor the position is vacant from then on. Raises Forbidden, ValidationError (as `appoint`; of the
    successor on the field `successor`).
    """
    relieve(scope, appointment=appointment, ends_at=at, order=order, now=now)

    def put(position: Position, user: User, charge: Charge) -> Appointment:
        return appoint(scope, position=position, user=user, charge=charge, starts_at=at, order=order, now=now)

    succeeded = None
    if successor is not None:
        try:
            succeeded = put(appointment.position, successor, charge)
        except ValidationError as error:
            raise _renamed(error, "user", "successor") from None
    next_ = put(onward, appointment.user, Charge.REGULAR) if onward is not None else None
    return HandedOver(succeeded, next_)


def _renamed(error: ValidationError, field: str, to: str) -> ValidationError:
    if not hasattr(error, "error_dict"):
        return error
    return ValidationError({to if name == field else name: errors for name, errors in error.error_dict.items()})
