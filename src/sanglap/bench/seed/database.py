"""The database in which the data set is kept: on the server in use, under a name of its own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import psycopg

from sanglap.bench.place import address
from sanglap.bench.seed.ledger import COMPLETE, LOCK

DATABASE = "sanglap_national"


class NotOurs(Exception):
    """There is a database of that name which holds something else. The message says what to do."""


def found(name: str) -> tuple[Mapping[str, Any] | None, bool]:
    """What that database is to hold, as its plan marks it, and whether it holds it all; None where it is not there or
    was given up before anything was in it. Raises NotOurs.
    """
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
            return None, False
    with psycopg.connect(address(name), autocommit=True) as there:
        if there.execute("SELECT to_regclass('bench.mark') IS NOT NULL").fetchone() == (True,):
            mark = there.execute("SELECT mark FROM bench.mark").fetchone()
            whole = there.execute("SELECT FROM bench.done WHERE step = %s", [COMPLETE]).rowcount
            return (mark[0] if mark else None), bool(whole)
        if there.execute("SELECT FROM pg_tables WHERE schemaname = 'public' LIMIT 1").rowcount:
            raise NotOurs(f"The database {name} holds something else. Name another one: --database.")
    return None, False


def only_one(name: str) -> psycopg.Connection[Any]:
    """A connection that keeps others from seeding the same database as long as it is open. Raises NotOurs."""
    held = psycopg.connect(address(name), autocommit=True)
    if held.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone() != (True,):
        held.close()
        raise NotOurs(f"Another command is seeding {name} just now. Wait for it, or name another: --database.")
    return held


def size(name: str) -> int:
    """Bytes on the disk."""
    with psycopg.connect(address(name), autocommit=True) as there:
        ((bytes_,),) = there.execute("SELECT pg_database_size(current_database())").fetchall()
        return int(bytes_)
