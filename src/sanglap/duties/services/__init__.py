"""Reckoning where everybody stands, and who is exempt for a while."""

from sanglap.duties.services.exemptions import ask, decide, end, withdraw
from sanglap.duties.services.reckoning import RULES, reckon, reckon_week, recount

__all__ = ["RULES", "ask", "decide", "end", "reckon", "reckon_week", "recount", "withdraw"]
