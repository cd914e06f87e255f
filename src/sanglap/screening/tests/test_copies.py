from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.screening import copies

pytestmark = pytest.mark.clause("9")


def bare(text: str) -> str:
    return copies.undone(copies.plain([text])).text(0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("শ.য়.তা.ন", "শয়তান"),
        ("শয়\u200bতান", "শয়তান"),
        ("শ য় তা ন", "শয়তান"),
        ("শয়তাাাান", "শয়তান"),
        ("\u09b6\u09af\u09bc\u09a4\u09be\u09a8", "শ\u09dfতান"),
        ("b.a.s.t.a.r.d", "bastard"),
        ("b a s t a r d", "bastard"),
        ("BASTARD", "bastard"),
        ("baaaastard", "bastard"),
        ("b4st4rd", "bastard"),
        ("bа\u0455tard", "bastard"),
        ("ｂａｓｔａｒｄ", "bastard"),
        ("𝐛𝐚𝐬𝐭𝐚𝐫𝐝", "bastard"),
    ],
)
def test_what_is_written_to_get_past_a_filter_is_undone(written: str, meant: str) -> None:
    assert bare(written) == bare(meant)


def test_digits_of_every_script_are_the_same() -> None:
    assert copies.plain(["০১৭১২ ٣٤५६"]).text(0) == "01712 3456"


def test_what_is_meant_stays() -> None:
    assert bare("মূল্য ১২.৫০ টাকা, এক-দুই।") == "মূল্য 12.50 টাকা, এক-দুই।"


def test_many_texts_stay_apart() -> None:
    made = copies.undone(copies.plain(["", "এক  দুই ", "\0", "তিন"]))
    assert [made.text(number) for number in range(len(made))] == ["", "এক দুই", "", "তিন"]
    assert len(copies.plain([])) == 0


def test_a_stretch_is_found_again_with_its_marks() -> None:
    text = "সে শ.য়\u200b.তা.ন বলেছে"
    made = copies.undone(copies.plain([text]))
    at = made.text(0).index("শ")
    start, end = made.span(0, at, at + len("শ\u09dfতান"), text)
    assert text[start:end] == "শ.য়\u200b.তা.ন"
    with pytest.raises(ValueError, match="outside"):
        made.span(0, 0, 10_000, text)


@given(st.lists(st.text(), max_size=5))
def test_any_text_has_a_copy_and_every_stretch_of_it_an_origin(texts: list[str]) -> None:
    for made in (copies.plain(texts), copies.undone(copies.plain(texts))):
        assert len(made) == len(texts)
        assert made.all_texts() == [made.text(number) for number in range(len(made))]
        for number, text in enumerate(texts):
            copy = made.text(number)
            for start in range(len(copy)):
                begin, end = made.span(number, start, len(copy), text)
                assert 0 <= begin < end <= len(text)
