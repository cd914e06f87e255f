"""What the calendar of posts is asked for: how it is shown, from which day, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet, TextChoices
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.campaigns import selectors as campaigns
from sanglap.campaigns.models import Campaign
from sanglap.desk.pages import one
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.language.digits import to_latin
from sanglap.offices import selectors as offices
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.services.calendar import FIRST_YEAR, YEARS_AHEAD
from sanglap.people.permissions import Permission

VIEW = Permission.POST_VIEW
OWN = 20
"""So many offices at which one serves are shown together."""
LISTED = 200
_DAY = timedelta(days=1)
_LONGEST = 200


class View(TextChoices):
    """How the days are laid out."""

    MONTH = "month", _("Month")
    WEEK = "week", _("Week")
    LIST = "list", _("List")


class Stage(TextChoices):
    """How far a post has come."""

    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waiting for approval")
    COMING = "coming", _("approved, goes out by itself")
    OUT = "out", _("published")
    TROUBLE = "trouble", _("did not go out by itself")
    BACK = "back", _("returned or expired")


@dataclass(frozen=True, slots=True)
class Asked:
    """The calendar as it is asked for."""

    view: View
    on: date
    """A day of the month or week that is shown."""
    today: date
    own: Sequence[Office]
    """The offices at which the reader serves and sees posts."""
    office: Office | None
    """The only one that is shown; None: those at which he serves."""
    accounts: Sequence[Account]
    """To choose from: those of the offices shown."""
    account: Account | None
    stage: str
    campaign: Campaign | None = None
    words: str = ""
    """By which an office was looked for, where they do not name one."""
    fitting: Sequence[Office] = ()
    """The offices that these fit, where they are several."""

    @property
    def offices(self) -> list[UUID]:
        return [self.office.pk] if self.office else [one_.pk for one_ in self.own]

    def span(self, calendar: WorkingCalendar) -> tuple[date, date]:
        """First and last day that are shown, whole weeks but in a list."""
        if self.view == View.WEEK:
            week = calendar.week(self.on)
            return week.start, week.end
        first, last = self.on.replace(day=1), _next_month(self.on) - _DAY
        if self.view == View.LIST:
            return first, last
        return calendar.week(first).start, calendar.week(last).end

    @property
    def earlier(self) -> date | None:
        day = self.on - 7 * _DAY if self.view == View.WEEK else (self.on.replace(day=1) - _DAY).replace(day=1)
        return day if _near(day, self.today) else None

    @property
    def later(self) -> date | None:
        day = self.on + 7 * _DAY if self.view == View.WEEK else _next_month(self.on)
        return day if _near(day, self.today) else None

    def url(self, **changes: Any) -> str:
        """The calendar with some of it asked otherwise."""
        return address(replace(self, **changes))

    @property
    def kept(self) -> str:
        """What every other address of the calendar keeps, behind what it has of its own."""
        return address(self).partition(self.on.isoformat())[2]

    @property
    def to_choose(self) -> list[Office]:
        """The reader's offices, and the one that is shown if it is none of them."""
        others = [self.office] if self.office and self.office not in self.own else []
        return [*self.own, *others]

    @property
    def narrowed(self) -> bool:
        """Whether something is left out."""
        return bool(self.account or self.stage or self.campaign)


def address(asked: Asked) -> str:
    """Where the calendar shows that."""
    given = {
        "view": asked.view.value,
        "from": asked.on.isoformat(),
        "office": asked.office and asked.office.pk,
        "account": asked.account and asked.account.pk,
        "state": asked.stage,
        "campaign": asked.campaign and asked.campaign.pk,
    }
    return f"{reverse('desk:post-calendar')}?{urlencode({name: one_ for name, one_ in given.items() if one_})}"


def asked(scope: Scope, given: QueryDict, today: date) -> Asked:
    """What is asked for by the address. Raises Http404 for a day that is none, and for what the reader does not see."""
    own = [office for office in offices.own(scope) if scope.may(VIEW, office.pk)][:OWN]
    office = _one(offices.offices(scope, VIEW), given.get("office", ""))
    words = given.get("q", "").strip()[:_LONGEST]
    fitting = offices.search(scope, words, permission=VIEW) if words else []
    if len(fitting) == 1:
        office = fitting[0]
    if office is None and len(own) == 1:
        office = own[0]
    seen = [office] if office else own
    choice = accounts.accounts(scope, VIEW).filter(office__in=seen)
    view, stage = given.get("view", ""), given.get("state", "")
    return Asked(
        view=View(view) if view in View.values else View.MONTH,
        on=_day(given.get("from", ""), today),
        today=today,
        own=own,
        office=office,
        accounts=list(choice[:LISTED]),
        account=_among(choice, given.get("account", "")),
        stage=stage if stage in Stage.values else "",
        campaign=_one(campaigns.campaigns(scope), given.get("campaign", "")),
        words="" if len(fitting) == 1 else words,
        fitting=fitting if len(fitting) > 1 else (),
    )


def _one(rows: QuerySet[Any], key: str) -> Any:
    try:
        return one(rows, UUID(key)) if key else None
    except ValueError:
        raise Http404 from None


def _among(rows: QuerySet[Account], key: str) -> Account | None:
    """The account of that key among these; None where another office is looked at by now."""
    try:
        return rows.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        raise Http404 from None


def _day(given: str, today: date) -> date:
    try:
        day = date.fromisoformat(to_latin(given).strip()) if given else today
    except ValueError:
        raise Http404 from None
    if not _near(day, today):
        raise Http404
    return day


def _near(day: date, today: date) -> bool:
    return FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD


def _next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1)
