"""Reckoning where everybody stands, who is exempt for a while, and what whoever coordinates does with the board."""

from sanglap.duties.services.exemptions import ask, decide, end, withdraw
from sanglap.duties.services.exports import begin_export, forget_exports, long, make_export
from sanglap.duties.services.passing import keep_up
from sanglap.duties.services.reckoning import RULES, reckon, reckon_week, recount
from sanglap.duties.services.reminders import go_on, preview, remind
from sanglap.duties.services.sheets import XLSX, write
from sanglap.duties.services.views import remove_view, rename_view, save_view

__all__ = [
    "RULES",
    "XLSX",
    "ask",
    "begin_export",
    "decide",
    "end",
    "forget_exports",
    "go_on",
    "keep_up",
    "long",
    "make_export",
    "preview",
    "reckon",
    "reckon_week",
    "recount",
    "remind",
    "remove_view",
    "rename_view",
    "save_view",
    "withdraw",
    "write",
]
