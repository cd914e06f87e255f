"""Making people in a picture of a draft unrecognisable (clause 6.c): the next revision shows the covered picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.content import pictures, services, verbs
from sanglap.content.models import Revision
from sanglap.content.pictures import Chosen
from sanglap.content.states import VariantState
from sanglap.core.boxes import Box
from sanglap.core.states import TransitionRefused
from sanglap.files.services import Cover
from sanglap.offices.scope import Scope


@transaction.atomic
def cover(
    scope: Scope, *, revision: Revision, digest: str, places: Sequence[Box], with_: Cover, now: datetime
) -> Revision:
    """Save the next revision, in which the picture of that digest is covered in these places and all else is as it was.

    Raises Forbidden; ValidationError where there is no such picture or place; services.Conflict where somebody saved
    another revision meanwhile; TransitionRefused where the panel was asked.
    """
    draft = revision.draft
    if revision.variants.exclude(state__in=[VariantState.DRAFT, VariantState.REPLACED]).exists():
        raise TransitionRefused(VariantState.SUBMITTED, VariantState.DRAFT)
    shown = list(revision.illustrations.select_related("picture__file", "picture__small"))
    if digest not in {one.picture.file.digest for one in shown}:
        raise ValidationError(_("This picture is no longer in the draft."), code="picture")
    chosen = [
        Chosen(
            pictures.cover(scope, picture=one.picture, places=places, with_=with_, now=now)
            if one.picture.file.digest == digest
            else one.picture,
            one.alt,
            one.other,
        )
        for one in shown
    ]
    goes_to = [variant.account for variant in revision.variants.select_related("account").order_by("pk")]
    own = {variant.account_id: variant.text for variant in revision.variants.all() if variant.own_words}
    newer = services.revise(
        scope, draft=draft, seen=revision.number, text=revision.text, accounts=goes_to, purposes=draft.purposes,
        other_purpose=draft.other_purpose, own=own,
        pictures=chosen, untimed=True, now=now,
    )  # fmt: skip
    record(scope.actor, verbs.COVERED, draft, now=now, office_id=draft.office_id, number=len(places))
    return newer
