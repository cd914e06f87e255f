"""What the rules about drafts are made of (clauses 6.b to 6.d)."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from sanglap.guideline.values import Count, Flag, Part


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


Shown = Literal["child", "child_in_case", "victim", "accused", "relief"]
"""In what circumstances somebody is shown so that he can be recognised."""


class PeopleShown(Part):
    """Who may be shown in a picture so that he can be recognised, and who agrees first (6.c)."""

    refused: frozenset[Shown]
    """Never, whoever agreed."""
    private: Flag
    """Private persons agree first, in whatever circumstances."""
    agreed: frozenset[Shown]
    """Agree first, also at a public event."""
    guardian: frozenset[Shown]
    """Of these a parent or guardian agrees."""
