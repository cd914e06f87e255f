"""What other pages show of hidings: beside a comment, beside a post, on the page of the day."""

from __future__ import annotations

from collections.abc import Iterable

from sanglap.accounts.models import Account
from sanglap.inbox.models import Message
from sanglap.moderation import selectors
from sanglap.moderation.models import Hiding, Measure
from sanglap.moderation.states import HidingState
from sanglap.moderation.ways import possible, wanted
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState


def tell_closed(scope: Scope, rows: Iterable[Delivery]) -> None:
    """Give each of these deliveries, found by a scope already, the hiding that closes the comments under it, as
    `closed_by`, and whether the reader may close them, as `may_close`. One query.
    """
    shown = [row for row in rows if row.state == DeliveryState.PUBLISHED]
    closed = selectors.of_posts(scope, [row.pk for row in shown]) if shown else {}
    for row in shown:
        able = possible(row.account, Measure.CLOSE) and scope.may(wanted(Measure.CLOSE), row.account.office_id)
        row.closed_by = closed.get(row.pk)  # type: ignore[attr-defined]  # for the templates
        row.may_close = able and row.pk not in closed  # type: ignore[attr-defined]  # the same


def permitted(scope: Scope, account: Account) -> list[Measure]:
    """What the reader may decide about comments to that account, as far as his rights go."""
    return [one for one in (Measure.HIDE, Measure.BLOCK) if scope.may(wanted(one), account.office_id)]


def open_measures(may: Iterable[Measure], message: Message, known: Iterable[Hiding] = ()) -> list[Measure]:
    """Those of them that the network knows for this comment, beside what is decided already. No query."""
    decided = {one.measure for one in known if one.state != HidingState.LIFTED}
    return [
        one
        for one in may
        if one.value not in decided
        and possible(message.account, one, private=message.private)
        and not (one == Measure.HIDE and message.deleted_at)
    ]
