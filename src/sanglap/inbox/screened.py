"""What the screening points at in citizens' words: to sort them and to protect people, never to hide anything (6.c, 9).

What is kept belongs to the words of one message; nothing is reckoned of whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sanglap.guideline import loader
from sanglap.inbox.models import Message
from sanglap.offices.scope import Scope
from sanglap.offices.screening import screener_for
from sanglap.people.permissions import Permission
from sanglap.screening.findings import Band, Finding, Profile
from sanglap.screening.masking import masked

NEEDED = (Permission.MESSAGE_ANSWER, Permission.POST_APPROVE)
"""Who answers or approves answers reads a number that a citizen left for the office; nobody else needs to."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a text was found to be."""

    danger: bool = False
    """Somebody may be in danger."""
    band: str = ""
    """The highest of whatever touches the house rules; "" where nothing does."""


def look(office_id: UUID, texts: Sequence[str]) -> list[Seen]:
    """By the house rules alone, in one go; one or two queries. Never raises, whatever the texts hold."""
    return [_seen(found) for found in findings(office_id, texts)] if texts else []


def findings(office_id: UUID, texts: Sequence[str]) -> list[Sequence[Finding]]:
    """What is found in each, where its words are to be marked."""
    return [one.findings for one in screener_for(office_id).screen(texts, Profile.COMMENT)]


def _seen(found: Sequence[Finding]) -> Seen:
    dangers, bands = loader.current().screening.dangers, list(Band)
    # A model that is not sure says "threat" of much that is only sharp.
    danger = any(one.category in dangers and one.band is Band.HIGH for one in found)
    band = max((one.band for one in found), key=bands.index, default=None)
    return Seen(danger, band.value if band else "")


def put(message: Message, seen: Seen) -> None:
    """Write down on the message, not saved, what its words were found to be."""
    message.danger, message.band = seen.danger, seen.band
    message.danger_settled_at = message.danger_settled_by = None


def reads_all(scope: Scope, office_id: UUID) -> bool:
    """Whether the reader may see personal data in what is written to that office."""
    return any(scope.may(one, office_id) for one in NEEDED)


def cover(scope: Scope, rows: Iterable[Message]) -> None:
    """Mask personal data in the words of these messages, found with their words, where the reader need not see them;
    each then tells with `covered` whether something was.
    """
    for row in rows:
        row.covered = False
        if not reads_all(scope, row.account.office_id):
            _cover(row)


def words_of(row: Any) -> str:
    """The newest words of a message that was found with them."""
    return row.text or ""


def _cover(row: Message) -> None:
    said: list[Any] = [row]
    if "versions" in getattr(row, "_prefetched_objects_cache", {}):
        said += row.versions.all()
    for one in said:
        words = masked(words_of(one))
        row.covered, one.text = row.covered or words != words_of(one), words
