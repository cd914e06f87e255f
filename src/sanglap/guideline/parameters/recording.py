"""What the rule on captions is made of (clause 6: content that reaches whom it is for)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sanglap.guideline.values import Part


class Captions(Part):
    """What wants captions, unless somebody says that nobody speaks in it."""

    of: frozenset[Literal["video", "audio"]] = Field(min_length=1)
