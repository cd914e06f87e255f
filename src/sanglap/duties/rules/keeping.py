"""Which duties there are: begun for accounts at work, laid aside for others, in step with whose account it is."""

from __future__ import annotations

from typing import Final

from sanglap.duties.rules.only import only
from sanglap.duties.rules.tallying import TALLIED

# A UUIDv7 as `core.ids.new_id` makes them: milliseconds, the version, and what was drawn by lot.
_NEW_ID: Final = """(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
    || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid"""

BEGIN: Final = f"""
    -- How it stands is told in the same transaction by the kind's own rule, and counted then.
    WITH wanted AS (
        SELECT * FROM unnest(
            %(kinds)s::text[], %(rules)s::text[], %(starts)s::date[], %(ends)s::date[], %(currents)s::bool[]
        ) AS k (kind, rule, starts_on, ends_on, current)
    ), there AS (
        -- By their own indexes: all that was ever owed is not looked through.
        SELECT account_id, count(*) AS many FROM duties_duty
        WHERE ends_on IS NULL AND kind = ANY(%(kinds)s)
          AND {only("account_id")}
        GROUP BY account_id
        UNION ALL
        SELECT account_id, count(*) FROM duties_duty
        WHERE ends_on IS NOT NULL AND starts_on = ANY(%(starts)s::date[]) AND kind = ANY(%(kinds)s)
          AND {only("account_id")}
        GROUP BY account_id
    ), wanting AS (
        SELECT c.id, c.office_id FROM accounts_account c
        LEFT JOIN (SELECT account_id, sum(many) AS many FROM there GROUP BY account_id) t ON t.account_id = c.id
        WHERE coalesce(t.many, 0) < cardinality(%(kinds)s::text[]) AND (c.state = 'active' OR %(were)s)
          AND {only("c.id")}
    )
    INSERT INTO duties_duty (id, account_id, office_id, kind, rule, starts_on, ends_on, current, standing, since,
        due_at, done, owed, evidence, reckoned_at)
    SELECT {_NEW_ID}, c.id, c.office_id, k.kind, k.rule, k.starts_on, k.ends_on, k.current, '', %(since)s,
        NULL, 0, 0, '[]', %(since)s
    FROM wanting c CROSS JOIN wanted k
    ON CONFLICT DO NOTHING
"""

OVER: Final = "UPDATE duties_duty SET current = false WHERE current AND ends_on < %(today)s"

REST: Final = f"""
WITH other AS (
    -- Suspended or closed: nothing that is not weekly is owed of it meanwhile. Back at work: it is again.
    SELECT d.id FROM accounts_account c JOIN duties_duty d ON d.account_id = c.id
    WHERE c.state <> 'active' AND d.ends_on IS NULL AND d.current
      AND {only("c.id")}
    UNION ALL
    SELECT d.id FROM duties_duty d JOIN accounts_account c ON c.id = d.account_id
    WHERE c.state = 'active' AND d.ends_on IS NULL AND NOT d.current
      AND {only("d.account_id")}
), excused AS (
    -- Nor is anything owed weekly of a week in which an account ceased to work, but for what is broken for good: an
    -- answer that came too late.
    DELETE FROM duties_duty d USING accounts_account c
    WHERE c.id = d.account_id AND c.state <> 'active' AND d.ends_on IS NOT NULL AND d.current
      AND NOT (d.kind = %(answers)s AND d.standing = 'broken')
      AND {only("c.id")}
    RETURNING d.office_id, d.kind, d.standing
), laid AS (
    UPDATE duties_duty d SET current = NOT d.current FROM other o WHERE o.id = d.id
    RETURNING d.id, d.office_id, d.kind, d.standing, d.current
), turned AS (
    INSERT INTO duties_turn (duty_id, at, was, standing, evidence)
    SELECT id, %(now)s, CASE WHEN current THEN '' ELSE standing END, CASE WHEN current THEN standing ELSE '' END, '[]'
    FROM laid
), steps AS (
    SELECT office_id, kind, standing, CASE WHEN current THEN 1 ELSE -1 END AS step FROM laid
    UNION ALL
    SELECT office_id, kind, standing, -1 FROM excused
), {TALLIED}
SELECT
"""

FOLLOW: Final = f"""
WITH strayed AS MATERIALIZED (
    -- Whose account it is has changed: what is owed now is owed by that office.
    SELECT d.id, d.office_id AS was, c.office_id
    FROM duties_duty d JOIN accounts_account c ON c.id = d.account_id
    WHERE c.moved_at > %(lately)s AND d.office_id <> c.office_id AND (d.current OR d.ends_on IS NULL)
      AND {only("c.id")}
), moved AS (
    UPDATE duties_duty d SET office_id = s.office_id
    FROM strayed s
    -- They are few as a rule, which the database cannot know: it would read all that was ever owed for them.
    WHERE d.id = s.id AND d.id = ANY(ARRAY(SELECT id FROM strayed))
    RETURNING s.was, d.office_id, d.kind, d.standing, d.current
), steps AS (
    SELECT was AS office_id, kind, standing, -1 AS step FROM moved WHERE current
    UNION ALL
    SELECT office_id, kind, standing, 1 FROM moved WHERE current
), {TALLIED}
SELECT
"""
