"""What the national data set is made of: its numbers, moments, keys and lines. That it comes in whole, whatever is
killed, is in tests/chaos.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanglap.accounts.states import AccountState
from sanglap.attestations.statements import STATEMENTS, AttestationKind
from sanglap.bench.seed import year
from sanglap.bench.seed.hours import Hours
from sanglap.bench.seed.kinds import confirmed, decisions, drafts, exemptions, files, looks, seen
from sanglap.bench.seed.kinds.deliveries import payload_of, text_of
from sanglap.bench.seed.lines import Form, dashed, document, escaped, key, milliseconds, stamp
from sanglap.bench.seed.plan import SCALES, Plan, Scale, latest
from sanglap.bench.seed.register import CAST
from sanglap.bench.seed.sketches import Account, shares
from sanglap.bench.seed.world import Known, World
from sanglap.content.states import VariantState
from sanglap.core.clock import parse_shift, shift_to
from sanglap.duties.states import ExemptionState
from sanglap.guideline import loader
from sanglap.networks.contract import Kind
from sanglap.offices.models import Office
from sanglap.outbox.payload import Payload
from sanglap.outbox.states import DeliveryState
from sanglap.platforms.selectors import Weighed
from sanglap.verification.states import Aspect, Outcome

UNTIL = date(2026, 11, 25)
SMALL = Plan(Scale(120, 150, 250, 4_000, 6_000, within="bd-dist-46"), 1, UNTIL)
FIRST, LAST = date(2025, 12, 1), date(2026, 12, 31)


def world(plan: Plan = SMALL) -> World:
    return World(plan, Known({}, {}))


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60), st.integers(0, 10_000))
def test_shares_sum_up_exactly_and_none_goes_to_what_weighs_nothing(weights: list[float], total: int) -> None:
    given_ = shares(total, weights)
    assert sum(given_) == (total if sum(weights) else 0)
    assert all(share >= 0 for share in given_)
    assert not any(share for share, weight in zip(given_, weights, strict=True) if not weight)


@cache
def hours() -> Hours:
    return Hours(loader.current().calendar, FIRST, LAST)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2025, 12, 2), datetime(2026, 10, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.integers(1, 60 * 120),
)
def test_hours_reckon_as_the_calendar_does(moment: datetime, minutes: int) -> None:
    calendar = loader.current().calendar
    moment = moment.replace(microsecond=0)
    span = timedelta(minutes=minutes)
    ours = hours().add(milliseconds(moment), span // timedelta(milliseconds=1))
    assert ours == milliseconds(calendar.add_working_time(moment, span))


def test_keys_tell_the_moment_and_are_told_apart() -> None:
    at = milliseconds(datetime(2026, 11, 25, 9, tzinfo=UTC))
    keys = [uuid.UUID(key(at, number)) for number in range(20_000)]
    assert len(set(keys)) == len(keys)
    assert {(one.version, one.variant, one.int >> 80) for one in keys} == {(7, uuid.RFC_4122, at)}
    assert dashed(key(at, 5)) == str(keys[5])


def test_a_line_has_what_is_given_and_the_defaults_of_all_else() -> None:
    form = Form(Office, "id", "code", "kind", "name", "parent_id")
    line = form.line("1", "a", "field", document({"bn": "ক\tখ"}), r"\N")
    values = dict(zip(form.columns, line.removesuffix("\n").split("\t"), strict=True))
    assert values["name"] == '{"bn": "ক\\\\tখ"}'
    assert (values["state"], values["area_id"], values["website"], values["search"]) == ("open", r"\N", "", "")
    assert set(form.columns) == {field.column for field in Office._meta.concrete_fields}
    assert escaped("a\\b\nc") == r"a\\b\nc"


def test_everything_is_there_as_often_as_the_plan_says() -> None:
    told = world()
    assert (len(told.offices), len(told.accounts), len(told.appointments)) == (120, 150, 250)
    out = [draw for week in range(len(told.weeks)) for draw in year.draws(told, week)]
    assert len(out) == 4_000
    assert sum(year.weekly(told, 6_000)) == 6_000
    assert {office.parent is None for office in told.offices[1:]} == {False}
    assert {one.state for one in told.accounts} > {AccountState.ACTIVE}


def with_the_cast() -> World:
    known = {code: key(0, number) for number, code in enumerate(CAST)}
    return World(Plan(SCALES["district"], 1, UNTIL), Known(known, {"bd-upa-362": [key(0, 1)]}))


def test_every_office_of_the_cast_has_accounts_and_the_first_is_kept_by_a_machine() -> None:
    told = with_the_cast()
    assert {one.office.code for one in told.active} >= set(CAST)
    for code in CAST:
        mine = [one for one in told.accounts if one.office.code == code]
        first = min(mine, key=lambda one: one.key)
        assert (first.network, first.state) == ("mastodon", AccountState.ACTIVE)
        assert {one.state for one in mine} >= {AccountState.ACTIVE, AccountState.MORE_INFORMATION}


def test_something_of_the_cast_waits_for_a_person() -> None:
    told = with_the_cast()
    first = next(number for number, one in enumerate(told.active) if one.office.code == "bd-upa-362")
    week = len(told.weeks) - 1
    states = {draw.state for draw in year.draws(told, week) if draw.account == first}
    assert states >= {DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.PUBLISHED}


def test_what_was_found_outside_is_the_same_every_time() -> None:
    told = world()
    seen_ = list(seen.found(told, 0))
    assert seen_ == list(seen.found(world(), 0))
    assert {one.outcome for one in seen_} > {Outcome.FITS, Outcome.MISSING, Outcome.WALLED}
    assert {one.account.network for one in seen_ if one.outcome == Outcome.WALLED} == {"by-hand"}
    assert len({one.key for one in seen_}) == len(seen_) == len(told.active) * len(Aspect)


def test_a_look_tells_what_was_found_in_words() -> None:
    lines = list(looks._lines(world(), 0))
    reasons = [json.loads(line.split("\t")[5].replace("\\\\", "\\")) for line in lines]
    assert {frozenset(said) for said in reasons} == {frozenset({"bn", "en"})}
    assert not any(mark in text for said in reasons for text in said.values() for mark in ("NAME", "LINK"))


def test_the_pictures_confirmed_are_those_that_the_profile_shows() -> None:
    account = world().active[3]
    said = json.loads(confirmed._said(account, AttestationKind.PICTURES))
    assert {one["digest"] for one in said["seen"]} == {
        files.digest_of(account, what) for what in (files.Shown.BANNER, files.Shown.PROFILE)
    }
    assert files.digest_of(account, files.Shown.BANNER) != files.digest_of(world().active[4], files.Shown.BANNER)


def test_a_decision_is_weighed_as_by_the_rule() -> None:
    office = world().offices[0]
    weighed = decisions._weighed(world(), office)
    assert Weighed.kept(weighed.plain()).plain() == weighed.plain()
    assert 0 < max(weighed.totals.values()) <= weighed.most
    assert weighed.plain() == decisions._weighed(world(), office).plain()


def test_exemptions_and_drafts_come_in_every_state() -> None:
    assert {course.state for course in exemptions._COURSES} == set(ExemptionState)
    states = {course.state for course in drafts._COURSES}
    assert states == set(VariantState) - {VariantState.EXPIRED, VariantState.REPLACED}


def test_one_plan_gives_the_same_every_time_and_another_seed_something_else() -> None:
    def drawn(plan: Plan) -> list[year.Draw]:
        return list(year.draws(world(plan), 10))

    assert drawn(SMALL) == drawn(SMALL)
    assert drawn(SMALL) != drawn(Plan(SMALL.scale, 2, UNTIL))
    assert SMALL.mark != Plan(SMALL.scale, 2, UNTIL).mark


def test_nothing_was_published_before_the_year_or_after_the_last_day() -> None:
    told = world()
    out = [one for week in range(len(told.weeks)) for one in year.draws(told, week)]
    published = [one.at for one in out if one.state == DeliveryState.PUBLISHED]
    assert min(published) >= milliseconds(told.calendar.begins(told.weeks[0].start))
    assert max(published) <= told.now
    assert {one.state for one in out if one.at > told.now} == {DeliveryState.SCHEDULED}


@pytest.mark.parametrize("answer", [False, True])
def test_payloads_are_as_the_outbox_writes_them(*, answer: bool) -> None:
    account: Account = world().active[3]
    wanted = Payload(
        uuid.UUID(account.key), Kind.ANSWER if answer else Kind.POST, text_of(17), "bn", "17" if answer else None
    )
    assert payload_of(account, 17, answer=answer) == wanted.canonical()


@pytest.mark.parametrize("kind", AttestationKind)
def test_what_is_confirmed_reads_as_its_kind(kind: AttestationKind) -> None:
    assert STATEMENTS[kind].model_validate(dict(confirmed.STATEMENTS[kind])).lines() is not None


def test_a_small_nation_is_a_64th() -> None:
    national, district = SCALES["national"], SCALES["district"]
    for name in ("offices", "accounts", "appointments", "deliveries", "messages"):
        assert getattr(district, name) == pytest.approx(getattr(national, name) / 64, rel=0.01)


@pytest.mark.parametrize("now", [datetime(2026, 11, 28, 12, tzinfo=UTC), datetime(2026, 11, 26, 2, tzinfo=UTC)])
def test_it_ends_in_the_middle_of_a_week_that_is_past(now: datetime) -> None:
    assert latest(now) == UNTIL
    assert latest(datetime(2026, 11, 25, 12, tzinfo=UTC)) == UNTIL - timedelta(weeks=1)


def test_the_clock_is_set_to_a_moment() -> None:
    moment = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
    shown = datetime.now(UTC) + parse_shift(shift_to(moment))
    assert abs(shown - moment) < timedelta(seconds=3)
    assert stamp(milliseconds(moment)) == "2025-03-01T09:30:00+00:00"
