"""Every address there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """An address: its full name, its view, and the names of the keys that it takes."""

    name: str
    view: Any
    keys: frozenset[str]


def routes() -> list[Route]:
    return list(_below(get_resolver().url_patterns, "", frozenset()))


def _below(entries: list[Any], space: str, keys: frozenset[str]) -> Iterator[Route]:
    for entry in entries:
        own = keys | entry.pattern.converters.keys()
        if isinstance(entry, URLResolver):
            yield from _below(entry.url_patterns, ":".join(part for part in (space, entry.namespace) if part), own)
        elif isinstance(entry, URLPattern):
            yield Route(":".join(part for part in (space, entry.name) if part), entry.callback, own)
