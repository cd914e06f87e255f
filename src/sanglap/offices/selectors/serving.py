"""Reading positions, those who serve in them, and what they may do through them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from sanglap.offices.models import Appointment, Delegation, Leave, Office, OfficeAncestor, OfficeOrder, Position
from sanglap.offices.scope import Scope, in_force, lent
from sanglap.people.models import User
from sanglap.people.permissions import OVERSIGHT, ROLE_PERMISSIONS, VIEWING, Permission, Role, roles_with


def positions(scope: Scope, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Position]:
    """The positions at offices where the reader has the permission."""
    return scope.limit(Position.objects.all(), permission, "office_id").select_related("office")


def vacant(scope: Scope, offices: Iterable[Office], *, now: datetime) -> QuerySet[Position]:
    """The positions at those offices that the reader gives, and that nobody holds or is to hold."""
    permission = Permission.PEOPLE_MANAGE
    running = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), position=OuterRef("pk"))
    held_or_to_be = running.exclude(ends_at=F("starts_at"))
    rows = Position.objects.filter(~Exists(held_or_to_be), office__in=list(offices), abolished_at=None)
    reaching = Q(below=True) | Q(role__in=OVERSIGHT)
    given = scope.limit(rows.exclude(reaching), permission) | scope.limit(rows.filter(reaching), permission, below=True)
    return given.select_related("office").order_by("office__name__bn", "office_id", "pk")


def appointments(scope: Scope, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Appointment]:
    """The appointments, of any time, at offices where the reader has the permission."""
    rows = scope.limit(Appointment.objects.all(), permission, "position__office_id")
    return rows.select_related("position__office", "user", "order")


def serving(scope: Scope, *, now: datetime) -> QuerySet[Appointment]:
    """The appointments in force at offices that the reader may see."""
    return appointments(scope).filter(in_force(now))


def orders(scope: Scope) -> QuerySet[OfficeOrder]:
    """The office orders entered at offices whose people the reader may see."""
    return scope.limit(OfficeOrder.objects.all(), Permission.PEOPLE_VIEW, "office_id").select_related("office", "scan")


def leaves(scope: Scope, user: User, *, now: datetime) -> QuerySet[Leave]:
    """The leaves of that person, found by a scope already, that run or are to come."""
    return Leave.objects.filter(user=user, ends_at__gt=now).order_by("starts_at")


def on_leave(scope: Scope, *, now: datetime) -> Leave | None:
    """The reader's own leave that runs now."""
    return Leave.objects.filter(in_force(now), user=scope.person).order_by("-ends_at").first()


def own_leaves(scope: Scope, *, now: datetime) -> QuerySet[Leave]:
    """The reader's own leaves that run or are to come."""
    return leaves(scope, scope.person, now=now)


def delegations(scope: Scope, user: User, *, now: datetime) -> QuerySet[Delegation]:
    """Where that person, found by a scope already, stands in or is stood in for, now or later."""
    mine = Q(to=user) | Q(appointment__user=user)
    rows = Delegation.objects.filter(mine, ends_at__gt=now)
    return rows.select_related("appointment__user", "appointment__position__office", "to").order_by("starts_at")


@dataclass(frozen=True, slots=True)
class Held:
    """A position as it stands: who holds it, who is to, who stands in, whether the holder is away."""

    position: Position
    holder: Appointment | None
    coming: Sequence[Appointment]
    away: Leave | None
    stand_in: Delegation | None


def held(rows: QuerySet[Position], *, now: datetime) -> list[Held]:
    """How these positions, found by a scope already, stand. Four queries, whatever their number."""
    running = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)).order_by("starts_at")
    standing_in = lent(now).select_related("to")
    filled = running.select_related("user", "order").prefetch_related(
        Prefetch("delegations", standing_in, to_attr="standing_in")
    )
    found = list(rows.prefetch_related(Prefetch("appointments", filled, to_attr="filled")))
    people = {one.user_id for position in found for one in position.filled}
    away = {leave.user_id: leave for leave in Leave.objects.filter(in_force(now), user__in=people)}
    return [_held(position, position.filled, away, now) for position in found]


def _held(position: Position, filled: Sequence[Appointment], away: dict[UUID, Leave], now: datetime) -> Held:
    holder = next((one for one in filled if one.starts_at <= now), None)
    stand_ins: list[Delegation] = holder.standing_in if holder else []  # type: ignore[attr-defined]  # prefetched
    return Held(
        position,
        holder,
        [one for one in filled if one.starts_at > now and one.ends_at != one.starts_at],
        away.get(holder.user_id) if holder else None,
        stand_ins[0] if stand_ins else None,
    )


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may do through one appointment, and by what."""

    appointment: Appointment
    permissions: tuple[Permission, ...]
    delegation: Delegation | None
    away: Leave | None

    @property
    def below(self) -> bool:
        """Whether it holds at every office below too."""
        return self.appointment.position.below


def _right(appointment: Appointment, delegation: Delegation | None, away: Leave | None) -> Right:
    given = ROLE_PERMISSIONS[Role(appointment.position.role)]
    return Right(appointment, tuple(sorted(given & VIEWING if away else given)), delegation, away)


def rights(scope: Scope, user: User, *, now: datetime) -> list[Right]:
    """What that person, found by a scope already or the reader himself, may do, and why. Three queries.

    It is told by the same rows from which `Scope.of` reckons.
    """
    if not user.is_active:
        return []
    rows = Appointment.objects.filter(in_force(now)).select_related("position__office", "order", "user")
    away = Leave.objects.filter(in_force(now), user=user).first()
    through = (
        lent(now)
        .filter(to=user)
        .filter(in_force(now, "appointment__"))
        .select_related("appointment__position__office", "appointment__order", "appointment__user")
    )
    own = [_right(one, None, away) for one in rows.filter(user=user).order_by("starts_at")]
    return own + [_right(one.appointment, one, away) for one in through.order_by("starts_at")]


def rights_at(scope: Scope, office: Office, *, now: datetime) -> list[Right]:
    """Who may do what at this office, found by a scope already: those who serve here, and those above whose positions
    reach it; nearest first. Three queries.
    """
    above = dict(OfficeAncestor.objects.filter(office=office).values_list("ancestor_id", "depth"))
    reaching = Q(position__office=office) | Q(position__below=True, position__office__in=above)
    rows = Appointment.objects.filter(in_force(now), reaching, user__is_active=True)
    standing_in = lent(now).filter(to__is_active=True).select_related("to")
    found = rows.select_related("position__office", "order", "user").prefetch_related(
        Prefetch("delegations", standing_in, to_attr="standing_in")
    )
    listed = sorted(found[:200], key=lambda one: (above.get(one.position.office_id, 0), one.starts_at))
    away = {leave.user_id: leave for leave in Leave.objects.filter(in_force(now), user__in=[o.user_id for o in listed])}
    told = [_right(one, None, away.get(one.user_id)) for one in listed]
    stand_ins = [(one, made) for one in listed for made in one.standing_in]
    return told + [_right(one, made, None) for one, made in stand_ins]


def people(scope: Scope, *, now: datetime, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[User]:
    """Those who serve now at offices where the reader has the permission."""
    there = scope.limit(Appointment.objects.filter(in_force(now)), permission, "position__office_id")
    return User.objects.filter(Exists(there.filter(user=OuterRef("pk"))))


def person(scope: Scope, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[User]:
    """Those who serve, served or are to serve at offices where the reader has the permission.

    A term that was called off before it began makes nobody known.
    """
    there = scope.limit(Appointment.objects.exclude(ends_at=F("starts_at")), permission, "position__office_id")
    return User.objects.filter(Exists(there.filter(user=OuterRef("pk"))))


def colleagues(scope: Scope, office: Office, *, now: datetime) -> QuerySet[User]:
    """Those who serve at that office, for choosing among them; nobody where the reader may not see its people."""
    return people(scope, now=now).filter(
        Exists(Appointment.objects.filter(in_force(now), user=OuterRef("pk"), position__office=office))
    )


def ending(scope: Scope, *, within: timedelta, now: datetime) -> QuerySet[Appointment]:
    """The terms that end so soon at offices whose people the reader manages, the soonest first."""
    rows = appointments(scope, Permission.PEOPLE_MANAGE).filter(in_force(now), ends_at__lte=now + within)
    return rows.order_by("ends_at")


def without_order(scope: Scope, *, before: datetime, now: datetime) -> QuerySet[Appointment]:
    """The appointments in force since before `before` whose order has not been entered, at offices whose people the
    reader manages, the oldest first.
    """
    rows = appointments(scope, Permission.PEOPLE_MANAGE)
    return rows.filter(in_force(now), order__isnull=True, starts_at__lte=before).order_by("starts_at")


def own_ending(scope: Scope, *, within: timedelta, now: datetime) -> QuerySet[Appointment]:
    """The reader's own terms that end so soon."""
    rows = Appointment.objects.filter(in_force(now), user=scope.person, ends_at__lte=now + within)
    return rows.select_related("position__office").order_by("ends_at")


def found_by(words: Iterable[str], rows: QuerySet[User]) -> QuerySet[User]:
    """Of these people those whose names have all the words, as `language.matching.skeleton` has them."""
    for word in words:
        rows = rows.filter(search__contains=f" {word}")
    return rows


def holders(scope: Scope, office: Office, permission: Permission, *, now: datetime) -> QuerySet[User]:
    """Those of the office's people whom a position at that very office lets do it: panels are made of them."""
    there = Appointment.objects.filter(
        in_force(now), position__office=office, position__role__in=roles_with(permission)
    )
    rows = colleagues(scope, office, now=now).filter(Exists(there.filter(user=OuterRef("pk"))))
    return rows.filter(is_active=True).order_by("pk")


def still_serves(permission: Permission, *, user: str, office: str, now: datetime) -> Exists:
    """Whether the person that a row names in `user` holds a position at the office that it names in `office`, by which
    he may do it. To annotate or filter rows with.
    """
    there = Appointment.objects.filter(
        in_force(now),
        user=OuterRef(user),
        user__is_active=True,
        position__office=OuterRef(office),
        position__role__in=roles_with(permission),
    )
    return Exists(there)


def reviewers(office: Office, permission: Permission, *, now: datetime) -> list[User]:
    """Those of the nearest office above who may do it for this office by a position that reaches below. Two queries."""
    above = dict(OfficeAncestor.objects.filter(office=office, depth__gt=0).values_list("ancestor_id", "depth"))
    rows = Appointment.objects.filter(
        in_force(now),
        position__office__in=above,
        position__below=True,
        position__role__in=roles_with(permission),
        user__is_active=True,
    ).select_related("user", "position")
    found = [(above[one.position.office_id], one.user) for one in rows]
    nearest = min((depth for depth, _user in found), default=0)
    return [user for depth, user in found if depth == nearest]


def holders_by_office(office_ids: Iterable[UUID], permission: Permission, *, now: datetime) -> dict[UUID, list[User]]:
    """By office, those whom a position there lets do it. One query, for telling them."""
    found: dict[UUID, list[User]] = {office: [] for office in office_ids}
    rows = Appointment.objects.filter(
        in_force(now), position__office__in=list(found), position__role__in=roles_with(permission), user__is_active=True
    )
    for one in rows.select_related("user", "position"):
        found[one.position.office_id].append(one.user)
    return found
