"""From which offices a reader looks at the board."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from sanglap.offices.models import Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def roots(scope: Scope) -> list[Office]:
    """The offices at which the reader sees accounts by a position of his own and that lie below no other of them:
    those first below which he sees all. One query.
    """
    deep = {grant.office_id for grant in scope.grants if Permission.ACCOUNT_VIEW in grant.permissions and grant.below}
    own = {grant.office_id for grant in scope.grants if Permission.ACCOUNT_VIEW in grant.permissions}
    above = OfficeAncestor.objects.filter(office=OuterRef("pk"), depth__gt=0, ancestor__in=deep)
    found = Office.objects.filter(~Exists(above), pk__in=own).order_by("pk")
    return sorted(found, key=lambda office: office.pk not in deep)


def seen(scope: Scope) -> QuerySet[Office]:
    """The offices whose accounts the reader sees."""
    return scope.limit(Office.objects.all(), Permission.ACCOUNT_VIEW, "id")


def path(scope: Scope, office: Office) -> Sequence[Office]:
    """The offices above it, from the top down, below which the reader sees all. One query."""
    links = OfficeAncestor.objects.filter(office=office, depth__gt=0).order_by("-depth").select_related("ancestor")
    return [link.ancestor for link in scope.limit(links, Permission.ACCOUNT_VIEW, "ancestor_id", below=True)]
