"""How often an office of each kind of care publishes, how soon it approves and answers, and when people write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sanglap.demo.living.register import Care
from sanglap.guideline.calendar import Week, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Pace:
    """`posts`: how many a week, each as likely as it stands here often; `silent`: the share of weeks without any.

    `answered`: the share of comments that get an answer, within `hours` of working time.
    """

    posts: tuple[int, ...]
    silent: float
    answered: float
    hours: tuple[float, float]
    comments: tuple[int, ...]


PACES = {
    Care.GOOD: Pace((2, 2, 2, 3, 3, 4), 0.01, 1.0, (0.5, 13), (0, 0, 1, 1, 2, 3, 5)),
    Care.MIDDLING: Pace((0, 1, 1, 1, 2, 2), 0.12, 0.7, (8, 46), (0, 0, 1, 1, 2, 2)),
    Care.POOR: Pace((0, 0, 0, 1, 1, 2), 0.3, 0.25, (30, 160), (0, 0, 1, 1, 2)),
}
_MORNING, _NIGHT = time(7, 10), time(23, 20)


def weeks(calendar: WorkingCalendar, begin: datetime, now: datetime) -> Iterator[Week]:
    """The weeks from the first whole one after `begin` to that of `now`."""
    week = calendar.week(calendar.day_of(begin) + timedelta(days=7))
    while week.start <= calendar.day_of(now):
        yield week
        week = calendar.week(week.end + timedelta(days=1))


def post_times(pace: Pace, week: Week, calendar: WorkingCalendar, chance: Random) -> list[datetime]:
    """When the posts of that week are begun, in order."""
    count = 0 if chance.random() < pace.silent else chance.choice(pace.posts)
    days = calendar.working_days(week)
    if not days:
        return []
    chosen = sorted(chance.sample(days, min(count, len(days))) + chance.choices(days, k=max(0, count - len(days))))
    return [calendar.opens(day) + timedelta(seconds=chance.randint(900, 17_000)) for day in chosen]


def coming_morning(calendar: WorkingCalendar, now: datetime, days: int) -> datetime:
    """When offices open on the working day that comes after so many days."""
    day = calendar.day_of(now) + timedelta(days=days)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return calendar.opens(day)


def until_approved(chance: Random) -> timedelta:
    """Mostly within the hour."""
    return timedelta(minutes=chance.choice((4, 9, 12, 18, 25, 33, 48, 70, 110)), seconds=chance.randint(0, 59))


def awake(at: datetime, calendar: WorkingCalendar, chance: Random) -> datetime:
    """The moment, moved out of the night."""
    local = at.astimezone(calendar.zone)
    if _MORNING <= local.time() <= _NIGHT:
        return at
    morning = datetime.combine(local.date(), _MORNING, calendar.zone)
    later = morning if local.time() < _MORNING else morning + timedelta(days=1)
    return later.astimezone(at.tzinfo) + timedelta(minutes=chance.uniform(0, 150))


def comment_time(after: datetime, calendar: WorkingCalendar, chance: Random) -> datetime:
    """Most write within hours, some days later."""
    return awake(after + timedelta(hours=min(chance.expovariate(1 / 9), 110)), calendar, chance)


def answer_time(pace: Pace, after: datetime, calendar: WorkingCalendar, chance: Random) -> datetime:
    """When an answer is written, in working time."""
    hours = chance.triangular(pace.hours[0], pace.hours[1], pace.hours[0] + (pace.hours[1] - pace.hours[0]) / 4)
    return calendar.add_working_time(after, timedelta(hours=hours)) - timedelta(minutes=chance.uniform(0, 9))
