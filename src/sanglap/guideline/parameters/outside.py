"""What the rules are made of that are looked after from outside: profile, website, grievances (5.a, 5.b, 5.h, 5.i)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from sanglap.guideline.values import Count, Part

Percent = Annotated[int, Field(strict=True, ge=1, le=100)]
Host = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)*$")]
Word = Annotated[str, Field(min_length=2, max_length=80)]


class ProfileDescription(Part):
    """When a live profile tells purpose, audience and user (5.b)."""

    share: Percent
    """How much of the words of a registered text must sound in the live one."""
    fillers: frozenset[Word] = frozenset()
    """Words that tell nothing and do not count."""


class WebsiteLink(Part):
    """When an office's website and its account's profile are linked with each other (5.h)."""

    official: frozenset[Domain] = Field(min_length=1)
    """What official addresses end in."""
    further: frozenset[Word] = frozenset()
    """What a link says or holds that leads to the page where accounts may be named, if the home page names none."""
    parked: frozenset[Word] = frozenset()
    """What stands on a page whose address is for sale or has been given up."""
    foreign: frozenset[Word] = frozenset()
    """What stands on a page that strangers have taken over."""


class GrievanceLink(Part):
    """What a link to the grievance redress system leads to (5.i)."""

    hosts: frozenset[Host] = Field(min_length=1)


class LookOutside(Part):
    """How often profiles and websites are looked at from outside, and what counts (5.h)."""

    days: Annotated[int, Field(strict=True, ge=1)]
    """Between two looks."""
    in_a_row: Annotated[int, Field(strict=True, ge=1)]
    """So many times in a row a fault is seen before it counts."""
    retry_hours: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = Field(min_length=1)
    """After how long a fault is looked at again, the first time, the second time and so on, and ever after."""
    note_days: Annotated[int, Field(strict=True, ge=1)]
    """So often what has not changed is noted in the history all the same."""
    person_days: Annotated[int, Field(strict=True, ge=1)]
    """So long holds what a person saw where the machine cannot see."""
    pause_minutes: Count
    """Between two looks that somebody asks for."""

    @property
    def interval(self) -> timedelta:
        return timedelta(days=self.days)

    def retry(self, failures: int) -> timedelta:
        """How long to wait after so many faults in a row (1 is the first), never longer than the interval."""
        hours = self.retry_hours[min(max(failures, 1), len(self.retry_hours)) - 1]
        return min(timedelta(hours=hours), self.interval)
