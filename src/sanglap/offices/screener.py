"""What is looked for by the rulebook alone, made ready for screening. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sanglap.guideline import loader
from sanglap.guideline.loader import Rulebook
from sanglap.guideline.screening import Pair as ListedPair
from sanglap.guideline.screening import Phrase as ListedPhrase
from sanglap.screening.findings import Profile, Severity
from sanglap.screening.greetings import Greetings
from sanglap.screening.model import installed
from sanglap.screening.phrases import Lexicon, Pair, Phrase
from sanglap.screening.screener import Screener, Told


@cache
def screener() -> Screener:
    """The one by the rulebook alone, made once in each process. Raises RulebookError."""
    return of(loader.current())


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


def only_names(expression: str) -> bool:
    """Whether it says nothing but the names of communities, which alone are never looked for."""
    return _names().covers(expression, Profile.COMMENT)


@cache
def _names() -> Lexicon:
    reason = {"bn": "", "en": ""}
    names = loader.current().screening.communities
    every = frozenset(Profile)
    return Lexicon([Phrase("community", "", "", Severity.NOTE, every, names, reason)])
