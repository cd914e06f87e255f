"""What the rule on appeals against hiding is made of (clause 9: citizens are bound by the house rules alone)."""

from __future__ import annotations

from pydantic import Field

from sanglap.guideline.values import Count, Part


class AppealAnswer(Part):
    """By when an appeal is answered, and how often one may appeal against the same hiding."""

    working_days: Count = Field(gt=0)
    times: Count = Field(gt=0)
    above_from: Count = Field(gt=0)
    """From which appeal on (1 is the first) the office above answers."""
