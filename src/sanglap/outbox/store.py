"""The outbox's hot path, in raw SQL: claiming what is due, and recording in batches what came of it.

Nothing here calls a network, and nothing here is called while one is being called.
"""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from sanglap.audit.services import Actor, Record, record_many
from sanglap.core.ids import new_id
from sanglap.outbox.states import DELIVERY, PART_PUBLISHED, DeliveryState, Outcome

ACTOR = "outbox"
WORKER = f"{socket.gethostname()}:{os.getpid()}"[:64]
_OBJECT = "outbox.delivery"

# After the n-th attempt that did not go through, wait so many seconds, unless the network named a time.
PAUSES = (5, 15, 60, 300, 900, 1800, 3600, 7200)


SENDING = timedelta(minutes=10)
"""The longest that laying ready a video may take, before the call that shows it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery whose next attempt is on record and now has to be made."""

    id: UUID
    account_id: UUID
    office_id: UUID
    number: int
    payload: str
    digest: str
    network: str
    server: str
    sealed: bytes | None
    claimed_at: datetime
    parts: int = 1
    part: int = 1
    """The one to be sent now."""
    tries: int = 1
    """At this part, this one included."""
    after: str | None = None
    """The network's id of the part before."""

    @property
    def is_last(self) -> bool:
        return self.part == self.parts


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one attempt. Times are UTC."""

    claim: Claim
    outcome: Outcome
    finished_at: datetime
    remote_id: str = ""
    url: str = ""
    published_at: datetime | None = None
    detail: str = ""
    retry_at: datetime | None = None


def call_limit() -> timedelta:
    """The longest one call may take."""
    return timedelta(seconds=settings.SANGLAP_CALL_SECONDS)


_STOPPED = """
WITH stops AS MATERIALIZED (
    SELECT office_id, account_id, below FROM outbox_stop
    WHERE lifted_at IS NULL AND placed_at <= %(now)s AND (until IS NULL OR until > %(now)s)
), stopped AS MATERIALIZED (
    SELECT account_id AS id FROM stops WHERE account_id IS NOT NULL
    UNION
    SELECT a.id FROM stops s
    JOIN offices_officeancestor link ON link.ancestor_id = s.office_id AND (s.below OR link.depth = 0)
    JOIN accounts_account a ON a.office_id = link.office_id WHERE s.account_id IS NULL
)"""

_CLAIM = (
    _STOPPED  # noqa: S608 - put together of constants; values go by parameters
    + """, due AS (
    SELECT id FROM outbox_delivery
    WHERE state = 'scheduled' AND try_at <= %(now)s AND cleared_until > %(now)s
      AND (resend_until IS NULL OR resend_until > %(last)s)
      AND (life OR account_id NOT IN (SELECT id FROM stopped))
    ORDER BY try_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE outbox_delivery d SET state = 'attempting', state_since = %(now)s, attempts = d.attempts + 1
    FROM due WHERE d.id = due.id
    RETURNING d.id, d.account_id, d.office_id, d.attempts, d.payload, d.digest, d.parts, d.part,
        d.attempts - d.tried_before AS tries
)
SELECT c.id, c.account_id, c.office_id, c.attempts, c.payload, c.digest, a.network, a.server, k.sealed, %(now)s,
    c.parts, c.part, c.tries, p.remote_id
FROM claimed c JOIN accounts_account a ON a.id = c.account_id
LEFT JOIN accounts_credential k ON k.account_id = c.account_id
LEFT JOIN outbox_part p ON c.part > 1 AND p.delivery_id = c.id AND p.number = c.part - 1
"""
)

_ATTEMPT = """
INSERT INTO outbox_attempt (id, delivery_id, number, part, worker, started_at, outcome, detail)
SELECT one.id, one.delivery, one.number, one.part, %s, %s, '', ''
FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::int[]) AS one (id, delivery, number, part)
"""


def claim(limit: int, *, now: datetime) -> list[Claim]:
    """Take up to `limit` due and cleared deliveries and commit the intent to send them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "limit": limit, "last": now + call_limit()})
        claims = [Claim(*row) for row in cursor.fetchall()]
        if claims:
            keys = [new_id() for _claim in claims]
            rows: list[list[Any]] = [keys, [c.id for c in claims], [c.number for c in claims], [c.part for c in claims]]
            cursor.execute(_ATTEMPT, [WORKER, now, *rows])
            verb = DELIVERY.verb(DeliveryState.SCHEDULED, DeliveryState.ATTEMPTING)
            _tell([(c.id, c.office_id, verb, _which(c)) for c in claims], now)
    return claims


_STILL = (
    _STOPPED  # noqa: S608 - as above
    + """
SELECT EXISTS (
    SELECT FROM outbox_delivery
    WHERE id = %(id)s AND attempts = %(number)s AND state = 'attempting' AND cleared_until > %(now)s
      AND (resend_until IS NULL OR resend_until > %(last)s)
      AND (life OR account_id NOT IN (SELECT id FROM stopped))
)
"""
)


def may_go_on(claim: Claim, *, now: datetime) -> bool:
    """Whether what was being laid ready may now be shown: nothing was stopped meanwhile, and the gate is open."""
    with connection.cursor() as cursor:
        cursor.execute(_STILL, {"id": claim.id, "number": claim.number, "now": now, "last": now + call_limit()})
        row = cursor.fetchone()
    return bool(row and row[0])


def _which(claim: Claim) -> dict[str, object]:
    """What the history tells of an attempt besides its outcome."""
    return {"attempt": claim.number, **({"part": claim.part} if claim.parts > 1 else {})}


_CLOSE = """
UPDATE outbox_attempt t SET outcome = r.outcome, finished_at = r.at, detail = r.detail
FROM unnest(%(id)s::uuid[], %(number)s::int[], %(outcome)s::text[], %(at)s::timestamptz[], %(detail)s::text[])
    AS r (id, number, outcome, at, detail)
WHERE t.delivery_id = r.id AND t.number = r.number AND t.outcome = ''
"""

# A result that comes late finds the delivery already counted as unknown: sure knowledge still settles it. A thread is
# published when its last part is, and stands where its first does; after any other part the next one's turn has come.
_SETTLE = """
UPDATE outbox_delivery d SET state = r.state, state_since = r.at,
    remote_id = CASE WHEN r.state = 'published' THEN coalesce(p.remote_id, r.remote_id) ELSE '' END,
    url = CASE WHEN r.state = 'published' THEN coalesce(p.url, r.url) ELSE '' END,
    published_at = CASE WHEN r.state = 'published' THEN coalesce(p.published_at, r.published_at) END,
    error = r.error, error_detail = r.detail, try_at = coalesce(r.try_at, d.try_at), look_at = r.look_at,
    part = d.part + r.further, tried_before = CASE r.further WHEN 1 THEN d.attempts ELSE d.tried_before END,
    resend_until = CASE r.further WHEN 1 THEN NULL ELSE d.resend_until END
FROM unnest(%(id)s::uuid[], %(number)s::int[], %(outcome)s::text[], %(state)s::text[], %(at)s::timestamptz[],
        %(remote_id)s::text[], %(url)s::text[], %(published_at)s::timestamptz[], %(error)s::text[], %(detail)s::text[],
        %(try_at)s::timestamptz[], %(look_at)s::timestamptz[], %(part)s::int[], %(further)s::int[])
    AS r (id, number, outcome, state, at, remote_id, url, published_at, error, detail, try_at, look_at, part, further)
LEFT JOIN outbox_part p ON r.part > 1 AND p.delivery_id = r.id AND p.number = 1
WHERE d.id = r.id AND d.attempts = r.number
  AND (d.state = 'attempting' OR (d.state = 'unknown' AND r.outcome = 'published'))
RETURNING d.id, d.attempts
"""

_STANDS = """
INSERT INTO outbox_part (id, delivery_id, account_id, number, remote_id, url, published_at)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::text[], %s::timestamptz[])
"""

_NEXT = {
    Outcome.PUBLISHED: DeliveryState.PUBLISHED,
    Outcome.NOT_SENT: DeliveryState.SCHEDULED,
    Outcome.REFUSED: DeliveryState.FAILED,
    Outcome.ACCESS_LOST: DeliveryState.FAILED,
    Outcome.UNKNOWN: DeliveryState.UNKNOWN,
}


# One thing on the network is on record once: as a delivery or as a part of one.
_TAKEN = """
SELECT count(*) FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS r (id, account, remote_id)
WHERE EXISTS (SELECT FROM outbox_part p
              WHERE p.account_id = r.account AND p.remote_id = r.remote_id AND p.delivery_id <> r.id)
   OR EXISTS (SELECT FROM outbox_delivery d
              WHERE d.account_id = r.account AND d.remote_id = r.remote_id AND d.id <> r.id)
"""


def record(results: Sequence[Result]) -> None:
    """Write down what came of these attempts, in one transaction. Harmless when called twice.

    An answer that cannot be kept (too long, or naming what another delivery has on record) does not keep the others
    from the record: its own outcome counts as unknown.
    """
    try:
        _record(results)
    except (DataError, IntegrityError, ValueError) as error:
        if len(results) > 1:
            for result in results:
                record([result])
        elif results:
            said = f"the network's answer could not be kept: {type(error).__name__}"
            _record([Result(results[0].claim, Outcome.UNKNOWN, results[0].finished_at, detail=said)])


def _record(results: Sequence[Result]) -> None:
    if not results:
        return
    rows = [_settled(result) for result in results]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLOSE, columns)
        cursor.execute(_SETTLE, columns)
        moved = set(cursor.fetchall())
        ended = [result for result in results if (result.claim.id, result.claim.number) in moved]
        _require_untaken(cursor, [one for one in ended if one.outcome == Outcome.PUBLISHED])
        pieces = [one for one in ended if one.claim.parts > 1 and one.outcome == Outcome.PUBLISHED]
        if pieces:
            cursor.execute(_STANDS, [list(column) for column in zip(*map(_piece, pieces), strict=True)])
        _tell([_told(result) for result in ended], max(result.finished_at for result in results))


def _require_untaken(cursor: CursorWrapper, published: Sequence[Result]) -> None:
    """Raise IntegrityError where the network named what another delivery has on record."""
    if not published:
        return
    rows = [(one.claim.id, one.claim.account_id, one.remote_id) for one in published]
    cursor.execute(_TAKEN, [list(column) for column in zip(*rows, strict=True)])
    if cursor.fetchone() != (0,):
        raise IntegrityError("on record for another delivery")


def _piece(result: Result) -> tuple[object, ...]:
    claim = result.claim
    return new_id(), claim.id, claim.account_id, claim.part, result.remote_id, result.url, result.published_at


def _told(result: Result) -> tuple[UUID, UUID, str, dict[str, object]]:
    claim, verb = result.claim, DELIVERY.verb(DeliveryState.ATTEMPTING, _next_state(result))
    verb = PART_PUBLISHED if _goes_on(result) else verb
    return claim.id, claim.office_id, verb, _which(claim) | {"outcome": result.outcome}


def _goes_on(result: Result) -> bool:
    """Whether the next part of a thread comes after it."""
    return result.outcome == Outcome.PUBLISHED and not result.claim.is_last


def _next_state(result: Result) -> DeliveryState:
    if _goes_on(result):
        return DeliveryState.SCHEDULED
    if result.outcome == Outcome.NOT_SENT and result.claim.tries >= len(PAUSES):
        return DeliveryState.FAILED
    return _NEXT[result.outcome]


def _settled(result: Result) -> dict[str, Any]:
    """What is to be written down, by the names that the statements use."""
    state = _next_state(result)
    further = _goes_on(result)
    pause = timedelta(seconds=0 if further else PAUSES[min(result.claim.tries, len(PAUSES)) - 1])
    try_at = max(result.retry_at or result.finished_at + pause, result.finished_at)
    return {
        "id": result.claim.id,
        "number": result.claim.number,
        "outcome": result.outcome,
        "state": state,
        "at": result.finished_at,
        "remote_id": result.remote_id,
        "url": result.url,
        "published_at": result.published_at,
        "error": "" if result.outcome == Outcome.PUBLISHED else result.outcome,
        "detail": result.detail,
        "try_at": try_at if state == DeliveryState.SCHEDULED else None,
        "look_at": result.finished_at if state == DeliveryState.UNKNOWN else None,
        "part": result.claim.part,
        "further": int(further),
    }


_STALLED = """
WITH stalled AS (
    SELECT d.id FROM outbox_delivery d
    WHERE (d.state = 'attempting' AND d.state_since < %(before)s
           - CASE WHEN position('"media":{' IN d.payload) > 0 THEN %(sending)s::interval ELSE interval '0' END)
       OR (d.state = 'scheduled' AND d.resend_until <= %(last)s)
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_delivery d SET state = 'unknown', state_since = %(now)s, look_at = %(now)s, error = 'outcome_unknown',
    resend_until = NULL
FROM stalled, outbox_delivery old
WHERE d.id = stalled.id AND old.id = d.id
RETURNING d.id, d.office_id, old.state
"""


def sweep(*, now: datetime) -> int:
    """Count as unknown what no living worker can still be sending, and what may no longer simply be repeated."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A call ends at its limit; twice that and a little leaves room for a slow machine to record it.
        before = now - 2 * call_limit() - timedelta(seconds=2)
        cursor.execute(
            _STALLED,
            {"now": now, "before": before, "last": now + call_limit(), "sending": f"{SENDING.total_seconds()} s"},
        )
        rows = cursor.fetchall()
        if rows:
            _tell(
                [(id_, office, DELIVERY.verb(old, DeliveryState.UNKNOWN), {}) for id_, office, old in rows],
                now,
            )
    return len(rows)


def _tell(lines: Sequence[tuple[UUID, UUID, str, dict[str, object]]], now: datetime) -> None:
    actor = Actor.system(ACTOR)
    record_many(Record(actor, verb, (_OBJECT, str(id_)), now, office, data) for id_, office, verb, data in lines)
