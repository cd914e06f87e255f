"""The drafts behind what went out lately, and those that wait for a vote: what people have before their eyes. Of what
is older the deliveries alone tell.
"""

from __future__ import annotations

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds.accounts import PURPOSES
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
_PURPOSES = tuple(f"{{{PURPOSES[number]}}}" for number in (0, 1, 2, 1))
_HOUR = 3_600_000


class _Lines:
    """The lines of one part, table by table."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lines: dict[Form, list[str]] = {form: [] for form in (_DRAFT, _REVISION, _VARIANT, _PUBLICATION)}

    def add(self, account: Account, count: int, at: int, *, answer: bool = False, out: bool = True) -> None:
        """One draft, written an hour before `at`; where it is `out`, the delivery of that number came of it."""
        writer = next((user for user, _since in self._world.members(account)), None)
        if writer is None:
            return
        own, written, decided = key(at - _HOUR, count), stamp(at - _HOUR), stamp(at) if out else NULL
        payload = payload_of(account, count, answer=answer)
        state = VariantState.APPROVED if out else VariantState.SUBMITTED
        self._put(
            _DRAFT, own, account.office.key, "answer" if answer else "post", _PURPOSES[count % len(_PURPOSES)],
            str(count) if answer else "", writer, written, "1",
        )  # fmt: skip
        self._put(_REVISION, own, own, "1", text_of(count), "bn", writer, written)
        self._put(_VARIANT, own, own, account.key, payload, digest(payload), state.value, written, decided, decided)
        if out:
            self._put(_PUBLICATION, own, key(at, count))

    def _put(self, form: Form, *values: str) -> None:
        self._lines[form].append(form.line(*values))

    def copy(self) -> int:
        return sum(copy(form, lines) for form, lines in self._lines.items())


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
