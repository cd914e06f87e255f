"""The normal form, and the copy that is searched."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.normal import matching_copy, normalise

ZWNJ, ZWJ = "\u200c", "\u200d"
RA, TA, YA, KA = "র", "ত", "য", "ক"
HASANTA, NUKTA = "\u09cd", "\u09bc"
# Where joiners, selectors and marks meet.
BANGLA = "কতরযৰঅঋািৌৃড়ৎ়্ঁ"
OTHERS = "a1#ك中한\u1100\u1161\u0d9a\u0dca\u0301\u0323\u0344"
EMOJI = "👨👧🏽☀♂🇧\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e007f\ufe0f\ufe0e\u20e3"
UNSEEN = f" \r\n\t\u2028\ufeff\u200b\u202e\ud800\x00\uffff{ZWJ}{ZWNJ}"
DELICATE = st.text(st.sampled_from(BANGLA + OTHERS + EMOJI + UNSEEN), max_size=14)
WORDS = st.text(st.sampled_from(f"কতরড়ৎ্িোa1২É{ZWJ}"), max_size=6).map("ক".__add__)
ANY = st.text(st.characters(codec=None, categories=None), max_size=30) | DELICATE


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("\u09dc\u09dd\u09df", "ড়ঢ়য়"),
        ("\u09a1\u09bc", "ড়"),
        ("ক\u09c7\u09be", "কো"),
        ("ক\u09c7\u09d7", "কৌ"),
        ("ক\u09c7\ufeff\u09be", "কো"),
        (f"{TA}{HASANTA}{ZWJ}", "ৎ"),
        (f"উ{TA}{HASANTA}{ZWJ}সব", "উৎসব"),
        ("\u0985\u09beম", "আম"),
        (f"{RA}{ZWNJ}{HASANTA}{YA}াব", f"{RA}{ZWJ}{HASANTA}{YA}াব"),
        ("a\r\nb\rc\u2028d\u2029e\x85f\vg\fh", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\ufeffবাং\u200bলা\u2060\u00ad", "বাংলা"),
        ("\u202eevil\u202c \u2066x\u2069\u200e\u061c", "evil x"),
        ("a\x00b\x07\x1bc\x7f\ud800\ufffe", "abc"),
        ("e\u0301", "é"),
        ("🏴\U000e0067\U000e0062x\U000e0068", "🏴x"),
        ("ক\ufe0f", "ক"),
    ],
)
def test_one_form(written: str, normal: str) -> None:
    assert normalise(written) == unicodedata.normalize("NFC", normal)


@pytest.mark.parametrize(
    "text",
    [
        f"{KA}{HASANTA}{ZWNJ}ষ",
        f"{KA}{HASANTA}{ZWJ}ষ",
        f"{RA}{ZWJ}{HASANTA}{YA}াব",
        f"{KA}{HASANTA}{ZWNJ}ৎ",
        "ශ්\u200dරී",
        "می\u200cخواهم",
        "👨\u200d👩\u200d👧 🤦🏽\u200d♂\ufe0f ☀\ufe0f 1\ufe0f\u20e3 🇧🇩",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "  two  spaces\u00a0and\ttab \n\n\n end ",
        "১২৩ । ৳ “উদ্ধৃতি” …",
        "",
    ],
)
def test_what_matters_stays(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        f"{KA}{ZWJ}{KA}",
        f"{ZWNJ}{KA}",
        f"{KA}{ZWJ}",
        f"{KA}{HASANTA}{ZWNJ} ",
        f"{KA}{HASANTA}{ZWJ}",
        f"{KA}{ZWJ}{HASANTA}{YA}",
        f"a{ZWJ}b",
    ],
)
def test_stray_joiners_go(text: str) -> None:
    assert normalise(text) == text.replace(ZWJ, "").replace(ZWNJ, "")


def test_repeated_joiners_are_one() -> None:
    assert normalise(f"{KA}{HASANTA}{ZWNJ}{ZWJ}{ZWNJ}ষ") == f"{KA}{HASANTA}{ZWNJ}ষ"


def test_every_short_cluster_is_stable() -> None:
    signs = [KA, TA, RA, HASANTA, NUKTA, ZWJ, ZWNJ, "া"]
    for length in range(1, 6):
        for chosen in product(signs, repeat=length):
            once = normalise("".join(chosen))
            assert normalise(once) == once, chosen


@given(ANY)
def test_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(ANY)
def test_can_be_stored(text: str) -> None:
    """PostgreSQL takes UTF-8 without NUL."""
    assert "\x00" not in normalise(text)
    normalise(text).encode()


@given(DELICATE)
def test_canonical_equals_are_one(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("mark", ["\u0301\u0323", "\u0344", "\u0301\ufeff\u0323"])
def test_endless_marks_are_cut(mark: str) -> None:
    once = normalise("ক" + mark * 20_000 + "খ")
    assert len(once) == 32
    assert normalise(once) == once


class TestMatchingCopy:
    @pytest.mark.parametrize(
        ("text", "copy"),
        [
            ("Straße ÉCOLE", "strasse école"),
            ("২০২৬ ٢٠२०２", "2026 20202"),
            ("বড়দিন আষাঢ় হয়", "বডদিন আষাঢ হয"),
            ("উৎসব", "উত্সব"),
            (f"উত{HASANTA}{ZWJ}সব", "উত্সব"),
            (f"{RA}{ZWJ}{HASANTA}যাব {KA}{HASANTA}{ZWNJ}ষ", "র্যাব ক্ষ"),
            ("  a \u200b\n\t b\u00a0 ", "a b"),
            ("অাম", "আম"),
            ("ক\u09c7\u200b\u09be", "কো"),
            ("ﬁ ½ ①", "fi 1⁄2 1"),
            ("\u1112\u1161\u11ab", "한"),
            ("", ""),
            (" \u200b ", ""),
        ],
    )
    def test_copy(self, text: str, copy: str) -> None:
        assert matching_copy(text).text == copy

    def test_offsets_lead_back(self) -> None:
        copy = matching_copy("  শুভ  বড়\u200bদিন, ২৫!")
        assert copy.text == "শুভ বডদিন, 25!"
        at = copy.text.index("বড")
        assert "  শুভ  বড়\u200bদিন, ২৫!"[slice(*copy.original_span(at, at + 2))] == "বড়\u200b"
        at = copy.text.index("25")
        assert copy.offsets[at] == "  শুভ  বড়\u200bদিন, ২৫!".index("২")

    def test_one_letter_that_becomes_several(self) -> None:
        copy = matching_copy("xﬃy")
        assert copy.text == "xffiy"
        assert copy.offsets == (0, 1, 1, 1, 2)
        assert copy.original_span(2, 3) == (1, 2)

    def test_empty_spans(self) -> None:
        copy = matching_copy(" কখ ")
        assert copy.original_span(0, 0) == (1, 1)
        assert copy.original_span(2, 2) == (3, 3)
        assert matching_copy("").original_span(0, 0) == (0, 0)

    @pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)])
    def test_spans_outside(self, start: int, end: int) -> None:
        with pytest.raises(ValueError, match="outside"):
            matching_copy("কখগ").original_span(start, end)

    @given(ANY)
    def test_offsets_are_in_order_and_inside(self, text: str) -> None:
        copy = matching_copy(text)
        assert len(copy.offsets) == len(copy.ends) == len(copy.text)
        assert list(copy.offsets) == sorted(copy.offsets)
        assert list(copy.ends) == sorted(copy.ends)
        assert all(0 <= start < end <= len(text) for start, end in zip(copy.offsets, copy.ends, strict=True))

    @given(ANY)
    def test_a_copy_of_a_copy_is_the_same(self, text: str) -> None:
        copy = matching_copy(text).text
        assert matching_copy(copy).text == copy

    @given(DELICATE)
    def test_the_normal_form_is_found_by_the_same_words(self, text: str) -> None:
        assert matching_copy(normalise(text)).text == matching_copy(text).text

    @given(st.lists(WORDS, min_size=1, max_size=6), st.data())
    def test_spans_cover_the_words(self, words: list[str], data: st.DataObject) -> None:
        text = "  ".join(words)
        chosen = data.draw(st.integers(0, len(words) - 1))
        before = matching_copy("  ".join([*words[:chosen], "x"])).text[:-1]
        start, end = matching_copy(text).original_span(
            len(before), len(before) + len(matching_copy(words[chosen]).text)
        )
        assert text[start:end].strip(ZWJ) == words[chosen].strip(ZWJ)
