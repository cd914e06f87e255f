"""Transition tables: the only statement of how a thing's state may change, and by what act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

State = TypeVar("State", bound=models.TextChoices)


class TransitionRefused(Exception):
    """The thing is not in a state from which this may happen. `current` and `wanted` are states."""

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"{current} cannot become {wanted}")
        self.current = current
        self.wanted = wanted


@dataclass(frozen=True)
class Transitions(Generic[State]):
    """`table[before][after]` is the registered audit verb of that change; what is not in the table cannot happen."""

    states: type[State]
    initial: State
    table: Mapping[State, Mapping[State, str]]
    also: frozenset[State] = frozenset()
    """Other states in which a thing may begin: one that existed before it was entered here."""

    def verb(self, before: State | str, after: State | str) -> str:
        """The verb under which the change is recorded; raises TransitionRefused where there is no such change."""
        try:
            return self.table[self.states(before)][self.states(after)]
        except KeyError:
            raise TransitionRefused(str(before), str(after)) from None

    def sources(self, after: State) -> list[State]:
        """The states from which `after` can be reached in one step."""
        return [before for before, targets in self.table.items() if after in targets]

    @property
    def final(self) -> frozenset[State]:
        """The states that nothing leaves."""
        return frozenset(state for state in self.states if not self.table.get(state))

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset(verb for targets in self.table.values() for verb in targets.values())
