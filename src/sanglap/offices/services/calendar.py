"""Entering the days on which an office, and all offices below it, work otherwise than the rulebook says."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.localized import LocalizedText
from sanglap.guideline.days import Basis
from sanglap.language.normal import normalise
from sanglap.offices import verbs
from sanglap.offices.models import CalendarEntry, EntryKind, Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

LONGEST_SPAN = timedelta(days=366)
LONGEST_NAME = 200
LONGEST_MEMO = 64
FIRST_YEAR = 2000
YEARS_AHEAD = 10
SHORTEST_DAY = timedelta(hours=1)
_WEEK = frozenset(range(7))
_TOLD = ("kind", "starts_on", "ends_on", "basis", "opens", "closes", "weekdays", "memo")


class Days(TypedDict, total=False):
    """What an entry says, as the fields of `CalendarEntry`; what does not go with its kind is left empty."""

    name: LocalizedText
    starts_on: date
    ends_on: date
    basis: str
    opens: time | None
    closes: time | None
    weekdays: Sequence[int]
    memo: str


@transaction.atomic
def add_entry(scope: Scope, *, office: Office, kind: EntryKind, now: datetime, **days: Unpack[Days]) -> CalendarEntry:
    """Enter days into the office's calendar; they count for it and for all offices below it.

    Raises Forbidden; ValidationError by field, and with code "doubled" where the same is entered already.
    """
    scope.require(Permission.OFFICE_MANAGE, office.pk)
    entry = CalendarEntry(office=office, kind=kind, **_tidied(days))
    _check(entry, now)
    entry.save(force_insert=True)
    record(scope.actor, verbs.CALENDAR_ENTERED, entry, now=now, office_id=office.pk, **_told(entry))
    return entry


@transaction.atomic
def change_entry(
    scope: Scope, *, entry: CalendarEntry, seen: str = "", now: datetime, **days: Unpack[Days]
) -> CalendarEntry:
    """Change what an entry says; its kind stays. Without any change nothing is recorded. `seen` is the `fingerprint` of
    what the writer had before him. Raises as `add_entry`; ValidationError with code "stale" where somebody else changed
    it meanwhile, and CalendarEntry.DoesNotExist where somebody removed it.
    """
    scope.require(Permission.OFFICE_MANAGE, entry.office_id)
    entry = CalendarEntry.objects.select_for_update(of=("self",)).select_related("office").get(pk=entry.pk)
    before = {"name": entry.name, **_told(entry)}
    stale = bool(seen) and seen != fingerprint(entry)
    for name, value in _tidied(days).items():
        setattr(entry, name, value)
    _check(entry, now)
    after = {"name": entry.name, **_told(entry)}
    changes = {key: [_plain(before.get(key)), _plain(after.get(key))] for key in after if before[key] != after[key]}
    if changes and stale:
        raise ValidationError(_("Somebody else changed this meanwhile. Open it again."), code="stale")
    if changes:
        entry.save()
        record(scope.actor, verbs.CALENDAR_CHANGED, entry, now=now, office_id=entry.office_id, changes=changes)
    return entry


@transaction.atomic
def remove_entry(scope: Scope, *, entry: CalendarEntry, now: datetime) -> bool:
    """Take an entry out of the calendar; what it said stays in the history. False where it was removed already.

    Raises Forbidden.
    """
    scope.require(Permission.OFFICE_MANAGE, entry.office_id)
    removed, _each = CalendarEntry.objects.filter(pk=entry.pk).delete()
    if removed:
        record(scope.actor, verbs.CALENDAR_REMOVED, entry, now=now, office_id=entry.office_id, **_told(entry))
    return bool(removed)


_MOON_STRAYS = timedelta(days=5)
"""No holiday of the moon is sighted further from the day reckoned."""


@transaction.atomic
def settle_holiday(
    scope: Scope, *, office: Office, name: LocalizedText, reckoned: date, seen: date, memo: str = "", now: datetime
) -> list[CalendarEntry]:
    """Say on which day a holiday of the moon falls, now that it was sighted: as it was `reckoned`, or on another day;
    the day reckoned is then no holiday, and worked but for the weekend. Raises as `add_entry`.
    """
    # What was said of this holiday before is taken back: it was sighted otherwise.
    earlier = CalendarEntry.objects.filter(office=office, name=name)
    settled = Q(kind=EntryKind.HOLIDAY, basis=Basis.MOON) | Q(kind=EntryKind.CANCELLED, starts_on=reckoned)
    near = Q(starts_on__range=(reckoned - _MOON_STRAYS, reckoned + _MOON_STRAYS))
    # The second click is told that it is the second.
    if not earlier.filter(kind=EntryKind.HOLIDAY, basis=Basis.MOON, starts_on=seen).exists():
        for entry in earlier.filter(settled, near):
            remove_entry(scope, entry=entry, now=now)
    falls: Days = {"name": name, "memo": memo, "starts_on": seen, "ends_on": seen, "basis": Basis.MOON}
    entries = [add_entry(scope, office=office, kind=EntryKind.HOLIDAY, now=now, **falls)]
    if seen != reckoned:
        falls_not: Days = {"name": name, "memo": memo, "starts_on": reckoned, "ends_on": reckoned}
        entries.append(add_entry(scope, office=office, kind=EntryKind.CANCELLED, now=now, **falls_not))
    return entries


def fingerprint(entry: CalendarEntry) -> str:
    """What the entry says, as a short text to compare."""
    said = json.dumps([dict(entry.name), _told(entry)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _tidied(days: Days) -> dict[str, Any]:
    """The fields with their texts in the normal form and without spaces around them."""
    tidy: dict[str, Any] = dict(days)
    if "name" in days:
        tidy["name"] = LocalizedText({language: normalise(text).strip() for language, text in days["name"].items()})
    if "memo" in days:
        tidy["memo"] = normalise(days["memo"]).strip()
    if "weekdays" in days:
        tidy["weekdays"] = sorted(set(days["weekdays"]))
    return tidy


def _check(entry: CalendarEntry, now: datetime) -> None:
    """Raise ValidationError with all that is wrong, by field."""
    # One writer at a time, so that of two clicks the second finds the first one's entry.
    Office.objects.select_for_update(of=("self",)).get(pk=entry.office_id)
    _empty_what_does_not_belong(entry)
    faults = {**_text_faults(entry), **_span_faults(entry, now), **_KINDS[EntryKind(entry.kind)][1](entry)}
    if faults:
        raise ValidationError(faults)
    entry.full_clean(exclude=["office"], validate_constraints=False)
    if _same(entry).exists():
        raise ValidationError(_("The same is in this calendar already."), code="doubled")


Faults = dict[str, Any]


def _text_faults(entry: CalendarEntry) -> Faults:
    faults: Faults = {}
    if not entry.name.get("bn"):
        faults["name"] = _("Write in Bangla what it is called.")
    elif any(len(text) > LONGEST_NAME for text in entry.name.values()):
        faults["name"] = _("This is too long. 200 characters are enough.")
    if len(entry.memo) > LONGEST_MEMO:
        faults["memo"] = _("A memo number has at most 64 characters.")
    return faults


def _span_faults(entry: CalendarEntry, now: datetime) -> Faults:
    if entry.ends_on < entry.starts_on:
        return {"ends_on": _("The last day lies before the first.")}
    if entry.ends_on - entry.starts_on >= LONGEST_SPAN:
        return {"ends_on": _("More than a year is too long. Enter each year by itself.")}
    if not FIRST_YEAR <= entry.starts_on.year <= now.year + YEARS_AHEAD:
        return {"starts_on": _("Is this year right? It lies too far away.")}
    return {}


def _holiday_faults(entry: CalendarEntry) -> Faults:
    return {} if entry.basis in set(Basis) else {"basis": _("Say what kind of holiday it is.")}


def _no_faults(_entry: CalendarEntry) -> Faults:
    return {}


def _hours_faults(entry: CalendarEntry) -> Faults:
    if entry.opens is None:
        return {"opens": _("Say when the office opens.")}
    if entry.closes is None:
        return {"closes": _("Say when the office closes.")}
    length = datetime.combine(date.min, entry.closes) - datetime.combine(date.min, entry.opens)
    if length < SHORTEST_DAY:
        return {"closes": _("The office must be open for an hour at least, and close after it opens.")}
    return {}


def _weekend_faults(entry: CalendarEntry) -> Faults:
    if not entry.weekdays:
        return {"weekdays": _("Choose at least one day.")}
    if not _WEEK.issuperset(entry.weekdays):
        return {"weekdays": _("This is no day of the week.")}
    return {"weekdays": _("At least one day of the week is worked.")} if _WEEK.issubset(entry.weekdays) else {}


# What goes with each kind, and what may be wrong with it.
_KINDS: Mapping[EntryKind, tuple[frozenset[str], Callable[[CalendarEntry], Faults]]] = {
    EntryKind.HOLIDAY: (frozenset({"basis"}), _holiday_faults),
    EntryKind.WORKING: (frozenset(), _no_faults),
    EntryKind.CANCELLED: (frozenset(), _no_faults),
    EntryKind.HOURS: (frozenset({"opens", "closes"}), _hours_faults),
    EntryKind.WEEKEND: (frozenset({"weekdays"}), _weekend_faults),
}
_EMPTY: Mapping[str, Any] = {"basis": "", "opens": None, "closes": None, "weekdays": []}


def _empty_what_does_not_belong(entry: CalendarEntry) -> None:
    """Whoever chose another kind on the form may have filled it in before."""
    belongs, _faults = _KINDS[EntryKind(entry.kind)]
    for name, empty in _EMPTY.items():
        if name not in belongs:
            setattr(entry, name, empty)


def _same(entry: CalendarEntry) -> Any:
    """Entries of this office that say the same of the same days, by whatever name."""
    says = {name: getattr(entry, name) for name in _TOLD if name not in {"memo", "basis"}}
    return CalendarEntry.objects.filter(office_id=entry.office_id, **says).exclude(pk=entry.pk)


def _told(entry: CalendarEntry) -> dict[str, Any]:
    """What the history keeps of an entry."""
    found: Mapping[str, Any] = {name: getattr(entry, name) for name in _TOLD}
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: object) -> object:
    """As JSON has it: days and hours as ISO 8601 writes them."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, LocalizedText) else value
