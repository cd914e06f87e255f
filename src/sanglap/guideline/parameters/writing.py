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


class Fitness(Part):
    """When a post is said to serve another purpose than those chosen (6)."""

    of: frozenset[Literal["post", "answer"]] = Field(min_length=1)
    signs: Count = Field(gt=0)
    """So many different words of another purpose have to stand in it, and none of those chosen."""
    gravity: Literal["warn", "note"]


class OtherPurpose(Part):
    """A purpose in the office's own words, where none of the seven fits (4)."""

    words: Count = Field(gt=0)
    """With so many words at least it is described."""
    longest: Count = Field(gt=0, le=200)
    """With so many characters at most."""
