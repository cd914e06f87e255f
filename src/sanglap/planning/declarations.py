"""Declaring days of mourning or an emergency, and telling those who have posts planned then. Nothing is stopped by it:
for that there is the emergency stop.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.content.models import Draft, Variant
from sanglap.content.planned import TO_COME
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.language.normal import normalise
from sanglap.networks.contract import Kind
from sanglap.notices.models import Kind as Told
from sanglap.notices.models import Notice, Subject
from sanglap.notices.services import About, tell_all
from sanglap.offices.models import Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.planning import verbs
from sanglap.planning.models import Declaration, Nature

DECLARE = Permission.OFFICE_MANAGE
LONGEST = timedelta(days=92)
LONGEST_REASON = 500
BATCH = 500
_DAY = timedelta(days=1)


@transaction.atomic
def declare(
    scope: Scope,
    *,
    office: Office,
    nature: Nature,
    starts_on: date,
    ends_on: date,
    reason: LocalizedText,
    now: datetime,
) -> Declaration:
    """Declare these days, both included, for the office and every office below it. A second click gives the first.

    Raises Forbidden for whoever does not manage all of them; ValidationError on `reason_bn`, `starts_on`, `ends_on`.
    """
    scope.require(DECLARE, office.pk, below=True)
    said = LocalizedText({language: normalise(text).strip() for language, text in reason.items()})
    _check(starts_on, ends_on, said, loader.current().calendar.day_of(now))
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    given = {"office": office, "nature": nature, "starts_on": starts_on, "ends_on": ends_on}
    known = Declaration.objects.filter(**given, ended_at=None).first()
    if known is not None:
        return known
    made = Declaration.objects.create(**given, reason=said, declared_by=scope.user, declared_at=now)
    record(
        scope.actor, verbs.DECLARED, made, now=now, office_id=office.pk,
        starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def end(scope: Scope, *, declaration: Declaration, now: datetime) -> None:
    """Call it off. A second click changes nothing. Raises Forbidden."""
    scope.require(DECLARE, declaration.office_id, below=True)
    standing = Declaration.objects.filter(pk=declaration.pk, ended_at=None)
    if standing.update(ended_at=now, ended_by=scope.user):
        record(scope.actor, verbs.DECLARATION_ENDED, declaration, now=now, office_id=declaration.office_id)


@transaction.atomic
def tell(*, now: datetime) -> bool:
    """Tell some of those who have posts planned on days that were declared; gives whether there may be more. As many
    queries whatever their number.
    """
    untold = Declaration.objects.filter(told_at=None, ended_at=None).select_related("office")
    declaration = untold.select_for_update(of=("self",), skip_locked=True).order_by("declared_at", "pk").first()
    if declaration is None:
        return False
    found = _to_tell(declaration, now)
    words = {"account": declaration.office.name, "said": declaration.called}
    told = [(About(Subject.DECLARATION, declaration.pk, draft.office_id, words), [draft.created_by]) for draft in found]
    tell_all(Told.DECLARED, told, now=now, but=declaration.declared_by)
    if len(found) < BATCH:
        declaration.told_at = now
        declaration.save(update_fields=["told_at"])
    return True


def _to_tell(declaration: Declaration, now: datetime) -> list[Draft]:
    """Of each of those who began posts that are planned for these days at the office or below, and were not told yet,
    one such post.
    """
    begins = loader.current().calendar.begins
    newest = Variant.objects.filter(
        revision__draft=OuterRef("pk"), revision__number=OuterRef("latest"), state__in=TO_COME
    )
    told = Notice.objects.filter(recipient=OuterRef("created_by"), kind=Told.DECLARED, subject_id=declaration.pk)
    drafts = Draft.objects.filter(
        Exists(newest),
        ~Exists(told),
        created_by__is_active=True,
        kind=Kind.POST,
        publish_at__gte=max(begins(declaration.starts_on), now),
        publish_at__lt=begins(declaration.ends_on + _DAY),
        office__in=OfficeAncestor.objects.filter(ancestor=declaration.office_id).values("office_id"),
    )
    rows = drafts.exclude(created_by=declaration.declared_by_id) if declaration.declared_by_id else drafts
    return list(rows.select_related("created_by").order_by("created_by", "publish_at").distinct("created_by")[:BATCH])


def _check(starts_on: date, ends_on: date, reason: LocalizedText, today: date) -> None:
    if not reason.get("bn"):
        raise on_field(
            "reason_bn", _("Say in Bangla what it is for. Everybody who has posts planned reads it."), "required"
        )
    if any(len(text) > LONGEST_REASON for text in reason.values()):
        raise on_field("reason_bn", _("Say it in at most 500 characters."), "max_length")
    if ends_on < starts_on:
        raise on_field("ends_on", _("The last day lies before the first."), "order")
    if ends_on < today:
        raise on_field("ends_on", _("These days are past. Check the year."), "past")
    if ends_on - starts_on >= LONGEST or starts_on - today > timedelta(days=366):
        raise on_field("ends_on", _("At most three months, within a year. Check the days."), "long")
