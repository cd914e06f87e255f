"""What a list of offices is made of."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sanglap.lists.form import Choices, ListForm
from sanglap.offices.models import Kind
from sanglap.offices.services.imports import columns
from sanglap.offices.services.imports.faults import LIST, ROWS


def _show(column: str, value: str) -> str:
    return str(Kind(value).label) if column == columns.KIND and value in Kind.values else value


def _kinds() -> Iterator[tuple[str, str]]:
    return ((kind.value, str(kind.label)) for kind in Kind)


FORM = ListForm(
    title=_("Offices"),
    labels=columns.LABELS,
    longest=columns.LONGEST,
    column_of=columns.column_of,
    needed={columns.CODE: "no-code"},
    first=columns.CODE,
    bangla=columns.BANGLA,
    words=ROWS,
    list_words=LIST,
    explained=columns.EXPLAINED,
    choices={columns.KIND: Choices(_kinds)},
    show=_show,
)
