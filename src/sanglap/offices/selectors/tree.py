"""Reading offices: where each stands, what it was, and finding it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length

from sanglap.language.matching import skeleton
from sanglap.offices.models import Appointment, Area, FormerOffice, Kind, Office, OfficeAncestor, Position
from sanglap.offices.scope import Forbidden, Scope, in_force
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission, Role

FOUND = 20
"""The most that a search gives."""
_LOOKED_AT = 200
_WORDS = 8
_UNSHOWN = ("search", "address", "website", "email", "phone")
"""What a list of offices found does not show."""
_ALIKE = 0.4
"""Of 272 names with a letter missing, doubled, swapped or wrong this finds 242; with 0.5 it would be 210."""


def offices(scope: Scope, permission: Permission = Permission.OFFICE_VIEW) -> QuerySet[Office]:
    """The offices where the reader has the permission."""
    return scope.limit(Office.objects.all(), permission, "id")


def own(scope: Scope) -> QuerySet[Office]:
    """The offices at which the reader himself serves."""
    return Office.objects.filter(pk__in=[grant.office_id for grant in scope.grants]).order_by("pk")


def tops(scope: Scope) -> QuerySet[Office]:
    """The offices from which the reader sees downward; those that lie below another of them are left out.

    `below` of each is the number of offices directly below it.
    """
    seen = _counted(offices(scope))
    if scope.unbounded:
        return seen.filter(parent=None)
    mine = own(scope)
    above = OfficeAncestor.objects.filter(office=OuterRef("pk"), depth__gt=0, ancestor__in=mine.values("pk"))
    return seen.filter(~Exists(above), pk__in=mine.values("pk")).order_by("pk")


def below(scope: Scope, office: Office) -> QuerySet[Office]:
    """The offices directly below it, by name; `below` of each is the number of those directly below that one."""
    return _counted(offices(scope)).filter(parent=office).order_by("name__bn", "pk")


def _counted(rows: QuerySet[Office]) -> QuerySet[Office]:
    deeper = Office.objects.filter(parent=OuterRef("pk")).order_by().values("parent").annotate(number=Count("pk"))
    return rows.annotate(below=Coalesce(Subquery(deeper.values("number")), 0))


def require_the_whole(scope: Scope, permission: Permission) -> UUID | None:
    """The office at the top of the whole tree, where the reader has the permission there and at every office below; for
    the machine None. Raises Forbidden: what holds for all offices is not settled from one of them.
    """
    if scope.unbounded:
        return None
    top = whole(scope, permission)
    if top is None:
        raise Forbidden(permission, None)
    return top


def whole(scope: Scope, permission: Permission) -> UUID | None:
    """The office at the top of the whole tree, where the reader has the permission there and at every office below."""
    roots = Office.objects.filter(parent=None, state=OfficeState.OPEN)
    return scope.limit(roots, permission, "id", below=True).values_list("pk", flat=True).order_by("pk").first()


def path(scope: Scope, office: Office) -> Sequence[Office]:
    """The offices above it, from the top down, as far as the reader sees them. One query."""
    links = OfficeAncestor.objects.filter(office=office, depth__gt=0).order_by("-depth").select_related("ancestor")
    return [link.ancestor for link in scope.limit(links, Permission.OFFICE_VIEW, "ancestor_id")]


def headed(rows: Sequence[Office], *, now: datetime) -> set[UUID]:
    """Those of these offices that have a serving head. One query. Of offices found by a scope already."""
    serving = Appointment.objects.filter(
        in_force(now), position__role=Role.HEAD, position__office__in=[one.pk for one in rows]
    )
    return set(serving.values_list("position__office_id", flat=True))


def headless(scope: Scope) -> QuerySet[Office]:
    """The open offices that have no serving head, as they were a minute ago at most."""
    return offices(scope).filter(state=OfficeState.OPEN, has_head=False)


def former(scope: Scope, office: Office) -> QuerySet[FormerOffice]:
    """What the office was called and where it stood before, the latest first."""
    rows = FormerOffice.objects.filter(office=office).select_related("parent")
    return scope.limit(rows, Permission.OFFICE_VIEW).order_by("-until", "-pk")


def areas(scope: Scope) -> QuerySet[Area]:
    """The pieces of the map, each with its figures. The map is no secret: what lies where is public."""
    return Area.objects.select_related("parent").defer("parent__outline").order_by("code")


def search(scope: Scope, words: str, *, permission: Permission = Permission.OFFICE_VIEW) -> list[Office]:
    """The offices whose names or code have all the words, begun or whole, however they are spelled; the most alike
    first, `FOUND` at most. Where none has them, those that come near. At most two look-ups, both over the index.
    """
    wanted = skeleton(words).split()[:_WORDS]
    if not wanted:
        return []
    near = scope.limit(Office.objects.all(), permission, "id")
    begun = Q()
    for word in wanted:
        begun &= Q(search__contains=f" {word}")
    # Of a word that thousands bear, so many are looked at and no more: the reader will write another word.
    looked_at = near.filter(begun).order_by().values("pk")[:_LOOKED_AT]
    return _ranked(Office.objects.filter(pk__in=looked_at), wanted) or _alike(near, wanted)


def _alike(rows: QuerySet[Office], wanted: list[str]) -> list[Office]:
    for word in wanted:
        rows = rows.filter(search__trigram_word_similar=word)
    with transaction.atomic(), connection.cursor() as cursor:
        # The operator that the index knows has no argument for it. It holds until the transaction ends.
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(_ALIKE)])
        return _ranked(rows, wanted)


def _ranked(rows: QuerySet[Office], wanted: list[str]) -> list[Office]:
    order = (TrigramWordSimilarity(" ".join(wanted), "search").desc(), Length("search"), "code")
    # Only of those that are shown the rest is read.
    best = rows.order_by(*order).values("pk")[:FOUND]
    found = Office.objects.filter(pk__in=best).select_related("parent").order_by(*order)
    return list(found.defer(*_UNSHOWN, *(f"parent__{field}" for field in _UNSHOWN)))


def public_offices(scope: Scope) -> QuerySet[Office]:
    """What the directory shows to everybody: the offices that are open, and those that went up in another."""
    return offices(scope).exclude(state=OfficeState.CLOSED)


def of_kind(scope: Scope, kind: Kind) -> QuerySet[Office]:
    """The open offices of that kind, by name."""
    return offices(scope).filter(kind=kind, state=OfficeState.OPEN).select_related("parent").order_by("name__bn", "pk")


def consequences(scope: Scope, office: Office, *, now: datetime) -> dict[str, object]:
    """What hangs on the office, as far as the reader sees: `children`, the open offices directly below; `people`, the
    appointments that run or are to come; of both the first `FOUND`, and how many there are, as `children_count` and
    `people_count`; `positions_count`, the positions that are there.
    """
    children = offices(scope).filter(parent=office, state=OfficeState.OPEN).order_by("name__bn", "pk")
    running = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), position__office=office)
    running = running.exclude(ends_at=F("starts_at"))
    people = scope.limit(running, Permission.PEOPLE_VIEW, "position__office_id").select_related("position", "user")
    positions = Position.objects.filter(office=office, abolished_at=None)
    return {
        "children": children[:FOUND],
        "children_count": children.count(),
        "people": people.order_by("starts_at", "pk")[:FOUND],
        "people_count": people.count(),
        "positions_count": scope.limit(positions, Permission.PEOPLE_VIEW).count(),
    }
