"""What a rulebook is made of: immutable, checked values. No database; the loader makes them from YAML."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Generic

from pydantic import Field, PrivateAttr, model_validator
from typing_extensions import TypeVar

from sanglap.guideline.values import Day, Flag, Part, Text, fault, refuse

P = TypeVar("P", bound=Part, default=Any)


class Head(Part):
    """The edition as a whole."""

    id: str = Field(pattern=r"^[a-z]{2}-\d{4}$")
    title: Text
    issuer: Text
    government: Text | None = None
    """What stands above an office's name on its letterhead."""
    source: Text
    """What this wording was taken from."""
    languages: tuple[str, ...] = Field(min_length=1)
    from_: Day = Field(alias="from")
    superseded_by: Text | None = None
    mended: tuple[str, ...] = ()
    """Each evident error of the source's scan and what it was mended to."""


class Binding(StrEnum):
    """How the software holds to a clause."""

    GATE = "gate"
    DUTY = "duty"
    ATTEST = "attest"
    FLOW = "flow"
    GUIDE = "guide"
    ASSIST = "assist"


class Clause(Part):
    """One clause: `id` as `5.c`, `label` as it is cited in each language."""

    id: str = Field(pattern=r"^\d+(\.[a-z0-9]+)*$")
    label: Text
    title: Text | None = None
    text: Text | None = None
    """None for a heading."""
    note: Text | None = None
    """Ours, not the document's."""
    binds: tuple[Binding, ...] = ()
    ground: bool = False
    """Whether a post may be rejected on its ground."""
    purpose: Flag = False
    """One of the official purposes."""
    landed: Flag = False
    """Every part of it works, and a test cites it."""


class Severity(StrEnum):
    """What it means when a rule is not kept."""

    BREACH = "breach"
    DUTY = "duty"
    NOTE = "note"


class OfficeKind(StrEnum):
    """The nine kinds of office to which a rule may be limited (clause 2.2)."""

    MINISTRY = "ministry"
    DIVISION = "division"
    DIRECTORATE = "directorate"
    AGENCY = "agency"
    COMMISSION = "commission"
    AUTONOMOUS = "autonomous"
    COMPANY = "company"
    FIELD = "field"
    INSTITUTION = "institution"


class Rule(Part, Generic[P]):
    """What a clause requires from one day to another, both included."""

    id: str
    clause: str
    from_: Day = Field(alias="from")
    until: Day | None = None
    scope: frozenset[OfficeKind] = Field(default=frozenset(), min_length=1)
    """The kinds of office it is for; none named: for all. A rule for a kind goes before the one for all."""
    severity: Severity
    parameters: P
    remedy: Text
    """What to do when it is not kept."""
    note: Text | None = None
    """What the document leaves open, and how we read it."""
    laws: tuple[str, ...] = ()
    """The laws it goes with, by their keys in the register (clause 8)."""
    _edition: str = PrivateAttr(default="")

    def model_post_init(self, context: Any, /) -> None:
        self._edition = (context or {}).get("edition", "")

    @model_validator(mode="after")
    def _in_order(self) -> Rule[P]:
        ends_early = self.until is not None and self.until < self.from_
        refuse([fault("until", said="the rule ends before it begins")] if ends_early else [])
        return self

    @property
    def citation(self) -> str:
        """The clause it stands for, as `bd-2016:7.a`."""
        return f"{self._edition}:{self.clause}"

    def holds(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.from_ <= day and (self.until is None or day <= self.until)
