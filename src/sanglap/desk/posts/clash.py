"""Somebody else saved the draft meanwhile: what is different, and what becomes of both together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sanglap.accounts.models import Account
from sanglap.audit.details import moment
from sanglap.content.differences import Piece, differences
from sanglap.content.merging import Merged, merge
from sanglap.content.models import Draft, Revision
from sanglap.desk.days import DayField, HourField, as_sent, moment_of, parts_of
from sanglap.desk.posts.box import PictureBox
from sanglap.guideline import loader


@dataclass(frozen=True, slots=True)
class Field:
    """Something beside the words that stands otherwise in the reader's form than in what was saved."""

    name: str
    theirs: str
    ours: str
    """"": the reader had not touched it, so that theirs stands in his form now."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What the reader typed upon a revision that is no longer the newest."""

    base: int
    """The number of the revision that he typed upon."""
    newest: Revision
    """What stands now."""
    changes: Sequence[Piece]
    """What the others changed since."""
    merged: Merged
    fields: Sequence[Field]
    typed: Mapping[str, Any]
    """What stands in the reader's form from now on: what he had not touched as the others left it."""

    @classmethod
    def of(
        cls, draft: Draft, base: int, newest: Revision, typed: Mapping[str, Any], accounts: Iterable[Account]
    ) -> Clash:
        """`typed` is what the reader's form holds, as a working copy keeps it; `accounts`, those to choose from."""
        before = draft.revisions.filter(number=base).first()
        older, text = before.text if before else "", str(typed.get("text", ""))
        fields, form = _fields(draft, before, newest, typed, accounts)
        return cls(base, newest, differences(older, newest.text), merge(older, text, newest.text), fields, form)

    @property
    def same(self) -> bool:
        """Whether the others left the words as they were."""
        return not any(piece.change != "same" for piece in self.changes)


def _fields(
    draft: Draft,
    before: Revision | None,
    newest: Revision,
    typed: Mapping[str, Any],
    accounts: Iterable[Account],
) -> tuple[list[Field], dict[str, Any]]:
    """What differs beside the words, and the form in which what the reader had not touched is as the others left it."""
    found, form = [], dict(typed)
    for name, side in (
        (_("Accounts"), _accounts(before, newest, typed, accounts)),
        (_("Purpose"), _purposes(draft, typed)),
        (_("Goes out"), _time(draft, typed)),
        (_("Pictures"), _pictures(before, newest, typed)),
    ):
        if side.theirs != side.ours:
            found.append(Field(name, side.theirs, "" if side.untouched else side.ours))
            form |= side.values if side.untouched else {}
    return found, form


@dataclass(frozen=True, slots=True)
class _Side:
    """One thing as the others left it and as the reader's form has it, told; and their values for the form."""

    theirs: str
    ours: str
    untouched: bool
    values: Mapping[str, Any]


def _accounts(
    before: Revision | None, newest: Revision, typed: Mapping[str, Any], accounts: Iterable[Account]
) -> _Side:
    chosen = [one.account for one in newest.variants.select_related("account")]
    known = {str(one.pk): one.label for one in [*accounts, *chosen]}

    def of(revision: Revision | None) -> list[str]:
        return sorted(str(key) for key in revision.variants.values_list("account_id", flat=True)) if revision else []

    def told(keys: Sequence[str]) -> str:
        return ", ".join(sorted(known[key] for key in keys if key in known)) or _NONE

    theirs, ours = of(newest), sorted(map(str, typed.get("accounts", ())))
    return _Side(told(theirs), told(ours), ours == of(before), {"accounts": theirs})


def _purposes(draft: Draft, typed: Mapping[str, Any]) -> _Side:
    labels = {clause.id: str(clause.label) for clause in loader.current().purposes}

    def told(purposes: Sequence[str], other: str) -> str:
        return ", ".join([*(labels[one] for one in sorted(purposes) if one in labels), *filter(None, [other])]) or _NONE

    ours, other = list(typed.get("purposes", ())), str(typed.get("other_purpose", ""))
    untouched = ",".join(sorted(ours)) == typed.get("were_for")
    theirs = {"purposes": draft.purposes, "other_purpose": draft.other_purpose}
    return _Side(told(draft.purposes, draft.other_purpose), told(ours, other), untouched, theirs)


def _time(draft: Draft, typed: Mapping[str, Any]) -> _Side:
    ours = _moment(typed)
    theirs = {**dict.fromkeys(("day", "hour"), ""), **parts_of(draft.publish_at), "planned": as_sent(draft.publish_at)}
    untouched = as_sent(ours) == typed.get("planned", "")

    def told(at: datetime | None) -> str:
        return moment(at) if at else _NONE

    return _Side(told(draft.publish_at), told(ours), untouched, theirs)


def _moment(typed: Mapping[str, Any]) -> datetime | None:
    """The time in the form; None where there is none, or none that can be read."""
    try:
        day, hour = (field.clean(typed.get(name)) for name, field in _FIELDS.items())
    except ValidationError:
        return None
    return moment_of(day, hour) if day and hour else None


def _pictures(before: Revision | None, newest: Revision, typed: Mapping[str, Any]) -> _Side:
    def of(revision: Revision | None) -> list[dict[str, str]]:
        return PictureBox.of(revision).typed if revision else []

    def told(rows: Sequence[Mapping[str, str]]) -> str:
        return "; ".join(f"{place}. {one['alt']}" for place, one in enumerate(rows, start=1)) or _NONE

    ours = [dict(one) for one in typed.get("pictures", ())]
    return _Side(told(of(newest)), told(ours), ours == of(before), {"pictures": of(newest)})


_NONE = "–"
_FIELDS = {"day": DayField(required=False), "hour": HourField(required=False)}
