"""A compromised account through its pages (clause 5.e)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from sanglap.accounts.models import Account, Credential
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.incidents import services
from sanglap.incidents.models import Contact, Found, Incident, StepName
from sanglap.networks.contract import NotSent, Shown
from sanglap.notices.models import Kind, Notice
from sanglap.outbox.models import Stop
from tests.factories import NOW, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.e")]


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


class Network:
    """Stands in for the connector."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.shown: Sequence[Shown] = ()

    async def revoke(self, *_given: object) -> None:
        if self.error:
            raise self.error

    async def shown_since(self, *_given: object) -> Sequence[Shown]:
        if self.error:
            raise self.error
        return self.shown


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network()
    for module in ("sanglap.accounts.services.revoking", "sanglap.incidents.services.looking"):
        monkeypatch.setattr(f"{module}.connector", lambda _key: made)
    return made


def report(house: House, account: Account, by: str = "kamrul", *, drill: bool = False) -> Incident:
    address = reverse("desk:drill-new" if drill else "desk:incident-new", args=[account.pk])
    answer = signed_in(house, by).post(address, {})
    assert answer.status_code == 302, answer.content.decode()
    return Incident.objects.get(pk=answer["Location"].strip("/").rsplit("/", 1)[-1])


def press(house: House, incident: Incident, name: str, by: str = "kamrul", **sent: Any) -> str:
    """Press the button of a step; gives the page that follows."""
    browser = signed_in(house, by)
    answer = browser.post(reverse(f"desk:incident-{name}", args=[incident.pk]), sent)
    assert answer.status_code == 302, answer.content.decode()
    return said(browser.get(answer["Location"]))


def test_one_press_on_an_empty_form_stops_the_account(house: House, account: Account) -> None:
    incident = report(house, account, "jamal")
    assert Stop.objects.get() == incident.stop
    assert report(house, account, "rehana") == incident, "the second of two officers comes to the same page"
    for where in (reverse("desk:day"), reverse("desk:account", args=[account.pk])):
        assert reverse("desk:incident", args=[incident.pk]) in opened(house, "kamrul", where)


def test_the_way_there_from_the_day_and_the_account(house: House, account: Account) -> None:
    address = reverse("desk:incident-new", args=[account.pk])
    assert reverse("desk:incident-choose") in opened(house, "jamal", reverse("desk:day"))
    assert address in opened(house, "jamal", reverse("desk:incident-choose"))
    assert address in opened(house, "sumaiya", reverse("desk:account", args=[account.pk]))
    assert address not in opened(house, "mannan", reverse("desk:account", args=[account.pk]))


def test_a_day_to_come_is_refused_and_nothing_is_lost(house: House, account: Account) -> None:
    address = reverse("desk:incident-new", args=[account.pk])
    answer = signed_in(house, "kamrul").post(address, {"seen": "অচেনা পোস্ট", "since": "01/01/2030"})
    assert (answer.status_code, Incident.objects.count()) == (422, 0)
    assert "অচেনা পোস্ট" in answer.content.decode()


def test_a_notice_leads_to_it(house: House, account: Account) -> None:
    incident = report(house, account)
    told = Notice.objects.get(kind=Kind.INCIDENT, recipient=house.people["rehana"])
    answer = signed_in(house, "rehana").get(reverse("desk:notice", args=[told.pk]))
    assert answer["Location"] == reverse("desk:incident", args=[incident.pk])


def test_from_the_alarm_to_the_report(house: House, account: Account, network: Network) -> None:
    Contact.objects.create(office=account.office, name="শিবালয় থানা", phone="০১৭০০-০০০০০০")
    incident = report(house, account)
    assert 'href="tel:01700000000"' in opened(house, "kamrul", reverse("desk:incident", args=[incident.pk]))
    assert "is ended" in press(house, incident, "revoke")
    assert not Credential.objects.exists()
    contact = Contact.objects.get()
    press(house, incident, "tell", "jamal", called=str(contact.pk), remark="ওসি জানেন")
    assert "Confirm first" in press(house, incident, "secure")
    kinds = {
        "password": {"changed_on": "23/11/2026", "strong": "on", "nowhere_else": "on"},
        "mfa": {"method": "key", "everyone": "on", "codes_kept": "সিন্দুকে"},
    }
    for kind, sent in kinds.items():
        answer = signed_in(house, "kamrul").post(reverse("desk:account-confirm", args=[account.pk, kind]), sent)
        assert answer["Location"] == reverse("desk:incident", args=[incident.pk]), "one goes on where one was"
    press(house, incident, "secure")
    network.shown = [Shown("9", "https://social.example/@a/9", NOW - timedelta(hours=1), "লটারি জিতুন")]
    assert "লটারি জিতুন" in press(house, incident, "look")
    assert "Settle first" in press(house, incident, "looked")
    found = Found.objects.get()
    address = reverse("desk:incident-judge", args=[found.pk])
    assert signed_in(house, "jamal").post(address, {"verdict": "nonsense"}).status_code == 404
    assert signed_in(house, "jamal").post(address, {"verdict": "foreign"}).status_code == 302
    press(house, incident, "looked")
    press(house, incident, "close", happened="টোকেন চুরি", lessons="আর নয়")
    incident.refresh_from_db()
    assert incident.state == "closed"
    paper = opened(house, "mannan", reverse("desk:incident-report", args=[incident.pk]))
    for words in ("টোকেন চুরি", "আর নয়", "শিবালয় থানা", "ওসি জানেন", "লটারি জিতুন"):
        assert words in paper
    over = opened(house, "kamrul", reverse("desk:incident", args=[incident.pk]))
    assert "<form" not in over.split("<main")[1], "nothing is left to press"


def test_where_the_network_is_down_it_says_what_to_do(house: House, account: Account, network: Network) -> None:
    network.error = NotSent("ConnectError")
    incident = report(house, account)
    page = press(house, incident, "revoke")
    assert "Try again" in page
    assert "ConnectError" in page
    assert "could not be asked" in press(house, incident, "look")
    press(house, incident, "revoke", regardless="yes")
    assert not Credential.objects.exists()


def test_a_drill_is_taken_to_its_end_and_stops_nothing(
    house: House, account: Account, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_given: object) -> None:
        raise NotSent("ConnectError")

    monkeypatch.setattr("sanglap.accounts.services.connecting._ask", down)
    incident = report(house, account, drill=True)
    assert "This is a drill" in opened(house, "kamrul", reverse("desk:incident", args=[incident.pk]))
    press(house, incident, "freeze")
    press(house, incident, "revoke")
    browser = signed_in(house, "kamrul")
    way = reverse("desk:incident-leave-out", args=[incident.pk, "revoke"])
    assert browser.post(way, {"remark": ""}).status_code == 422
    assert browser.post(way, {"remark": "নেটওয়ার্ক বন্ধ"}).status_code == 302
    press(house, incident, "tell")
    assert "in a sentence" in press(house, incident, "secure")
    press(house, incident, "secure", remark="কামরুল, ল্যাপটপ থেকে")
    press(house, incident, "looked")
    press(house, incident, "close", happened="মহড়া", lessons="নম্বর হালনাগাদ")
    incident.refresh_from_db()
    assert incident.state == "closed"
    assert not Stop.objects.exists()
    assert Credential.objects.exists()
    shown = opened(house, "jamal", reverse("desk:account-security", args=[account.pk]))
    assert reverse("desk:incident-report", args=[incident.pk]) in shown


def test_a_false_alarm_is_called_off(house: House, account: Account) -> None:
    incident = report(house, account, "jamal")
    way = reverse("desk:incident-call-off", args=[incident.pk])
    assert signed_in(house, "jamal").post(way, {"remark": "x"}).status_code == 403
    assert signed_in(house, "rehana").post(way, {"remark": "নিজেদের পোস্ট"}).status_code == 302
    page = opened(house, "kamrul", reverse("desk:incident", args=[incident.pk]))
    assert "called off" in page
    assert "already" in press(house, incident, "tell")


def test_a_second_press_does_no_harm(house: House, account: Account) -> None:
    incident = report(house, account)
    press(house, incident, "tell")
    assert "already" in press(house, incident, "tell")


def test_an_office_keeps_its_list(house: House, account: Account) -> None:
    way, head = reverse("desk:emergency-contacts", args=[account.office_id]), signed_in(house, "rehana")
    assert head.post(way, {"name": "থানা", "phone": "ফোন নেই"}).status_code == 422
    assert head.post(way, {"name": "থানা", "phone": "০১৭০০-০০০০০০"}).status_code == 302
    contact = Contact.objects.get()
    off = reverse("desk:emergency-contact-remove", args=[contact.pk])
    assert off not in opened(house, "jamal", way)
    assert signed_in(house, "jamal").post(way, {"name": "x", "phone": "999"}).status_code == 403
    assert off in opened(house, "rehana", way)
    assert head.post(off).status_code == 302
    assert "থানা" not in opened(house, "jamal", way)


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_stands_in_both_languages(house: House, account: Account, language: str) -> None:
    incident = report(house, account)
    services.leave_out(house.scope("kamrul"), incident=incident, name=StepName.SECURE, remark="কারণ", now=NOW)
    for where in ("incident", "incident-report", "incident-close", "incident-call-off"):
        assert opened(house, "kamrul", reverse(f"desk:{where}", args=[incident.pk]), language)
    assert opened(house, "nasrin", reverse("desk:incidents"), language)
