"""An account is suspended, closed or goes to another office: what becomes of its posts and messages (5.a, 6.a, 7.b)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts import selectors as accounts_of
from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, AccountMove, Credential, PanelRole
from sanglap.accounts.states import AccountState, MoveState
from sanglap.audit.models import Entry
from sanglap.content import services as content
from sanglap.content.approval import closed_gate
from sanglap.content.models import Draft
from sanglap.content.states import VariantState
from sanglap.core.states import TransitionRefused
from sanglap.duties import services as duties
from sanglap.duties.models import Duty
from sanglap.inbox import endings, selectors, services
from sanglap.inbox.models import Note
from sanglap.inbox.states import MessageState
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden, Scope
from sanglap.outbox import stops as outbox_stops
from sanglap.outbox import store
from sanglap.outbox.models import Delivery, Stop
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Role
from sanglap.publishing import selectors as publishing
from sanglap.publishing import services as publication
from sanglap.publishing.endings import pending
from tests import factories
from tests.factories import MINUTE, NOW, SECOND, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
SOON = NOW + timedelta(hours=2)
LATER = NOW + timedelta(hours=3)
VOTED = NOW + MINUTE
"""When the panel approves: from then on it is sent."""


@pytest.fixture
def house(db: None) -> House:
    found = factories.house()
    found.officer("ghead", Role.HEAD, "ghior")
    return found


@pytest.fixture
def account(house: House) -> Account:
    return house.panel_of_three()


def approved(house: House, account: Account, text: str, *, planned: bool = True) -> Draft:
    draft = house.draft(account, text=text, publish_at=SOON if planned else None)
    variant = factories.newest(draft)
    house.vote(variant, "farid")
    return draft


def offered(house: House, account: Account) -> AccountMove:
    return accounts.propose_move(
        house.scope("rehana"), account=account, taker=house.offices["ghior"], reason="পুনর্গঠন", now=NOW
    )


def states(account: Account) -> list[str]:
    return [one.state for one in account.variants.order_by("pk")]


def test_while_it_is_suspended_what_is_laid_ready_waits_at_once(house: House, account: Account) -> None:
    approved(house, account, "খবর", planned=False)
    publication.release(now=NOW)
    assert Delivery.objects.get().state == DeliveryState.SCHEDULED
    endings.suspend(house.scope("rehana"), account=account, note="তদন্ত", now=VOTED + SECOND)
    assert store.claim(9, now=VOTED + 2 * SECOND) == []
    accounts.resume(house.scope("rehana"), account=account, now=VOTED + MINUTE)
    publication.recheck(now=VOTED + MINUTE)
    assert len(store.claim(9, now=VOTED + MINUTE + SECOND)) == 1


def test_before_it_ends_one_sees_what_is_there(house: House, account: Account) -> None:
    house.draft(account, text="খসড়া", submit=False)
    house.draft(account, text="অপেক্ষা")
    approved(house, account, "নির্ধারিত")
    approved(house, account, "যাচ্ছে", planned=False)
    publication.release(now=NOW)
    assert store.claim(9, now=VOTED + SECOND)
    found = pending(account)
    assert (found.drafts, found.waiting, found.scheduled, found.sending) == (1, 1, 1, 1)


def test_closing_takes_back_what_did_not_go_out(house: House, account: Account) -> None:
    house.draft(account, text="অপেক্ষা")
    approved(house, account, "নির্ধারিত")
    approved(house, account, "এখনই", planned=False)
    publication.release(now=NOW)
    endings.close(house.scope("rehana"), account=account, note="আর দরকার নেই", now=VOTED + SECOND)
    assert set(states(account)) == {VariantState.RETURNED}
    assert Delivery.objects.get().state == DeliveryState.WITHDRAWN
    assert store.claim(9, now=VOTED + 2 * SECOND) == []
    assert publication.release(now=LATER) == 0
    assert not accounts_of.panel([account.pk], at=LATER)
    assert not Credential.objects.exists()
    assert {"account.panel_ended", "account.access_destroyed", "variant.given_back"} <= set(
        Entry.objects.values_list("verb", flat=True)
    )


def test_people_who_wait_for_an_answer_are_not_left_alone(house: House, account: Account) -> None:
    message, answering = factories.message(account, remote_id="a"), factories.message(account, remote_id="b")
    services.answer(house.scope("kamrul"), message=answering, text="উত্তর", confirmed=False, now=NOW)
    with pytest.raises(ValidationError) as caught:
        endings.close(house.scope("rehana"), account=account, note="শেষ", now=NOW)
    assert set(caught.value.error_dict) == {"handed_to"}
    account.refresh_from_db()
    assert account.state == AccountState.ACTIVE
    endings.close(house.scope("rehana"), account=account, note="শেষ", handed_to="জেলা প্রশাসনের পেজ", now=NOW)
    for one in (message, answering):
        one.refresh_from_db()
        assert one.state == MessageState.HANDED_OVER
        assert Note.objects.get(message=one).text == "জেলা প্রশাসনের পেজ"


def test_the_receiving_office_accepts_and_has_account_and_messages(house: House, account: Account) -> None:
    message = factories.message(account, due_at=SOON)
    due = message.due_at
    move = offered(house, account)
    assert Notice.objects.filter(kind=Kind.OFFERED, recipient=house.people["ghead"]).exists()
    assert offered(house, account) == move
    with pytest.raises(Forbidden):
        endings.accept_move(house.scope("rehana"), move=move, now=NOW)
    endings.accept_move(house.scope("ghead"), move=move, now=NOW + MINUTE)
    account.refresh_from_db()
    assert (account.office, account.moved_at, account.state) == (
        house.offices["ghior"], NOW + MINUTE, AccountState.ACTIVE,
    )  # fmt: skip
    assert not accounts_of.panel([account.pk], at=NOW + MINUTE)
    message.refresh_from_db()
    assert message.due_at == due
    assert message in selectors.messages(house.scope("ghead"))
    assert message not in selectors.messages(house.scope("rehana"))
    assert Entry.objects.filter(verb="account.moved").count() == 2
    with pytest.raises(TransitionRefused):
        endings.accept_move(house.scope("ghead"), move=move, now=NOW + MINUTE)


def test_what_was_published_stays_under_the_office_that_published_it(house: House, account: Account) -> None:
    approved(house, account, "খবর", planned=False)
    publication.release(now=NOW)
    Delivery.objects.update(state=DeliveryState.PUBLISHED, remote_id="7", published_at=NOW)
    endings.accept_move(house.scope("ghead"), move=offered(house, account), now=NOW + MINUTE)
    delivery = Delivery.objects.get()
    assert delivery.office == house.offices["shibalaya"]
    assert states(account) == [VariantState.APPROVED]
    assert delivery in publishing.deliveries(house.scope("rehana"))
    assert delivery not in publishing.deliveries(house.scope("ghead"))


def test_nothing_that_the_old_panel_approved_goes_out_through_the_new_office(house: House, account: Account) -> None:
    house.draft(account, text="অপেক্ষা")
    approved(house, account, "নির্ধারিত")
    approved(house, account, "এখনই", planned=False)
    publication.release(now=NOW)
    endings.accept_move(house.scope("ghead"), move=offered(house, account), now=NOW + SECOND)
    assert set(states(account)) == {VariantState.RETURNED}
    assert store.claim(9, now=VOTED + 2 * SECOND) == []
    assert publication.release(now=LATER) == 0


def test_the_gate_is_closed_for_drafts_of_another_office_whatever_their_votes(house: House, account: Account) -> None:
    variant = factories.newest(approved(house, account, "খবর", planned=False))
    assert closed_gate(variant) == ""
    Account.objects.filter(pk=account.pk).update(office=house.offices["ghior"])
    variant = type(variant).objects.get(pk=variant.pk)
    assert closed_gate(variant) == "account of another office"
    assert publication.release(now=NOW) == 0


def test_an_old_draft_is_not_handed_to_the_new_offices_panel(house: House, account: Account) -> None:
    draft = house.draft(account, text="খসড়া", submit=False)
    endings.accept_move(house.scope("ghead"), move=offered(house, account), now=NOW)
    with pytest.raises(ValidationError):
        content.submit(house.scope("sumaiya"), draft=draft, now=NOW)


def test_a_stop_holds_it_at_its_new_office_which_lifts_it(house: House, account: Account) -> None:
    outbox_stops.place(house.scope("rehana"), office=account.office, account=account, reason="হ্যাক", now=NOW)
    endings.accept_move(house.scope("ghead"), move=offered(house, account), now=NOW + MINUTE)
    old, new = Stop.objects.order_by("pk")
    assert (old.lifted_at, new.office, new.lifted_at) == (NOW + MINUTE, house.offices["ghior"], None)
    outbox_stops.lift(house.scope("ghead", LATER), stop=new, now=LATER)


def test_the_week_of_the_move_is_the_new_offices(house: House, account: Account) -> None:
    duties.reckon(now=NOW)
    endings.accept_move(house.scope("ghead"), move=offered(house, account), now=NOW + MINUTE)
    duties.reckon(now=NOW + 2 * MINUTE)
    week = Duty.objects.order_by("-starts_on")
    assert set(week.filter(starts_on=week[0].starts_on).values_list("office__code", flat=True)) == {"bd-upa-361"}


def test_it_is_declined_with_a_reason_or_taken_back(house: House, account: Account) -> None:
    move = offered(house, account)
    with pytest.raises(ValidationError):
        accounts.decline_move(house.scope("ghead"), move=move, note=" ", now=NOW)
    accounts.decline_move(house.scope("ghead"), move=move, note="আমাদের নয়", now=NOW)
    assert (move.state, move.note) == (MoveState.DECLINED, "আমাদের নয়")
    again = offered(house, account)
    accounts.withdraw_move(house.scope("rehana"), move=again, now=NOW)
    assert again.state == MoveState.WITHDRAWN
    with pytest.raises(TransitionRefused):
        endings.accept_move(house.scope("ghead"), move=again, now=NOW)


def test_who_may_offer_and_for_whom(house: House, account: Account) -> None:
    ghior = house.offices["ghior"]
    for who in ("kamrul", "ghead", "sumaiya"):
        with pytest.raises(Forbidden):
            accounts.propose_move(house.scope(who), account=account, taker=ghior, reason="x", now=NOW)
    # The coordinator above both decides for both.
    move = accounts.propose_move(house.scope("nasrin"), account=account, taker=ghior, reason="একীভূত", now=NOW)
    assert accounts.may_take(house.scope("nasrin"), move.giver_id, ghior)
    endings.accept_move(house.scope("nasrin"), move=move, now=NOW)
    account.refresh_from_db()
    assert account.office == ghior


def test_it_goes_to_no_office_that_is_closed_and_not_to_itself(house: House, account: Account) -> None:
    with pytest.raises(ValidationError) as caught:
        accounts.propose_move(
            house.scope("rehana"), account=account, taker=house.offices["shibalaya"], reason="x", now=NOW
        )
    assert set(caught.value.error_dict) == {"taker"}


def test_the_panel_is_appointed_anew_from_the_new_office(house: House, account: Account) -> None:
    endings.accept_move(house.scope("ghead"), move=offered(house, account), now=NOW)
    tanvir = house.people["tanvir"]
    accounts.appoint_panel(house.scope("ghead"), account=account, members={tanvir: PanelRole.ADMIN}, now=NOW + MINUTE)
    assert [one.user for one in accounts_of.panel([account.pk], at=NOW + MINUTE)] == [tanvir]


def test_accounts_of_an_office_that_is_no_more_are_found(house: House, account: Account) -> None:
    everything = Scope.everything()
    assert not accounts_of.stranded(everything).exists()
    type(account.office).objects.filter(pk=account.office_id).update(state="closed")
    assert list(accounts_of.stranded(everything)) == [account]
