"""What colleagues and an office below suggest to be published: some waits, one was declined with a friendly word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sanglap.demo.living.crews import Crew
from sanglap.demo.living.drawing import seedlings
from sanglap.demo.living.rows import row_key
from sanglap.demo.living.today import SHIBALAYA
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.suggestions import services
from sanglap.suggestions.models import Suggestion

_MANIKGANJ = "bd-dist-46"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Sketch:
    words: str
    hours: int
    """How long ago it was suggested."""
    pictures: int = 0
    days: int | None = None
    """For which day it is wished: so many from now."""


_SCHOOL = _Sketch("আজ উথলী সরকারি প্রাথমিক বিদ্যালয়ে ২০০ চারা লাগানো হলো। প্রধান শিক্ষক ও শিক্ষার্থীরা ছিল, ছবি দিলাম।", 26, pictures=2)
_FORMS = _Sketch("জন্ম নিবন্ধনের ফরম পূরণে অনেকে একই ভুল করছেন। কোন ঘরে কী লিখতে হয়, একটি পোস্ট দেওয়া যায়?", 5, days=2)
_GREETING = _Sketch("নতুন যোগদানকারী স্যারকে শুভেচ্ছা জানিয়ে একটি পোস্ট দিন।", 70)
_REASON = "ধন্যবাদ। ব্যক্তিকে শুভেচ্ছা জানানোর পোস্ট নির্দেশিকায় নিরুৎসাহিত, তাই দেওয়া হলো না। এলাকার কোনো সেবার খবর থাকলে পাঠান।"
_FERRY = _Sketch("পাটুরিয়া ঘাটে যাত্রী ছাউনি মেরামত শেষ হয়েছে। জেলার পেজেও জানালে যাত্রীরা জানতে পারবেন।", 9, pictures=1)


def seed_suggestions(crews: Sequence[Crew], *, now: datetime) -> None:
    """Three of the upazila's responder to his own office, and one of its author to the district above."""
    chance = Random(23)  # noqa: S311 - made-up data, the same every time
    known = {crew.sketch.code: crew for crew in crews}
    upazila, district = known.get(SHIBALAYA), known.get(_MANIKGANJ)
    if upazila is None:
        return
    for sketch in (_SCHOOL, _FORMS):
        _suggest(upazila.responder, upazila.office, sketch, now, chance)
    declined = _suggest(upazila.responder, upazila.office, _GREETING, now, chance)
    at = now - (_GREETING.hours - 4) * _HOUR
    services.decline(Scope.of(upazila.author, at), suggestion=declined, reason=_REASON, now=at)
    if district is not None:
        _suggest(upazila.author, district.office, _FERRY, now, chance)


def _suggest(who: User, office: Office, sketch: _Sketch, now: datetime, chance: Random) -> Suggestion:
    at = now - sketch.hours * _HOUR
    scope = Scope.of(who, at)
    pictures = [
        services.bring(scope, office=office, content=seedlings(chance), name=f"{number + 1}.jpg", now=at)
        for number in range(sketch.pictures)
    ]
    wished = (now + timedelta(days=sketch.days)).date() if sketch.days is not None else None
    return services.suggest(
        scope, office=office, words=sketch.words, wished_on=wished, pictures=pictures, key=row_key(at, chance), now=at
    )
