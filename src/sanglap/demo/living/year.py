"""The year put together: offices and crews, what each account said and heard, its duties week by week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TextIO

from django.apps import apps
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from sanglap.accounts.models import Account
from sanglap.demo.library import library
from sanglap.demo.living import pace
from sanglap.demo.living.between import seed_between
from sanglap.demo.living.board import seed_board
from sanglap.demo.living.crews import Crew, crew_of, office_of, staff_of
from sanglap.demo.living.hiding import seed_hidings
from sanglap.demo.living.history import History
from sanglap.demo.living.names import Citizen, citizens
from sanglap.demo.living.network import Network
from sanglap.demo.living.outside import Outside, behind_a_wall, face_now, pictures
from sanglap.demo.living.phrases import seed_phrases
from sanglap.demo.living.plans import seed_plans
from sanglap.demo.living.register import REGISTER, Sketch
from sanglap.demo.living.rows import Numbers
from sanglap.demo.living.safety import Safety
from sanglap.demo.living.suggesting import seed_suggestions
from sanglap.demo.living.telling import Telling, World
from sanglap.demo.living.today import Today
from sanglap.demo.recruits import Recruits
from sanglap.duties import services as duties
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.inbox import clock
from sanglap.inbox.models import Feed, Message
from sanglap.inbox.states import MessageState
from sanglap.offices.models import Office
from sanglap.outbox.models import Delivery
from sanglap.people.models import User

SPAN = timedelta(weeks=54)
"""So long ago the accounts were opened."""
CITIZENS = 700
_BEFORE_A_FEAST = 14


def begin(now: datetime) -> datetime:
    """When the story begins."""
    return now - SPAN


def told() -> bool:
    """Whether there is something already: a story is told to an empty database, and once."""
    return Account.objects.exists()


@transaction.atomic
def seed_year(
    people: Mapping[str, User],
    *,
    server: str,
    lines: TextIO,
    now: datetime,
    say: Callable[[str], None],
    sketches: Sequence[Sketch] = REGISTER,
) -> None:
    """Tell the year of these offices; what the practice network is to hold goes to `lines`, as JSON."""
    chance = Random(2016)  # noqa: S311 - made-up data, the same every time
    numbers, network = Numbers(chance), Network(lines)
    say(f"people and accounts of {len(sketches)} offices …")
    crews = _crews(sketches, people, server, numbers, begin(now))
    outside = Outside(crews, server=server, begin=begin(now), now=now)
    neighbours = _neighbours(numbers, network, chance, begin(now))
    history, calendar = History(network, numbers, server, now), loader.current().calendar
    world = World(library(), neighbours, _feasts(calendar, begin(now), now), calendar, now)
    for done, crew in enumerate(crews):
        if not done % 8:
            say(f"the year of {done} of {len(crews)} offices …")
        face = face_now(crew)
        network.account(
            crew.number, crew.sketch.handle, face.name, crew.opened_at, note=face.note(crew), token=crew.token
        )
        network.face(crew.number, fields=face.fields(crew.office.website), site=face.site, pictures=pictures(crew))
        own = Random(crew.sketch.code)  # noqa: S311 - as above
        Telling(crew, history, world, own).tell()
        history.rows.copy()
    _analyse()
    _set_clocks([crew.account for crew in crews], now)
    Feed.objects.bulk_create(Feed(account=crew.account, ask_at=now) for crew in crews)
    say("what was confirmed and rehearsed …")
    Safety(now).tell(crews)
    _analyse()
    say("the duties of every week …")
    _reckon_duties(calendar, outside, now)
    say("what waits today …")
    seed_phrases(crews, now=now)
    seed_suggestions(crews, now=now)
    Today(crews, people, history, server=server, now=now).seed(neighbours)
    seed_plans(crews, now=now)
    seed_hidings(crews, now=now)
    seed_board(crews, people, now=now)
    seed_between(crews, people, now=now)
    behind_a_wall(now=now)


def _set_clocks(accounts: Sequence[Account], now: datetime) -> None:
    """By when each message was owed its first answer, and when it got it."""
    for account in accounts:
        messages = list(Message.objects.filter(account=account))
        clock.set_due(account, messages, now=now)
        Message.objects.bulk_update(messages, ["due_at"], batch_size=1000)
    first = (
        Delivery.objects.filter(publication__variant__revision__draft__answer__message=OuterRef("pk"))
        .order_by("published_at")
        .values("published_at")[:1]
    )
    Message.objects.filter(state=MessageState.ANSWERED).update(answered_at=Subquery(first))


def _analyse() -> None:
    """Let the database look at its tables: after so many new rows it plans badly otherwise. Only at those of the house:
    its own catalogues are shared with other databases, and whoever looks at them waits for all others who do.
    """
    tables = sorted({model._meta.db_table for model in apps.get_models() if model._meta.managed})  # noqa: SLF001 - Django's public name
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _crews(
    sketches: Sequence[Sketch], people: Mapping[str, User], server: str, numbers: Numbers, at: datetime
) -> list[Crew]:
    known: dict[str, Office] = {}
    recruits, staffs = Recruits(at), {}
    for sketch in sketches:
        known[sketch.code] = office = office_of(sketch, known, now=at)
        own = Random(f"crew of {sketch.code}")  # noqa: S311 - as above
        staffs[sketch.code] = staff_of(sketch, office, recruits, own)
    recruits.enter()
    return [
        crew_of(
            sketch, known[sketch.code], staffs[sketch.code], reviewer=people["nasrin"], server=server, numbers=numbers,
            begin=at,
        )
        for sketch in sketches
    ]  # fmt: skip


def _neighbours(numbers: Numbers, network: Network, chance: Random, at: datetime) -> list[Citizen]:
    found = citizens(CITIZENS, numbers.new(at - timedelta(days=30)), chance)
    for citizen in found:
        network.account(citizen.number, citizen.handle, citizen.name, at - timedelta(days=30))
    return found


def _feasts(calendar: WorkingCalendar, first: datetime, last: datetime) -> Mapping[date, Sequence[str]]:
    """Which feasts lie in the two weeks after each day."""
    day, end = calendar.day_of(first), calendar.day_of(last)
    names = {
        day + timedelta(days=number): _holiday(calendar, day + timedelta(days=number))
        for number in range((end - day).days + _BEFORE_A_FEAST + 1)
    }
    return {one: list(_coming(names, one)) for one in names}


def _holiday(calendar: WorkingCalendar, day: date) -> str:
    found = calendar.holiday(day)
    return found.name["bn"] if found else ""


def _coming(names: Mapping[date, str], day: date) -> Iterable[str]:
    for number in range(1, _BEFORE_A_FEAST + 1):
        if name := names.get(day + timedelta(days=number)):
            yield name


def _reckon_duties(calendar: WorkingCalendar, outside: Outside, now: datetime) -> None:
    """Each week is reckoned as on the morning after it, when whoever looks from outside had looked; this week as of
    now.
    """
    for week in pace.weeks(calendar, begin(now), now):
        morning = min(now, calendar.begins(week.end + timedelta(days=1)) + timedelta(minutes=1))
        outside.until(morning)
        duties.reckon(now=morning)
