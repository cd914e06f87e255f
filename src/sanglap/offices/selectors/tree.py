"""Reading offices: where each stands, what it was, and finding it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from sanglap.language.matching import skeleton
from sanglap.offices.models import Appointment, Area, FormerOffice, Office, OfficeAncestor
from sanglap.offices.scope import Scope, in_force
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission, Role

FOUND = 50
"""The most that a search gives."""
_LOOKED_AT = 400
_WORDS = 8
_ALIKE = 0.5


def offices(scope: Scope, permission: Permission = Permission.OFFICE_VIEW) -> QuerySet[Office]:
    """The offices where the reader has the permission."""
    return scope.limit(Office.objects.all(), permission, "id")


def own(scope: Scope) -> QuerySet[Office]:
    """The offices at which the reader himself serves."""
    return Office.objects.filter(pk__in=[grant.office_id for grant in scope.grants]).order_by("pk")


def tops(scope: Scope) -> QuerySet[Office]:
    """The offices from which the reader sees downward; those that lie below another of them are left out."""
    seen = offices(scope)
    if scope.unbounded:
        return seen.filter(parent=None)
    mine = own(scope)
    above = OfficeAncestor.objects.filter(office=OuterRef("pk"), depth__gt=0, ancestor__in=mine.values("pk"))
    return mine.filter(pk__in=seen.values("pk")).filter(~Exists(above))


def below(scope: Scope, office: Office) -> QuerySet[Office]:
    """The offices directly below it, by name; `has_below` of each tells whether there are more beneath."""
    deeper = Office.objects.filter(parent=OuterRef("pk"))
    return offices(scope).filter(parent=office).annotate(has_below=Exists(deeper)).order_by("name__bn", "pk")


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


def former(scope: Scope, office: Office) -> QuerySet[FormerOffice]:
    """What the office was called and where it stood before, the latest first."""
    return scope.limit(FormerOffice.objects.filter(office=office), Permission.OFFICE_VIEW).order_by("-until")


def areas(scope: Scope) -> QuerySet[Area]:
    """The pieces of the map, each with its figures. The map is no secret: what lies where is public."""
    return Area.objects.select_related("parent").order_by("code")


def search(scope: Scope, words: str, *, permission: Permission = Permission.OFFICE_VIEW) -> list[Office]:
    """The offices whose names or code have all the words, begun or whole, however they are spelled; the most alike
    first, `FOUND` at most. Where none has them, those that come near. At most two queries, both over the index.
    """
    wanted = skeleton(words).split()[:_WORDS]
    if not wanted:
        return []
    near = scope.limit(Office.objects.all(), permission, "id")
    begun = Q()
    for word in wanted:
        begun &= Q(search__contains=f" {word}")
    return _ranked(near.filter(begun), wanted) or _alike(near, wanted)


def _alike(rows: QuerySet[Office], wanted: list[str]) -> list[Office]:
    with connection.cursor() as cursor:
        # For this statement's index: the operator has no argument of its own for it.
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(_ALIKE)])
    for word in wanted:
        rows = rows.filter(search__trigram_word_similar=word)
    return _ranked(rows, wanted)


def _ranked(rows: QuerySet[Office], wanted: list[str]) -> list[Office]:
    # Of a word that thousands bear, so many are looked at and no more: the reader will write another word.
    looked_at = rows.order_by().values("pk")[:_LOOKED_AT]
    score = TrigramWordSimilarity(" ".join(wanted), "search")
    ranked = Office.objects.filter(pk__in=looked_at).annotate(score=score)
    return list(ranked.select_related("parent").order_by(F("score").desc(), Length("search"), "code")[:FOUND])


def public_offices(scope: Scope) -> QuerySet[Office]:
    """What the directory shows to everybody: the offices that are open, and those that went up in another."""
    return offices(scope).exclude(state=OfficeState.CLOSED)


def consequences(scope: Scope, office: Office, *, now: datetime) -> dict[str, object]:
    """What hangs on the office: `children` directly below, `people` who serve there, as far as the reader sees."""
    running = Appointment.objects.filter(in_force(now), position__office=office).select_related("position", "user")
    return {
        "children": offices(scope).filter(parent=office, state=OfficeState.OPEN).order_by("name__bn")[:FOUND],
        "people": scope.limit(running, Permission.PEOPLE_VIEW, "position__office_id")[:FOUND],
    }
