"""The history: written with what it tells of, and never changed."""

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy, override

from sanglap.accounts.models import Account
from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.audit import verbs
from sanglap.audit.models import ActorKind, Entry
from sanglap.audit.selectors import history, told
from sanglap.audit.services import Actor, current_act, name_of, record, transition
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.people import verbs as people
from tests import factories
from tests.factories import NOW, House

ACTOR = Actor.system("tests")


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def proposed(house: House) -> Account:
    return house.account(state=AccountState.PROPOSED)


def refused() -> AbstractContextManager[object]:
    return pytest.raises(DatabaseError)


def entries(thing: Model) -> list[str]:
    return [entry.verb for entry in history(thing)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'user.signed_in'",
        "UPDATE audit_entry SET data = data",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE audit_entry CASCADE",
    ],
)
def test_not_even_direct_sql_changes_the_history(house: House, statement: str) -> None:
    before = list(Entry.objects.values())
    assert before
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Entry.objects.values()) == before


def test_the_models_own_ways_are_refused_too(house: House) -> None:
    entry = Entry.objects.all()[0]
    entry.verb = "user.signed_in"
    with refused(), transaction.atomic():
        entry.save()
    with refused(), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(office_id=None)
    with refused(), transaction.atomic():
        entry.delete()


def test_a_verb_that_nobody_registered_is_not_written(house: House) -> None:
    count = Entry.objects.count()
    with pytest.raises(KeyError):
        record(ACTOR, "user.flattered", house.people["kamrul"], now=NOW, office_id=None)
    assert Entry.objects.count() == count


def test_nothing_is_recorded_outside_the_transaction_of_the_act(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    count = Entry.objects.count()
    # The test itself runs in a transaction, which is hidden here.
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(RuntimeError):
        record(ACTOR, people.SIGNED_IN, house.people["kamrul"], now=NOW, office_id=None)
    monkeypatch.undo()
    assert Entry.objects.count() == count


def test_an_act_that_fails_leaves_no_entry(house: House) -> None:
    kamrul = house.people["kamrul"]
    before = entries(kamrul)

    def act() -> None:
        with transaction.atomic():
            record(ACTOR, people.SIGNED_IN, kamrul, now=NOW, office_id=None)
            assert len(entries(kamrul)) == len(before) + 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert entries(kamrul) == before


def test_an_entry_holds_plain_values_that_outlive_what_they_speak_of(house: House) -> None:
    kamrul, office = house.people["kamrul"], house.offices["shibalaya"]
    record(house.scope("rehana").actor, people.SIGNED_IN, kamrul, now=NOW, office_id=office.pk, by="hand")
    entry = history(kamrul)[0]
    assert (entry.actor_kind, entry.actor_id) == (ActorKind.USER, str(house.people["rehana"].pk))
    assert entry.actor_name == house.people["rehana"].name
    assert (entry.object_type, entry.object_id) == name_of(kamrul) == ("people.user", str(kamrul.pk))
    assert (entry.at, entry.office_id, entry.data) == (NOW, office.pk, {"by": "hand"})


def test_all_entries_of_one_act_share_its_key(house: House) -> None:
    kamrul, act = house.people["kamrul"], new_id()

    def key() -> UUID:
        record(ACTOR, people.SIGNED_IN, kamrul, now=NOW, office_id=None)
        return Entry.objects.all()[0].act_id

    token = current_act.set(act)
    try:
        assert (key(), key()) == (act, act)
    finally:
        current_act.reset(token)
    assert len({act, key(), key()}) == 3


def test_history_is_of_the_things_asked_for_newest_first(house: House) -> None:
    kamrul, rehana = house.people["kamrul"], house.people["rehana"]
    record(ACTOR, people.SIGNED_IN, kamrul, now=NOW, office_id=None)
    assert entries(kamrul) == ["user.signed_in", "user.created"]
    assert {entry.object_id for entry in history(kamrul, rehana)} == {str(kamrul.pk), str(rehana.pk)}
    assert not history()


def test_an_entry_is_told_in_the_readers_language(house: House) -> None:
    entry = history(house.people["kamrul"])[0]
    with override("en"):
        assert told(entry) == f"The system entered the person “{house.people['kamrul'].name['en']}”"
    with override("bn"):
        assert "entered" not in told(entry)
        assert entry.actor_name["bn"] in told(entry)


def test_a_verb_has_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "_SENTENCES", {})
    one = gettext_lazy("%(actor)s signed in")
    assert verbs.register("tests.done", one) == "tests.done"
    assert verbs.register("tests.done", one) == "tests.done"
    with pytest.raises(ValueError, match=r"tests\.done is registered twice"):
        verbs.register("tests.done", gettext_lazy("%(actor)s was refused"))
    assert verbs.registered() == {"tests.done"}


# Changes of state.


def step(account: Account, to: AccountState, **fields: Any) -> None:
    transition(account, ACCOUNT, to, actor=ACTOR, now=NOW, office_id=account.office_id, **fields)


def test_a_change_of_state_is_written_with_its_record(proposed: Account) -> None:
    step(proposed, AccountState.IN_REVIEW, remote_id="7")
    assert (proposed.state, proposed.remote_id) == (AccountState.IN_REVIEW, "7")
    stored = Account.objects.get(pk=proposed.pk)
    assert (stored.state, stored.remote_id) == (AccountState.IN_REVIEW, "7")
    entry = history(proposed)[0]
    assert (entry.verb, entry.data) == ("account.review_begun", {"from": "proposed", "to": "in_review"})
    assert entry.office_id == proposed.office_id


def test_a_step_that_is_not_in_the_table_changes_nothing(proposed: Account) -> None:
    with pytest.raises(TransitionRefused) as caught:
        step(proposed, AccountState.ACTIVE, remote_id="7")
    assert (caught.value.current, caught.value.wanted) == ("proposed", "active")
    stored = Account.objects.get(pk=proposed.pk)
    assert (stored.state, stored.remote_id) == (AccountState.PROPOSED, "")
    assert entries(proposed) == []


def test_of_two_who_change_the_same_the_second_is_refused(proposed: Account) -> None:
    stale = Account.objects.get(pk=proposed.pk)
    step(proposed, AccountState.IN_REVIEW)
    with pytest.raises(TransitionRefused) as caught:
        step(stale, AccountState.IN_REVIEW)
    assert caught.value.current == AccountState.IN_REVIEW
    assert stale.state == AccountState.IN_REVIEW
    assert entries(proposed) == ["account.review_begun"]


def test_a_stale_copy_does_not_jump_over_a_step_made_meanwhile(proposed: Account) -> None:
    step(proposed, AccountState.IN_REVIEW)
    stale = Account.objects.get(pk=proposed.pk)
    step(proposed, AccountState.CLOSED)
    with pytest.raises(TransitionRefused):
        step(stale, AccountState.APPROVED)
    assert Account.objects.get(pk=proposed.pk).state == AccountState.CLOSED
