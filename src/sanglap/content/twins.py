"""What an office said lately in almost the same words (clause 6.d: what is unimportant is discouraged).

A note for whoever writes and decides. It asks for nothing: in an emergency the same is rightly said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left

from sanglap.content.models import Draft, Finding, Revision, Variant
from sanglap.content.states import VariantState
from sanglap.guideline import loader
from sanglap.language.dates import format_date
from sanglap.language.digits import in_digits_of
from sanglap.language.likeness import figures_apart, likeness, shingles, words
from sanglap.networks.contract import Kind
from sanglap.offices.models import Office
from sanglap.outbox.models import Delivery
from sanglap.screening.findings import Severity

RULE: Final = "unimportant"
"""The rule by which it is judged, and the category of the finding."""
MOST: Final = 300
"""So many of the office's newest posts are looked at."""
LONGEST: Final = 4_000
"""Of each text so many characters."""
SHOWN: Final = 4
"""So many figures that differ are named."""
_ALIVE: Final = (VariantState.SUBMITTED, VariantState.APPROVED)


class Standing(StrEnum):
    """How far the other post is."""

    PUBLISHED = "published"
    PLANNED = "planned"
    """Approved, and still to go out at its time."""
    ON_ITS_WAY = "on_its_way"
    WAITING = "waiting"
    """For its panel."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The most alike post."""

    revision: UUID
    draft: UUID
    standing: Standing
    at: datetime
    """When it was published, is to be, was approved or handed to its panel."""
    likeness: float
    same: bool
    """Word for word."""
    figures: Sequence[tuple[str, str]]
    """Where nothing but figures differs, these: as they stand in it, and in the text that was looked at."""


def twin_of(office: Office, text: str, *, besides: UUID | None, at: datetime) -> Twin | None:
    """The post of that office that says almost the same as the text and was published within the time of the rule, or
    is still to be; none of the draft `besides`. At most three queries, one where nothing is alike.
    """
    book = loader.current()
    rule = book.rule(RULE, on=book.calendar.day_of(at)).parameters
    sought = shingles(text[:LONGEST])
    if not sought:
        return None
    known = dict(_said(office, besides, at - rule.back))
    alike = {revision: likeness(sought, shingles(said)) for revision, said in known.items()}
    alike = {revision: value for revision, value in alike.items() if rule.says_again(value)}
    fates = _fates(list(alike), at) if alike else {}
    if not fates:
        return None
    nearest = max(fates, key=lambda revision: (alike[revision], revision.int))
    draft, standing, moment = fates[nearest]
    figures = figures_apart(known[nearest], text[:LONGEST])
    return Twin(
        nearest, draft, standing, moment, alike[nearest], words(text[:LONGEST]) == words(known[nearest]), figures
    )


def note(office: Office, text: str, *, besides: UUID | None, at: datetime, number: int) -> list[Finding]:
    """That as a finding of that number, not kept; none where there is no such post."""
    twin = twin_of(office, text, besides=besides, at=at)
    if twin is None:
        return []
    mark = {
        "start": 0, "end": 0, "words": "", "source": RULE, "reason": _reason(twin),
        "draft": str(twin.draft), "revision": str(twin.revision),
    }  # fmt: skip
    clause = loader.current().clause_of(RULE, now=at).id
    return [Finding(number=number, category=RULE, clause=clause, severity=Severity.NOTE, band="", marks=[mark])]


def told_in(marks: Sequence[Mapping[str, Any]]) -> UUID | None:
    """The revision that such a finding tells of; None for any other finding."""
    return next((UUID(mark["revision"]) for mark in marks if mark["source"] == RULE), None)


def _said(office: Office, besides: UUID | None, since: datetime) -> Iterable[tuple[UUID, str]]:
    """The newest posts of the office that were passed on since then, or are still to be: revision and text."""
    left_out = [besides] if besides else []
    posts = Draft.objects.filter(office=office, kind=Kind.POST).exclude(pk__in=left_out).order_by("-pk")
    alive = Variant.objects.filter(
        Q(passed_on_at=None) | Q(passed_on_at__gte=since), revision=OuterRef("pk"), state__in=_ALIVE
    )
    rows = Revision.objects.filter(Exists(alive), draft__in=posts.values("pk")[:MOST])
    return rows.annotate(said=Left("text", LONGEST)).values_list("pk", "said")


Fate = tuple[UUID, Standing, datetime]
"""Of which draft it is, how far it is, and since or until when."""


def _fates(revisions: Sequence[UUID], at: datetime) -> dict[UUID, Fate]:
    """What became of each of these revisions where it fared best; those are left out of which nothing came."""
    rows = list(Variant.objects.filter(revision__in=revisions, state__in=_ALIVE).select_related("revision__draft"))
    sent = [one for one in rows if one.passed_on_at]
    deliveries = {
        (one.account_id, one.digest): one
        for one in Delivery.objects.filter(
            account__in={one.account_id for one in sent}, digest__in={one.digest for one in sent}
        ).order_by("pk")
    }  # fmt: skip
    found: dict[UUID, Fate] = {}
    order = list(Standing)
    for row in rows:
        fate = _fate(row, deliveries.get((row.account_id, row.digest)), at)
        known = found.get(row.revision_id)
        if fate and (known is None or order.index(fate[1]) < order.index(known[1])):
            found[row.revision_id] = fate
    return found


def _fate(variant: Variant, delivery: Delivery | None, at: datetime) -> Fate | None:
    draft = variant.revision.draft
    if variant.passed_on_at and delivery is not None:
        if delivery.never_stood:
            return None
        if delivery.published_at:
            return draft.pk, Standing.PUBLISHED, delivery.published_at
    if variant.state == VariantState.SUBMITTED:
        return draft.pk, Standing.WAITING, variant.submitted_at or at
    if draft.publish_at and draft.publish_at > at:
        return draft.pk, Standing.PLANNED, draft.publish_at
    return draft.pk, Standing.ON_ITS_WAY, variant.decided_at or at


_SAID: Final[Mapping[str, Mapping[Standing, str]]] = {
    "bn": {
        Standing.PUBLISHED: "{what} {day} তারিখে প্রকাশ করা হয়েছে।",
        Standing.PLANNED: "{what} {day} তারিখে প্রকাশের জন্য নির্ধারিত আছে।",
        Standing.ON_ITS_WAY: "{what} {day} তারিখে অনুমোদিত হয়েছে এবং প্রকাশের পথে আছে।",
        Standing.WAITING: "{what} {day} তারিখ থেকে অনুমোদনের অপেক্ষায় আছে।",
    },
    "en": {
        Standing.PUBLISHED: "{what} was published on {day}.",
        Standing.PLANNED: "{what} is to be published on {day}.",
        Standing.ON_ITS_WAY: "{what} was approved on {day} and is on its way.",
        Standing.WAITING: "{what} has been waiting for approval since {day}.",
    },
}
_WHAT: Final = {"bn": ("প্রায় একই কথা", "একই কথা"), "en": ("Almost the same", "The same")}
_FIGURES: Final = {"bn": " পার্থক্য শুধু সংখ্যায়: {pairs}।", "en": " Only figures differ: {pairs}."}


def _reason(twin: Twin) -> dict[str, str]:
    """What is kept with the revision, so that it says the same whenever it is read."""
    zone = loader.current().calendar.zone
    told = {}
    for language, sentences in _SAID.items():
        what = _WHAT[language][twin.same]
        told[language] = sentences[twin.standing].format(what=what, day=format_date(twin.at, language, zone=zone))
        if twin.figures:
            pairs = ", ".join(f"{theirs} → {ours}" for theirs, ours in twin.figures[:SHOWN])
            more = " …" if twin.figures[SHOWN:] else ""
            told[language] += _FIGURES[language].format(pairs=in_digits_of(language, pairs) + more)
    return told
