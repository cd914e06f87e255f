"""What the rule on the choice of platforms is made of (clause 3)."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, model_validator

from sanglap.guideline.catalogue import Key
from sanglap.guideline.values import Count, Flag, Part, Text, fault, refuse


class Criterion(Part):
    """One thing that is weighed."""

    id: Key
    name: Text
    asks: Text
    """The question that a score answers."""
    weight: Count = Field(ge=1)


class PlatformChoice(Part):
    """How platforms are weighed, and whether an account may be proposed without a decision on its platform."""

    required: Flag
    """A proposal names the decision that chose its platform; else its lack is only noted."""
    platforms: Count = Field(ge=1)
    """How many platforms are weighed against each other; fewer with a reason."""
    lowest: Count
    highest: Count
    criteria: tuple[Criterion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> PlatformChoice:
        keys = [criterion.id for criterion in self.criteria]
        faults = [
            fault("criteria", at, "id", said=f"{key} stands twice") for at, key in enumerate(keys) if key in keys[:at]
        ]
        if self.highest <= self.lowest:
            faults.append(fault("highest", said="the highest score is not above the lowest"))
        refuse(faults)
        return self

    @property
    def most(self) -> int:
        """The points of a platform that has the highest score everywhere."""
        return self.highest * sum(criterion.weight for criterion in self.criteria)

    def total(self, scores: Mapping[str, int]) -> int:
        """The points for these scores, by criterion; what was not scored gives none."""
        return sum(criterion.weight * scores.get(criterion.id, 0) for criterion in self.criteria)
