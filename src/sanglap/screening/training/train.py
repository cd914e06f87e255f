"""The model that comes with Sanglap, from the data folder: the same every time on the same machine and packages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import regex
from numpy.typing import NDArray

from sanglap.screening import everyday
from sanglap.screening.findings import Band
from sanglap.screening.model import Model
from sanglap.screening.training.data import HEADS, WEIGHTS, Row, rows
from sanglap.screening.training.fitting import PLAIN, TELLING, Counted, Scale, alike, held_out, line, slope
from sanglap.screening.training.romanise import romanised

WAYS: Final = {"abuse": TELLING}
"""How each head is fitted; plainly where nothing is said. The other heads' texts come from sources that have all of one
kind, and it would be the source that tells.
"""
BANDS: Final = {Band.LOW: 0.6, Band.MEDIUM: 0.65, Band.HIGH: 0.85}
"""From which probability on a band is told."""
_BANGLA = regex.compile(r"\p{Bengali}")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The texts, each Bangla one in Latin letters too, as counts; `groups` are texts that are nearly the same."""

    rows: Sequence[Row]
    counted: Counted
    groups: NDArray[np.int64]
    latin: NDArray[np.bool_]
    """Which were brought into Latin letters."""

    @staticmethod
    def of(found: Sequence[Row]) -> Corpus:
        bangla = [number for number, row in enumerate(found) if _BANGLA.search(row.text)]
        written = [
            Row(romanised(found[number].text, 1), found[number].labels, found[number].source) for number in bangla
        ]
        everything = [*found, *written]
        counted = Counted.of([row.text for row in everything])
        groups = np.arange(len(found))
        # The English source has no double of a Bangla text, and is large.
        groups[bangla] = np.array(bangla)[alike(counted.rows(bangla))]
        latin = np.arange(len(everything)) >= len(found)
        return Corpus(everything, counted, np.concatenate((groups, groups[bangla])), latin)

    def known(self, head: str) -> NDArray[np.int64]:
        """The texts of which it is known whether that holds."""
        return np.array([number for number, row in enumerate(self.rows) if head in row.labels])

    def labels(self, head: str, which: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.array([self.rows[number].labels[head] for number in which])

    def weights(self, which: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.array([WEIGHTS.get(self.rows[number].source, 1.0) for number in which])


def corpus(folder: Path, neutral: Sequence[str] | None = None, decided: Sequence[Row] = ()) -> Corpus:
    """What the data folder holds, what was `decided` by an institution itself, and `neutral` texts in which nothing is
    to be found: ours, where none are given.

    Raises Missing.
    """
    if neutral is None:
        neutral = everyday.texts()
    harmless = (Row(text, dict.fromkeys(HEADS, False), "sanglap") for text in neutral)
    return Corpus.of([*rows(folder), *harmless, *decided])


def train(found: Corpus, say: Say) -> Model:
    """One line for each head, with how its margin becomes a probability on texts that it never saw."""
    scale = Scale.of(found.counted)
    columns, biases, told = [], [], {}
    for head in HEADS:
        which = found.known(head)
        labels, weights = found.labels(head, which), found.weights(which)
        part, way = found.counted.rows(which), WAYS.get(head, PLAIN)
        steep, offset = slope(held_out(part, labels, found.groups[which], weights, way), labels)
        fitted = line(scale.applied(part), scale, labels, way, weights)
        columns.append(fitted.weights)
        biases.append(fitted.bias)
        told[head] = _told(found, which, labels, steep, offset)
        say(f"{head}: {len(which):,} texts, {int(labels.sum()):,} of them so")
    table = np.column_stack([*columns, scale.rarity**2]).astype(np.float16).astype(np.float32)
    return Model(HEADS, table, np.array(biases, np.float32), told)


def _told(
    found: Corpus, which: NDArray[np.int64], labels: NDArray[np.bool_], steep: float, offset: float
) -> dict[str, Any]:
    return {
        "slope": round(steep, 6),
        "offset": round(offset, 6),
        "bands": {band.value: limit for band, limit in BANDS.items()},
        "texts": len(which),
        "positive": int(labels.sum()),
        "sources": sorted({found.rows[number].source for number in which[labels]}),
    }
