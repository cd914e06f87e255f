"""What the rules about drafts are made of (clauses 6.b to 6.d)."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from sanglap.guideline.values import Count, Part


class Sources(Part):
    """Which claims want a source before a panel is asked (6.b)."""

    of: frozenset[Literal["post", "answer"]] = Field(min_length=1)
    """In what: kinds of deliveries."""
    kinds: frozenset[Literal["quotation", "law", "saying", "figure", "date", "superlative"]]
    """What the screening calls a claim, by its kinds."""


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
