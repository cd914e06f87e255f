"""What each rule of a rulebook is made of: one class of parameters a rule, by theme."""

from sanglap.guideline.parameters.attesting import Attesting, CompromiseDrill
from sanglap.guideline.parameters.work import FirstAnswer, OrderFollows, PanelSize, Quorum, UpdatesPerWeek
from sanglap.guideline.values import Part

PARAMETERS: dict[str, type[Part]] = {
    "panel-size": PanelSize,
    "quorum": Quorum,
    "updates-per-week": UpdatesPerWeek,
    "first-answer": FirstAnswer,
    "order-follows": OrderFollows,
    "attest-password": Attesting,
    "attest-mfa": Attesting,
    "attest-recovery": Attesting,
    "attest-access": Attesting,
    "attest-pictures": Attesting,
    "attest-settings": Attesting,
    "attest-terms": Attesting,
    "attest-letterhead": Attesting,
    "compromise-drill": CompromiseDrill,
}
"""Every rule there is, and the class of its parameters."""
