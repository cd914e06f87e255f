"""Reads a rulebook from its folder, and names file, line and fault of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

import yaml
from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from sanglap.core.localized import LocalizedText
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.models import PARAMETERS, Calendar, Clause, Head, Rule

T = TypeVar("T")
Path_ = tuple[str | int, ...]
Lines = Mapping[Path_, int]


class RulebookError(Exception):
    """The rulebook cannot be used. `faults` are lines of `file:line: fault`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Rulebook:
    """One edition of the guideline."""

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
        return self.head.superseded_by

    @property
    def zone(self) -> str:
        return self.head.zone

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

    def rule(self, rule_id: str, *, on: date) -> Rule:
        """The rule in force on that day of the offices' calendar; raises LookupError where none is."""
        for rule in self.rules:
            if rule.id == rule_id and rule.holds(on):
                return rule
        raise LookupError(f"{self.id} has no rule {rule_id} on {on}")

    def clause_of(self, rule_id: str, *, now: datetime) -> Clause:
        """The clause from which the rule in force at that moment comes."""
        return self.clause(self.rule(rule_id, on=self.calendar.day_of(now)).clause)


@cache
def current() -> Rulebook:
    """The edition that the settings name. Raises RulebookError."""
    return load(Path(settings.SANGLAP_RULEBOOKS) / settings.SANGLAP_EDITION)


def load(folder: Path) -> Rulebook:
    """The rulebook in that folder; raises RulebookError with every fault found."""
    reader = _Reader(folder)
    reader.learn_languages()
    head = reader.read("rulebook.yaml", Head)
    clauses = reader.read("clauses.yaml", tuple[Clause, ...], "clauses") or ()
    rules = reader.read_rules({clause.id for clause in clauses}, head.id if head else "")
    calendar = reader.read("calendar.yaml", Calendar, "calendar")
    if head and head.zone not in available_timezones():
        reader.fault("rulebook.yaml", ("zone",), f"there is no time zone {head.zone}")
    for at, clause in enumerate(clauses):
        if clause.id in {other.id for other in clauses[:at]}:
            reader.fault("clauses.yaml", ("clauses", at, "id"), f"clause {clause.id} stands twice")
    if reader.faults or head is None or calendar is None:
        raise RulebookError(reader.faults)
    return Rulebook(head, clauses, rules, WorkingCalendar(calendar, head.zone, head.languages))


class _Reader:
    """Reads the files of one folder and gathers the faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.languages: tuple[str, ...] = ()
        self._files: dict[str, tuple[Any, Lines]] = {}

    def learn_languages(self) -> None:
        """Texts everywhere are checked against the languages of the edition, so these are read before all else."""
        content = self._content("rulebook.yaml")
        named = content.get("languages") if isinstance(content, dict) else None
        self.languages = tuple(str(one) for one in named) if isinstance(named, list) else ()

    def fault(self, name: str, path: Path_, said: str) -> None:
        lines = self._files.get(name, ({}, {}))[1]
        line = next((lines[path[:size]] for size in range(len(path), -1, -1) if path[:size] in lines), 1)
        where = ".".join(str(part) for part in path)
        self.faults.append(f"{self.folder.name}/{name}:{line}: {where + ': ' if where else ''}{said}")

    def _content(self, name: str) -> Any:
        if name not in self._files:
            try:
                self._files[name] = _parse((self.folder / name).read_text(encoding="utf-8"))
            except FileNotFoundError:
                self.faults.append(f"{self.folder.name}/{name}:1: the file is missing")
                self._files[name] = ({}, {})
            except yaml.MarkedYAMLError as error:
                line = error.problem_mark.line + 1 if error.problem_mark else 1
                self.faults.append(f"{self.folder.name}/{name}:{line}: {error.problem}")
                self._files[name] = ({}, {})
        return self._files[name][0]

    def read(self, name: str, kind: type[T], key: str | None = None) -> T | None:
        """The file, or what stands in it under its one key, as that type; None where it is faulty."""
        content = self._content(name)
        prefix: Path_ = ()
        if not self._files[name][1]:
            return None
        if key is not None:
            for other in content if isinstance(content, dict) else ():
                if other != key:
                    self.fault(name, (other,), "this key is not known here")
            content, prefix = (content.get(key) if isinstance(content, dict) else None), (key,)
        checked: T | None = self._check(name, kind, content, prefix)
        return checked

    def _check(self, name: str, kind: Any, content: Any, prefix: Path_) -> Any:
        try:
            return TypeAdapter(kind).validate_python(content, context={"languages": self.languages})
        except ValidationError as error:
            for one in error.errors():
                said = "this key is not known here" if one["type"] == "extra_forbidden" else one["msg"]
                self.fault(name, (*prefix, *one["loc"]), said.removeprefix("Value error, "))
            return None

    def read_rules(self, clauses: set[str], edition: str) -> tuple[Rule, ...]:
        content = self._content("rules.yaml")
        rules: list[Rule] = []
        for at, raw in enumerate(content.get("rules") or () if isinstance(content, dict) else ()):
            rule = self._check("rules.yaml", Rule, raw, ("rules", at))
            if rule is not None:
                rules.extend(self._rule(rule, at, clauses, edition))
        for at, rule in enumerate(rules):
            self._no_overlap(rule, rules[:at])
        return tuple(rules)

    def _rule(self, rule: Rule, at: int, clauses: set[str], edition: str) -> Iterator[Rule]:
        path: Path_ = ("rules", at)
        if rule.id not in PARAMETERS:
            self.fault("rules.yaml", (*path, "id"), f"no rule is called {rule.id}; known: {', '.join(PARAMETERS)}")
            return
        if clauses and rule.clause not in clauses:
            self.fault("rules.yaml", (*path, "clause"), f"there is no clause {rule.clause}")
        if rule.until is not None and rule.until < rule.from_:
            self.fault("rules.yaml", (*path, "until"), "the rule ends before it begins")
        parameters = self._check("rules.yaml", PARAMETERS[rule.id], rule.parameters, (*path, "parameters"))
        if parameters is not None:
            yield rule.model_copy(update={"parameters": parameters, "edition": edition})

    def _no_overlap(self, rule: Rule, before: Sequence[Rule]) -> None:
        for other in before:
            apart = (other.until is not None and other.until < rule.from_) or (
                rule.until is not None and rule.until < other.from_
            )
            if other.id == rule.id and not apart:
                at = self._index(rule)
                self.fault("rules.yaml", ("rules", at, "from"), f"two rules {rule.id} hold on the same days")

    def _index(self, rule: Rule) -> int:
        raw = self._files["rules.yaml"][0]["rules"]
        return next(at for at, one in enumerate(raw) if one.get("id") == rule.id and one.get("from") == rule.from_)


def _parse(text: str) -> tuple[Any, Lines]:
    """The YAML as plain data, and the line of every key and item in it."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path_, int] = {(): 1}
        if node is not None:
            _note_lines(node, (), lines)
        return (loader.construct_document(node) if node is not None else {}), lines
    finally:
        loader.dispose()


def _note_lines(node: yaml.Node, path: Path_, lines: dict[Path_, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines[(*path, key.value)] = key.start_mark.line + 1
            _note_lines(value, (*path, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            lines[(*path, at)] = item.start_mark.line + 1
            _note_lines(item, (*path, at), lines)
