"""What the rule on exemptions is made of (clause 11: difficulties in following the guideline)."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from sanglap.guideline.values import Count, Part


class ExemptionLength(Part):
    """For how long an office may be exempt from a duty at a time."""

    days: Count = Field(gt=0)

    @property
    def longest(self) -> timedelta:
        return timedelta(days=self.days)
