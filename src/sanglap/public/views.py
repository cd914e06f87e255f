"""Pages that anybody may open."""

from collections import defaultdict

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.core import clock, showcase
from sanglap.guideline import loader
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.models import Clause
from sanglap.laws.selectors import Entry, cited
from sanglap.laws.selectors import register as law_register
from sanglap.offices.access import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a citizen who comes here first."""
    return render(request, "public/home.html", {"book": loader.current()})


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
