"""Every address says who may open it, or stands here as public."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from sanglap.offices.access import PUBLIC, SIGNED_IN
from sanglap.people.permissions import Permission

PUBLIC_NAMES = {"set_language", "public:home", "public:guideline", "public:sign-in", "public:sign-out", "public:health"}


def patterns(entries: list[Any], space: str = "") -> Iterator[tuple[str, Any]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (space, entry.namespace) if part)
            yield from patterns(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join(part for part in (space, entry.name) if part), entry.callback


def test_every_url_says_who_may_open_it() -> None:
    silent = [name for name, view in patterns(get_resolver().url_patterns) if not hasattr(view, "access")]
    assert silent == []


def test_the_public_ones_are_the_listed_ones() -> None:
    found = {name for name, view in patterns(get_resolver().url_patterns) if view.access == PUBLIC}
    assert found == PUBLIC_NAMES


def test_the_others_want_a_permission() -> None:
    for name, view in patterns(get_resolver().url_patterns):
        if name not in PUBLIC_NAMES:
            assert view.access == SIGNED_IN or isinstance(view.access, Permission), name


def test_every_url_has_a_name() -> None:
    assert all(name and not name.endswith(":None") for name, _view in patterns(get_resolver().url_patterns))
