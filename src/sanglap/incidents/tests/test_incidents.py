"""A compromised account: the alarm, the steps, the end, in earnest and as a drill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account, Credential
from sanglap.accounts.states import AccountState
from sanglap.attestations.services import attest
from sanglap.attestations.statements import Method, PasswordChanged, SecondStep
from sanglap.audit.selectors import history
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.incidents import selectors, services
from sanglap.incidents.models import Found, Incident, StepName, Verdict
from sanglap.incidents.states import IncidentState
from sanglap.networks.contract import NotSent, Registration, Session, Shown
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden, Scope
from sanglap.outbox import selectors as outbox
from sanglap.outbox import stops
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, SECRETS, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.e")]
HOUR = timedelta(hours=1)
RULE = loader.current().rule("compromise-drill", on=NOW.date()).parameters
TODAY = loader.current().calendar.day_of(NOW)


@pytest.fixture
def house() -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


class Network:
    """Stands in for the connector: what it is asked, and what it answers."""

    def __init__(self) -> None:
        self.revoked: list[str] = []
        self.error: Exception | None = None
        self.shown: list[Shown] = []
        self.asked_with: list[Mapping[str, str]] = []

    async def revoke(self, session: Session, known: Registration | None) -> None:
        if self.error:
            raise self.error
        self.revoked.append(session.secrets["token"])

    async def shown_since(self, session: Session, remote_id: str, since: Any) -> Sequence[Shown]:
        self.asked_with.append(session.secrets)
        return [one for one in self.shown if one.at >= since]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network()
    for module in ("sanglap.accounts.services.revoking", "sanglap.incidents.services.looking"):
        monkeypatch.setattr(f"{module}.connector", lambda _key: made)
    return made


def report(house: House, account: Account, by: str = "kamrul", **more: Any) -> Incident:
    return services.report(house.scope(by), account=account, **{"now": NOW, **more})


def state_of(incident: Incident, name: StepName) -> str:
    return incident.steps.get(name=name).state


def stopped(account: Account) -> bool:
    return account.pk in outbox.covering(Scope.everything("tests"), [account], now=NOW + HOUR)


@pytest.mark.parametrize("by", ["sumaiya", "kamrul", "rehana", "jamal", "farhana", "nasrin"])
def test_whoever_serves_there_or_above_raises_the_alarm_and_it_is_stopped(
    house: House, account: Account, by: str
) -> None:
    incident = report(house, account, by)
    assert stopped(account)
    assert (incident.drill, incident.state, state_of(incident, StepName.FREEZE)) == (False, "open", "done")
    assert [entry.verb for entry in history(incident)] == ["incident.reported"]


@pytest.mark.parametrize("by", ["tanvir", "mannan", "zahid"])
def test_nobody_else_does(house: House, account: Account, by: str) -> None:
    with pytest.raises(Forbidden):
        report(house, account, by)
    assert not stopped(account)


def test_a_responder_freezes_what_he_could_not_stop_otherwise_and_the_office_lifts_it(
    house: House, account: Account
) -> None:
    with pytest.raises(Forbidden):
        stops.place(house.scope("jamal"), office=account.office, account=account, reason="x", now=NOW)
    incident = report(house, account, "jamal")
    assert incident.stop is not None
    stops.lift(house.scope("rehana"), stop=incident.stop, now=NOW + MINUTE)
    assert not stopped(account)
    services.freeze(house.scope("jamal"), incident=incident, now=NOW + 2 * MINUTE)
    assert stopped(account)


def test_panel_head_and_the_office_above_are_told_once(house: House, account: Account) -> None:
    report(house, account, "jamal")
    report(house, account, "sumaiya", now=NOW + MINUTE)
    told = Notice.objects.filter(kind=Kind.INCIDENT)
    assert {one.recipient.username for one in told} == {"kamrul", "rehana", "farhana"}
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("state", [AccountState.PROPOSED, AccountState.CLOSED])
def test_what_is_not_at_work_is_not_reported(house: House, state: AccountState) -> None:
    with pytest.raises(TransitionRefused):
        report(house, house.account("kamrul", state=state))


def test_a_drill_stops_nothing_and_its_freezing_is_timed(house: House, account: Account) -> None:
    incident = report(house, account, drill=True)
    assert state_of(incident, StepName.FREEZE) == "due"
    services.freeze(house.scope("kamrul"), incident=incident, now=NOW + MINUTE)
    assert not stopped(account)
    step = incident.steps.get(name=StepName.FREEZE)
    assert (step.state, step.at, step.late) == ("done", NOW + MINUTE, False)
    assert Notice.objects.filter(kind=Kind.DRILL).exists()
    assert not Notice.objects.filter(kind=Kind.INCIDENT).exists()


def test_each_step_has_the_time_that_the_rule_gives(house: House, account: Account) -> None:
    incident = report(house, account)
    times = {step.name: step.due_at and step.due_at - NOW for step in incident.steps.all()}
    assert times == {name: RULE.within(name) for name in StepName}
    assert times[StepName.FREEZE] is not None


def test_the_way_in_is_ended_there_and_here(house: House, account: Account, network: Network) -> None:
    incident = report(house, account)
    assert services.revoke(house.scope("kamrul"), incident=incident, now=NOW + MINUTE) == ""
    assert network.revoked == [SECRETS["token"]]
    assert not Credential.objects.filter(account=account).exists()
    assert state_of(incident, StepName.REVOKE) == "done"
    with pytest.raises(TransitionRefused):
        services.revoke(house.scope("kamrul"), incident=incident, now=NOW + 2 * MINUTE)
    assert len(network.revoked) == 1


def test_where_the_network_is_down_it_is_asked_again_or_destroyed_regardless(
    house: House, account: Account, network: Network
) -> None:
    incident, kamrul = report(house, account), house.scope("kamrul")
    network.error = NotSent("ConnectError")
    for _time in range(2):
        assert services.revoke(kamrul, incident=incident, now=NOW + MINUTE) == "ConnectError"
        assert state_of(incident, StepName.REVOKE) == "failed"
    assert Credential.objects.filter(account=account).exists(), "it can be asked again"
    assert services.revoke(kamrul, incident=incident, regardless=True, now=NOW + 2 * MINUTE) == ""
    assert not Credential.objects.filter(account=account).exists()
    assert incident.steps.get(name=StepName.REVOKE).outcome == {"fault": "ConnectError"}


def test_in_a_drill_nothing_is_ended(
    house: House, account: Account, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_given: object) -> None:
        raise NotSent("ConnectError")

    monkeypatch.setattr("sanglap.accounts.services.connecting._ask", down)
    incident = report(house, account, drill=True)
    assert services.revoke(house.scope("kamrul"), incident=incident, regardless=True, now=NOW) == "ConnectError"
    assert (state_of(incident, StepName.REVOKE), network.revoked) == ("failed", [])
    assert Credential.objects.filter(account=account).exists()


def test_only_who_stops_ends_the_way_in(house: House, account: Account, network: Network) -> None:
    incident = report(house, account, "jamal")
    with pytest.raises(Forbidden):
        services.revoke(house.scope("jamal"), incident=incident, now=NOW)
    assert network.revoked == []


def test_secured_is_what_was_confirmed_since_the_report(house: House, account: Account) -> None:
    kamrul = house.scope("kamrul")
    password = PasswordChanged(changed_on=TODAY, strong=True, nowhere_else=True)
    second = SecondStep(method=Method.KEY, everyone=True, codes_kept="সিন্দুকে")
    for said in (password, second):
        attest(kamrul, account=account, statement=said, now=NOW)
    incident = report(house, account, now=NOW + MINUTE)
    with pytest.raises(ValidationError):
        services.secure(kamrul, incident=incident, now=NOW + 2 * MINUTE)
    attest(kamrul, account=account, statement=password, now=NOW + 2 * MINUTE)
    with pytest.raises(ValidationError):
        services.secure(kamrul, incident=incident, now=NOW + 3 * MINUTE)
    attest(kamrul, account=account, statement=second, now=NOW + 3 * MINUTE)
    services.secure(kamrul, incident=incident, now=NOW + 4 * MINUTE)
    assert state_of(incident, StepName.SECURE) == "done"


def shown(remote_id: str, minutes: int, text: str = "ভুয়া") -> Shown:
    return Shown(remote_id, f"https://social.example/@a/{remote_id}", NOW + minutes * MINUTE, text)


def test_what_no_delivery_of_ours_put_there_is_found_and_settled(
    house: House, account: Account, network: Network
) -> None:
    kamrul = house.scope("kamrul")
    ours = factories.published(account, NOW - HOUR, remote_id="7")
    network.shown = [shown("1", -60 * 24 * 30), shown("7", -60), shown("8", -30), shown("9", -20)]
    incident = report(house, account)
    assert services.look(kamrul, incident=incident, now=NOW) == 2
    assert services.look(kamrul, incident=incident, now=NOW + MINUTE) == 2
    rows = list(Found.objects.all())
    assert [row.remote_id for row in rows] == ["8", "9"]
    assert list(selectors.published_meanwhile(kamrul, incident)) == [ours]
    services.judge(kamrul, found=rows[0], verdict=Verdict.FOREIGN, now=NOW)
    with pytest.raises(ValidationError):
        services.looked_through(kamrul, incident=incident, now=NOW)
    services.judge(kamrul, found=rows[1], verdict=Verdict.OURS, now=NOW)
    services.looked_through(kamrul, incident=incident, now=NOW)
    assert state_of(incident, StepName.LOOK) == "done"


def test_without_a_way_in_one_looks_like_a_stranger(house: House, account: Account, network: Network) -> None:
    incident = report(house, account)
    services.look(house.scope("jamal"), incident=incident, now=NOW)
    Credential.objects.all().delete()
    services.look(house.scope("jamal"), incident=incident, now=NOW)
    assert network.asked_with == [SECRETS, {}]


def test_it_is_closed_when_every_step_is_settled_and_written_down(
    house: House, account: Account, network: Network
) -> None:
    incident, kamrul = report(house, account), house.scope("kamrul")
    done: list[Callable[[], object]] = [
        lambda: services.revoke(kamrul, incident=incident, now=NOW),
        lambda: services.tell(kamrul, incident=incident, called=["থানা"], remark="", now=NOW),
        lambda: services.leave_out(kamrul, incident=incident, name=StepName.SECURE, remark="অন্য কারণ", now=NOW),
        lambda: services.looked_through(kamrul, incident=incident, now=NOW),
    ]
    told = {"happened": "টোকেন চুরি", "lessons": "আর কাউকে নয়"}
    for step in done:
        with pytest.raises(ValidationError):
            services.close(kamrul, incident=incident, now=NOW, **told)
        step()
    with pytest.raises(ValidationError):
        services.close(kamrul, incident=incident, now=NOW, happened="x", lessons=" ")
    services.close(kamrul, incident=incident, now=NOW + HOUR, **told)
    assert (incident.state, incident.ended_by, incident.ended_at) == ("closed", house.people["kamrul"], NOW + HOUR)
    assert stopped(account), "what was stopped is lifted by a person"
    with pytest.raises(TransitionRefused):
        services.tell(kamrul, incident=incident, called=[], remark="", now=NOW)


def test_freezing_and_the_record_are_never_left_out(house: House, account: Account) -> None:
    incident = report(house, account, drill=True)
    for name in (StepName.FREEZE, StepName.RECORD):
        with pytest.raises(ValidationError):
            services.leave_out(house.scope("kamrul"), incident=incident, name=name, remark="x", now=NOW)


def test_a_drill_is_owed_yearly_and_what_was_called_off_is_none(house: House, account: Account) -> None:
    everything, kamrul = Scope.everything("tests"), house.scope("kamrul")
    first = selectors.drill(everything, account, at=NOW)
    assert (first.held_at, first.due_at) == (None, NOW + timedelta(days=RULE.first_days))
    assert (first.state, selectors.drill(everything, account, at=first.due_at or NOW).state) == ("risk", "broken")
    off = report(house, account, drill=True)
    services.call_off(kamrul, incident=off, reason="দুর্যোগ", now=NOW)
    assert selectors.drill(everything, account, at=NOW).held_at is None
    held = report(house, account, drill=True)
    services.freeze(kamrul, incident=held, now=NOW)
    services.tell(kamrul, incident=held, called=[], remark="", now=NOW)
    services.secure(kamrul, incident=held, remark="কামরুল, দশ মিনিটে", now=NOW)
    services.looked_through(kamrul, incident=held, now=NOW)
    services.leave_out(kamrul, incident=held, name=StepName.REVOKE, remark="নেটওয়ার্ক বন্ধ", now=NOW)
    services.close(kamrul, incident=held, happened="মহড়া", lessons="ফোন নম্বর হালনাগাদ", now=NOW + HOUR)
    assert held.state == IncidentState.CLOSED
    now_held = selectors.drill(everything, account, at=NOW + HOUR)
    assert (now_held.incident_id, now_held.due_at) == (held.pk, NOW + HOUR + timedelta(days=RULE.lasts_days))
    assert now_held.state == "kept"


def test_an_office_calls_its_own_list_and_those_above(house: House, account: Account) -> None:
    house.officer("dc", Role.HEAD, "manikganj")
    own = services.add_contact(
        house.scope("rehana"), office=account.office, name="শিবালয় থানা", phone="০১৭০০-০০০০০০", now=NOW
    )
    above = services.add_contact(
        house.scope("dc"), office=house.offices["manikganj"], name="সাইবার ইউনিট", phone="৯৯৯", now=NOW
    )
    assert set(selectors.contacts(house.scope("jamal"), account.office)) == {own, above}
    assert list(selectors.contacts(house.scope("tanvir"), account.office)) == []
    with pytest.raises(Forbidden):
        services.remove_contact(house.scope("rehana"), contact=above, now=NOW)
    services.remove_contact(house.scope("rehana"), contact=own, now=NOW)
    assert list(selectors.contacts(house.scope("jamal"), account.office)) == [above]
