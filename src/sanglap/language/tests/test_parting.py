"""Texts parted for threads."""

import time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.digits import to_bangla
from sanglap.language.lengths import mastodon_length
from sanglap.language.normal import normalise
from sanglap.language.parting import came_from, joined, numbering, parts, places

LINK = "https://shibalaya.manikganj.gov.bd/bn/site/page/ত্রাণ?x=1,234"
PIECES = st.sampled_from(
    ["রাস্তা", "ক্ষতিগ্রস্ত", "১২,৩৪৫.৫০", "৫০০", " ", " ", " ", "। ", "? ", "! ", ". ", "\n", "\n\n", "মো. ", "🇧🇩",
     "👨‍👩‍👧", LINK, f" {LINK} ", "\n---\n", "১। ", "“উদ্ধৃতি।” ", "র‍্যাব", "x" * 70, "কৃষি" * 30, "---"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map(lambda pieces: normalise("".join(pieces)).strip())


def bare(text: str) -> str:
    return regex.sub(r"\s+", "", text)


def bodies(found: list[str], language: str = "bn") -> list[str]:
    if len(found) < 2:
        return found
    return [part.removesuffix(numbering(number, len(found), language)) for number, part in enumerate(found, start=1)]


@given(text=TEXTS, most=st.integers(60, 200))
def test_no_word_is_lost_and_every_part_fits(text: str, most: int) -> None:
    found = parts(text, most=most, count=mastodon_length)
    assert bare("".join(bodies(found))) == bare(regex.sub(r"(?m)^\s*?---[^\S\n]*$", "", text))
    for part in found:
        assert mastodon_length(part) <= most or regex.search(r"\w+https:", part)
        assert part == part.strip() == normalise(part)


@given(text=TEXTS, most=st.integers(60, 200))
def test_links_and_numbers_stay_whole(text: str, most: int) -> None:
    whole = regex.compile(r"https://\S+|[০-৯][০-৯,.]*[০-৯]")
    spaced = regex.sub(r"(https)", r" \1", text)
    before = whole.findall(regex.sub(r"(?m)^\s*?---[^\S\n]*$", " ", spaced))
    after = [one for body in bodies(parts(spaced, most=most, count=mastodon_length)) for one in whole.findall(body)]
    assert [one for one in before if len(one) < 70] == [one for one in after if len(one) < 70]


@given(text=TEXTS)
def test_the_places_of_the_parts_are_found_again(text: str) -> None:
    found = parts(text, most=80, count=len, language="en")
    assert [text[start:end] for start, end in places(text, found, "en")] == bodies(found, "en")
    if found:
        assert came_from(found, text, "en")
        assert not came_from(found, f"{text} আরও", "en")
        assert parts(joined(found, "en"), most=80, count=len, language="en") == found


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("এক দুই", 50, ["এক দুই"]),
        ("এক দুই তিন।\n\nচার পাঁচ ছয় সাত।", 24, ["এক দুই তিন।\n১/২", "চার পাঁচ ছয় সাত।\n২/২"]),
        ("এক দুই। তিন চার পাঁচ ছয় সাত", 24, ["এক দুই।\n১/২", "তিন চার পাঁচ ছয় সাত\n২/২"]),
        ("নাম মো. করিম মিয়া এসেছেন", 16, ["নাম মো. করিম\n১/২", "মিয়া এসেছেন\n২/২"]),
        ("এক\n---\nদুই", 50, ["এক\n১/২", "দুই\n২/২"]),
        ("---\nএক\n---\n\n---\n", 50, ["এক"]),
        ("এক --- দুই", 50, ["এক --- দুই"]),
        ("ফোন ০১৭১১ ১২৩৪৫৬ নম্বরে", 18, ["ফোন\n১/৩", "০১৭১১ ১২৩৪৫৬\n২/৩", "নম্বরে\n৩/৩"]),
        ("ক" * 20, 14, ["ক" * 10 + "\n১/২", "ক" * 10 + "\n২/২"]),
        ("", 50, []),
    ],
)
def test_where_it_is_parted(text: str, most: int, expected: list[str]) -> None:
    assert parts(normalise(text), most=most, count=len) == [normalise(one) for one in expected]


def test_what_cannot_be_cut_is_left_too_long() -> None:
    long = "https://gov.bd/" + "x" * 90
    assert parts(f"দেখুন {long}", most=50, count=len) == ["দেখুন\n১/২", f"{long}\n২/২"]
    assert parts("৯" * 90, most=50, count=len) == ["৯" * 90]


def test_a_list_number_stays_with_what_it_numbers() -> None:
    found = parts("প্রথম কাজ শেষ।\n১। দ্বিতীয় কাজ আগামী সপ্তাহে শুরু হবে।", most=22, count=len)
    assert all(not body.endswith("১।") for body in bodies(found))


def test_many_parts_reckon_with_longer_numbers() -> None:
    found = parts(" ".join(["শব্দ"] * 2_000), most=60, count=len)
    assert len(found) > 99
    assert all(len(part) <= 60 for part in found)
    assert found[-1].endswith(f"\n{to_bangla(f'{len(found)}/{len(found)}')}")


@pytest.mark.parametrize("piece", ["রাস্তা মেরামতের কাজ চলছে। ", "ক", "১ ", "🇧🇩", " ", "x.", "https://a.gov.bd/x "])
def test_the_longest_text_is_parted_at_once(piece: str) -> None:
    text, began = piece * (50_000 // len(piece)), time.process_time()
    parts(text, most=500, count=mastodon_length)
    assert time.process_time() - began < 1
