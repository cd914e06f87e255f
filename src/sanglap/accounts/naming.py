"""Whose name an account bears: its office's, a post's or a person's (clause 5.a).

Plain functions: names in, a judgement out. The words by which it is known are the rulebook's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import regex
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sanglap.accounts.models import NameFault
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.parameters.naming import OfficeName
from sanglap.language.matching import skeleton
from sanglap.language.normal import matching_copy, normalise

LONGEST = 2_000
"""As much of a name is looked at."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_JOINED = regex.compile(r"[.’'ʼ`\u200c\u200d]")
_CAMEL = regex.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BANGLA = regex.compile(r"[\u0980-\u09ff]")
_BANGLA_VOWEL = regex.compile(r"[\u09be-\u09cc]\Z")
_SHORTEST_SOUND = 4
"""Shorter words sound alike too easily."""
_FEWEST_INITIALS = 3
_OFFICE_OF = _("Office of the %(name)s")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a name is found to be. `word` is what gave it away, in the form in which it stands there."""

    fault: NameFault
    word: str
    bears_office: bool
    """The office's own name is in it, in one language at least."""
    names: LocalizedText
    office: LocalizedText
    rule: OfficeName = field(repr=False)

    # In words only where somebody reads them: a list may have 60,000 names.

    @property
    def reasons(self) -> tuple[LocalizedText, ...]:
        """What is wrong with it, or doubtful."""
        return tuple(_reasons(self.fault, self.word, bears=self.bears_office))

    @property
    def suggestion(self) -> LocalizedText | None:
        """A name that it might have instead; None where nothing is wrong."""
        return _suggestion(_vocabulary(self.rule), self.fault, self.names, self.office)


@dataclass(frozen=True, slots=True)
class _Word:
    shown: str
    plain: str
    sound: str


def judge(names: Mapping[str, str], office: Mapping[str, str], *, now: datetime, handle: str = "") -> Judgement:
    """Whose name it is, of an account of an office that is called `office` (both by language).

    `handle` is looked at for the letters of posts and for the office's name; a handle alone makes no fault.
    """
    book = loader.current()
    rule = book.rule("office-name", on=book.calendar.day_of(now)).parameters
    known = _vocabulary(rule)
    fault, word = NameFault.NONE, ""
    for text in names.values():
        fault, word = known.fault(words(text))
        if fault:
            break
    bears = any(known.bears(words(text), office) for text in (*names.values(), handle))
    return Judgement(fault, word, bears, LocalizedText(names), LocalizedText(office), rule)


def fault_of(name: str, rule: OfficeName) -> NameFault:
    """Whether a name is that of a post or a person, by the rule's words."""
    return _vocabulary(rule).fault(words(name))[0]


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[_Word, ...]:
    """The words of a name or handle, each as it stands, in its plain form, and by its sound."""
    text = _CAMEL.sub(" ", normalise(text[:LONGEST]).replace("_", " "))
    found = []
    for match in _WORD.finditer(_JOINED.sub("", text.replace(". ", " "))):
        plain = matching_copy(match[0]).text
        found.append(_Word(match[0], plain, skeleton(match[0])))
    return tuple(found)


def _forms(word: str) -> tuple[str, ...]:
    """The word, and as it stands when something belongs to it: অফিসার, অফিসারের; officer, officers."""
    if not _BANGLA.search(word):
        return word, f"{word}s"
    return word, f"{word}র" if _BANGLA_VOWEL.search(word) else f"{word}ের"


class _Terms:
    """Words and groups of words of one meaning, found however they are spelled."""

    def __init__(self, terms: Iterable[str], *, sounds: bool = True) -> None:
        self.plain: dict[tuple[str, ...], None] = {}
        self.sounds: dict[tuple[str, ...], None] = {}
        for term in terms:
            parts = [word.shown for word in words(term)]
            for last in _forms(parts[-1]):
                form = (*parts[:-1], last)
                self.plain[tuple(matching_copy(part).text for part in form)] = None
                # Not of the plain form: that has no nukta, and য sounds otherwise than য়.
                heard = tuple(skeleton(part) for part in form)
                if sounds and len("".join(heard)) >= _SHORTEST_SOUND:
                    self.sounds[heard] = None
        self.longest = max((len(form) for form in self.plain), default=0)

    def without(self, other: _Terms) -> _Terms:
        """The same, where what sounds like the others must be spelled as it is."""
        self.sounds = {form: None for form in self.sounds if form not in other.sounds}
        return self

    def at(self, found: Sequence[_Word], start: int) -> int:
        """How many words from there on are one of these; 0 for none."""
        for length in range(min(self.longest, len(found) - start), 0, -1):
            here = found[start : start + length]
            plain = tuple(word.plain for word in here)
            if plain in self.plain or tuple(word.sound for word in here) in self.sounds:
                return length
        return 0

    def places(self, found: Sequence[_Word]) -> Iterator[tuple[int, int]]:
        """Where they stand: first word and the one after the last."""
        at = 0
        while at < len(found):
            length = self.at(found, at)
            if length:
                yield at, at + length
            at += length or 1


class _Vocabulary:
    """The rule's words, ready to be looked for."""

    def __init__(self, rule: OfficeName) -> None:
        self.rule = rule
        makers, posts = _Terms(rule.makers), _Terms(rule.posts)
        # অফিসার sounds like অফিসের: where both might be meant the spelling decides.
        self.makers = _Terms(rule.makers).without(posts)
        self.posts = posts.without(makers).without(_Terms(rule.bodies))
        self.bodies = _Terms(rule.bodies).without(_Terms(rule.posts)).without(_Terms(rule.persons))
        self.short = _Terms(rule.short_posts, sounds=False)
        self.harmless = _Terms(rule.harmless)
        self.titles = _Terms(rule.titles, sounds=False)
        self.persons = _Terms(rule.persons).without(_Terms(rule.bodies))
        self.idle = {word.plain for term in rule.idle for word in words(term)}

    def fault(self, found: Sequence[_Word]) -> tuple[NameFault, str]:
        """What is wrong with a name, and which words of it tell."""
        for start, end in reversed(list(self.harmless.places(found))):
            found = [*found[:start], *found[end:]]
        if any(True for _place in self.makers.places(found)):
            return NameFault.NONE, ""
        for terms in (self.posts, self.short):
            for start, end in terms.places(found):
                return NameFault.POST, " ".join(word.shown for word in found[start:end])
        return self._person(found)

    def _person(self, found: Sequence[_Word]) -> tuple[NameFault, str]:
        none = NameFault.NONE, ""
        if not found or len(found) > self.rule.longest_person or any(True for _place in self.bodies.places(found)):
            return none
        titled = self.titles.at(found, 0)
        # A title or a given name alone is not enough: Shahid Minar, Khan Bahadur.
        if titled and len(found) > titled:
            return NameFault.PERSON, " ".join(word.shown for word in found)
        if len(found) > 1 and any(True for _place in self.persons.places(found)):
            return NameFault.PERSON, " ".join(word.shown for word in found)
        return none

    def bears(self, found: Sequence[_Word], office: Mapping[str, str]) -> bool:
        """Whether the office's name is in the name, in one of its languages, or its first letters are."""
        there = {sound for word in found for sound in self._sounds(word)}
        letters = {word.plain for word in found}
        for text in office.values():
            own = [word for word in words(text) if word.plain not in self.idle]
            met = sum(1 for word in own if there & self._sounds(word))
            if own and met * 100 >= self.rule.bears_percent * len(own):
                return True
            initials = "".join(word.plain[0] for word in own)
            if len(initials) >= _FEWEST_INITIALS and initials in letters:
                return True
        return False

    @staticmethod
    def _sounds(word: _Word) -> set[str]:
        """The word as heard, and without the ending of belonging: কার্যালয়, কার্যালয়ের."""
        ending = "r" if _BANGLA.search(word.shown) else "s"
        shorter = word.sound.removesuffix(ending)
        return {word.sound, shorter} if len(shorter) >= _SHORTEST_SOUND else {word.sound}


@lru_cache(maxsize=8)
def _vocabulary(rule: OfficeName) -> _Vocabulary:
    return _Vocabulary(rule)


def _in_both(text: str | Promise, **params: object) -> LocalizedText:
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = str(text) % params
    return LocalizedText(said)


def _reasons(fault: NameFault, word: str, *, bears: bool) -> Iterator[LocalizedText]:
    if fault == NameFault.POST:
        yield _in_both(
            _("“%(word)s” is the name of a post. People in it change, the office stays: clause 5(a)."), word=word
        )
    elif fault == NameFault.PERSON:
        yield _in_both(_("“%(word)s” looks like the name of a person: clause 5(a)."), word=word)
    if not bears:
        yield _in_both(_("The name of the office is not in it."))


def _suggestion(
    known: _Vocabulary, fault: NameFault, names: Mapping[str, str], office: Mapping[str, str]
) -> LocalizedText | None:
    if not fault:
        return None
    if not any(known.fault(words(text))[0] for text in office.values()):
        return LocalizedText(office)
    source = names if fault == NameFault.POST else office
    said = {}
    for language, text in source.items():
        with override(language):
            said[language] = _OFFICE_OF % {"name": text}
    return LocalizedText(said)
