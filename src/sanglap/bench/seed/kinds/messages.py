"""What people wrote to the offices in the year, a week in each part: most of it under what was published that week.

In outline: only what still waits, and what the cast's offices heard, has words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds.deliveries import number
from sanglap.bench.seed.lines import FALSE, NULL, TRUE, Form, key, milliseconds, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.bench.seed.year import Draw, draws, first_of, weekly
from sanglap.guideline import loader
from sanglap.inbox.models import Message, MessageVersion
from sanglap.inbox.states import WAITING, MessageState
from sanglap.outbox.states import DeliveryState
from sanglap.screening.findings import Band

_MESSAGE = Form(
    Message, "id", "account_id", "remote_id", "post_id", "author_id", "author_handle", "author_name", "private",
    "written_at", "taken_in_at", "due_at", "answered_at", "state", "deleted_at", "band", "danger",
    "danger_settled_at", "danger_settled_by_id",
)  # fmt: skip
_VERSION = Form(MessageVersion, "id", "message_id", "number", "text", "seen_at")
_UNDER_POSTS, _PRIVATE, _ANSWERING, _DELETED = 0.72, 0.03, 0.15, 0.8
_SOON, _AT_MOST, _MINUTE, _WHOLE_WEEK = 9 * 3_600_000.0, 110 * 3_600_000, 60_000, 7 * 86_400_000
_USUAL = 0.35
"""What part of the time allowed an answer takes, in the middle, where the care's `hours` are 1."""
_LONGEST = 6
"""After so many times what is allowed whoever answers at all has answered."""
_CITIZENS = 700_000
_NAMES = ("রফিক", "সুমি", "জসিম", "হাসিনা", "বিপ্লব", "লাকি", "সোহেল", "রিনা", "Tareq", "মৌসুমী", "Jui")
_WORDS = ("স্যার, রাস্তাটা কবে ঠিক হবে?", "ভাতার কার্ড কোথায় পাব?", "নামজারির আবেদনের কী হলো?", "kobe tika debe?")
_MARKED_WORDS = ("তোমার ঘরে আগুন দেব, মনে রেখো।", "আমার নম্বর ০১৭০০-০০০০০৯, আজই ফোন দিন।", "tore dekhe nebo, ber hoye dekh")
_DANGER_WORDS = ("আর বাঁচতে ইচ্ছা করে না।", "ar bachte iccha kore na")
_MARKED, _DANGER, _UNSETTLED = 0.02, 1 / 1500, 0.3
"""What part touches the house rules, what part may come from somebody in danger, and of this week's how much nobody has
seen to.
"""
_BANDS = (Band.LOW, Band.MEDIUM, Band.HIGH)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Something that somebody wrote: to whom, when, and under what, if under anything."""

    account: Account
    at: int
    post: str


def _load(world: World, week: int) -> int:
    told = _Week(world, week)
    return copy(_MESSAGE, told.lines()) + copy(_VERSION, told.versions)


class _Week:
    """The messages of one week, with the words of those that still wait, which are known when all lines were told."""

    def __init__(self, world: World, week: int) -> None:
        self.versions: list[str] = []
        self._world, self._week = world, week
        self._chance = world.chance(f"messages {week}")
        rule = loader.current().rule("first-answer", on=world.plan.until).parameters
        self._comment, self._question = (
            rule.within(kind) // timedelta(milliseconds=1) for kind in ("comment", "question")
        )

    def lines(self) -> Iterator[str]:
        first = first_of(self._world, self._world.plan.scale.messages, self._week)
        for count, heard in enumerate(sorted(self._heard(), key=attrgetter("at")), start=first):
            yield self._line(heard, count)

    def _heard(self) -> Iterator[_Heard]:
        """Comments under what was published, most of it within hours, and questions at any time of the week."""
        world, chance = self._world, self._chance
        posts, (begins, ends) = self._posts(), self._span()
        for _ in range(weekly(world, world.plan.scale.messages)[self._week]):
            if posts and chance.random() < _UNDER_POSTS:
                draw, post = posts[int(chance.random() * len(posts))]
                at = draw.at + int(min(chance.expovariate(1 / _SOON), _AT_MOST))
                if at > world.now:
                    at = draw.at + int(chance.random() * (world.now - draw.at))
                yield _Heard(world.active[draw.account], at, post)
            else:
                to = world.active[int(chance.random() * len(world.active))]
                yield _Heard(to, begins + int(chance.random() * (ends - begins)), "")

    def _posts(self) -> list[tuple[Draw, str]]:
        """What was published in the week and can be commented, with its key."""
        return [
            (draw, key(draw.at, count))
            for count, draw in enumerate(draws(self._world, self._week), start=number(self._world, self._week))
            if draw.state == DeliveryState.PUBLISHED and not draw.answer
        ]

    def _span(self) -> tuple[int, int]:
        """The week, as far as it has come."""
        begins = milliseconds(self._world.calendar.begins(self._world.weeks[self._week].start))
        return begins, min(begins + _WHOLE_WEEK, self._world.now)

    def _line(self, heard: _Heard, count: int) -> str:
        lot, own, at = self._chance.random, key(heard.at, count), stamp(heard.at)
        private = not heard.post and lot() < _PRIVATE
        span = self._comment if heard.post else self._question
        answered, state = self._answered(heard, span)
        citizen = str(int(lot() * _CITIZENS))
        danger, marked = lot() < _DANGER, lot() < _MARKED
        if state in WAITING or heard.account.office.known:
            words = _DANGER_WORDS if danger else _MARKED_WORDS if marked else _WORDS
            self.versions.append(_VERSION.line(own, own, "1", words[count % len(words)], at))
        settled = danger and not (heard.at > self._world.now - _WHOLE_WEEK and lot() < _UNSETTLED)
        return _MESSAGE.line(
            own, heard.account.key, str(count), heard.post or NULL, citizen, f"citizen{citizen}",
            _NAMES[count % len(_NAMES)], TRUE if private else FALSE, at, at,
            NULL if private else stamp(self._world.hours.add(heard.at, span)), stamp(answered) if answered else NULL,
            state.value, stamp(heard.at + _MINUTE) if state == MessageState.GONE else NULL,
            _BANDS[count % len(_BANDS)].value if marked or danger else "", TRUE if danger else FALSE,
            stamp(heard.at + _MINUTE) if settled else NULL,
            (self._world.writer(heard.account) or NULL) if settled else NULL,
        )  # fmt: skip

    def _answered(self, heard: _Heard, span: int) -> tuple[int | None, MessageState]:
        """When it got its first answer, if it got one, and what became of it."""
        care, chance, world = heard.account.care, self._chance, self._world
        if chance.random() < care.answered:
            taken = int(span * min(chance.expovariate(1 / (care.hours * _USUAL)), _LONGEST))
            at = world.hours.add(heard.at, max(taken, _MINUTE))
            if at <= world.now:
                return at, MessageState.ANSWERED
            return None, MessageState.ANSWERING if chance.random() < _ANSWERING else MessageState.OPEN
        return None, MessageState.GONE if chance.random() < _DELETED else MessageState.OPEN


KIND = Kind("messages", lambda world: len(world.weeks), _load, big=("inbox_message", "inbox_messageversion"))
