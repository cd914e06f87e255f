"""Approvals that would come too late: the panel is warned once, then the wait ends (clause 6.a)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from sanglap.audit.services import Actor, transition
from sanglap.content import telling
from sanglap.content.deadlines import rules, waiting
from sanglap.content.models import Variant
from sanglap.content.states import VARIANT, VariantState
from sanglap.notices.models import Kind, Notice

BATCH: Final = 200


@transaction.atomic
def expire(*, now: datetime) -> int:
    """End the wait of what would come too late; whoever wrote it and the panel are told. Gives how many."""
    rows = list(
        waiting(Variant.objects.all(), now=now)
        .filter(Q(lapses_at__lte=now))
        # The draft too: while somebody gives it another time it is left alone, and then his time holds.
        .select_for_update(of=("self", "revision__draft"), skip_locked=True)
        .select_related("account", "revision__draft")
        .prefetch_related("votes")
        .order_by("submitted_at", "pk")[:BATCH]
    )
    panels = telling.panels(rows, now=now)
    for variant in rows:
        office = variant.revision.draft.office_id
        transition(variant, VARIANT, VariantState.EXPIRED, actor=Actor.system("content"), now=now, office_id=office)
        telling.decided(variant, by=None, now=now)
    telling.to_panels(Kind.LAPSED, [(variant, None) for variant in rows], panels, now=now)
    return len(rows)


@transaction.atomic
def warn(*, now: datetime) -> int:
    """Tell the panels of what lapses soon, once of each time that is set for it. Gives of how many."""
    time, urgent = rules(now)
    told = Notice.objects.filter(subject_id=OuterRef("pk"), kind=Kind.LAPSES, due=OuterRef("lapses_at"))
    soon = Q(revision__urgency__isnull=True, lapses_at__lte=now + time.warn, submitted_at__lte=now - time.quiet)
    soon |= Q(revision__urgency__isnull=False, lapses_at__lte=now + urgent.warn)
    rows = list(
        waiting(Variant.objects.all(), now=now)
        .filter(soon, ~Exists(told), Q(lapses_at__gt=now))
        .select_related("account", "revision__draft")
        .prefetch_related("votes")
        .order_by(F("lapses_at").asc(), "pk")[:BATCH]
    )
    panels = telling.panels(rows, now=now)
    due = [(variant, variant.lapses_at) for variant in rows]  # type: ignore[attr-defined]  # annotated
    telling.to_panels(Kind.LAPSES, due, panels, now=now)
    return len(rows)
