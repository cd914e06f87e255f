"""Reads a rulebook from its folder, and names file, line and fault of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings

from sanglap.core.localized import LocalizedText
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.days import CalendarData
from sanglap.guideline.models import Binding, Clause, Head, Rule
from sanglap.guideline.parameters import PARAMETERS
from sanglap.guideline.parameters.exemption import ExemptionLength
from sanglap.guideline.parameters.purposes import PurposesServed
from sanglap.guideline.parameters.work import FirstAnswer, OrderFollows, PanelSize, Quorum, UpdatesPerWeek
from sanglap.guideline.reader import Fault, Reader


class RulebookError(Exception):
    """The rulebook cannot be used: everything that is wrong with it, by file and line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Rulebook:
    """One edition of the guideline. It does not change."""

    head: Head
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    calendar: WorkingCalendar

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def title(self) -> LocalizedText:
        return self.head.title

    @property
    def issuer(self) -> LocalizedText:
        return self.head.issuer

    @property
    def superseded_by(self) -> LocalizedText | None:
        """The later edition, for the banner; None for one that is in force."""
        return self.head.superseded_by

    @property
    def zone(self) -> str:
        return self.calendar.zone.key

    @cached_property
    def _by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id, as `7.a`; raises KeyError."""
        return self._by_id[clause_id]

    @cached_property
    def purposes(self) -> tuple[Clause, ...]:
        """The official purposes (clause 4)."""
        return tuple(clause for clause in self.clauses if clause.purpose)

    @cached_property
    def gates(self) -> tuple[Clause, ...]:
        """The clauses that keep something from being done, headings left out."""
        return tuple(clause for clause in self.clauses if clause.text is not None and Binding.GATE in clause.binds)

    @overload
    def rule(self, rule_id: Literal["panel-size"], *, on: date, kind: str = "") -> Rule[PanelSize]: ...
    @overload
    def rule(self, rule_id: Literal["quorum"], *, on: date, kind: str = "") -> Rule[Quorum]: ...
    @overload
    def rule(self, rule_id: Literal["updates-per-week"], *, on: date, kind: str = "") -> Rule[UpdatesPerWeek]: ...
    @overload
    def rule(self, rule_id: Literal["first-answer"], *, on: date, kind: str = "") -> Rule[FirstAnswer]: ...
    @overload
    def rule(self, rule_id: Literal["order-follows"], *, on: date, kind: str = "") -> Rule[OrderFollows]: ...
    @overload
    def rule(self, rule_id: Literal["purposes-served"], *, on: date, kind: str = "") -> Rule[PurposesServed]: ...
    @overload
    def rule(self, rule_id: Literal["exemption"], *, on: date, kind: str = "") -> Rule[ExemptionLength]: ...
    @overload
    def rule(self, rule_id: str, *, on: date, kind: str = "") -> Rule: ...

    def rule(self, rule_id: str, *, on: date, kind: str = "") -> Rule:
        """The rule in force on that day of the calendar for that kind of office, one for the kind before one for
        all; without a kind, the one for all. Raises LookupError where there is none.
        """
        in_force = [rule for rule in self.rules if rule.id == rule_id and rule.holds(on)]
        narrow = [rule for rule in in_force if kind in rule.scope]
        for rule in narrow or [rule for rule in in_force if not rule.scope]:
            return rule
        raise LookupError(f"{self.id} has no rule {rule_id} on {on}")

    def clause_of(self, rule_id: str, *, now: datetime) -> Clause:
        """The clause from which the rule in force at that moment comes."""
        return self.clause(self.rule(rule_id, on=self.calendar.day_of(now)).clause)


@cache
def current() -> Rulebook:
    """The edition that the settings name, read once in each process. Raises RulebookError."""
    return load(Path(settings.SANGLAP_RULEBOOKS) / settings.SANGLAP_EDITION)


def load(folder: Path) -> Rulebook:
    """The rulebook in that folder; raises RulebookError with every fault found."""
    reader = Reader(folder)
    head = reader.whole("rulebook.yaml", Head)
    clauses = reader.listed("clauses.yaml", "clauses", lambda _raw: Clause)
    rules = reader.listed("rules.yaml", "rules", _rule_type)
    calendar = reader.whole("calendar.yaml", CalendarData)
    faults = reader.all_faults()
    if faults or head is None or calendar is None:
        raise RulebookError(faults)
    return Rulebook(head, tuple(clauses), tuple(rules), WorkingCalendar(calendar, head.languages))


def _rule_type(raw: Any) -> type[Rule]:
    parameters = PARAMETERS.get(str(raw.get("id"))) if isinstance(raw, dict) else None
    # A rule that nobody knows is a fault found elsewhere; here the rest of it is looked at.
    return Rule[parameters] if parameters else Rule[Any]  # type: ignore[valid-type]  # chosen by the data
