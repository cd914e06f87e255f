"""What stands on a letterhead, in which words (clause 5.j), and that PDF and DOCX hold all of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import cv2
import docx
import numpy as np
import pikepdf
import pytest

from sanglap.core.localized import LocalizedText
from sanglap.documents.letterhead import Channel, Letter, Signatory, Words, set_letter
from sanglap.documents.pdf import letter_pdf, letter_pictures
from sanglap.documents.qr import png, square
from sanglap.documents.signature import signature_html, signature_text
from sanglap.documents.word import BANGLA, letter_docx

pytestmark = pytest.mark.clause("5.j")

WEBSITE = "https://shibalaya.manikganj.gov.bd"
LETTER = Letter(
    languages=("bn",),
    office=LocalizedText(bn="উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয়", en="Upazila Nirbahi Office, Shibalaya"),
    government=LocalizedText(bn="গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", en="Government of the People's Republic of Bangladesh"),
    address=LocalizedText(bn="উপজেলা পরিষদ\nশিবালয়, মানিকগঞ্জ", en="Upazila Parishad\nShibalaya, Manikganj"),
    website=WEBSITE,
    phone="02-7710042",
    email="uno@shibalaya.example",
    channels=(
        Channel(LocalizedText(bn="ম্যাস্টোডন", en="Mastodon"), "shibalaya", "https://social.example/@shibalaya"),
        Channel(LocalizedText(en="facebook.com"), "shiba", "https://facebook.com/shiba"),
    ),
    memo="০৫.৩০.০০১",
    day=date(2026, 11, 28),
    signatory=Signatory(LocalizedText(bn="রেহানা পারভীন", en="Rehana Parvin"), LocalizedText(bn="ইউএনও", en="UNO")),
    subject="ক্যাম্পের বিজ্ঞপ্তি",
    body="রবিবার ক্যাম্প হবে।\n\nPlease come.",
)
BOTH = replace(LETTER, languages=("bn", "en"))
MANY = replace(
    LETTER,
    channels=tuple(
        Channel(LocalizedText(bn="ম্যাস্টোডন", en="Mastodon"), f"office_{number}", f"https://s.example/@office_{number}")
        for number in range(12)
    ),
)
BARE = replace(
    LETTER, languages=("en",), address=LocalizedText(bn="শিবালয়"), website="", phone="", email="", channels=(), memo="",
    signatory=None, subject="", body="", government=LocalizedText(),
)  # fmt: skip
LONG = replace(LETTER, address=LocalizedText(bn="কক্ষ নং ৩০৫, ভবন নং ৬, " * 30), body="ক্ষুদ্রঋণ\n" * 200)
LETTERS = {"plain": LETTER, "both": BOTH, "many": MANY, "bare": BARE, "long": LONG}


def test_a_letter_in_bangla_has_bangla_words_digits_and_both_calendars() -> None:
    (part,) = set_letter(LETTER).parts
    assert [line.text for line in part.address] == ["উপজেলা পরিষদ", "শিবালয়, মানিকগঞ্জ"]
    assert part.reach[0].text.endswith(": ০২-৭৭১০০৪২")
    assert (part.bangla, part.gregorian) == ("১৩ অগ্রহায়ণ ১৪৩৩ বঙ্গাব্দ", "২৮ নভেম্বর ২০২৬ খ্রিষ্টাব্দ")
    assert part.memo == "স্মারক নং"


def test_a_letter_in_both_says_everything_in_both_and_what_is_alike_once() -> None:
    sheet = set_letter(BOTH)
    assert [part.office.text for part in sheet.parts] == [LETTER.office["bn"], LETTER.office["en"]]
    assert [words.text for words in sheet.accounts[0].titles] == ["ম্যাস্টোডন", "Mastodon"]
    assert [words.text for words in sheet.accounts[1].titles] == ["facebook.com"]


def test_what_there_is_not_in_english_is_given_in_bangla_and_marked_as_such() -> None:
    (part,) = set_letter(BARE).parts
    assert part.address == (Words("শিবালয়", "bn"),)


def test_in_both_languages_it_is_not_given_twice() -> None:
    _bangla, english = set_letter(replace(BOTH, address=LocalizedText(bn="শিবালয়"))).parts
    assert english.address == ()


def test_the_website_and_every_account_have_a_code() -> None:
    sheet = set_letter(LETTER)
    assert [one.url for one in sheet.tiles] == [WEBSITE, *(channel.url for channel in LETTER.channels)]
    assert [one.handle for one in sheet.accounts] == ["@shibalaya", "@shiba"]
    assert set_letter(BARE).tiles == ()


@pytest.mark.parametrize("text", [WEBSITE, "https://social.example/@shibalaya_upazila", "শিবালয়"])
def test_a_code_says_what_it_was_made_of(text: str) -> None:
    picture = cv2.imdecode(np.frombuffer(png(text), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == text
    assert square(text).svg.count("<path") == 1


@pytest.mark.parametrize("name", LETTERS)
def test_the_pdf_is_for_everybody_and_brings_its_fonts(name: str) -> None:
    with pikepdf.open(io.BytesIO(letter_pdf(set_letter(LETTERS[name])))) as paper:
        assert b"<pdfuaid:part>1</pdfuaid:part>" in paper.Root.Metadata.read_bytes()
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang).startswith(LETTERS[name].languages[0])
        fonts = {str(font.BaseFont) for page in paper.pages for font in page.resources.Font.values()}
        assert fonts
        assert all("NotoSans" in font for font in fonts)
        links = {str(link.A.URI) for link in paper.pages[0].get("/Annots", []) if "/A" in link}
    assert links == {tile.url for tile in set_letter(LETTERS[name]).tiles}


def test_a_long_letter_goes_on_and_a_usual_one_stays_on_one_page() -> None:
    assert len(letter_pictures(set_letter(MANY), ppi=20)) == 1
    assert len(letter_pictures(set_letter(LONG), ppi=20)) > 1


def test_what_is_typed_is_no_markup() -> None:
    sheet = set_letter(replace(LETTER, subject='#panic("x") *a* $b$', body="<b>&amp; #import"))
    assert letter_pdf(sheet).startswith(b"%PDF")
    assert "#panic" in _text(letter_docx(sheet))


def test_the_file_for_word_processors_holds_the_same() -> None:
    content = letter_docx(set_letter(LETTER))
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    head = _cells(section.first_page_header) + [one.text for one in section.first_page_header.paragraphs]
    assert LETTER.office["bn"] in head
    assert any("@shibalaya" in line and "@shiba" in line for line in head)
    assert "১৩ অগ্রহায়ণ ১৪৩৩ বঙ্গাব্দ" in "".join(_cells(document))
    assert [one.text for one in document.paragraphs if "রেহানা" in one.text] == ["(রেহানা পারভীন)"]
    foot = section.first_page_footer
    assert len(foot.part.package.image_parts) == len(set_letter(LETTER).tiles)
    assert f'w:cs="{BANGLA}"' in _part(content, "word/styles.xml")
    assert 'descr="' in "".join(_part(content, name) for name in _names(content) if "footer" in name)


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_opens_in_a_word_processor(name: str) -> None:
    assert docx.Document(io.BytesIO(letter_docx(set_letter(LETTERS[name])))).sections


def test_the_signature_holds_whoever_writes_the_office_and_its_accounts() -> None:
    sheet = set_letter(LETTER)
    text, html = signature_text(sheet), signature_html(sheet)
    for words in ("রেহানা পারভীন", "ইউএনও", LETTER.office["bn"], "https://social.example/@shibalaya", WEBSITE):
        assert words in text
        assert words in html
    assert text.startswith("-- \n")


def test_the_signature_lets_no_markup_in() -> None:
    html = signature_html(set_letter(replace(LETTER, office=LocalizedText(bn="<script>x</script>"))))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def _cells(place: object) -> list[str]:
    tables = place.tables  # type: ignore[attr-defined]  # a document, a header or a footer
    return [line.text for table in tables for row in table.rows for cell in row.cells for line in cell.paragraphs]


def _names(content: bytes) -> list[str]:
    with ZipFile(io.BytesIO(content)) as file:
        return file.namelist()


def _part(content: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()


def _text(content: bytes) -> str:
    return _part(content, "word/document.xml")
