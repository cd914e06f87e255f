"""The head of a list: which column is meant by what somebody wrote above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import regex

from sanglap.language.normal import normalise

_BETWEEN = regex.compile(r"[\s_\-.:()/]+")
_MOST = 100


def plain(words: str) -> str:
    """The words as they are compared: without case, spaces and signs between them."""
    return _BETWEEN.sub("", normalise(words).casefold())


def column_finder(aliases: Mapping[str, str]) -> Callable[[str], str | None]:
    """Tells the column that is meant by words in a head, None for one that the list does not have. `aliases` are the
    names of each column, with spaces between them.
    """
    known = {plain(alias): column for column, names in aliases.items() for alias in names.split()}
    return lambda head: known.get(plain(head[:_MOST]))
