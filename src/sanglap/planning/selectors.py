"""Reading what comes again, which hours are kept for posts, and which days were declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sanglap.guideline import loader
from sanglap.offices.models import OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.planning.models import Declaration, Occurrence, Recurrence, Slot


def recurrences(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Recurrence]:
    """The recurring posts of offices where the reader has the permission, the newest first."""
    rows = scope.limit(Recurrence.objects.all(), permission)
    return rows.select_related("office", "kept_by").order_by("-id")


def occurrences(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Occurrence]:
    """Each time that one of them came, or did not, the latest first."""
    rows = scope.limit(Occurrence.objects.all(), permission, "recurrence__office_id")
    return rows.select_related("recurrence__office", "draft").order_by("-day", "-id")


def slots(scope: Scope, account_ids: Iterable[UUID], permission: Permission = Permission.POST_VIEW) -> QuerySet[Slot]:
    """The hours of the week kept for posts of these accounts, at offices where the reader has the permission."""
    rows = scope.limit(Slot.objects.filter(account__in=list(account_ids)), permission, "account__office_id")
    return rows.select_related("account").order_by("account_id", "weekday", "hour")


def declarations(scope: Scope, permission: Permission = Permission.OFFICE_VIEW) -> QuerySet[Declaration]:
    """What was declared, at any time, at offices where the reader has the permission, and what reaches down to his own
    offices from above; the latest first.
    """
    own = [grant.office_id for grant in scope.grants if permission in grant.permissions]
    above = OfficeAncestor.objects.filter(office__in=own).values("ancestor_id")
    seen = scope.limit(Declaration.objects.all(), permission)
    rows = Declaration.objects.filter(Q(pk__in=seen.values("pk")) | Q(office__in=above))
    return rows.select_related("office", "declared_by", "ended_by").order_by("-id")


@dataclass(frozen=True, slots=True)
class Mourned:
    """What was declared and stands, by the offices that it holds for; no query."""

    by_office: Mapping[UUID, Collection[Declaration]]

    def on(self, office_id: UUID, day: date) -> list[Declaration]:
        """What is declared for that office on that day, mourning before emergencies."""
        found = [one for one in self.by_office.get(office_id, ()) if one.starts_on <= day <= one.ends_on]
        return sorted(found, key=lambda one: (one.nature != "mourning", one.pk))

    def any_on(self, day: date) -> list[Declaration]:
        """What is declared on that day for any of these offices, each once."""
        found = {one.pk: one for office in self.by_office for one in self.on(office, day)}
        return list(found.values())

    def at(self, office_id: UUID) -> Callable[[date], bool]:
        """Whether a day is one of these, for that office."""
        return lambda day: bool(self.on(office_id, day))


def mourned(
    scope: Scope, office_ids: Iterable[UUID], *, now: datetime, first: date | None = None, last: date | None = None
) -> Mourned:
    """What stands for these offices, found by a scope already, wherever it was declared: whoever is under it is told.
    From today on, or from the day `first`, and until `last`. Two queries, and one where nothing is declared.
    """
    since = first or loader.current().calendar.day_of(now)
    rows = Declaration.objects.filter(ended_at=None, ends_on__gte=since)
    rows = rows.filter(starts_on__lte=last) if last else rows
    standing: dict[UUID, list[Declaration]] = defaultdict(list)
    for one in rows.select_related("office"):
        standing[one.office_id].append(one)
    found: dict[UUID, list[Declaration]] = defaultdict(list)
    if standing:
        links = OfficeAncestor.objects.filter(office__in=list(office_ids), ancestor__in=list(standing))
        for office, ancestor in links.values_list("office_id", "ancestor_id"):
            found[office] += standing[ancestor]
    return Mourned(found)
