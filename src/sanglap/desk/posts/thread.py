"""A thread as it is shown: its parts, each with its length and with what is marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sanglap.accounts.models import Account
from sanglap.accounts.room import TextLimit, tightest
from sanglap.language.parting import places

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part."""

    text: str
    limit: TextLimit
    """The account's limit that it comes nearest to."""
    spans: Sequence[Span] = ()
    """What is marked in it."""

    @property
    def length(self) -> int:
        """As the account's network counts."""
        return self.limit.length(self.text)

    @property
    def over(self) -> int:
        return self.limit.over(self.text)


def pieces(
    account: Account, parts: Sequence[str], language: str, *, text: str = "", spans: Iterable[Span] = ()
) -> list[Piece]:
    """The parts of a thread; nothing where there is but one. `spans` are stretches of `text`, which was parted."""
    if len(parts) == 1:
        return []
    marks = list(spans)
    stand = places(text, parts, language) if marks else [(0, 0)] * len(parts)
    return [
        Piece(part, tightest(account, part), _within(marks, start, end))
        for part, (start, end) in zip(parts, stand, strict=True)
    ]


def _within(marks: Sequence[Span], start: int, end: int) -> list[Span]:
    return [(max(low, start) - start, min(high, end) - start) for low, high in marks if low < end and start < high]
