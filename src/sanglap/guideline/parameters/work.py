"""What the rules of daily work are made of: panels, approval, updates, answers, orders (clauses 5.c, 6.a, 7.a, 7.b)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from sanglap.guideline.values import Count, Flag, Part, fault, refuse


class SizeStanding(StrEnum):
    """What a panel's size means."""

    IN_ORDER = "in_order"
    NOTED = "noted"
    BREACH = "breach"


class PanelSize(Part):
    """How many members a panel may have (5.c)."""

    in_order: frozenset[Count] = Field(min_length=1)
    noted: frozenset[Count] = frozenset()
    """Neither in order nor a breach, until clarified."""
    warn_working_days: Count
    """How many working days before a member leaves the account counts as at risk."""

    @model_validator(mode="after")
    def _apart(self) -> PanelSize:
        both = sorted(self.in_order & self.noted)
        refuse([fault("noted", said=f"{size} is in order already") for size in both])
        return self

    def standing(self, members: int) -> SizeStanding:
        """A size that the rule does not name is a breach."""
        if members in self.in_order:
            return SizeStanding.IN_ORDER
        return SizeStanding.NOTED if members in self.noted else SizeStanding.BREACH


class Quorum(Part):
    """How many approvals are needed, by the number of members serving (6.a)."""

    approvals: dict[Count, Count]
    majority: dict[Count, Count] = {}
    """The same where the office orders a majority, or the screening found something."""
    found: frozenset[Literal["block", "warn", "note"]] = frozenset()
    """How grave a finding is that wants the majority, and a word on it from each who approves."""
    sole_confirms: Flag
    """A panel of one may approve the sole member's own words, and that is recorded as such."""
    on_paper: Flag = True
    """A vote may be signed on paper, in the office's file, and recorded with its scan."""

    @model_validator(mode="after")
    def _possible(self) -> Quorum:
        faults = [
            fault(name, size, said=f"a panel of {size} cannot give {needed} approvals, or needs none")
            for name, table in (("approvals", self.approvals), ("majority", self.majority))
            for size, needed in table.items()
            if not 1 <= needed <= size
        ]
        faults += [
            fault("majority", size, said=f"{needed} of {size} is no majority")
            for size, needed in self.majority.items()
            if needed * 2 <= size
        ]
        refuse(faults)
        return self

    def needed(self, members: int, *, majority: bool = False) -> int:
        """Approvals needed from a panel of so many; a size that the rule does not name needs everybody's."""
        return (self.majority if majority else self.approvals).get(members, max(members, 1))


class UpdatesPerWeek(Part):
    """How often an account is updated in a week (7.a)."""

    updates: Count
    counts: frozenset[Literal["post", "share", "answer"]] = Field(min_length=1)
    """What is an update: kinds of deliveries."""
    shortened: dict[Count, Count] = {}
    """Updates owed in a week with only so many working days; any other week owes `updates`."""
    warn_working_hours: Count
    """How much working time before the end of the week's last working day the account counts as at risk."""

    @model_validator(mode="after")
    def _less(self) -> UpdatesPerWeek:
        longer = [days for days, owed in self.shortened.items() if owed > self.updates]
        refuse([fault("shortened", days, said="a shortened week owes more than a whole one") for days in longer])
        return self

    def owed(self, working_days: int) -> int:
        """Updates owed in a week with so many working days."""
        return self.shortened.get(working_days, self.updates)

    @property
    def warn_before(self) -> timedelta:
        """Working time."""
        return timedelta(hours=self.warn_working_hours)


Message = Literal["problem", "comment", "question", "complaint"]


class AnswerHours(Part):
    """Working hours allowed, by kind of message."""

    problem: Count = Field(gt=0)
    comment: Count = Field(gt=0)
    question: Count = Field(gt=0)
    complaint: Count = Field(gt=0)


class FirstAnswer(Part):
    """Within what working time a message gets its first answer (7.b)."""

    working_hours: AnswerHours
    warn_working_hours: Count
    """How much working time before an answer is due the account counts as at risk."""

    def within(self, kind: Message) -> timedelta:
        """The working time allowed for a message of that kind."""
        return timedelta(hours=getattr(self.working_hours, kind))

    @property
    def warn_before(self) -> timedelta:
        """Working time."""
        return timedelta(hours=self.warn_working_hours)


class OrderFollows(Part):
    """By when the written order of an appointment is entered, and when the end of a term is recalled (5.c)."""

    days: Count
    """After the day of effect."""
    remind_days: tuple[Count, ...] = Field(min_length=1)
    """Before a term ends."""
