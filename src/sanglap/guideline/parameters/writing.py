"""What the rules on writing are made of (clause 6.d)."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from sanglap.guideline.values import Count, Part


class Unimportant(Part):
    """When a post says again what its office said lately (6.d)."""

    days: Count = Field(gt=0)
    """So far back is looked."""
    alike: Count = Field(gt=0, le=100)
    """From so many hundredths of the same words on."""

    @property
    def back(self) -> timedelta:
        return timedelta(days=self.days)

    def says_again(self, likeness: float) -> bool:
        """Whether texts that alike, from 0.0 to 1.0, say the same."""
        return likeness * 100 >= self.alike
