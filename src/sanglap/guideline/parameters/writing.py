"""What the rules about drafts are made of (clauses 6.b to 6.d)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sanglap.guideline.values import Part


class Sources(Part):
    """Which claims want a source before a panel is asked (6.b)."""

    of: frozenset[Literal["post", "answer"]] = Field(min_length=1)
    """In what: kinds of deliveries."""
    kinds: frozenset[Literal["quotation", "law", "saying", "figure", "date", "superlative"]]
    """What the screening calls a claim, by its kinds."""
