"""The drafts behind what went out lately, and those that wait for a vote: what people have before their eyes. Of what
is older the deliveries alone tell.
"""

from __future__ import annotations

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds.deliveries import number, payload_of, text_of
from sanglap.bench.seed.lines import NULL, Form, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.bench.seed.year import draws
from sanglap.content.models import Draft, Revision, Variant
from sanglap.content.states import VariantState
from sanglap.outbox.payload import digest
from sanglap.publishing.models import Publication

_WEEKS = 2
"""So many weeks back."""
_WAITING_EVERY = 5
"""One of so many accounts has something that waits for its panel."""
_DRAFT = Form(Draft, "id", "office_id", "kind", "purposes", "in_reply_to", "created_by_id", "created_at", "latest")
_REVISION = Form(Revision, "id", "draft_id", "number", "text", "language", "written_by_id", "written_at")
_VARIANT = Form(
    Variant, "id", "revision_id", "account_id", "payload", "digest", "state", "submitted_at", "decided_at",
    "passed_on_at",
)  # fmt: skip
_PUBLICATION = Form(Publication, "variant_id", "delivery_id")
_PURPOSES = ("{4.b}", "{4.c}", "{4.f}", "{4.c}")
_HOUR = 3_600_000


class _Lines:
    """The lines of one part, table by table."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.drafts, self.revisions, self.variants, self.publications = ([] for _ in range(4))  # type: tuple[list[str], ...]

    def add(self, account: Account, count: int, at: int, *, answer: bool = False, out: bool = True) -> None:
        """One draft, written an hour before `at`; where it is `out`, the delivery of that number came of it."""
        writer = next((user for user, _since in self.world.members(account)), "")
        if not writer:
            return
        own, written, decided = key(at - _HOUR, count), stamp(at - _HOUR), stamp(at)
        text = text_of(count)
        payload = payload_of(account, count, answer=answer)
        state = VariantState.APPROVED if out else VariantState.SUBMITTED
        self.drafts.append(
            _DRAFT.line(
                own, account.office.key, "answer" if answer else "post", _PURPOSES[count % len(_PURPOSES)],
                str(count) if answer else "", writer, written, "1",
            )
        )  # fmt: skip
        self.revisions.append(_REVISION.line(own, own, "1", text, "bn", writer, written))
        self.variants.append(
            _VARIANT.line(
                own, own, account.key, payload, digest(payload), state.value, written, decided if out else NULL,
                decided if out else NULL,
            )
        )  # fmt: skip
        if out:
            self.publications.append(_PUBLICATION.line(own, key(at, count)))

    def copy(self) -> int:
        return (
            copy(_DRAFT, self.drafts)
            + copy(_REVISION, self.revisions)
            + copy(_VARIANT, self.variants)
            + copy(_PUBLICATION, self.publications)
        )


def _load(world: World, part: int) -> int:
    lines = _Lines(world)
    if part < _WEEKS:
        week = len(world.weeks) - _WEEKS + part
        for count, draw in enumerate(draws(world, week), start=number(world, week)):
            lines.add(world.active[draw.account], count, draw.at, answer=draw.answer)
    else:
        chance, first = world.chance("waiting"), world.plan.scale.deliveries
        for count, account in enumerate(world.active[::_WAITING_EVERY], start=first):
            lines.add(account, count, world.now - int(chance.uniform(0, 40) * _HOUR), out=False)
    return lines.copy()


KIND = Kind("drafts", lambda _world: _WEEKS + 1, _load)
