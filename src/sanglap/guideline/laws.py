"""The laws and rules that go with the guideline (clause 8): what each is called, when it held, what it means here."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from sanglap.guideline.catalogue import Address, Key
from sanglap.guideline.values import Day, Part, Text, fault, refuse


class LawKind(StrEnum):
    """What a law or rule is."""

    ACT = "act"
    ORDINANCE = "ordinance"
    RULES = "rules"
    POLICY = "policy"
    GUIDELINE = "guideline"
    CIRCULAR = "circular"


class Law(Part):
    """One law or rule of the register."""

    id: Key
    title: Text
    kind: LawKind
    number: Text | None = None
    """As it is cited: "Act No. 39 of 2006"."""
    year: int = Field(ge=1700, le=2200)
    dated: Day | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    """The last day on which it held."""
    replaced_by: Key | None = None
    url: Address | None = None
    meaning: Text
    """What it means for an office's social media."""
    unsure: Text | None = None
    """What of this entry has to be checked before somebody relies on it."""

    @model_validator(mode="after")
    def _in_order(self) -> Law:
        begins = self.from_ or self.dated
        ends_early = self.until is not None and begins is not None and self.until < begins
        refuse([fault("until", said="the law ends before it begins")] if ends_early else [])
        return self
