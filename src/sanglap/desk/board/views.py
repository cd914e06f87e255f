"""Where everyone stands: at one look, on the map, office by office, over the year, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from sanglap.core import clock
from sanglap.desk.board.asking import Asked, asked
from sanglap.desk.board.drawing import ORDER, Chart, Square, bars, chart, squares, step
from sanglap.desk.pages import page as page_of
from sanglap.duties.board import figures, kept
from sanglap.duties.board.pick import WANTING
from sanglap.duties.board.rows import MOST, counted, longest, page, rows
from sanglap.duties.board.year import year as year_of
from sanglap.duties.models import BoardPage, Duty, DutyKind, Standing
from sanglap.duties.selectors import weeks
from sanglap.duties.services.sheets import said_of
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest, requires
from sanglap.offices.models import Area, AreaLevel, Office
from sanglap.people.models import User
from sanglap.people.permissions import Permission

HELPED, OPEN = 10, 5
"""So many accounts are listed, and so many of them at once."""
NAMED = 3
"""Of one account so many duties are named; its own page has them all."""
SHOWN = 50


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """How many stand how on each clause, and who needs help."""
    here = asked(request, BoardPage.BOARD)
    counts, help_ = figures.totals(request.scope, here.pick), _help(here)
    context = {
        "bars": bars(here, counts),
        "standings": ORDER,
        "help": help_[:OPEN],
        "helped_more": help_[OPEN:],
        "helped": here.rows(standing=Standing.BROKEN.value),
    }
    return render(request, "desk/board/board.html", {**here.context, **context})


@dataclass(frozen=True, slots=True)
class Help:
    """An account at which something is broken: what, since when, and whom one can ask."""

    duties: Sequence[Duty]
    heads: Sequence[User]
    reminded: date | None

    @property
    def first(self) -> Duty:
        return self.duties[0]

    @property
    def shown(self) -> Sequence[Duty]:
        return self.duties[:NAMED]

    @property
    def further(self) -> int:
        return len(self.duties) - len(self.shown)


def _help(here: Asked) -> list[Help]:
    """Those at which something has been broken longest; of a week that is over nobody."""
    if here.pick.week:
        return []
    scope, now = here.scope, clock.now()
    found = longest(scope, here.pick.but(standing=Standing.BROKEN.value), most=HELPED)
    heads = offices.holders_by_office(
        {listed[0].office_id for _account, listed in found}, Permission.ACCOUNT_MANAGE, now=now
    )
    reminded = kept.last_reminders(scope, [account for account, _listed in found])
    return [Help(listed, heads[listed[0].office_id], reminded.get(account)) for account, listed in found]


@dataclass(frozen=True, slots=True)
class Shade:
    """A district as it is drawn."""

    area: Area
    count: figures.Count
    board: str
    """The board of its office; where it has several, their list."""
    rows: str

    @property
    def step(self) -> int:
        return step(self.count)


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def map_(request: StaffRequest) -> HttpResponse:
    """In which districts most is broken or at risk, of one clause or of all."""
    here = asked(request, BoardPage.MAP)
    if not here.pick.deep:
        raise Http404
    found = {one.area: one for one in figures.by_district(request.scope, here.pick)}
    areas = list(offices.areas(request.scope))
    shades = [_shade(here, area, found.get(area.code)) for area in areas if area.level == AreaLevel.DISTRICT]
    # Where most is wanting stands first, on the map's table and for whoever goes through it by keyboard.
    shades.sort(key=lambda shade: -shade.count.wanting / max(shade.count.whole, 1))
    context = {
        "shades": [shade for shade in shades if shade.count.whole],
        "bare": [shade for shade in shades if not shade.count.whole],
        "divisions": [area for area in areas if area.level == AreaLevel.DIVISION],
    }
    return render(request, "desk/board/map.html", {**here.context, **context})


def _shade(here: Asked, area: Area, district: figures.District | None) -> Shade:
    count = district.count if district else figures.Count()
    listed = here.rows(area=area.code, standing=WANTING if count.wanting else "")
    only = district.offices[0] if district and len(district.offices) == 1 else None
    board_ = here.url(BoardPage.BOARD, root=only, area="") if only else here.rows(area=area.code, standing="")
    return Shade(area, count, board_, listed)


@dataclass(frozen=True, slots=True)
class Line:
    """An office's row of the heat."""

    office: Office
    url: str
    own: bool
    squares: Sequence[Square]


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def offices_(request: StaffRequest) -> HttpResponse:
    """Of each office directly below how many stand how on each clause."""
    here = asked(request, BoardPage.OFFICES)
    if not here.pick.deep:
        raise Http404
    scope, pick = request.scope, here.pick
    kinds = list(figures.totals(scope, pick))
    listed = page_of(figures.below(scope, pick).order_by("-pk"), request)
    counts = figures.by_office(scope, pick, [office.pk for office in listed.rows])
    lines = [_line(here, office, counts[office.pk], kinds) for office in listed.rows]
    own = figures.own(scope, pick) if listed.newest else {}
    if own:
        squares_ = squares(here, own, kinds, deep=False)
        lines.insert(0, Line(here.office, here.url(BoardPage.BOARD, deep=False), own=True, squares=squares_))
    context = {
        "page": listed,
        "lines": lines,
        "heads": [(capfirst(str(DutyKind(kind).label)), said_of(DutyKind(kind))[0]) for kind in kinds],
        "more": f"&{urlencode(here.plain)}",
    }
    return render(request, "desk/board/offices.html", {**here.context, **context})


def _line(here: Asked, office: Office, counts: figures.Counts, kinds: Sequence[str]) -> Line:
    url = here.url(BoardPage.BOARD, root=office.pk)
    return Line(office, url, own=False, squares=squares(here, counts, kinds, root=office.pk))


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def year(request: StaffRequest) -> HttpResponse:
    """The year of each clause, week by week; of one clause with its figures."""
    here = asked(request, BoardPage.YEAR)
    charts = [chart(here, one) for one in year_of(request.scope, here.pick)]
    context = {"charts": charts, "table": _table(here, charts) if here.pick.kind else [], "standings": ORDER}
    return render(request, "desk/board/year.html", {**here.context, **context})


def _table(here: Asked, charts: Sequence[Chart]) -> list[tuple[date, list[tuple[int, str]]]]:
    """Each week's numbers, the latest first, each with its list."""
    now, *_over = weeks()
    return [
        (
            week,
            [(count.of(one), here.rows(week=None if week == now else week, standing=one.value)) for one in ORDER],
        )
        for week, count in (reversed(charts[0].year.weeks) if charts else ())
    ]


@requires(Permission.ACCOUNT_VIEW)
@require_safe
def rows_(request: StaffRequest) -> HttpResponse:
    """The duties that were picked, one by one."""
    here = asked(request, BoardPage.ROWS)
    try:
        listed = page(request.scope, here.pick, after=request.GET.get("after", "")[:200], size=SHOWN)
    except ValueError:
        raise Http404 from None
    number = counted(rows(request.scope, here.pick))
    context = {
        "rows": [(duty, said_of(DutyKind(duty.kind))[0]) for duty in listed.rows],
        "number": min(number, MOST),
        "more_than": number > MOST,
        "after": listed.after,
        "first": not request.GET.get("after"),
        "past": here.pick.week is not None and not here.pick.weekly,
    }
    return render(request, "desk/board/rows.html", {**here.context, **context})
