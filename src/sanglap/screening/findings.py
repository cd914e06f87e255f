"""What screening finds: plain values, the same for drafts and for comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Profile(StrEnum):
    """What is screened: what an institution means to publish, or what a citizen wrote."""

    DRAFT = "draft"
    COMMENT = "comment"


class Severity(StrEnum):
    """What follows from a finding. None of it hides anything."""

    BLOCK = "block"
    """To be removed, or overruled by the panel with a reason."""
    WARN = "warn"
    NOTE = "note"


class Band(StrEnum):
    """How sure it is. Never a percentage: it would be taken for more than it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


PERSONAL: Final = "personal-data"
CLAIM: Final = "claim"
GREETING: Final = "greeting"
"""The categories of what is found by its looks. Those of the models bear the names of their heads; which others there
are, and under which clause each is told, says the rulebook.
"""

Reason = Mapping[str, str]
"""One sentence, by language."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that somebody has to look at."""

    category: str
    """One of the rulebook's."""
    clause: str
    severity: Severity
    band: Band
    start: int
    end: int
    """Where it stands in the original, in code points; `words` are the text from `start` to `end`."""
    words: str
    source: str
    """What spoke: `phrase:<key>`, `pattern:<key>` or `model:<data sets>`."""
    reason: Reason

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "clause": self.clause,
            "category": self.category,
            "severity": self.severity.value,
            "band": self.band.value,
            "start": self.start,
            "end": self.end,
            "words": self.words,
            "source": self.source,
            "reason": dict(self.reason),
        }


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """The gravest first, then as they stand in the text."""
    gravity = {severity: place for place, severity in enumerate(Severity)}
    return sorted(findings, key=lambda one: (gravity[one.severity], one.start, one.end, one.category))


def together(findings: Sequence[Finding]) -> list[list[Finding]]:
    """What is of one category, as one matter to be judged: groups of them, the gravest group and member first."""
    groups: dict[str, list[Finding]] = {}
    for one in in_order(findings):
        groups.setdefault(one.category, []).append(one)
    return list(groups.values())
