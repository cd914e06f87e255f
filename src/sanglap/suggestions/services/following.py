"""What becomes of suggestions by itself: drafts are found, publications told of, old ones leave the list."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from sanglap.audit.services import Actor, transition
from sanglap.content.models import Draft
from sanglap.files.models import File
from sanglap.outbox.states import DeliveryState
from sanglap.publishing.models import Publication
from sanglap.suggestions import telling
from sanglap.suggestions.models import Kind, Picture, Suggestion
from sanglap.suggestions.services.deciding import drafted
from sanglap.suggestions.services.feeds import rule_at
from sanglap.suggestions.states import OPEN, SUGGESTION, SuggestionState

ACTOR = Actor.system("suggestions")
BATCH = 200
LEFT = timedelta(days=1)


def follow(*, now: datetime) -> bool:
    """Tie drafts whose saving was not noted, and tell of what was published. Gives whether there may be more."""
    unnoted = Draft.objects.filter(
        pk__in=Suggestion.objects.filter(state__in=OPEN, draft_key__isnull=False).values("draft_key")
    )
    for draft in unnoted.filter(latest__gt=0)[:BATCH]:
        drafted(draft, actor=ACTOR, now=now)
    return _published(now) == BATCH


@transaction.atomic
def _published(now: datetime) -> int:
    out = Publication.objects.filter(
        variant__revision__draft=OuterRef("draft"), delivery__state=DeliveryState.PUBLISHED
    )
    rows = (
        Suggestion.objects.filter(Exists(out), state=SuggestionState.DRAFTED)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("office", "suggested_by")
        .order_by("pk")[:BATCH]
    )
    for one in rows:
        transition(one, SUGGESTION, SuggestionState.PUBLISHED, actor=ACTOR, now=now, office_id=one.office_id)
        telling.became(one, by=None, now=now)
    return len(rows)


@transaction.atomic
def lapse(*, now: datetime) -> int:
    """What a website said and nobody took up for long leaves the list; gives how many."""
    rows = (
        Suggestion.objects.filter(kind=Kind.FEED, state=SuggestionState.WAITING, at__lte=now - rule_at(now).waiting)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("at")[:BATCH]
    )
    for one in rows:
        transition(one, SUGGESTION, SuggestionState.LAPSED, actor=ACTOR, now=now, office_id=one.office_id)
    return len(rows)


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Pictures that were brought for a suggestion which was never sent go after a day; gives how many."""
    left = list(
        Picture.objects.filter(suggestion=None, brought_at__lte=now - LEFT)
        .select_for_update(skip_locked=True)
        .order_by("brought_at")[:BATCH]
    )
    Picture.objects.filter(pk__in=[one.pk for one in left]).delete()
    File.objects.filter(pk__in=[key for one in left for key in (one.file_id, one.small_id)]).delete()
    return len(left)
