"""Adding to the register of laws (clause 8): by whoever coordinates for the whole government."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.laws import selectors, verbs
from sanglap.laws.models import EnteredLaw
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import require_the_whole
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """What the register is to say of a law."""

    title: LocalizedText
    kind: str
    number: str = ""
    year: int
    dated: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    replaces: Sequence[str] = ()
    url: str = ""
    meaning: LocalizedText

    def values(self) -> dict[str, Any]:
        """As the law's fields."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return given | {"replaces": sorted(set(self.replaces))}


@transaction.atomic
def enter(scope: Scope, *, text: LawText, now: datetime) -> EnteredLaw:
    """Enter a law or rule. Raises Forbidden; ValidationError by field."""
    root = require_the_whole(scope, Permission.ACCOUNT_REVIEW)
    law = EnteredLaw(**text.values(), entered_by=scope.user, entered_at=now)
    _check(law, now)
    law.save(force_insert=True)
    record(scope.actor, verbs.ENTERED, law, now=now, office_id=root)
    return law


@transaction.atomic
def change(scope: Scope, *, law: EnteredLaw, text: LawText, now: datetime) -> None:
    """Change what the register says of a law entered here, as when it ends.

    Raises Forbidden, ValidationError by field.
    """
    root = require_the_whole(scope, Permission.ACCOUNT_REVIEW)
    current = EnteredLaw.objects.select_for_update(no_key=True, of=("self",)).get(pk=law.pk)
    before = {name: getattr(current, name) for name in text.values()}
    for name, value in text.values().items():
        setattr(current, name, value)
    _check(current, now)
    after = {name: getattr(current, name) for name in before}
    changes = {name: [_plain(old), _plain(after[name])] for name, old in before.items() if old != after[name]}
    if changes:
        current.save(update_fields=list(before))
        record(scope.actor, verbs.CHANGED, current, now=now, office_id=root, changes=changes)
    law.refresh_from_db()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, LocalizedText) else value


def _check(law: EnteredLaw, now: datetime) -> None:
    law.full_clean(validate_constraints=False)
    begins = law.starts_on or law.dated
    if begins and law.ends_on and law.ends_on < begins:
        raise on_field("ends_on", _("It cannot end before it begins. Check both days."), "order")
    if law.dated and law.dated.year != law.year:
        raise on_field("year", _("The year is not that of its date. Check both."), "year")
    known = {one.key: one for one in selectors.register(on=loader.current().calendar.day_of(now))}
    if not set(law.replaces) <= known.keys() - {law.key}:
        raise on_field("replaces", _("Choose other laws of the register."), "unknown")
    if any(one.title == law.title and one.year == law.year and one.key != law.key for one in known.values()):
        raise on_field("title", _("This law is on the register already."), "twice")
