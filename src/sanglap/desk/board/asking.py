"""What a page of the board is asked for: from which office, in which week, what of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField
from sanglap.desk.pages import one
from sanglap.duties import selectors as duties
from sanglap.duties import services
from sanglap.duties.board import kept
from sanglap.duties.board.pick import WANTING, Pick
from sanglap.duties.board.roots import path, roots, seen
from sanglap.duties.models import BoardPage, BoardView, DutyKind, Standing
from sanglap.guideline import loader
from sanglap.networks.registry import CONNECTORS, connector
from sanglap.offices import selectors as offices
from sanglap.offices.access import StaffRequest
from sanglap.offices.models import AreaLevel, Kind, Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

Choices = list[tuple[str, str | Promise]]
_ALL: tuple[str, Promise] = ("", _("All"))
_OF_ONE = frozenset({BoardPage.MAP, BoardPage.YEAR})
"""The pages on which one clause can be looked at alone."""
STANDINGS: Choices = [_ALL, (WANTING, _("broken or at risk")), *Standing.choices]


def kinds() -> list[DutyKind]:
    """The duties that are reckoned, in the order of the clauses."""
    return [kind for kind in DutyKind if kind in services.RULES]


class PickForm(forms.Form):
    """What is picked on the board. What is not known is not asked for: a page that was kept from before still opens."""

    kind = forms.ChoiceField(label=_("Clause"), required=False)
    standing = forms.ChoiceField(label=_("State"), required=False, choices=STANDINGS)
    office_kind = forms.ChoiceField(label=_("Kind of office"), required=False, choices=[_ALL, *Kind.choices])
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    area = forms.ChoiceField(label=_("Division or district"), required=False)
    since = DayField(label=_("So since before"), required=False)
    q = LineField(label=_("Name of the office"), required=False, max_length=200)

    def __init__(self, data: Mapping[str, str], *, areas: Sequence[tuple[str, str]]) -> None:
        named = {name: data.get(name, "") for name in self.base_fields}
        super().__init__(named)
        choices: Mapping[str, Choices] = {
            "kind": [_ALL, *((kind.value, capfirst(str(kind.label))) for kind in kinds())],
            "platform": [_ALL, *((one_.id, str(one_.name)) for one_ in loader.current().catalogue.by_id.values())],
            "network": [_ALL, *((key, str(connector(key).name)) for key in CONNECTORS)],
            "area": [_ALL, *areas],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a field of choices
        fixed: Mapping[str, Choices] = {"standing": STANDINGS, "office_kind": [_ALL, *Kind.choices]}
        for name, offered in {**choices, **fixed}.items():
            if named[name] not in dict(offered):
                named[name] = ""

    def given(self) -> dict[str, Any]:
        """What is picked, by the names of `Pick`; a wrong day is left out."""
        self.is_valid()
        found = self.cleaned_data
        names = ("kind", "standing", "office_kind", "platform", "network", "area")
        return {
            **{name: found.get(name, "") for name in names},
            "before": found.get("since"),
            "words": found.get("q", ""),
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of the board as it is asked for."""

    scope: Scope
    office: Office
    pick: Pick
    form: PickForm
    roots: Sequence[Office]
    page: BoardPage = BoardPage.BOARD

    def url(self, page: str | None = None, **changes: Any) -> str:
        """A page of the board with some things picked otherwise."""
        return address(page or self.page, self.pick.but(**changes))

    def rows(self, **changes: Any) -> str:
        """The list of those duties."""
        return self.url(BoardPage.ROWS, **changes)

    @property
    def plain(self) -> dict[str, str]:
        """What is picked, for the hidden fields of forms."""
        return self.pick.plain()

    @property
    def context(self) -> dict[str, Any]:
        """What every page of the board shows around its matter."""
        return {
            "asked": self,
            "office": self.office,
            "pick": self.pick,
            "form": self.form,
            "path": [
                (one_, self.url(BoardPage.BOARD, root=one_.pk, deep=True)) for one_ in path(self.scope, self.office)
            ],
            "others": [
                (one_, f"{reverse('desk:board')}?office={one_.pk}") for one_ in self.roots if one_.pk != self.office.pk
            ],
            "pages": [(name, self.url(page), page == self.page) for page, name in self._pages()],
            "weeks": [(week, week.isoformat() if number else "") for number, week in enumerate(duties.weeks())],
            "kinds": [(kind.value, capfirst(str(kind.label))) for kind in kinds()],
            "office_kinds": Kind.choices,
            "views": [(view, address_of(view)) for view in kept.views(self.scope)],
            "may_remind": self.may_remind,
            "of_one": self.page in _OF_ONE,
            "board_page": self.page,
        }

    def _pages(self) -> list[tuple[BoardPage, str | Promise]]:
        """Those that have something to show from here."""
        flat = (BoardPage.MAP, BoardPage.OFFICES)
        return [(page, page.label) for page in BoardPage if self.pick.deep or page not in flat]

    @property
    def may_remind(self) -> bool:
        """Whether the reader may remind those whom he sees here, as it stands now."""
        may = self.scope.may(Permission.ACCOUNT_REVIEW, self.pick.root, below=self.pick.deep)
        return self.pick.week is None and may


def address(page: str, pick: Pick) -> str:
    """Where that page of the board shows what is picked."""
    return f"{reverse(f'desk:{page}')}?{urlencode(pick.plain())}"


def address_of(view: BoardView) -> str:
    """Where a kept view is."""
    return f"{reverse(f'desk:{view.page}')}?{urlencode(view.picked)}"


def asked(request: StaffRequest, page: BoardPage, given: QueryDict | None = None) -> Asked:
    """What is asked for by the address, or by what was sent. Raises Http404 where the reader does not see the office,
    or holds no position by which he sees accounts.
    """
    given = request.GET if given is None else given
    scope, found = request.scope, roots(request.scope)
    office = _office(scope, given.get("office", ""), found)
    deep = not given.get("own") and scope.may(Permission.ACCOUNT_VIEW, office.pk, below=True)
    form = PickForm({name: given.get(name, "") for name in PickForm.base_fields}, areas=_areas(scope))
    picked = form.given()
    if page != BoardPage.ROWS:
        # Only the list can be narrowed down by everything.
        used = {"office_kind", "kind"} if page in _OF_ONE else {"office_kind"}
        picked = {name: value for name, value in picked.items() if name in used}
    pick = Pick(root=office.pk, deep=deep, week=_week(given.get("week", "")), **picked)
    return Asked(scope, office, pick, form, found, page)


def _areas(scope: Scope) -> list[tuple[str, str]]:
    """The divisions, told as such since most have a district of the same name, and then the districts, each by name."""
    found = [(area.level != AreaLevel.DIVISION, str(area.name), area) for area in offices.areas(scope).defer("outline")]
    return [
        (area.code, name if district else f"{name} ({area.get_level_display()})")
        for district, name, area in sorted(found, key=lambda one_: one_[:2])
    ]


def _office(scope: Scope, key: str, found: Sequence[Office]) -> Office:
    try:
        if key:
            return one(seen(scope), UUID(key))
        return found[0]
    except (ValueError, IndexError):
        raise Http404 from None


def _week(given: str) -> date | None:
    """One of the weeks of the last year that are over; None: now."""
    over = {week.isoformat(): week for week in duties.weeks()[1:]}
    return over.get(given)
