"""Text in, findings out: patterns, listed phrases and the models together (clauses 6.b to 6.d, 9).

Nothing is kept and nothing is called. Of a citizen's words nothing is reckoned but what the house rules name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanglap.language.scripts import Script, script_of
from sanglap.screening import claims, copies, personal
from sanglap.screening.copies import Copies
from sanglap.screening.findings import CLAIM, GREETING, PERSONAL, Band, Finding, Profile, Reason, Severity, in_order
from sanglap.screening.greetings import Greetings
from sanglap.screening.model import Model
from sanglap.screening.patterns import Hit
from sanglap.screening.phrases import Lexicon

SURE_ENOUGH: Final = {Profile.DRAFT: Band.LOW, Profile.COMMENT: Band.MEDIUM}
"""From which band on a model speaks: of drafts rather too often, of comments rather too seldom."""
_SHOWN: Final = 3
"""So many words are named as those by which a model came to it."""

_NOTHING: Final = 1e-9
_NO_GRAVER: Final = {severity: list(Severity)[place:] for place, severity in enumerate(Severity)}
"""Of each severity, it and those that are less."""

Spans = NDArray[np.int64]
"""Where words begin and end, a row each."""

_SPOKEN: Final[Mapping[str, Reason]] = {
    "abuse": {
        "bn": "লেখাটি কাউকে হেয় করার মতো শোনায়; চিহ্নিত শব্দগুলো দেখুন।",
        "en": "It sounds as if it belittled somebody; look at the words marked.",
    },
    "religion": {
        "bn": "লেখাটি কোনো সম্প্রদায়ের ধর্মীয় অনুভূতিতে আঘাত দিতে পারে; চিহ্নিত শব্দগুলো দেখুন।",
        "en": "It may hurt the religious feelings of a community; look at the words marked.",
    },
    "political": {
        "bn": "লেখাটি রাজনৈতিক বিদ্বেষের মতো শোনায়। রাজনৈতিক আলোচনা চেনার জন্য কোনো মডেল প্রশিক্ষিত নয়; নিজে পড়ে দেখুন।",
        "en": "It sounds like political hatred. No model was trained to know political discussion: read it yourself.",
    },
    "gender": {
        "bn": "লেখাটি লিঙ্গ বৈষম্যমূলক হতে পারে; চিহ্নিত শব্দগুলো দেখুন।",
        "en": "It may discriminate by gender; look at the words marked.",
    },
    "threat": {
        "bn": "লেখাটিতে হুমকি বা সহিংসতার আহ্বান থাকতে পারে; চিহ্নিত শব্দগুলো দেখুন।",
        "en": "It may threaten or call for violence; look at the words marked.",
    },
}
"""What is said where a model found it, by the head of that name."""


@dataclass(frozen=True, slots=True)
class Told:
    """Under which clause a category is told, how grave it is, and of which texts."""

    clause: str
    severity: Severity
    profiles: frozenset[Profile]


@dataclass(frozen=True, slots=True)
class Screened:
    """What one text was found to be."""

    text: str
    script: Script
    findings: Sequence[Finding]
    scores: Mapping[str, float]
    """Calibrated probabilities, for evaluation: never shown to people, never kept with a person."""


class Screener:
    """Screens texts by these categories, phrases and this model. Makes no difference between texts but their words."""

    def __init__(
        self,
        told: Mapping[str, Told],
        lexicon: Lexicon,
        model: Model,
        greetings: Greetings | None = None,
        more: Sequence[Lexicon] = (),
    ) -> None:
        self.told, self.model, self.greetings = told, model, greetings
        self.lexicons = (lexicon, *more)

    def with_more(self, lexicon: Lexicon) -> Screener:
        """One that looks for these phrases too, with the same model and lists, which it shares."""
        first, *more = self.lexicons
        return Screener(self.told, first, self.model, self.greetings, [*more, lexicon])

    def heads(self, profile: Profile) -> list[str]:
        """What the model is asked of such a text."""
        return [head for head in self.model.heads if head in self.told and profile in self.told[head].profiles]

    def untrained(self, profile: Profile) -> list[str]:
        """The clauses for which there is neither a model nor a pattern: there only listed phrases speak, and people."""
        known = [*self.model.heads, PERSONAL, CLAIM, GREETING]
        spoken = {self.told[one].clause for one in known if one in self.told}
        return sorted({one.clause for one in self.told.values() if profile in one.profiles} - spoken)

    def screen(self, texts: Sequence[str], profile: Profile) -> list[Screened]:
        """What these texts are found to be, in their order. Never raises, whatever they hold."""
        heads = self.heads(profile)
        likely = self.model.probabilities(texts, heads)
        out = []
        for text, row in zip(texts, likely, strict=True):
            scores = {head: round(float(value), 4) for head, value in zip(heads, row, strict=True)}
            out.append(Screened(text, script_of(text), self._findings(text, profile, scores), scores))
        return out

    def _findings(self, text: str, profile: Profile, scores: Mapping[str, float]) -> list[Finding]:
        made = copies.plain([text])
        bare = copies.undone(made)
        listed = list(self._listed(text, bare, profile))
        said = {(one.category, severity) for one in listed for severity in _NO_GRAVER[one.severity]}
        # What listed phrases say of a text they say better than a model, which marks harmless words beside; unless they
        # say less.
        modelled = [
            one for one in self._modelled(text, bare, profile, scores) if (one.category, one.severity) not in said
        ]
        greeting = self._greeting(text, bare, profile)
        return in_order([*self._by_looks(text, made, profile), *listed, *modelled, *greeting])

    def _by_looks(self, text: str, made: Copies, profile: Profile) -> Iterator[Finding]:
        """Personal data, and claims that are no part of them."""
        copy = made.text(0)
        reached = list(personal.found(copy)) if self._asked(PERSONAL, profile) else []
        claimed = claims.found(copy) if self._asked(CLAIM, profile) else ()
        known = bytearray(len(copy))
        for hit in reached:
            known[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            yield self._patterned(PERSONAL, hit, text, made)
        for hit in claimed:
            if 1 not in known[hit.start : hit.end]:
                yield self._patterned(CLAIM, hit, text, made)

    def _asked(self, category: str, profile: Profile) -> bool:
        told = self.told.get(category)
        return told is not None and profile in told.profiles

    def _patterned(self, category: str, hit: Hit, text: str, made: Copies) -> Finding:
        told = self.told[category]
        start, end = made.span(0, hit.start, hit.end, text)
        return Finding(
            category, told.clause, told.severity, hit.kind.band, start, end, text[start:end],
            f"pattern:{hit.kind.key}", hit.kind.reason,
        )  # fmt: skip

    def _greeting(self, text: str, bare: Copies, profile: Profile) -> Iterator[Finding]:
        """One finding over the whole of a text that is a greeting and nothing else."""
        if self.greetings and self._asked(GREETING, profile) and self.greetings.alone(bare.text(0)):
            told, words = self.told[GREETING], text.strip()
            start = text.index(words)
            yield Finding(
                GREETING, told.clause, told.severity, Band.HIGH, start, start + len(words), words,
                "pattern:greeting", self.greetings.reason,
            )  # fmt: skip

    def _listed(self, text: str, bare: Copies, profile: Profile) -> Iterator[Finding]:
        copy = bare.text(0)
        for hit in (hit for lexicon in self.lexicons for hit in lexicon.found(copy, profile)):
            start, end = bare.span(0, hit.start, hit.end, text)
            phrase = hit.phrase
            yield Finding(
                phrase.category, phrase.clause, phrase.severity, Band.HIGH, start, end, text[start:end],
                f"phrase:{phrase.key}", phrase.reason,
            )  # fmt: skip

    def _modelled(self, text: str, bare: Copies, profile: Profile, scores: Mapping[str, float]) -> Iterator[Finding]:
        bands = {head: self.model.band(head, likely) for head, likely in scores.items()}
        order = list(Band)
        least = order.index(SURE_ENOUGH[profile])
        heads = {head: band for head, band in bands.items() if band is not None and order.index(band) >= least}
        if not heads:
            return
        words, shares = _words(bare), self.model.shares(bare, list(heads))
        for (head, band), spoken in zip(heads.items(), shares, strict=True):
            told = self.told[head]
            source = "model:" + "+".join(self.model.card[head]["sources"])
            # What a model says alone is looked at by a person before it stops anything.
            severity = Severity.WARN if told.severity is Severity.BLOCK else told.severity
            for start, end in _loudest(text, bare, words, spoken):
                yield Finding(head, told.clause, severity, band, start, end, text[start:end], source, _SPOKEN[head])


def _words(bare: Copies) -> Spans:
    """Where the words of one text begin and end in its copy."""
    return np.array([match.span() for match in copies.WORD.finditer(bare.text(0))], np.int64).reshape(-1, 2)


def _loudest(text: str, bare: Copies, words: Spans, spoken: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The words whose signs have spoken most, where they stand in the text."""
    sums = np.concatenate(([0.0], np.cumsum(spoken)))
    shares = sums[words[:, 1]] - sums[words[:, 0]]
    # Of words that speak alike, the later ones; of what is left by rounding, none.
    loud = [number for number in np.argsort(shares, kind="stable")[::-1][:_SHOWN] if shares[number] > _NOTHING]
    return sorted(bare.span(0, int(words[number, 0]), int(words[number, 1]), text) for number in loud)
