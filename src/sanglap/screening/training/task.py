"""The same kind of model for any labelled table: trained on one file, its predictions for another written into a third.

The task is told in a YAML file, whose paths are as seen from it:

    train: train.csv        # with a header; .tsv is parted by tabs
    test: test.csv          # may have no labels
    text: sentence          # the column of the text
    label: hate             # the column of the label, in train
    predictions: out.csv    # row, prediction, then the margin for each label
    romanise: true          # also learn from Bangla texts brought into Latin letters; false where nothing is said
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold

from sanglap.screening.training.data import Missing, table
from sanglap.screening.training.fitting import Counted, Line, Scale, Way, line, margins
from sanglap.screening.training.romanise import romanised

_WAYS: Final = [Way(strength, telling) for telling in (True, False) for strength in (0.4, 0.7, 1.2)]
_FOLDS: Final = 3


class Task(BaseModel):
    """What to train on, what to predict."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    train: Path
    test: Path
    text: str
    label: str
    predictions: Path
    romanise: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """A line for each label; of two labels one line tells both."""

    labels: NDArray[np.str_]
    scale: Scale
    lines: Sequence[Line]

    def margins(self, counted: Counted) -> NDArray[np.float64]:
        found = np.column_stack([margins(one, self.scale, counted) for one in self.lines])
        return np.column_stack((-found, found)) if len(self.lines) == 1 else found

    def predicted(self, counted: Counted) -> NDArray[np.str_]:
        told: NDArray[np.str_] = self.labels[np.argmax(self.margins(counted), axis=1)]
        return told


def run(path: Path, say: Callable[[str], None]) -> None:
    """Do the task of that file. Raises Missing, with what is wrong in its text."""
    task = _task(path)
    folder = path.parent
    train = _rows(folder / task.train, (task.text, task.label))
    test = _rows(folder / task.test, (task.text,))
    texts, labels = [row[task.text] for row in train], np.array([row[task.label] for row in train])
    if len(set(labels)) < 2:  # noqa: PLR2004 - one label is nothing to tell apart
        raise Missing(f"{task.train} has only one label in its column {task.label}.")
    counted = Counted.of(texts)
    # On the texts as they are: the double of one would tell of it.
    way = _best(counted, labels, say)
    if task.romanise:
        counted = Counted.of([*texts, *(romanised(text, 1) for text in texts)])
        labels = np.concatenate((labels, labels))
    fitted = _fit(counted, labels, way)
    seen = Counted.of([row[task.text] for row in test])
    _write(folder / task.predictions, fitted, seen)
    if test and task.label in test[0]:
        _judge(fitted.predicted(seen), np.array([row[task.label] for row in test]), say)
    say(f"{len(test):,} predictions are in {task.predictions}.")


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    return list(table(path, columns, tabs=path.suffix == ".tsv"))


def _fit(counted: Counted, labels: NDArray[np.str_], way: Way) -> Fitted:
    scale, known = Scale.of(counted), np.unique(labels)
    scaled = scale.applied(counted)
    told = known if len(known) > 2 else known[1:]  # noqa: PLR2004 - the line of the one tells the other
    return Fitted(known, scale, [line(scaled, scale, labels == label, way) for label in told])


def _best(counted: Counted, labels: NDArray[np.str_], say: Callable[[str], None]) -> Way:
    """The way in which texts left out are told best."""
    folds = list(StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(labels, labels))
    reached = {}
    for way in _WAYS:
        hits = [
            np.mean(_fit(counted.rows(train), labels[train], way).predicted(counted.rows(test)) == labels[test])
            for train, test in folds
        ]
        reached[way] = float(np.mean(hits))
        told = ", heeding what tells" if way.telling else ""
        say(f"strength {way.strength}{told}: {reached[way]:.4f} of the texts left out are told right")
    return max(reached, key=lambda one: reached[one])


def _judge(predicted: NDArray[np.str_], labels: NDArray[np.str_], say: Callable[[str], None]) -> None:
    say(f"accuracy    {accuracy_score(labels, predicted):.4f}")
    say(f"macro F1    {f1_score(labels, predicted, average='macro'):.4f}")
    say(f"weighted F1 {f1_score(labels, predicted, average='weighted'):.4f}")


def _write(path: Path, fitted: Fitted, seen: Counted) -> None:
    margins = fitted.margins(seen)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["row", "prediction", *fitted.labels])
        for number, row in enumerate(margins):
            out.writerow([number, fitted.labels[np.argmax(row)], *(f"{value:.6f}" for value in row)])


def _task(path: Path) -> Task:
    try:
        return Task.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError:
        raise Missing(f"{path} cannot be read.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise Missing(f"{path} is no YAML: {fault}") from None
    except ValidationError as faults:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in faults.errors())
        raise Missing(f"{path}: {said}") from None
