"""How well the models tell what they were never shown: the tables of the model card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from sanglap.screening.training.attacks import ATTACKS
from sanglap.screening.training.data import HEADS
from sanglap.screening.training.fitting import PLAIN, Counted, Line, Scale, held_out, line, margins, slope
from sanglap.screening.training.train import BANDS, WAYS, Corpus

_BINS: Final = 10
_PARTS: Final = 5
"""In so many parts the texts are left out, one after the other."""
_AT_HOME: Final = "bdshs"
"""The one source that has both what is abuse and what is not, in Bangla."""

Say = Callable[[str], None]


def evaluate(found: Corpus, say: Say) -> None:
    """Say all tables."""
    say("Held out, near-duplicates together; at the drafts' threshold, in hundredths")
    say(f"{'head':11}{'texts':>8}{'so':>7}{'macro F1':>10}{'weighted':>10}{'recall':>8}{'AUC':>7}{'ECE':>7}  of")
    for head in HEADS:
        for row in _held_out(found, head):
            say(row)
    say("")
    say("A source never seen: AUC of a model of all others")
    for row in _unseen(found):
        say(row)
    say("")
    say("Written to get past a filter: macro F1 of abuse on texts left out in turn, in Bangla and in Latin letters")
    for row in _attacked(found):
        say(row)


def _held_out(found: Corpus, head: str) -> Iterator[str]:
    which = found.known(head)
    labels, latin = found.labels(head, which), found.latin[which]
    sources = np.array([found.rows[number].source for number in which])
    margin = held_out(
        found.counted.rows(which), labels, found.groups[which], found.weights(which), WAYS.get(head, PLAIN)
    )
    steep, offset = slope(margin, labels)
    likely = 1 / (1 + np.exp(-(steep * margin + offset)))
    for name, rows in (
        ("all", np.ones(len(which), np.bool_)),
        *((f"{source}{', in Latin letters' if brought else ''}", (sources == source) & (latin == brought))
          for source in sorted(set(sources)) for brought in (False, True)),
    ):  # fmt: skip
        if 0 < labels[rows].sum() < rows.sum():
            yield f"{head:11}{rows.sum():>8,}{labels[rows].sum():>7,}{_quality(labels[rows], likely[rows])}  {name}"


def _quality(labels: NDArray[np.bool_], likely: NDArray[np.float64]) -> str:
    told = likely >= min(BANDS.values())
    figures = (
        f1_score(labels, told, average="macro"),
        f1_score(labels, told, average="weighted"),
        told[labels].mean(),
        roc_auc_score(labels, likely),
        _calibration(labels, likely),
    )
    return "".join(f"{100 * value:>{width}.1f}" for value, width in zip(figures, (10, 10, 8, 7, 7), strict=True))


def _calibration(labels: NDArray[np.bool_], likely: NDArray[np.float64]) -> float:
    """How far probabilities lie from what came true, on average (expected calibration error)."""
    bins = np.minimum((likely * _BINS).astype(int), _BINS - 1)
    parts = [(bins == number) for number in range(_BINS)]
    return float(sum(part.mean() * abs(labels[part].mean() - likely[part].mean()) for part in parts if part.any()))


def _unseen(found: Corpus) -> Iterator[str]:
    sources = np.array([row.source for row in found.rows])
    for head in HEADS:
        which = found.known(head)
        labels = found.labels(head, which)
        for source in sorted(set(sources[which])):
            apart = sources[which] == source
            if not 0 < labels[apart].sum() < apart.sum() or not labels[~apart].sum() > 0:
                continue
            fitted = _fitted(found, head, which[~apart], labels[~apart])
            reached = margins(*fitted, found.counted.rows(which[apart]))
            yield f"{head:11}{100 * roc_auc_score(labels[apart], reached):>6.1f}  {source}"


def _attacked(found: Corpus) -> Iterator[str]:
    which = found.known("abuse")
    labels = found.labels("abuse", which)
    parts = found.groups[which] % _PARTS
    home = np.array([found.rows[number].source == _AT_HOME for number in which])
    told = {(name, latin): np.zeros(len(which), np.bool_) for name in ATTACKS for latin in (False, True)}
    for part in range(_PARTS):
        fitted = _fitted(found, "abuse", which[parts != part], labels[parts != part])
        for (name, latin), reached in told.items():
            out = np.flatnonzero((parts == part) & home & (found.latin[which] == latin))
            seen = Counted.of([ATTACKS[name](found.rows[number].text) for number in which[out]])
            reached[out] = margins(*fitted, seen) > 0
    for name in ATTACKS:
        scores = []
        for latin in (False, True):
            rows = home & (found.latin[which] == latin)
            scores.append(f1_score(labels[rows], told[name, latin][rows], average="macro"))
        yield f"{name:22}{100 * scores[0]:>7.1f}{100 * scores[1]:>7.1f}"


def _fitted(found: Corpus, head: str, which: NDArray[np.int64], labels: NDArray[np.bool_]) -> tuple[Line, Scale]:
    part = found.counted.rows(which)
    scale = Scale.of(part)
    return line(scale.applied(part), scale, labels, WAYS.get(head, PLAIN), found.weights(which)), scale
