"""All that the kinds of things share: the offices, who serves, the accounts, the weeks. Worked out anew in each run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from random import Random

from sanglap.accounts.states import AccountState
from sanglap.bench.seed import register, sketches
from sanglap.bench.seed.hours import Hours, Opening
from sanglap.bench.seed.lines import key, milliseconds
from sanglap.bench.seed.plan import WEEKS, Plan
from sanglap.guideline import loader
from sanglap.guideline.calendar import Week
from sanglap.people.permissions import Permission, Role, roles_with

_APPROVING = frozenset(roles_with(Permission.POST_APPROVE))
AT_THE_TOP = "nasrin"
HEADS_OF_THE_CAST: Mapping[str, str] = {"bd-upa-362": "rehana"}
WRITERS_OF_THE_CAST: Mapping[str, str] = {"bd-upa-362": "sumaiya"}
BY_DISTRICT: Mapping[str, str] = {"bd-dist-46": "farhana"}
"""User names of the cast: who heads an office, who writes there, and who coordinates those below one."""
_LONG_BEFORE = timedelta(days=1200)
_BEYOND = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Known:
    """What the cast has in the database already: keys of offices by code, of those who may approve by office, of people
    by user name, and of what they are appointed to.
    """

    offices: Mapping[str, str]
    members: Mapping[str, Sequence[str]]
    people: Mapping[str, str] = field(default_factory=dict)
    appointments: Mapping[str, str] = field(default_factory=dict)


class World:
    """The data set as the plan has it."""

    def __init__(self, plan: Plan, known: Known) -> None:
        self.plan, self.known = plan, known
        self.now = milliseconds(plan.now)
        self.began = milliseconds(plan.now - _LONG_BEFORE)
        self.calendar = loader.current().calendar

    def chance(self, of: object) -> Random:
        """Lots of one's own for each thing: parts do not depend on what was drawn before them."""
        return Random(f"{self.plan.seed} {of}")  # noqa: S311 - made-up data, the same every time

    @cached_property
    def offices(self) -> list[register.Office]:
        scale = self.plan.scale
        return register.offices(scale.offices, scale.within, at=self.began, known=self.known.offices)

    @cached_property
    def positions(self) -> list[sketches.Position]:
        return sketches.positions(self.offices)

    @cached_property
    def appointments(self) -> list[sketches.Appointment]:
        return sketches.appointments(self.positions, self.plan.scale.appointments, self.chance("people"), now=self.now)

    def person(self, number: int) -> str:
        """The key of the person of that number."""
        return key(self.began, number)

    @cached_property
    def _members(self) -> Mapping[int, list[sketches.Appointment]]:
        """By the office's number, the last holders of each position that lets one approve."""
        found: dict[int, list[sketches.Appointment]] = defaultdict(list)
        for held in self.appointments[: len(self.positions)]:
            if held.role in _APPROVING:
                found[held.office].append(held)
        return found

    @cached_property
    def heads(self) -> Mapping[int, sketches.Appointment]:
        """By the office's number, who heads it now."""
        last = self.appointments[: len(self.positions)]
        return {held.office: held for held in last if held.role == Role.HEAD and held.serves(self.now)}

    def head(self, office: register.Office) -> str | None:
        """The key of whoever heads that office now."""
        if office.known:
            return self.known.people.get(HEADS_OF_THE_CAST.get(office.code, ""))
        held = self.heads.get(office.number)
        return self.person(held.number) if held else None

    def reviewer(self, office: register.Office) -> str | None:
        """The key of whoever reviews that office's accounts: at its district or, where that is not the cast's, at the
        top.
        """
        above = "" if office.parent is None else self.offices[office.parent].code
        return self.known.people.get(BY_DISTRICT.get(above, AT_THE_TOP))

    def writer(self, account: sketches.Account) -> str | None:
        """The key of whoever writes for that account."""
        known = self.known.people.get(WRITERS_OF_THE_CAST.get(account.office.code, ""))
        return known or next((user for user, _since in self.members(account)), None)

    def members(self, account: sketches.Account) -> Sequence[tuple[str, int]]:
        """Those who could sit on its panel, and since when they hold a position at its office."""
        if account.office.known:
            return [(user, account.opened) for user in self.known.members.get(account.office.code, ())]
        return [(self.person(held.number), held.starts) for held in self._members.get(account.office.number, ())]

    @cached_property
    def accounts(self) -> list[sketches.Account]:
        return sketches.accounts(self.offices, self.plan.scale.accounts, self.chance("accounts"), now=self.now)

    @cached_property
    def active(self) -> list[sketches.Account]:
        """Those at work."""
        return [account for account in self.accounts if account.state == AccountState.ACTIVE]

    @cached_property
    def weeks(self) -> list[Week]:
        """The year's, the one of the last day at the end."""
        last = self.calendar.week(self.plan.until)
        return [
            Week(last.start - timedelta(weeks=back), last.end - timedelta(weeks=back)) for back in range(WEEKS)[::-1]
        ]

    @cached_property
    def hours(self) -> Hours:
        return Hours(self.calendar, self.weeks[0].start, self.weeks[-1].end + _BEYOND)

    def openings(self, week: Week) -> Sequence[Opening]:
        """The working hours of that week's days; the whole week's days where none is worked."""
        first, last = (milliseconds(self.calendar.begins(day)) for day in (week.start, week.end + timedelta(days=1)))
        return self.hours.within(first, last) or [(first, last)]
