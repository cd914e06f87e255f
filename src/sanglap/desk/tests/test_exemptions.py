"""The pages of exemptions: asked for from a duty, found on the day, decided once."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.desk.tests.test_board import inside, read
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, Exemption, Standing
from sanglap.duties.states import ExemptionState
from sanglap.notices.models import Kind, Notice
from tests import factories
from tests.factories import NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("11")]


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    return factories.house(NOW - timedelta(weeks=30))


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    services.reckon(now=NOW)
    Duty.objects.update(standing=Standing.BROKEN)
    return made


def ask(house: House, account: Account, **more: Any) -> Any:
    sent = {
        "kind": "panel-size", "account": account.pk, "reason": "বন্যা", "starts_on": "২৩/১১/২০২৬",
        "ends_on": "30-11-2026", **more,
    }  # fmt: skip
    return inside(house, "rehana").post(reverse("desk:exemption-new", args=[account.office_id]), sent)


def test_the_duty_leads_to_a_form_that_knows_what_it_is_about(house: House, account: Account) -> None:
    client = inside(house, "rehana")
    page = read(client, reverse("desk:duty", args=[Duty.objects.get(kind=DutyKind.PANEL).pk]))
    address = f"{reverse('desk:exemption-new', args=[account.office_id])}?account={account.pk}&kind=panel-size"
    assert address in page
    form = read(client, address)
    assert '<option value="panel-size" selected>' in form
    assert f'<option value="{account.pk}" selected>' in form
    assert reverse("desk:account-duties", args=[account.pk]) in form


def test_from_asking_to_the_end(house: House, account: Account) -> None:
    address = ask(house, account)["Location"]
    made = Exemption.objects.get()
    assert (made.account, made.starts_on.day, made.ends_on.day) == (account, 23, 30)
    coordinator = inside(house, "farhana")
    decide = reverse("desk:exemption-decide", args=[made.pk])
    assert decide in read(coordinator, reverse("desk:day"))
    assert decide not in read(inside(house, "rehana"), reverse("desk:day"))
    notice = Notice.objects.get(kind=Kind.EXEMPTION)
    assert coordinator.get(reverse("desk:notice", args=[notice.pk]))["Location"] == address
    assert coordinator.post(decide, {"verdict": "grant", "ends_on": "28/11/2026", "remark": ""}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.ends_on.day) == (ExemptionState.GRANTED, 28)
    assert decide not in read(coordinator, reverse("desk:day"))
    page = read(inside(house, "kamrul"), reverse("desk:account-duties", args=[account.pk]))
    assert address in page
    assert coordinator.post(reverse("desk:exemption-end", args=[made.pk]), {"remark": "পানি নেমেছে"}).status_code == 302
    assert "ended early" in read(inside(house, "rehana"), address)


def test_a_second_decision_or_click_changes_nothing_and_says_so(house: House, account: Account) -> None:
    ask(house, account)
    made = Exemption.objects.get()
    decide = reverse("desk:exemption-decide", args=[made.pk])
    inside(house, "farhana").post(decide, {"verdict": "grant"})
    late = inside(house, "nasrin")
    answer = late.post(decide, {"verdict": "decline", "remark": "না"}, follow=True)
    assert "nothing was changed" in unescape(answer.content.decode())
    answer = inside(house, "rehana").post(reverse("desk:exemption-withdraw", args=[made.pk]), follow=True)
    assert "nothing was changed" in unescape(answer.content.decode())
    made.refresh_from_db()
    assert made.state == ExemptionState.GRANTED


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": ""}, "This field is required"),
        ({"ends_on": "22/11/2026"}, "lies before the first"),
        ({"ends_on": "31/02/2027"}, "There is no such day."),
        ({"ends_on": "23/11/2028"}, "days at a time"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    house: House, account: Account, more: dict[str, str], said: str
) -> None:
    answer = ask(house, account, **{"reason": "নদীভাঙন", **more})
    assert answer.status_code == 422
    body = unescape(answer.content.decode())
    assert said in body
    assert "২৩/১১/২০২৬" in body
    assert not Exemption.objects.exists()


def test_declining_without_a_remark_is_refused_beside_its_field(house: House, account: Account) -> None:
    ask(house, account)
    made = Exemption.objects.get()
    answer = inside(house, "farhana").post(
        reverse("desk:exemption-decide", args=[made.pk]), {"verdict": "decline", "ends_on": "", "remark": ""}
    )
    assert answer.status_code == 422
    assert 'id="id_remark-error"' in answer.content.decode()


@pytest.mark.parametrize(
    ("show", "there"), [("", True), ("asked", True), ("granted", False), ("over", False), ("nothing", True)]
)
def test_the_list_shows_what_is_picked(house: House, account: Account, show: str, there: bool) -> None:  # noqa: FBT001 - of a table
    address = ask(house, account)["Location"]
    assert (address in read(inside(house, "nasrin"), reverse("desk:exemptions") + f"?show={show}")) is there
