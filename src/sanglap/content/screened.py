"""What the screening points at in a draft, kept with its revision, and what votes say of it (clauses 6, 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from sanglap.content import fitness, sights, twins
from sanglap.content.fitness import Purposes
from sanglap.content.models import Finding, Picture, Reading, Revision, Ruling, Sight, Vote
from sanglap.language.normal import normalise
from sanglap.networks.contract import Kind
from sanglap.offices import screened as offices
from sanglap.offices.models import Office
from sanglap.offices.screened import Pointed, Ruled
from sanglap.offices.screener import screener
from sanglap.screening.findings import PERSONAL, Severity

UNREAD = "unread"
"""The category of what could not be looked at."""
_UNREAD_REASON = {
    "bn": "অনুমোদন চাওয়ার সময় পর্যন্ত এই ছবির লেখা পড়া হয়নি। ছবিতে লেখা থাকলে নিজে পড়ে দেখুন।",
    "en": "The text in this picture was not read when approval was asked for. If there is any, read it yourself.",
}


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
    """
    passages = _passages(text, shown, sights.known(one.picture for one in shown))
    return [_row(one, passages[one.place]) for one in offices.look(office, [one.words for one in passages])]


def _passages(text: str, shown: Sequence[Shown], seen: Mapping[str, Sight]) -> list[_Passage]:
    passages = [_Passage(text), *(_Passage(one.alt, place) for place, one in enumerate(shown, start=1))]
    for place, one in enumerate(shown, start=1):
        sight = seen.get(one.picture.file.digest)
        if sight and sight.text:
            passages.append(_Passage(sight.text, place, one.picture, sight))
    return passages


def _row(found: Pointed, passage: _Passage) -> Finding:
    marks = [dict(mark) for mark in found.marks]
    if passage.sight:
        for mark in marks:
            mark["boxes"] = sights.boxes(passage.sight, mark["start"], mark["end"])
    return Finding(**{**asdict(found), "place": passage.place, "picture": passage.picture, "marks": marks})


def judged(
    text: str, purposes: Purposes, *, at: datetime, rows: Sequence[Finding] | None = None, kind: str = Kind.POST
) -> list[Finding]:
    """What is found in the text, by the rulebook alone unless `rows` say what else, and whether it agrees with the
    purposes; not kept.
    """
    found = list(rows) if rows is not None else [_row(one, _Passage(text)) for one in offices.by_rulebook([text])]
    return [*found, *fitness.note(found, text, purposes, kind=kind, at=at, number=len(found) + 1)]


def keep(revision: Revision, office: Office, *, now: datetime) -> None:
    """Look at the revision and keep what is found, once: what is handed in twice was looked at."""
    if revision.findings.exists():
        return
    shown = list(revision.illustrations.select_related("picture__file"))
    draft = revision.draft
    purposes = Purposes(draft.purposes, draft.other_purpose)
    rows = judged(revision.text, purposes, at=now, rows=look(office, revision.text, shown), kind=draft.kind)
    rows += _unread(shown, after=len(rows))
    if draft.kind == Kind.POST:
        rows += twins.note(office, revision.text, besides=revision.draft_id, at=now, number=len(rows) + 1)
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
