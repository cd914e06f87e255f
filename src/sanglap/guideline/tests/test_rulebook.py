"""The rulebook that we ship, as the loader gives it out."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from pydantic import ValidationError

from sanglap.guideline import loader
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.models import Binding
from sanglap.guideline.parameters import PARAMETERS
from sanglap.guideline.parameters.work import SizeStanding

FOLDER = Path(__file__).resolve().parents[4] / "rulebooks" / "bd-2016"
TODAY = date(2026, 11, 23)
LATIN = re.compile(r"[A-Za-z]")
BANGLA = re.compile(r"[\u0980-\u09ff]")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return loader.load(FOLDER)


def test_every_clause_of_the_document_stands_in_order(book: Rulebook) -> None:
    letters = {"4": "abcdefg", "5": "abcdefghijk", "6": "abcde", "7": "abcd", "9": "abcdefg", "10": "abc"}
    wanted = []
    for number in range(1, 12):
        wanted.append(str(number))
        wanted += [f"2.{part}" for part in "12" if number == 2]
        for letter in letters.get(str(number), ""):
            wanted.append(f"{number}.{letter}")
            wanted += [f"5.k.{part}" for part in "1234" if (number, letter) == (5, "k")]
    assert [clause.id for clause in book.clauses] == wanted


def test_labels_cite_the_clause_as_the_document_numbers_it(book: Rulebook) -> None:
    assert book.clause("7.a").label == {"bn": "৭(ক)", "en": "7(a)"}
    assert book.clause("5.k.4").label == {"bn": "৫(ট)(ঈ)", "en": "5(k)(iv)"}
    assert len({clause.label["bn"] for clause in book.clauses}) == len(book.clauses)


def test_headings_have_no_text_and_everything_else_has_one(book: Rulebook) -> None:
    assert [clause.id for clause in book.clauses if clause.text is None] == ["2", "7", "10"]
    assert all(clause.title for clause in book.clauses if "." not in clause.id)


def test_bangla_is_bangla_and_english_is_english(book: Rulebook) -> None:
    for clause in book.clauses:
        for text in filter(None, (clause.label, clause.title, clause.text, clause.note)):
            assert BANGLA.search(text["bn"]), clause.id
            if text is not clause.text and text is not clause.note:
                assert not LATIN.search(text["bn"]), clause.id
                assert not BANGLA.search(text["en"]), clause.id
    for rule in book.rules:
        for text in filter(None, (rule.remedy, rule.note)):
            assert BANGLA.search(text["bn"])
            assert not LATIN.search(text["bn"])
            assert not BANGLA.search(text["en"])


def test_every_clause_with_a_text_says_how_it_binds(book: Rulebook) -> None:
    unsaid = [clause.id for clause in book.clauses if clause.text and not clause.binds]
    assert unsaid == ["5", "9"]  # the words that lead into their parts
    assert book.clause("7.c").binds == (Binding.DUTY, Binding.FLOW)


@pytest.mark.clause("4")
def test_seven_official_purposes(book: Rulebook) -> None:
    assert [clause.id for clause in book.purposes] == [f"4.{letter}" for letter in "abcdefg"]


def test_the_later_edition_is_named_and_what_was_mended_is_listed(book: Rulebook) -> None:
    assert book.superseded_by is not None
    assert "২০১৯" in book.superseded_by["bn"]
    assert "2019" in book.superseded_by["en"]
    assert len(book.head.mended) == 21


@pytest.mark.clause("5.c")
@pytest.mark.parametrize("members", [0, 1, 2, 3, 4, 5, 6, 7])
def test_a_panel_has_one_three_or_five_members(book: Rulebook, members: int) -> None:
    rule = book.rule("panel-size", on=TODAY)
    wanted = {
        1: SizeStanding.IN_ORDER, 3: SizeStanding.IN_ORDER, 5: SizeStanding.IN_ORDER, 4: SizeStanding.NOTED,
    }  # fmt: skip
    assert rule.citation == "bd-2016:5.c"
    assert rule.parameters.standing(members) == wanted.get(members, SizeStanding.BREACH)
    assert rule.parameters.warn_working_days == 10


@pytest.mark.clause("6.a")
def test_one_member_who_did_not_write_it_approves_unless_a_majority_is_ordered(book: Rulebook) -> None:
    quorum = book.rule("quorum", on=TODAY).parameters
    assert [quorum.needed(members) for members in (1, 2, 3, 4, 5)] == [1, 1, 1, 1, 1]
    assert [quorum.needed(members, majority=True) for members in (1, 2, 3, 4, 5)] == [1, 2, 2, 3, 3]
    assert quorum.sole_confirms is True


@pytest.mark.clause("6.a")
def test_a_panel_that_the_rule_does_not_name_needs_everybody_and_never_nobody(book: Rulebook) -> None:
    quorum = book.rule("quorum", on=TODAY).parameters
    assert (quorum.needed(6), quorum.needed(0)) == (6, 1)


@pytest.mark.clause("7.a")
def test_two_updates_a_week_and_fewer_where_holidays_shorten_it(book: Rulebook) -> None:
    rule = book.rule("updates-per-week", on=TODAY)
    assert [rule.parameters.owed(days) for days in range(7)] == [0, 1, 2, 2, 2, 2, 2]
    assert rule.parameters.counts == {"post", "share", "answer"}
    assert rule.parameters.warn_before == timedelta(hours=16)


@pytest.mark.clause("7.b")
def test_a_message_is_answered_in_a_time_of_its_kind(book: Rulebook) -> None:
    answer = book.rule("first-answer", on=TODAY).parameters
    assert answer.within("question") == timedelta(hours=24)
    assert answer.within("comment") == timedelta(hours=40)
    assert answer.warn_before == timedelta(hours=8)


@pytest.mark.parametrize("rule_id", PARAMETERS)
def test_every_rule_holds_from_2016_on_and_not_before(book: Rulebook, rule_id: str) -> None:
    assert book.rule(rule_id, on=date(2016, 1, 1)) == book.rule(rule_id, on=TODAY)
    with pytest.raises(LookupError, match="2015-12-31"):
        book.rule(rule_id, on=date(2015, 12, 31))


def test_the_clause_of_a_rule_is_that_of_the_day_in_dhaka(book: Rulebook) -> None:
    # 18:00 in UTC is midnight in Dhaka, with which the rule begins.
    begin = datetime(2015, 12, 31, 18, tzinfo=UTC)
    assert book.clause_of("quorum", now=begin).id == "6.a"
    with pytest.raises(LookupError):
        book.clause_of("quorum", now=begin - timedelta(seconds=1))


def test_nothing_in_it_can_be_changed(book: Rulebook) -> None:
    rule = book.rule("updates-per-week", on=TODAY)
    with pytest.raises(ValidationError):
        rule.severity = "note"  # type: ignore[assignment, misc]  # that is the test
    with pytest.raises(ValidationError):
        rule.parameters.updates = 1  # type: ignore[misc]  # likewise


def test_the_edition_that_the_settings_name_is_read_once(settings: LazySettings) -> None:
    settings.SANGLAP_RULEBOOKS, settings.SANGLAP_EDITION = FOLDER.parent, FOLDER.name
    loader.current.cache_clear()
    try:
        assert loader.current().id == "bd-2016"
        assert loader.current() is loader.current()
    finally:
        loader.current.cache_clear()
