"""Whether what is written agrees with the purposes that were chosen for it (clauses 4, 6).

Matter that serves none of them is found by the rulebook's lists as anything else is; here it is told which purposes
were chosen, and where a text shows another one, which that is. It decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.content.models import Finding
from sanglap.guideline import loader
from sanglap.language.normal import normalise
from sanglap.screening import copies
from sanglap.screening.words import Expression, Index, words_of

RULE: Final = "fitness"
CATEGORY: Final = "off-purpose"
OTHER: Final = "other"
"""Stands among a draft's purposes for one in the office's own words."""
_SHOWN: Final = 2
"""So many purposes that would fit better are named."""
_LONGEST: Final = 4_000
"""Of a text so many characters are looked at."""


@dataclass(frozen=True, slots=True)
class Purposes:
    """What a post is for: clauses, and the words of another purpose."""

    chosen: Sequence[str]
    other: str = ""


NONE: Final = Purposes(())
"""Nothing was chosen yet: then nothing is told."""


def check_known(purposes: Collection[str], *, also: AbstractSet[str] = frozenset()) -> None:
    """Raise ValidationError on `purposes` where none is chosen, or one that clause 4 does not have."""
    if not purposes or not set(purposes) <= {clause.id for clause in loader.current().purposes} | also:
        raise ValidationError({"purposes": _("Choose one or more of the purposes of clause 4.")}, code="purposes")


def check(purposes: Collection[str], other: str, *, at: datetime) -> str:
    """The words of the other purpose, in normal form; "" where none was chosen. Raises ValidationError on `purposes`
    or `other_purpose` where none is chosen, one is unknown, or another is not described.
    """
    check_known(purposes, also={OTHER})
    if OTHER not in purposes:
        return ""
    book = loader.current()
    rule = book.rule("other-purpose", on=book.calendar.day_of(at)).parameters
    tidy = " ".join(normalise(other[: 4 * rule.longest]).split())
    if len(tidy.split()) < rule.words or len(tidy) > rule.longest:
        said = _("Describe the other purpose in %(least)s words or more, and at most %(most)s characters.") % {
            "least": count(rule.words), "most": count(rule.longest),
        }  # fmt: skip
        raise ValidationError({"other_purpose": said}, code="other_purpose")
    return tidy


@cache
def _signs() -> Index[tuple[str, int]]:
    """The words of the rulebook's `fits`, each meaning its clause and its place in the list."""
    return Index(
        Expression(word, (fit.clause, number))
        for fit in loader.current().screening.fits
        for number, word in enumerate(fit.words)
    )


def serves(text: str) -> Counter[str]:
    """By the clause of each purpose how many different signs of it a text shows."""
    copy = copies.undone(copies.plain([text[:_LONGEST]])).text(0)
    return Counter(clause for clause, _number in {sign for sign, _place in _signs().found(words_of(copy))})


def better(text: str, chosen: Iterable[str], *, signs: int) -> list[str]:
    """The clauses of the purposes that the text shows by so many signs, the clearest first, where it shows none of
    those chosen.
    """
    shown = serves(text)
    if OTHER in chosen or any(shown[clause] for clause in chosen):
        return []
    return [clause for clause, number in shown.most_common() if number >= signs]


def note(
    rows: Sequence[Finding], text: str, purposes: Purposes, *, kind: str, at: datetime, number: int
) -> list[Finding]:
    """Where other findings say that it is off purpose, say in them which purposes were chosen; else, where it shows
    another purpose, that as a finding of that number, not kept.
    """
    book = loader.current()
    rule = book.rule(RULE, on=book.calendar.day_of(at)).parameters
    if kind not in rule.of or not purposes.chosen:
        return []
    off = [row for row in rows if row.category == CATEGORY]
    fitting = better(text, purposes.chosen, signs=1 if off else rule.signs)[:_SHOWN]
    more = _told(purposes, fitting)
    for row in off:
        for mark in row.marks:
            mark["reason"] = {key: f"{said} {more[key]}" for key, said in mark["reason"].items()}
    if off or not fitting:
        return []
    mark = {"start": 0, "end": 0, "words": "", "source": RULE, "reason": more}
    clause = book.clause_of(RULE, now=at).id
    return [Finding(number=number, category=CATEGORY, clause=clause, severity=rule.gravity, band="", marks=[mark])]


_CHOSEN: Final = {"bn": "বাছাই করা উদ্দেশ্য: {chosen}।", "en": "Purpose chosen: {chosen}."}
_BETTER: Final = {"bn": " লেখার সঙ্গে বেশি মেলে: {better}।", "en": " The text rather serves: {better}."}


def _told(purposes: Purposes, fitting: Sequence[str]) -> Mapping[str, Any]:
    """What is kept with the revision, so that it says the same whenever it is read."""
    told = {}
    for language, sentence in _CHOSEN.items():
        named = [_named(one, language) for one in purposes.chosen if one != OTHER]
        said = sentence.format(chosen="; ".join([*named, *([purposes.other] if purposes.other else [])]))
        better = "; ".join(_named(one, language) for one in fitting)
        told[language] = said + (_BETTER[language].format(better=better) if fitting else "")
    return told


def _named(clause_id: str, language: str) -> str:
    try:
        clause = loader.current().clause(clause_id)
    except KeyError:
        return clause_id
    return f"{clause.label[language]} {(clause.text or clause.label)[language]}"
