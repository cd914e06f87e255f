"""What a reader may see and do, and where: the one object that every selector of offices' data takes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from sanglap.audit.services import Actor
from sanglap.offices.models import Appointment, Delegation, Leave, OfficeAncestor
from sanglap.people.models import User
from sanglap.people.permissions import ROLE_PERMISSIONS, VIEWING, Permission, Role
from sanglap.people.services import actor

M = TypeVar("M", bound=Model)


class Forbidden(PermissionDenied):
    """The reader may not do this there. `permission` and `office_id` tell what was wanted."""

    def __init__(self, permission: Permission, office_id: UUID | None) -> None:
        super().__init__(f"{permission} at {office_id}")
        self.permission = permission
        self.office_id = office_id


@dataclass(frozen=True, slots=True)
class Grant:
    """What one appointment gives: these permissions at that office and, if so said, below it."""

    office_id: UUID
    below: bool
    permissions: frozenset[Permission]


def in_force(now: datetime, path: str = "") -> Q:
    """What runs at `now`, of anything that has `starts_at` and `ends_at` behind the look-up path `path` ("user__")."""
    return Q(**{f"{path}starts_at__lte": now}) & (
        Q(**{f"{path}ends_at__isnull": True}) | Q(**{f"{path}ends_at__gt": now})
    )


def lent(now: datetime) -> QuerySet[Delegation]:
    """The delegations that count at `now`: the holder may sign in, and whoever stands in still serves at the same
    office. Of the appointment's own term the caller asks.
    """
    there = Appointment.objects.filter(
        in_force(now), user=OuterRef("to"), position__office_id=OuterRef("appointment__position__office_id")
    )
    return Delegation.objects.filter(Exists(there), in_force(now), appointment__user__is_active=True)


def _serving(user: User, now: datetime) -> Iterable[tuple[UUID, bool, str, bool]]:
    """Office, whether below it too, role, and whether the user is on leave, of each appointment that counts for him."""
    own = Appointment.objects.filter(user=user).values("pk")
    through = lent(now).filter(to=user)
    away = Leave.objects.filter(in_force(now), user=user)
    # A union, and no OR: each half goes by its own index, whatever the nation's size.
    found = Appointment.objects.filter(in_force(now), pk__in=own.union(through.values("appointment_id")))
    return found.values_list("position__office_id", "position__below", "position__role", Exists(away))


@dataclass(frozen=True, slots=True)
class Scope:
    """What this reader may see and do, reckoned for one moment."""

    actor: Actor
    user: User | None
    grants: tuple[Grant, ...]
    unbounded: bool = False

    @classmethod
    def of(cls, user: User, now: datetime) -> Scope:
        """The scope of a user, from the appointments in force at `now`: his own, and those delegated to him. One query.

        On leave he keeps what lets him see, of his own and of others' alike.
        """
        grants = tuple(
            Grant(office, below, ROLE_PERMISSIONS[Role(role)] & VIEWING if away else ROLE_PERMISSIONS[Role(role)])
            for office, below, role, away in _serving(user, now)
        )
        return cls(actor(user), user, grants if user.is_active else ())

    @classmethod
    def everything(cls, part: str = "sanglap") -> Scope:
        """For jobs and commands, which act for the machine itself."""
        return cls(Actor.system(part), None, (), unbounded=True)

    @property
    def person(self) -> User:
        """The user who acts. Raises RuntimeError for the machine: only people write, vote and answer."""
        if self.user is None:
            raise RuntimeError("only a person may do this")
        return self.user

    def has(self, permission: Permission) -> bool:
        """Whether it is permitted anywhere at all. No query."""
        return self.unbounded or any(permission in grant.permissions for grant in self.grants)

    def may(self, permission: Permission, office_id: UUID | None, *, below: bool = False) -> bool:
        """Whether it is permitted at that office and, where asked, at all offices below it. At most one query, and
        none for one's own office.
        """
        if self.unbounded or office_id is None:
            return self.unbounded
        own, roots = self.places(permission)
        if office_id in (roots if below else own):
            return True
        return bool(roots) and OfficeAncestor.objects.filter(office_id=office_id, ancestor_id__in=roots).exists()

    def require(self, permission: Permission, office_id: UUID | None, *, below: bool = False) -> None:
        """Raise Forbidden unless it is permitted at that office and, where asked, at all offices below it."""
        if not self.may(permission, office_id, below=below):
            raise Forbidden(permission, office_id)

    def among(self, office_ids: Iterable[UUID]) -> Allowed:
        """What `may` says, for any of these offices and any permission. At most one query however many they are, and
        none where the reader reaches below no other office than they are.
        """
        roots = {grant.office_id for grant in self.grants if grant.below}
        far = {office for office in office_ids if roots - {office}}
        above: dict[UUID, set[UUID]] = defaultdict(set)
        if far:
            links = OfficeAncestor.objects.filter(office_id__in=far, ancestor_id__in=roots)
            for office, root in links.values_list("office_id", "ancestor_id"):
                above[office].add(root)
        return Allowed(self, above)

    def limit(
        self, rows: QuerySet[M], permission: Permission, office: str = "office_id", *, below: bool = False
    ) -> QuerySet[M]:
        """Those rows whose office, found by the look-up path `office`, this reader has the permission for; where asked,
        at all offices below that one too.
        """
        if self.unbounded:
            return rows
        own, roots = self.places(permission)
        if below:
            own = roots
        wanted = Q()
        if roots:
            subtree = OfficeAncestor.objects.filter(ancestor_id__in=roots).values("office_id")
            wanted |= Q(**{f"{office}__in": subtree})
        # Only where it adds something: joined by OR, the database would gather all offices below before the first row.
        if own - roots or not roots:
            wanted |= Q(**{f"{office}__in": own})
        return rows.filter(wanted)

    def places(self, permission: Permission) -> tuple[set[UUID], set[UUID]]:
        """The offices where it is permitted, and the roots of the subtrees where it is."""
        given: Iterable[Grant] = [grant for grant in self.grants if permission in grant.permissions]
        return {grant.office_id for grant in given}, {grant.office_id for grant in given if grant.below}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a reader may do at some offices whose places in the tree are known; no query."""

    scope: Scope
    above: Mapping[UUID, Collection[UUID]]
    """By office, those of the reader's own with all below them that stand above it."""

    def may(self, permission: Permission, office_id: UUID, *, below: bool = False) -> bool:
        """As `Scope.may`."""
        own, roots = self.scope.places(permission)
        known = office_id in (roots if below else own) or not roots.isdisjoint(self.above.get(office_id, ()))
        return self.scope.unbounded or known
