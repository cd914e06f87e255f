"""The drafts behind what went out lately, and those that are on their way: what people have before their eyes. Of what
is older the deliveries alone tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds.accounts import PURPOSES
from sanglap.bench.seed.kinds.deliveries import number, payload_of, text_of
from sanglap.bench.seed.kinds.files import Shown, file_of
from sanglap.bench.seed.lines import FALSE, NULL, TRUE, Form, key, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.bench.seed.year import draws
from sanglap.content.models import Draft, Illustration, Picture, Revision, Source, SourceKind, Variant, Verdict, Vote
from sanglap.content.states import VariantState
from sanglap.guideline import loader
from sanglap.language.digits import to_bangla
from sanglap.outbox.payload import digest
from sanglap.publishing.models import Publication

_WEEKS = 2
"""So many weeks back."""
_DRAFT = Form(
    Draft, "id", "office_id", "kind", "purposes", "in_reply_to", "created_by_id", "created_at", "latest", "publish_at"
)
_REVISION = Form(Revision, "id", "draft_id", "number", "text", "language", "written_by_id", "written_at")
_VARIANT = Form(
    Variant, "id", "revision_id", "account_id", "payload", "digest", "state", "submitted_at", "decided_at",
    "passed_on_at",
)  # fmt: skip
_VOTE = Form(Vote, "id", "variant_id", "member_id", "verdict", "digest", "sole", "clause", "remark", "at")
_PUBLICATION = Form(Publication, "variant_id", "delivery_id")
_PICTURE = Form(Picture, "id", "office_id", "file_id", "small_id", "brought_by_id", "brought_at")
_ILLUSTRATION = Form(Illustration, "id", "revision_id", "number", "picture_id", "alt")
_SOURCE = Form(Source, "id", "revision_id", "words", "kind", "reference", "by_id", "at")
_PURPOSES = tuple(f"{{{PURPOSES[number]}}}" for number in (0, 1, 2, 1))
_HOUR, _DAY = 3_600_000, 86_400_000
_PICTURE_EVERY = 20
"""One of so many posts has a picture."""
_SOURCE_EVERY = 3
"""One of so many posts has a claim, which rests on something."""
_RESTS_ON = ((SourceKind.NAMED, ""), (SourceKind.REFERENCE, "স্মারক নং ০৫.৩০.৫৬৭৮.০০১.২৬-১২"))
_ALT = "উপজেলা পরিষদ চত্বরে সারি সারি চারাগাছ"
_REMARKS = {
    VariantState.RETURNED: (Verdict.RETURN, "কোন এলাকায়, কখন থেকে কখন পর্যন্ত, লিখুন।", ""),
    VariantState.REJECTED: (Verdict.REJECT, "এটি দাপ্তরিক নয়।", loader.current().grounds[-1].id),
    VariantState.APPROVED: (Verdict.APPROVE, "", ""),
}


@dataclass(frozen=True, slots=True)
class _Course:
    """How far a draft has come: the state of its variant; `plan`: by how many days it is to go out later; `every`: one
    of so many accounts has such a one, and each of the cast's.
    """

    state: VariantState
    every: int
    plan: int = 0


_OUT = _Course(VariantState.APPROVED, 1)
_COURSES = (
    _Course(VariantState.SUBMITTED, 5), _Course(VariantState.SUBMITTED, 40), _Course(VariantState.SUBMITTED, 60),
    _Course(VariantState.RETURNED, 25), _Course(VariantState.REJECTED, 90), _Course(VariantState.DRAFT, 30),
    _Course(VariantState.APPROVED, 50, plan=1), _Course(VariantState.APPROVED, 70, plan=4),
)  # fmt: skip
"""What is on its way."""


class _Lines:
    """The lines of one part, table by table."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows = Gathered(_PICTURE, _DRAFT, _REVISION, _ILLUSTRATION, _SOURCE, _VARIANT, _VOTE, _PUBLICATION)

    def add(self, account: Account, count: int, at: int, *, answer: bool = False, course: _Course = _OUT) -> None:
        """One draft, written an hour before `at`; where it is `_OUT`, the delivery of that number came of it."""
        writer = self._world.writer(account)
        if writer is None:
            return
        own, written, out = key(at - _HOUR, count), stamp(at - _HOUR), course is _OUT
        decided = NULL if course.state in {VariantState.DRAFT, VariantState.SUBMITTED} else stamp(at)
        payload, planned = payload_of(account, count, answer=answer), stamp(self._world.now + course.plan * _DAY)
        seal = digest(payload)
        self._rows.add(
            _DRAFT, own, account.office.key, "answer" if answer else "post", _PURPOSES[count % len(_PURPOSES)],
            str(count) if answer else "", writer, written, "1", planned if course.plan else NULL,
        )  # fmt: skip
        self._rows.add(_REVISION, own, own, "1", text_of(count), "bn", writer, written)
        self._rows.add(
            _VARIANT, own, own, account.key, payload, seal, course.state.value,
            NULL if course.state == VariantState.DRAFT else written, decided, decided if out else NULL,
        )  # fmt: skip
        if course.state in _REMARKS:
            self._vote(account, writer, own, seal, at=at, state=course.state, count=count)
        if not answer and count % _PICTURE_EVERY == 0:
            self._illustrate(account, writer, own, at - _HOUR, count)
        if not answer and count % _SOURCE_EVERY == 0:
            kind, reference = _RESTS_ON[count % len(_RESTS_ON)]
            self._rows.add(
                _SOURCE, key(at - _HOUR, count), own, to_bangla(str(count)), kind.value, reference, writer, written
            )
        if out:
            self._rows.add(_PUBLICATION, own, key(at, count))

    def _vote(
        self, account: Account, writer: str, own: str, seal: str, *, at: int, state: VariantState, count: int
    ) -> None:
        """What one of the panel said, if possible another than whoever wrote it."""
        members = [user for user, _since in self._world.members(account)]
        member = next((user for user in members if user != writer), writer)
        verdict, remark, clause = _REMARKS[state]
        self._rows.add(
            _VOTE, key(at, count), own, member, verdict.value, seal, TRUE if member == writer else FALSE, clause,
            remark, stamp(at),
        )  # fmt: skip

    def _illustrate(self, account: Account, writer: str, own: str, at: int, count: int) -> None:
        file, picture = file_of(account, Shown.BANNER), key(at, count)
        self._rows.add(_PICTURE, picture, account.office.key, file, file, writer, stamp(at))
        self._rows.add(_ILLUSTRATION, key(at, count), own, "1", picture, _ALT)

    def copy(self) -> int:
        return self._rows.copy()


def _load(world: World, part: int) -> int:
    lines = _Lines(world)
    if part < _WEEKS:
        week = len(world.weeks) - _WEEKS + part
        for count, draw in enumerate(draws(world, week), start=number(world, week)):
            lines.add(world.active[draw.account], count, draw.at, answer=draw.answer)
    else:
        turn = part - _WEEKS
        chance, course = world.chance(f"on its way {turn}"), _COURSES[turn]
        first = world.plan.scale.deliveries + turn * len(world.accounts)
        for count, account in enumerate(world.active, start=first):
            if account.office.known or (count - first) % course.every == 0:
                lines.add(account, count, world.now - int(chance.uniform(0, 40) * _HOUR), course=course)
    return lines.copy()


KIND = Kind("drafts", lambda _world: _WEEKS + len(_COURSES), _load, big=("content_vote",))
