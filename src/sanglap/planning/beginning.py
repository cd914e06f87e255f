"""Beginning, in time, the drafts of what comes again. Nothing is published by it: the panel approves each draft."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.selectors import connected
from sanglap.audit.services import Actor, record, transition
from sanglap.content import recordings
from sanglap.content import services as content
from sanglap.content.models import Draft, Revision
from sanglap.content.pictures import Chosen
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.networks.contract import Kind
from sanglap.notices.models import Kind as Told
from sanglap.notices.models import Subject
from sanglap.notices.services import About, tell
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.selectors import calendars, holders_by_office
from sanglap.people.permissions import Permission
from sanglap.planning import verbs
from sanglap.planning.models import Occurrence, Recurrence, Why
from sanglap.planning.recurrences import WRITE, held_up, reckon_next, step
from sanglap.planning.rhythm import FURTHEST_SHIFT, moment, placed
from sanglap.planning.selectors import Mourned, mourned
from sanglap.planning.states import OCCURRENCE, OccurrenceState, RecurrenceState

BATCH = 50
_DAY = timedelta(days=1)
_SYSTEM = Actor.system("planning")
_NOTICES = {OccurrenceState.BEGUN: Told.RECURRING, OccurrenceState.HELD: Told.HELD}


@transaction.atomic
def begin(*, now: datetime) -> int:
    """Take up what is to be begun by today; gives of how many recurring posts. Those that another worker has in hand
    are left to it. What was missed while nothing ran is not made up for.
    """
    book = loader.current()
    today = book.calendar.day_of(now)
    due = Recurrence.objects.filter(state=RecurrenceState.RUNNING, begin_on__lte=today)
    rows = list(
        due.select_for_update(of=("self",), skip_locked=True)
        .select_related("office", "kept_by")
        .order_by("begin_on", "pk")[:BATCH]
    )
    offices = {row.office_id for row in rows}
    working, declared = calendars(book, offices), mourned(Scope.everything("planning"), offices, now=now)
    for row in rows:
        _take_up(row, working[row.office_id], declared, now)
    return len(rows)


def _take_up(recurrence: Recurrence, calendar: WorkingCalendar, declared: Mourned, now: datetime) -> None:
    today, day = calendar.day_of(now), recurrence.next_on
    if day is not None and day >= today - FURTHEST_SHIFT * _DAY:
        before = recurrence.begin_on
        reckon_next(recurrence, calendar, declared, now=now, after=day - _DAY)
        if before and recurrence.next_on == day and recurrence.begin_on and recurrence.begin_on > max(before, today):
            recurrence.save(update_fields=["next_on", "begin_on"])  # the office's calendar changed meanwhile
            return
        if not _came(recurrence, day, calendar, declared, now):
            return
    reckon_next(recurrence, calendar, declared, now=now, after=day)
    recurrence.save(update_fields=["next_on", "begin_on"])
    if recurrence.next_on is None:
        step(recurrence, RecurrenceState.ENDED, actor=_SYSTEM, now=now)


def _came(recurrence: Recurrence, day: date, calendar: WorkingCalendar, declared: Mourned, now: datetime) -> bool:
    """Let it come on that day of its rhythm, as it can; False where it was paused instead."""
    mourning = declared.at(recurrence.office_id)
    goes_on = placed(recurrence, day, calendar, mourning)
    draft = None
    if goes_on is None:
        state = OccurrenceState.SKIPPED
    elif moment(calendar, goes_on, recurrence.hour) <= now:
        state = OccurrenceState.MISSED
    elif recurrence.festive and mourning(goes_on):
        state = OccurrenceState.HELD
    else:
        state = OccurrenceState.BEGUN
        draft = _begun(recurrence, goes_on, calendar, now)
        if draft is None:
            return False
    made = Occurrence.objects.create(recurrence=recurrence, day=day, goes_on=goes_on, state=state, draft=draft, at=now)
    if state in _NOTICES:
        verb = verbs.BEGUN if draft else verbs.HELD
        told = goes_on.isoformat() if goes_on else None
        record(_SYSTEM, verb, made, now=now, office_id=recurrence.office_id, goes_on=told)
        _tell(_NOTICES[state], recurrence, day, now)
    return True


def _begun(recurrence: Recurrence, goes_on: date, calendar: WorkingCalendar, now: datetime) -> Draft | None:
    """The draft, in the name of whoever keeps it; None where none could be begun, and then it is paused."""
    scope = Scope.of(recurrence.kept_by, now)
    try:
        with transaction.atomic():
            return _draft(scope, recurrence, goes_on, calendar, now)
    except Forbidden:
        why = Why.WRITER
    except ValidationError:
        why = Why.REFUSED
    held_up(recurrence, why, now=now)
    _tell(Told.PAUSED, recurrence, goes_on, now)
    return None


def _draft(scope: Scope, recurrence: Recurrence, goes_on: date, calendar: WorkingCalendar, now: datetime) -> Draft:
    accounts = connected(scope, Permission.POST_WRITE).filter(office=recurrence.office_id, recurrences=recurrence)
    shown = recurrence.pictures_of.newest if recurrence.pictures_of else None
    return content.start(
        scope, office=recurrence.office, kind=Kind.POST, text=recurrence.text, accounts=list(accounts),
        purposes=recurrence.purposes, publish_at=moment(calendar, goes_on, recurrence.hour),
        pictures=_pictures(shown) if shown else (), recording=recordings.shown(shown) if shown else None, now=now,
    )  # fmt: skip


def _pictures(shown: Revision) -> list[Chosen]:
    rows = shown.illustrations.select_related("picture__file")
    return [Chosen(one.picture, one.alt, one.other) for one in rows]


@transaction.atomic
def decide(scope: Scope, *, occurrence: Occurrence, write: bool, now: datetime) -> Occurrence:
    """Say what becomes of a festive post that was held: its draft is begun all the same, in the reader's name, or it is
    left out this time. A second click changes nothing.

    Raises Forbidden; ValidationError where its time has passed or no draft can be begun; TransitionRefused where
    somebody decided otherwise.
    """
    recurrence = Recurrence.objects.select_for_update(of=("self",)).get(occurrences=occurrence)
    scope.require(WRITE, recurrence.office_id)
    occurrence = Occurrence.objects.select_related("recurrence__office").get(pk=occurrence.pk)
    to = OccurrenceState.BEGUN if write else OccurrenceState.LEFT_OUT
    if occurrence.state == to:
        return occurrence
    if occurrence.state != OccurrenceState.HELD:
        raise TransitionRefused(occurrence.state, to)
    draft = _all_the_same(scope, occurrence, now) if write else None
    transition(occurrence, OCCURRENCE, to, actor=scope.actor, now=now, office_id=recurrence.office_id, draft=draft)
    return occurrence


def _all_the_same(scope: Scope, occurrence: Occurrence, now: datetime) -> Draft:
    recurrence, calendar = occurrence.recurrence, loader.current().calendar
    goes_on = occurrence.goes_on or occurrence.day
    if moment(calendar, goes_on, recurrence.hour) <= now:
        raise ValidationError(_("Its time has passed. Leave it out, or write a new post."), code="late")
    return _draft(scope, recurrence, goes_on, calendar, now)


def _tell(kind: Told, recurrence: Recurrence, day: date, now: datetime) -> None:
    """Tell those who write for the office."""
    people = holders_by_office([recurrence.office_id], Permission.POST_WRITE, now=now)[recurrence.office_id]
    due = loader.current().calendar.begins(day)
    words = {"account": recurrence.office.name, "said": recurrence.name}
    tell(kind, About(Subject.RECURRENCE, recurrence.pk, recurrence.office_id, words, due=due), to=people, now=now)
