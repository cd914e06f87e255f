"""Collections: an office gathers its posts under names, to find, show again and share them (clause 6.e)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.campaigns import verbs
from sanglap.campaigns.models import CollectedPost, Collection, Offer
from sanglap.campaigns.offering import Wish, offer
from sanglap.content.models import Draft
from sanglap.core.errors import on_field
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

LONGEST = 120
SHARED = 50
"""So many posts of a collection are offered at once, the latest first."""


def _name(given: str, office_id: UUID, but: Collection | None = None) -> str:
    name = " ".join(normalise(given).split())
    if not name:
        raise on_field("name", _("Give the collection a name."), "empty")
    if len(name) > LONGEST:
        raise on_field("name", _("The name is too long. Shorten it."), "long")
    others = Collection.objects.filter(office=office_id, name=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise on_field("name", _("A collection of that name is there already."), "twice")
    return name


@transaction.atomic
def make(scope: Scope, *, office: Office, name: str, now: datetime) -> Collection:
    """Make a collection of the office's. Raises Forbidden, ValidationError on `name`."""
    scope.require(Permission.POST_WRITE, office.pk)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    made = Collection.objects.create(office=office, name=_name(name, office.pk), made_by=scope.person, made_at=now)
    record(scope.actor, verbs.COLLECTED, made, now=now, office_id=office.pk)
    return made


@transaction.atomic
def rename(scope: Scope, *, collection: Collection, name: str, now: datetime) -> Collection:
    """Give it another name. Raises Forbidden, ValidationError on `name`."""
    scope.require(Permission.POST_WRITE, collection.office_id)
    Office.objects.select_for_update(no_key=True).get(pk=collection.office_id)
    before, collection.name = collection.name, _name(name, collection.office_id, collection)
    if before != collection.name:
        collection.save(update_fields=["name"])
        record(
            scope.actor, verbs.RENAMED, collection, now=now, office_id=collection.office_id,
            changes={"name": [before, collection.name]},
        )  # fmt: skip
    return collection


@transaction.atomic
def dissolve(scope: Scope, *, collection: Collection, now: datetime) -> None:
    """Dissolve it; its posts stay as they are. Raises Forbidden."""
    scope.require(Permission.POST_WRITE, collection.office_id)
    record(scope.actor, verbs.DISSOLVED, collection, now=now, office_id=collection.office_id)
    collection.delete()


@transaction.atomic
def put(scope: Scope, *, draft: Draft, collection: Collection, inside: bool, now: datetime) -> None:
    """Put a post into a collection of its own office, or take it out. A second click changes nothing.

    Raises Forbidden; ValidationError where the collection is another office's.
    """
    scope.require(Permission.POST_WRITE, draft.office_id)
    if collection.office_id != draft.office_id:
        raise ValidationError(_("This collection is another office's."), code="office")
    if inside:
        changed = CollectedPost.objects.get_or_create(
            collection=collection, draft=draft, defaults={"by": scope.person, "at": now}
        )[1]
    else:
        changed = CollectedPost.objects.filter(collection=collection, draft=draft).delete()[0] > 0
    if changed:
        verb = verbs.PUT_IN if inside else verbs.TAKEN_OUT
        record(scope.actor, verb, draft, now=now, office_id=draft.office_id)


@transaction.atomic
def share(scope: Scope, *, collection: Collection, wish: Wish, now: datetime) -> tuple[list[Offer], int]:
    """Offer each post of a collection; gives the offers, and how many posts cannot be: what no panel approved, and what
    is offered to all below already. Raises Forbidden; ValidationError by field where the offer itself is faulty.
    """
    made, left = [], 0
    posts = Draft.objects.filter(collected__collection=collection).select_related("office").order_by("-id")[:SHARED]
    for draft in posts:
        try:
            made.append(offer(scope, draft=draft, wish=wish, now=now))
        except ValidationError as error:
            if getattr(error, "code", None) not in {"unapproved", "twice"}:
                raise
            left += 1
    return made, left
