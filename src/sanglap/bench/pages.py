"""A page on two data sets: how long it takes on one against the other, and whether it asks the database as often."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

import httpx
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.bench.measure import Figure, at_most, seconds
from sanglap.bench.place import Place, signed_in
from sanglap.offices.models import Office
from sanglap.people.models import User

REQUESTS = 20
Named = tuple[Place, str]
"""A place, and what its data set is called in the table."""


@dataclass(frozen=True)
class Asked:
    """A page as one person asks for it, "" being the public; `path` finds its address in the database at hand."""

    who: str
    name: str
    path: Callable[[], str]


def plain(name: str, query: str = "") -> Callable[[], str]:
    """The address of a page of no object."""
    return lambda: reverse(name) + query


def at(name: str, *keys: Callable[[], object], query: str = "") -> Callable[[], str]:
    """The address of a page of these objects."""
    return lambda: reverse(name, args=[key() for key in keys]) + query


def office_of(code: str) -> Callable[[], UUID]:
    """The key of the office of that code."""
    return lambda: Office.objects.get(code=code).pk


def compared(title: str, asked: Iterable[Asked], few: Named, many: Named, *, limit: float) -> list[Figure]:
    """Each page in both places, opened in turn; a figure for each, met where it takes at most so many times as long
    where there is more, and as many queries. One that does not answer is a figure that is not met, and keeps no other.
    """
    return [_compared(f"{title}: {one.name}", one, few, many, limit) for one in asked]


def _compared(name: str, asked: Asked, few: Named, many: Named, limit: float) -> Figure:
    try:
        return ratio(name, Seen(asked, few), Seen(asked, many), limit=limit, same_queries=True)
    except RuntimeError as error:
        return Figure(name, 0.0, "×", str(error), at_most(limit, 0.0)[0], False, {})


class Seen:
    """A page that has been opened there, warm, with the number of its queries."""

    def __init__(self, asked: Asked, where: Named) -> None:
        here, self.called = where
        with here.entered():
            self.path = asked.path()
            key = signed_in(User.objects.get(username=asked.who)) if asked.who else ""
            cookies = {"sessionid": key} if key else {}
            self.queries = _queries(self.path, cookies)
        self._client = httpx.Client(base_url=here.url, cookies=cookies, trust_env=False, timeout=60)
        self.kilobytes = len(self._client.get(self.path).content) // 1024

    def open(self) -> None:
        """Open it once more. Raises RuntimeError where it does not answer as it should."""
        answer = self._client.get(self.path)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{self.path} answers {answer.status_code}")


def _queries(path: str, cookies: dict[str, str]) -> int:
    within = Client(HTTP_HOST="localhost")
    within.cookies.load(cookies)
    within.get(path)
    with CaptureQueriesContext(connection) as queries:
        within.get(path)
    return len(queries)


def ratio(name: str, few: Seen, many: Seen, *, limit: float, same_queries: bool) -> Figure:
    """How many times as long one takes as the other, by the medians of requests made in turn."""
    times = [(seconds(few.open), seconds(many.open)) for _ in range(REQUESTS)]
    less, more = (statistics.median(column) for column in zip(*times, strict=True))
    goal, met = at_most(limit, more / less)
    same = few.queries == many.queries
    sizes = f"{few.kilobytes} kB, {many.kilobytes} kB"
    return Figure(
        name,
        round(more / less, 2),
        "×",
        f"the same at {few.called} ({few.queries}{'=' if same else '≠'}{many.queries} queries; {sizes})",
        goal,
        met and (same or not same_queries),
        {f"pages at {few.called}": 1 / less, f"pages at {many.called}": 1 / more},
    )
