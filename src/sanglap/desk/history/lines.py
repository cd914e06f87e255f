"""Entries of the history as a page shows them: with office, and a link where the reader may open the thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from sanglap.accounts import selectors as accounts
from sanglap.audit.models import Entry
from sanglap.audit.verbs import kind_of, kinds
from sanglap.content import selectors as content
from sanglap.core.localized import LocalizedText
from sanglap.inbox import selectors as inbox
from sanglap.language.dates import DHAKA
from sanglap.offices import selectors as offices
from sanglap.offices.scope import Scope

Keys = list[UUID]
Opened = Mapping[UUID, UUID]
"""Of each thing that the reader may open the key that its page's address has."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, and what belongs to it."""

    entry: Entry
    kind: Promise | str
    office: LocalizedText | None
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one day in Bangladesh."""

    on: date
    lines: tuple[Line, ...]


def days(scope: Scope, entries: Iterable[Entry]) -> list[Day]:
    """The entries by day, in their order. One query for the offices, and one for each type of thing among them."""
    shown = lines(scope, entries)
    by_day = groupby(shown, key=lambda line: line.entry.at.astimezone(DHAKA).date())
    return [Day(on, tuple(group)) for on, group in by_day]


def lines(scope: Scope, entries: Iterable[Entry]) -> list[Line]:
    """The entries with office and link."""
    found = list(entries)
    keys = {entry.office_id for entry in found if entry.office_id}
    names = dict(offices.offices(scope).filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    urls, named = _urls(scope, found), kinds()
    return [
        Line(
            entry,
            named[kind][0] if (kind := kind_of(entry.verb)) in named else kind,
            names.get(entry.office_id) if entry.office_id else None,
            urls.get((entry.object_type, entry.object_id), ""),
        )
        for entry in found
    ]


def _themselves(rows: QuerySet[Any, Any], keys: Keys) -> Opened:
    return {key: key for key in rows.filter(pk__in=keys).values_list("pk", flat=True)}


def _their(rows: QuerySet[Any, Any], keys: Keys, path: str) -> Opened:
    return dict(rows.filter(pk__in=keys).order_by().values_list("pk", path))


def _people(scope: Scope, keys: Keys) -> Opened:
    served = offices.appointments(scope).filter(user_id__in=keys).order_by()
    return {key: key for key in served.values_list("user_id", flat=True).distinct()}


# By type of thing: the name of its page, and which of some things the reader may open.
_PAGES: Mapping[str, tuple[str, Callable[[Scope, Keys], Opened]]] = {
    "offices.office": ("office", lambda scope, keys: _themselves(offices.offices(scope), keys)),
    "offices.position": ("position", lambda scope, keys: _themselves(offices.positions(scope), keys)),
    "offices.appointment": ("position", lambda scope, keys: _their(offices.appointments(scope), keys, "position_id")),
    "accounts.account": ("account", lambda scope, keys: _themselves(accounts.accounts(scope), keys)),
    "content.draft": ("post", lambda scope, keys: _themselves(content.drafts(scope), keys)),
    "content.variant": ("post", lambda scope, keys: _their(content.variants(scope), keys, "revision__draft_id")),
    "inbox.message": ("thread", lambda scope, keys: _themselves(inbox.messages(scope), keys)),
    "people.user": ("person", _people),
}


def _urls(scope: Scope, entries: list[Entry]) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        wanted.setdefault(entry.object_type, set()).add(entry.object_id)
    urls: dict[tuple[str, str], str] = {}
    for kind, keys in wanted.items():
        if kind in _PAGES:
            page, may_open = _PAGES[kind]
            opened = may_open(scope, [UUID(key) for key in keys])
            urls.update({(kind, str(key)): _address(page, target) for key, target in opened.items()})
    return urls


def _address(page: str, key: UUID) -> str:
    try:
        return reverse(f"desk:{page}", args=[key])
    except NoReverseMatch:
        return ""
