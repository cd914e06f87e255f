"""What is looked for, made ready for screening: the rulebook's list, and what offices add to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from sanglap.guideline import loader
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.screening import Pair as ListedPair
from sanglap.guideline.screening import Phrase as ListedPhrase
from sanglap.offices.models import OwnPhrase
from sanglap.screening.findings import Profile, Severity
from sanglap.screening.greetings import Greetings
from sanglap.screening.model import installed
from sanglap.screening.phrases import Lexicon, Pair, Phrase
from sanglap.screening.screener import Screener, Told

KEPT = 256
"""Of so many sets of phrases a process keeps the screener. Most offices share the one that has none."""


@cache
def screener() -> Screener:
    """The one by the rulebook alone, made once in each process. Raises RulebookError."""
    return of(loader.current())


def screener_for(office_id: UUID) -> Screener:
    """The one for texts of that office: with its own phrases, and with those of offices above it that hold below.

    One query, and another where those phrases are new to this process. Offices with the same phrases share one.
    A phrase of an office adds a finding and silences none; its findings bear the source `phrase:own:<id>`.
    """
    return _with(tuple(holding(office_id).values_list("pk", flat=True)))


def holding(office_id: UUID) -> QuerySet[OwnPhrase]:
    """The phrases of offices that count for texts of that office, the newest first."""
    rows = OwnPhrase.objects.filter(office__descendants__office=office_id, ended_at=None)
    return rows.filter(Q(below=True) | Q(office=office_id)).order_by("-pk")


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


def only_names(expression: str) -> bool:
    """Whether it says nothing but the names of communities, which alone are never looked for."""
    return _names().covers(expression, Profile.COMMENT)


@cache
def _names() -> Lexicon:
    reason = {"bn": "", "en": ""}
    names = loader.current().screening.communities
    every = frozenset(Profile)
    return Lexicon([Phrase("community", "", "", Severity.NOTE, every, names, reason)])


def of(book: Rulebook) -> Screener:
    """The one by that rulebook."""
    listed = book.screening
    told = {
        one.id: Told(one.clause, Severity(one.severity), frozenset(map(Profile, one.for_))) for one in listed.categories
    }
    spelled = listed.spelled
    phrases = [
        _phrase(one, spelled(one.words), told, whole=one.whole, unless=spelled(one.unless)) for one in listed.phrases
    ]
    pairs = [
        Pair(
            _phrase(one, spelled(one.who), told), spelled(one.what), one.within, spelled(one.unless),
            spelled(one.beside),
        )
        for one in listed.pairs
    ]  # fmt: skip
    given = listed.greetings
    greetings = Greetings(given.wishes, given.around, given.reason) if given else None
    return Screener(told, Lexicon(phrases, listed.harmless, pairs), installed(), greetings)


def _phrase(
    one: ListedPhrase | ListedPair,
    words: tuple[str, ...],
    told: Mapping[str, Told],
    *,
    whole: bool = False,
    unless: tuple[str, ...] = (),
) -> Phrase:
    under = told[one.category]
    return Phrase(
        key=one.id,
        category=one.category,
        clause=under.clause,
        severity=Severity(one.severity) if one.severity else under.severity,
        profiles=under.profiles,
        words=words,
        reason=one.reason,
        whole=whole,
        unless=unless,
    )
