"""Reads a rulebook from its folder, and names file, line and fault of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings

from sanglap.core.localized import LocalizedText
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.catalogue import Catalogue
from sanglap.guideline.days import CalendarData
from sanglap.guideline.house import HouseRules
from sanglap.guideline.laws import Law
from sanglap.guideline.models import Binding, Clause, Head, Rule
from sanglap.guideline.parameters import PARAMETERS
from sanglap.guideline.parameters.attesting import AccountSecurity, Attesting, CompromiseDrill
from sanglap.guideline.parameters.choosing import PlatformChoice
from sanglap.guideline.parameters.deciding import ApprovalTime, Urgent
from sanglap.guideline.parameters.exemption import ExemptionLength
from sanglap.guideline.parameters.moderation import AppealAnswer
from sanglap.guideline.parameters.naming import OfficeName, RenamingDue
from sanglap.guideline.parameters.outside import (
    GrievanceLink,
    LookOutside,
    ProfileDescription,
    WebsiteLink,
)
from sanglap.guideline.parameters.planning import PostsApart, Recurring
from sanglap.guideline.parameters.purposes import PurposesServed
from sanglap.guideline.parameters.recording import Captions
from sanglap.guideline.parameters.suggesting import Suggesting, WebsiteFeed
from sanglap.guideline.parameters.work import FirstAnswer, OrderFollows, PanelSize, Quorum, UpdatesPerWeek
from sanglap.guideline.parameters.writing import Fitness, OtherPurpose, PeopleShown, Sources, Unimportant
from sanglap.guideline.reader import Fault, Reader
from sanglap.guideline.screening import Screening

AttestingId = Literal[
    "attest-password", "attest-mfa", "attest-recovery", "attest-access", "pictures", "settings-chosen",
    "terms-confirmed", "letterhead",
]  # fmt: skip
"""The rules of what a panel confirms of its account."""


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
    catalogue: Catalogue
    """The platforms among which an office chooses (clause 3)."""
    laws: tuple[Law, ...]
    """The laws and rules that rules and decisions cite (clause 8)."""
    screening: Screening
    """What is looked for in what is to be published, and in what citizens write (clause 9)."""
    house: HouseRules
    """Under which rules a person may hide what a citizen wrote."""

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
    def government(self) -> LocalizedText:
        """What stands above an office's name on its letterhead; empty where the rulebook does not say it."""
        return self.head.government or LocalizedText()

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
    def opening(self) -> tuple[Clause, ...]:
        """With what the guideline begins before it asks anything of anybody: why it is there (clauses 1 and 2.1)."""
        first = takewhile(lambda clause: set(clause.binds) <= {Binding.GUIDE}, self.clauses)
        return tuple(clause for clause in first if clause.text is not None)

    @cached_property
    def grounds(self) -> tuple[Clause, ...]:
        """The clauses on whose ground a post may be rejected."""
        return tuple(clause for clause in self.clauses if clause.ground)

    @overload
    def rule(self, rule_id: Literal["panel-size"], *, on: date, kind: str = "") -> Rule[PanelSize]: ...
    @overload
    def rule(self, rule_id: Literal["quorum"], *, on: date, kind: str = "") -> Rule[Quorum]: ...
    @overload
    def rule(self, rule_id: Literal["sources"], *, on: date, kind: str = "") -> Rule[Sources]: ...
    @overload
    def rule(self, rule_id: Literal["updates-per-week"], *, on: date, kind: str = "") -> Rule[UpdatesPerWeek]: ...
    @overload
    def rule(self, rule_id: Literal["first-answer"], *, on: date, kind: str = "") -> Rule[FirstAnswer]: ...
    @overload
    def rule(self, rule_id: Literal["order-follows"], *, on: date, kind: str = "") -> Rule[OrderFollows]: ...
    @overload
    def rule(self, rule_id: Literal["office-name"], *, on: date, kind: str = "") -> Rule[OfficeName]: ...
    @overload
    def rule(self, rule_id: Literal["renaming-due"], *, on: date, kind: str = "") -> Rule[RenamingDue]: ...
    @overload
    def rule(self, rule_id: Literal["platform-choice"], *, on: date, kind: str = "") -> Rule[PlatformChoice]: ...
    @overload
    def rule(self, rule_id: Literal["account-security"], *, on: date, kind: str = "") -> Rule[AccountSecurity]: ...
    @overload
    def rule(self, rule_id: AttestingId, *, on: date, kind: str = "") -> Rule[Attesting]: ...
    @overload
    def rule(self, rule_id: Literal["compromise-drill"], *, on: date, kind: str = "") -> Rule[CompromiseDrill]: ...
    @overload
    def rule(self, rule_id: Literal["profile-text"], *, on: date, kind: str = "") -> Rule[ProfileDescription]: ...
    @overload
    def rule(self, rule_id: Literal["website-tie"], *, on: date, kind: str = "") -> Rule[WebsiteLink]: ...
    @overload
    def rule(self, rule_id: Literal["grievance-link"], *, on: date, kind: str = "") -> Rule[GrievanceLink]: ...
    @overload
    def rule(self, rule_id: Literal["look-outside"], *, on: date, kind: str = "") -> Rule[LookOutside]: ...
    @overload
    def rule(self, rule_id: Literal["purposes-served"], *, on: date, kind: str = "") -> Rule[PurposesServed]: ...
    @overload
    def rule(self, rule_id: Literal["exemption"], *, on: date, kind: str = "") -> Rule[ExemptionLength]: ...
    @overload
    def rule(self, rule_id: Literal["appeal-answer"], *, on: date, kind: str = "") -> Rule[AppealAnswer]: ...
    @overload
    def rule(self, rule_id: Literal["posts-apart"], *, on: date, kind: str = "") -> Rule[PostsApart]: ...
    @overload
    def rule(self, rule_id: Literal["recurring"], *, on: date, kind: str = "") -> Rule[Recurring]: ...
    @overload
    def rule(self, rule_id: Literal["unimportant"], *, on: date, kind: str = "") -> Rule[Unimportant]: ...
    @overload
    def rule(self, rule_id: Literal["suggestions"], *, on: date, kind: str = "") -> Rule[Suggesting]: ...
    @overload
    def rule(self, rule_id: Literal["website-feed"], *, on: date, kind: str = "") -> Rule[WebsiteFeed]: ...
    @overload
    def rule(self, rule_id: Literal["people-shown"], *, on: date, kind: str = "") -> Rule[PeopleShown]: ...
    @overload
    def rule(self, rule_id: Literal["fitness"], *, on: date, kind: str = "") -> Rule[Fitness]: ...
    @overload
    def rule(self, rule_id: Literal["other-purpose"], *, on: date, kind: str = "") -> Rule[OtherPurpose]: ...
    @overload
    def rule(self, rule_id: Literal["approval-time"], *, on: date, kind: str = "") -> Rule[ApprovalTime]: ...
    @overload
    def rule(self, rule_id: Literal["urgent"], *, on: date, kind: str = "") -> Rule[Urgent]: ...
    @overload
    def rule(self, rule_id: Literal["captions"], *, on: date, kind: str = "") -> Rule[Captions]: ...
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
    laws = reader.listed("laws.yaml", "laws", lambda _raw: Law)
    catalogue = reader.whole("platforms.yaml", Catalogue)
    screening = reader.whole("screening.yaml", Screening)
    house = reader.whole("house-rules.yaml", HouseRules)
    faults = reader.all_faults()
    if faults or head is None or calendar is None or catalogue is None or screening is None or house is None:
        raise RulebookError(faults)
    working = WorkingCalendar(calendar, head.languages)
    return Rulebook(head, tuple(clauses), tuple(rules), working, catalogue, tuple(laws), screening, house)


def _rule_type(raw: Any) -> type[Rule]:
    parameters = PARAMETERS.get(str(raw.get("id"))) if isinstance(raw, dict) else None
    # A rule that nobody knows is a fault found elsewhere; here the rest of it is looked at.
    return Rule[parameters] if parameters else Rule[Any]  # type: ignore[valid-type]  # chosen by the data
