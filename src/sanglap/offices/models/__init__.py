"""Offices, the positions in them, who holds these, and the days on which they work."""

from sanglap.offices.models.appointments import Appointment, Charge, Delegation, Leave, OfficeOrder, Position
from sanglap.offices.models.calendar import CalendarEntry, EntryKind
from sanglap.offices.models.figures import Figure
from sanglap.offices.models.imports import WARNED, ImportRow, ListImport, ListRow, OfficeImport, RowKind, rows_of_kind
from sanglap.offices.models.phrases import OwnPhrase
from sanglap.offices.models.tree import Area, AreaLevel, FormerOffice, Kind, Office, OfficeAncestor

__all__ = [
    "WARNED",
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
    "OwnPhrase",
    "Position",
    "RowKind",
    "rows_of_kind",
]
