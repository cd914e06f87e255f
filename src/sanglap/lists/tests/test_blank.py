"""Empty lists to fill in are read by what reads lists, and say what is to be written in each column (2.2, 5.a)."""

from __future__ import annotations

import io

import pytest
from django.utils.translation import override
from openpyxl.reader.excel import load_workbook
from openpyxl.workbook.workbook import Workbook

from sanglap.accounts.services import claims
from sanglap.lists import blank
from sanglap.lists.faults import Unreadable
from sanglap.lists.form import ListForm
from sanglap.lists.tables import read_table
from sanglap.offices.services import imports

OFFICES = pytest.param(imports.FORM, marks=pytest.mark.clause("2.2"), id="offices")
ACCOUNTS = pytest.param(claims.FORM, marks=pytest.mark.clause("5.a"), id="accounts")
forms = pytest.mark.parametrize("form", [OFFICES, ACCOUNTS])
languages = pytest.mark.parametrize("language", ["bn", "en"])


def opened(form: ListForm, language: str) -> Workbook:
    with override(language):
        book: Workbook = load_workbook(io.BytesIO(blank.xlsx(form)))
    return book


def filled(book: Workbook, cells: dict[int, str]) -> bytes:
    for place, value in cells.items():
        book.worksheets[0].cell(2, place + 1, value)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@forms
def test_what_is_not_filled_in_is_only_a_head(form: ListForm) -> None:
    for content in (blank.csv(form), blank.xlsx(form)):
        with pytest.raises(Unreadable) as refused:
            read_table(content, form)
        assert refused.value.code == "only-head"


@forms
@languages
def test_what_is_filled_in_is_read_with_every_column(form: ListForm, language: str) -> None:
    values = {place: f"x{place}" for place in range(len(form.labels))}
    table = read_table(filled(opened(form, language), values), form)
    ((line, cells),) = table.rows
    assert line == 2
    assert {column: cells[place] for column, place in table.columns.items()} == {
        column: f"x{place}" for place, column in enumerate(form.labels)
    }
    assert table.notes["ignored"] == []


@forms
@languages
def test_every_column_is_explained_in_the_readers_language(form: ListForm, language: str) -> None:
    explained = [
        tuple(cell.value for cell in row) for row in opened(form, language).worksheets[1].iter_rows(max_col=3)
    ][: len(form.labels)]
    with override(language):
        assert explained == [(key, str(label), str(form.explained[key])) for key, label in form.labels.items()]
    assert all(any("\u0980" <= sign <= "\u09ff" for sign in row[1]) is (language == "bn") for row in explained)


@forms
def test_what_can_be_chosen_stands_on_the_second_sheet(form: ListForm) -> None:
    book = opened(form, "en")
    sheet, help_ = book.worksheets
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        place = next(iter(rule.sqref.ranges)).min_col - 1
        name, cells = rule.formula1.rsplit("!", 1)
        assert name == f"'{help_.title}'"
        offered[list(form.labels)[place]] = [row[0].value for row in help_[cells.replace("$", "")]]
        assert rule.errorStyle == "information", "words in the other language are let through"
    wanted = {key: [value for value, _words in one.all()] for key, one in form.choices.items() if not one.several}
    assert offered == wanted
    assert all(offered.values())
    written = {cell.value for cell in help_["A"]}
    assert all(value in written for one in form.choices.values() for value, _words in one.all())
