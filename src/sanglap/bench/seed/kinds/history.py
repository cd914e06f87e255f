"""The history of what was brought in, read off the tables themselves and written in the order of time: appointments,
accounts, confirmations, exemptions, incidents, and of the last weeks what was published and answered.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import connection

from sanglap.audit.services import Actor
from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import dashed, key, milliseconds
from sanglap.bench.seed.world import AT_THE_TOP, World

_LATELY = timedelta(weeks=6)
_SPAN = timedelta(weeks=4)
"""What one part tells; the first tells all that was before."""
_PARTS = 14
_EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
_BACK = timedelta(days=12)
"""The longest from a message to its answer."""

_HISTORY = """
INSERT INTO audit_entry (id, act_id, at, actor_kind, actor_id, actor_name, verb, object_type, object_id, object_name,
    office_id, data)
WITH heads AS MATERIALIZED (
    SELECT DISTINCT ON (p.office_id) p.office_id, h.user_id
    FROM offices_position p JOIN offices_appointment h ON h.position_id = p.id
    WHERE p.role = 'head' ORDER BY p.office_id, h.starts_at DESC, h.id
), opened AS (
    SELECT c.*, to_timestamp(('x' || substr(replace(c.id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0) AS at,
        coalesce(h.user_id, %(reviewer)s) AS head
    FROM accounts_account c LEFT JOIN heads h USING (office_id)
), told (at, person, verb, object_type, object_id, object_name, office_id, data) AS (
    SELECT h.entered_at, %(reviewer)s::uuid, 'appointment.made', 'offices.appointment', h.id,
        jsonb_build_object('bn', concat_ws(' – ', u.name->>'bn', p.title->>'bn'),
                           'en', concat_ws(' – ', u.name->>'en', p.title->>'en')),
        p.office_id,
        jsonb_build_object('user', h.user_id, 'role', p.role, 'charge', h.charge, 'starts_at', h.starts_at,
                           'memo', coalesce(o.memo, ''))
    FROM offices_appointment h JOIN offices_position p ON p.id = h.position_id JOIN people_user u ON u.id = h.user_id
    LEFT JOIN offices_officeorder o ON o.id = h.order_id
    WHERE h.entered_at >= %(start)s AND h.entered_at < %(end)s AND NOT p.office_id = ANY(%(cast)s::uuid[])
    UNION ALL
    SELECT c.at + s.after, CASE WHEN s.above THEN %(reviewer)s ELSE c.head END, s.verb, 'accounts.account', c.id,
        c.name, c.office_id, s.data
    FROM opened c JOIN (VALUES
        ('account.proposed', interval '-9 days', false, '{}'::jsonb,
            '{proposed,in_review,more_information,approved,active,suspended,closed}'::text[]),
        ('account.review_begun', '-6 days', true, '{"from": "proposed", "to": "in_review"}',
            '{in_review,more_information,approved,active,suspended,closed}'),
        ('account.information_asked', '-5 days', true, '{"from": "in_review", "to": "more_information"}',
            '{more_information}'),
        ('account.approved', '-5 days', true, '{"from": "in_review", "to": "approved"}',
            '{approved,active,suspended,closed}'),
        ('account.panel_set', '-1 day', false, '{}', '{approved,active,suspended,closed}'),
        ('account.activated', '0 days', false, '{"from": "approved", "to": "active"}', '{active,suspended,closed}'),
        ('account.suspended', '400 days', true, '{"from": "active", "to": "suspended"}', '{suspended}'),
        ('account.closed', '390 days', false, '{"from": "active", "to": "closed"}', '{closed}')
    ) AS s (verb, after, above, data, states) ON c.state = ANY(s.states)
    WHERE c.at + s.after >= %(start)s AND c.at + s.after < %(end)s
    UNION ALL
    SELECT a.at, a.made_by_id, 'attestation.made', 'accounts.account', a.account_id, c.name, c.office_id,
        jsonb_build_object('confirmed', a.kind)
    FROM attestations_attestation a JOIN accounts_account c ON c.id = a.account_id
    WHERE a.at >= %(start)s AND a.at < %(end)s
    UNION ALL
    SELECT CASE WHEN s.decided THEN x.decided_at ELSE x.asked_at END,
        CASE WHEN s.decided THEN x.decided_by_id ELSE x.asked_by_id END,
        'exemption.' || CASE WHEN s.decided THEN x.state ELSE 'asked' END, 'duties.exemption', x.id, c.name,
        x.office_id, CASE WHEN s.decided THEN jsonb_build_object('note', x.remark) ELSE '{}' END
    FROM duties_exemption x JOIN accounts_account c ON c.id = x.account_id
    JOIN (VALUES (false), (true)) AS s (decided) ON NOT s.decided OR x.state <> 'asked'
    WHERE x.asked_at >= %(start)s - interval '7 days'
        AND CASE WHEN s.decided THEN x.decided_at ELSE x.asked_at END >= %(start)s
        AND CASE WHEN s.decided THEN x.decided_at ELSE x.asked_at END < %(end)s
    UNION ALL
    SELECT CASE WHEN s.over THEN i.ended_at ELSE i.reported_at END, i.reported_by_id,
        CASE WHEN s.over THEN 'incident.closed' WHEN i.drill THEN 'incident.drill_begun' ELSE 'incident.reported' END,
        'incidents.incident', i.id, c.name, i.office_id, jsonb_build_object('drill', i.drill)
    FROM incidents_incident i JOIN accounts_account c ON c.id = i.account_id
    JOIN (VALUES (false), (true)) AS s (over) ON NOT s.over OR i.ended_at IS NOT NULL
    WHERE CASE WHEN s.over THEN i.ended_at ELSE i.reported_at END >= %(start)s
        AND CASE WHEN s.over THEN i.ended_at ELSE i.reported_at END < %(end)s
    UNION ALL
    SELECT d.published_at, NULL, 'delivery.published', 'outbox.delivery', d.id, c.name, d.office_id,
        '{"attempt": 1, "outcome": "published"}'
    FROM outbox_delivery d JOIN accounts_account c ON c.id = d.account_id
    WHERE d.published_at >= greatest(%(start)s, %(lately)s) AND d.published_at < %(end)s AND d.state = 'published'
    UNION ALL
    SELECT m.answered_at, NULL, 'message.answered', 'inbox.message', m.id, c.name, c.office_id,
        '{"from": "answering", "to": "answered"}'
    FROM inbox_message m JOIN accounts_account c ON c.id = m.account_id
    WHERE m.id >= %(from)s AND m.answered_at >= greatest(%(start)s, %(lately)s) AND m.answered_at < %(end)s
), timed AS (
    SELECT *, lpad(to_hex(floor(date_part('epoch', at) * 1000)::bigint), 12, '0') AS moment FROM told
), hashed AS (
    -- UUIDv7s of the moments, the same every time; of one account several things may be confirmed at once.
    SELECT *, md5(concat(object_id, verb, moment, data->>'confirmed')) AS lot FROM timed
)
SELECT (moment || '7' || substr(lot, 1, 3) || '8' || substr(lot, 4, 15))::uuid,
    (moment || '7' || substr(lot, 1, 3) || '9' || substr(lot, 4, 15))::uuid,
    h.at, CASE WHEN person IS NULL THEN 'system' ELSE 'user' END, coalesce(person::text, 'outbox'),
    coalesce(u.name, %(machine)s::jsonb), verb, object_type, object_id::text, object_name, office_id, data
FROM hashed h LEFT JOIN people_user u ON u.id = h.person
ORDER BY h.at, lot
"""


def _load(world: World, part: int) -> int:
    now = world.plan.now
    start = _EPOCH if part == 0 else now - (_PARTS - part) * _SPAN
    end = now - (_PARTS - part - 1) * _SPAN
    lately = now - _LATELY
    if part == _PARTS - 1:
        end += timedelta(seconds=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(
            _HISTORY,
            {
                "start": start,
                "end": end,
                "lately": lately,
                "from": dashed(key(milliseconds(max(start, lately) - _BACK), 0)),
                "reviewer": world.known.people[AT_THE_TOP],
                "cast": list(world.known.offices.values()),
                "machine": json.dumps(dict(Actor.system().name)),
            },
        )
        return int(cursor.rowcount)


KIND = Kind("history", lambda _world: _PARTS, _load, big=("audit_entry",))
