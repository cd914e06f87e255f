"""The house rules: under which of them a person may hide what a citizen wrote, and what is never hidden."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from pydantic import Field

from sanglap.guideline.catalogue import Key
from sanglap.guideline.values import Part, Text


class HouseRule(Part):
    """One rule as citizens read it."""

    id: Key
    title: Text
    text: Text
    categories: frozenset[Key] = frozenset()
    """What screening finds in a comment that hints at this rule. It decides nothing."""


class HouseRules(Part):
    """All of them."""

    introduction: Text
    rules: tuple[HouseRule, ...] = Field(min_length=1)
    helped: frozenset[Key] = frozenset()
    """What screening finds where somebody may be in danger: he is helped, and never hidden."""
    never_hidden: tuple[Text, ...] = Field(min_length=1)

    @cached_property
    def by_id(self) -> Mapping[str, HouseRule]:
        return {rule.id: rule for rule in self.rules}

    def hinted(self, categories: Collection[str]) -> tuple[HouseRule, ...]:
        """The rules at which findings of these categories hint."""
        return tuple(rule for rule in self.rules if not rule.categories.isdisjoint(categories))
