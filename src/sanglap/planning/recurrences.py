"""Planning that a post comes again, and what its office decides of it (clauses 6, 6.a)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, record, transition
from sanglap.content.fitness import check_known
from sanglap.content.models import Draft
from sanglap.content.writing import Words
from sanglap.core.errors import on_field
from sanglap.core.ids import new_id
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import calendar_of
from sanglap.people.permissions import Permission
from sanglap.planning import verbs
from sanglap.planning.models import OnHoliday, Recurrence, Rhythm, Why
from sanglap.planning.rhythm import day_from, placed
from sanglap.planning.selectors import Mourned, mourned
from sanglap.planning.states import RECURRENCE, RecurrenceState

WRITE = Permission.POST_WRITE
LONGEST_NAME = 200
MOST = 200
"""So many recurring posts one office keeps at most."""
_DAY = timedelta(days=1)
_TOLD = ("name", "rhythm", "weekday", "day", "month", "hour", "starts_on", "until", "on_holiday", "festive")


@dataclass(frozen=True, slots=True)
class Plan:
    """What comes again, and when."""

    name: str
    text: str
    accounts: Sequence[Account]
    purposes: Sequence[str]
    rhythm: Rhythm
    hour: time
    starts_on: date
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    until: date | None = None
    on_holiday: OnHoliday = OnHoliday.KEEP
    festive: bool = False
    pictures_of: Draft | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """As the model has them, tidied; what does not go with the rhythm is left out."""
        return {
            "name": normalise(self.name).strip(),
            "text": Words(self.text, self.accounts).checked(),
            "purposes": sorted(set(self.purposes)),
            "rhythm": self.rhythm,
            "weekday": self.weekday if self.rhythm == Rhythm.WEEKLY else None,
            "day": None if self.rhythm == Rhythm.WEEKLY else self.day,
            "month": self.month if self.rhythm == Rhythm.YEARLY else None,
            "hour": self.hour,
            "starts_on": self.starts_on,
            "until": self.until,
            "on_holiday": self.on_holiday,
            "festive": self.festive,
            "pictures_of": self.pictures_of,
        }


@transaction.atomic
def plan(scope: Scope, *, office: Office, plan: Plan, now: datetime, key: UUID | None = None) -> Recurrence:
    """Plan that a post comes again. `key` is the form's own: sent twice, it gives what it planned the first time.

    Raises Forbidden; ValidationError by field.
    """
    scope.require(WRITE, office.pk)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = Recurrence.objects.filter(pk=key, office=office).first() if key else None
    if known is not None:
        return known
    _check(plan, office, now)
    if Recurrence.objects.filter(office=office).exclude(state=RecurrenceState.ENDED).count() >= MOST:
        raise ValidationError(_("The office has 200 recurring posts. End one that is no longer needed."), code="many")
    if key and Recurrence.objects.filter(pk=key).exists():
        key = None  # another office's form
    made = Recurrence(id=key or new_id(), office=office, kept_by=scope.person, kept_at=now, **plan.fields)
    reckon_next(made, calendar_of(loader.current(), office.pk), mourned(scope, [office.pk], now=now), now=now)
    made.save(force_insert=True)
    made.accounts.set(plan.accounts)
    record(scope.actor, verbs.PLANNED, made, now=now, office_id=office.pk)
    return made


@transaction.atomic
def change(scope: Scope, *, recurrence: Recurrence, plan: Plan, now: datetime) -> Recurrence:
    """Change what comes again, or when. Whoever does answers for its words from then on; drafts that were begun stay as
    they are. Raises as `plan`; ValidationError where it was ended.
    """
    scope.require(WRITE, recurrence.office_id)
    recurrence = _locked(recurrence)
    if recurrence.state == RecurrenceState.ENDED:
        raise ValidationError(_("It was ended and comes no more. Plan a new one."), code="ended")
    _check(plan, recurrence.office, now)
    before = _told(recurrence)
    for name, value in plan.fields.items():
        setattr(recurrence, name, value)
    recurrence.kept_by, recurrence.kept_at = scope.person, now
    _reckon(scope, recurrence, now)
    recurrence.save()
    recurrence.accounts.set(plan.accounts)
    after = _told(recurrence)
    changes = {name: [before[name], after[name]] for name in _TOLD if before[name] != after[name]}
    record(scope.actor, verbs.CHANGED, recurrence, now=now, office_id=recurrence.office_id, changes=changes)
    return recurrence


@transaction.atomic
def pause(scope: Scope, *, recurrence: Recurrence, now: datetime) -> None:
    """Begin no more drafts until somebody lets it go on. Raises Forbidden, TransitionRefused."""
    scope.require(WRITE, recurrence.office_id)
    step(_locked(recurrence), RecurrenceState.PAUSED, actor=scope.actor, now=now)


@transaction.atomic
def resume(scope: Scope, *, recurrence: Recurrence, now: datetime) -> None:
    """Let it go on, from today; whoever does answers for its words. Raises Forbidden, TransitionRefused."""
    scope.require(WRITE, recurrence.office_id)
    recurrence = _locked(recurrence)
    _reckon(scope, recurrence, now)
    step(
        recurrence, RecurrenceState.RUNNING, actor=scope.actor, now=now, kept_by=scope.person, kept_at=now, why="",
        next_on=recurrence.next_on, begin_on=recurrence.begin_on,
    )  # fmt: skip


@transaction.atomic
def end(scope: Scope, *, recurrence: Recurrence, now: datetime) -> None:
    """It comes no more; what was begun stays. Raises Forbidden, TransitionRefused."""
    scope.require(WRITE, recurrence.office_id)
    step(_locked(recurrence), RecurrenceState.ENDED, actor=scope.actor, now=now)


def step(recurrence: Recurrence, to: RecurrenceState, *, actor: Actor, now: datetime, **fields: Any) -> None:
    """Bring it into that state, in the caller's transaction. Raises TransitionRefused."""
    transition(recurrence, RECURRENCE, to, actor=actor, now=now, office_id=recurrence.office_id, **fields)


def held_up(recurrence: Recurrence, why: Why, *, now: datetime) -> None:
    """The machine pauses it."""
    step(recurrence, RecurrenceState.PAUSED, actor=Actor.system("planning"), now=now, why=why)


def reckon_next(
    recurrence: Recurrence,
    calendar: WorkingCalendar,
    declared: Mourned,
    *,
    now: datetime,
    after: date | None = None,
    passed: Collection[date] = (),
) -> None:
    """Set, unsaved, when it comes next and when its draft is begun: today or later, after the day `after`, and on none
    of the days `passed`. Both are None where it comes no more.
    """
    today = calendar.day_of(now)
    day = day_from(recurrence, max(today, after + _DAY) if after else today)
    while day is not None and day in passed:
        day = day_from(recurrence, day + _DAY)
    recurrence.next_on = recurrence.begin_on = day
    if day is not None:
        rule = loader.current().rule("recurring", on=today)
        goes_on = placed(recurrence, day, calendar, declared.at(recurrence.office_id)) or day
        recurrence.begin_on = min(day, goes_on) - rule.parameters.before


def _reckon(scope: Scope, recurrence: Recurrence, now: datetime) -> None:
    office = recurrence.office_id
    passed = set(recurrence.occurrences.values_list("day", flat=True))
    calendar = calendar_of(loader.current(), office)
    reckon_next(recurrence, calendar, mourned(scope, [office], now=now), now=now, passed=passed)


def _locked(recurrence: Recurrence) -> Recurrence:
    rows = Recurrence.objects.select_for_update(of=("self",)).select_related("office")
    return rows.get(pk=recurrence.pk)


def _check(plan: Plan, office: Office, now: datetime) -> None:
    """Raise ValidationError with what is wrong, by field."""
    name = normalise(plan.name).strip()
    if not name or len(name) > LONGEST_NAME:
        raise on_field("name", _("Give it a name of at most 200 characters, to find it again."), "required")
    check_known(plan.purposes)
    if any(account.office_id != office.pk for account in plan.accounts):
        raise on_field("accounts", _("Choose accounts of one office."), "accounts")
    if plan.pictures_of is not None and plan.pictures_of.office_id != office.pk:
        raise on_field("accounts", _("The pictures are another office's. Choose accounts of that office."), "accounts")
    _check_days(plan, loader.current().calendar.day_of(now))


def _check_days(plan: Plan, today: date) -> None:
    if plan.rhythm == Rhythm.WEEKLY and plan.weekday not in range(7):
        raise on_field("weekday", _("Choose the day of the week."), "required")
    if plan.rhythm != Rhythm.WEEKLY and plan.day not in range(1, 32):
        raise on_field("day", _("Write the day of the month, from 1 to 31."), "required")
    if plan.rhythm == Rhythm.YEARLY and plan.month not in range(1, 13):
        raise on_field("month", _("Choose the month."), "required")
    if plan.rhythm == Rhythm.YEARLY and not _is_a_day(plan.month or 0, plan.day or 0):
        raise on_field("day", _("This month has no such day."), "day")
    if plan.until is not None and plan.until < max(plan.starts_on, today):
        raise on_field("until", _("The last day lies before the first, or is past."), "until")


def _is_a_day(month: int, day: int) -> bool:
    leap_year = 2000
    try:
        date(leap_year, month, day)
    except ValueError:
        return False
    return True


def _told(recurrence: Recurrence) -> dict[str, Any]:
    """What the history keeps of it."""
    found = {name: getattr(recurrence, name) for name in _TOLD}
    return {name: value.isoformat() if isinstance(value, date | time) else value for name, value in found.items()}
