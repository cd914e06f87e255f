"""Searching the history of offices, and reading that of one office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, TextField
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.db.models.functions import Cast

from sanglap.audit.models import ActorKind, Entry
from sanglap.audit.verbs import kinds
from sanglap.language.normal import normalise
from sanglap.offices.models import Appointment, Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people import verbs as people
from sanglap.people.models import User
from sanglap.people.permissions import Permission

MOST_PEOPLE = 25
"""A part of a name that more people bear than this is not searched for."""
WINDOW = 5_000
"""Words have no index: one search looks through so many entries and says how far it came."""
_FEW_OFFICES = 25
_LATEST_FIRST = ("-at", "-id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: all of it together; what is empty does not narrow the search."""

    words: str = ""
    """In the name of the thing or in what is known of the act."""
    person: str = ""
    """A part of the name of whoever did it, or the user name."""
    verbs: tuple[str, ...] = ()
    office: Office | None = None
    """The act concerned this office or one below it."""
    since: datetime | None = None
    until: datetime | None = None
    """Before this moment."""


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, the latest first; `older` is the key from which the search goes on, or None where it is at its end."""

    rows: tuple[Entry, ...] = ()
    older: UUID | None = None
    reached: datetime | None = None
    """Where words were searched for and the window was full: how far back."""
    too_many_people: bool = False


def entries(scope: Scope, wanted: Wanted, *, before: UUID | None = None, size: int = 50) -> Found:
    """The acts that the reader may audit and that answer to `wanted`, from before the entry of key `before` on.

    An auditor sees what was done at his offices. What has no office (signing in, what was done with users, jobs) he
    sees where it was done with somebody who serves or served at one of them, and all of it where his offices begin at
    the top of the tree. Raises Entry.DoesNotExist for a `before` that is none. Six queries at most.
    """
    actors = _bearers(wanted.person)
    if actors is not None and len(actors) > MOST_PEOPLE:
        return Found(too_many_people=True)
    rows = [_narrowed(branch, wanted, before) for branch in _audited(scope, wanted.office)]
    return _searched(_split(rows, wanted, actors), wanted.words, size)


def office_history(scope: Scope, office: Office, *, before: UUID | None = None, size: int = 50) -> Found:
    """What was done at that very office, the latest first. Whoever sees the office reads what became of it, of its
    positions, of those who held them and of its calendar; who manages it reads the rest too, but for what was refused
    to others; an auditor reads all. Nothing for anybody else. Raises Entry.DoesNotExist for a `before` that is none.
    """
    if not scope.may(Permission.OFFICE_VIEW, office.pk):
        return Found()
    rows = Entry.objects.filter(office_id=office.pk)
    if not scope.may(Permission.AUDIT_VIEW, office.pk):
        if scope.may(Permission.OFFICE_MANAGE, office.pk):
            rows = rows.exclude(~Q(actor_id=scope.actor.id), verb=people.REFUSED)
        else:
            rows = rows.filter(verb__in=[verb for kind in _OPEN for verb in kinds()[kind][1]])
    return _searched([_narrowed(rows, Wanted(), before)], "", size)


_OPEN = ("office", "position", "appointment", "calendar")
"""Acts on these everybody may read who sees the office."""


def _bearers(person: str) -> list[str] | None:
    """The keys of the users of that name, one more than is searched for at most; None where no name is given."""
    name = normalise(person).strip()
    if not name:
        return None
    called = Q(username__icontains=name) | Q(name__bn__icontains=name) | Q(name__en__icontains=name)
    return [str(key) for key in User.objects.filter(called).values_list("pk", flat=True)[: MOST_PEOPLE + 1]]


def _audited(scope: Scope, office: Office | None) -> list[QuerySet[Entry]]:
    """The entries that the reader may audit, at `office` and below where one is given, in parts that have no entry in
    common: each is quick by itself, and joined by OR they would not be.
    """
    every = Entry.objects.all()
    reach = _reach(scope)
    if office is not None:
        below = every.filter(office_id__in=_subtree(office))
        return [below if reach.whole else scope.limit(below, Permission.AUDIT_VIEW)]
    if reach.whole:
        return [every]
    of_no_office = every.filter(office_id=None)
    if not reach.top:
        of_no_office = of_no_office.filter(object_type=_USER, object_id__in=_served(scope))
    return [scope.limit(every, Permission.AUDIT_VIEW), of_no_office]


_USER = User._meta.label_lower  # noqa: SLF001 - Django's public name of its models


@dataclass(frozen=True, slots=True)
class _Reach:
    whole: bool
    """All offices there are."""
    top: bool
    """An office at the top of the tree, and all below it."""


def _reach(scope: Scope) -> _Reach:
    if scope.unbounded:
        return _Reach(whole=True, top=True)
    roots = {grant.office_id for grant in scope.grants if grant.below and Permission.AUDIT_VIEW in grant.permissions}
    if not roots:
        return _Reach(whole=False, top=False)
    tops = set(Office.objects.filter(parent=None).values_list("pk", flat=True))
    return _Reach(whole=tops <= roots, top=bool(tops & roots))


def _served(scope: Scope) -> QuerySet[Any, Any]:
    """The keys, as the history writes them, of all who serve or served at offices that the reader audits."""
    held = Appointment.objects.exclude(ends_at=F("starts_at"))
    rows = scope.limit(held, Permission.AUDIT_VIEW, "position__office_id")
    return rows.annotate(key=Cast("user_id", CharField())).values("key")


def _subtree(office: Office) -> list[UUID] | QuerySet[Any, Any]:
    """The office and all below it: by their keys where they are few."""
    below = OfficeAncestor.objects.filter(ancestor=office).values_list("office_id", flat=True)
    few = list(below[: _FEW_OFFICES + 1])
    return few if len(few) <= _FEW_OFFICES else below


def _narrowed(rows: QuerySet[Entry], wanted: Wanted, before: UUID | None) -> QuerySet[Entry]:
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    if before is not None:
        last = Entry.objects.only("at").get(pk=before)
        rows = rows.filter(TupleLessThan((F("at"), F("id")), (last.at, last.pk)))
    return rows


def _split(rows: Iterable[QuerySet[Entry]], wanted: Wanted, actors: list[str] | None) -> list[QuerySet[Entry]]:
    """The same, one part for each person or else for each verb: an index gives each of them in order, and no index
    gives the entries of several in order.
    """
    if actors is not None:
        parts = [part.filter(actor_kind=ActorKind.USER, actor_id=actor) for part in rows for actor in actors]
        return [part.filter(verb__in=wanted.verbs) for part in parts] if wanted.verbs else parts
    return [part.filter(verb=verb) for part in rows for verb in wanted.verbs] if wanted.verbs else list(rows)


def _searched(parts: list[QuerySet[Entry]], words: str, size: int) -> Found:
    """The latest of these that have the words."""
    text = normalise(words).strip()
    if not parts:
        return Found()
    if not text:
        keys = _latest(parts, size + 1)
        return _page(Entry.objects.filter(pk__in=keys), size)
    window = _latest(parts, WINDOW)
    said = Entry.objects.annotate(known=Cast("data", TextField()), called=Cast("object_name", TextField()))
    found = _page(said.filter(Q(known__icontains=text) | Q(called__icontains=text), pk__in=window), size)
    if found.older is None and len(window) == WINDOW:
        last = Entry.objects.only("at").get(pk=window[-1])
        return replace(found, older=last.pk, reached=last.at)
    return found


def _latest(parts: list[QuerySet[Entry]], size: int) -> list[UUID]:
    """The keys of the latest `size` entries of all parts together."""
    each = [part.order_by(*_LATEST_FIRST).values_list("at", "id")[:size] for part in parts]
    if len(each) == 1:
        return [key for _at, key in each[0]]
    whole = each[0].union(*each[1:], all=True).order_by(*_LATEST_FIRST)[:size]
    return [key for _at, key in whole]


def _page(rows: QuerySet[Entry], size: int) -> Found:
    found = list(rows.order_by(*_LATEST_FIRST)[: size + 1])
    return Found(tuple(found[:size]), found[size - 1].pk if len(found) > size else None)
