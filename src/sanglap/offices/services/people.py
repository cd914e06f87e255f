"""Bringing people in, letting them in again, shutting them out: what takes a say over where they serve (clause 5.e)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanglap.core.localized import LocalizedText
from sanglap.offices.models import Appointment, Charge, Delegation, OfficeOrder, Position
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services.appointments import appoint
from sanglap.people import services as people
from sanglap.people.models import LinkKind, User
from sanglap.people.permissions import Permission, reaches


def may_over(scope: Scope, user: User, permission: Permission, *, now: datetime) -> bool:
    """Whether the reader has the permission over all that the user holds or is to hold, for himself or standing in, as
    far as it reaches: nobody gets hold of an account that may more than his own. Never over oneself.
    """
    if scope.user is not None and scope.user.pk == user.pk:
        return False
    held = Appointment.objects.filter(user=user)
    # What was called off before it began gives nobody a say, unless there was never anything else.
    served = held.exclude(ends_at=F("starts_at"))
    running = served.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    # Somebody who holds nothing any more belongs to whoever he served with last.
    rows = running if running.exists() else (served if served.exists() else held).order_by("-starts_at")[:1]
    places = set(rows.values_list("position__office_id", "position__below", "position__role"))
    through = Delegation.objects.filter(to=user, ends_at__gt=now)
    places |= set(
        through.values_list(
            "appointment__position__office_id", "appointment__position__below", "appointment__position__role"
        )
    )
    return scope.unbounded or (
        bool(places)
        and all(scope.may(permission, office, below=reaches(role, below=below)) for office, below, role in places)
    )


def _require_over(scope: Scope, user: User, permission: Permission, now: datetime) -> None:
    if not may_over(scope, user, permission, now=now):
        raise Forbidden(permission, None)


@transaction.atomic
def invite(
    scope: Scope,
    *,
    position: Position,
    username: str,
    name: LocalizedText,
    email: str = "",
    charge: Charge = Charge.REGULAR,
    starts_at: datetime,
    ends_at: datetime | None = None,
    order: OfficeOrder | None = None,
    now: datetime,
) -> tuple[User, str]:
    """Enter a new person, appoint him, and give the token of the link by which he chooses a password.

    Raises Forbidden, ValidationError (as `create_user` and `appoint`).
    """
    user = people.create_user(username=username, password=None, name=name, email=email, by=scope.actor, now=now)
    appoint(
        scope, position=position, user=user, charge=charge, starts_at=starts_at, ends_at=ends_at, order=order, now=now
    )
    return user, _link(scope, user, LinkKind.INVITATION, now)


@transaction.atomic
def renew_invitation(scope: Scope, *, user: User, now: datetime) -> str:
    """A new link for somebody who has not chosen a password yet; gives its token. Raises Forbidden, ValidationError."""
    _require_over(scope, user, Permission.PEOPLE_MANAGE, now)
    if user.has_usable_password():
        raise ValidationError(_("This person has a password already."), code="taken_up")
    return _link(scope, user, LinkKind.INVITATION, now)


@transaction.atomic
def restore_access(scope: Scope, *, user: User, now: datetime) -> str:
    """A link by which somebody who lost password or second factor gets in again; gives its token. Raises Forbidden."""
    _require_over(scope, user, Permission.ACCESS_RESTORE, now)
    return _link(scope, user, LinkKind.RESTORATION, now)


def _link(scope: Scope, user: User, kind: LinkKind, now: datetime) -> str:
    return people.make_link(kind=kind, user=user, by=scope.actor, made_by=scope.user, now=now)


@transaction.atomic
def shut_out(scope: Scope, *, user: User, now: datetime) -> None:
    """The person signs in no more; all sessions end at once. What he did stays his. Raises Forbidden."""
    _require_over(scope, user, Permission.PEOPLE_MANAGE, now)
    people.deactivate(user=user, by=scope.actor, shut_out_by=scope.user, now=now)


@transaction.atomic
def let_in_again(scope: Scope, *, user: User, now: datetime) -> None:
    """The person may sign in again. Whoever was shut out from above is let in from there. Raises Forbidden."""
    _require_over(scope, user, Permission.PEOPLE_MANAGE, now)
    by = User.objects.get(pk=user.pk).shut_out_by
    own = by is not None and scope.user is not None and by.pk == scope.user.pk
    if by is not None and not own and not may_over(scope, by, Permission.PEOPLE_MANAGE, now=now):
        raise Forbidden(Permission.PEOPLE_MANAGE, None)
    people.reactivate(user=user, by=scope.actor, now=now)


@transaction.atomic
def edit_person(scope: Scope, *, user: User, name: LocalizedText, email: str, now: datetime) -> None:
    """Change how the person is called and reached. Raises Forbidden, ValidationError by field."""
    _require_over(scope, user, Permission.PEOPLE_MANAGE, now)
    people.rename(user=user, name=name, email=email, by=scope.actor, now=now)
