"""What became of a call whose outcome is unknown: looked for first, sent again only where that is safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from sanglap.accounts.models import Account, Credential
from sanglap.audit.selectors import history
from sanglap.core.states import TransitionRefused
from sanglap.networks.contract import NetworkError, NotSent, Outgoing, Published
from sanglap.networks.registry import connector
from sanglap.outbox import reconcile, store
from sanglap.outbox.models import Delivery
from sanglap.outbox.reconcile import AGAIN, LEASE, MARGIN
from sanglap.outbox.states import DeliveryState, Outcome
from sanglap.outbox.store import Result
from tests import factories
from tests.factories import MINUTE, NOW, SECOND

WINDOW = connector("mastodon").capabilities.idempotency or timedelta()
SHOWN = Published("77", "https://social.example/@x/77", NOW + SECOND)


@pytest.fixture
def account(db: None) -> Account:
    return factories.house().account("kamrul")


def unknown(account: Account, **fields: Any) -> Delivery:
    """A delivery whose first attempt, at NOW, may or may not have gone through."""
    made = factories.delivery(account, **fields)
    (claim,) = store.claim(1, now=NOW)
    assert claim.id == made.pk
    store.record([Result(claim, Outcome.UNKNOWN, NOW + SECOND)])
    return Delivery.objects.get(pk=made.pk)


def settle(delivery: Delivery, *found: Published, now: datetime = NOW + MINUTE) -> Delivery:
    reconcile.settle(delivery, found, first=NOW, now=now)
    return Delivery.objects.get(pk=delivery.pk)


def test_what_was_found_is_published(account: Account) -> None:
    delivery = unknown(account)
    stored = settle(delivery, SHOWN)
    assert (stored.state, stored.remote_id, stored.url, stored.published_at) == (
        DeliveryState.PUBLISHED, "77", SHOWN.url, SHOWN.at,
    )  # fmt: skip
    assert (stored.error, stored.look_at, stored.attempts) == ("", None, 1)
    assert history(stored)[0].verb == "delivery.found"


def test_what_belongs_to_another_delivery_is_not_taken_for_this_one(account: Account) -> None:
    factories.published(account, NOW, remote_id="76")
    other = Published("76", "https://social.example/@x/76", NOW)
    assert settle(unknown(account), other, SHOWN).remote_id == "77"


def test_what_another_accounts_delivery_is_called_does_not_matter(account: Account) -> None:
    other = Account.objects.get(pk=account.pk)
    other.pk, other.handle = None, "other"
    other._state.adding = True
    other.id = type(account)._meta.pk.get_default()
    other.save(force_insert=True)
    factories.published(other, NOW, remote_id="77")
    assert settle(unknown(account), SHOWN).remote_id == "77"


def test_not_found_and_still_recognised_is_sent_again_for_a_time(account: Account) -> None:
    delivery = unknown(account)
    Delivery.objects.update(cleared_until=NOW + 9 * MINUTE)
    stored = settle(delivery)
    assert (stored.state, stored.try_at) == (DeliveryState.SCHEDULED, NOW + MINUTE)
    assert stored.resend_until == NOW + WINDOW - MARGIN
    # The gate is asked again before anything goes out.
    assert stored.cleared_until <= NOW + MINUTE
    assert store.claim(9, now=NOW + MINUTE) == []


def test_the_same_call_is_repeated_under_the_same_key(account: Account) -> None:
    delivery = unknown(account)
    settle(delivery)
    Delivery.objects.update(cleared_until=NOW + 2 * MINUTE)
    (claim,) = store.claim(9, now=NOW + MINUTE)
    assert (claim.id, claim.number, claim.payload) == (delivery.pk, 2, delivery.payload)


def test_only_known_ones_found_counts_as_not_found(account: Account) -> None:
    factories.published(account, NOW, remote_id="77")
    assert settle(unknown(account), SHOWN).state == DeliveryState.SCHEDULED


def test_not_found_and_no_longer_recognised_is_for_a_person_to_decide(account: Account) -> None:
    last = NOW + WINDOW - MARGIN - store.call_limit()
    stored = settle(unknown(account), now=last)
    assert (stored.state, stored.look_at) == (DeliveryState.UNKNOWN, None)
    assert reconcile.take(now=NOW + timedelta(days=9)) is None
    assert settle(unknown(account, text="দুই"), now=last - SECOND).state == DeliveryState.SCHEDULED


def test_the_window_is_counted_from_the_first_attempt(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = unknown(account)
    settle(delivery)
    Delivery.objects.update(cleared_until=NOW + 9 * MINUTE)
    (claim,) = store.claim(9, now=NOW + 5 * MINUTE)
    store.record([Result(claim, Outcome.UNKNOWN, NOW + 5 * MINUTE)])
    since = look(delivery, monkeypatch, at=NOW + 6 * MINUTE)
    assert since == [NOW]
    assert Delivery.objects.get().resend_until == NOW + WINDOW - MARGIN


def test_a_network_that_recognises_nothing_is_never_sent_the_same_again(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful:
        class capabilities:  # noqa: N801 - as the contract names it
            idempotency = None

    delivery = unknown(account)
    monkeypatch.setattr(reconcile, "connector", lambda _key: Forgetful)
    stored = settle(delivery)
    assert (stored.state, stored.look_at) == (DeliveryState.UNKNOWN, None)


def test_while_a_twin_is_in_the_air_nothing_is_taken_for_ones_own(account: Account) -> None:
    delivery = unknown(account)
    twin = factories.delivery(account, state=DeliveryState.ATTEMPTING)
    stored = settle(delivery, SHOWN)
    assert (stored.state, stored.look_at) == (DeliveryState.UNKNOWN, NOW + MINUTE + AGAIN)
    Delivery.objects.filter(pk=twin.pk).update(state=DeliveryState.PUBLISHED, remote_id="77", published_at=NOW)
    assert settle(delivery, SHOWN).state == DeliveryState.SCHEDULED


def test_another_text_in_the_air_is_no_twin(account: Account) -> None:
    delivery = unknown(account)
    factories.delivery(account, text="অন্য কথা", state=DeliveryState.ATTEMPTING)
    assert settle(delivery, SHOWN).state == DeliveryState.PUBLISHED


@pytest.mark.parametrize(
    ("through", "order"),
    [
        ((), (0, 1)),
        ((0,), (0, 1)),
        ((1,), (0, 1)),
        ((0, 1), (0, 1)),
        ((0,), (1, 0)),
        ((1,), (1, 0)),
        ((0, 1), (1, 0)),
    ],
)
def test_of_two_unknown_twins_each_is_published_once(
    account: Account, through: tuple[int, ...], order: tuple[int, ...]
) -> None:
    twins = [unknown(account), unknown(account)]
    made = [Published(f"7{number}", f"https://social.example/@x/7{number}", NOW) for number in range(2)]
    shown = [made[number] for number in through]
    for number in order:
        settle(twins[number], *shown)
    Delivery.objects.update(cleared_until=NOW + 9 * MINUTE)
    # To a repeated call the network gives what it has shown for that key already.
    mine = {twin.pk: one for twin, one in zip(twins, made, strict=True)}
    for claim in store.claim(9, now=NOW + 2 * MINUTE):
        one = mine[claim.id]
        store.record([Result(claim, Outcome.PUBLISHED, NOW + 2 * MINUTE, one.remote_id, one.url, one.at)])
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.PUBLISHED}
    assert set(Delivery.objects.values_list("remote_id", flat=True)) == {"70", "71"}


def test_what_was_settled_meanwhile_is_not_settled_again(account: Account) -> None:
    delivery = unknown(account)
    stale = Delivery.objects.get(pk=delivery.pk)
    settle(delivery, SHOWN)
    with pytest.raises(TransitionRefused):
        reconcile.settle(stale, [], first=NOW, now=NOW + MINUTE)
    assert Delivery.objects.get().state == DeliveryState.PUBLISHED


# Taking up, and asking.


def test_one_worker_at_a_time_looks_for_a_delivery(account: Account) -> None:
    delivery = unknown(account)
    assert reconcile.take(now=NOW) is None
    assert reconcile.take(now=NOW + SECOND) == delivery
    assert reconcile.take(now=NOW + SECOND) is None
    assert reconcile.take(now=NOW + SECOND + LEASE) == delivery


def test_only_unknown_outcomes_are_looked_for(account: Account) -> None:
    factories.delivery(account, look_at=NOW)
    factories.published(account, NOW, look_at=NOW)
    assert reconcile.take(now=NOW + timedelta(days=1)) is None


def look(
    delivery: Delivery,
    monkeypatch: pytest.MonkeyPatch,
    *found: Published,
    at: datetime = NOW + MINUTE,
    error: NetworkError | None = None,
) -> list[datetime]:
    """Look with a network that says this; gives since when it was asked."""
    asked = []

    async def find(_delivery: Delivery, _said: Outgoing, since: datetime) -> Sequence[Published]:
        asked.append(since)
        if error:
            raise error
        return found

    monkeypatch.setattr(reconcile, "_find", find)
    reconcile.look(Delivery.objects.select_related("account").get(pk=delivery.pk), now=at)
    return asked


def test_looking_asks_for_what_was_shown_since_the_first_attempt(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = unknown(account)
    assert look(delivery, monkeypatch, SHOWN) == [NOW]
    assert Delivery.objects.get().state == DeliveryState.PUBLISHED


@pytest.mark.parametrize(("retry_at", "wanted"), [(None, AGAIN), (NOW + 9 * MINUTE, 8 * MINUTE), (NOW, AGAIN)])
def test_a_look_that_fails_is_repeated_and_nothing_is_sent(
    account: Account, monkeypatch: pytest.MonkeyPatch, retry_at: datetime | None, wanted: timedelta
) -> None:
    delivery = unknown(account)
    look(delivery, monkeypatch, error=NotSent("429 busy", retry_at=retry_at))
    stored = Delivery.objects.get()
    assert (stored.state, stored.error_detail) == (DeliveryState.UNKNOWN, "429 busy")
    assert stored.look_at == NOW + MINUTE + wanted


def test_secrets_that_cannot_be_read_put_the_look_off_and_say_so(account: Account) -> None:
    delivery = unknown(account)
    Credential.objects.update(sealed=b"sealed with a key that is gone")
    found = Delivery.objects.select_related("account__credential").get(pk=delivery.pk)
    reconcile.look(found, now=NOW + MINUTE)
    stored = Delivery.objects.get()
    assert stored.state == DeliveryState.UNKNOWN
    assert stored.look_at is None or stored.look_at > NOW + MINUTE
    assert stored.error_detail
