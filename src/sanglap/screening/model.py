"""Linear models over hashed pieces of text, one for each thing that people labelled: fast, small and exact to explain.

The weights are arrays and a card in JSON beside them; nothing that would have to be run to be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sanglap.screening import copies
from sanglap.screening.copies import Copies
from sanglap.screening.findings import Band
from sanglap.screening.grams import BITS, Grams, grams

FOLDER: Final = Path(__file__).parent / "weights"
_AT_ONCE: Final = 32_000
"""So many signs are gone through together: more would not stay in the processor's cache."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """`heads` names what is told of a text; `weights` has a row for each piece, a column for each head and one for the
    piece's part in the text's length.
    """

    heads: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    card: Mapping[str, Any]
    """Of each head: how its margin becomes a probability, the bands, and what it was trained on."""

    @staticmethod
    def read(folder: Path) -> Model:
        """The model in that folder. Raises OSError, ValueError."""
        card = json.loads((folder / "model.json").read_text())
        if card["bits"] != BITS:
            raise ValueError(f"{folder} holds weights for {card['bits']} bits, not for {BITS}")
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            weights, bias = stored["weights"].astype(np.float32), stored["bias"]
        return Model(tuple(card["heads"]), weights, bias, card["told"])

    def write(self, folder: Path) -> None:
        """Keep it in that folder, in half the space; the same model gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "model.npz").open("wb") as file:
            np.savez_compressed(file, weights=self.weights.astype(np.float16), bias=self.bias)
        card = {"bits": BITS, "heads": list(self.heads), "told": self.card}
        (folder / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

    def probabilities(self, texts: Sequence[str], heads: Sequence[str]) -> Scores:
        """How likely each of these heads holds of each text, calibrated: a row for a text, a column for a head.

        Of no other head anything is reckoned. Raises ValueError for a head that the model has not.
        """
        columns = [self.heads.index(head) for head in heads]
        if not columns:
            return np.empty((len(texts), 0), np.float32)
        rows = [self._margins(copies.undone(copies.plain(part)), len(part), columns) for part in _parts(texts)]
        margins = np.concatenate(rows) if rows else np.empty((0, len(heads)), np.float32)
        slopes = np.array([self.card[head]["slope"] for head in heads], np.float32)
        offsets = np.array([self.card[head]["offset"] for head in heads], np.float32)
        likely: Scores = (1 / (1 + np.exp(-(margins * slopes + offsets)))).astype(np.float32)
        return likely

    def band(self, head: str, probability: float) -> Band | None:
        """How sure that is; None where nothing is to be told."""
        limits = self.card[head]["bands"]
        return next((band for band in reversed(Band) if probability >= limits[band.value]), None)

    def shares(self, made: Copies, heads: Sequence[str]) -> NDArray[np.float64]:
        """Of one text: by how much each sign of its undone copy speaks for each of these heads, a row for a head. A row
        adds up to the head's margin, but for the bias.
        """
        found = grams(made)
        rows = self.weights[found.numbers]
        length = _length(found, rows[:, -1], 1)[0]
        columns = [self.heads.index(head) for head in heads]
        return np.array([np.bincount(found.places, rows[:, one] / length, len(made.codes)) for one in columns])

    def _margins(self, made: Copies, many: int, columns: Sequence[int]) -> Scores:
        found = grams(made)
        rows = self.weights[found.numbers]
        lengths = _length(found, rows[:, -1], many)
        sums = [np.bincount(found.texts, rows[:, column], many) for column in columns]
        return (np.column_stack(sums) / lengths[:, None] + self.bias[list(columns)]).astype(np.float32)


def _length(found: Grams, parts: NDArray[np.float32], many: int) -> NDArray[np.float64]:
    return np.sqrt(np.maximum(np.bincount(found.texts, parts, many), 1e-12))


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _AT_ONCE:
            yield texts[first : number + 1]
            first, size = number + 1, 0
    if first < len(texts):
        yield texts[first:]


@cache
def installed() -> Model:
    """The model that comes with Sanglap."""
    return Model.read(FOLDER)
