"""What went out in the year, a week in each part, in the order of time: so it lies on the disk as it would in life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from uuid import UUID

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import NULL, Form, key, stamp
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.sketches import Account
from sanglap.bench.seed.world import World
from sanglap.bench.seed.year import Draw, draws, first_of
from sanglap.language.digits import to_bangla
from sanglap.language.normal import normalise
from sanglap.networks.contract import Kind as Said
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import Payload, digest
from sanglap.outbox.states import DeliveryState

_DELIVERY = Form(
    Delivery, "id", "account_id", "office_id", "kind", "payload", "digest", "due_at", "created_at", "state",
    "state_since", "cleared_until", "try_at", "attempts", "remote_id", "url", "published_at",
)  # fmt: skip
_MARK, _PARENT, _NOBODY = "MARK", "PARENT", UUID(int=0)
_TEXTS = tuple(
    normalise(text)
    for text in (
        "আগামী রবিবার সকাল ১০টায় শিশুদের টিকা দেওয়া হবে।", "আজ বিকাল ৩টায় গণশুনানি।", "বীজ ও সার বিতরণ চলছে।",
        "রাস্তা মেরামতের কাজ শুরু হয়েছে।", "ভাতার তালিকা প্রকাশ করা হয়েছে।", "আবেদন পাওয়া গেছে, ধন্যবাদ।",
    )
)  # fmt: skip
_BEFORE = 40_000
"""From being due to being out, in milliseconds."""


def number(world: World, week: int) -> int:
    """The number of the week's first delivery."""
    return first_of(world, world.plan.scale.deliveries, week)


@cache
def _payload(answer: bool) -> Callable[[str, str, str], str]:  # noqa: FBT001 - one of two forms
    """The canonical form, as the outbox writes it, with account, text and what is answered put in."""
    said = Payload(_NOBODY, Said.ANSWER if answer else Said.POST, _MARK, "bn", _PARENT if answer else None)
    form = said.canonical().replace("{", "{{").replace("}", "}}")
    form = form.replace(str(_NOBODY), "{0}").replace(_MARK, "{1}").replace(_PARENT, "{2}")
    return form.format


def text_of(count: int) -> str:
    """What the delivery of that number says."""
    return f"{_TEXTS[count % len(_TEXTS)]} {to_bangla(str(count))}"


def payload_of(account: Account, count: int, *, answer: bool) -> str:
    """The canonical form of the delivery of that number."""
    return _payload(answer)(account.dashed, text_of(count), str(count))


def _lines(world: World, week: int) -> Iterator[str]:
    for count, draw in enumerate(draws(world, week), start=number(world, week)):
        yield _line(world, draw, count)


def _line(world: World, draw: Draw, count: int) -> str:
    account = world.active[draw.account]
    payload = payload_of(account, count, answer=draw.answer)
    state, at, due = draw.state, stamp(draw.at), stamp(draw.at - _BEFORE)
    out = state == DeliveryState.PUBLISHED
    remote = f"{draw.at}{count:07}"[-18:] if out else ""
    return _DELIVERY.line(
        key(draw.at, count), account.key, account.office.key, "answer" if draw.answer else "post", payload,
        digest(payload), due, due,
        state.value, at, at, due, "1" if out else "0", remote,
        f"{account.server}/@{account.handle}/{remote}" if out else "", at if out else NULL,
    )  # fmt: skip


KIND = Kind(
    "deliveries",
    lambda world: len(world.weeks),
    lambda world, week: copy(_DELIVERY, _lines(world, week)),
    big=("outbox_delivery",),
)
