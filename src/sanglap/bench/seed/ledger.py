"""What of the data set is there already, kept in the same database, in a schema of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

LOCK = 0x5A4E474C_53454544
_TABLES = """
CREATE SCHEMA IF NOT EXISTS bench;
CREATE TABLE IF NOT EXISTS bench.mark (one boolean PRIMARY KEY DEFAULT true CHECK (one), mark jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS bench.done (
    step text, part integer, rows bigint NOT NULL, seconds float8 NOT NULL, PRIMARY KEY (step, part)
);
CREATE TABLE IF NOT EXISTS bench.put_off (
    number bigint GENERATED ALWAYS AS IDENTITY, name text PRIMARY KEY, statement text NOT NULL
)
"""
"""`put_off`: the indexes that were dropped for the load, and how each is made again."""
COMPLETE = "complete"


def begin(mark: Mapping[str, Any]) -> None:
    """Make the tables, and say in them what the database is to hold."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute("INSERT INTO bench.mark (mark) VALUES (%s) ON CONFLICT DO NOTHING", [json.dumps(mark)])


def done(step: str) -> set[int]:
    """The parts of that step that are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT part FROM bench.done WHERE step = %s", [step])
        return {part for (part,) in cursor.fetchall()}


def note(step: str, part: int, rows: int, seconds: float) -> None:
    """That part is there: to be said in the transaction that brings it."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench.done VALUES (%s, %s, %s, %s)", [step, part, rows, seconds])


def sums() -> list[tuple[str, int, float]]:
    """Rows and seconds of each step, over all runs that it took."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT step, sum(rows)::bigint, sum(seconds) FROM bench.done GROUP BY step ORDER BY sum(seconds)"
        )
        return [(step, rows, seconds) for step, rows, seconds in cursor.fetchall()]
