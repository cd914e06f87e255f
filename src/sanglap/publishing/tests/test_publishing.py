"""What was approved goes into the outbox once, to the letter, when its time has come and its gate is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.audit.selectors import history
from sanglap.content import services as content
from sanglap.content.models import Variant, Verdict
from sanglap.content.states import VariantState
from sanglap.outbox import store
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import Payload, payload_of
from sanglap.outbox.services import CLEARANCE
from sanglap.outbox.states import DeliveryState
from sanglap.publishing import selectors, services
from sanglap.publishing.models import Publication
from tests import factories
from tests.factories import MINUTE, NOW, SECOND, House, newest

DECIDED = NOW + MINUTE
"""When the factory's approvals are given."""
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def suspend(account: Account, state: AccountState = AccountState.SUSPENDED) -> None:
    Account.objects.filter(pk=account.pk).update(state=state)


def revise(house: House, variant: Variant) -> None:
    """Somebody saves the draft anew, which replaces what was approved."""
    content.revise(
        house.scope("sumaiya"), draft=variant.revision.draft, seen=1, text="অন্য কথা", accounts=[variant.account],
        purposes=["4.b"], now=LATER,
    )  # fmt: skip


# Release.


@pytest.mark.clause("6.a")
def test_what_was_approved_is_passed_on_byte_for_byte(house: House, account: Account) -> None:
    variant = house.approved(account)
    assert services.release(now=DECIDED) == 1
    delivery = Delivery.objects.get()
    assert (delivery.payload, delivery.digest) == (variant.payload, variant.digest)
    assert (delivery.account, delivery.kind, delivery.state) == (account, "post", DeliveryState.SCHEDULED)
    assert (delivery.due_at, delivery.cleared_until) == (DECIDED, DECIDED + CLEARANCE)
    assert Publication.objects.get().variant == variant
    entry = history(delivery)[0]
    assert (entry.verb, entry.data["digest"]) == ("delivery.scheduled", variant.digest)
    (claim,) = store.claim(9, now=DECIDED)
    assert claim.payload == variant.payload


@pytest.mark.clause("6.a")
@pytest.mark.parametrize("text", ["য়\r\nক\u200bখ", "ক  খ\n\n\tগ", "\"\\/<&>' ৷ 👨‍👩‍👧", "cafe\u0301 ত্\u200d"])
def test_odd_words_are_not_changed_on_the_way_either(house: House, account: Account, text: str) -> None:
    variant = house.approved(account, text=text)
    services.release(now=DECIDED)
    assert Delivery.objects.get().payload == variant.payload


def test_release_again_makes_no_second_delivery(house: House, account: Account) -> None:
    house.approved(account)
    assert [services.release(now=DECIDED) for _ in range(3)] == [1, 0, 0]
    assert services.release(now=LATER) == 0
    assert Delivery.objects.count() == 1


@pytest.mark.clause("6.a")
def test_what_was_not_approved_is_not_passed_on(house: House, account: Account) -> None:
    house.draft(account, submit=False)
    house.draft(account)
    for verdict in (Verdict.RETURN, Verdict.REJECT):
        house.vote(newest(house.draft(account)), "kamrul", verdict)
    revise(house, house.approved(account))
    assert services.release(now=LATER) == 0
    assert not Delivery.objects.exists()


def test_a_post_is_due_from_its_approval_on_however_late_it_is_passed_on(house: House, account: Account) -> None:
    house.approved(account)
    services.release(now=LATER)
    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.created_at, delivery.cleared_until) == (DECIDED, LATER, LATER + CLEARANCE)


def test_a_post_waits_for_its_hour(house: House, account: Account) -> None:
    house.approved(account, publish_at=LATER)
    assert services.release(now=LATER - SECOND) == 0
    assert services.release(now=LATER) == 1
    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.try_at) == (LATER, LATER)


def test_a_post_approved_after_its_hour_goes_out_at_once(house: House, account: Account) -> None:
    # It is approved a minute after it was written, half a minute after its hour.
    house.approved(account, publish_at=NOW + timedelta(seconds=30))
    assert services.release(now=DECIDED) == 1
    assert len(store.claim(9, now=DECIDED)) == 1


@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.CLOSED])
def test_an_account_that_does_not_work_publishes_nothing(house: House, account: Account, state: AccountState) -> None:
    house.approved(account)
    suspend(account, state)
    assert services.release(now=DECIDED) == 0
    suspend(account, AccountState.ACTIVE)
    assert services.release(now=LATER) == 1


@pytest.mark.clause("6.a")
def test_a_state_without_votes_publishes_nothing(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    Variant.objects.filter(pk=variant.pk).update(state=VariantState.APPROVED, decided_at=NOW)
    assert services.release(now=LATER) == 0
    assert not Delivery.objects.exists()


def test_more_than_one_batch_goes_out_in_the_order_of_approval(
    house: House, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "BATCH", 2)
    drafts = [house.draft(account, text=f"খবর {number}") for number in range(3)]
    for number, draft in enumerate(reversed(drafts)):
        house.vote(newest(draft), "kamrul", at=NOW + (number + 1) * MINUTE)
    assert [services.release(now=LATER) for _ in range(3)] == [2, 1, 0]
    released = [one.variant.revision.draft for one in Publication.objects.order_by("delivery_id")]
    assert released == drafts[::-1]


def test_what_the_gate_holds_back_does_not_hold_up_the_rest(
    house: House, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "BATCH", 1)
    stuck = newest(house.draft(account))
    Variant.objects.filter(pk=stuck.pk).update(state=VariantState.APPROVED, decided_at=NOW)
    house.approved(account)
    assert sum(services.release(now=LATER) for _ in range(3)) == 1


# The gate is asked again.


def released(house: House, account: Account) -> Delivery:
    """A delivery that has waited longer than its clearance holds."""
    house.approved(account)
    services.release(now=DECIDED)
    return Delivery.objects.get(account=account)


@pytest.mark.clause("6.a")
def test_what_was_replaced_before_it_went_out_is_withdrawn(house: House, account: Account) -> None:
    delivery = released(house, account)
    revise(house, Variant.objects.get())
    assert services.recheck(now=LATER) == 0
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WITHDRAWN
    entry = history(delivery)[0]
    assert (entry.verb, entry.data["reason"]) == ("delivery.withdrawn", "not approved")
    assert store.claim(9, now=LATER) == []
    assert services.recheck(now=LATER) == 0


def test_a_gate_that_is_still_open_is_cleared_for_a_while(house: House, account: Account) -> None:
    delivery = released(house, account)
    assert store.claim(9, now=LATER) == []
    assert services.recheck(now=LATER) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.cleared_until) == (DeliveryState.SCHEDULED, LATER + CLEARANCE)
    assert [one.id for one in store.claim(9, now=LATER)] == [delivery.pk]


def test_what_was_cleared_just_now_is_not_asked_about_again(house: House, account: Account) -> None:
    released(house, account)
    revise(house, Variant.objects.get())
    services.recheck(now=DECIDED + CLEARANCE - SECOND)
    assert Delivery.objects.get().state == DeliveryState.SCHEDULED
    services.recheck(now=DECIDED + CLEARANCE)
    assert Delivery.objects.get().state == DeliveryState.WITHDRAWN


def test_a_suspended_accounts_delivery_waits_until_it_works_again(house: House, account: Account) -> None:
    delivery = released(house, account)
    suspend(account)
    assert services.recheck(now=LATER) == 0
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SCHEDULED
    assert store.claim(9, now=LATER) == []
    suspend(account, AccountState.ACTIVE)
    assert services.recheck(now=LATER) == 1
    assert len(store.claim(9, now=LATER)) == 1


def test_what_is_being_sent_or_was_sent_is_past_recall(house: House, account: Account) -> None:
    released(house, account)
    store.claim(9, now=DECIDED)
    revise(house, Variant.objects.get())
    services.recheck(now=LATER)
    assert Delivery.objects.get().state == DeliveryState.ATTEMPTING


def test_suspended_accounts_do_not_hold_up_the_others(
    house: House, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        other = house.account("kamrul", handle=f"other{number}")
        released(house, other)
        suspend(other)
    released(house, account)
    monkeypatch.setattr(services, "BATCH", 1)
    assert sum(services.recheck(now=LATER) for _ in range(3)) > 0


# Reading.


def test_deliveries_are_seen_where_posts_are(house: House, account: Account) -> None:
    delivery = released(house, account)
    variant = Variant.objects.get()
    assert list(selectors.deliveries(house.scope("mannan"))) == [delivery]
    assert not selectors.deliveries(house.scope("tanvir"))
    assert selectors.publications(house.scope("sumaiya"), [variant.pk])[variant.pk].delivery == delivery
    assert selectors.publications(house.scope("tanvir"), [variant.pk]) == {}
    assert not selectors.in_trouble(house.scope("sumaiya"))
    Delivery.objects.update(state=DeliveryState.FAILED)
    assert list(selectors.in_trouble(house.scope("sumaiya"))) == [delivery]


def test_one_that_cannot_be_said_as_it_was_approved_holds_up_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = house.account("kamrul")
    odd, other, fit = (house.approved(account, text=f"নং {number}") for number in range(3))

    def read(canonical: str, account_id: UUID) -> Payload:
        if canonical == odd.payload:
            raise ValueError("payload of form 1")
        found = payload_of(canonical, account_id)
        return replace(found, language="en") if canonical == other.payload else found

    monkeypatch.setattr(services, "payload_of", read)
    assert services.release(now=NOW + 9 * MINUTE) == 1
    assert Publication.objects.get().variant == fit
