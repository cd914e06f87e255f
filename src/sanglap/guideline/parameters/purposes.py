"""What the rule on official purposes is made of (clause 4)."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from sanglap.guideline.values import Count, Part


class PurposesServed(Part):
    """Within what time each purpose that an account was opened for is served at least once."""

    weeks: Count = Field(gt=0)

    @property
    def within(self) -> timedelta:
        return timedelta(weeks=self.weeks)
