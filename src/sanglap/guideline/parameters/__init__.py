"""What each rule of a rulebook is made of: one class of parameters a rule, by theme."""

from sanglap.guideline.parameters.exemption import ExemptionLength
from sanglap.guideline.parameters.purposes import PurposesServed
from sanglap.guideline.parameters.work import FirstAnswer, OrderFollows, PanelSize, Quorum, UpdatesPerWeek
from sanglap.guideline.values import Part

PARAMETERS: dict[str, type[Part]] = {
    "panel-size": PanelSize,
    "quorum": Quorum,
    "updates-per-week": UpdatesPerWeek,
    "first-answer": FirstAnswer,
    "order-follows": OrderFollows,
    "purposes-served": PurposesServed,
    "exemption": ExemptionLength,
}
"""Every rule there is, and the class of its parameters."""
