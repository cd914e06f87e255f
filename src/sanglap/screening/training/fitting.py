"""From labelled texts to weights. Needs scikit-learn, which nothing else of Sanglap does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from sanglap.screening import copies
from sanglap.screening.grams import BITS, grams

_DOUBT: Final = 2.0
"""So many texts of either side are thought to have each piece, before any is counted."""
FOLDS: Final = 5
_SEEN: Final = 2
"""Pieces met in fewer texts are left out."""
_SAME: Final = 0.6
"""Texts that share so much of their pieces are one and the same to a test."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """Texts as counts of their pieces, one row each."""

    counts: csr_matrix

    @staticmethod
    def of(texts: Sequence[str]) -> Counted:
        parts = [_counts(texts[first : first + _AT_ONCE]) for first in range(0, len(texts), _AT_ONCE)]
        return Counted(vstack(parts, format="csr"))

    def rows(self, which: Any) -> Counted:
        return Counted(self.counts[which])


def _counts(texts: Sequence[str]) -> csr_matrix:
    found = grams(copies.undone(copies.plain(texts)))
    ones = np.ones(len(found.numbers), np.float32)
    counted = csr_matrix((ones, (found.texts, found.numbers)), shape=(len(texts), 1 << BITS))
    counted.sum_duplicates()
    return counted


@dataclass(frozen=True, slots=True)
class Scale:
    """How much each piece counts: the rarer the more, and not at all what hardly any text has."""

    rarity: NDArray[np.float32]

    @staticmethod
    def of(counted: Counted) -> Scale:
        size = counted.counts.shape[0]
        met = np.bincount(counted.counts.indices, minlength=1 << BITS)
        rarity = np.log((1 + size) / (1 + met)) + 1
        return Scale(np.where(met >= _SEEN, rarity, 0).astype(np.float32))

    def applied(self, counted: Counted) -> csr_matrix:
        """Each text brought to the length by which `Model` divides."""
        scaled = counted.counts.copy()
        rarity = self.rarity[scaled.indices]
        lengths = np.sqrt(
            np.maximum(csr_matrix((scaled.data * rarity**2, scaled.indices, scaled.indptr)).sum(1), 1e-12)
        )
        per_row = np.repeat(np.asarray(lengths).ravel(), np.diff(scaled.indptr))
        scaled.data = (scaled.data * rarity / per_row).astype(np.float32)
        return scaled


@dataclass(frozen=True, slots=True)
class Way:
    """How a line is fitted."""

    strength: float
    """How much the texts are heeded against keeping weights small (LinearSVC's C)."""
    telling: bool = False
    """Pieces that are as frequent on either side are heeded least. Better at home, where texts to come are like those
    learned from; worse elsewhere, where it takes the habits of a source for what tells.
    """


PLAIN, TELLING = Way(0.6), Way(0.7, telling=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One linear model: a weight for each piece, already scaled, and where it begins."""

    weights: NDArray[np.float64]
    bias: float


def line(
    scaled: csr_matrix,
    scale: Scale,
    labels: NDArray[np.bool_],
    way: Way,
    weight: NDArray[np.float64] | None = None,
) -> Line:
    """The line between those texts of which it holds and the others."""
    room = _telling(scaled, labels, weight) if way.telling else np.ones(scaled.shape[1], np.float32)
    drawn = scaled.copy()
    drawn.data *= room[drawn.indices]
    model = LinearSVC(C=way.strength, class_weight="balanced", random_state=0)
    fitted = model.fit(drawn, labels, sample_weight=weight)
    return Line(fitted.coef_[0] * room * scale.rarity, float(fitted.intercept_[0]))


def _telling(scaled: csr_matrix, labels: NDArray[np.bool_], weight: NDArray[np.float64] | None) -> NDArray[np.float32]:
    """How much each piece tells by itself, 1 in the middle.

    The ratio by which a naive Bayes classifier counts (Wang and Manning 2012), here as the room that a weight is given.
    """
    pieces = scaled.shape[1]
    owners = np.repeat(np.arange(scaled.shape[0]), np.diff(scaled.indptr))
    each = np.ones(len(labels)) if weight is None else weight
    met = [np.bincount(scaled.indices, (each * side)[owners], pieces) + _DOUBT for side in (labels, ~labels)]
    ratio = np.abs(np.log(met[0] / met[0].sum()) - np.log(met[1] / met[1].sum()))
    evened: NDArray[np.float32] = (ratio / np.sqrt(np.mean(ratio[scaled.indices] ** 2))).astype(np.float32)
    return evened


def margins(found: Line, scale: Scale, counted: Counted) -> NDArray[np.float64]:
    """How far these texts lie on the side of the line, as `Model` reckons it."""
    counts = counted.counts
    lengths = np.sqrt(np.maximum(np.asarray(counts @ (scale.rarity.astype(np.float64) ** 2)), 1e-12))
    reached: NDArray[np.float64] = np.asarray(counts @ found.weights) / lengths + found.bias
    return reached


def held_out(
    counted: Counted, labels: NDArray[np.bool_], groups: NDArray[np.int64], weight: NDArray[np.float64], way: Way
) -> NDArray[np.float64]:
    """The margin of each text by a line that never saw it, nor anything nearly the same."""
    out = np.zeros(len(labels))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for train, test in folds.split(labels, labels, groups):
        part = counted.rows(train)
        scale = Scale.of(part)
        found = line(scale.applied(part), scale, labels[train], way, weight[train])
        out[test] = margins(found, scale, counted.rows(test))
    return out


def slope(margin: NDArray[np.float64], labels: NDArray[np.bool_]) -> tuple[float, float]:
    """How a margin becomes a probability: slope and offset of a logistic curve (Platt 1999)."""
    fitted = LogisticRegression(C=1e6).fit(margin.reshape(-1, 1), labels)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def alike(counted: Counted) -> NDArray[np.int64]:
    """A number for each text, the same for texts that are nearly the same."""
    scaled = Scale.of(counted).applied(counted)
    group = np.arange(scaled.shape[0])
    for first in range(0, scaled.shape[0], _AT_ONCE):
        near = (scaled[first : first + _AT_ONCE] @ scaled.T).tocoo()
        same = near.data >= _SAME
        for one, other in zip(near.row[same] + first, near.col[same], strict=True):
            group[one] = min(group[one], group[other])
    return group
