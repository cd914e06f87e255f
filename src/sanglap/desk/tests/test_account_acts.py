"""Accounts through their pages: proposed, reviewed, a panel appointed, suspended, closed (clauses 4, 5.a-5.c)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from sanglap.accounts import selectors
from sanglap.accounts.models import Account, Credential
from sanglap.accounts.states import AccountState
from sanglap.audit.selectors import history
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.offices.models import OfficeOrder
from sanglap.people.permissions import Role
from tests.factories import NOW, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.a")]
SENT = {
    "platform": "mastodon", "server": "social.example/", "handle": "@shibalaya_upazila", "purposes": ["4.c", "4.a"],
    "name_bn": "শিবালয় উপজেলা প্রশাসন", "name_en": "Shibalaya Upazila Administration",
    "audience_bn": "শিবালয়ের মানুষ", "audience_en": "People of Shibalaya",
    "description_bn": "উপজেলা প্রশাসনের পাতা", "description_en": "Page of the upazila administration",
}  # fmt: skip


def at(name: str, account: Account) -> str:
    return reverse(f"desk:account-{name}", args=[account.pk])


def again(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def propose(house: House, **more: Any) -> Account:
    address = reverse("desk:account-new", args=[house.offices["shibalaya"].pk])
    answer = signed_in(house, "rehana").post(address, SENT | more)
    assert answer.status_code == 302, answer.content.decode()
    return Account.objects.get(pk=answer["Location"].strip("/").rsplit("/", 1)[-1])


def test_from_proposal_to_work_by_hand(house: House) -> None:
    account = propose(house, platform="facebook", server="")
    assert (account.server, account.handle, account.purposes) == (
        "https://www.facebook.com", "shibalaya_upazila", ["4.a", "4.c"],
    )  # fmt: skip
    head, above = signed_in(house, "rehana"), signed_in(house, "nasrin")
    shown = said(above.get(at("review", account)))
    assert escape(SENT["audience_en"]) in shown
    asked = {"verdict": "ask", "note": "কার ফোনে খোলা?"}
    assert above.post(at("review", account), asked).status_code == 302
    assert again(account).state == AccountState.MORE_INFORMATION
    assert "কার ফোনে খোলা?" in said(head.get(at("amend", account)))
    given = {**SENT, "platform": "facebook", "server": "", "audience_en": "All of Shibalaya"}
    assert head.post(at("amend", account), given).status_code == 302
    assert again(account).state == AccountState.IN_REVIEW
    assert above.post(at("review", account), {"verdict": "approve"}).status_code == 302
    assert "Appoint the panel first" in said(head.post(at("work", account), follow=True))
    assert head.post(at("panel", account), seats(house, kamrul="moderator")).status_code == 302
    assert head.post(at("work", account)).status_code == 302
    assert again(account).state == AccountState.ACTIVE
    verbs = [entry.verb for entry in history(account)]
    assert verbs[-1] == "account.proposed"
    assert {"account.information_asked", "account.information_given", "account.approved"} <= set(verbs)


def seats(house: House, **roles: str) -> dict[str, str]:
    return {f"seat_{house.people[name].pk}": role for name, role in roles.items()}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"server": ""}, "server"),
        ({"server": "https://social.example/@name"}, "server"),
        ({"server": "javascript:alert(1)"}, "server"),
        ({"server": "https://user@social.example"}, "server"),
        ({"server": "https://[::1"}, "server"),
        ({"server": "http://a b"}, "server"),
        ({"handle": "@"}, "handle"),
        ({"handle": "name@social.example"}, "handle"),
        ({"handle": "x" * 300_000}, "handle"),
        ({"purposes": []}, "purposes"),
        ({"purposes": ["9.a"]}, "purposes"),
        ({"name_bn": "\u200b\u202e"}, "name_bn"),
        ({"audience_en": ""}, "audience_en"),
        ({"description_bn": "ক" * 300_000}, "description_bn"),
        ({"platform": "orkut"}, "platform"),
        ({"platform": ""}, "platform"),
        ({"platform": "x", "handle": "longer_than_x_allows"}, "handle"),
        ({"link": "https://www.dhaka.gov.bd"}, "link"),
        ({"link": "https://facebook.com/shibalaya"}, "link"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(house: House, wrong: dict[str, Any], field: str) -> None:
    address = reverse("desk:account-new", args=[house.offices["shibalaya"].pk])
    found = said(signed_in(house, "rehana").post(address, SENT | wrong), 422)
    assert f'id="id_{field}-error"' in found or f'id="id_{field}"' in found
    assert "govuk-error-summary" in found
    assert field.startswith("name") or "শিবালয় উপজেলা প্রশাসন" in found
    assert not Account.objects.exists()


@pytest.mark.clause("3")
def test_the_address_of_the_profile_is_enough(house: House) -> None:
    link = "m.facebook.com/pages/শিবালয়/100064812345678?ref=x"
    account = propose(house, platform="facebook", link=link, server="", handle="")
    assert (account.platform, account.network) == ("facebook", "by-hand")
    assert (account.server, account.handle) == ("https://www.facebook.com", "100064812345678")
    assert "Facebook" in said(signed_in(house, "rehana").get(reverse("desk:account", args=[account.pk])))


def test_the_second_click_proposes_no_second_account(house: House) -> None:
    propose(house)
    address = reverse("desk:account-new", args=[house.offices["shibalaya"].pk])
    again_ = SENT | {"handle": "Shibalaya_Upazila"}
    assert "on the register already" in said(signed_in(house, "rehana").post(address, again_), 422)
    assert Account.objects.count() == 1


def test_a_decision_takes_a_reason_and_is_made_once(house: House) -> None:
    account, above = propose(house), signed_in(house, "nasrin")
    found = said(above.post(at("review", account), {"verdict": "refuse", "note": " "}), 422)
    assert 'id="id_note-error"' in found
    # It is taken up together with the decision, not by a look.
    assert again(account).state == AccountState.PROPOSED
    assert above.post(at("review", account), {"verdict": "refuse", "note": "নাম ভুল"}).status_code == 302
    assert again(account).state == AccountState.CLOSED
    assert "This was done already" in said(above.post(at("review", account), {"verdict": "approve"}, follow=True))
    assert again(account).state == AccountState.CLOSED


@pytest.mark.clause("5.c")
@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({}, "exactly as many members"),
        ({"kamrul": "admin", "rehana": "moderator"}, "exactly as many members"),
        ({"kamrul": "king"}, "king"),
    ],
)
def test_a_panel_of_another_size_is_refused(house: House, roles: dict[str, str], words: str) -> None:
    account = house.account(state=AccountState.APPROVED)
    found = said(signed_in(house, "rehana").post(at("panel", account), {"memo": "", **seats(house, **roles)}), 422)
    assert words in found
    assert selectors.panel([account.pk], at=NOW) == []


@pytest.mark.clause("5.c")
def test_a_panel_of_three_by_order_and_by_majority(house: House) -> None:
    house.officer("third", Role.PANEL)
    account, head = house.account(state=AccountState.APPROVED), signed_in(house, "rehana")
    sent = seats(house, kamrul="moderator", rehana="admin", third="authority")
    sent |= {"memo": "05.12", "dated": "22/11/2026", "majority": "on"}
    for _ in range(2):
        assert head.post(at("panel", account), sent).status_code == 302
    panel = selectors.panel([account.pk], at=NOW)
    assert {(member.user.username, member.role) for member in panel} == {
        ("kamrul", "moderator"), ("rehana", "admin"), ("third", "authority"),
    }  # fmt: skip
    assert {member.order for member in panel} == {OfficeOrder.objects.get()}
    assert again(account).majority_since == NOW
    shown = said(head.get(reverse("desk:account", args=[account.pk])))
    assert "A majority of the panel approves." in shown


@pytest.mark.clause("5.c")
def test_only_whoever_may_approve_at_the_office_is_offered_and_taken(house: House) -> None:
    account, head = house.account(state=AccountState.APPROVED), signed_in(house, "rehana")
    page = said(head.get(at("panel", account)))
    for name, offered in (("kamrul", True), ("rehana", True), ("sumaiya", False), ("tanvir", False), ("nasrin", False)):
        assert (f"seat_{house.people[name].pk}" in page) is offered, name
    said(head.post(at("panel", account), seats(house, tanvir="admin")), 422)


def test_what_is_suspended_from_above_is_not_resumed_by_the_office(house: House) -> None:
    account = house.account("kamrul")
    head, above = signed_in(house, "rehana"), signed_in(house, "farhana")
    assert above.post(at("suspend", account), {"note": "অভিযোগ তদন্তাধীন"}).status_code == 302
    page = said(head.get(reverse("desk:account", args=[account.pk])))
    assert "অভিযোগ তদন্তাধীন" in page
    assert at("resume", account) not in page
    assert head.post(at("resume", account)).status_code == 403
    assert above.post(at("resume", account)).status_code == 302
    assert again(account).state == AccountState.ACTIVE
    assert again(account).note == ""
    for _ in range(2):
        head.post(at("suspend", account), {"note": "ছুটি"})
    assert head.post(at("resume", account)).status_code == 302
    assert again(account).state == AccountState.ACTIVE


def test_a_closed_account_forgets_its_way_in_and_frees_its_name(house: House) -> None:
    account = house.account("kamrul")
    assert Credential.objects.filter(account=account).exists()
    head = signed_in(house, "rehana")
    assert 'id="id_note-error"' in said(head.post(at("close", account), {"note": ""}), 422)
    assert head.post(at("close", account), {"note": "দপ্তর একীভূত"}).status_code == 302
    assert again(account).state == AccountState.CLOSED
    assert not Credential.objects.filter(account=account).exists()
    assert "This was done already" in said(head.post(at("close", account), {"note": "x"}, follow=True))


@pytest.mark.parametrize(
    ("who", "state", "names"),
    [
        ("rehana", AccountState.PROPOSED, {"amend", "close"}),
        ("nasrin", AccountState.PROPOSED, {"review", "close"}),
        ("kamrul", AccountState.PROPOSED, set()),
        ("rehana", AccountState.APPROVED, {"panel", "connect", "close"}),
        ("rehana", AccountState.ACTIVE, {"panel", "connect", "check", "suspend", "close"}),
        ("farhana", AccountState.ACTIVE, {"check", "suspend", "close"}),
        ("mannan", AccountState.ACTIVE, {"check"}),
        ("rehana", AccountState.CLOSED, set()),
    ],
)
def test_only_what_leads_on_is_offered(house: House, who: str, state: AccountState, names: set[str]) -> None:
    account = house.account("kamrul", state=state)
    page = opened(house, who, reverse("desk:account", args=[account.pk]))
    known = {"amend", "review", "panel", "connect", "work", "check", "suspend", "resume", "close"}
    assert {name for name in known if f'"{at(name, account)}"' in page} == names


def test_accounts_are_picked_by_state(house: House) -> None:
    account = house.account("kamrul")
    listed = reverse("desk:accounts")
    address = reverse("desk:account", args=[account.pk])
    assert address in opened(house, "nasrin", listed, state="active")
    assert address not in opened(house, "nasrin", listed, state="proposed")
    assert address in opened(house, "nasrin", listed, state="nonsense")
    assert reverse("desk:account-new", args=[house.offices["shibalaya"].pk]) in opened(house, "rehana", listed)


def test_strangers_accounts_are_as_if_there_were_none(house: House) -> None:
    account, stranger = house.account("kamrul"), signed_in(house, "tanvir")
    for name in ("amend", "review", "panel", "connect", "suspend", "close"):
        for key in (account.pk, new_id()):
            assert stranger.get(reverse(f"desk:account-{name}", args=[key])).status_code in {403, 404}
