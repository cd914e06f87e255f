"""What is looked for when a text is screened (clauses 6.b to 6.d, 9): categories under their clauses, and phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from sanglap.guideline.catalogue import Key
from sanglap.guideline.values import Count, Day, Flag, Part, Text, fault, refuse

Gravity = Literal["block", "warn", "note"]
Screened = Annotated[frozenset[Literal["draft", "comment"]], Field(min_length=1)]
Expressions = Annotated[tuple[str, ...], Field(min_length=1)]
"""In any of them `<name>` stands for each expression of the group of that name."""

_GROUP: Final = re.compile(r"<([^<>\s]+)>")
_LISTS: Final = ("words", "unless", "who", "what", "beside")
"""Where groups may stand: the first two of a phrase, all but the first of a pair."""


class Category(Part):
    """What a text may be found to be, under which clause that is told, and of which texts."""

    id: Key
    clause: str
    severity: Gravity
    for_: Screened = Field(alias="for")
    name: Text
    about: Text
    """One sentence on what falls under it."""
    danger: Flag = False
    """Of a citizen's words: somebody may be in danger, which comes before everything else."""


class Phrase(Part):
    """Expressions that mean the same, in any script."""

    id: Key
    category: Key
    words: Expressions
    whole: Flag = False
    """The words exactly, without an ending."""
    unless: tuple[str, ...] = ()
    """Longer expressions in which they are innocent."""
    severity: Gravity | None = None
    """Where it is another than the category's."""
    reason: Text
    author: str
    dated: Day

    @model_validator(mode="after")
    def _plain(self) -> Phrase:
        refuse(
            [
                fault("words", at, said="an expression of fewer than three letters is in every text")
                for at, word in enumerate(self.words)
                if len(word.strip()) < 3  # noqa: PLR2004 - as it says
            ]
        )
        return self


class Pair(Part):
    """Somebody, and what is said of him: a finding only together."""

    id: Key
    category: Key
    who: Expressions
    what: Expressions
    within: Count
    """At most so many words stand between them."""
    beside: tuple[str, ...] = ()
    """Where any are listed, one of them has to stand in the same sentence too."""
    unless: tuple[str, ...] = ()
    """Where one of these stands in the same sentence, nothing is meant."""
    severity: Gravity | None = None
    reason: Text
    author: str
    dated: Day


class Help(Part):
    """Whom somebody in danger can call."""

    name: Text
    number: str


class Greetings(Part):
    """Of what a text consists that says no more than a greeting (clause 6.d)."""

    wishes: Expressions
    """What is wished; one of them makes it a greeting."""
    around: Expressions
    """What may stand beside it: feasts, those who are addressed, who sends it, small words."""
    reason: Text
    author: str
    dated: Day


class Fit(Part):
    """Words by which a text shows that it serves one of the purposes of clause 4."""

    clause: str
    words: Expressions


class Screening(Part):
    """All of it; an office may add phrases of its own."""

    categories: tuple[Category, ...]
    groups: dict[Key, Expressions] = Field(default_factory=dict)
    """Expressions that more than one list needs, by the name under which lists have them."""
    phrases: tuple[Phrase, ...] = ()
    pairs: tuple[Pair, ...] = ()
    greetings: Greetings | None = None
    fits: tuple[Fit, ...] = ()
    """By what the purposes that a text serves are known (clauses 4, 6)."""
    harmless: tuple[str, ...] = ()
    """Expressions in which a listed word is innocent."""
    communities: tuple[str, ...] = ()
    """Names that are never looked for alone, not by an office's own phrases either."""

    help: tuple[Help, ...] = ()

    @property
    def dangers(self) -> frozenset[str]:
        """The categories of which somebody may be in danger."""
        return frozenset(category.id for category in self.categories if category.danger)

    @property
    def by_id(self) -> dict[str, Category]:
        """The categories by their ids."""
        return {category.id: category for category in self.categories}

    def spelled(self, listed: Iterable[str]) -> tuple[str, ...]:
        """The expressions with each group in them written out, one expression for each of the group's."""
        return tuple(
            "".join(pieces)
            for one in listed
            # Split by the groups' names, every second piece is such a name.
            for pieces in product(
                *([piece] if at % 2 == 0 else self.groups[piece] for at, piece in enumerate(_GROUP.split(one)))
            )
        )

    @model_validator(mode="after")
    def _known(self) -> Screening:
        known = self.by_id
        named = [
            *(("phrases", at, one.category) for at, one in enumerate(self.phrases)),
            *(("pairs", at, one.category) for at, one in enumerate(self.pairs)),
        ]
        refuse(
            [
                fault(name, at, "category", said=f"there is no category {category}")
                for name, at, category in named
                if category not in known
            ]
        )
        lists = [
            *(("phrases", at, key, getattr(one, key)) for at, one in enumerate(self.phrases) for key in _LISTS[:2]),
            *(("pairs", at, key, getattr(one, key)) for at, one in enumerate(self.pairs) for key in _LISTS[1:]),
        ]
        refuse(
            [
                fault(name, at, key, number, said=f"there is no group {group}")
                for name, at, key, listed in lists
                for number, one in enumerate(listed)
                for group in _GROUP.findall(one)
                if group not in self.groups
            ]
        )
        return self
