"""The board's pictures: bars, heat and the year, as plain shapes that the templates draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from sanglap.core.localized import LocalizedText
from sanglap.desk.board.asking import Asked
from sanglap.duties.board.figures import Count, Counts
from sanglap.duties.board.pick import WANTING
from sanglap.duties.board.year import Year
from sanglap.duties.models import DutyKind, Standing
from sanglap.duties.services.sheets import said_of

ORDER = (Standing.KEPT, Standing.RUNNING, Standing.EXEMPT, Standing.AT_RISK, Standing.BROKEN)
"""In a bar, from the left: what is in order first."""
SHAPES = {
    Standing.KEPT: "kept",
    Standing.RUNNING: "running",
    Standing.EXEMPT: "info",
    Standing.AT_RISK: "risk",
    Standing.BROKEN: "broken",
}
WIDE, HIGH, WEEK = 1_000, 100, 10
_STEPS = (1, 10, 25, 50)
"""From so many in a hundred on a square or a district is drawn a step darker."""


def step(count: Count) -> int:
    """How dark: 0 for nothing counted, 1 for nothing broken or at risk, up to 5."""
    if not count.whole:
        return 0
    return 1 + sum(count.percent >= least for least in _STEPS)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar, and the number of its cell: `x` and `width` as shares of the bar, as SVG writes them."""

    standing: Standing
    shape: str
    number: int
    url: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many stand how on one clause."""

    kind: DutyKind
    clause: LocalizedText
    whole: int
    url: str
    segments: Sequence[Segment]

    @property
    def name(self) -> str:
        return capfirst(str(self.kind.label))


def bars(asked: Asked, counts: Counts) -> list[Bar]:
    """A bar for each clause."""
    return [
        Bar(
            kind, said_of(kind)[0], count.whole, asked.rows(kind=kind.value, standing=""), _segments(asked, kind, count)
        )
        for kind, count in ((DutyKind(key), count) for key, count in counts.items())
    ]


def _segments(asked: Asked, kind: DutyKind, count: Count) -> list[Segment]:
    found, before = [], 0
    for standing in ORDER:
        number = count.of(standing)
        x, end = WIDE * before // count.whole, WIDE * (before + number) // count.whole
        # What is there at all is seen, however small its share.
        width = max(end - x, 6) if number else 0
        url = asked.rows(kind=kind.value, standing=standing.value)
        found.append(Segment(standing, SHAPES[standing], number, url, _share(min(x, WIDE - width)), _share(width)))
        before += number
    return found


def _share(thousandths: int) -> str:
    return f"{thousandths / 10:.1f}%"


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the heat: how many of how many are broken or at risk, or how many there are."""

    kind: DutyKind
    count: Count
    url: str

    @property
    def step(self) -> int:
        return step(self.count)

    @property
    def shape(self) -> str:
        if self.count.broken:
            return "broken"
        if self.count.at_risk:
            return "risk"
        return "kept" if self.count.kept else "running"

    @property
    def name(self) -> str:
        return capfirst(str(self.kind.label))


def squares(asked: Asked, counts: Counts, kinds: Iterable[str], **where: object) -> list[Square]:
    """A row of the heat, a square for each of these kinds; `where` is whose row it is, as `Pick` has it."""
    found = []
    for kind in kinds:
        count = counts.get(kind, Count())
        standing = WANTING if count.wanting else ""
        found.append(Square(DutyKind(kind), count, asked.rows(kind=kind, standing=standing, **where)))
    return found


@dataclass(frozen=True, slots=True)
class Layer:
    """Of a year's picture all columns of one standing, as one path."""

    standing: Standing
    path: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A year of one clause, a column a week."""

    year: Year
    clause: LocalizedText
    layers: Sequence[Layer]
    url: str

    @property
    def name(self) -> str:
        return capfirst(str(self.year.kind.label))

    @property
    def first(self) -> date:
        return self.year.weeks[0][0]

    @property
    def last(self) -> date:
        return self.year.weeks[-1][0]


def chart(asked: Asked, year: Year) -> Chart:
    """The picture of a year, `WEEK` wide for each week and `HIGH` high; what is in order stands below. The weeks stand
    side by side without a gap, which would cut the patterns to pieces.
    """
    layers = [Layer(standing, _columns(year, number)) for number, standing in enumerate(ORDER)]
    return Chart(year, said_of(year.kind)[0], layers, asked.url(kind=year.kind.value))


def _columns(year: Year, number: int) -> str:
    pieces = []
    for place, (_week, count) in enumerate(year.weeks):
        if not count.whole:
            continue
        beneath = sum(count.of(standing) for standing in ORDER[:number])
        top = HIGH - HIGH * (beneath + count.of(ORDER[number])) // count.whole
        bottom = HIGH - HIGH * beneath // count.whole
        if bottom > top:
            pieces.append(f"M{place * WEEK} {top}h{WEEK}V{bottom}h-{WEEK}z")
    return "".join(pieces)
