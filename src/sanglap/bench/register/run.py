"""The measurement from beginning to end."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sanglap.bench.measure import Figure
from sanglap.bench.pages import Asked, Seen, compared, ratio
from sanglap.bench.place import Place, address, fresh, served
from sanglap.bench.register import duties
from sanglap.bench.register.pages import BOARDS, PAGES
from sanglap.bench.seed.database import DATABASE
from sanglap.bench.seed.plan import SCALES, Plan, latest
from sanglap.bench.seed.run import ready
from sanglap.core import clock

PAGE_GOAL, BOARD_GOAL = 1.5, 3.0
_SEED = 1
_NOWHERE = "http://127.0.0.1:9"
"""Where the demo's accounts are said to be: nobody calls there."""


def run() -> list[Figure]:
    """Measure on the national data set, made first where it is not there, and give the figures."""
    plan = ready(Plan(SCALES["national"], _SEED, latest(clock.now())), DATABASE, say=_say)
    time = clock.shift_to(plan.now)
    with served(address(DATABASE), clock=time) as nation, tempfile.TemporaryDirectory() as folder:
        figures = [_board(nation, *pair) for pair in BOARDS]
        told = ["demo_seed", "--server", _NOWHERE, "--nation", "--year", str(Path(folder) / "lines")]
        with fresh("sanglap_bench_demo", told, clock=time) as demo, served(demo, clock=time) as small:
            figures += compared("register", PAGES, (small, "the demo"), (nation, "the nation"), limit=PAGE_GOAL)
        # At the end: what is written and undone leaves the tables larger than they are in life.
        with nation.entered():
            figures += duties.run(plan.now)
            duties.tidy()
        return figures


def _board(nation: Place, whole: Asked, district: Asked) -> Figure:
    few, many = Seen(district, (nation, "the district")), Seen(whole, (nation, "the nation"))
    return ratio(f"register: {whole.name}", few, many, limit=BOARD_GOAL, same_queries=False)


def _say(text: str) -> None:
    print(f"· {text}", flush=True)
