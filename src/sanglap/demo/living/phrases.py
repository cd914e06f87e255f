"""What an upazila and the district above it look for in their texts beside the rulebook's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sanglap.core.localized import LocalizedText
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.rows import row_key
from sanglap.demo.living.today import SHIBALAYA, head_of
from sanglap.offices import services
from sanglap.offices.models import OwnPhrase
from sanglap.offices.scope import Scope
from sanglap.screening.findings import Severity

_DAY = timedelta(days=1)
_MANIKGANJ = "bd-dist-46"


@dataclass(frozen=True, slots=True)
class _Sketch:
    words: tuple[str, ...]
    category: str
    severity: Severity
    reason: LocalizedText
    days: int
    """How long ago it was added."""


_FERRIES = _Sketch(
    ("ফেরি চলাচল স্বাভাবিক", "ফেরি চলাচল বন্ধ", "feri cholachol"), "claim", Severity.NOTE,
    LocalizedText(
        bn="ফেরির খবর ঘাট কর্তৃপক্ষের কাছে নিশ্চিত হয়ে লিখুন: কে জানিয়েছেন, কয়টায়।",
        en="Confirm news of the ferries with those who run the ghat: write who said it, and at what hour.",
    ),
    40,
)  # fmt: skip
_BROKERS = _Sketch(
    ("ঘাটের দালাল", "ghater dalal"), "abuse", Severity.WARN,
    LocalizedText(
        bn="ঘাটের কর্মীদের এ নামে ডাকলে হেয় করা হয়। কী অনিয়ম হয়েছে, সেটি লিখুন।",
        en="It belittles those who work at the ghat. Write what was done wrong instead.",
    ),
    25,
)  # fmt: skip
_MORNINGS = _Sketch(
    ("শুভ সকাল",), "greeting", Severity.NOTE,
    LocalizedText(bn="শুভেচ্ছা বাদ দিয়ে খবরটি আগে লিখুন।", en="Leave the greeting, and begin with the news."),
    90,
)  # fmt: skip
_SECRETS = _Sketch(
    ("পিন নম্বর জানান", "পিন নম্বর দিন", "ওটিপি জানান", "pin number din"), "personal-data", Severity.BLOCK,
    LocalizedText(
        bn="ভাতাভোগীর পিন বা ওটিপি কোনো দপ্তর চায় না। চাইলে প্রতারকের কাজ সহজ হয়।",
        en="No office asks those who draw an allowance for a PIN or OTP: it would make fraud easy.",
    ),
    60,
)  # fmt: skip


def seed_phrases(crews: Sequence[Crew], *, now: datetime) -> None:
    """Two that the upazila looks for, one that it no longer does, and one of the district's for all below it."""
    chance = Random(17)  # noqa: S311 - made-up data, the same every time
    known = {crew.sketch.code: crew for crew in crews}
    if district := known.get(_MANIKGANJ):
        _add(district, _SECRETS, now, chance, below=True)
    if upazila := known.get(SHIBALAYA):
        _add(upazila, _FERRIES, now, chance)
        _add(upazila, _BROKERS, now, chance)
        ended = now - 30 * _DAY
        services.end_phrase(_head(upazila, ended), phrase=_add(upazila, _MORNINGS, now, chance), now=ended)


def _add(crew: Crew, sketch: _Sketch, now: datetime, chance: Random, *, below: bool = False) -> OwnPhrase:
    at = now - sketch.days * _DAY
    return services.add_phrase(
        _head(crew, at), office=crew.office, words=sketch.words, category=sketch.category, severity=sketch.severity,
        reason=sketch.reason, whole=False, below=below, key=row_key(at, chance), now=at,
    )  # fmt: skip


def _head(crew: Crew, at: datetime) -> Scope:
    return Scope.of(head_of(crew), at)
