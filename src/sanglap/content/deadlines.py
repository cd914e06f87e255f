"""Until when a panel's approval still comes in time (clause 6.a)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, QuerySet, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from sanglap.content.models import Variant
from sanglap.content.states import VariantState
from sanglap.guideline import loader
from sanglap.guideline.parameters.deciding import ApprovalTime, Urgent


def rules(now: datetime) -> tuple[ApprovalTime, Urgent]:
    """What the rulebook says of the time that panels have, in the usual way and in the urgent one."""
    book = loader.current()
    today = book.calendar.day_of(now)
    return book.rule("approval-time", on=today).parameters, book.rule("urgent", on=today).parameters


def waiting(rows: QuerySet[Variant], *, now: datetime) -> QuerySet[Variant]:
    """Of these, those that wait for their panel; each with `lapses_at`, when that ends by itself, or none."""
    time, urgent = rules(now)
    # The later of the two: GREATEST passes over a time that is not set.
    since = Greatest("submitted_at", "revision__draft__publish_at")
    return rows.filter(state=VariantState.SUBMITTED).annotate(
        lapses_at=Case(
            When(revision__urgency__isnull=False, then=_after(since, urgent.wait)),
            default=_after(F("revision__draft__publish_at"), time.late),
            output_field=DateTimeField(),
        )
    )


def _after(moment: F | Greatest, span: timedelta) -> Combinable:
    return ExpressionWrapper(moment + span, output_field=DateTimeField())


def lapses_at(variant: Variant, *, now: datetime) -> datetime | None:
    """When the wait of that one ends by itself; none where it does not wait, or waits for good. One query."""
    found = waiting(Variant.objects.filter(pk=variant.pk), now=now).first()
    return None if found is None else found.lapses_at  # type: ignore[attr-defined]  # annotated
