"""Accounts that exist already: a list of 10,000 of them among 5,000 offices is read and compared, brought in and taken
back, each against the same done with a list of as many offices.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import cycle, islice
from typing import Generic, TypeVar

from sanglap.accounts.models import Account, AccountImport
from sanglap.accounts.services import claims
from sanglap.bench import nation
from sanglap.bench.measure import Figure, at_most, interleaved, median_ratio, seconds
from sanglap.bench.place import entered, fresh
from sanglap.core import clock
from sanglap.offices.models import ListImport, Office, OfficeImport
from sanglap.offices.services import imports

ROWS, OFFICES = 10_000, 5_000
GOALS = {"compare": 8.0, "apply": 8.0, "undo": 3.0}
"""How much longer accounts may take than offices, step by step: the words of every name are judged (5.a), and they go
in through their models, where offices go in by a few statements for all.
"""
_HANDLE = "bench.office."
_COLUMNS = ("office", "link", "name_bn", "name_en", "purposes", "audience_bn", "description_bn", "opened_on")


L = TypeVar("L", bound=ListImport)


@dataclass
class _List(Generic[L]):
    """A list that is brought in and taken back again and again; `run` is the one of the present round."""

    receive: Callable[[datetime], L]
    steps: dict[str, Callable[[L, datetime], object]]
    there: Callable[[], int]
    """How many of its rows are in the register."""
    run: L | None = None

    def step(self, name: str) -> float:
        """Seconds of that step. Raises RuntimeError where it did not do what it is measured for."""
        now = clock.now()
        if self.run is None:
            self.run = self.receive(now)
        run = self.run
        took = seconds(lambda: self.steps[name](run, now))
        if self.there() != (ROWS if name == "apply" else 0):
            raise RuntimeError(f"{self.there()} of {ROWS} rows are in the register after: {name}")
        if name == "undo":
            self.run = None
        return took


def run() -> list[Figure]:
    """Measure and give the figures."""
    with fresh("sanglap_bench_claims", ["demo_seed", "--people-only"]) as database_url, entered(database_url):
        nation.field_offices()
        accounts, offices = _accounts(), _offices()
        steps = [*(partial(accounts.step, name) for name in GOALS), *(partial(offices.step, name) for name in GOALS)]
        measured = interleaved(*steps)
    pairs = zip(measured[: len(GOALS)], measured[len(GOALS) :], strict=True)
    return [_figure(name, *pair) for name, pair in zip(GOALS, pairs, strict=True)]


def _figure(name: str, accounts: list[float], offices: list[float]) -> Figure:
    figure = median_ratio(accounts, offices)
    goal, met = at_most(GOALS[name], figure)
    rates = {"accounts": ROWS / statistics.median(accounts), "offices": ROWS / statistics.median(offices)}
    return Figure(f"claims: {name}", round(figure, 2), "×", f"{name} of as many offices", goal, met, rates)


def _accounts() -> _List[AccountImport]:
    codes = list(
        Office.objects.filter(code__startswith="bd-").order_by("code").values_list("code", flat=True)[:OFFICES]
    )
    if len(codes) != OFFICES:
        raise RuntimeError(f"there are {len(codes)} offices, not {OFFICES}")
    content = nation.as_csv(_rows(codes), _COLUMNS)
    brought = Account.objects.filter(handle__startswith=_HANDLE)
    return _List(
        lambda now: claims.receive(nation.SYSTEM, name="accounts.csv", content=content, root=None, now=now),
        {
            "compare": lambda run, now: claims.compare(run, now=now),
            "apply": lambda run, now: claims.apply(nation.SYSTEM, run=run, now=now),
            "undo": lambda run, now: claims.undo(nation.SYSTEM, run=run, now=now),
        },
        brought.count,
    )


def _offices() -> _List[OfficeImport]:
    content = nation.as_csv(nation.departments(nation.upazilas(), ROWS))
    brought = Office.objects.filter(code__startswith="dept-")
    return _List(
        lambda now: imports.receive(nation.SYSTEM, name="offices.csv", content=content, root=None, now=now),
        {
            "compare": lambda run, now: imports.compare(run, now=now),
            "apply": lambda run, now: imports.apply(nation.SYSTEM, run=run, now=now),
            "undo": lambda run, now: imports.undo(nation.SYSTEM, run=run, now=now),
        },
        brought.count,
    )


def _rows(codes: list[str]) -> Iterator[tuple[str, ...]]:
    """Accounts of these offices in turn."""
    for number, code in enumerate(islice(cycle(codes), ROWS)):
        yield (
            code,
            f"https://www.facebook.com/{_HANDLE}{number}",
            f"উপজেলা প্রশাসন {number}",
            f"Upazila Administration {number}",
            "4.b, 4.c",
            "উপজেলার মানুষ",
            "দপ্তরের পেজ",
            "2019-03-26",
        )
