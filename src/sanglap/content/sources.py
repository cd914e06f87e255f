"""What the claims in a post rest on: each has a source, or somebody confirms it by his name (clause 6.b)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.audit.services import record
from sanglap.content import recordings, screened, verbs
from sanglap.content.models import Draft, Finding, Revision, Source, SourceKind
from sanglap.content.states import VariantState
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.guideline.parameters.writing import Sources
from sanglap.language.normal import normalise
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission
from sanglap.screening.findings import CLAIM

LONGEST = 500
"""Characters of an address or a number."""
_SCHEMES = ("http://", "https://")
_ADDRESS = URLValidator(
    schemes=["http", "https"], message=_("This is no address of a web page. Copy it from the browser.")
)
_PATTERN = "pattern:"


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that state something as a fact, and what they rest on."""

    words: str
    kind: str
    """As the rulebook calls it: figure, date, law, quotation and so on."""
    reason: LocalizedText
    start: int
    end: int
    place: int
    """Where it stands first: 0, the text, or else the description of the picture of that number; code points."""
    account: UUID | None = None
    """It stands in the own words of that account."""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody enters for one claim: an address or a number, or a file; or he confirms it by his name."""

    reference: str = ""
    file: File | None = None
    by_name: bool = False

    def __bool__(self) -> bool:
        return bool(self.reference or self.file or self.by_name)


def fetch(revisions: Sequence[Revision]) -> None:
    """Read at once, for many, what `claims` reads of each of them; what was read is not read again."""
    entered = Prefetch("sources", Source.objects.select_related("file", "by"))
    prefetch_related_objects(revisions, "findings", "variants__account", entered)


def claims(revision: Revision, *, at: datetime) -> list[Claim]:
    """The claims in it that want a source by the rule of that day, each once, in the order of the text."""
    rule = _rule(at)
    if revision.draft.kind not in rule.of:
        return []
    fetch([revision])
    rows = list(revision.findings.all()) or screened.look(
        revision.draft.office,
        revision.text,
        list(revision.illustrations.select_related("picture__file")),
        screened.own_words(revision),
        recordings.said_in(revision),
    )
    entered = {source.words: source for source in revision.sources.all()}
    return [replace(claim, source=entered.get(claim.words)) for claim in _stated(rows, rule)]


def _rule(at: datetime) -> Sources:
    book = loader.current()
    return book.rule("sources", on=book.calendar.day_of(at)).parameters


def _stated(rows: Iterable[Finding], rule: Sources) -> list[Claim]:
    found: dict[str, Claim] = {}
    # What a machine read in a picture may be misread; whoever decides looks at it himself.
    stated = [row for row in rows if row.category == CLAIM and row.picture_id is None]
    for row in sorted(stated, key=lambda row: (row.account_id is not None, row.place)):
        for mark in sorted(row.marks, key=itemgetter("start")):
            words, kind = mark["words"], mark["source"].removeprefix(_PATTERN)
            if kind in rule.kinds:
                reason = LocalizedText(mark["reason"])
                claim = Claim(words, kind, reason, mark["start"], mark["end"], row.place, row.account_id)
                found.setdefault(words, claim)
    return list(found.values())


def require(revision: Revision, *, at: datetime) -> None:
    """Raise ValidationError, code `sources`, where a claim rests on nothing."""
    missing = sum(1 for claim in claims(revision, at=at) if claim.source is None)
    if missing:
        said = _(
            "What the text states as a fact wants a source, or somebody who confirms it by name. Left: %(number)s."
        )
        raise ValidationError(said, code="sources", params={"number": count(missing)})


@transaction.atomic
def enter(
    scope: Scope, *, revision: Revision, given: Mapping[str, Given], rest_by_name: bool = False, now: datetime
) -> list[Source]:
    """Put on record what claims rest on, by their words; with `rest_by_name` the reader confirms all others himself.

    Words that are no claim are left out. Gives what was entered. Raises Forbidden; ValidationError by the words of the
    claim whose source cannot be; TransitionRefused where the panel was asked meanwhile or a later revision stands.
    """
    scope.require(Permission.POST_WRITE, revision.draft.office_id)
    draft = Draft.objects.select_for_update().get(pk=revision.draft_id)
    if draft.latest != revision.number or revision.variants.exclude(state=VariantState.DRAFT).exists():
        raise TransitionRefused(VariantState.SUBMITTED, VariantState.DRAFT)
    # As it stands now, and not as the caller may have read it before.
    revision = Revision.objects.select_related("draft__office").get(pk=revision.pk)
    stated = claims(revision, at=now)
    rows, faults = [], {}
    for claim in stated:
        entered = given.get(claim.words, Given())
        if not entered and not (rest_by_name and claim.source is None):
            continue
        try:
            rows.append(_row(revision, claim.words, entered or Given(by_name=True), by=scope.person, at=now))
        except ValidationError as error:
            faults[claim.words] = error
    if faults:
        raise ValidationError(faults)
    Source.objects.bulk_create(rows)
    if rows:
        record(scope.actor, verbs.SOURCED, draft, now=now, office_id=draft.office_id, number=len(rows))
    return rows


def _row(revision: Revision, words: str, given: Given, *, by: User, at: datetime) -> Source:
    reference = normalise(given.reference).strip()
    if len(reference) > LONGEST:
        raise ValidationError(_("Write at most %(most)s characters."), code="long", params={"most": count(LONGEST)})
    if given.file:
        return Source(
            revision=revision, words=words, kind=SourceKind.FILE, reference=reference, file=given.file, by=by, at=at
        )
    if not reference:
        return Source(revision=revision, words=words, kind=SourceKind.NAMED, by=by, at=at)
    link = reference.lower().startswith(_SCHEMES)
    if link:
        _ADDRESS(reference)
    kind = SourceKind.LINK if link else SourceKind.REFERENCE
    return Source(revision=revision, words=words, kind=kind, reference=reference, by=by, at=at)


def carry(older: Revision | None, newer: Revision, *, by_name: bool = True) -> None:
    """What the claims of the revision before rested on holds for the same words in the next; without `by_name` not what
    somebody confirmed by his name.
    """
    if older is None:
        return
    latest = {source.words: source for source in older.sources.all()}
    texts = [newer.text, *(row.text for row in newer.variants.all())]
    texts += [alt for row in newer.illustrations.all() for alt in (row.alt, row.other)]
    Source.objects.bulk_create(
        Source(
            revision=newer, words=one.words, kind=one.kind, reference=one.reference, file_id=one.file_id,
            by_id=one.by_id, at=one.at,
        )
        for one in latest.values()
        if any(one.words in text for text in texts) and (by_name or one.kind != SourceKind.NAMED)
    )  # fmt: skip
