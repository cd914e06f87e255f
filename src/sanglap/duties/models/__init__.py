"""Where each account stands on each duty, how that came about, how many stand so, and who is exempt for a while."""

from sanglap.duties.models.board import BoardPage, BoardView, Export, Reminder, Reminding, Sheet
from sanglap.duties.models.duties import Duty, DutyKind, EvidenceKind, Reference, Standing
from sanglap.duties.models.exemptions import Exemption
from sanglap.duties.models.history import Reckoned, Tally, Turn
from sanglap.duties.models.served import PurposeServed

__all__ = [
    "BoardPage",
    "BoardView",
    "Duty",
    "DutyKind",
    "EvidenceKind",
    "Exemption",
    "Export",
    "PurposeServed",
    "Reckoned",
    "Reference",
    "Reminder",
    "Reminding",
    "Sheet",
    "Standing",
    "Tally",
    "Turn",
]
