"""Telling people, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.notices.models import Kind, Notice, Subject, Way, Wish
from sanglap.offices.scope import Scope
from sanglap.people.models import User


@dataclass(frozen=True, slots=True)
class About:
    """What is told: which thing, of which office, named by which words in the sentence."""

    subject: Subject
    key: UUID
    office_id: UUID
    words: dict[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    """Tells two occasions with the same thing apart."""

    @property
    def plain(self) -> dict[str, Any]:
        return {name: dict(value) if isinstance(value, LocalizedText) else value for name, value in self.words.items()}


def tell(kind: Kind, about: About, *, to: Iterable[User], now: datetime, but: User | None = None) -> None:
    """Tell these people, in the caller's transaction. Who was told of that occasion is not told again; nobody is told
    of what he did himself (`but`). One statement.
    """
    tell_all(kind, [(about, to)], now=now, but=but)


def tell_all(
    kind: Kind, told: Iterable[tuple[About, Iterable[User]]], *, now: datetime, but: User | None = None
) -> None:
    """The same of many things at once."""
    Notice.objects.bulk_create(
        [
            Notice(
                id=new_id(now), recipient=person, kind=kind, subject=about.subject, subject_id=about.key,
                office_id=about.office_id, words=about.plain, due=about.due, at=now, mail_at=now,
            )
            for about, people in told
            for person in {person.pk: person for person in people}.values()
            if person.is_active and (but is None or person.pk != but.pk)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def read(scope: Scope, *, notice: Notice, now: datetime) -> None:
    """Count one of the reader's notices as read. A second time changes nothing."""
    Notice.objects.filter(pk=notice.pk, recipient=scope.person, read_at=None).update(read_at=now)


@transaction.atomic
def read_all(scope: Scope, *, before: datetime, now: datetime) -> int:
    """Count the reader's notices up to that moment as read; gives how many."""
    return Notice.objects.filter(recipient=scope.person, read_at=None, at__lte=before).update(read_at=now)


@transaction.atomic
def wish(scope: Scope, *, urgent: Way, other: Way, hour: time, language: str) -> Wish:
    """Say how one wants to be mailed."""
    made, _is_new = Wish.objects.update_or_create(
        person=scope.person, defaults={"urgent": urgent, "other": other, "hour": hour, "language": language}
    )
    return made
