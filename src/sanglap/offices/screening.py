"""What is looked for in the texts of an office: the rulebook's list, and what offices add to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from sanglap.offices.models import OwnPhrase
from sanglap.offices.screener import screener
from sanglap.screening import everyday
from sanglap.screening.findings import Finding, Profile, Severity
from sanglap.screening.phrases import Lexicon, Phrase
from sanglap.screening.screener import Screener, Told

_SOURCE = "phrase:own:"
KEPT = 256
"""Of so many sets of phrases a process keeps the screener. Most offices share the one that has none."""
COMMON = 0.01
"""What stands in a larger share of harmless texts is a sign of nothing."""


def screener_for(office_id: UUID) -> Screener:
    """The one for texts of that office: with its own phrases, and with those of offices above it that hold below.

    One query, and another where those phrases are new to this process. Offices with the same phrases share one.
    A phrase of an office adds a finding and silences none; its findings bear the source `phrase:own:<id>`.
    """
    return _with(tuple(holding(office_id).values_list("pk", flat=True)))


def concerning(office_id: UUID) -> QuerySet[OwnPhrase]:
    """The phrases of offices that count for texts of that office, or counted until they were ended; newest first."""
    rows = OwnPhrase.objects.filter(office__descendants__office=office_id)
    return rows.filter(Q(below=True) | Q(office=office_id)).order_by("-pk")


def holding(office_id: UUID) -> QuerySet[OwnPhrase]:
    """Those of them that are not ended."""
    return concerning(office_id).filter(ended_at=None)


def key_of(source: str) -> UUID | None:
    """The phrase of an office that spoke in a finding of that source; None where something else did."""
    return UUID(source.removeprefix(_SOURCE)) if source.startswith(_SOURCE) else None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of looking for a phrase in one text."""

    profile: Profile
    """As what the text was read: a draft or, where comments alone are searched for its category, a comment."""
    found: Sequence[Finding]
    """By the phrase."""
    anyway: Sequence[Finding]
    """Without it."""


def tried(phrase: OwnPhrase, text: str) -> Tried:
    """Read a text of its office with that phrase, which need not be kept, and without it. Nothing is kept."""
    profile = _profile(phrase)
    (alone,) = with_phrases([phrase]).screen([text], profile)
    (without,) = screener_for(phrase.office_id).screen([text], profile)
    return Tried(profile, [one for one in alone.findings if key_of(one.source) == phrase.pk], without.findings)


def common(phrase: OwnPhrase) -> list[str]:
    """Those of its expressions that stand in so many harmless texts that they are a sign of nothing."""
    alone = _own(phrase, screener().told[phrase.category])
    each = [replace(alone, key=one, words=(one,)) for one in phrase.words]
    met = everyday.met(each, _profile(phrase))
    return [one for one in phrase.words if met[one] > COMMON * len(everyday.texts())]


def listed(phrase: OwnPhrase) -> list[str]:
    """Those of its expressions of which the rulebook's list says as much already, under whatever clause."""
    gravity = list(Severity)
    as_grave = gravity[: gravity.index(Severity(phrase.severity)) + 1]
    looked = screener().screen(phrase.words, _profile(phrase))
    return [
        one
        for one, screened in zip(phrase.words, looked, strict=True)
        if any(
            found.source.startswith("phrase:") and found.severity in as_grave and found.words == one
            for found in screened.findings
        )
    ]


def _profile(phrase: OwnPhrase) -> Profile:
    """As what texts are read in which it is looked for: drafts or, where its category is none of theirs, comments."""
    return Profile.DRAFT if Profile.DRAFT in screener().told[phrase.category].profiles else Profile.COMMENT


@lru_cache(maxsize=KEPT)
def _with(keys: tuple[UUID, ...]) -> Screener:
    # What a phrase says never changes, so that its key stands for it.
    return with_phrases(OwnPhrase.objects.filter(pk__in=keys)) if keys else screener()


def with_phrases(rows: Iterable[OwnPhrase]) -> Screener:
    """The rulebook's, looking for these phrases too, which need not be kept anywhere."""
    told = screener().told
    return screener().with_more(Lexicon([_own(row, told[row.category]) for row in rows if row.category in told]))


def _own(row: OwnPhrase, under: Told) -> Phrase:
    return Phrase(
        key=f"own:{row.pk}",
        category=row.category,
        clause=under.clause,
        severity=Severity(row.severity),
        profiles=under.profiles,
        words=tuple(row.words),
        reason=row.reason,
        whole=row.whole,
    )
