"""Confirming, and until when it holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from pydantic import ValidationError as Malformed

from sanglap.accounts.models import Account, PanelMember
from sanglap.attestations import selectors
from sanglap.attestations.due import Cause
from sanglap.attestations.models import Attestation
from sanglap.attestations.selectors import Owed
from sanglap.attestations.services import attest
from sanglap.attestations.statements import (
    AccessList,
    AttestationKind,
    Channel,
    Holder,
    Letterhead,
    Method,
    PasswordChanged,
    Pictures,
    Recovery,
    SecondStep,
    Terms,
    differences,
    masked,
)
from sanglap.audit.selectors import history, told
from sanglap.guideline import loader
from sanglap.offices.models import Appointment
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Role
from sanglap.platforms.models import TermsVersion
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.e")]
K = AttestationKind
DAY = timedelta(days=1)
TODAY = loader.current().calendar.day_of(NOW)
MFA = SecondStep(method=Method.APP, everyone=True, codes_kept="আয়রন সেফে")


@pytest.fixture
def house() -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def rule(kind: AttestationKind) -> Any:
    return loader.current().rule(kind.rule, on=TODAY).parameters


def changed(house: House, account: Account, *, by: str = "kamrul", on: date = TODAY, at: datetime = NOW) -> Attestation:
    said = PasswordChanged(changed_on=on, strong=True, nowhere_else=True)
    return attest(house.scope(by, at), account=account, statement=said, now=at)


def stands(account: Account, kind: AttestationKind, at: datetime) -> Owed:
    return selectors.owed(Scope.everything("tests"), account, [kind], at=at)[0]


def test_first_it_is_to_be_confirmed_within_the_first_days(account: Account) -> None:
    for kind in K:
        one = stands(account, kind, NOW)
        assert (one.cause, one.state, one.standing) == (Cause.FIRST, "risk", None)
        assert one.due_at == NOW + timedelta(days=rule(kind).first_days)
        assert stands(account, kind, one.due_at).state == "broken"


def test_a_panel_member_or_the_head_confirms_and_nobody_else(house: House, account: Account) -> None:
    house.officer("farid", Role.PANEL)
    for stranger in ("farid", "sumaiya", "tanvir", "mannan", "farhana"):
        with pytest.raises(Forbidden):
            changed(house, account, by=stranger)
    assert changed(house, account).made_by.username == "kamrul"
    assert changed(house, account, by="rehana").made_by.username == "rehana"


def test_it_holds_for_as_long_as_the_rule_says(house: House, account: Account) -> None:
    made = changed(house, account)
    one = stands(account, K.PASSWORD, NOW)
    last = NOW + timedelta(days=rule(K.PASSWORD).lasts_days)
    assert (one.standing, one.due_at, one.cause, one.state) == (made, last, Cause.TIME, "kept")
    assert stands(account, K.PASSWORD, last - timedelta(days=rule(K.PASSWORD).warn_days)).state == "risk"
    assert stands(account, K.PASSWORD, last - MINUTE).state == "risk"
    assert stands(account, K.PASSWORD, last).state == "broken"


def test_a_password_counts_from_the_day_of_its_change(house: House, account: Account) -> None:
    changed(house, account, on=TODAY - 9 * DAY)
    begun = loader.current().calendar.begins(TODAY - 9 * DAY)
    assert stands(account, K.PASSWORD, NOW).due_at == begun + timedelta(days=rule(K.PASSWORD).lasts_days)


def test_a_change_to_come_or_before_the_last_one_is_no_change(house: House, account: Account) -> None:
    with pytest.raises(ValidationError) as caught:
        changed(house, account, on=TODAY + DAY)
    assert "changed_on" in caught.value.message_dict
    changed(house, account, on=TODAY - DAY)
    with pytest.raises(ValidationError) as caught:
        changed(house, account, on=TODAY - 2 * DAY)
    assert "changed_on" in caught.value.message_dict
    changed(house, account, on=TODAY - DAY, at=NOW + MINUTE)


def test_when_somebody_leaves_the_panel_the_password_falls_due(house: House, account: Account) -> None:
    house.officer("farid", Role.PANEL)
    seat = house.seat(account, "farid")
    changed(house, account)
    attest(house.scope("kamrul"), account=account, statement=MFA, now=NOW)
    left = NOW + 5 * DAY
    PanelMember.objects.filter(pk=seat.pk).update(ends_at=left)
    assert stands(account, K.PASSWORD, left - MINUTE).cause == Cause.TIME, "whoever is to leave has not left"
    one = stands(account, K.PASSWORD, left)
    assert (one.cause, one.due_at) == (Cause.LEFT, left + timedelta(days=rule(K.PASSWORD).leaving_days))
    assert one.state == "risk"
    assert stands(account, K.MFA, left).cause == Cause.TIME, "its rule says nothing of leaving"
    changed(house, account, on=loader.current().calendar.day_of(left + DAY), at=left + DAY)
    assert stands(account, K.PASSWORD, left + DAY).cause == Cause.TIME


def test_who_is_transferred_has_left_though_the_seat_was_not_ended(house: House, account: Account) -> None:
    house.officer("farid", Role.PANEL)
    house.seat(account, "farid")
    changed(house, account)
    Appointment.objects.filter(user=house.people["farid"]).update(ends_at=NOW + DAY)
    assert stands(account, K.PASSWORD, NOW + 2 * DAY).cause == Cause.LEFT


def test_who_changes_the_seat_has_not_left(house: House, account: Account) -> None:
    changed(house, account)
    PanelMember.objects.filter(account=account).update(ends_at=NOW + DAY)
    again = house.seat(account, "kamrul")
    PanelMember.objects.filter(pk=again.pk).update(starts_at=NOW + DAY)
    assert stands(account, K.PASSWORD, NOW + 2 * DAY).cause == Cause.TIME


def test_when_the_keeper_of_the_recovery_address_leaves(house: House, account: Account) -> None:
    said = Recovery(channel=Channel.EMAIL, masked=masked("unо@shibalaya.gov.bd"), ours=True, keeper={"bn": "ক"})
    with pytest.raises(ValidationError):
        attest(house.scope("kamrul"), account=account, statement=said, keeper=house.people["tanvir"], now=NOW)
    attest(house.scope("kamrul"), account=account, statement=said, keeper=house.people["sumaiya"], now=NOW)
    changed(house, account)
    left = NOW + 3 * DAY
    Appointment.objects.filter(user=house.people["sumaiya"]).update(ends_at=left)
    for kind in (K.RECOVERY, K.PASSWORD):
        one = stands(account, kind, left)
        assert (one.cause, one.due_at) == (Cause.KEEPER, left + timedelta(days=rule(kind).keeper_days))


def test_a_past_moment_is_reckoned_from_what_stood_then(house: House, account: Account) -> None:
    first = changed(house, account)
    second = changed(house, account, on=TODAY + 30 * DAY, at=NOW + 30 * DAY)
    assert stands(account, K.PASSWORD, NOW + 29 * DAY).standing == first
    assert stands(account, K.PASSWORD, NOW + 30 * DAY).standing == second
    assert stands(account, K.PASSWORD, NOW - DAY).standing is None


def test_what_was_confirmed_stays(house: House, account: Account) -> None:
    made = changed(house, account)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE attestations_attestation SET statement = '{}' WHERE id = %s", [made.pk])


def test_it_stands_in_the_history_of_the_account(house: House, account: Account) -> None:
    changed(house, account)
    assert "password changed" in told(history(account)[0]) or "পাসওয়ার্ড" in told(history(account)[0])


@pytest.mark.clause("5.d")
def test_pictures_are_those_that_were_brought(house: House, account: Account) -> None:
    said = Pictures(seen=[{"what": "banner", "digest": "a" * 64}], no_person=True)
    with pytest.raises(ValueError, match="brought"):
        attest(house.scope("kamrul"), account=account, statement=said, now=NOW)


@pytest.mark.clause("5.j")
def test_a_statement_says_all_of_it_or_is_none() -> None:
    with pytest.raises(Malformed):
        Letterhead.model_validate({"address": True, "website": False, "account": True})
    with pytest.raises(Malformed):
        PasswordChanged.model_validate({"changed_on": "2026-01-01", "strong": True, "nowhere_else": True, "word": "x"})


def test_an_address_is_kept_only_in_part() -> None:
    assert masked("unoshibalaya@mopa.gov.bd") == "u…@mopa.gov.bd"
    assert masked("+880 1711-000123") == "…123"


def test_who_has_access_is_compared_with_the_panel(house: House) -> None:
    kamrul, jamal, rehana = (house.people[name] for name in ("kamrul", "jamal", "rehana"))
    holders = [Holder(id=one.pk, name=dict(one.name)) for one in (kamrul, jamal)]
    said = AccessList(people=holders, others=["ঠিকাদার"])
    strangers, without = differences(said, [(kamrul.pk, kamrul.name), (rehana.pk, rehana.name)])
    assert (strangers, without) == ([str(jamal.name), "ঠিকাদার"], [str(rehana.name)])


def test_when_the_account_goes_over_to_another_office(house: House, account: Account) -> None:
    changed(house, account)
    Account.objects.filter(pk=account.pk).update(moved_at=NOW + DAY)
    account.refresh_from_db()
    one = stands(account, K.PASSWORD, NOW + DAY)
    assert (one.cause, one.due_at) == (Cause.MOVED, NOW + DAY + timedelta(days=rule(K.PASSWORD).moving_days))
    assert stands(account, K.PASSWORD, NOW).cause == Cause.TIME


@pytest.mark.clause("5.g")
def test_new_terms_of_the_platform_are_to_be_confirmed(house: House, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(platform="mastodon")
    said = Terms(version="1", url="", read=True, kept=True)
    attest(house.scope("kamrul"), account=account, statement=said, now=NOW)
    begins = loader.current().calendar.begins(TODAY + 5 * DAY)
    for platform in ("mastodon", "facebook"):
        TermsVersion.objects.create(
            platform=platform, version="2", starts_on=TODAY + 5 * DAY, url="https://social.example/terms",
            summary={"bn": "ক", "en": "a"}, entered_at=NOW + DAY,
        )  # fmt: skip
    assert stands(account, K.TERMS, begins - MINUTE).cause == Cause.TIME
    one = stands(account, K.TERMS, begins)
    assert (one.cause, one.due_at) == (Cause.RENEWED, begins + timedelta(days=rule(K.TERMS).renewing_days))
    attest(house.scope("kamrul", begins), account=account, statement=said, now=begins)
    assert stands(account, K.TERMS, begins).cause == Cause.TIME
