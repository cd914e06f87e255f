"""People and offices: the import against a bare COPY, every page at 50,000 offices against the demo's 5,106, and the
check of a right against one look-up by key.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from sanglap.bench import nation
from sanglap.bench.measure import Figure, at_least, at_most, seconds
from sanglap.bench.pages import Asked, at, compared, office_of, plain
from sanglap.bench.place import place
from sanglap.core import clock
from sanglap.offices.models import Appointment, Office
from sanglap.offices.scope import Scope
from sanglap.offices.services import imports
from sanglap.people.models import User
from sanglap.people.permissions import Permission

SMALL = 5_106
LARGE = 50_000
CHECKS = 2_000
IMPORT_GOAL, PAGE_GOAL, CHECK_GOAL = 0.05, 1.5, 5.0


def run() -> list[Figure]:
    """Measure and give the figures."""
    with place("sanglap_bench_small") as small, place("sanglap_bench_large") as large:
        with small.entered():
            nation.field_offices()
            _people(SMALL)
        with large.entered():
            nation.field_offices()
            figures = [_import()]
            _people(LARGE)
            figures.append(_check())
        return [*figures, *compared("offices", _asked(), (small, "5,106"), (large, "50,000"), limit=PAGE_GOAL)]


def _people(count: int) -> None:
    """Two people at each of so many offices; the cast's own are left as they are."""
    free = Office.objects.exclude(positions__isnull=False).order_by("pk").values_list("pk", flat=True)
    nation.serve(list(free[:count]), now=clock.now())


def _import() -> Figure:
    """50,000 rows from file to register, against a COPY of the offices they became."""
    content = nation.as_csv(nation.departments(nation.upazilas(), LARGE))
    began = time.monotonic()
    run_ = imports.receive(nation.SYSTEM, name="offices.csv", content=content, root=None, now=clock.now())
    imports.compare(run_)
    imports.apply(nation.SYSTEM, run=run_, now=clock.now())
    brought = time.monotonic() - began
    made = list(Office.objects.filter(code__startswith="dept-"))
    if len(made) != LARGE:
        raise RuntimeError(f"{len(made)} offices came of {LARGE} rows")
    copied = statistics.median(seconds(lambda: nation.bare_copy(made)) for _ in range(3))
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

    rounds = [(seconds(check), seconds(look_up)) for _ in range(3)]
    figure = statistics.median(one / other for one, other in rounds)
    goal, met = at_most(CHECK_GOAL, figure)
    rates = {"checks": CHECKS / rounds[0][0], "look-ups": CHECKS / rounds[0][1]}
    return Figure("offices: scope check", round(figure, 2), "×", "one indexed look-up", goal, met, rates)


def _appointment(username: str) -> Callable[[], Appointment]:
    return lambda: Appointment.objects.select_related("position").get(user__username=username)


def _asked() -> Iterator[Asked]:
    """Every page of offices, people, positions and history that is read, as those open it who see most."""
    top, head = "nasrin", "rehana"
    root, upazila, district = office_of("cabinet-division"), office_of("bd-upa-362"), office_of("bd-dist-46")
    for query in ("", "?view=list", "?view=list&head=none", "?view=map", "?q=shibaloy", "?q=শিবালয়"):
        yield Asked(top, f"offices {query}".strip(), plain("desk:offices", query))
    yield Asked(head, "offices (head)", plain("desk:offices"))
    for name, key in (("root", root), ("district", district), ("upazila", upazila)):
        yield Asked(top, f"office {name}", at("desk:office", key))
    for page in ("office-calendar", "office-edit", "office-history"):
        yield Asked(top, page, at(f"desk:{page}", upazila))
    for page in ("people", "appointments", "imports", "me", "day"):
        yield Asked(top, page, plain(f"desk:{page}"))
        yield Asked(head, f"{page} (head)", plain(f"desk:{page}"))
    yield Asked(top, "people ?q=", plain("desk:people", "?q=রেহানা"))
    yield Asked(top, "position", at("desk:position", lambda: _appointment(head)().position_id))
    yield Asked(top, "person", at("desk:person", lambda: _appointment(head)().user_id))
    yield Asked("mannan", "history", plain("desk:history"))
    yield Asked("", "public directory", plain("public:offices"))
    # A word that fills the page in either nation, so that as many rows are shown.
    yield Asked("", "public search", plain("public:offices", "?q=sadar"))
    yield Asked("", "public office", at("public:office", district))
