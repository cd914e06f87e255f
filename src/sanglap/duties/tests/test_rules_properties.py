"""Over random posts, answers, terms, holidays and moments: the SQL of the rules says what plain Python says.

Each example reckons the weeks around a year's end, at several moments in any order: a clock may be moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanglap.accounts.models import Account, PanelMember, PanelRole
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, Standing
from sanglap.duties.models.duties import WEEKLY
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.inbox import clock as inbox_clock
from sanglap.inbox.models import Message
from sanglap.inbox.states import MessageState
from sanglap.networks.contract import Kind
from sanglap.offices.models import Appointment, CalendarEntry, EntryKind, Position
from sanglap.offices.selectors import calendar_of
from sanglap.outbox.states import DeliveryState
from sanglap.people.models import User
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import WORDS, House

DHAKA = ZoneInfo("Asia/Dhaka")
WEEK = timedelta(weeks=1)
HOUR = timedelta(hours=1)
# Sunday 27 December 2026: the week of the year's end; the next one begins on 3 January.
START = datetime(2026, 12, 27, tzinfo=DHAKA)
BEGAN = START - 5 * WEEK
MOST = 6

often = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

# Whole hours from the beginning of the week before to the end of the week after; some on the very edges.
moments = st.integers(-7 * 24, 21 * 24).map(lambda hours: START + hours * HOUR)
clocks = st.lists(st.integers(0, 14 * 24 - 1).map(lambda hours: START + hours * HOUR), min_size=1, max_size=3)
closures = st.lists(st.tuples(st.integers(-3, 16), st.integers(0, 3)), max_size=3, unique=True)


@pytest.fixture
def house(db: None) -> House:
    return factories.house(BEGAN)


@contextmanager
def undone() -> Iterator[None]:
    """What an example writes goes when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Told:
    """What is said of a duty, by either side; `since` is None where it is when somebody noticed."""

    standing: str
    since: datetime | None
    due: datetime | None
    done: int
    owed: int


def close(house: House, closures: Sequence[tuple[int, int]]) -> WorkingCalendar:
    """Holidays at the office from so many days after the week's beginning, so many days more; its calendar then."""
    for first, more in closures:
        day = START.date() + timedelta(days=first)
        CalendarEntry.objects.create(
            office=house.offices["shibalaya"], kind=EntryKind.HOLIDAY, name=WORDS, starts_on=day,
            ends_on=day + timedelta(days=more), basis="executive",
        )  # fmt: skip
    return calendar_of(loader.current(), house.offices["shibalaya"].pk)


def told(account: Account, kind: DutyKind, clocks: Sequence[datetime]) -> list[tuple[date, datetime, Told]]:
    """This week and the last one as the SQL has them after it was run at each of these moments: week, moment, how."""
    services.reckon(now=START)
    for now in clocks:
        services.reckon(now=now)
    now = clocks[-1]
    this_week = now.astimezone(DHAKA).date() - timedelta(days=(now.astimezone(DHAKA).weekday() + 1) % 7)
    rows = Duty.objects.filter(account=account, kind=kind, starts_on__in=[this_week, this_week - WEEK])
    return [
        (
            duty.starts_on,
            now,
            Told(
                duty.standing,
                duty.since if duty.standing in {Standing.KEPT, Standing.BROKEN} else None,
                duty.due_at,
                duty.done,
                duty.owed,
            ),
        )
        for duty in rows
    ]


def bounds(week: date) -> tuple[datetime, datetime]:
    start = datetime.combine(week, datetime.min.time(), DHAKA)
    return start, start + WEEK


# Clause 7.a.


def updates(calendar: WorkingCalendar, week: date, now: datetime, posts: Sequence[datetime]) -> Told:
    start, end = bounds(week)
    rule = loader.current().rule("updates-per-week", on=week).parameters
    days = [day for day in (week + timedelta(days=number) for number in range(7)) if calendar.is_working_day(day)]
    owed, due = rule.owed(len(days)), calendar.closes(days[-1]) if days else end
    made = sorted(post for post in posts if start <= post < end)
    if len(made) >= owed:
        return Told(Standing.KEPT, made[owed - 1] if owed else start, due, len(made), owed)
    if now >= end:
        return Told(Standing.BROKEN, end, due, len(made), owed)
    # Warned at the last moment at which so much working time is left: a second later it is less.
    pressing = calendar.working_time_between(now + timedelta(seconds=1), due) < rule.warn_before
    return Told(Standing.AT_RISK if pressing else Standing.RUNNING, None, due, len(made), owed)


@pytest.mark.clause("7.a")
@often
@given(posts=st.lists(moments, max_size=6), closures=closures, clocks=clocks)
def test_updates(house: House, posts: list[datetime], closures: list[tuple[int, int]], clocks: list[datetime]) -> None:
    with undone():
        account, calendar = house.account("kamrul"), close(house, closures)
        for number, post in enumerate(posts):
            factories.published(account, post, kind=Kind.ANSWER if number % 2 else Kind.POST)
            factories.delivery(account, now=post, state=DeliveryState.FAILED, published_at=post)
        for week, now, found in told(account, DutyKind.UPDATES, clocks):
            assert found == updates(calendar, week, now, posts)


# Clause 7.b.

Asked = tuple[datetime, int | None]
"""When it was written, and after how many hours it was answered."""


def answers(calendar: WorkingCalendar, week: date, now: datetime, asked: Sequence[Asked]) -> Told:
    start, end = bounds(week)
    rule = loader.current().rule("first-answer", on=week).parameters
    due = [(calendar.add_working_time(written, rule.within("question")), written, after) for written, after in asked]
    owed = [
        (when, None if after is None else written + after * HOUR) for when, written, after in due if start <= when < end
    ]
    at = min(now, end)
    late = [when for when, answered in owed if (answered or at) > when]
    waiting = [when for when, answered in owed if answered is None]
    done = sum(answered is not None and answered <= when for when, answered in owed)
    next_due = min(waiting, default=min(late, default=None))
    if late:
        return Told(Standing.BROKEN, min(late), next_due, done, len(owed))
    if waiting:
        pressing = calendar.working_time_between(at, min(waiting)) <= rule.warn_before
        return Told(Standing.AT_RISK if pressing else Standing.RUNNING, None, next_due, done, len(owed))
    since = max((answered for _when, answered in owed if answered), default=start)
    return Told(Standing.KEPT, since, None, done, len(owed))


@pytest.mark.clause("7.b")
@often
@given(
    asked=st.lists(st.tuples(moments, st.none() | st.integers(0, 200)), max_size=6), closures=closures, clocks=clocks
)
def test_first_answers(
    house: House, asked: list[Asked], closures: list[tuple[int, int]], clocks: list[datetime]
) -> None:
    with undone():
        account, calendar = house.account("kamrul"), close(house, closures)
        messages = [
            Message(
                account=account,
                remote_id=str(number),
                written_at=written,
                taken_in_at=written,
                answered_at=None if after is None else written + after * HOUR,
                state=MessageState.OPEN if after is None else MessageState.ANSWERED,
            )
            for number, (written, after) in enumerate(asked)
        ]
        inbox_clock.set_due(account, messages, now=START + 5 * WEEK)
        Message.objects.bulk_create(messages)
        for week, now, found in told(account, DutyKind.ANSWERS, clocks):
            assert found == answers(calendar, week, now, asked)


# Clause 5.c.

terms = st.tuples(moments, st.none() | st.integers(1, 400)).map(
    lambda term: (term[0], None if term[1] is None else term[0] + term[1] * HOUR)
)
Term = tuple[datetime, datetime | None]
People = list[tuple[list[Term], list[Term]]]
"""Of each of them the terms of seats on the panel and of positions at the office."""


def serves(at: datetime, spans: Sequence[Term]) -> bool:
    return any(first <= at and (last is None or at < last) for first, last in spans)


def panel(calendar: WorkingCalendar, week: date, now: datetime, people: People) -> Told:
    start, end = bounds(week)
    rule = loader.current().rule("panel-size", on=week).parameters
    edges = sorted({edge for spans in people for term in (*spans[0], *spans[1]) for edge in term if edge is not None})

    def members(at: datetime) -> int:
        return sum(serves(at, seats) and serves(at, positions) for seats, positions in people)

    def stands(size: int) -> str:
        if size in rule.in_order:
            return Standing.KEPT
        return Standing.AT_RISK if size in rule.noted else Standing.BROKEN

    at, since, before = min(now, end), None, 0
    for edge in (edge for edge in edges if edge <= at):
        # Until somebody serves for the first time there is nothing that could turn.
        if (since is not None or members(edge)) and (since is None or stands(members(edge)) != stands(before)):
            since = edge
        before = members(edge)
    standing, size = stands(members(at)), members(at)
    wanted = min((one for one in rule.in_order if one >= size), default=max(rule.in_order))
    if standing == Standing.BROKEN:
        return Told(standing, since or start, since or start, size, wanted)
    day, left = at.astimezone(DHAKA).date(), rule.warn_working_days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    horizon = datetime.combine(day + timedelta(days=1), datetime.min.time(), DHAKA)
    ahead = [edge for edge in edges if now < end and at < edge < horizon]
    turns = [
        edge
        for before, edge in pairwise([at, *ahead])
        if stands(members(edge)) not in {stands(members(before)), Standing.KEPT}
    ]
    due = min(turns, default=None)
    if standing == Standing.AT_RISK or due:
        return Told(Standing.AT_RISK, None, due, size, wanted)
    return Told(standing, since, None, size, wanted)


def seated(house: House, account: Account, user: User, seats: Sequence[Term], positions: Sequence[Term]) -> None:
    office = house.offices["shibalaya"]
    for first, last in seats:
        PanelMember.objects.create(account=account, user=user, role=PanelRole.MODERATOR, starts_at=first, ends_at=last)
    for first, last in positions:
        position = Position.objects.create(office=office, title=WORDS, role=Role.PANEL)
        Appointment.objects.create(position=position, user=user, starts_at=first, ends_at=last, entered_at=BEGAN)


def _one_open(spans: list[Term]) -> list[Term]:
    """No more than one seat without an end: the database allows no two."""
    endless = [span for span in spans if span[1] is None]
    return [span for span in spans if span[1] is not None] + endless[:1]


@pytest.fixture
def strangers(house: House) -> list[User]:
    """People who hold nothing yet."""
    return [User.objects.create_user(f"stranger{number}", None, WORDS) for number in range(MOST)]


spans_of = st.tuples(st.lists(terms, max_size=3).map(_one_open), st.lists(terms, max_size=2))


@pytest.mark.clause("5.c")
@often
@given(people=st.lists(spans_of, max_size=MOST), closures=closures, clocks=clocks)
def test_panels(
    house: House, strangers: list[User], people: People, closures: list[tuple[int, int]], clocks: list[datetime]
) -> None:
    with undone():
        account, calendar = house.account(), close(house, closures)
        for user, (seats, positions) in zip(strangers, people, strict=False):
            seated(house, account, user, seats, positions)
        for week, now, found in told(account, DutyKind.PANEL, clocks):
            assert found == panel(calendar, week, now, people)


# History.


@often
@given(posts=st.lists(moments, max_size=6), closures=closures)
def test_a_week_reckoned_afterwards_stands_as_if_it_had_been_reckoned_all_the_while(
    house: House, posts: list[datetime], closures: list[tuple[int, int]]
) -> None:
    with undone():
        account = house.account("kamrul")
        close(house, closures)
        for post in posts:
            factories.published(account, post)
        later = START + 2 * WEEK
        services.reckon(now=START)
        services.reckon(now=START + WEEK)
        values = ("kind", "standing", "since", "due_at", "done", "owed", "evidence")
        rows = Duty.objects.filter(starts_on=START.date(), ends_on__isnull=False).order_by("kind")
        live = list(rows.values(*values))
        rows.filter(ends_on__isnull=False).delete()
        assert services.reckon_week(START.date(), now=later) == len(WEEKLY)
        assert list(rows.values(*values)) == live
