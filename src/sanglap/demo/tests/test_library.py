"""The texts of the demo: enough of them, none twice, in good form."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from sanglap.demo.library import Place, Tier, ended, fill, library
from sanglap.demo.living.register import REGISTER, Care
from sanglap.language.lengths import mastodon_length
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of

PLACE = Place(
    "শিবালয় উপজেলা", ("উলাইল ইউনিয়ন", "আরুয়া ইউনিয়ন"), "উপজেলা নির্বাহী অফিসার", "উপজেলা পরিষদ মিলনায়তন", "শিবালয় উপজেলা প্রশাসন"
)
DAY = date(2026, 7, 12)
LIBRARY = library()
TALKS = [talk for talks in (*LIBRARY.talks.values(), LIBRARY.letters) for talk in talks]
ANSWERS = [text for talk in TALKS for text in (talk.interim, talk.answer) if text]
COMMENTS = [text for talk in TALKS for text in (talk.say, *talk.then)]
ALL = [*(post.text for post in LIBRARY.posts), *COMMENTS, *ANSWERS, *LIBRARY.thanks, *LIBRARY.calm]


def test_there_is_enough_to_say() -> None:
    assert len(LIBRARY.posts) >= 150
    assert len(COMMENTS) >= 200
    assert len(ANSWERS) >= 150


def test_nothing_is_said_twice() -> None:
    assert [text for text, times in Counter(ALL).items() if times > 1] == []


@pytest.mark.parametrize("seed", range(3))
def test_what_is_filled_in_is_in_good_form(seed: int) -> None:
    chance = Random(seed)
    for text in ALL:
        said = fill(text, PLACE, DAY, chance)
        assert said == normalise(said).strip()
        assert not re.search(r"[{}]", said)
        assert mastodon_length(said) <= 400
        if language_of(said) == "bn":
            assert not re.search(r"[0-9]", said), said


@pytest.mark.parametrize(
    ("word", "where", "whose"),
    [
        ("শিবালয় উপজেলা", "শিবালয় উপজেলায়", "শিবালয় উপজেলার"),
        ("ঢাকা বিভাগ", "ঢাকা বিভাগে", "ঢাকা বিভাগের"),
        ("সারাদেশ", "সারাদেশে", "সারাদেশের"),
        ("১২ জুলাই", "১২ জুলাইতে", "১২ জুলাইয়ের"),
        ("২ জানুয়ারি", "২ জানুয়ারিতে", "২ জানুয়ারির"),
    ],
)
def test_places_and_days_take_their_endings(word: str, where: str, whose: str) -> None:
    assert (ended(word, "e"), ended(word, "r"), ended(word, "")) == (where, whose, word)


def test_a_day_to_come_is_no_weekend_and_today_is_today() -> None:
    friday = date(2026, 7, 10)
    assert fill("{day} {day+1} {day+3:r}", PLACE, friday, Random(1)) == "১০ জুলাই ১২ জুলাই ১৩ জুলাইয়ের"


@pytest.mark.parametrize("sketch", REGISTER, ids=lambda sketch: sketch.code)
def test_every_office_has_something_to_say_all_year(sketch: object) -> None:
    """Each tier, and each subject of a national office, on any day."""
    tier, topics = sketch.tier, sketch.topics  # type: ignore[attr-defined]
    mine = [one for one in LIBRARY.posts if tier in one.tiers and (not topics or one.topic in topics)]
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        assert sum(post.fits(day, ()) for post in mine) >= (2 if tier == Tier.NATIONAL else 20)


def test_seasons_may_go_over_the_new_year() -> None:
    winter = next(post for post in LIBRARY.posts if post.season == ("12-10", "02-05"))
    assert winter.fits(date(2026, 1, 3), ())
    assert winter.fits(date(2026, 12, 10), ())
    assert not winter.fits(date(2026, 2, 6), ())
    assert winter.days == 58


def test_most_offices_do_well_and_some_need_help() -> None:
    care = Counter(sketch.care for sketch in REGISTER)
    assert 60 <= len(REGISTER) <= 70
    assert care[Care.GOOD] / len(REGISTER) == pytest.approx(0.7, abs=0.05)
    assert care[Care.POOR] / len(REGISTER) == pytest.approx(0.1, abs=0.03)
    assert {sketch.panel for sketch in REGISTER} == {1, 3, 5}
    assert len({sketch.handle for sketch in REGISTER}) == len({sketch.code for sketch in REGISTER}) == len(REGISTER)
