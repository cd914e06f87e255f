"""Pages that anybody may open."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sanglap.core import showcase
from sanglap.guideline import loader
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
    return render(request, "public/guideline.html", {"book": loader.current()})


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
