"""Who of a panel is there to vote: whoever is not on leave, and for a sole person the one who stands in (5.c, 6.a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sanglap.accounts.models import PanelMember
from sanglap.offices.models import Delegation, Leave
from sanglap.offices.scope import in_force
from sanglap.people.models import User
from sanglap.people.permissions import Permission, roles_with


def _runs(term: Leave | Delegation, at: datetime) -> bool:
    """Whether it held at that moment. What is entered afterwards unmakes nothing that was decided before."""
    return term.entered_at <= at and term.starts_at <= at < term.ends_at


@dataclass(frozen=True, slots=True)
class Presence:
    """Leaves and those who stand in, of the members of some panels over some time."""

    leaves: dict[UUID, list[Leave]] = field(default_factory=lambda: defaultdict(list))
    lent: dict[tuple[UUID, UUID], list[Delegation]] = field(default_factory=lambda: defaultdict(list))
    """By person and office."""

    def is_away(self, user: UUID, at: datetime) -> bool:
        return any(_runs(leave, at) for leave in self.leaves.get(user, ()))

    def there(self, seated: Sequence[PanelMember], office: UUID, at: datetime) -> list[User]:
        """Who of these, the whole panel at that moment, may vote then. Of one sole person on leave it is whoever does
        his work meanwhile at that office; a larger panel goes on with those who are there.
        """
        present = [seat.user for seat in seated if not self.is_away(seat.user_id, at)]
        if present or len(seated) != 1:
            return present
        lent = self.lent.get((seated[0].user_id, office), ())
        return [one.to for one in lent if _runs(one, at) and not self.is_away(one.to_id, at)][:1]


def presence(members: Collection[PanelMember], *, first: datetime, last: datetime) -> Presence:
    """Of these members, for the moments between these two, both included. One query, two more where one is on leave."""
    found = Presence()
    _add_leaves(found, {member.user_id for member in members}, first, last)
    if not found.leaves:
        return found
    rows = Delegation.objects.filter(
        appointment__user__in=list(found.leaves),
        appointment__position__role__in=roles_with(Permission.POST_APPROVE),
        starts_at__lte=last,
        ends_at__gt=first,
    ).select_related("appointment__position", "to")
    for one in rows.order_by("starts_at", "pk"):
        found.lent[one.appointment.user_id, one.appointment.position.office_id].append(one)
    _add_leaves(found, {one.to_id for some in found.lent.values() for one in some} - set(found.leaves), first, last)
    return found


def _add_leaves(found: Presence, people: Collection[UUID], first: datetime, last: datetime) -> None:
    if not people:
        return
    for leave in Leave.objects.filter(user__in=people, starts_at__lte=last, ends_at__gt=first):
        found.leaves[leave.user_id].append(leave)


def stood_in_for(user: User, *, at: datetime) -> QuerySet[PanelMember]:
    """The seats of sole persons on leave that the user fills at that moment."""
    away = Leave.objects.filter(in_force(at), user=OuterRef("user"), entered_at__lte=at)
    lent = Delegation.objects.filter(
        in_force(at),
        to=user,
        entered_at__lte=at,
        appointment__user=OuterRef("user"),
        appointment__position__office=OuterRef("account__office"),
        appointment__position__role__in=roles_with(Permission.POST_APPROVE),
    )
    others = PanelMember.objects.filter(in_force(at), ~Q(pk=OuterRef("pk")), account=OuterRef("account"))
    return PanelMember.objects.filter(
        in_force(at), Exists(lent), Exists(away), ~Exists(others), user__in=_lenders(user, at)
    )


def _lenders(user: User, at: datetime) -> QuerySet[Delegation, UUID]:
    """Whose work the user does: few, so that the panels are found by them."""
    return Delegation.objects.filter(in_force(at), to=user).values_list("appointment__user_id", flat=True)
