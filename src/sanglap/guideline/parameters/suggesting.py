"""What the rules about suggestions and feeds of websites are made of (clause 6)."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from sanglap.guideline.values import Count, Part


class Suggesting(Part):
    """How much one person may suggest."""

    pictures: Count = Field(gt=0)
    waiting_most: Count = Field(gt=0)
    """Of one person at one office at once."""


class WebsiteFeed(Part):
    """How often feeds are read, and how much of them becomes suggestions."""

    hours: Count = Field(gt=0)
    hours_after_faults: Count = Field(gt=0)
    """The longest pause after faults."""
    first: Count
    """Entries taken of the first reading."""
    at_once: Count = Field(gt=0)
    """Entries taken of one later reading."""
    feeds: Count = Field(gt=0)
    waiting_days: Count = Field(gt=0)
    pause_minutes: Count
    """Between two readings that people ask for."""

    @property
    def pause(self) -> timedelta:
        return timedelta(minutes=self.pause_minutes)

    @property
    def waiting(self) -> timedelta:
        return timedelta(days=self.waiting_days)

    def until_next(self, faults: int) -> timedelta:
        """How long until the next reading, after so many faults in a row: twice as long each time."""
        longest = max(self.hours, self.hours_after_faults)
        return timedelta(hours=min(self.hours * 2 ** min(faults, 16), longest))
