"""One account's year: what it publishes, who writes beneath it, what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sanglap.demo.library import Library, Post, Talk, Tier, fill
from sanglap.demo.library.reading import GENERAL
from sanglap.demo.living import pace as pacing
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.history import Heard, History, Said, Words, whole_milliseconds
from sanglap.demo.living.names import Citizen
from sanglap.demo.living.register import Care
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.inbox.states import MessageState
from sanglap.language.scripts import language_of
from sanglap.networks.contract import Kind

NEIGHBOURS = {Tier.NATIONAL: 160, Tier.DIVISION: 80, Tier.DISTRICT: 60, Tier.UPAZILA: 36}
"""How many citizens write to an account of that tier."""
LEAST_BETWEEN = timedelta(days=45)
"""An office does not say the same thing sooner again, unless it has nothing else to say."""
_REMARKS = (
    "তারিখটি যাচাই করে লিখুন।",
    "শেষ লাইনটি যোগ করুন, যাতে মানুষ জানে কোথায় জানাবে।",
    "বানান দেখে আবার দিন।",
    "বাক্যগুলো ছোট করুন।",
    "কোথায় ও কখন, সেটি স্পষ্ট নয়।",
)
_LATER = "\n\nপরে যোগ করলাম: উত্তর পেয়েছি, ধন্যবাদ।"
# How often each of these happens.
_RETURNED, _EDITED, _BY_MEMBER, _ON_TOPIC, _LETTER, _SIGNED, _HAILED, _SAME_AGAIN = (
    0.06, 0.02, 0.15, 0.72, 0.08, 0.8, 0.7, 0.5
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """What all tellings share; `feasts` are those that lie in the two weeks after a day."""

    library: Library
    citizens: Sequence[Citizen]
    feasts: Mapping[date, Sequence[str]]
    calendar: WorkingCalendar
    now: datetime


def _signs(crew: Crew) -> tuple[str, ...]:
    """How the office may sign its posts: by its name or, where it has a place, by that."""
    name, place = f"– {crew.sketch.account['bn']}", "#" + crew.sketch.place["bn"].replace(" ", "_")
    return (name,) if crew.sketch.topics else (name, place)


class Telling:
    """Tells one account's year into the history; the same each time for the same `chance` and `now`."""

    def __init__(self, crew: Crew, history: History, world: World, chance: Random) -> None:
        self.crew, self.history, self.chance = crew, history, chance
        self.library, self.feasts, self.calendar, self.now = world.library, world.feasts, world.calendar, world.now
        self.citizens = chance.sample(world.citizens, NEIGHBOURS[crew.sketch.tier])
        self.pace = pacing.PACES[crew.sketch.care]
        self._mine = [post for post in self.library.posts if self._may_say(post)]
        self._said_last: dict[str, datetime] = {}
        self._topic = ""
        self._decks: dict[str, list[Talk]] = {}
        self._sign = chance.choice(("", "", *_signs(crew)))
        self._hail = chance.choice(("", "", "প্রিয় {}, ", "{}, "))

    def tell(self) -> None:
        """The whole year, and what is under way."""
        for week in pacing.weeks(self.calendar, self.crew.opened_at, self.now):
            for written in pacing.post_times(self.pace, week, self.calendar, self.chance):
                self._post(written)
            if self.chance.random() < _LETTER and self.crew.sketch.care != Care.POOR:
                at = self.calendar.begins(week.start) + timedelta(hours=self.chance.uniform(9, 140))
                self._converse(self._deal("letters", self.library.letters, week.start), None, at)

    def _may_say(self, post: Post) -> bool:
        sketch = self.crew.sketch
        return sketch.tier in post.tiers and (not sketch.topics or post.topic in (*sketch.topics, "days"))

    def _post(self, written: datetime) -> None:
        decided = written + pacing.until_approved(self.chance)
        if decided + timedelta(minutes=1) >= self.now:
            return
        day = self.calendar.day_of(written)
        chosen = self._choose(day, written)
        text = fill(chosen.text, self.crew.place, day, self.chance)
        said = self.history.utter(
            Words(
                crew=self.crew,
                kind=Kind.POST,
                text=f"{text}\n\n{self._sign}" if self._sign and self.chance.random() < _SIGNED else text,
                purposes=sorted(self.chance.sample(chosen.purposes, self.chance.randint(1, len(chosen.purposes)))),
                writer=self.crew.panel[0] if self.chance.random() < _BY_MEMBER else self.crew.author,
                written=written,
                decided=decided,
                returned=self._first_words(text),
            )
        )
        for _comment in range(self.chance.choice(self.pace.comments)):
            topic = chosen.topic if self.chance.random() < _ON_TOPIC else GENERAL
            talk = self._deal(topic, self.library.talks[topic], day)
            self._converse(talk, said, pacing.comment_time(said.at, self.calendar, self.chance))

    def _first_words(self, text: str) -> tuple[str, str] | None:
        """What the panel gave back of it, with its remark: seldom anything."""
        if self.chance.random() >= _RETURNED or text.count("।") == 1:
            return None
        return text.rstrip("।").rsplit("।", 1)[0] + "।", self.chance.choice(_REMARKS)

    def _choose(self, day: date, at: datetime) -> Post:
        """A post that fits the day, sooner one that fits few days, and none that was said of late."""
        fits = [post for post in self._mine if post.fits(day, self.feasts.get(day, ()))]
        fresh = [one for one in fits if at - self._said_last.get(one.text, at - LEAST_BETWEEN) >= LEAST_BETWEEN]
        others = [one for one in fresh if one.topic != self._topic]
        found = others or fresh or [min(fits, key=lambda one: self._said_last.get(one.text, at))]
        chosen = self.chance.choices(found, [min(365 / one.days, 14) ** 0.8 for one in found])[0]
        self._said_last[chosen.text], self._topic = at, chosen.topic
        return chosen

    def _deal(self, topic: str, talks: Sequence[Talk], day: date) -> Talk:
        """The next comment that fits the day: each comes once before any comes again."""
        deck = self._decks.setdefault(topic, [])
        for _turn in range(2):
            for number, talk in enumerate(deck):
                if talk.fits(day):
                    return deck.pop(number)
            deck[:] = self.chance.sample(talks, len(talks))
        return self._deal(GENERAL, self.library.talks[GENERAL], day)

    def _fill(self, text: str, at: datetime) -> str:
        return fill(text, self.crew.place, self.calendar.day_of(at), self.chance)

    def _converse(self, talk: Talk, under: Said | None, at: datetime) -> None:
        """A comment with all that follows from it, as far as it has happened yet."""
        at = whole_milliseconds(at)
        if at >= self.now - timedelta(minutes=2):
            return
        citizen, text = self.chance.choice(self.citizens), self._fill(talk.say, at)
        if under is None:
            text = f"@{self.crew.sketch.handle} {text}"
        answers = [one for one in (talk.interim, talk.answer) if one] or [self.chance.choice(self.library.thanks)]
        when = self._when_answered(at, len(answers))
        versions = [(at, text)]
        edited = whole_milliseconds((when[-1] if when else at) + timedelta(hours=2, minutes=11))
        if self.chance.random() < _EDITED and len(when) == len(answers) and edited < self.now and talk.answer:
            versions.append((edited, text + _LATER))
        heard = self.history.hear(citizen, versions, parent=under.number if under else None)
        self._answer(heard, under, list(zip(when, answers, strict=False)))
        if len(when) == len(answers):
            self._go_on(talk, heard, under, when[-1])

    def _when_answered(self, at: datetime, count: int) -> list[datetime]:
        """The moments of so many answers that have come by now; none where the office does not answer."""
        if self.chance.random() >= self.pace.answered:
            return []
        found: list[datetime] = []
        for turn in range(count):
            at = pacing.answer_time(self.pace, at, self.calendar, self.chance)
            if turn:
                at = self.calendar.add_working_time(at, timedelta(hours=self.chance.uniform(6, 22)))
            if at + timedelta(hours=2) >= self.now:
                break
            found.append(at)
        return found

    def _answer(self, heard: Heard, under: Said | None, answers: Sequence[tuple[datetime, str]]) -> None:
        before, after = MessageState.OPEN, MessageState.ANSWERED
        self.history.keep(self.crew, heard, after if answers else before, under=under.delivery if under else None)
        for written, text in answers:
            self.history.begin_answer(self.crew, heard, before, written)
            before = after
            words = Words(
                crew=self.crew,
                kind=Kind.ANSWER,
                text=self._hailed(self._fill(text, written), heard.citizen),
                purposes=self.crew.account.purposes,
                writer=self.crew.responder,
                written=written,
                decided=written + pacing.until_approved(self.chance) / 2,
                answers=heard,
            )
            self.history.utter(words)

    def _hailed(self, text: str, citizen: Citizen) -> str:
        """The answer with the citizen's name before it, as some offices do."""
        both = self._hail and language_of(text) == "bn" and language_of(citizen.name) == "bn"
        return self._hail.format(citizen.name) + text if both and self.chance.random() < _HAILED else text

    def _go_on(self, talk: Talk, heard: Heard, under: Said | None, after: datetime) -> None:
        """What citizens add: the one who wrote first, and others."""
        for text in talk.then:
            after = whole_milliseconds(pacing.comment_time(after, self.calendar, self.chance))
            if after >= self.now - timedelta(minutes=2):
                return
            same = text == talk.then[0] and self.chance.random() < _SAME_AGAIN
            who = heard.citizen if same else self.chance.choice(self.citizens)
            heard = self.history.hear(who, [(after, self._fill(text, after))], parent=heard.number)
            answers = [(at, self.chance.choice(self.library.calm)) for at in self._when_answered(after, 1)]
            self._answer(heard, under, answers)
