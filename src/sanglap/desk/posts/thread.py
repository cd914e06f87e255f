"""A thread as it is shown: its parts, each with its length and with what is marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sanglap.accounts.models import Account
from sanglap.language.parting import places
from sanglap.networks.registry import connector

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part."""

    text: str
    length: int
    """As the account's network counts."""
    spans: Sequence[Span] = ()
    """What is marked in it."""


def pieces(
    account: Account, parts: Sequence[str], language: str, *, text: str = "", spans: Iterable[Span] = ()
) -> list[Piece]:
    """The parts of a thread; nothing where there is but one. `spans` are stretches of `text`, which was parted."""
    if len(parts) == 1:
        return []
    count, marks = connector(account.network).count, list(spans)
    stand = places(text, parts, language) if marks else [(0, 0)] * len(parts)
    return [
        Piece(part, count(part), _within(marks, start, end)) for part, (start, end) in zip(parts, stand, strict=True)
    ]


def _within(marks: Sequence[Span], start: int, end: int) -> list[Span]:
    return [(max(low, start) - start, min(high, end) - start) for low, high in marks if low < end and start < high]
