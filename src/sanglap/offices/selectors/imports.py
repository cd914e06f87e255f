"""Reading lists of offices on their way into the register."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sanglap.offices.models import ImportRow, Office, OfficeAncestor, OfficeImport, rows_of_kind
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


def imports(scope: Scope) -> QuerySet[OfficeImport]:
    """The lists whose root lies within what the reader manages from there on down, the latest first; without the
    files themselves.
    """
    rows = OfficeImport.objects.defer("content").select_related("root", "by").order_by("-id")
    if scope.unbounded:
        return rows
    above = OfficeAncestor.objects.filter(office=OuterRef("root"), ancestor__in=_roots(scope))
    return rows.filter(Exists(above))


def import_roots(scope: Scope) -> QuerySet[Office]:
    """The offices from which down the reader himself was given the management of offices."""
    if scope.unbounded:
        return Office.objects.filter(parent=None).order_by("code")
    return Office.objects.filter(pk__in=_roots(scope)).order_by("code")


def _roots(scope: Scope) -> list[Any]:
    return [grant.office_id for grant in scope.grants if grant.below and Permission.OFFICE_MANAGE in grant.permissions]


def import_rows(scope: Scope, run: OfficeImport, kind: str = "") -> QuerySet[ImportRow]:
    """The rows of a list that the reader may see, in order of the file; of one kind, or `WARNED`, where asked."""
    rows = ImportRow.objects.filter(run__in=imports(scope).filter(pk=run.pk).values("pk"))
    return rows_of_kind(rows, kind)
