"""The office of whose page an address speaks."""

from __future__ import annotations

from uuid import UUID

from sanglap.desk.pages import one
from sanglap.offices import selectors
from sanglap.offices.access import StaffRequest
from sanglap.offices.models import Office
from sanglap.people.permissions import Permission


def office_of(request: StaffRequest, office_id: UUID, *, manage: bool = False) -> Office:
    """The office; 404 where the reader does not see it, Forbidden where he may not change it and that is wanted."""
    office: Office = one(selectors.offices(request.scope), office_id)
    if manage:
        request.scope.require(Permission.OFFICE_MANAGE, office.pk)
    return office
