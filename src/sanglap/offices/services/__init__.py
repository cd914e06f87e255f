"""Changing the tree, who serves in it, and when it works."""

from sanglap.offices.services.appointments import appoint, create_position, relieve
from sanglap.offices.services.tree import create_office

__all__ = ["appoint", "create_office", "create_position", "relieve"]
