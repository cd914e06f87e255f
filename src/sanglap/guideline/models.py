"""What a rulebook is made of: immutable, checked values. No database; the loader makes them from YAML."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationInfo

from sanglap.core.localized import LocalizedText


def _localized(value: Any, info: ValidationInfo) -> LocalizedText:
    """A text in every language of the edition, and in no other."""
    wanted = (info.context or {}).get("languages", ())
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError("a text is written as one line for each language")
    if missing := [language for language in wanted if not str(value.get(language, "")).strip()]:
        raise ValueError(f"the text is missing in: {', '.join(missing)}")
    if foreign := sorted(set(value) - set(wanted)):
        raise ValueError(f"the edition has no language: {', '.join(foreign)}")
    return LocalizedText(value)


Text = Annotated[LocalizedText, PlainValidator(_localized)]


class Part(BaseModel):
    """Anything in a rulebook: it does not change, and knows no key but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Head(Part):
    """The edition as a whole."""

    id: str = Field(pattern=r"^[a-z]{2}-\d{4}$")
    title: Text
    issuer: Text
    languages: tuple[str, ...] = Field(min_length=1)
    zone: str
    from_: date = Field(alias="from")
    superseded_by: Text | None = None
    mended: tuple[str, ...] = ()


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
    note: Text | None = None
    binds: tuple[Binding, ...] = ()
    purpose: bool = False
    landed: bool = False


class PanelSize(Part):
    """How many members a panel may have (5.c)."""

    in_order: frozenset[int]
    noted: frozenset[int] = frozenset()


class Quorum(Part):
    """How many approvals are needed, by the number of members serving (6.a)."""

    approvals: dict[int, int]
    majority: dict[int, int]

    def needed(self, members: int, *, majority: bool = False) -> int:
        """Approvals needed from a panel of so many; a size that the rule does not name needs everybody's."""
        return (self.majority if majority else self.approvals).get(members, max(members, 1))


class UpdatesPerWeek(Part):
    """How often an account is updated in a week (7.a)."""

    owed_by_working_days: dict[int, int] = Field(min_length=1)
    counts: frozenset[str]
    warn_working_hours: int = Field(ge=0)

    def owed(self, working_days: int) -> int:
        """Updates owed in a week with so many working days."""
        known = max(days for days in self.owed_by_working_days if days <= working_days)
        return self.owed_by_working_days[known]


class FirstAnswer(Part):
    """Within how many working hours a message is answered, by its kind (7.b)."""

    working_hours: dict[Literal["problem", "question", "complaint", "comment"], int]


PARAMETERS: dict[str, type[Part]] = {
    "panel-size": PanelSize,
    "quorum": Quorum,
    "updates-per-week": UpdatesPerWeek,
    "first-answer": FirstAnswer,
}


class Severity(StrEnum):
    """What it means when a rule is not kept."""

    BREACH = "breach"
    DUTY = "duty"
    NOTE = "note"


class Rule(Part):
    """What a clause requires from one day on. Its parameters are of the class that PARAMETERS names for its id."""

    id: str
    clause: str
    from_: date = Field(alias="from")
    until: date | None = None
    """The last day on which it holds."""
    severity: Severity
    parameters: Any
    remedy: Text
    reading: str | None = None
    edition: str = ""

    @property
    def citation(self) -> str:
        """As `bd-2016:7.a`."""
        return f"{self.edition}:{self.clause}"

    def holds(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Hours(Part):
    """From when to when offices are open, from a day on."""

    from_: date = Field(alias="from")
    opens: time
    closes: time


class SpecialHours(Hours):
    """Hours for a span of days, both included."""

    until: date
    name: Text


class Basis(StrEnum):
    """Why a day is a holiday."""

    GENERAL = "general"
    EXECUTIVE = "executive"
    OPTIONAL = "optional"
    MOON = "moon"


class Holiday(Part):
    """A day on which offices are closed; `estimated` until the moon has been sighted."""

    date: date
    name: Text
    basis: Basis = Basis.GENERAL
    estimated: bool = False


class Calendar(Part):
    """When offices work, as the rulebook says."""

    library: str | None = None
    week_starts: Weekday
    weekend: frozenset[Weekday]
    hours: tuple[Hours, ...] = Field(min_length=1)
    special_hours: tuple[SpecialHours, ...] = ()
    working_days: tuple[date, ...] = ()
    """Days at the weekend on which offices work all the same."""
    holidays: tuple[Holiday, ...] = ()
