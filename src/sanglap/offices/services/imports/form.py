"""What a list of one kind is made of: its columns, how they are read, and the words for what may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from sanglap.offices.models import Kind
from sanglap.offices.services.imports import columns
from sanglap.offices.services.imports.faults import ERROR, LIST, ROWS, Words

if TYPE_CHECKING:
    from sanglap.offices.services.imports.rows import Row

Check = Callable[["Row", str, str], str]
"""Brings what stands in a cell into its normal form, and blames the row for what is wrong with it."""


@dataclass(frozen=True)
class ListForm:
    """One kind of list."""

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
    show: Callable[[str, str], str] = lambda _column, value: value
    """What stands in a column, as the reader reads it."""


def _show(column: str, value: str) -> str:
    return str(Kind(value).label) if column == columns.KIND and value in Kind.values else value


OFFICES = ListForm(
    labels=columns.LABELS,
    longest=columns.LONGEST,
    column_of=columns.column_of,
    needed={columns.CODE: "no-code"},
    first=columns.CODE,
    bangla=columns.BANGLA,
    words=ROWS,
    list_words=LIST,
    show=_show,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A fault in words. `field` is what the column is called, or ""."""

    field: str
    what: str
    advice: str
    level: str


def said(kept: Mapping[str, Any], form: ListForm = OFFICES) -> Said:
    """A row's or a list's fault, as it is kept, in the reader's language."""
    words = form.words.get(kept["code"]) if "field" in kept else form.list_words.get(kept["code"])
    if words is None:
        return Said("", str(kept["code"]), "", ERROR)
    value = {"value": kept.get("value", "")}
    label = form.labels.get(kept.get("field", ""))
    return Said(str(label) if label else "", str(words.what) % value, str(words.advice) % value, words.level)
