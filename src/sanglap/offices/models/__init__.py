"""Offices, the positions in them, who holds these, and the days on which they work."""

from sanglap.offices.models.appointments import Appointment, Charge, Delegation, Leave, OfficeOrder, Position
from sanglap.offices.models.calendar import CalendarEntry, EntryKind
from sanglap.offices.models.figures import Figure
from sanglap.offices.models.imports import ImportRow, ListImport, ListRow, OfficeImport, RowKind
from sanglap.offices.models.tree import Area, AreaLevel, FormerOffice, Kind, Office, OfficeAncestor

__all__ = [
    "Appointment",
    "Area",
    "AreaLevel",
    "CalendarEntry",
    "Charge",
    "Delegation",
    "EntryKind",
    "Figure",
    "FormerOffice",
    "ImportRow",
    "Kind",
    "Leave",
    "ListImport",
    "ListRow",
    "Office",
    "OfficeAncestor",
    "OfficeImport",
    "OfficeOrder",
    "Position",
    "RowKind",
]
