"""Official accounts, the panels that answer for them, and what happens to them on their way."""

from sanglap.accounts.models.accounts import (
    Account,
    Credential,
    NameFault,
    PanelMember,
    PanelRole,
    ServerRegistration,
    platform_of,
    recordings_of,
)
from sanglap.accounts.models.claims import AccountImport, ClaimRow
from sanglap.accounts.models.moves import AccountMove
from sanglap.accounts.models.renaming import FormerName, Renaming, RenamingStep, Way

__all__ = [
    "Account",
    "AccountImport",
    "AccountMove",
    "ClaimRow",
    "Credential",
    "FormerName",
    "NameFault",
    "PanelMember",
    "PanelRole",
    "Renaming",
    "RenamingStep",
    "ServerRegistration",
    "Way",
    "platform_of",
    "recordings_of",
]
