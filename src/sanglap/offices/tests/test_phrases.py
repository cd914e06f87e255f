"""What an office looks for beside the rulebook's list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sanglap.audit.models import Entry
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.offices import services
from sanglap.offices.models import OwnPhrase
from sanglap.offices.scope import Forbidden
from sanglap.offices.screener import only_names, screener
from sanglap.offices.screening import screener_for
from sanglap.people.permissions import Role
from sanglap.screening.findings import Profile, Severity
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.clause("9"), pytest.mark.django_db]

WHY = LocalizedText(bn="বাজারের একটি গালি।", en="A slur of the bazaar.")


@pytest.fixture
def house() -> House:
    house = factories.house()
    house.officer("manager", Role.HEAD)
    house.officer("above", Role.HEAD, "manikganj")
    return house


def add(house: House, by: str = "manager", office: str = "shibalaya", **more: Any) -> OwnPhrase:
    given: dict[str, Any] = {
        "words": ["চটকুলি"], "category": "abuse", "severity": Severity.WARN, "reason": WHY, "whole": False,
        "below": False, "key": new_id(), "now": NOW,
    }  # fmt: skip
    return services.add_phrase(house.scope(by), office=house.offices[office], **{**given, **more})


def found(house: House, office: str, text: str, profile: Profile = Profile.DRAFT) -> list[str]:
    (screened,) = screener_for(house.offices[office].pk).screen([text], profile)
    return [one.source for one in screened.findings if one.source.startswith("phrase:own:")]


def test_it_counts_at_its_office_with_endings_until_it_is_ended(house: House) -> None:
    phrase = add(house)
    assert found(house, "shibalaya", "ওই চটকুলিদের কথা") == [f"phrase:own:{phrase.pk}"]
    assert found(house, "manikganj", "ওই চটকুলিদের কথা") == []
    assert services.end_phrase(house.scope("manager"), phrase=phrase, now=NOW + timedelta(days=1))
    assert not services.end_phrase(house.scope("manager"), phrase=phrase, now=NOW + timedelta(days=2))
    assert found(house, "shibalaya", "ওই চটকুলিদের কথা") == []
    verbs = ["phrase.added", "phrase.ended"]
    assert list(Entry.objects.filter(verb__startswith="phrase.").order_by("id").values_list("verb", flat=True)) == verbs


def test_it_counts_below_only_where_that_is_said(house: House) -> None:
    alone = add(house, "above", "manikganj", below=False)
    assert found(house, "shibalaya", "চটকুলি") == []
    services.end_phrase(house.scope("above"), phrase=alone, now=NOW)
    add(house, "above", "manikganj", below=True)
    assert len(found(house, "shibalaya", "চটকুলি")) == 1


def test_whole_words_stand_without_an_ending(house: House) -> None:
    add(house, whole=True)
    assert found(house, "shibalaya", "চটকুলি এসেছে")
    assert not found(house, "shibalaya", "চটকুলিরা এসেছে")


def test_offices_without_phrases_share_one_screener_and_a_call_is_one_query(house: House) -> None:
    assert screener_for(house.offices["shibalaya"].pk) is screener()
    add(house)
    first = screener_for(house.offices["shibalaya"].pk)
    with CaptureQueriesContext(connection) as asked:
        assert screener_for(house.offices["shibalaya"].pk) is first
    assert len(asked) == 1
    assert first.model is screener().model
    assert screener_for(house.offices["manikganj"].pk) is screener()


def test_it_silences_nothing_of_the_rulebook(house: House) -> None:
    """Neither a listed phrase nor what a model says more gravely of the same words."""
    texts = ["ওই কুত্তার বাচ্চা আবার এসেছে", "তোর মতো বেয়াদব জীবনে দেখিনি শালা"]
    before = screener().screen(texts, Profile.DRAFT)
    add(house, words=texts, severity=Severity.NOTE)
    after = screener_for(house.offices["shibalaya"].pk).screen(texts, Profile.DRAFT)
    for one, other in zip(before, after, strict=True):
        assert one.findings
        assert set(map(str, one.findings)) < set(map(str, other.findings))


def test_of_a_citizen_politics_is_not_asked_by_an_office_either(house: House) -> None:
    add(house, words=["চটকুলি মার্কা"], category="political")
    assert found(house, "shibalaya", "চটকুলি মার্কা")
    assert not found(house, "shibalaya", "চটকুলি মার্কা", Profile.COMMENT)


def test_sent_twice_it_is_added_once(house: House) -> None:
    key = new_id()
    assert add(house, key=key).pk == add(house, key=key).pk
    assert OwnPhrase.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": []}, "words"),
        ({"words": [" ", "\n"]}, "words"),
        ({"words": ["চটকুলি", "মদ"]}, "words"),
        ({"words": ["!!!!"]}, "words"),
        ({"words": ["চ" * 101]}, "words"),
        ({"words": ["হিন্দু"]}, "words"),
        ({"words": ["চাকমাদের"]}, "words"),
        ({"words": ["Hindu, Muslim"]}, "words"),
        ({"category": "manners"}, "category"),
        ({"severity": "fatal"}, "severity"),
        ({"reason": LocalizedText(bn="কারণ")}, "reason_en"),
        ({"reason": LocalizedText(en="Why")}, "reason_bn"),
        ({"reason": LocalizedText(bn="ক" * 301, en="Why")}, "reason_bn"),
    ],
)
def test_faults_are_told_by_field(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        add(house, **wrong)
    assert list(caught.value.message_dict) == [field]
    assert not OwnPhrase.objects.exists()


def test_no_phrase_of_the_rulebook_is_the_name_of_a_community_alone() -> None:
    assert [word for one in loader.current().screening.phrases for word in one.words if only_names(word)] == []
    assert not only_names("মেথরের বাচ্চা")


def test_only_who_manages_the_office_may(house: House) -> None:
    phrase = add(house)
    house.officer("writer", Role.AUTHOR)
    for who in ("writer", "above"):
        with pytest.raises(Forbidden):
            add(house, who)
        with pytest.raises(Forbidden):
            services.end_phrase(house.scope(who), phrase=phrase, now=NOW)


def test_what_it_says_never_changes(house: House) -> None:
    phrase = add(house)
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnPhrase.objects.filter(pk=phrase.pk).update(words=["অন্য"])


@pytest.mark.parametrize(
    ("words", "code"),
    [("12345", "short"), ("চাকমা জনগোষ্ঠী", "name"), ("এবং", "common"), ("মালাউন", "listed")],
)
def test_what_is_a_sign_of_nothing_or_looked_for_anyway_is_refused(house: House, words: str, code: str) -> None:
    with pytest.raises(ValidationError) as error:
        add(house, words=["চটকুলি", words])
    assert [one.code for one in error.value.error_dict["words"]] == [code]


def test_the_rulebooks_words_may_be_taken_more_seriously(house: House) -> None:
    [listed] = [one for one in loader.current().screening.phrases if one.id == "party-names"]
    light = next(one for one in listed.words if not only_names(one))
    with pytest.raises(ValidationError):
        add(house, words=[light], category="political", severity=Severity.NOTE)
    add(house, words=[light], category="political", severity=Severity.BLOCK)


def test_the_same_words_are_looked_for_once_by_an_office(house: House) -> None:
    phrase = add(house)
    with pytest.raises(ValidationError) as error:
        add(house, words=["অন্যকুলি", "চটকুলি"])
    assert error.value.error_dict["words"][0].code == "twice"
    services.end_phrase(house.scope("manager"), phrase=phrase, now=NOW + timedelta(days=1))
    add(house, words=["অন্যকুলি", "চটকুলি"])
