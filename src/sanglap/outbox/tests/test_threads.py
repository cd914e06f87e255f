"""A thread is one delivery: its parts in their order, each once, whatever comes between (ADR 17)."""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import uuid5

import httpx
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from sanglap.accounts.models import Account
from sanglap.audit.selectors import history
from sanglap.audit.services import Actor
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.networks.contract import Kind, Outgoing, Picture, Published, Session
from sanglap.outbox import decisions, engine, reconcile, selectors, services, store
from sanglap.outbox.models import Delivery, Part
from sanglap.outbox.payload import Payload, digest, outgoing, payload_of
from sanglap.outbox.states import DeliveryState, Outcome
from sanglap.outbox.store import PAUSES, Claim, Result
from tests import factories
from tests.factories import MINUTE, NOW, SECOND, House

pytestmark = pytest.mark.clause("6.a")
TEXTS = ("এক\n১/৩", "দুই\n২/৩", "তিন\n৩/৩")
LINK = "https://social.example/@x/"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def thread(account: Account, texts: tuple[str, ...] = TEXTS) -> Delivery:
    said = Payload(account.pk, Kind.POST, texts[0], "bn", thread=texts[1:])
    return services.schedule(
        account=account, payload=said, approved=digest(said.canonical()), due_at=NOW, actor=Actor.system("tests"),
        now=NOW,
    )  # fmt: skip


def claim(at: datetime = NOW) -> Claim:
    (found,) = store.claim(9, now=at)
    return found


def published(of: Claim, at: datetime = NOW) -> Result:
    key = str(100 + of.part)
    return Result(of, Outcome.PUBLISHED, at, remote_id=key, url=LINK + key, published_at=at + of.part * SECOND)


def now_of(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("account").get(pk=delivery.pk)


def test_the_canonical_form_tells_of_a_thread_only_where_it_is_one() -> None:
    key = new_id()
    single = Payload(key, Kind.POST, "এক", "bn")
    assert '"thread"' not in single.canonical()
    several = Payload(key, Kind.POST, TEXTS[0], "bn", thread=TEXTS[1:])
    assert payload_of(several.canonical(), key) == several
    assert several.canonical() != Payload(key, Kind.POST, TEXTS[0], "bn", thread=TEXTS[:0:-1]).canonical()
    assert outgoing(several.canonical()).parts == list(TEXTS)


def test_pictures_go_with_the_first_part_and_each_part_answers_the_one_before() -> None:
    said = Outgoing(Kind.POST, TEXTS[0], "bn", pictures=[Picture("d", "image/png", "নদী")], thread=TEXTS[1:])
    assert said.part(1, None) == Outgoing(Kind.POST, TEXTS[0], "bn", pictures=[Picture("d", "image/png", "নদী")])
    assert said.part(3, "102") == Outgoing(Kind.POST, TEXTS[2], "bn", in_reply_to="102")


def test_parts_follow_at_once_and_it_is_published_with_the_last(
    account: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    delivery = thread(account)
    for number in (1, 2, 3):
        before = now_of(delivery)
        assert (before.state, before.standing, before.in_pieces) == (DeliveryState.SCHEDULED, number - 1, number > 1)
        assert (before.remote_id, before.published_at) == ("", None)
        taken = claim()
        assert (taken.part, taken.parts, taken.tries) == (number, 3, 1)
        assert taken.after == (None if number == 1 else str(99 + number))
        store.record([published(taken)])
        store.record([published(taken)])  # a second time changes nothing
    stored = now_of(delivery)
    assert (stored.state, stored.remote_id, stored.url) == (DeliveryState.PUBLISHED, "101", f"{LINK}101")
    assert (stored.published_at, stored.standing) == (NOW + SECOND, 3)
    assert list(stored.pieces.values_list("number", "remote_id")) == [(1, "101"), (2, "102"), (3, "103")]
    assert [entry.verb for entry in history(stored)].count("delivery.part_published") == 2
    assert list(delivery.tries.values_list("number", "part").order_by("number")) == [(1, 1), (2, 2), (3, 3)]
    with django_assert_num_queries(2):
        found = selectors.on_record(account, ["101", "103", "9"])
    assert found == {"101": delivery.pk, "103": delivery.pk}


def test_the_key_of_each_part_is_its_own(monkeypatch: pytest.MonkeyPatch, account: Account) -> None:
    delivery, calls = thread(account), []

    class Network:
        async def publish(self, _session: Session, said: Outgoing, key: str) -> Published:
            calls.append((said.text, said.in_reply_to, key))
            return Published(str(len(calls)), LINK, NOW)

    monkeypatch.setattr(engine, "connector", lambda _key: Network())
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)

    async def send(taken: Claim) -> Result:
        async with httpx.AsyncClient() as client:
            return await engine.send(taken, client)

    for _part in TEXTS:
        store.record([asyncio.run(send(claim()))])
    keys = [str(delivery.pk), str(uuid5(delivery.pk, "2")), str(uuid5(delivery.pk, "3"))]
    assert calls == list(zip(TEXTS, [None, "1", "2"], keys, strict=True))


def test_the_pauses_begin_anew_with_each_part(account: Account) -> None:
    delivery = thread(account)
    Delivery.objects.update(cleared_until=NOW + 999 * MINUTE)
    first = claim()
    store.record([Result(first, Outcome.NOT_SENT, NOW)])
    store.record([published(claim(NOW + MINUTE), NOW + MINUTE)])
    again = claim(NOW + MINUTE)
    assert (again.number, again.part, again.tries) == (3, 2, 1)
    store.record([Result(again, Outcome.NOT_SENT, NOW + MINUTE)])
    assert now_of(delivery).try_at == NOW + MINUTE + PAUSES[0] * SECOND
    assert now_of(delivery).standing == 1


def unknown_at_second(account: Account) -> Delivery:
    """Its first part stands; of its second nobody knows."""
    delivery = thread(account)
    store.record([published(claim())])
    store.record([Result(claim(NOW + 20 * SECOND), Outcome.UNKNOWN, NOW + 20 * SECOND)])
    return now_of(delivery)


def test_a_part_of_unknown_outcome_is_looked_for_by_its_own_text(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery, asked = unknown_at_second(account), []

    async def find(_of: Delivery, said: Outgoing, since: datetime) -> list[Published]:
        asked.append((said, since))
        return [Published("102", f"{LINK}102", NOW)]

    monkeypatch.setattr(reconcile, "_find", find)
    reconcile.look(delivery, now=NOW + MINUTE)
    assert asked == [(Outgoing(Kind.POST, TEXTS[1], "bn", in_reply_to="101"), NOW + 20 * SECOND)]
    stored = now_of(delivery)
    assert (stored.state, stored.part, stored.resend_until) == (DeliveryState.SCHEDULED, 3, None)
    assert history(stored)[0].verb == "delivery.part_found"
    Delivery.objects.update(cleared_until=NOW + 9 * MINUTE)
    last = claim(NOW + MINUTE)
    assert (last.part, last.tries, last.after) == (3, 1, "102")
    # What the worker of the second part says too late is no news.
    store.record([published(last, NOW + MINUTE)])
    assert now_of(delivery).state == DeliveryState.PUBLISHED


def test_a_late_answer_settles_a_part_that_counted_as_unknown(account: Account) -> None:
    delivery = thread(account)
    taken = claim()
    store.sweep(now=NOW + 10 * MINUTE)
    assert now_of(delivery).state == DeliveryState.UNKNOWN
    store.record([published(taken)])
    assert (now_of(delivery).state, now_of(delivery).part) == (DeliveryState.SCHEDULED, 2)


def test_of_threads_that_begin_alike_the_network_alone_can_tell_which_it_has(account: Account) -> None:
    one, other = thread(account), thread(account, (*TEXTS[:2], "অন্য\n৩/৩"))
    store.record([Result(taken, Outcome.UNKNOWN, NOW) for taken in store.claim(9, now=NOW)])
    found = [Published("101", f"{LINK}101", NOW)]
    reconcile.settle(now_of(one), found, first=NOW, now=NOW + MINUTE)
    assert now_of(one).state == DeliveryState.SCHEDULED  # under its key, by which it is recognised
    assert now_of(other).state == DeliveryState.UNKNOWN


def test_what_a_person_found_of_a_part_lets_the_next_go_out(house: House, account: Account) -> None:
    delivery, scope = unknown_at_second(account), house.scope("kamrul")
    Delivery.objects.update(look_at=None)
    # From the first one cannot tell what the next part answers; the second is that of the part before.
    for url, code in (("https://social.example/?p=1", "invalid"), (f"{LINK}101", "twice")):
        with pytest.raises(ValidationError) as caught:
            decisions.found_by_person(scope, delivery=now_of(delivery), url=url, now=NOW)
        assert [error.code for error in caught.value.error_dict["url"]] == [code]
    seen = now_of(delivery)
    decisions.found_by_person(scope, delivery=seen, url=f"{LINK}102", now=NOW)
    assert (now_of(delivery).state, now_of(delivery).standing) == (DeliveryState.SCHEDULED, 2)
    with pytest.raises(TransitionRefused):  # two officers at once
        decisions.found_by_person(scope, delivery=delivery, url=f"{LINK}103", now=NOW)


def test_lost_access_leaves_on_record_what_stands_and_the_rest_follows_later(house: House, account: Account) -> None:
    delivery = thread(account)
    store.record([published(claim())])
    store.record([Result(claim(), Outcome.ACCESS_LOST, NOW)])
    stored = now_of(delivery)
    assert (stored.state, stored.standing, stored.in_pieces, stored.never_stood) == (
        DeliveryState.FAILED, 1, True, False,
    )  # fmt: skip
    # Comments under what stands are asked for.
    assert selectors.heads(account, since=NOW, most=9) == ["101"]
    decisions.retry(house.scope("kamrul"), delivery=stored, now=NOW)
    Delivery.objects.update(cleared_until=NOW + MINUTE)
    for _part in TEXTS[1:]:
        store.record([published(claim())])
    assert now_of(delivery).state == DeliveryState.PUBLISHED
    assert selectors.heads(account, since=NOW, most=9) == ["101"]


def test_a_thread_that_is_taken_back_in_the_middle_stays_there_in_part(account: Account) -> None:
    delivery = thread(account)
    store.record([published(claim())])
    services.withdraw(now_of(delivery), actor=Actor.system("tests"), now=NOW, reason="suspended")
    stored = now_of(delivery)
    assert (stored.state, stored.standing, stored.never_stood) == (DeliveryState.WITHDRAWN, 1, False)
    assert store.claim(9, now=NOW) == []


def test_one_thing_on_the_network_is_on_record_once(account: Account) -> None:
    thread(account)
    store.record([published(claim())])
    second = claim()
    factories.published(account, NOW, remote_id="102")
    store.record([published(second)])
    assert Delivery.objects.get(pk=second.id).state == DeliveryState.UNKNOWN
    factories.delivery(account)
    (other,) = (one for one in store.claim(9, now=NOW) if one.parts == 1)
    store.record([Result(other, Outcome.PUBLISHED, NOW, remote_id="101", url=LINK, published_at=NOW)])
    assert Delivery.objects.get(pk=other.id).state == DeliveryState.UNKNOWN


CHANGES = (
    "UPDATE outbox_part SET remote_id = '9'",
    "DELETE FROM outbox_part",
    "UPDATE outbox_delivery SET part = 4",
)


def test_the_database_keeps_what_stands(account: Account) -> None:
    delivery = thread(account)
    store.record([published(claim())])
    for change in CHANGES:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as direct:
            direct.execute(change)
    twice = Part(delivery=delivery, account=account, number=1, remote_id="9", url=LINK, published_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_what_is_posted_by_hand_is_settled_by_the_link_of_its_first_part(house: House) -> None:
    account = house.account("kamrul")
    account.network = "by-hand"
    account.save()
    delivery = thread(account)
    assert now_of(delivery).state == DeliveryState.BY_HAND
    decisions.posted_by_hand(house.scope("kamrul"), delivery=now_of(delivery), url=f"{LINK}1", now=NOW)
    stored = now_of(delivery)
    assert (stored.state, stored.url, stored.standing) == (DeliveryState.PUBLISHED, f"{LINK}1", 3)
