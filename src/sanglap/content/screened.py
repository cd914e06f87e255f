"""What the screening points at in a draft, and what an approving vote has to say of it (clauses 6.a, 6.c, 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.content import sights
from sanglap.content.models import Finding, Holds, Picture, Reading, Revision, Ruling, Sight, Vote
from sanglap.guideline import loader
from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.screener import screener
from sanglap.offices.screening import screener_for
from sanglap.screening.findings import PERSONAL, Band, Profile, Severity, together
from sanglap.screening.findings import Finding as Found

LONGEST_REASON = 1_000
"""Characters of a ruling's reason."""
_NO_DIGIT = re.compile(r"\D+")
_LINE = 8
"""So many last digits tell one telephone from another, however the code of the country is written."""
UNREAD = "unread"
"""The category of what could not be looked at."""
_UNREAD_REASON = {
    "bn": "অনুমোদন চাওয়ার সময় পর্যন্ত এই ছবির লেখা পড়া হয়নি। ছবিতে লেখা থাকলে নিজে পড়ে দেখুন।",
    "en": "The text in this picture was not read when approval was asked for. If there is any, read it yourself.",
}


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a voter says of one finding."""

    holds: Holds
    reason: str = ""


class Shown(Protocol):
    """A picture with its description, as a revision or a form has it."""

    @property
    def picture(self) -> Picture: ...
    @property
    def alt(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words to be looked at, where they stand, and, of those that a machine read, in which picture."""

    words: str
    place: int = 0
    picture: Picture | None = None
    sight: Sight | None = None


def look(office: Office, text: str, shown: Sequence[Shown] = ()) -> list[Finding]:
    """What is found in the text, the pictures' descriptions and the text in them so far as it was read, the gravest
    first; not kept.

    What the office itself makes known, its telephone and its address, is not pointed at.
    """
    passages = _passages(text, shown, sights.known(one.picture for one in shown))
    found = []
    looked = screener_for(office.pk).screen([one.words for one in passages], Profile.DRAFT)
    for passage, screened in zip(passages, looked, strict=True):
        known = [one for one in screened.findings if not _own(office, one)]
        found += [(passage, group) for group in together(known)]
    gravity = list(Severity)
    found.sort(key=lambda one: (gravity.index(one[1][0].severity), one[0].place))
    return [_row(number, passage, group) for number, (passage, group) in enumerate(found, start=1)]


def _passages(text: str, shown: Sequence[Shown], seen: Mapping[str, Sight]) -> list[_Passage]:
    passages = [_Passage(text), *(_Passage(one.alt, place) for place, one in enumerate(shown, start=1))]
    for place, one in enumerate(shown, start=1):
        sight = seen.get(one.picture.file.digest)
        if sight and sight.text:
            passages.append(_Passage(sight.text, place, one.picture, sight))
    return passages


def _own(office: Office, found: Found) -> bool:
    """Whether that is a telephone number or an address that the office has published of itself."""
    words = found.words.casefold()
    if office.email and office.email.casefold() == words:
        return True
    line = _NO_DIGIT.sub("", to_latin(words))[-_LINE:]
    return len(line) == _LINE and line in _NO_DIGIT.sub("", to_latin(office.phone))


def _row(number: int, passage: _Passage, group: Sequence[Found]) -> Finding:
    first = group[0]
    marks = [
        {"start": one.start, "end": one.end, "words": one.words, "source": one.source, "reason": dict(one.reason)}
        for one in group
    ]
    if passage.sight:
        for mark, one in zip(marks, group, strict=True):
            mark["boxes"] = sights.boxes(passage.sight, one.start, one.end)
    return Finding(
        number=number,
        place=passage.place,
        picture=passage.picture,
        category=first.category,
        clause=first.clause,
        severity=first.severity.value,
        band=max((one.band for one in group), key=list(Band).index).value,
        marks=marks,
    )


def untrained() -> list[str]:
    """The clauses for which no model was trained: there people have to look all the more."""
    return screener().untrained(Profile.DRAFT)


def keep(revision: Revision, office: Office) -> None:
    """Look at the revision and keep what is found, once: what is handed in twice was looked at."""
    if revision.findings.exists():
        return
    shown = list(revision.illustrations.select_related("picture__file"))
    rows = look(office, revision.text, shown)
    rows += _unread(shown, after=len(rows))
    for row in rows:
        row.revision = revision
    Finding.objects.bulk_create(rows)


def _unread(shown: Sequence[Shown], *, after: int) -> list[Finding]:
    """A note for each picture whose text nobody has read for those who decide: they are told to read it themselves."""
    seen = sights.known(one.picture for one in shown)
    left = [
        (place, one.picture)
        for place, one in enumerate(shown, start=1)
        if (sight := seen.get(one.picture.file.digest)) is None
        or sight.reading in {Reading.WAITING, Reading.UNREADABLE}
    ]
    # What is not read may be personal before it is anything else.
    clause = screener().told[PERSONAL].clause
    return [
        Finding(
            number=number, place=place, picture=picture, category=UNREAD, clause=clause, severity=Severity.NOTE,
            band="", marks=[{"start": 0, "end": 0, "words": "", "source": UNREAD, "reason": dict(_UNREAD_REASON)}],
        )
        for number, (place, picture) in enumerate(left, start=after + 1)
    ]  # fmt: skip


def weighty(findings: Iterable[Finding], *, at: datetime) -> list[Finding]:
    """Those that want a majority, and a ruling with each approving vote."""
    counts = severities(at)
    return [one for one in findings if one.severity in counts]


def severities(at: datetime) -> frozenset[str]:
    """How grave a finding is that wants them, by the rulebook."""
    book = loader.current()
    return frozenset(book.rule("quorum", on=book.calendar.day_of(at)).parameters.found)


def check(findings: Sequence[Finding], rulings: Mapping[int, Ruled]) -> None:
    """Raise ValidationError, by `holds_<number>` and `reason_<number>`, where one of them has no ruling or none that
    says enough: what is grave, or is found to be right, is published for a reason.
    """
    faults: dict[str, Any] = {}
    for finding in findings:
        ruled = rulings.get(finding.number)
        if ruled is None:
            faults[f"holds_{finding.number}"] = _("Say what you think of this finding, or return the draft.")
            continue
        light = finding.severity != Severity.BLOCK and ruled.holds == Holds.MISTAKEN
        if not light and not normalise(ruled.reason).strip():
            faults[f"reason_{finding.number}"] = _("Say why these words may be published all the same.")
        elif len(ruled.reason) > LONGEST_REASON:
            faults[f"reason_{finding.number}"] = _("Say it in at most 1,000 characters.")
    if faults:
        raise ValidationError(faults)


def rule(vote: Vote, findings: Sequence[Finding], rulings: Mapping[int, Ruled]) -> None:
    """Put on record with the vote what it says of them."""
    Ruling.objects.bulk_create(
        Ruling(
            vote=vote,
            finding=finding,
            holds=rulings[finding.number].holds,
            reason=normalise(rulings[finding.number].reason).strip(),
        )
        for finding in findings
    )
