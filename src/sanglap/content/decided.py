"""What panels decided about findings, for whoever trains the models by it: only when asked for by command (clause 9).

An institution's own drafts alone. What citizens wrote is never learned from; nor what was read in pictures, since a
misread word would teach something wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from sanglap.content.models import Finding
from sanglap.content.screened import alts
from sanglap.guideline import loader
from sanglap.offices.screened import Holds
from sanglap.screening.masking import masked

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Decision:
    """Of one text, whether it is what a finding said it was."""

    text: str
    """With personal data covered."""
    category: str
    right: bool
    """What most of those who voted said of it."""
    day: date
    """On which it was written, in the government's time zone."""


def decisions(office_id: UUID | None = None) -> Iterator[Decision]:
    """Those of that office, or of all, the oldest first. Where as many said the one as the other, nothing is decided.

    One query for each thousand.
    """
    asked = (
        Finding.objects.filter(picture=None)
        .annotate(
            fit=Count("rulings", filter=Q(rulings__holds=Holds.FIT)),
            mistaken=Count("rulings", filter=Q(rulings__holds=Holds.MISTAKEN)),
        )
        .filter(Q(fit__gt=0) | Q(mistaken__gt=0))
    )
    if office_id is not None:
        asked = asked.filter(revision__draft__office=office_id)
    rows = asked.select_related("revision").order_by("pk")
    rows = rows.prefetch_related("revision__illustrations", "revision__variants")
    calendar = loader.current().calendar
    for row in rows.iterator(_AT_ONCE):
        if row.fit != row.mistaken:
            day = calendar.day_of(row.revision.written_at)
            yield Decision(masked(_text(row)), row.category, row.fit > row.mistaken, day)


def _text(row: Finding) -> str:
    """What it was found in."""
    if row.account_id:
        return next(one.text for one in row.revision.variants.all() if one.account_id == row.account_id)
    if not row.place:
        return row.revision.text
    return alts(next(one for one in row.revision.illustrations.all() if one.number == row.place))
