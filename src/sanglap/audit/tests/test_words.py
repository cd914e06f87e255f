"""The history as people read it: sentences with names, details in words, and nothing that an old row could break."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy, override
from hypothesis import given, settings
from hypothesis import strategies as st

from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.audit import details as module
from sanglap.audit.details import details_of
from sanglap.audit.models import ActorKind, Entry
from sanglap.audit.selectors import details, history, told
from sanglap.audit.services import Actor, joined, record, transition
from sanglap.audit.verbs import kind_of, kinds, registered
from sanglap.core.localized import LocalizedText
from sanglap.people import verbs as people
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, House

ACTOR = LocalizedText(bn="রেহানা", en="Rehana")
GHIOR = LocalizedText(bn="ঘিওর", en="Ghior")


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def entry(verb: str, name: LocalizedText | None = GHIOR, object_type: str = "offices.office", **data: Any) -> Entry:
    return Entry(
        at=NOW,
        actor_kind=ActorKind.USER,
        actor_id="1",
        actor_name=ACTOR,
        verb=verb,
        object_type=object_type,
        object_id="1",
        object_name=name if name is not None else LocalizedText({}),
        data=data,
    )


def said(one: Entry, language: str = "en") -> dict[str, str]:
    with override(language):
        return {detail.name: detail.said for detail in details(one)}


# Sentences.


def test_a_sentence_names_the_thing() -> None:
    with override("en"):
        assert told(entry("office.created")) == "Rehana entered the office “Ghior”"
    with override("bn"):
        assert told(entry("office.created")).startswith("রেহানা")


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("verb", sorted(registered()))
def test_every_sentence_reads_with_and_without_the_name(verb: str, language: str) -> None:
    with override(language):
        for name in (GHIOR, None):
            text = told(entry(verb, name))
            assert text
            assert "  " not in text
            assert "%" not in text
            assert "“”" not in text
            assert text == text.strip(" :")
        assert told(entry(verb, GHIOR, "x.y", user="1", rows=[1], role="gone")) == told(entry(verb))


def test_a_name_of_any_kind_stands_as_it_is() -> None:
    odd = LocalizedText(bn="100%(actor)s %d", en="100%(actor)s %d")
    with override("en"):
        assert told(entry("office.created", odd)) == "Rehana entered the office “100%(actor)s %d”"


def test_an_act_that_nobody_registers_any_more_is_still_told() -> None:
    with override("en"):
        assert "office.sold" in told(entry("office.sold"))


def test_every_kind_of_act_has_a_name_for_those_who_search() -> None:
    assert {kind_of(verb) for verb in registered()} == set(kinds())
    assert [kind for kind, (name, _verbs) in kinds().items() if name == kind] == []


# Names.


def test_what_has_no_name_is_called_by_what_was_registered_for_it(house: House) -> None:
    made = house.also("kamrul", Role.AUTHOR, "ghior")
    with override("en"):
        assert house.people["kamrul"].name["en"] in told(history(made)[0])
        assert factories.WORDS["en"] in told(history(made)[0])


def test_a_name_that_is_given_goes_before_its_own(house: House) -> None:
    with transaction.atomic():
        user = house.people["kamrul"]
        record(Actor.system(), people.SIGNED_IN, user, now=NOW, office_id=None, name=GHIOR, sessions=3)
    assert history(user)[0].object_name == GHIOR
    assert history(user)[0].data == {"sessions": 3}


def test_several_names_are_one_in_the_languages_of_all() -> None:
    assert joined(GHIOR, ACTOR) == {"bn": "ঘিওর – রেহানা", "en": "Ghior – Rehana"}
    assert joined(GHIOR, LocalizedText(bn="ক")) == {"bn": "ঘিওর – ক"}


# Details.


def test_states_are_told_by_their_words(house: House) -> None:
    account = house.account(state=AccountState.ACTIVE)
    transition(account, ACCOUNT, AccountState.SUSPENDED, actor=Actor.system(), now=NOW, office_id=account.office_id)
    assert said(history(account)[0]) == {"State": "active → suspended"}


def test_changed_fields_are_told_with_old_and_new() -> None:
    one = entry(
        "office.changed",
        changes={
            "name": [{"bn": "ক", "en": "A"}, {"bn": "খ", "en": "B"}],
            "kind": ["field", "agency"],
            "website": ["", "https://ghior.example"],
            "gone": [1, 12345678],
        },
    )
    assert said(one) == {
        "Name": "A → B",
        "Kind": "field office → agency",
        "Official website": "– → https://ghior.example",
        "gone": "1 → 1,23,45,678",
    }
    assert said(one, "bn")["gone"] == "১ → ১,২৩,৪৫,৬৭৮"


def test_a_text_that_changed_in_one_language_alone_is_told_in_that_one() -> None:
    one = entry(
        "office.changed",
        changes={
            "name": [{"bn": "ক", "en": "A"}, {"bn": "ক", "en": "B"}],
            "kind": [{"bn": "ক"}, {"bn": "ক", "en": "A"}],
        },
    )
    assert said(one) == {"Name": "A → B", "Kind": "– → A"}
    assert said(one, "bn") == {"নাম (ইংরেজি)": "A → B", "ধরন (ইংরেজি)": "– → A"}


def test_values_are_told_in_the_words_of_their_floor() -> None:
    one = entry(
        "access.refused", None, "people.user", permission="post.approve", memo="০৫.৪১", members={"1": "a", "2": "b"}
    )
    assert said(one) == {
        "What was wanted": "approve posts, as a member of the account's panel",
        "Memo number": "05.41",
        "Members": "2",
    }
    assert said(entry("appointment.made", None, role="head", charge="acting"))["Charge"] == "acting charge"
    assert said(entry("variant.voted", None, verdict="return", digest="abc")) == {"Vote": "return"}
    assert said(entry("calendar.entered", None, starts_on="2026-11-24"), "bn").popitem()[1] == "২৪ নভেম্বর ২০২৬"


def test_what_nobody_registered_is_not_shown() -> None:
    assert said(entry("office.created", user="01a2", secret="x")) == {}


def test_huge_values_are_cut() -> None:
    assert all(len(one.said) < 400 for one in details(entry("office.created", reason="ক" * 100_000, memo="1")))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([*module._DETAILS, "from", "to", "changes", "name", "kind", "x"])


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from([*sorted(registered()), "gone.verb"]),
    st.sampled_from(["offices.office", "offices.calendarentry", "people.user", "gone.model", "x", ""]),
    st.one_of(JSON, st.dictionaries(KEYS, JSON, max_size=5)),
)
def test_no_old_row_breaks_the_telling(verb: str, object_type: str, data: Any) -> None:
    one = entry(verb, None, object_type)
    one.data = data
    for language in ("bn", "en"):
        with override(language):
            assert isinstance(told(one), str)
            assert all(detail.said for detail in details_of(verb, object_type, data))


def test_a_detail_is_shown_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_DETAILS", {})
    module.register_detail("weight", gettext_lazy("Rows"), lambda value: f"{value} kg")
    assert said(entry("office.created", weight=3)) == {"Rows": "3 kg"}


def test_a_key_has_its_words_from_one_floor_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_DETAILS", {})
    module.register_detail("weight", gettext_lazy("Rows"))
    with pytest.raises(ValueError, match="weight"):
        module.register_detail("weight", gettext_lazy("Name"))


def test_the_history_goes_by_when_it_was_done(house: House) -> None:
    office = house.offices["ghior"]
    later, earlier = NOW + timedelta(days=2), NOW + timedelta(days=1)
    for at in (later, earlier):
        record(Actor.system("tests"), "office.changed", office, now=at, office_id=office.pk)
    assert [one.at for one in history(office)[:2]] == [later, earlier]
