"""What the history is searched for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import kinds
from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField
from sanglap.guideline import loader
from sanglap.offices import selectors
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.selectors.history import Wanted
from sanglap.people.permissions import Permission

FEW = 10
"""So many offices are offered where the words fit several."""
_DAY = timedelta(days=1)


def _acts() -> list[tuple[Any, Any]]:
    """All acts by the kind of thing they are about; the first of each group stands for all of them."""
    groups: list[tuple[Any, Any]] = [("", _("All acts"))]
    return [*groups, *((kind, name) for kind, (name, _verbs) in kinds().items())]


class SearchForm(forms.Form):
    """All of it together; what is empty does not narrow the search."""

    words = LineField(label=_("Words"), required=False, max_length=100, help_text=_("A name, a memo number, a reason"))
    person = LineField(label=_("Done by"), required=False, max_length=100, help_text=_("A part of the name"))
    act = forms.ChoiceField(label=_("About"), required=False, choices=_acts)
    office = LineField(label=_("At the office, and below it"), required=False, help_text=_("Its name or code"))
    office_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    since = DayField(label=_("From the day"), required=False)
    until = DayField(label=_("Until the day"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        self.fitting: list[Office] = []
        """Offices to choose from, where the words fit several."""
        self.chosen: Office | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        self._choose(given.get("office", ""), given.get("office_id"))
        return given

    def _choose(self, words: str, key: Any) -> None:
        if not words:
            return
        audited = selectors.offices(self.scope, Permission.AUDIT_VIEW)
        self.chosen = audited.filter(pk=key).first() if key else audited.filter(code=words).first()
        if self.chosen is not None:
            return
        found = selectors.search(self.scope, words, permission=Permission.AUDIT_VIEW)
        if len(found) == 1:
            self.chosen = found[0]
        elif found:
            self.fitting = found[:FEW]
            self.add_error("office", _("Several offices fit. Choose one below."))
        else:
            self.add_error("office", ValidationError(_("No office that you audit is called so."), code="unknown"))

    def wanted(self) -> Wanted:
        """What the history is searched for; days are those of the rulebook's calendar."""
        given, begins = self.cleaned_data, loader.current().calendar.begins
        since: date | None = given.get("since")
        until: date | None = given.get("until")
        act = given.get("act", "")
        return Wanted(
            words=given.get("words", ""),
            person=given.get("person", ""),
            verbs=kinds()[act][1] if act else (),
            office=self.chosen,
            since=begins(since) if since else None,
            until=begins(until + _DAY) if until else None,
        )

    def told(self) -> dict[str, Any]:
        """The same as the history keeps it of whoever takes the entries out."""
        given, office = self.cleaned_data, self.chosen
        told: dict[str, Any] = {name: given.get(name) for name in ("words", "person", "act")}
        told["starts_on"], told["ends_on"] = (
            day.isoformat() if day else "" for day in (given.get("since"), given.get("until"))
        )
        return {name: value for name, value in {**told, "office": dict(office.name) if office else ""}.items() if value}
