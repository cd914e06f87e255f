"""Leave, and who does the work meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.offices import verbs
from sanglap.offices.models import Appointment, Delegation, Leave, OfficeOrder
from sanglap.offices.scope import Forbidden, Scope, in_force
from sanglap.offices.services.appointments import forget_links, require_reach_of
from sanglap.offices.services.people import may_over
from sanglap.people.models import User
from sanglap.people.permissions import Permission

LONGEST = timedelta(days=366)


def _require_self_or_manager(scope: Scope, user: User, now: datetime) -> None:
    """The person himself, or whoever has a say over all that the person holds: on leave, one may nothing anywhere."""
    own = scope.user is not None and scope.user.pk == user.pk
    if not own and not may_over(scope, user, Permission.PEOPLE_MANAGE, now=now):
        raise Forbidden(Permission.PEOPLE_MANAGE, None)


def _check_span(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise on_field("ends_at", _("It ends before it begins."), "order")
    if ends_at - starts_at > LONGEST:
        raise on_field("ends_at", _("It lasts longer than a year. Check the year."), "long")


@transaction.atomic
def go_on_leave(
    scope: Scope, *, user: User, starts_at: datetime, ends_at: datetime, reason: str = "", now: datetime
) -> Leave:
    """From `starts_at` to before `ends_at` (UTC) the user still sees, and does nothing.

    Raises Forbidden, ValidationError.
    """
    _require_self_or_manager(scope, user, now)
    _check_span(starts_at, ends_at)
    if ends_at <= now:
        raise on_field("ends_at", _("It is over already. Check the days."), "past")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    others = Leave.objects.filter(user=user, starts_at__lt=ends_at, ends_at__gt=Greatest(starts_at, F("starts_at")))
    if others.exists():
        raise ValidationError(
            _("There is a leave in that time already. End it first, or choose other days."), code="twice"
        )
    leave = Leave(user=user, starts_at=starts_at, ends_at=ends_at, reason=reason, entered_at=now)
    leave.full_clean()
    leave.save(force_insert=True)
    said = {"reason": reason, "starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    _tell(scope, verbs.LEAVE_TAKEN, leave, now, said)
    return leave


@transaction.atomic
def end_leave(scope: Scope, *, leave: Leave, now: datetime) -> None:
    """The person is back; one that has not begun is called off. Ended already: nothing changes. Raises Forbidden."""
    _require_self_or_manager(scope, leave.user, now)
    if leave.ends_at <= now:
        return
    leave.ends_at = max(now, leave.starts_at)
    leave.save(update_fields=["ends_at"])
    _tell(scope, verbs.LEAVE_ENDED, leave, now, {})


def _tell(scope: Scope, verb: str, leave: Leave, now: datetime, said: dict[str, Any]) -> None:
    """In the history of every office at which the person serves: there the work waits or is done by another."""
    serving = Appointment.objects.filter(in_force(now), user=leave.user)
    offices: set[UUID | None] = set(serving.values_list("position__office_id", flat=True))
    for office in offices or {None}:
        record(scope.actor, verb, leave, now=now, office_id=office, **said)


@transaction.atomic
def delegate(
    scope: Scope,
    *,
    appointment: Appointment,
    to: User,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
    order: OfficeOrder | None = None,
    now: datetime,
) -> Delegation:
    """Another does what the appointment lets its holder do, from `starts_at` to before `ends_at` (UTC).

    The holder says so himself, or whoever could have appointed him. It goes to somebody who serves at the same office
    and is not away; it is not passed on, and ends with the appointment. Raises Forbidden, ValidationError by field.
    """
    if scope.user is None or scope.user.pk != appointment.user_id:
        require_reach_of(scope, appointment.position)
    _check_span(starts_at, ends_at)
    _check_stand_in(scope, appointment, to, starts_at)
    current = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if current.ends_at is not None and current.ends_at <= starts_at:
        raise on_field("starts_at", _("This term has ended already; nothing was changed."), "ended")
    others = appointment.delegations.filter(starts_at__lt=ends_at, ends_at__gt=Greatest(starts_at, F("starts_at")))
    if others.exists():
        raise ValidationError(_("Somebody stands in during that time already. End that first."), code="twice")
    made = Delegation(
        appointment=appointment, to=to, starts_at=starts_at, ends_at=ends_at, reason=reason, order=order, entered_at=now
    )
    made.full_clean()
    made.save(force_insert=True)
    forget_links(scope, to, now)
    record(
        scope.actor, verbs.DELEGATED, made, now=now, office_id=appointment.position.office_id, reason=reason,
        starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat(),
    )  # fmt: skip
    return made


def _check_stand_in(scope: Scope, appointment: Appointment, to: User, at: datetime) -> None:
    if to.pk == appointment.user_id:
        raise on_field("to", _("Choose somebody else: this is the holder."), "oneself")
    if scope.user is not None and scope.user.pk == to.pk:
        raise on_field("to", _("Nobody appoints themselves. Ask the office above yours."), "self")
    if not to.is_active:
        raise on_field("to", _("This person is shut out. Let them in again first."), "inactive")
    same = Appointment.objects.filter(in_force(at), user=to, position__office_id=appointment.position.office_id)
    if not same.exists():
        raise on_field("to", _("Choose somebody who serves at the same office then."), "elsewhere")
    if Leave.objects.filter(in_force(at), user=to).exists():
        raise on_field("to", _("This person is on leave then. Choose somebody else."), "away")


@transaction.atomic
def end_delegation(scope: Scope, *, delegation: Delegation, now: datetime) -> None:
    """The other no longer stands in. By the holder, the other, or whoever could have appointed. Raises Forbidden."""
    appointment = delegation.appointment
    if scope.user is None or scope.user.pk not in {appointment.user_id, delegation.to_id}:
        require_reach_of(scope, appointment.position)
    if delegation.ends_at <= now:
        return
    delegation.ends_at = max(now, delegation.starts_at)
    delegation.save(update_fields=["ends_at"])
    record(scope.actor, verbs.DELEGATION_ENDED, delegation, now=now, office_id=appointment.position.office_id)
