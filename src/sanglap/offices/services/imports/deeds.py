"""The statements by which a list goes into the register and out again, each for all its rows at once.

They work on a temporary table `brought`: one row per office, with what it is `before` and `after`, and the offices
above it by their ids. Foreign keys are checked at the end of the transaction, so the order of rows does not matter.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from sanglap.audit.services import Actor, current_act
from sanglap.core.ids import new_id
from sanglap.core.jobs import wake
from sanglap.offices import verbs
from sanglap.offices.models import OfficeImport

GATHER = """
DROP TABLE IF EXISTS pg_temp.listed, pg_temp.brought, pg_temp.moving;
CREATE TEMPORARY TABLE listed ON COMMIT DROP AS
SELECT office_id AS id, kind, code, before, after, search, after->>'parent' AS above, before->>'parent' AS under
FROM offices_importrow WHERE run_id = %(run)s AND kind = ANY(%(kinds)s);
ANALYZE listed;
CREATE TEMPORARY TABLE brought ON COMMIT DROP AS
SELECT l.id, l.kind, l.code, l.before, l.after, l.search, coalesce(above.id, fresh.id) AS above, under.id AS under
FROM listed l
LEFT JOIN offices_office above ON above.code = l.above
LEFT JOIN listed fresh ON fresh.code = l.above AND fresh.kind = 'new'
LEFT JOIN offices_office under ON under.code = l.under;
CREATE UNIQUE INDEX ON brought (id);
ANALYZE brought
"""
"""`above` is where the office is to stand, `under` where it stood before. The planner must know how many there are."""


def _text(field: str, side: str) -> str:
    """The `LocalizedText` of a field on that side of the table `brought`."""
    parts = (f"'{one}', nullif({side}->>'{field}_{one}', '')" for one in ("bn", "en"))
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(parts)}))"


def _merged(field: str, side: str) -> str:
    """The office's own text with the languages that the list speaks of in place of its own."""
    parts = (
        f"'{one}', CASE WHEN b.{side} ? '{field}_{one}' THEN nullif(b.{side}->>'{field}_{one}', '') "
        f"ELSE o.{field}->>'{one}' END"
        for one in ("bn", "en")
    )
    return f"jsonb_strip_nulls(o.{field} || jsonb_build_object({', '.join(parts)}))"


ENTER = f"""
INSERT INTO offices_office (id, code, kind, name, address, website, email, phone, parent_id, area_id, state, search)
SELECT b.id, b.code, b.after->>'kind', {_text("name", "b.after")}, {_text("address", "b.after")},
    coalesce(b.after->>'website', ''), coalesce(b.after->>'email', ''), coalesce(b.after->>'phone', ''),
    b.above, nullif(b.after->>'area', ''), 'open', b.search
FROM brought b WHERE b.kind = 'new'
"""  # noqa: S608 - made of constants

REMEMBER = """
INSERT INTO offices_formeroffice (id, office_id, name, kind, parent_id, since, until, reason)
SELECT gen_random_uuid(), o.id, o.name, o.kind, o.parent_id, last.until, %(now)s, left(%(reason)s, 500)
FROM brought b JOIN offices_office o ON o.id = b.id
LEFT JOIN LATERAL (
    SELECT max(until) AS until FROM offices_formeroffice former WHERE former.office_id = o.id
) last ON true
WHERE EXISTS (
    SELECT FROM unnest(ARRAY['name_bn', 'name_en', 'kind', 'parent']) field
    WHERE b.before->>field IS DISTINCT FROM b.after->>field
)
"""
"""Keep what the changed offices are called and where they stand, before that changes."""


def _change(side: str, above: str, search: str) -> str:
    plain = ", ".join(
        f"{field} = coalesce(b.{side}->>'{field}', o.{field})" for field in ("kind", "website", "email", "phone")
    )
    return f"""
UPDATE offices_office o SET {plain},
    name = {_merged("name", side)}, address = {_merged("address", side)},
    area_id = CASE WHEN b.{side} ? 'area' THEN nullif(b.{side}->>'area', '') ELSE o.area_id END,
    parent_id = CASE WHEN b.kind = 'moved' THEN b.{above} ELSE o.parent_id END,
    search = {search}
FROM brought b WHERE b.id = o.id AND b.kind <> 'new'
"""  # noqa: S608 - made of constants


CHANGE = _change("after", "above", "coalesce(nullif(b.search, ''), o.search)")
CHANGE_BACK = _change("before", "under", "o.search")
"""What an office was called by the list it still is found by: that is now a former name."""

LOOSEN = """
CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
SELECT DISTINCT link.office_id AS id
FROM brought b JOIN offices_officeancestor link ON link.ancestor_id = b.id WHERE b.kind = 'moved';
ANALYZE moving;
DELETE FROM offices_officeancestor link USING moving WHERE link.office_id = moving.id
"""
"""Take the moved offices and all below them out of the closure."""

LINK = """
WITH RECURSIVE up (office, ancestor, depth) AS (
    SELECT id, id, 0 FROM (SELECT id FROM brought WHERE kind = 'new' UNION SELECT id FROM moving) affected
    UNION ALL
    SELECT up.office, o.parent_id, up.depth + 1
    FROM up JOIN offices_office o ON o.id = up.ancestor WHERE o.parent_id IS NOT NULL
)
INSERT INTO offices_officeancestor (office_id, ancestor_id, depth) SELECT office, ancestor, depth FROM up
"""
"""Put the new offices, and those taken out, into the closure."""

# The layout of UUIDv7, so that the history goes on sorting by the time at which it was written.
_NEW_ID = """
encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6
), 52, 1), 53, 1), 'hex')::uuid
"""


def _changes(old: str, new: str, below: str, above: str) -> str:
    """The changed fields as the history keeps them: {"field": [old, new]}; places by the names of the offices."""
    plain = ", ".join(
        f"'{field}', CASE WHEN b.{old}->>'{field}' <> b.{new}->>'{field}' "
        f"THEN jsonb_build_array(b.{old}->>'{field}', b.{new}->>'{field}') END"
        for field in ("kind", "website", "email", "phone", "area")
    )
    texts = ", ".join(
        f"'{field}', CASE WHEN (b.{old}->>'{field}_bn', b.{old}->>'{field}_en') "
        f"IS DISTINCT FROM (b.{new}->>'{field}_bn', b.{new}->>'{field}_en') "
        f"THEN jsonb_build_array({_text(field, f'b.{old}')}, {_text(field, f'b.{new}')}) END"
        for field in ("name", "address")
    )
    place = f"'parent', CASE WHEN b.kind = 'moved' THEN jsonb_build_array({below}.name, {above}.name) END"
    return f"jsonb_strip_nulls(jsonb_build_object({texts}, {place}, {plain}))"


def _history(old: str, new: str, below: str, above: str) -> str:
    return f"""
INSERT INTO audit_entry (id, act_id, at, actor_kind, actor_id, actor_name, verb, object_type, object_id, object_name,
    office_id, data)
SELECT {_NEW_ID}, %(act)s, %(now)s, %(actor_kind)s, %(actor_id)s, %(actor_name)s::jsonb,
    CASE WHEN b.kind = 'new' THEN %(new)s WHEN b.kind = 'moved' THEN %(moved)s ELSE %(changed)s END,
    'offices.office', b.id::text, coalesce(o.name, {_text("name", "b.after")}), b.id,
    jsonb_build_object('list', %(list)s::text, 'import', %(run)s::text)
        || CASE WHEN b.kind = 'new' THEN '{{}}' ELSE jsonb_build_object('changes',
            {_changes(old, new, below, above)}) END
FROM brought b
LEFT JOIN offices_office o ON o.id = b.id
LEFT JOIN LATERAL (
    SELECT name FROM offices_office WHERE id = b.above
    UNION ALL SELECT {_text("name", "fresh.after")} FROM brought fresh WHERE fresh.id = b.above AND fresh.kind = 'new'
    LIMIT 1
) above ON b.kind = 'moved'
LEFT JOIN offices_office under ON under.id = b.under AND b.kind = 'moved'
"""  # noqa: S608 - made of constants


_HISTORY = _history("before", "after", "under", "above")
_HISTORY_BACK = _history("after", "before", "above", "under")


def tell_history(cursor: Any, actor: Actor, run: OfficeImport, now: datetime, *, undone: bool) -> None:
    """Write for each office what the list did to it, or that it was taken back, before that is done."""
    said = verbs.IMPORT_DEEDS_UNDONE if undone else verbs.IMPORT_DEEDS
    cursor.execute(
        _HISTORY_BACK if undone else _HISTORY,
        {
            "act": current_act.get() or new_id(),
            "now": now,
            "actor_kind": actor.kind.value,
            "actor_id": actor.id,
            "actor_name": connection.ops.adapt_json_value(dict(actor.name), None),
            "list": run.name,
            "run": str(run.pk),
            **said,
        },
    )
    wake(said.values())
