"""What a list of one kind is made of: its columns, and the words for what may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from sanglap.lists.faults import ERROR, Words


@dataclass(frozen=True, slots=True)
class Choices:
    """What may stand in a column, where that is one of few things, or `several` of them."""

    all: Callable[[], Iterable[tuple[str, str]]]
    """Gives what is written, and what it stands for in the reader's language."""
    several: bool = False


@dataclass(frozen=True)
class ListForm:
    """One kind of list."""

    title: Promise
    """What its rows are called together."""
    labels: Mapping[str, Promise]
    """The columns, in order, and what each is called."""
    longest: Mapping[str, int]
    column_of: Callable[[str], str | None]
    """Which column is meant by the words in a list's head."""
    needed: Mapping[str, str]
    """Columns without which the list cannot be read, and the fault that says so."""
    first: str
    """The column beside which faults of the row as a whole are shown."""
    bangla: tuple[str, ...]
    """Where Bangla may stand in an old encoding."""
    words: Mapping[str, Words]
    """What can be wrong with a row."""
    list_words: Mapping[str, Words]
    """What can be wrong with the whole."""
    explained: Mapping[str, Promise]
    """What is to be written in each column, for whoever fills in an empty list."""
    choices: Mapping[str, Choices]
    """Columns in which one of few things stands."""
    show: Callable[[str, str], str] = lambda _column, value: value
    """What stands in a column, as the reader reads it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A fault in words. `field` is what the column is called, or ""."""

    field: str
    what: str
    advice: str
    level: str


def said(kept: Mapping[str, Any], form: ListForm) -> Said:
    """A row's or a list's fault, as it is kept, in the reader's language."""
    words = form.words.get(kept["code"]) if "field" in kept else form.list_words.get(kept["code"])
    if words is None:
        return Said("", str(kept["code"]), "", ERROR)
    value = {"value": kept.get("value", "")}
    label = form.labels.get(kept.get("field", ""))
    return Said(str(label) if label else "", str(words.what) % value, str(words.advice) % value, words.level)
