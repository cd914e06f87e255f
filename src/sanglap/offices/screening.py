"""The rulebook's list of what is looked for, made ready for screening."""

from __future__ import annotations

from functools import cache

from sanglap.guideline import loader
from sanglap.guideline.loader import Rulebook
from sanglap.screening.findings import Category, Profile, Severity
from sanglap.screening.model import installed
from sanglap.screening.phrases import Lexicon, Phrase
from sanglap.screening.screener import Screener, Told


@cache
def screener() -> Screener:
    """The one for every text of every office, made once in each process. Raises RulebookError."""
    return of(loader.current())


def of(book: Rulebook) -> Screener:
    """The one by that rulebook."""
    told = {
        Category(one.id): Told(one.clause, Severity(one.severity), frozenset(map(Profile, one.for_)))
        for one in book.screening.categories
    }
    phrases = [
        Phrase(
            key=one.id,
            category=Category(one.category),
            clause=told[Category(one.category)].clause,
            severity=Severity(one.severity) if one.severity else told[Category(one.category)].severity,
            profiles=told[Category(one.category)].profiles,
            words=one.words,
            reason=one.reason,
            whole=one.whole,
            unless=one.unless,
        )
        for one in book.screening.phrases
    ]
    return Screener(told, Lexicon(phrases, book.screening.harmless), installed())
