"""What the screening points at, for whoever writes or decides, and what is asked of him (clauses 6.c, 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sanglap.content import selectors as posts
from sanglap.content import twins
from sanglap.content.models import Finding, Revision
from sanglap.content.recordings import PLACE
from sanglap.language.digits import format_number
from sanglap.offices import selectors
from sanglap.offices.models import Office, OwnPhrase
from sanglap.offices.scope import Scope
from sanglap.offices.screened import LONGEST_REASON, Holds, Pointed, Ruled, untrained
from sanglap.offices.screening import key_of
from sanglap.screening.findings import CLAIM

Row = Finding | Pointed
TEXT = 0
"""The place of what stands in the first text."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Those of texts that belong together, the gravest first, and where their words are marked."""

    rows: Sequence[Row]
    office_id: UUID | None = None
    own: Mapping[int, Sequence[OwnPhrase]] = field(default_factory=dict)
    """By the number of a finding, the offices' own phrases that spoke."""
    twins: Mapping[int, Revision] = field(default_factory=dict)
    """By the number of a finding, the post that said almost the same."""
    places: Sequence[str] = ()
    """What each of the texts is called, where they are no post with its pictures."""
    texts: Sequence[str] = ()
    """They themselves, in that case."""
    untrained: Sequence[str] = field(default_factory=untrained)
    """The clauses for which no model was trained."""

    @property
    def spans(self) -> list[tuple[int, int]]:
        """In the first text."""
        return self._spans(TEXT)

    def of_account(self, account_id: UUID) -> list[tuple[int, int]]:
        """In the own words of that account."""
        return self._spans(TEXT, account_id)

    @property
    def marked(self) -> list[tuple[str, str, list[tuple[int, int]]]]:
        """Those of the texts in which anything is found: what each is called, it itself, and where it is marked."""
        known = zip(self.places, self.texts, strict=True)
        each = [(place, text, self._spans(number)) for number, (place, text) in enumerate(known)]
        return [one for one in each if one[2]]

    def _spans(self, place: int, account_id: UUID | None = None) -> list[tuple[int, int]]:
        rows = [row for row in self.rows if row.place == place and getattr(row, "account_id", None) == account_id]
        return [(mark["start"], mark["end"]) for row in rows for mark in row.marks]

    def without_claims(self) -> Findings:
        """Those that are no claims: these are shown with what they rest on."""
        return self.without([row for row in self.rows if row.category == CLAIM])

    def without(self, asked: Sequence[Row]) -> Findings:
        """Those that are not among these."""
        rest = [row for row in self.rows if row not in asked]
        return replace(self, rows=rest)

    def __bool__(self) -> bool:
        return bool(self.rows)


def of(
    scope: Scope, office: Office, rows: Iterable[Row], places: Sequence[str] = (), texts: Sequence[str] = ()
) -> Findings:
    """These, found in texts of that office. At most three queries, and none where neither an office's own phrase spoke
    nor another post says almost the same.
    """
    rows = list(rows)
    keys = {row.number: {key for mark in row.marks if (key := key_of(mark["source"]))} for row in rows}
    every = set().union(*keys.values())
    known = selectors.phrases(scope, office).filter(pk__in=every) if every else ()
    own: dict[int, list[OwnPhrase]] = defaultdict(list)
    for phrase in known:
        for number, spoke in keys.items():
            if phrase.pk in spoke:
                own[number].append(phrase)
    return Findings(rows, office.pk, own, _twins(scope, rows), places, texts)


def _twins(scope: Scope, rows: Iterable[Row]) -> dict[int, Revision]:
    told = {row.number: key for row in rows if (key := twins.told_in(row.marks))}
    known = posts.revisions(scope).in_bulk(set(told.values())) if told else {}
    return {number: known[key] for number, key in told.items() if key in known}


RECORDING_PLACES = {
    PLACE: _("in the description of the video or sound"), PLACE + 1: _("in the captions of the video or sound")
}  # fmt: skip
_LONGEST = 40
"""Of a finding's words so many characters tell it from others."""


def place_of(finding: Row) -> str:
    """Where in a post and its pictures that stands."""
    if finding.place in RECORDING_PLACES:
        return str(RECORDING_PLACES[finding.place])
    if account := getattr(finding, "account", None):
        return gettext("in the own words of %(account)s") % {"account": account.name}
    known = {"number": format_number(finding.place, get_language() or "bn")}
    if getattr(finding, "picture_id", None):
        return gettext("in the text of picture %(number)s") % known
    return gettext("in the description of picture %(number)s") % known if finding.place else gettext("in the text")


def _told_apart(finding: Row) -> dict[str, str]:
    """By what one knows a finding among several: its number, and its first words or else its place."""
    words = next(iter(finding.words), "")
    what = f"“{words[:_LONGEST]}{'…' if words[_LONGEST:] else ''}”" if words else place_of(finding)
    return {"number": format_number(finding.number, get_language() or "bn"), "what": what}


class RulingForm(forms.Form):
    """Asks of each finding that wants a word what is thought of it; `rulings` by their numbers, once it is clean."""

    def __init__(self, *args: Any, findings: Sequence[Row] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        for finding in findings:
            which = _told_apart(finding)
            self.fields[_holds(finding)] = forms.ChoiceField(
                label=gettext("Finding %(number)s, %(what)s: what you say of it") % which,
                choices=Holds.choices, widget=forms.RadioSelect, required=False,
            )  # fmt: skip
            self.fields[_reason(finding)] = forms.CharField(
                label=gettext("Finding %(number)s, %(what)s: reason") % which,
                max_length=LONGEST_REASON,
                required=False,
                help_text=_("Needed where the finding is grave, or right."),
            )

    def asked(self) -> list[tuple[Row, forms.BoundField, forms.BoundField]]:
        """Each finding with its two fields."""
        return [(finding, self[_holds(finding)], self[_reason(finding)]) for finding in self.findings]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that are not about a finding."""
        names = {name for one in self.findings for name in (_holds(one), _reason(one))}
        return [field for field in self.visible_fields() if field.name not in names]

    def clean(self) -> dict[str, Any]:
        """With `rulings` in place of the single fields."""
        given = super().clean() or self.cleaned_data
        rulings = {}
        for finding in self.findings:
            holds, reason = given.pop(_holds(finding), ""), given.pop(_reason(finding), "")
            if holds:
                rulings[finding.number] = Ruled(Holds(holds), reason)
        return {**given, "rulings": rulings}


def _holds(finding: Row) -> str:
    return f"holds_{finding.number}"


def _reason(finding: Row) -> str:
    return f"reason_{finding.number}"
