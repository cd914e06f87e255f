"""Files of every kind, and what stands in their cells."""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook

from sanglap.language.normal import normalise
from sanglap.lists import cells, sheets, tables
from sanglap.lists.faults import Unreadable
from sanglap.offices.services.imports.cells import email, phone, website
from sanglap.offices.services.imports.reading import read
from sanglap.offices.services.imports.rows import OfficeRow

HEAD = ["code", "kind", "name_bn", "name_en", "parent", "phone"]
LINE = ["x-1", "field", "মানিকগঞ্জ", "Manikganj", "bd-dist-46", "০১৭১১-২২৩৩৪৪"]
AFTER = {
    "kind": "field", "name_bn": "মানিকগঞ্জ", "name_en": "Manikganj", "parent": "bd-dist-46", "phone": "01711-223344"
}  # fmt: skip


def rows(content: bytes) -> list[OfficeRow]:
    return read(content, lambda _done, _whole: None)[0]


def text(separator: str = ",") -> str:
    return "\r\n".join(separator.join(cells) for cells in (HEAD, LINE)) + "\r\n"


def xlsx(*lines: list[Any]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as found:
        rows(content)
    return found.value.code


def codes(row: OfficeRow) -> list[str]:
    return [one["code"] for one in row.faults]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_any_encoding_and_with_any_separator(separator: str, encoding: str) -> None:
    (row,) = rows(text(separator).encode(encoding))
    assert (row.line, row.code, row.after, row.faults) == (2, "x-1", AFTER, [])


def test_line_in_which_excel_names_the_separator() -> None:
    (row,) = rows(("\ufeffsep=;\r\n" + text(";")).encode())
    assert row.code == "x-1"


def test_line_ends_of_old_machines() -> None:
    assert rows(text().replace("\r\n", "\r").encode())[0].after == AFTER


def test_cell_with_separators_quotes_and_lines() -> None:
    (row,) = rows('code,name_en,address_bn\nx-1,"A ""B"", C","এক\n দুই "\n'.encode())
    assert row.after == {"name_en": 'A "B", C', "address_bn": "এক\nদুই"}


def test_head_in_bangla_in_any_order_with_other_columns() -> None:
    found, notes = read("মন্তব্য,বাংলা নাম,ইংরেজি নাম,কোড,ঊর্ধ্বতন কোড,ধরন\nx,ক,A,c-1,p-1,অধিদপ্তর\n".encode(), lambda *_: None)
    assert found[0].code == "c-1"
    assert found[0].after == {"name_bn": "ক", "name_en": "A", "parent": "p-1", "kind": "directorate"}
    assert notes["ignored"] == ["মন্তব্য"]


def test_names_in_the_old_encoding_are_brought_into_unicode() -> None:
    old = "code,name_bn,name_en\nx-1,gvwbKMÄ,Manikganj\nx-2,Lyjbv,Khulna\nx-3,Kvh©vjq,Office\n".encode("cp1252")
    found = rows(old)
    assert [row.after["name_bn"] for row in found] == ["মানিকগঞ্জ", "খুলনা", normalise("কার্যালয়")]
    assert [row.after["name_en"] for row in found] == ["Manikganj", "Khulna", "Office"]
    assert all(codes(row) == ["bijoy"] for row in found)
    assert not any(row.bad for row in found)


def test_spreadsheet() -> None:
    (row,) = rows(xlsx(HEAD, [*LINE[:5], 1711223344]))
    assert row.after == {**AFTER, "phone": "01711223344"}
    assert codes(row) == ["zero-added"]
    assert rows(xlsx(["code", "name_en"], [42.0, "A"]))[0].code == "42"


def test_short_and_empty_rows_of_a_spreadsheet() -> None:
    found = rows(xlsx(HEAD, LINE[:4], [None], ["x-2", *LINE[1:]]))
    assert [(row.line, row.bad) for row in found] == [(2, False), (4, False)]
    assert found[0].after["phone"] == ""


def test_formula_without_its_value_is_a_fault() -> None:
    (row,) = rows(xlsx(["code", "name_en"], ["x-1", "=A1&A2"]))
    assert codes(row) == ["formula"]
    assert row.bad


def test_zip_bombs_are_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (30 * 1024 * 1024))
    assert refused(packed.getvalue()) == "bomb"


def test_many_parts_are_a_bomb_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_PARTS", 3)
    assert refused(xlsx(HEAD, LINE)) == "bomb"


def test_entities_are_refused() -> None:
    source = zipfile.ZipFile(io.BytesIO(xlsx(HEAD, LINE)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            made.writestr(name, content)
    assert refused(packed.getvalue()) == "broken"


@pytest.mark.parametrize("cut", [100, 2_000, -30])
def test_damaged_spreadsheet(cut: int) -> None:
    assert refused(xlsx(HEAD, LINE)[:cut]) in {"broken", "archive"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf\r\n", "empty"), (b"%PDF-1.7", "pdf"), (b"\xd0\xcf\x11\xe0\xa1", "xls"),
        (b"\x89PNG\r\n", "image"), (b"code\x00\x01\x02name" * 9, "binary"), (b"a,b\n1,2\n", "head"),
        (b"kind,parent\na,b\n", "no-code"), (b"code,kind\n", "only-head"), (b"code,kind,code\na,b,c\n", "column-twice"),
        (b'code,name_en\nx,"never closed\ny,z\n', "quotes"), (b"PK\x05\x06" + b"\x00" * 18, "archive"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    assert refused(b"code\n1\n2\n3\n") == "rows"


def test_million_characters_in_a_cell_are_one_faulty_row() -> None:
    found = rows(("code,name_bn\nx-1," + "ক" * 1_000_000 + "\nx-2,খ\n").encode())
    assert [(codes(row), row.bad) for row in found] == [(["too-long"], True), ([], False)]
    assert len(str(found[0].faults)) < 500


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("=1+1", "formula"), ("+cmd", "formula"), ("-2", "formula"), ("@SUM(A1)", "formula"), (" =1", "formula"),
        ("A\x07B", "control"), ("A\u202eB", "bidi"), ("A\u2066B", "bidi"), ("A\u200bB", "invisible"),
        ("A" * 301, "too-long"),
    ],
)  # fmt: skip
def test_odd_signs_in_a_name(cell: str, code: str) -> None:
    row = OfficeRow(2, "x", {})
    value = cells.in_english(row, "name_en", cell)
    assert codes(row) == [code]
    assert row.bad == (code != "invisible")
    assert "\u200b" not in value


def test_joiners_that_are_spelling_stay() -> None:
    row = OfficeRow(2, "x", {})
    assert cells.in_bangla(row, "name_bn", "র\u200d্যাব") == "র\u200d্যাব"
    assert not row.faults


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ("office.gov.bd", "https://office.gov.bd"), ("HTTP://Office.GOV.bd/a?b=c", "http://office.gov.bd/a?b=c"),
        ("https://xn--54b7fta0cc.xn--54b7fta0cc", "https://xn--54b7fta0cc.xn--54b7fta0cc"),
        ("https://office.gov.bd:8080/x", "https://office.gov.bd:8080/x"), ("http://103.48.16.1/", "http://103.48.16.1/"),
        ("ftp://x.gov.bd", None), ("javascript:alert(1)", None), ("https://a:b@x.gov.bd", None), ("https://", None),
        ("null", None), ("x y.gov.bd", None), ("https://x..bd", None), ("https://-x.bd", None),
        ("https://x.gov.bd:0", None),
        ("https://x.gov.bd/" + "a" * 190, None), ("https://[::1]/", None),
    ],
)  # fmt: skip
def test_websites(given_: str, found: str | None) -> None:
    row = OfficeRow(2, "x", {})
    value = website(row, "website", given_)
    assert row.bad == (found is None)
    if found:
        assert value == found
        URLValidator(schemes=["http", "https"])(value)


@given(st.from_regex(r"(https?://)?[a-z0-9.@:/-]{1,30}", fullmatch=True))
def test_website_that_passes_is_one_for_the_pages_too(text: str) -> None:
    row = OfficeRow(2, "x", {})
    value = website(row, "website", text)
    if value and not row.bad:
        URLValidator(schemes=["http", "https"])(value)


@given(st.from_regex(r"[a-z0-9.+_-]{1,12}@[a-z0-9.-]{1,20}", fullmatch=True))
def test_address_that_passes_is_one_for_the_pages_too(text: str) -> None:
    row = OfficeRow(2, "x", {})
    value = email(row, "email", text)
    if not row.bad:
        try:
            EmailValidator()(value)
        except ValidationError:
            pytest.fail(value)


@pytest.mark.parametrize(
    ("given_", "found"),
    [("+880 2 9511234", "+880 2 9511234"), ("০২-৯৫১১২৩৪", "02-9511234"), ("1711223344", "01711223344"), ("=1", None),
     ("abc", None), ("12", None), ("02-9511234 ext. 12", "02-9511234 ext. 12"), ("+", None)],
)  # fmt: skip
def test_telephones(given_: str, found: str | None) -> None:
    row = OfficeRow(2, "x", {})
    value = phone(row, "phone", given_)
    assert row.bad == (found is None)
    assert found is None or value == found


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_whatever_is_sent_it_is_read_or_refused(content: bytes) -> None:
    for start in (b"", b"code,name_bn,website,phone\n", b"PK\x03\x04"):
        with contextlib.suppress(Unreadable):
            assert all("\x00" not in str(row.after) for row in rows(start + content))


@given(st.text(alphabet=st.sampled_from("অআঋকতরযড়ঢ়াৃেো্ৎ়ং aZ9.\u200d\u200c\u0985\u09be\u09af\u09bc\u09df\u09c7\u09cb")))
def test_quick_way_to_the_normal_form_is_the_normal_form(text: str) -> None:
    assert cells.normal(text) == normalise(text)


def test_what_bursts_beside_the_cells_is_not_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/styles.xml", b"<xf/>" * 300_000)
    assert refused(packed.getvalue()) == "bomb"
