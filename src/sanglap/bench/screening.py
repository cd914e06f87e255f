"""Screening: how often harmless texts are flagged, and how fast it is against what one would take from the shelf.

The texts are ours: probes in `probes/`, none of which any model was trained on. The lists of phrases were made with the
first sets in view; the unseen ones were written apart, by somebody who did not know the lists, and are for measuring
alone: whoever looks at them to mend a list has to write others.
"""

from __future__ import annotations

import csv
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from sanglap.bench.measure import Figure, at_least, at_most, interleaved, median_ratio, seconds
from sanglap.offices.screener import screener
from sanglap.screening.findings import Profile, Severity
from sanglap.screening.model import FOLDER, Model, installed

_PROBES: Final = Path(__file__).parent / "probes"
_FLAGGED: Final = {Profile.DRAFT: 10.0, Profile.COMMENT: 5.0}
"""So many in a hundred harmless texts may be flagged."""
_FASTER: Final = 3.0
_TIMES: Final = 6
"""The probes are gone through so often, to have enough to measure."""
_LONG: Final = 100_000


@dataclass(frozen=True, slots=True)
class Probe:
    """A text of ours, its script, and what it is: a kind of harmless text, or the clause that it offends."""

    script: str
    kind: str
    text: str


def probes(name: str) -> list[Probe]:
    """The probes of that file."""
    with (_PROBES / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Probe(*row) for row in rows]


def run() -> list[Figure]:
    """The figures."""
    harmless, harmful = probes("harmless.tsv"), probes("harmful.tsv")
    unseen = probes("harmless-unseen.tsv"), probes("harmful-unseen.tsv")
    return [
        *(_flagged(harmless, profile, "harmless") for profile in Profile),
        *(_flagged(unseen[0], profile, "unseen") for profile in Profile),
        *(_found(harmful, clause, "") for clause in sorted({probe.kind for probe in harmful})),
        *(_found(unseen[1], clause, ", unseen") for clause in sorted({probe.kind for probe in unseen[1]})),
        _throughput([probe.text for probe in (*harmless, *harmful)]),
        _long(),
        _load(),
        _memory(),
    ]


def _share(found: Sequence[Probe], profile: Profile) -> float:
    screened = screener().screen([probe.text for probe in found], profile)
    # A note asks nothing of anybody: a text is flagged where it is to be looked at or stopped.
    flagged = sum(any(found.severity is not Severity.NOTE for found in one.findings) for one in screened)
    return 100 * flagged / len(screened)


def _flagged(harmless: Sequence[Probe], profile: Profile, which: str) -> Figure:
    share = _share(harmless, profile)
    goal, met = at_most(_FLAGGED[profile], share)
    return Figure(
        f"screening: {which} {profile}s flagged", round(share, 2), "%", f"{len(harmless)} probes", goal, met, {}
    )


def _found(harmful: Sequence[Probe], clause: str, which: str) -> Figure:
    mine = [probe for probe in harmful if probe.kind == clause]
    share = round(_share(mine, Profile.DRAFT), 2)
    # To be known, beside what it costs in harmless texts; there is no goal.
    return Figure(f"screening: {clause} found{which}", share, "%", f"{len(mine)} probes", "", met=True, rates={})


def _throughput(texts: list[str]) -> Figure:
    """Probabilities of all heads, against the vectoriser and linear model of scikit-learn on the same texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    model = installed()
    vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 5), min_df=2, sublinear_tf=True)
    likely = model.probabilities(texts, ["abuse"])[:, 0]
    other = LinearSVC().fit(vectoriser.fit_transform(texts), likely > statistics.median(likely))
    many = texts * _TIMES
    ours, theirs = interleaved(
        lambda: seconds(lambda: model.probabilities(many, model.heads)),
        lambda: seconds(lambda: other.decision_function(vectoriser.transform(many))),
    )
    ratio = median_ratio(theirs, ours)
    goal, met = at_least(_FASTER, ratio)
    rates = {"texts here": len(many) / statistics.median(ours), "texts there": len(many) / statistics.median(theirs)}
    return Figure("screening: texts a second", round(ratio, 2), "×", "scikit-learn, char_wb 1-5", goal, met, rates)


def _long() -> Figure:
    """One long text against ten of a tenth: the time may grow with the length and no faster."""
    # With all that takes a second look: patterns, phrases and what spares them, both sides of a pair.
    piece = "শয়তানের মতো ০১৭১২৩৪৫৬৭৮ আর f.u.c.k কীভাবে ভোট দেবেন, ভোট দেবেন চাকমা চাকমা অলস "
    text = piece * (_LONG // len(piece) + 1)
    # The collector of Python's memory is held still, as `timeit` does: it goes by all objects that the process has.
    gc.collect()
    gc.disable()
    try:
        short, long = interleaved(
            lambda: seconds(lambda: [screener().screen([text[: _LONG // 10]], Profile.DRAFT) for _ in range(10)]),
            lambda: seconds(lambda: screener().screen([text[:_LONG]], Profile.DRAFT)),
        )
    finally:
        gc.enable()
    ratio = median_ratio(long, short)
    goal, met = at_most(1.2, ratio)
    rates = {"texts of 100,000 signs": 1 / statistics.median(long)}
    return Figure("screening: one text of 100,000 signs", round(ratio, 2), "×", "ten of 10,000", goal, met, rates)


def _load() -> Figure:
    """Reading the model, as seconds: of this there is nothing to compare with."""
    began = time.monotonic()
    Model.read(FOLDER)
    taken = time.monotonic() - began
    goal, met = at_most(0.5, taken)
    return Figure("screening: loading the model", round(taken, 3), "s", "nothing", goal, met, {})


def _memory() -> Figure:
    """What `sanglap screen` took at most when it has answered the last of the probes."""
    texts = [probe.text for probe in probes("harmless.tsv")]
    command = [sys.executable, "-m", "sanglap.launch", "screen"]
    with (
        tempfile.TemporaryFile() as lines,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=lines) as asked,
        asked.stdin or nullcontext() as given,
    ):
        if given:
            given.write("".join(f"{text}\n" for text in texts).encode())
            given.flush()
        while asked.poll() is None and _lines(lines) < len(texts):
            time.sleep(0.05)
        most = _peak(asked.pid)
    goal, met = at_most(150, most)
    return Figure("screening: memory", round(most), "MB", "nothing", goal, met, {})


def _lines(file: IO[bytes]) -> int:
    file.seek(0)
    return file.read().count(b"\n")


def _peak(pid: int) -> float:
    """The most memory that process had, in MB. What the operating system tells of it afterwards has what this process
    had in it too, from which it was split off.
    """
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
