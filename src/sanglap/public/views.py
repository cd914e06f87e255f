"""Pages that anybody may open."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.accounts.services.figures import ACCOUNTS, WITH_ACCOUNT
from sanglap.core import clock, showcase
from sanglap.guideline import loader
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.models import Clause
from sanglap.laws.selectors import Entry, cited
from sanglap.laws.selectors import register as law_register
from sanglap.offices import selectors
from sanglap.offices.access import public
from sanglap.offices.models import Kind
from sanglap.offices.services.figures import OFFICES
from sanglap.public.offices.views import EVERYBODY, KINDS


@dataclass(frozen=True, slots=True)
class KindFigure:
    """How many open offices there are of that kind; `share` of the most there are of any, from 1 to 100."""

    kind: Kind
    number: int
    share: int


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, why and for whom (clauses 1 and 2), for a citizen who comes here first. One query."""
    found = selectors.figures(EVERYBODY)
    by_kind = found.get(OFFICES, {})
    most = max(by_kind.values(), default=0)
    context = {
        "book": loader.current(),
        "offices": sum(by_kind.values()),
        # Of a kind of which there is none a citizen need not read.
        "kinds": [
            KindFigure(kind, number, max(1, 100 * number // most)) for kind in Kind if (number := by_kind.get(kind, 0))
        ],
        "listed": [kind for kind, _name in KINDS],
        "accounts": found.get(ACCOUNTS, {}).get("", 0),
        "with_account": found.get(WITH_ACCOUNT, {}).get("", 0),
    }
    return render(request, "public/home.html", context)


@public
@require_safe
def guideline(request: HttpRequest) -> HttpResponse:
    """The whole guideline, clause by clause; `#clause-7.a` leads to one."""
    book = loader.current()
    return render(request, "public/guideline.html", {"book": book, "clauses": _with_laws(book)})


def _with_laws(book: Rulebook) -> list[tuple[Clause, list[Entry]]]:
    """Each clause with the laws that its rules in force cite."""
    on = book.calendar.day_of(clock.now())
    rules = [rule for rule in book.rules if rule.laws and rule.holds(on)]
    known = {law.key: law for law in cited({key for rule in rules for key in rule.laws}, on=on)}
    keys: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        keys[rule.clause] += [key for key in rule.laws if key not in keys[rule.clause]]
    return [(clause, [known[key] for key in keys[clause.id]]) for clause in book.clauses]


@public
@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """The register of laws and rules (clause 8); `#law-ict-act-2006` leads to one."""
    rows = law_register(on=loader.current().calendar.day_of(clock.now()))
    context = {
        "in_force": [one for one in rows if one.in_force],
        "past": [one for one in rows if not one.in_force],
    }
    return render(request, "public/laws.html", context)


@public
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Whether this process can reach its database: 200 or an error. The yardstick of the page benchmark."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the pages with an example; only where Django runs in debug."""
    return render(request, "core/components.html", showcase.context())
