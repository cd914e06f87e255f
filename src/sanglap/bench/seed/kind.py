"""What every kind of thing in the data set is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sanglap.bench.seed.world import World


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing. `parts`: in how many it comes; `load` brings one of them in, in the caller's transaction, and
    gives how many rows. `big`: its tables whose indexes are put off until
    its wave is in.
    """

    name: str
    parts: Callable[[World], int]
    load: Callable[[World, int], int]
    big: tuple[str, ...] = ()


def pieces(whole: int, size: int) -> int:
    """How many parts of that size."""
    return -(-whole // size)


def piece(part: int, size: int) -> slice:
    """Which of the things are that part."""
    return slice(part * size, (part + 1) * size)
