"""Names, claims, moves and endings through their pages (clauses 4, 5.a, 5.c)."""

from __future__ import annotations

import re
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse

from sanglap.accounts import jobs
from sanglap.accounts.models import Account, AccountImport, AccountMove, NameFault, Renaming
from sanglap.accounts.services import claims
from sanglap.accounts.states import AccountState, MoveState, RenamingState
from sanglap.desk.tests.test_offices import house, noon, said, signed_in
from sanglap.inbox.states import MessageState
from sanglap.offices.states import ImportState
from sanglap.people.permissions import Role
from sanglap.verification.models import Control
from tests import factories
from tests.factories import NOW, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.a")]
ROWS = "office,link,name_bn,name_en,purposes,audience_bn,description_bn\n"
ROWS += "bd-upa-362,https://facebook.com/unoshibalaya,ইউএনও শিবালয়,UNO Shibalaya,4.b,সবাই,দপ্তরের পেজ\n"
ROWS += "bd-upa-362,https://example.org/,,,,,\n"


def brought(house: House) -> Account:
    scope = house.scope("nasrin")
    run = claims.receive(scope, name="list.csv", content=ROWS.encode(), root=house.offices["cabinet"], now=NOW)
    claims.apply(scope, run=claims.compare(run, now=NOW), only_good=True, now=NOW)
    return Account.objects.get()


def at(name: str, account: Account) -> str:
    return reverse(f"desk:account-{name}", args=[account.pk])


def test_a_list_is_sent_looked_at_brought_in_and_taken_back(house: House) -> None:
    above = signed_in(house, "nasrin")
    address = reverse("desk:claims")
    assert "multipart" in said(above.get(address))
    file = SimpleUploadedFile("accounts.csv", ROWS.encode())
    answer = above.post(address, {"file": file, "root": house.offices["cabinet"].pk})
    assert answer.status_code == 302
    run = AccountImport.objects.get()
    jobs.carry_on(str(run.pk), "comparing")
    page = reverse("desk:claim-list", args=[run.pk])
    shown = said(above.get(page))
    assert "example.org" in shown
    assert "UNO" in said(above.get(f"{page}?kind=warnings"))
    assert b"example.org" in above.get(reverse("desk:claim-report", args=[run.pk])).content
    acting = reverse("desk:claim-act", args=[run.pk])
    assert above.post(acting, {"what": "good"}).status_code == 302
    by = str(house.people["nasrin"].pk)
    jobs.carry_on(str(run.pk), "applying", user_id=by, only_good=True)
    assert Account.objects.get().state == AccountState.CLAIMED
    assert "?state=claimed" in said(above.get(page))
    above.post(acting, {"what": "undo"})
    jobs.carry_on(str(run.pk), "undoing", user_id=by)
    run.refresh_from_db()
    assert (run.state, Account.objects.exists()) == (ImportState.UNDONE, False)


def test_a_list_that_the_database_broke_off_stays_under_way_until_it_is_done_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = signed_in(house, "nasrin")
    run = claims.receive(
        house.scope("nasrin"), name="list.csv", content=ROWS.encode(), root=house.offices["cabinet"], now=NOW
    )
    claims.compare(run, now=NOW)
    above.post(reverse("desk:claim-act", args=[run.pk]), {"what": "good"})
    by = str(house.people["nasrin"].pk)
    with monkeypatch.context() as broken:
        broken.setattr("sanglap.accounts.services.claims.applying._enter", Mock(side_effect=OperationalError("away")))
        with pytest.raises(OperationalError):
            jobs.carry_on(str(run.pk), "applying", user_id=by, only_good=True)
    run.refresh_from_db()
    assert (run.stage, run.fault) == ("applying", {})
    jobs.carry_on(str(run.pk), "applying", user_id=by, only_good=True)
    run.refresh_from_db()
    assert (run.state, run.stage) == (ImportState.APPLIED, "")


def test_links_show_at_once_what_they_are(house: House) -> None:
    head = signed_in(house, "rehana")
    sent = {"links": "https://www.youtube.com/@shibalaya", "root": house.offices["shibalaya"].pk}
    answer = head.post(reverse("desk:claims"), sent, follow=True)
    assert "shibalaya" in said(answer)
    wrong = head.post(reverse("desk:claims"), {**sent, "links": " "})
    assert wrong.status_code == 422


def test_whoever_may_bring_in_nothing_is_told_who_may(house: House) -> None:
    shown = said(signed_in(house, "kamrul").get(reverse("desk:claims")))
    assert "multipart" not in shown


def test_an_empty_list_has_the_head(house: House) -> None:
    head = signed_in(house, "rehana")
    found = head.get(reverse("desk:claim-template", args=["csv"]))
    assert found.content.decode("utf-8-sig").startswith("office,link,platform")
    sheet = head.get(reverse("desk:claim-template", args=["xlsx"]))
    assert sheet["Content-Disposition"] == 'attachment; filename="accounts.xlsx"'
    assert reverse("desk:claim-template", args=["xlsx"]) in said(head.get(reverse("desk:claims")))
    assert signed_in(house, "rehana").get("/desk/accounts/claims/template.exe").status_code == 404


def test_days_are_told_in_the_readers_digits(house: House) -> None:
    account, head = brought(house), signed_in(house, "rehana")
    head.cookies["language"] = "bn"
    sent = {"way": "rename", "name_bn": "শিবালয় উপজেলা প্রশাসন", "name_en": "Shibalaya", "due_on": "23/11/2027"}
    shown = head.post(at("rename", account), sent).content.decode()
    hint = re.findall(r"খালি রাখলে[^<]*", shown)
    error = re.findall(r"govuk-error-message[^>]*>(.*?)</p>", shown)
    assert hint
    assert not re.search(r"[0-9]", hint[0] + "".join(error))
    assert any("৯০" in one for one in error)


def test_a_claimed_account_is_renamed_proved_and_handed_in(house: House) -> None:
    account, head = brought(house), signed_in(house, "rehana")
    assert account.name_fault == NameFault.POST
    shown = said(head.get(at("name", account)))
    assert "UNO Shibalaya" in shown
    assert str(house.offices["shibalaya"].name["en"]) in shown
    begin = {"way": "rename", "name_bn": "শিবালয় উপজেলা প্রশাসন", "name_en": "Shibalaya Upazila Administration"}
    refused = head.post(at("rename", account), {**begin, "name_bn": "ইউএনও শিবালয়"})
    assert refused.status_code == 422
    assert "“ইউএনও”" in refused.content.decode()
    assert head.post(at("rename", account), begin).status_code == 302
    renaming = Renaming.objects.get()
    early = head.post(at("renamed", account), begin)
    assert early.status_code == 422
    for step in renaming.steps.all():
        address = reverse("desk:renaming-step", args=[account.pk, step.pk])
        assert head.get(address).status_code == 200
        assert head.post(address, {"note": "হয়েছে"}).status_code == 302
    done = {**begin, "link": "https://www.facebook.com/shibalaya.upazila"}
    assert head.post(at("renamed", account), done).status_code == 302
    account.refresh_from_db()
    renaming.refresh_from_db()
    assert (account.handle, account.name_fault, renaming.state) == (
        "shibalaya.upazila", NameFault.NONE, RenamingState.DONE,
    )  # fmt: skip
    head.post(at("hand-in", account))
    account.refresh_from_db()
    assert account.state == AccountState.CLAIMED, "nobody has proved that the office holds it"
    Control.objects.create(account=account, method="person", server=account.server, handle=account.handle, at=NOW)
    head.post(at("hand-in", account))
    account.refresh_from_db()
    assert account.state == AccountState.IN_REVIEW


def test_a_step_can_be_taken_back_and_a_renaming_given_up(house: House) -> None:
    account, head = brought(house), signed_in(house, "rehana")
    head.post(at("rename", account), {"way": "rename", "name_bn": "শিবালয় উপজেলা প্রশাসন", "name_en": "Shibalaya"})
    step = Renaming.objects.get().steps.all()[0]
    address = reverse("desk:renaming-step", args=[account.pk, step.pk])
    head.post(address, {"note": "হয়েছে"})
    head.post(address, {"undo": "yes"})
    step.refresh_from_db()
    assert step.done_at is None
    assert head.post(at("rename-end", account), {"note": ""}).status_code == 422
    assert head.post(at("rename-end", account), {"note": "পেজ বন্ধ হবে"}).status_code == 302
    assert head.get(at("rename-end", account)).status_code == 404


def test_an_account_is_offered_and_taken_over(house: House) -> None:
    account = house.account("kamrul")
    house.officer("ghead", Role.HEAD, "ghior")
    head, other = signed_in(house, "rehana"), signed_in(house, "ghead")
    ghior = house.offices["ghior"]
    found = said(head.get(at("offer", account), {"q": "Ghior"}))
    assert f"?taker={ghior.pk}" in found
    before = said(head.get(at("offer", account), {"taker": str(ghior.pk)}))
    assert "at_once" not in before
    assert head.post(at("offer", account), {"taker": ghior.pk, "note": ""}).status_code == 422
    assert head.post(at("offer", account), {"taker": ghior.pk, "note": "পুনর্গঠন"}).status_code == 302
    move = AccountMove.objects.get()
    page = reverse("desk:move", args=[move.pk])
    assert reverse("desk:move-accept", args=[move.pk]) not in said(head.get(page))
    assert str(move.pk) in said(other.get(reverse("desk:day")))
    assert head.post(reverse("desk:move-accept", args=[move.pk])).status_code == 403
    assert other.post(reverse("desk:move-accept", args=[move.pk])).status_code == 302
    account.refresh_from_db()
    assert account.office == ghior
    other.post(reverse("desk:move-accept", args=[move.pk]))
    assert "পুনর্গঠন" in said(other.get(page))


def test_whoever_is_above_both_moves_it_in_one_step(house: House) -> None:
    account = house.account("kamrul")
    ghior = house.offices["ghior"]
    sent = {"taker": ghior.pk, "note": "একীভূত", "at_once": "on"}
    assert signed_in(house, "nasrin").post(at("offer", account), sent).status_code == 302
    account.refresh_from_db()
    assert (account.office, AccountMove.objects.get().state) == (ghior, MoveState.ACCEPTED)


def test_it_is_declined_or_withdrawn(house: House) -> None:
    account = house.account("kamrul")
    house.officer("ghead", Role.HEAD, "ghior")
    head, other = signed_in(house, "rehana"), signed_in(house, "ghead")
    for address, who, sent, state in (
        ("decline", other, {"note": "আমাদের নয়"}, MoveState.DECLINED), ("withdraw", head, {}, MoveState.WITHDRAWN),
    ):  # fmt: skip
        head.post(at("offer", account), {"taker": house.offices["ghior"].pk, "note": "পুনর্গঠন"})
        move = AccountMove.objects.latest("id")
        assert who.post(reverse(f"desk:move-{address}", args=[move.pk]), sent).status_code == 302
        move.refresh_from_db()
        assert move.state == state


def test_before_it_is_closed_one_says_who_answers_those_who_wait(house: House) -> None:
    account, head = house.account("kamrul"), signed_in(house, "rehana")
    message = factories.message(account)
    assert 'name="handed_to"' in said(head.get(at("close", account)))
    assert 'name="handed_to"' not in said(head.get(at("suspend", account)))
    assert head.post(at("close", account), {"note": "শেষ"}).status_code == 422
    assert head.post(at("close", account), {"note": "শেষ", "handed_to": "জেলা প্রশাসন"}).status_code == 302
    message.refresh_from_db()
    account.refresh_from_db()
    assert (account.state, message.state) == (AccountState.CLOSED, MessageState.HANDED_OVER)


def test_a_closed_office_shows_what_it_left_behind(house: House) -> None:
    account = house.account("kamrul")
    office = house.offices["shibalaya"]
    type(office).objects.filter(pk=office.pk).update(state="merged", successor=house.offices["manikganj"])
    above = signed_in(house, "nasrin")
    shown = said(above.get(reverse("desk:office", args=[office.pk])))
    assert f"{at('offer', account)}?taker={house.offices['manikganj'].pk}" in shown
    assert at("offer", account) in said(above.get(at("close", account).replace("close/", "")))


@pytest.mark.clause("5.c")
def test_who_left_the_panel_is_seen_on_the_account_and_the_day(house: House) -> None:
    account = house.panel_of_three()
    appointment = house.people["farid"].appointments.get()
    type(appointment).objects.filter(pk=appointment.pk).update(ends_at=NOW)
    head = signed_in(house, "rehana")
    for page in (reverse("desk:account", args=[account.pk]), reverse("desk:day")):
        assert at("panel", account) in said(head.get(page))


@pytest.mark.clause("5.c")
def test_a_term_is_kept_with_the_panel(house: House) -> None:
    account, head = house.account(state=AccountState.APPROVED), signed_in(house, "rehana")
    seat = f"seat_{house.people['kamrul'].pk}"
    sent = {seat: "moderator", "ends": "31/12/2026", "memo": "05.41", "dated": "22/11/2026"}
    assert head.post(at("panel", account), sent).status_code == 302
    member = account.panel.get()
    assert member.ends_at is not None
    shown = said(head.get(reverse("desk:account", args=[account.pk])))
    assert "05.41" in shown
    assert "1433" in shown, "the Bangla year"
    assert "31/12/2026" in said(head.get(at("panel", account)))
    assert head.post(at("panel", account), {**sent, "ends": "01/01/2020"}).status_code == 422


def test_nothing_is_opened_that_is_not_there(house: House) -> None:
    account = house.account("kamrul")
    assert signed_in(house, "rehana").get(at("renamed", account)).status_code == 404
