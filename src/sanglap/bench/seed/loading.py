"""How rows come in fast: without the checks that their making already answers for, and with the big indexes put off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction

from sanglap.bench.seed import ledger
from sanglap.bench.seed.lines import Form

_BLOCK = 500
"""Lines that are handed over at once."""
_MAY = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
_MAY_15 = 150_000
# What a constraint stands upon cannot be dropped as an index; unique ones that are no constraint can.
_DROPPED = """
WITH gone AS (
    SELECT c.relname AS name,
        CASE WHEN k.oid IS NULL THEN pg_get_indexdef(c.oid)
             ELSE format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', t.relname, k.conname, pg_get_constraintdef(k.oid))
             END AS make,
        CASE WHEN k.oid IS NULL THEN format('DROP INDEX %%I', c.relname)
             ELSE format('ALTER TABLE %%I DROP CONSTRAINT %%I', t.relname, k.conname) END AS drop
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('u', 'x') AND k.conrelid = t.oid
    WHERE t.relname = ANY(%s) AND NOT i.indisprimary
    ORDER BY c.relname
), kept AS (
    INSERT INTO bench.put_off (name, statement) SELECT name, make FROM gone ON CONFLICT DO NOTHING
)
SELECT drop FROM gone
"""


def may_skip_checks() -> bool:
    """Whether this role may load without foreign keys being looked up row by row: a superuser, or whoever was granted
    SET on `session_replication_role`.
    """
    with connection.cursor() as cursor:
        if connection.pg_version < _MAY_15:  # type: ignore[attr-defined]
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        else:
            cursor.execute(_MAY)
        (may,) = cursor.fetchone()
        return bool(may)


@contextmanager
def part(step: str, number: int, *, skip_checks: bool) -> Iterator[list[int]]:
    """One transaction for one part: what is put into the list as its rows is noted with it. Triggers and foreign keys
    sleep where the role may have it so; CHECK constraints, so the truth of digests, and keys are held to all the same.
    """
    began, rows = time.monotonic(), [0]
    with transaction.atomic():
        with connection.cursor() as cursor:
            # What a crash of the machine takes is noted nowhere then, and is brought in again.
            cursor.execute("SET LOCAL synchronous_commit = off")
            if skip_checks:
                cursor.execute("SET LOCAL session_replication_role = replica")
        yield rows
        ledger.note(step, number, rows[0], time.monotonic() - began)


def copy(form: Form, lines: Iterable[str]) -> int:
    """Bring the lines in; gives how many."""
    count, waiting = 0, iter(lines)
    # A column may be called by a word of SQL's.
    columns = ", ".join(f'"{name}"' for name in form.columns)
    words = f"COPY {form.table} ({columns}) FROM STDIN"
    # psycopg's own, below Django's.
    with connection.cursor() as cursor, cursor.copy(words) as into:
        while block := list(islice(waiting, _BLOCK)):
            into.write("".join(block).encode())
            count += len(block)
    return count


class Gathered:
    """Lines of several tables, to be brought in together: table by table, in the order of their forms."""

    def __init__(self, *forms: Form) -> None:
        self._lines: dict[Form, list[str]] = {form: [] for form in forms}

    def add(self, form: Form, *values: str) -> None:
        """One row, as `Form.line` makes it. Raises KeyError for a form that was not named."""
        self._lines[form].append(form.line(*values))

    def copy(self) -> int:
        """Bring them in; gives how many."""
        return sum(copy(form, lines) for form, lines in self._lines.items() if lines)


def put_off_indexes(tables: Sequence[str]) -> int:
    """Drop the indexes of these tables, but for their keys, and note how they are made again; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(_DROPPED, [list(tables)])
        drops = [drop for (drop,) in cursor.fetchall()]
        for drop in drops:
            cursor.execute(drop)
    return len(drops)


def make_indexes(say: Callable[[int, int], None]) -> None:
    """Make those that were put off, each in a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM bench.put_off ORDER BY number")
        waiting = cursor.fetchall()
    for number, (name, statement) in enumerate(waiting):
        say(number, len(waiting))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute(statement)
            cursor.execute("DELETE FROM bench.put_off WHERE name = %s", [name])
    say(len(waiting), len(waiting))
