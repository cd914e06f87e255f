"""What the rules about the time that a panel has are made of (clause 6.a)."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from sanglap.guideline.values import Count, Part, Text, fault, refuse


class ApprovalTime(Part):
    """When an approval comes too late, and when the panel is told that time runs out."""

    late_hours: Count = Field(gt=0)
    """So long after its time a post may still be approved."""
    warn_hours: Count = Field(gt=0)
    """So long before the wait ends the panel is told."""
    quiet_hours: Count
    """But not so soon after it was asked."""

    @property
    def late(self) -> timedelta:
        return timedelta(hours=self.late_hours)

    @property
    def warn(self) -> timedelta:
        return timedelta(hours=self.warn_hours)

    @property
    def quiet(self) -> timedelta:
        return timedelta(hours=self.quiet_hours)


class Urgent(Part):
    """When a post may go the urgent way, how its panel approves it, and how it is looked at afterwards."""

    kinds: dict[str, Text] = Field(min_length=1)
    """What counts as urgent, by its key."""
    approvals: Count = Field(gt=0)
    """Approvals that are enough, of members who did not write it; never none."""
    but_found: frozenset[Literal["block", "warn", "note"]]
    """How grave a finding is that wants the usual number all the same."""
    hours: Count = Field(gt=0)
    """So long it waits for its panel; after that it is urgent no more."""
    warn_hours: Count = Field(gt=0)
    """So long before that the panel is told."""
    confirm_working_days: Count = Field(gt=0)
    """Within so many working days the rest of the panel confirms it or objects."""
    counted_days: Count = Field(gt=0)
    """So far back the uses are counted."""
    often: Count = Field(gt=0)
    """From so many uses in that time on, it is said that they are many."""

    @model_validator(mode="after")
    def _in_order(self) -> Urgent:
        refuse([fault("warn_hours", said="is not before the end")] if self.warn_hours >= self.hours else [])
        return self

    @property
    def wait(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def warn(self) -> timedelta:
        return timedelta(hours=self.warn_hours)

    @property
    def counted(self) -> timedelta:
        return timedelta(days=self.counted_days)
