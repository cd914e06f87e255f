"""The labelled texts that a model is trained on: read from a data folder, never kept.

What a source does not say of a text is not known of it: a head is trained on those texts alone of which its label is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADS: Final = ("abuse", "religion", "political", "gender", "threat")
WEIGHTS: Final[Mapping[str, float]] = {"davidson": 0.02}
"""How much a text of that source counts, 1 where nothing is said: the English ones are many, and all from one place."""

OWN: Final = ("text", "category", "right", "day")
"""The columns of an institution's own decisions."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text, what is known of it, and where it comes from."""

    text: str
    labels: Mapping[str, bool]
    source: str


class Missing(Exception):
    """A file of the data folder is not there, or is not what it should be; the text says which and why."""


def rows(folder: Path) -> list[Row]:
    """All labelled texts of the folder, in a fixed order. Raises Missing."""
    found = [*_bdshs(folder), *_deephate(folder), *_karim(folder), *_davidson(folder)]
    return [row for row in found if row.text.strip()]


def own(path: Path) -> list[Row]:
    """What an institution decided of its drafts, as `sanglap screening decisions` writes it; of what no model tells,
    nothing is learned. Raises Missing.
    """
    found = []
    for line in table(path, OWN):
        if line["right"] not in {"yes", "no"}:
            raise Missing(f"{path} has “{line['right']}” in its column right; it takes yes or no.")
        if line["category"] in HEADS and line["text"].strip():
            found.append(Row(line["text"], {line["category"]: line["right"] == "yes"}, "own"))
    return found


def _bdshs(folder: Path) -> Iterator[Row]:
    """Hate or not; of hate its kinds."""
    for line in table(folder / "bdshs-val.csv", ("sentence", "type", "hate speech")):
        hate = line["hate speech"] == "1"
        types = line["type"]
        labels = {
            "abuse": hate,
            "religion": "religion" in types,
            "gender": "gender" in types,
            "threat": "callTo" in types,
        }
        yield Row(line["sentence"], labels if hate else dict.fromkeys(HEADS, False), "bdshs")


def _deephate(folder: Path) -> Iterator[Row]:
    for name in ("deephate-train.csv", "deephate-val.csv"):
        for line in table(folder / name, ("text", "label")):
            if line["label"]:
                yield Row(line["text"], _of_kind(line["label"]), "deephate")


def _karim(folder: Path) -> Iterator[Row]:
    for line in table(folder / "karim-v2.csv", ("text", "label")):
        yield Row(line["text"], _of_kind(line["label"]), "karim")
    for line in table(folder / "karim-v1.csv", ("text", "label"), tabs=True):
        yield Row(line["text"], _of_kind(line["label"]), "karim")


def _davidson(folder: Path) -> Iterator[Row]:
    """English: hateful, offensive or neither."""
    for line in table(folder / "davidson.csv", ("class", "tweet")):
        neither = line["class"] == "2"
        yield Row(line["tweet"], dict.fromkeys(HEADS, False) if neither else {"abuse": True}, "davidson")


def _of_kind(kind: str) -> Mapping[str, bool]:
    """Of texts that are all abuse, each of one kind. That they are abuse teaches nothing, where the source has none
    that is not: a model would learn the source.
    """
    labels = {"religion": kind == "Religious", "political": kind == "Political"}
    return {**labels, "gender": True} if kind == "Gender abusive" else labels


def table(path: Path, columns: Sequence[str], *, tabs: bool = False) -> Iterator[dict[str, str]]:
    """The rows of a table with a header, in UTF-8, an empty text where a row is too short. Raises Missing unless it has
    those columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(
                file, delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL, restval=""
            )
            lacking = [name for name in columns if name not in (reader.fieldnames or ())]
            if lacking:
                raise Missing(f"{path} has no column {', '.join(lacking)}.")
            yield from reader
    except FileNotFoundError:
        raise Missing(f"{path} is not there.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise Missing(f"{path} cannot be read: {fault}.") from None
