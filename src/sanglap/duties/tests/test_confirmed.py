"""Clauses 5.d-5.g, 5.j: what the panel confirms, as duties, and what one is reminded of."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account, PanelMember
from sanglap.attestations.services import attest
from sanglap.attestations.statements import (
    AccessList,
    AttestationKind,
    Channel,
    Letterhead,
    Method,
    PasswordChanged,
    Pictures,
    PictureSeen,
    Recovery,
    SecondStep,
    Settings,
    Statement,
    Terms,
    Topic,
)
from sanglap.core.localized import LocalizedText
from sanglap.duties import differing, reminding, selectors, services, telling
from sanglap.duties.models import Duty, DutyKind, EvidenceKind, Standing
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.incidents.models import Incident
from sanglap.incidents.states import IncidentState
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Role
from sanglap.platforms.services import enter_terms
from sanglap.verification.models import ProfilePicture, Watch
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = loader.current().calendar.day_of(NOW)
PASSWORD = PasswordChanged(changed_on=TODAY, strong=True, nowhere_else=True)
MFA = SecondStep(method=Method.APP, everyone=True, codes_kept="সিন্দুকে")
RECOVERY = Recovery(channel=Channel.EMAIL, masked="u…@mopa.gov.bd", ours=True, keeper={"bn": "রেহানা"})
SAID: dict[DutyKind, Statement] = {
    DutyKind.SETTINGS: Settings(words=dict.fromkeys(Topic, "সবার জন্য"), reason="নাগরিক যেন লিখতে পারেন"),
    DutyKind.TERMS: Terms(version="১ জানুয়ারি ২০২৬", url="", read=True, kept=True),
    DutyKind.LETTERHEAD: Letterhead(address=True, website=True, account=True),
}


@pytest.fixture
def house() -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def confirm(house: House, account: Account, *said: Statement, at: Any = NOW) -> None:
    for one in said:
        keeper = house.people["rehana"] if isinstance(one, Recovery) else None
        attest(house.scope("kamrul", at), account=account, statement=one, keeper=keeper, now=at)


def secure(house: House, account: Account) -> None:
    """All parts of clause 5.e, confirmed and rehearsed at `NOW`."""
    confirm(house, account, PASSWORD, MFA, RECOVERY, AccessList(people=(), others=()))
    Incident.objects.create(
        account=account, office=account.office, drill=True, state=IncidentState.CLOSED,
        reported_by=house.people["kamrul"], reported_at=NOW, suspected_from=NOW, ended_at=NOW,
    )  # fmt: skip


def duty(account: Account, kind: DutyKind, at: Any) -> Duty:
    services.reckon(now=at)
    return Duty.objects.get(account=account, kind=kind)


def days(kind: AttestationKind, what: str) -> timedelta:
    return timedelta(days=getattr(loader.current().rule(kind.rule, on=TODAY).parameters, what))


@pytest.mark.clause("5.f")
@pytest.mark.clause("5.g")
@pytest.mark.clause("5.j")
@pytest.mark.parametrize("kind", SAID)
def test_under_way_then_kept_then_at_risk_then_broken(house: House, account: Account, kind: DutyKind) -> None:
    asked = next(one for one in AttestationKind if one.rule == kind)
    first = duty(account, kind, NOW)
    assert (first.standing, first.done, first.owed, first.evidence) == (Standing.RUNNING, 0, 1, [])
    assert first.due_at == NOW + days(asked, "first_days")
    confirm(house, account, SAID[kind], at=NOW + DAY)
    kept = duty(account, kind, NOW + DAY)
    last = NOW + DAY + days(asked, "lasts_days")
    assert (kept.standing, kept.since, kept.done, kept.due_at) == (Standing.KEPT, NOW + DAY, 1, last)
    ((what, thing),) = selectors.evidence(Scope.everything("tests"), kept)
    assert (what, thing.statement) == (EvidenceKind.ATTESTATION, SAID[kind].model_dump(mode="json"))
    assert duty(account, kind, last - days(asked, "warn_days")).standing == Standing.AT_RISK
    broken = duty(account, kind, last)
    assert (broken.standing, broken.since, broken.done) == (Standing.BROKEN, last, 0)


@pytest.mark.clause("5.d")
def test_what_was_never_confirmed_is_broken_after_its_first_time(account: Account) -> None:
    due = NOW + days(AttestationKind.PICTURES, "first_days")
    assert duty(account, DutyKind.PICTURES, due - MINUTE).standing == Standing.RUNNING
    late = duty(account, DutyKind.PICTURES, due)
    assert (late.standing, late.since) == (Standing.BROKEN, due)


@pytest.mark.clause("5.e")
def test_security_is_all_its_parts_and_the_drill(house: House, account: Account) -> None:
    confirm(house, account, PASSWORD)
    some = duty(account, DutyKind.SECURITY, NOW)
    assert (some.standing, some.done, some.owed) == (Standing.RUNNING, 1, 5)
    secure(house, account)
    kept = duty(account, DutyKind.SECURITY, NOW + MINUTE)
    assert (kept.standing, kept.done, kept.due_at) == (
        Standing.KEPT, 5, NOW + days(AttestationKind.PASSWORD, "lasts_days")
    )  # fmt: skip
    shown = selectors.evidence(Scope.everything("tests"), kept)
    assert sorted({what for what, _thing in shown}) == [EvidenceKind.ATTESTATION, EvidenceKind.INCIDENT]
    assert len(shown) == 5


@pytest.mark.clause("5.e")
def test_when_a_member_left_and_the_password_was_not_changed_it_is_broken(house: House, account: Account) -> None:
    house.officer("farid", Role.PANEL)
    seat = house.seat(account, "farid")
    secure(house, account)
    left = NOW + 2 * DAY
    PanelMember.objects.filter(pk=seat.pk).update(ends_at=left)
    due = left + days(AttestationKind.PASSWORD, "leaving_days")
    assert duty(account, DutyKind.SECURITY, left).due_at == due
    late = duty(account, DutyKind.SECURITY, due)
    assert (late.standing, late.since, late.done) == (Standing.BROKEN, due, 3), "the list of access is late too"


def test_each_is_one_query_whatever_the_number_of_accounts(house: House, account: Account) -> None:
    services.reckon(now=NOW)
    with CaptureQueriesContext(connection) as one:
        services.reckon(now=NOW + MINUTE)
    for number in range(5):
        house.account("kamrul", handle=f"more{number}")
    with CaptureQueriesContext(connection) as many:
        services.reckon(now=NOW + 2 * MINUTE)
    assert len(many) == len(one)


@pytest.mark.clause("5.e")
def test_one_is_reminded_once_of_all_that_waits(house: House, account: Account) -> None:
    confirm(house, account, PASSWORD)
    assert reminding.remind(now=NOW) == 1
    notices = Notice.objects.filter(kind=Kind.CONFIRM)
    assert {one.recipient.username for one in notices} == {"kamrul", "rehana"}
    assert reminding.remind(now=NOW + MINUTE) == 0
    waited = notices[0].words["number"]
    assert waited == len(AttestationKind) - 1
    confirm(house, account, MFA, at=NOW + MINUTE)
    assert reminding.remind(now=NOW + 2 * MINUTE) == 0, "what is done is no new occasion"
    soon = NOW + days(AttestationKind.PASSWORD, "lasts_days") - days(AttestationKind.PASSWORD, "warn_days")
    assert reminding.remind(now=soon) == 1
    assert notices.order_by("-at")[0].words["number"] == waited, "the password now, the second step no more"


@pytest.mark.clause("5.e")
def test_of_a_drill_one_is_reminded_too(house: House, account: Account) -> None:
    rule = loader.current().rule("compromise-drill", on=TODAY).parameters
    soon = NOW + timedelta(days=rule.first_days - rule.warn_days)
    assert reminding.remind(now=soon - DAY) in {0, 1}
    before = Notice.objects.filter(kind=Kind.CONFIRM).count()
    assert reminding.remind(now=soon) == 1
    assert Notice.objects.filter(kind=Kind.CONFIRM).count() == before + 2


def test_what_is_at_risk_is_told_by_the_reminder_alone_and_what_is_broken_by_the_duty(
    house: House, account: Account
) -> None:
    confirm(house, account, SAID[DutyKind.TERMS])
    services.reckon(now=NOW)
    last = NOW + days(AttestationKind.TERMS, "lasts_days")
    services.reckon(now=last - DAY)
    telling.tell(now=last - DAY)
    terms = Duty.objects.get(kind=DutyKind.TERMS)
    assert (terms.standing, Notice.objects.filter(subject_id=terms.pk).count()) == (Standing.AT_RISK, 0)
    services.reckon(now=last)
    telling.tell(now=last)
    assert Notice.objects.filter(kind=Kind.DUTY, subject_id=terms.pk, due=last).exists()


@pytest.mark.clause("5.g")
def test_of_new_terms_the_panels_on_that_platform_and_their_heads_are_told_once(house: House, account: Account) -> None:
    other = house.account("kamrul", handle="elsewhere")
    Account.objects.filter(pk=other.pk).update(platform="facebook")
    every = (PASSWORD, MFA, RECOVERY, AccessList(people=(), others=()), *SAID.values())
    for one in (account, other):
        confirm(house, one, *every)
    reminding.remind(now=NOW)
    entered = NOW + DAY
    enter_terms(
        Scope.everything("tests"), platform=account.platform, version="2", starts_on=TODAY,
        url="https://social.example/terms", summary=LocalizedText(bn="ক", en="a"), now=entered,
    )  # fmt: skip
    assert reminding.remind(now=entered) == 1
    told = Notice.objects.filter(kind=Kind.CONFIRM, at__gte=entered)
    assert {(one.recipient.username, one.subject_id) for one in told} == {
        ("kamrul", account.pk),
        ("rehana", account.pk),
    }
    assert reminding.remind(now=entered + MINUTE) == 0
    due = entered + days(AttestationKind.TERMS, "renewing_days")
    waiting = duty(account, DutyKind.TERMS, entered)
    assert (waiting.standing, waiting.due_at) == (Standing.AT_RISK, due)
    assert duty(other, DutyKind.TERMS, entered).standing == Standing.KEPT
    assert duty(account, DutyKind.TERMS, due).standing == Standing.BROKEN
    telling.tell(now=due)
    late = Notice.objects.filter(kind=Kind.DUTY, subject_id=waiting.pk, due=due)
    assert {one.recipient.username for one in late} == {"kamrul", "rehana"}


def shows(account: Account, place: str, content: str, at: Any) -> ProfilePicture:
    file = File.objects.create(digest=sha256(content.encode()).hexdigest(), size=1, created_at=at)
    return ProfilePicture.objects.create(account=account, place=place, file=file, seen_at=at)


@pytest.mark.clause("5.d")
def test_another_live_picture_is_confirmed_anew_within_days(house: House, account: Account) -> None:
    banner = shows(account, "header", "logo", NOW)
    assert banner.file is not None
    said = Pictures(seen=(PictureSeen(what="banner", digest=banner.file.digest),), no_person=True)
    attest(house.scope("kamrul"), account=account, statement=said, evidence={"banner": banner.file}, now=NOW)
    assert duty(account, DutyKind.PICTURES, NOW + DAY).standing == Standing.KEPT
    other = shows(account, "header", "portrait", NOW + 2 * DAY)
    risk = duty(account, DutyKind.PICTURES, NOW + 2 * DAY)
    due = NOW + 2 * DAY + days(AttestationKind.PICTURES, "showing_days")
    assert (risk.standing, risk.due_at, risk.done) == (Standing.AT_RISK, due, 0)
    assert selectors.evidence(Scope.everything("tests"), risk)[0] == (EvidenceKind.PICTURE, other)
    telling.tell(now=NOW + 2 * DAY)
    assert Notice.objects.filter(kind=Kind.DUTY, subject_id=risk.pk).exists(), "no reminder tells of it"
    assert duty(account, DutyKind.PICTURES, due).standing == Standing.BROKEN
    shows(account, "header", "logo", due)
    assert duty(account, DutyKind.PICTURES, due).standing == Standing.KEPT, "the confirmed one is back"


@pytest.mark.clause("5.f")
def test_settings_that_drift_from_those_chosen_are_at_risk(house: House, account: Account) -> None:
    confirm(house, account, Settings(chosen={Topic.MEMBERSHIP: ("approved",)}, reason="দলের জন্য"))
    watch = Watch.objects.create(
        subject="profile", office=account.office, account=account, evidence={"settings": {"locked": True}}
    )
    assert duty(account, DutyKind.SETTINGS, NOW).standing == Standing.KEPT
    Watch.objects.update(evidence={"settings": {"locked": False}})
    risk = duty(account, DutyKind.SETTINGS, NOW + DAY)
    assert (risk.standing, risk.done, risk.since) == (Standing.AT_RISK, 0, NOW + DAY)
    assert selectors.evidence(Scope.everything("tests"), risk)[0] == (EvidenceKind.WATCH, watch)
    Watch.objects.update(evidence={"settings": {"discoverable": True}})
    assert duty(account, DutyKind.SETTINGS, NOW + DAY).standing == Standing.KEPT, "what cannot be read is no fault"


@pytest.mark.clause("5.f")
def test_the_page_and_the_duty_judge_every_option_alike(house: House, account: Account) -> None:
    watch = Watch.objects.create(subject="profile", office=account.office, account=account)
    at = NOW
    for topic, options in loader.current().catalogue.by_id[account.platform].observed.items():
        for option in options:
            said = Settings(chosen={Topic(topic.value): (option,)}, reason="ক")
            at += MINUTE
            confirm(house, account, said, at=at)
            for locked, discoverable, privacy in product(
                [True, False], [True, False], ["public", "unlisted", "private"]
            ):
                seen = {"locked": locked, "discoverable": discoverable, "privacy": privacy, "hide_collections": locked}
                Watch.objects.filter(pk=watch.pk).update(evidence={"settings": seen})
                at += MINUTE
                fits = next(row.fits for row in differing.held(account, said, seen) if row.topic == topic.value)
                expected = Standing.KEPT if fits else Standing.AT_RISK
                assert duty(account, DutyKind.SETTINGS, at).standing == expected, (option, seen)
