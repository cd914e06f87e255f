"""What the rules on planning posts are made of (clause 6: content that serves its purpose)."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from sanglap.guideline.values import Count, Part


class PostsApart(Part):
    """How far apart two posts of the same account are planned."""

    apart_minutes: Count = Field(gt=0)

    @property
    def apart(self) -> timedelta:
        return timedelta(minutes=self.apart_minutes)


class Recurring(Part):
    """When a post that comes again is begun as a draft, so that there is time to look at it and to approve it."""

    days_before: Count = Field(gt=0)

    @property
    def before(self) -> timedelta:
        return timedelta(days=self.days_before)
