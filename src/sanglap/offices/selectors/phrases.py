"""Reading what offices look for in texts beside the rulebook's list."""

from __future__ import annotations

from django.db.models import QuerySet

from sanglap.offices.models import Office, OfficeAncestor, OwnPhrase
from sanglap.offices.scope import Scope
from sanglap.offices.screening import concerning
from sanglap.people.permissions import Permission


def phrases(scope: Scope, office: Office) -> QuerySet[OwnPhrase]:
    """Those that are or were looked for in that office's texts, its own and those of offices above it; newest first,
    each with its office and who added and ended it.

    Whoever may see an office may see what its texts are searched for, so also what was added above. None where he may
    not.
    """
    if not scope.may(Permission.OFFICE_VIEW, office.pk):
        return OwnPhrase.objects.none()
    return concerning(office.pk).select_related("office", "added_by", "ended_by")


def own_phrases(scope: Scope, office: Office) -> QuerySet[OwnPhrase]:
    """Those that were added at that very office, with who added and ended each; where the reader may change them."""
    rows = OwnPhrase.objects.filter(office=office).select_related("office", "added_by", "ended_by")
    return scope.limit(rows, Permission.OFFICE_MANAGE)


def reaches_below(scope: Scope, office: Office) -> bool:
    """Whether what the reader adds at that office can hold below it: whether any office stands there."""
    if not scope.may(Permission.OFFICE_MANAGE, office.pk):
        return False
    return OfficeAncestor.objects.filter(ancestor=office, depth__gt=0).exists()
