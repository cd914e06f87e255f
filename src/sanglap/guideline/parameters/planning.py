"""What the rule on planning posts is made of (clause 6: content that serves its purpose)."""

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
