"""Claiming, recording and sweeping: the intent is on record first, and what is sure is never forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sanglap.accounts.models import Account, Credential
from sanglap.accounts.vault import unseal
from sanglap.audit.selectors import history
from sanglap.audit.services import Actor
from sanglap.outbox import services, store
from sanglap.outbox.models import Attempt, Delivery
from sanglap.outbox.payload import digest
from sanglap.outbox.states import DeliveryState, Outcome
from sanglap.outbox.store import PAUSES, Claim, Result
from tests import factories
from tests.factories import MINUTE, NOW, SECOND, SECRETS, SERVER, House

LIMIT = timedelta(seconds=20)
"""The longest call, by the settings' default."""
DONE = NOW + 2 * SECOND


@pytest.fixture(autouse=True)
def _limit(settings: Any) -> None:
    settings.SANGLAP_CALL_SECONDS = LIMIT.total_seconds()


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def claim(now: datetime = NOW) -> Claim:
    (found,) = store.claim(9, now=now)
    return found


def now_of(delivery: Delivery | Claim) -> Delivery:
    return Delivery.objects.get(pk=delivery.id)


def result(of: Claim, outcome: Outcome, at: datetime = DONE, **more: Any) -> Result:
    if outcome == Outcome.PUBLISHED:
        more = {"remote_id": "77", "url": "https://social.example/@x/77", "published_at": at, **more}
    return Result(of, outcome, at, **more)


def verbs(delivery: Delivery | Claim) -> list[str]:
    """What happened to it, oldest first."""
    return [entry.verb for entry in reversed(history(now_of(delivery)))]


# Claiming.


def test_the_intent_is_on_record_before_anything_is_sent(account: Account) -> None:
    delivery = factories.delivery(account)
    taken = claim()
    assert (taken.id, taken.number, taken.account_id, taken.office_id) == (
        delivery.pk, 1, account.pk, account.office_id,
    )  # fmt: skip
    assert (taken.payload, taken.digest) == (delivery.payload, delivery.digest)
    assert (taken.network, taken.server, taken.claimed_at) == ("mastodon", SERVER, NOW)
    assert unseal(taken.sealed or b"") == SECRETS
    stored = now_of(delivery)
    assert (stored.state, stored.state_since, stored.attempts) == (DeliveryState.ATTEMPTING, NOW, 1)
    attempt = Attempt.objects.get()
    assert (attempt.delivery_id, attempt.number, attempt.outcome, attempt.finished_at) == (
        delivery.pk, 1, Outcome.OPEN, None,
    )  # fmt: skip
    assert verbs(delivery) == ["delivery.scheduled", "delivery.attempted"]


def test_what_is_claimed_is_not_claimed_again(account: Account) -> None:
    factories.delivery(account)
    claim()
    assert store.claim(9, now=NOW) == []
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "taken"),
    [
        ({}, True),
        ({"try_at": NOW + SECOND}, False),
        ({"cleared_until": NOW}, False),
        ({"cleared_until": NOW + SECOND}, True),
        ({"resend_until": NOW + LIMIT}, False),
        ({"resend_until": NOW + LIMIT + SECOND}, True),
        ({"state": DeliveryState.UNKNOWN}, False),
        ({"state": DeliveryState.FAILED}, False),
        ({"state": DeliveryState.WITHDRAWN}, False),
        ({"state": DeliveryState.PUBLISHED, "remote_id": "7", "published_at": NOW}, False),
    ],
)
def test_only_what_is_due_cleared_and_safe_is_claimed(account: Account, fields: dict[str, Any], *, taken: bool) -> None:
    factories.delivery(account, **fields)
    assert len(store.claim(9, now=NOW)) == taken
    assert Attempt.objects.count() == taken


def test_the_longest_waiting_go_first_and_no_more_than_asked_for(account: Account) -> None:
    late, early = factories.delivery(account), factories.delivery(account, try_at=NOW - MINUTE)
    assert [one.id for one in store.claim(1, now=NOW)] == [early.pk]
    assert [one.id for one in store.claim(1, now=NOW)] == [late.pk]


def test_an_account_without_secrets_is_claimed_and_says_so(account: Account) -> None:
    Credential.objects.all().delete()
    factories.delivery(account)
    assert claim().sealed is None


# Recording.


def test_what_the_network_published_is_written_down(account: Account) -> None:
    factories.delivery(account)
    taken = claim()
    store.record([result(taken, Outcome.PUBLISHED)])
    stored = now_of(taken)
    assert (stored.state, stored.remote_id, stored.published_at) == (DeliveryState.PUBLISHED, "77", DONE)
    assert (stored.error, stored.look_at) == ("", None)
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.finished_at) == (Outcome.PUBLISHED, DONE)
    assert verbs(taken)[-1] == "delivery.published"


@pytest.mark.parametrize("outcome", [one for one in Outcome if one != Outcome.OPEN])
def test_to_record_twice_is_harmless(account: Account, outcome: Outcome) -> None:
    factories.delivery(account)
    taken = claim()
    store.record([result(taken, outcome)])
    before = (Delivery.objects.values().get(), Attempt.objects.values().get(), verbs(taken))
    store.record([result(taken, outcome, DONE + MINUTE)])
    assert (Delivery.objects.values().get(), Attempt.objects.values().get(), verbs(taken)) == before


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.ACCESS_LOST])
def test_what_was_refused_is_not_tried_again(account: Account, outcome: Outcome) -> None:
    factories.delivery(account)
    taken = claim()
    store.record([result(taken, outcome, detail="422 too long")])
    stored = now_of(taken)
    assert (stored.state, stored.error, stored.error_detail) == (DeliveryState.FAILED, outcome, "422 too long")
    assert store.claim(9, now=NOW + timedelta(days=1)) == []


def test_an_unknown_outcome_stays_unknown_and_is_looked_up(account: Account) -> None:
    factories.delivery(account)
    taken = claim()
    store.record([result(taken, Outcome.UNKNOWN)])
    stored = now_of(taken)
    assert (stored.state, stored.look_at) == (DeliveryState.UNKNOWN, DONE)
    assert store.claim(9, now=NOW + timedelta(days=1)) == []
    assert verbs(taken)[-1] == "delivery.outcome_unknown"


def test_what_was_not_sent_waits_longer_each_time_until_it_has_failed(account: Account) -> None:
    delivery, now = factories.delivery(account), NOW
    for number, pause in enumerate(PAUSES[:-1], 1):
        Delivery.objects.update(cleared_until=now + SECOND)
        taken = claim(now)
        assert taken.number == number
        store.record([result(taken, Outcome.NOT_SENT, now, detail="busy")])
        stored = now_of(delivery)
        assert (stored.state, stored.try_at) == (DeliveryState.SCHEDULED, now + pause * SECOND)
        assert stored.error == Outcome.NOT_SENT
        Delivery.objects.update(cleared_until=stored.try_at + SECOND)
        assert store.claim(9, now=stored.try_at - SECOND) == []
        now = stored.try_at
    store.record([result(claim(now), Outcome.NOT_SENT, now)])
    stored = now_of(delivery)
    assert (stored.state, stored.error, stored.attempts) == (DeliveryState.FAILED, Outcome.NOT_SENT, len(PAUSES))
    assert verbs(delivery)[-1] == "delivery.failed"


@pytest.mark.parametrize(("named", "wanted"), [(timedelta(hours=1), timedelta(hours=1)), (-MINUTE, timedelta())])
def test_the_networks_own_word_on_when_to_come_again_goes_first(
    account: Account, named: timedelta, wanted: timedelta
) -> None:
    factories.delivery(account)
    taken = claim()
    store.record([result(taken, Outcome.NOT_SENT, retry_at=DONE + named)])
    assert now_of(taken).try_at == DONE + wanted


def test_sure_knowledge_that_comes_late_settles_an_unknown_outcome(account: Account) -> None:
    factories.delivery(account)
    taken = claim()
    store.sweep(now=NOW + 3 * LIMIT)
    assert now_of(taken).state == DeliveryState.UNKNOWN
    store.record([result(taken, Outcome.PUBLISHED)])
    stored = now_of(taken)
    assert (stored.state, stored.look_at, stored.error) == (DeliveryState.PUBLISHED, None, "")
    assert Attempt.objects.get().outcome == Outcome.PUBLISHED


@pytest.mark.parametrize("outcome", [Outcome.NOT_SENT, Outcome.REFUSED, Outcome.UNKNOWN])
def test_anything_less_that_comes_late_does_not(account: Account, outcome: Outcome) -> None:
    factories.delivery(account)
    taken = claim()
    store.sweep(now=NOW + 3 * LIMIT)
    before = Delivery.objects.values().get()
    store.record([result(taken, outcome)])
    assert Delivery.objects.values().get() == before
    assert Attempt.objects.get().outcome == outcome


def test_the_result_of_an_earlier_attempt_does_not_speak_for_a_later_one(account: Account) -> None:
    delivery = factories.delivery(account)
    first = claim()
    store.record([result(first, Outcome.NOT_SENT, NOW)])
    later = NOW + PAUSES[0] * SECOND
    second = claim(later)
    store.record([result(first, Outcome.REFUSED, later)])
    assert now_of(delivery).state == DeliveryState.ATTEMPTING
    store.record([result(second, Outcome.PUBLISHED, later)])
    assert now_of(delivery).state == DeliveryState.PUBLISHED
    assert list(Attempt.objects.order_by("number").values_list("outcome", flat=True)) == ["not_sent", "published"]


def test_results_of_several_are_recorded_together(account: Account) -> None:
    for number in range(3):
        factories.delivery(account, text=f"খবর {number}")
    claims = store.claim(9, now=NOW)
    store.record([result(one, Outcome.PUBLISHED, remote_id=str(at)) for at, one in enumerate(claims)])
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.PUBLISHED}
    store.record([])


@pytest.mark.parametrize(
    "said", [{"remote_id": "1"}, {"url": "https://x.example/" + "y" * 500}, {"detail": "422 \0"}],
    ids=["known", "long", "nul"],
)  # fmt: skip
def test_an_odd_answer_does_not_keep_the_others_from_the_record(account: Account, said: dict[str, Any]) -> None:
    factories.published(account, NOW, remote_id="1", text="এক")
    good, odd = factories.delivery(account, text="দুই"), factories.delivery(account, text="তিন")
    claims = {one.id: one for one in store.claim(9, now=NOW)}
    strange = result(claims[odd.pk], Outcome.PUBLISHED, **{"remote_id": "3", **said})
    store.record([result(claims[good.pk], Outcome.PUBLISHED), strange])
    assert now_of(good).state == DeliveryState.PUBLISHED
    assert now_of(odd).state != DeliveryState.ATTEMPTING


# Sweeping.


def test_what_no_worker_can_still_be_sending_counts_as_unknown(account: Account) -> None:
    delivery = factories.delivery(account)
    claim()
    stalled = NOW + 2 * LIMIT + 2 * SECOND
    assert store.sweep(now=stalled) == 0
    assert now_of(delivery).state == DeliveryState.ATTEMPTING
    assert store.sweep(now=stalled + SECOND) == 1
    stored = now_of(delivery)
    assert (stored.state, stored.look_at, stored.error) == (
        DeliveryState.UNKNOWN, stalled + SECOND, Outcome.UNKNOWN,
    )  # fmt: skip
    assert store.sweep(now=stalled + MINUTE) == 0
    assert verbs(delivery)[-1] == "delivery.outcome_unknown"


def test_what_the_network_would_no_longer_recognise_must_be_looked_for_again(account: Account) -> None:
    delivery = factories.delivery(account, resend_until=NOW + LIMIT + SECOND, cleared_until=NOW)
    assert store.sweep(now=NOW) == 0
    assert store.sweep(now=NOW + SECOND) == 1
    stored = now_of(delivery)
    assert (stored.state, stored.resend_until, stored.look_at) == (DeliveryState.UNKNOWN, None, NOW + SECOND)
    assert verbs(delivery)[-1] == "delivery.key_expired"


def test_what_merely_waits_is_left_alone(account: Account) -> None:
    factories.delivery(account)
    factories.published(account, NOW)
    assert store.sweep(now=NOW + timedelta(days=30)) == 0


# What the database refuses.

STATEMENTS = (
    "UPDATE outbox_delivery SET payload = 'x', digest = encode(sha256('x'), 'hex')",
    "UPDATE outbox_delivery SET digest = repeat('0', 64)",
    "UPDATE outbox_delivery SET account_id = gen_random_uuid()",
    "UPDATE outbox_delivery SET kind = 'answer'",
    "UPDATE outbox_delivery SET due_at = due_at - interval '1 day'",
    "UPDATE outbox_delivery SET created_at = created_at - interval '1 day'",
    "UPDATE outbox_delivery SET state = 'published'",
    "DELETE FROM outbox_delivery",
    "TRUNCATE outbox_delivery CASCADE",
    "DELETE FROM outbox_attempt",
    "TRUNCATE outbox_attempt",
    "UPDATE outbox_attempt SET outcome = 'published'",
    "UPDATE outbox_attempt SET outcome = ''",
    "UPDATE outbox_attempt SET detail = 'better'",
)


@pytest.mark.clause("6.a")
def test_not_even_direct_sql_changes_what_was_to_be_sent_or_what_came_of_it(account: Account) -> None:
    factories.delivery(account)
    store.record([result(claim(), Outcome.NOT_SENT)])
    before = [list(model.objects.values()) for model in (Delivery, Attempt)]
    for statement in STATEMENTS:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert [list(model.objects.values()) for model in (Delivery, Attempt)] == before, statement


def test_one_thing_on_the_network_belongs_to_one_delivery(account: Account) -> None:
    factories.published(account, NOW, remote_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.published(account, NOW, remote_id="1")
    factories.published(account, NOW, remote_id="2")


# Putting in and taking out.


@pytest.mark.clause("6.a")
def test_what_does_not_bear_the_approved_digest_does_not_come_in(account: Account) -> None:
    said = factories.payload(account)
    with pytest.raises(ValueError, match="not what was approved"):
        services.schedule(
            account=account, payload=replace(said, text=said.text + " "), approved=digest(said.canonical()),
            due_at=NOW, actor=Actor.system(), now=NOW,
        )  # fmt: skip
    assert not Delivery.objects.exists()


def test_a_clearance_holds_for_what_waits_and_no_longer_than_it_says(account: Account) -> None:
    waits, failed = factories.delivery(account), factories.delivery(account, state=DeliveryState.FAILED)
    later = NOW + timedelta(hours=1)
    assert store.claim(9, now=later) == []
    services.clear([waits.pk, failed.pk], now=later)
    assert now_of(waits).cleared_until == later + services.CLEARANCE
    assert now_of(failed).cleared_until == failed.cleared_until
    assert [one.id for one in store.claim(9, now=later)] == [waits.pk]
