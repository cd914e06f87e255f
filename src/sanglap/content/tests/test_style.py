"""How an office writes: its digits and its ready words."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from sanglap.content import style
from sanglap.content.models import Digits, Snippet, SnippetKind
from sanglap.offices.scope import Forbidden
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6")]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.mark.parametrize(
    ("text", "digits", "after"),
    [
        ("মেলা 25 জুন, ফোন 01711-223344", Digits.BANGLA, "মেলা ২৫ জুন, ফোন 01711-223344"),
        ("দেখুন https://gov.bd/2026 আর 3টি ছবি", Digits.BANGLA, "দেখুন https://gov.bd/2026 আর ৩টি ছবি"),
        ("মেলা ২৫ জুন", Digits.LATIN, "মেলা 25 জুন"),
        ("মেলা ২৫ জুন, 26 জুন", Digits.AS_TYPED, "মেলা ২৫ জুন, 26 জুন"),
        ("The fair is on ২৫ June", Digits.BANGLA, "The fair is on 25 June"),
    ],
)
def test_numbers_as_the_office_writes_them(text: str, digits: Digits, after: str) -> None:
    assert style.in_digits(text, digits) == after
    assert style.in_digits(after, digits) == after


def test_an_office_chooses_its_digits_and_another_one_keeps_its_own(house: House) -> None:
    office = house.offices["shibalaya"]
    assert style.digits_of(office.pk) == Digits.AS_TYPED
    style.choose_digits(house.scope("sumaiya"), office=office, digits=Digits.BANGLA, now=NOW)
    assert style.digits_of(office.pk) == Digits.BANGLA
    other = house.offices["manikganj"]
    assert style.digits_of(other.pk) == Digits.AS_TYPED
    with pytest.raises(Forbidden):
        style.choose_digits(house.scope("sumaiya"), office=other, digits=Digits.LATIN, now=NOW)


def kept(house: House, **more: object) -> Snippet:
    given = {"kind": SnippetKind.SIGNATURE, "name": "স্বাক্ষর", "text": "উপজেলা প্রশাসন", **more}
    return style.keep_snippet(house.scope("sumaiya"), office=house.offices["shibalaya"], now=NOW, **given)  # type: ignore[arg-type]  # as the form gives it


def test_ready_words_are_kept_changed_and_taken_away(house: House) -> None:
    first = kept(house)
    assert kept(house, known=first, text="শিবালয় উপজেলা প্রশাসন").pk == first.pk
    with pytest.raises(ValidationError, match="এই নামে"):
        kept(house)
    assert [one.text for one in style.snippets(house.scope("sumaiya"))] == ["শিবালয় উপজেলা প্রশাসন"]
    style.drop_snippet(house.scope("sumaiya"), snippet=first, now=NOW)
    assert not style.snippets(house.scope("sumaiya")).exists()


@pytest.mark.parametrize("more", [{"text": " "}, {"text": "ক" * 5_001}, {"kind": SnippetKind.HASHTAGS, "text": "টিকা"}])
def test_words_that_are_none_are_refused(house: House, more: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        kept(house, **more)


def test_where_ready_words_are_put(house: House) -> None:
    beginning = kept(house, kind=SnippetKind.TEMPLATE, name="নোটিশ", text="নোটিশ:")
    tags = kept(house, kind=SnippetKind.HASHTAGS, name="টিকা", text="#টিকা #শিবালয়")
    assert style.with_snippet("কথা", beginning) == "নোটিশ:\n\nকথা"
    assert style.with_snippet("কথা\n", tags) == "কথা\n\n#টিকা #শিবালয়"
    assert style.with_snippet(" ", tags) == "#টিকা #শিবালয়"
