"""The decision of the office at the top, on which most accounts' platforms rest; those of ministries and of some
offices below; and what others weigh just now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import FALSE, NULL, TRUE, Form, document, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.register import MINISTRIES, ROOT, Office
from sanglap.bench.seed.world import World
from sanglap.guideline import loader
from sanglap.offices.models import Kind as OfficeKind
from sanglap.platforms.models import Assessment, Decision, Score
from sanglap.platforms.selectors import Cell, Line, Weighed
from sanglap.platforms.services import choice_at
from sanglap.platforms.states import AssessmentState

_ASSESSMENT = Form(Assessment, "id", "office_id", "subject", "platforms", "state", "begun_at", "saved_at")
_SCORE = Form(Score, "id", "assessment_id", "platform", "criterion", "score", "words")
_DECISION = Form(
    Decision, "id", "assessment_id", "office_id", "chosen", "reason", "starts_on", "reusable", "order_id", "laws",
    "weighed", "decided_at",
)  # fmt: skip
_CHOSEN = ("facebook", "mastodon", "youtube", "x")
_SUBJECT = "সেবার খবর ও নাগরিকের প্রশ্ন"
_REASON = "নাগরিকেরা সেখানে আছেন।"
_WORDS = ("সেবার তথ্য দ্রুত সবার কাছে পৌঁছায়।", "একজন প্রশিক্ষিত কর্মকর্তাই চালাতে পারেন।", "তথ্য দেশের বাইরে থাকে।")
_MOST = 5
_MONTH = 30 * 86_400_000
_EVERY, _UNDECIDED_EVERY = 700, 900
"""One of so many offices decided for itself; one of so many weighs just now, and the cast's own one."""
_WEIGHING = "bd-upa-362"


def decision_of(world: World) -> str:
    """The key of the one at the top."""
    return key(world.began, 1)


def _load(world: World, _part: int) -> int:
    rows = Gathered(_ASSESSMENT, _SCORE, _DECISION)
    for office, at in _deciding(world):
        own = decision_of(world) if office.code == ROOT else key(at, office.number + 2)
        weighed = _weighed(world, office)
        _assess(rows, office, own, weighed, at=at, state=AssessmentState.DECIDED)
        rows.add(
            _DECISION, own, own, office.key, _listed(_CHOSEN), _REASON, stamp(at)[:10],
            TRUE if office.code in {ROOT, *MINISTRIES} else FALSE, NULL, _listed(_laws()), document(weighed.plain()),
            stamp(at),
        )  # fmt: skip
    for office in world.offices:
        if office.code == _WEIGHING or (office.number % _UNDECIDED_EVERY == _UNDECIDED_EVERY - 1 and not office.known):
            at = world.now - _MONTH
            own, weighed = key(at, office.number + 2), _weighed(world, office)
            _assess(rows, office, own, weighed, at=at, state=AssessmentState.DRAFT)
    return rows.copy()


def _deciding(world: World) -> Iterator[tuple[Office, int]]:
    """Who decided, and when."""
    for office in world.offices:
        if office.code == ROOT:
            yield office, world.began
        elif not office.known and (office.code in MINISTRIES or office.number % _EVERY == 0):
            yield office, world.began + (office.number % 12 + 1) * _MONTH


def _assess(rows: Gathered, office: Office, own: str, weighed: Weighed, *, at: int, state: AssessmentState) -> None:
    """The assessment and its scores."""
    when = stamp(at)
    rows.add(_ASSESSMENT, own, office.key, _SUBJECT, _listed(_CHOSEN), state.value, when, when)
    number = 0
    for line in weighed.lines:
        for platform, cell in line.cells:
            number += 1
            rows.add(
                _SCORE,
                key(at, (office.number + 2) * 100 + number),
                own,
                platform,
                line.key,
                str(cell.score),
                cell.words,
            )


def _weighed(world: World, office: Office) -> Weighed:
    """How that office weighs the platforms, by the rule."""
    choice, chance = choice_at(world.plan.now, OfficeKind(office.kind)), world.chance(f"weighed {office.number}")
    lines = [
        Line(one.id, one.name, one.asks, one.weight,
             [(platform, Cell(chance.randint(2, _MOST), chance.choice(_WORDS))) for platform in _CHOSEN])
        for one in choice.criteria
    ]  # fmt: skip
    totals = {
        platform: choice.total({line.key: dict(line.cells)[platform].score or 0 for line in lines})
        for platform in _CHOSEN
    }
    return Weighed(_CHOSEN, lines, totals, choice.most)


def _laws() -> list[str]:
    """What they cite: the first laws of the rulebook's."""
    return [law.id for law in loader.current().laws[:2]]


def _listed(values: Sequence[str]) -> str:
    return f"{{{','.join(values)}}}"


KIND = Kind("decisions", lambda _world: 1, _load)
