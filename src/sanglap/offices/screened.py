"""What the screening points at in an office's texts, and what whoever lets them pass has to say of it (6.c, 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.screener import screener
from sanglap.offices.screening import screener_for
from sanglap.screening.findings import Band, Finding, Profile, Severity, together

LONGEST_REASON = 1_000
"""Characters of a ruling's reason."""
_NO_DIGIT = re.compile(r"\D+")
_LINE = 8
"""So many last digits tell one telephone from another, however the code of the country is written."""

Mark = Mapping[str, Any]
"""Where it stands: `start`, `end` (code points), `words`, `source` and `reason` by language."""


class Holds(models.TextChoices):
    """What somebody says of one finding whose words he lets pass."""

    MISTAKEN = "mistaken", _("It is mistaken: nothing is wrong with these words")
    FIT = "fit", _("It is right, and these words may be published all the same")


@dataclass(frozen=True, slots=True)
class Ruled:
    """That, with his reason."""

    holds: Holds
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What is found in texts that belong together, of one category in one of them: one thing to be judged."""

    number: int
    place: int
    """Which of the texts, from 0."""
    category: str
    clause: str
    severity: str
    band: str
    marks: Sequence[Mark]

    @property
    def reasons(self) -> list[LocalizedText]:
        """Each reason once, in the order of the marks."""
        return reasons_of(self.marks)

    @property
    def words(self) -> list[str]:
        """The words that it is about, each once."""
        return words_of(self.marks)


class Judged(Protocol):
    """What is judged of a finding, however it is kept."""

    @property
    def number(self) -> int: ...

    @property
    def severity(self) -> str: ...


J = TypeVar("J", bound=Judged)


def reasons_of(marks: Iterable[Mark]) -> list[LocalizedText]:
    """Each reason once, in the order of the marks."""
    return list({str(mark["reason"]): LocalizedText(mark["reason"]) for mark in marks}.values())


def words_of(marks: Iterable[Mark]) -> list[str]:
    """The words that they are about, each once."""
    return list(dict.fromkeys(mark["words"] for mark in marks if mark["words"]))


def look(office: Office, texts: Sequence[str]) -> list[Pointed]:
    """What is found in what that office means to publish, the gravest first.

    What the office itself makes known, its telephone and its address, is not pointed at.
    """
    screened = screener_for(office.pk).screen(texts, Profile.DRAFT)
    return pointed([[found for found in one.findings if not _own(office, found)] for one in screened])


def by_rulebook(texts: Sequence[str]) -> list[Pointed]:
    """The same by the rulebook alone, without any office's own phrases. Needs no database."""
    return pointed([one.findings for one in screener().screen(texts, Profile.DRAFT)])


def pointed(found: Iterable[Sequence[Finding]]) -> list[Pointed]:
    """What is found in each of several texts, as things to be judged, the gravest first."""
    gravity = list(Severity)
    groups = [(place, group) for place, findings in enumerate(found) for group in together(findings)]
    groups.sort(key=lambda one: (gravity.index(one[1][0].severity), one[0]))
    return [_pointed(number, place, group) for number, (place, group) in enumerate(groups, start=1)]


def _own(office: Office, found: Finding) -> bool:
    """Whether that is a telephone number or an address that the office has published of itself."""
    words = found.words.casefold()
    if office.email and office.email.casefold() == words:
        return True
    line = _NO_DIGIT.sub("", to_latin(words))[-_LINE:]
    return len(line) == _LINE and line in _NO_DIGIT.sub("", to_latin(office.phone))


def _pointed(number: int, place: int, group: Sequence[Finding]) -> Pointed:
    first = group[0]
    marks = [
        {"start": one.start, "end": one.end, "words": one.words, "source": one.source, "reason": dict(one.reason)}
        for one in group
    ]
    return Pointed(
        number=number,
        place=place,
        category=first.category,
        clause=first.clause,
        severity=first.severity.value,
        band=max((one.band for one in group), key=list(Band).index).value,
        marks=marks,
    )


def untrained() -> list[str]:
    """The clauses for which no model was trained: there people have to look all the more."""
    return screener().untrained(Profile.DRAFT)


def weighty(findings: Iterable[J], *, at: datetime) -> list[J]:
    """Those that want a ruling from whoever lets the words pass."""
    counts = severities(at)
    return [one for one in findings if one.severity in counts]


def severities(at: datetime) -> frozenset[str]:
    """How grave a finding is that wants one, by the rulebook."""
    book = loader.current()
    return frozenset(book.rule("quorum", on=book.calendar.day_of(at)).parameters.found)


def check(findings: Sequence[Judged], rulings: Mapping[int, Ruled]) -> None:
    """Raise ValidationError, by `holds_<number>` and `reason_<number>`, where one of them has no ruling or none that
    says enough: what is grave, or is found to be right, is published for a reason.
    """
    faults: dict[str, Any] = {}
    for finding in findings:
        ruled = rulings.get(finding.number)
        if ruled is None:
            faults[f"holds_{finding.number}"] = _("Say what you think of this finding, or send it back.")
            continue
        light = finding.severity != Severity.BLOCK and ruled.holds == Holds.MISTAKEN
        if not light and not normalise(ruled.reason).strip():
            faults[f"reason_{finding.number}"] = (
                _("Say why nothing is wrong with these words.")
                if ruled.holds == Holds.MISTAKEN
                else _("Say why these words may be published all the same.")
            )
        elif len(ruled.reason) > LONGEST_REASON:
            faults[f"reason_{finding.number}"] = _("Say it in at most 1,000 characters.")
    if faults:
        raise ValidationError(faults)
