"""Which draft answered which message: of each account's lately published answers, one for each message answered lately,
the first for the first. In one statement.
"""

from __future__ import annotations

from django.db import connection

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.world import World

_WEEKS = 2
_PAIRED = """
INSERT INTO inbox_answer (draft_id, message_id)
WITH said AS (
    SELECT d.id, v.account_id, row_number() OVER (PARTITION BY v.account_id ORDER BY d.id) AS turn
    FROM content_draft d JOIN content_variant v ON v.revision_id = d.id
    WHERE d.kind = 'answer' AND v.state = 'approved'
), heard AS (
    SELECT id, account_id, row_number() OVER (PARTITION BY account_id ORDER BY answered_at, id) AS turn
    FROM inbox_message WHERE answered_at >= %(since)s AND state = 'answered'
)
SELECT s.id, h.id FROM said s JOIN heard h USING (account_id, turn)
"""


def _load(world: World, _part: int) -> int:
    since = world.calendar.begins(world.weeks[-_WEEKS].start)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRED, {"since": since})
        return int(cursor.rowcount)


KIND = Kind("answers", lambda _world: 1, _load)
