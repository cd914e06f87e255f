"""When a post goes out, and giving it another time (clauses 6, 6.a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.selectors import panels_of
from sanglap.audit.services import record
from sanglap.content import verbs
from sanglap.content.models import Draft, Variant
from sanglap.content.states import VariantState
from sanglap.core.errors import on_field
from sanglap.guideline import loader
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Permission

FURTHEST = timedelta(days=366)
"""No post is planned further ahead."""
MOVABLE = frozenset({VariantState.DRAFT, VariantState.SUBMITTED, VariantState.APPROVED})


def check_time(publish_at: datetime | None, now: datetime) -> None:
    """Raise ValidationError for a time that is past or too far ahead; none is as soon as it is approved."""
    calendar = loader.current().calendar
    if publish_at is not None and calendar.day_of(publish_at) < calendar.day_of(now):
        raise on_field("publish_at", _("This day is past."), "past")
    if publish_at is not None and not now < publish_at <= now + FURTHEST:
        raise on_field("publish_at", _("Choose a time from now on and within a year, or leave it empty."), "time")


@transaction.atomic
def reschedule(scope: Scope, *, draft: Draft, seen: datetime | None, publish_at: datetime, now: datetime) -> Draft:
    """Give a post another time; the words, and the votes for them, stand. `seen` is the time that the page showed.

    Whoever writes may, until it is approved; then only a member of the panel that approved it. A second click changes
    nothing. Raises Forbidden; ValidationError on `publish_at`, where it can no longer be moved (`settled`), and where
    somebody else moved it meanwhile (`moved`).
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    # Under a lock: an approval that comes at the same moment is waited for, and then the panel's say counts.
    _require(scope, draft, list(_newest(draft).select_for_update(of=("self",)).order_by("pk")), now)
    if draft.publish_at == publish_at:
        return draft
    if draft.publish_at != seen:
        raise ValidationError(_("Somebody else changed the time meanwhile. Look at it, then save yours."), code="moved")
    check_time(publish_at, now)
    changes = {"publish_at": [seen and seen.isoformat(), publish_at.isoformat()]}
    draft.publish_at = publish_at
    draft.save(update_fields=["publish_at"])
    record(scope.actor, verbs.MOVED, draft, now=now, office_id=draft.office_id, changes=changes)
    return draft


def require_movable(scope: Scope, draft: Draft, *, now: datetime) -> None:
    """Raise Forbidden where the reader may not give the post another time; ValidationError where nobody can. Two
    queries.
    """
    _require(scope, draft, list(_newest(draft)), now)


def is_movable(scope: Scope, draft: Draft, *, now: datetime) -> bool:
    """Whether the reader may give the post another time now."""
    try:
        require_movable(scope, draft, now=now)
    except (Forbidden, ValidationError):
        return False
    return True


def _newest(draft: Draft) -> QuerySet[Variant]:
    return Variant.objects.filter(revision__draft=draft, revision__number=draft.latest)


def _require(scope: Scope, draft: Draft, variants: Sequence[Variant], now: datetime) -> None:
    approved = {variant.account_id for variant in variants if variant.state == VariantState.APPROVED}
    wanted = Permission.POST_APPROVE if approved else Permission.POST_WRITE
    scope.require(wanted, draft.office_id)
    if any(variant.passed_on_at for variant in variants):
        raise ValidationError(
            _("This was passed on to the network; its time can no longer be changed. Write a new post."), code="settled"
        )
    if not any(variant.state in MOVABLE for variant in variants):
        raise ValidationError(
            _("This was decided and does not go out as it is. Change the draft, give it a time there, and ask again."),
            code="settled",
        )
    if approved and not approved <= panels_of(scope.person, at=now):
        raise Forbidden(wanted, draft.office_id)
