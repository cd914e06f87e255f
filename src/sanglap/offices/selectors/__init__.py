"""Reading offices, those who serve in them, and when they work."""

from sanglap.offices.selectors.serving import appointments, positions, serving
from sanglap.offices.selectors.tree import offices, own

__all__ = ["appointments", "offices", "own", "positions", "serving"]
