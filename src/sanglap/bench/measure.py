"""How things are measured: against something else in the same run, three times in turn, the median of the ratios."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 3
_PLENTY = 10
"""Below that, a rate is told with its fractions."""


@dataclass(frozen=True)
class Figure:
    """One line of the table. `figure` is a ratio; what it is made of stands in `rates`, each a median per second."""

    name: str
    figure: float
    unit: str
    against: str
    goal: str
    met: bool
    rates: dict[str, float]


def interleaved(*measures: Callable[[], float]) -> list[list[float]]:
    """Each measure three times, in turn, so that a slow moment of the machine meets all of them; by measure."""
    rounds = [[measure() for measure in measures] for _ in range(ROUNDS)]
    return [list(column) for column in zip(*rounds, strict=True)]


def seconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def median_ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios of each round."""
    return statistics.median(one / other for one, other in zip(above, below, strict=True))


def at_most(limit: float, figure: float) -> tuple[str, bool]:
    """A goal and whether it is met."""
    return f"≤ {limit:g}", figure <= limit


def at_least(limit: float, figure: float) -> tuple[str, bool]:
    """A goal and whether it is met."""
    return f"≥ {limit:g}", figure >= limit


def write(figures: Sequence[Figure], path: Path) -> None:
    """The figures as JSON, a list of objects."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([vars(figure) for figure in figures], indent=1, ensure_ascii=False) + "\n")


def table(figures: Sequence[Figure]) -> str:
    """The figures for the terminal."""
    lines = [f"{'':2}{'benchmark':34}{'figure':>9}  {'goal':8} against"]
    for one in figures:
        lines.append(
            f"{'✓ ' if one.met else '✗ '}{one.name:34}{one.figure:>8.2f}{one.unit:1}  {one.goal:8} {one.against}"
        )
        lines += [f"    {name}: {_told(rate)} a second" for name, rate in one.rates.items()]
    return "\n".join(lines)


def _told(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= _PLENTY else f"{rate:.3g}"
