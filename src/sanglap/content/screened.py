"""What the screening points at in a draft, kept with its revision, and what votes say of it (clauses 6, 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from sanglap.accounts.models import Account
from sanglap.content import fitness, recordings, sights, twins
from sanglap.content.fitness import Purposes
from sanglap.content.models import Finding, Picture, Reading, Revision, Ruling, Sight, Variant, Vote
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


class Described(Protocol):
    """What shows something to those who do not see it, in one language or two."""

    @property
    def alt(self) -> str: ...
    @property
    def other(self) -> str: ...


class Shown(Described, Protocol):
    """A picture with its description, as a revision or a form has it."""

    @property
    def picture(self) -> Picture: ...


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words to be looked at, where they stand, and, of those that a machine read, in which picture."""

    words: str
    place: int = 0
    picture: Picture | None = None
    sight: Sight | None = None
    account: Account | None = None


def look(
    office: Office,
    text: str,
    shown: Sequence[Shown] = (),
    own: Mapping[Account, str] | None = None,
    said: Sequence[str] = (),
) -> list[Finding]:
    """What is found in the text, what accounts say in their own words, the pictures' descriptions and the text in them
    so far as it was read, and in what is `said` of and in a video or sound, the gravest first; not kept.
    """
    passages = _passages(text, shown, sights.known(one.picture for one in shown))
    passages += [_Passage(words, account=account) for account, words in (own or {}).items()]
    passages += [_Passage(words, place) for place, words in enumerate(said, start=recordings.PLACE)]
    return [_row(one, passages[one.place]) for one in offices.look(office, [one.words for one in passages])]


def own_words(revision: Revision) -> dict[Account, str]:
    """What accounts say in other words than the revision's."""
    rows = sorted(revision.variants.all(), key=attrgetter("account_id"))
    return {row.account: row.text for row in rows if row.text != revision.text}


def of_account(findings: Iterable[Finding], variant: Variant) -> list[Finding]:
    """Those that are about what appears on that account: not about words that only others show."""
    return [row for row in findings if row.account_id == variant.account_id or _for_all(row, own=variant.own_words)]


def _for_all(row: Finding, *, own: bool) -> bool:
    """Whether it is about what every account shows; with `own`, also one that has its own words."""
    of_text = row.place == 0 and row.picture_id is None and row.marks_words
    return row.account_id is None and not (own and of_text)


def _passages(text: str, shown: Sequence[Shown], seen: Mapping[str, Sight]) -> list[_Passage]:
    passages = [_Passage(text), *(_Passage(alts(one), place) for place, one in enumerate(shown, start=1))]
    for place, one in enumerate(shown, start=1):
        sight = seen.get(one.picture.file.digest)
        if sight and sight.text:
            passages.append(_Passage(sight.text, place, one.picture, sight))
    return passages


def alts(one: Described) -> str:
    """The descriptions of a picture, each on its line."""
    return f"{one.alt}\n{one.other}" if one.other else one.alt


def _row(found: Pointed, passage: _Passage) -> Finding:
    marks = [dict(mark) for mark in found.marks]
    if passage.sight:
        for mark in marks:
            mark["boxes"] = sights.boxes(passage.sight, mark["start"], mark["end"])
    where = {"place": passage.place, "picture": passage.picture, "account": passage.account}
    return Finding(**{**asdict(found), **where, "marks": marks})


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
    rows = look(office, revision.text, shown, own_words(revision), recordings.said_in(revision))
    rows = judged(revision.text, purposes, at=now, rows=rows, kind=draft.kind)
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
