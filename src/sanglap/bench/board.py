"""The coordinator's board at the nation's size: 60,000 accounts on 55,000 offices, each with every duty; against the
demo's size, and the nation's board against a district's.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.urls import reverse

from sanglap.bench import nation
from sanglap.bench.measure import Figure, at_most
from sanglap.bench.offices import REQUESTS, Asked, field_offices, open_page
from sanglap.bench.offices import compare as compare_pages
from sanglap.bench.place import Place, place
from sanglap.core import clock
from sanglap.duties import services as duties
from sanglap.duties.models import DutyKind
from sanglap.duties.models.duties import WEEKLY
from sanglap.guideline import loader
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.services import imports

OFFICES = 50_000
LARGE, SMALL = 60_000, 5_000
DISTRICT_GOAL = 3.0
SYSTEM = Scope.everything("bench")
_PAGES = ("board", "board-map", "board-offices", "board-year", "board-rows")

_ACCOUNTS = """
INSERT INTO accounts_account (id, office_id, network, server, handle, name, purposes, audience, description, url,
    remote_id, characters, pictures, state, held_above, note)
SELECT gen_random_uuid(), offices.id, CASE number %% 5 WHEN 0 THEN 'by-hand' ELSE 'mastodon' END,
    'https://social.example', 'bench' || number, '{"bn": "দপ্তরের পেজ", "en": "Page of the office"}', '{}', '{}', '{}',
    '', '', 500, 4, 'active', false, ''
FROM generate_series(1, %(accounts)s) AS number
JOIN (SELECT id, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS of FROM offices_office) AS offices
    ON offices.place = number %% offices.of + 1
"""
_DUTIES = """
INSERT INTO duties_duty (id, account_id, office_id, kind, rule, starts_on, ends_on, current, standing, since, done,
    owed, evidence, reckoned_at)
SELECT gen_random_uuid(), a.id, a.office_id, k.kind, 'bd-2016:x', %(start)s, CASE WHEN k.weekly THEN %(end)s END, true,
    (ARRAY['kept', 'kept', 'kept', 'kept', 'running', 'kept', 'at_risk', 'broken', 'exempt', 'kept'])
        [1 + abs(hashtext(a.handle || k.kind)) %% 10],
    %(now)s - abs(hashtext(k.kind || a.handle)) %% 4000 * interval '1 hour', 0, 1, '[]', %(now)s
FROM accounts_account a CROSS JOIN unnest(%(kinds)s::text[], %(weekly)s::bool[]) AS k (kind, weekly)
"""
_PAST = """
INSERT INTO duties_tally (office_id, office_kind, kind, starts_on, kept, running, at_risk, broken, exempt)
SELECT office_id, office_kind, kind, starts_on - 7 * back, kept, running, at_risk, broken, exempt
FROM duties_tally CROSS JOIN generate_series(1, 52) AS back
"""


def run() -> list[Figure]:
    """Measure and give the figures."""
    with place("sanglap_bench_small") as small, place("sanglap_bench_large") as large:
        with small.entered():
            field_offices()
            _fill(SMALL)
        with large.entered():
            field_offices()
            _bring_in()
            _fill(LARGE)
        return [*compare_pages(small, large, _asked(), "board"), *_against_a_district(large)]


def _bring_in() -> None:
    run_ = imports.receive(
        SYSTEM, name="offices.csv", content=nation.as_csv(nation.departments(OFFICES)), root=None, now=clock.now()
    )
    imports.compare(run_)
    imports.apply(SYSTEM, run=run_, now=clock.now())


def _fill(accounts: int) -> None:
    """So many accounts, every duty of each, and a year of tallies."""
    now, calendar = clock.now(), loader.current().calendar
    week = calendar.week(calendar.day_of(now))
    given = {
        "accounts": accounts,
        "start": week.start,
        "end": week.start + timedelta(days=6),
        "now": now,
        "kinds": [kind.value for kind in DutyKind],
        "weekly": [kind in WEEKLY for kind in DutyKind],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, given)
        cursor.execute(_DUTIES, given)
    duties.recount(now=now)
    with connection.cursor() as cursor:
        cursor.execute(_PAST)
        cursor.execute("ANALYZE")


def _asked() -> Iterator[Asked]:
    """Every page of the board as whoever sees most opens it, and the list as it is picked."""
    for page in _PAGES:
        yield Asked("nasrin", page, _at(page))
    for query in (
        "standing=broken",
        "standing=wanting",
        "kind=panel-size&standing=broken",
        "kind=panel-size&standing=kept",
        "network=by-hand&standing=at_risk",
        "area=bd-dist-46&standing=wanting",
        "office_kind=field&since=2026-01-01",
        "q=sadar",
    ):
        yield Asked("nasrin", f"rows {query}", _at("board-rows", query))


def _at(page: str, query: str = "", office: str = "") -> Callable[[], str]:
    return lambda: f"{reverse(f'desk:{page}')}?{query}" + (f"&office={_office(office)}" if office else "")


def _office(code: str) -> UUID:
    return Office.objects.get(code=code).pk


def _against_a_district(large: Place) -> list[Figure]:
    """The nation's pages against those of a district, in the same database."""
    figures = []
    for page in _PAGES:
        whole = open_page(large, Asked("nasrin", page, _at(page)))
        part = open_page(large, Asked("nasrin", page, _at(page, office="bd-dist-46")))
        times = [(part.seconds(), whole.seconds()) for _ in range(REQUESTS)]
        few, many = (statistics.median(column) for column in zip(*times, strict=True))
        goal, met = at_most(DISTRICT_GOAL, many / few)
        rates = {"district": 1 / few, "nation": 1 / many}
        figures.append(Figure(f"board: {page}", round(many / few, 2), "×", "a district's", goal, met, rates))
    return figures
