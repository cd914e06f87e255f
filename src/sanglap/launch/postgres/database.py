"""Making databases, and refusing those that Sanglap cannot live in."""

import contextlib

import psycopg
from psycopg import errors, sql

OLDEST = 15


class Unfit(Exception):
    """The database cannot be used. The message says why and what to do."""


def ensure_exists(server_url: str, name: str) -> None:
    """Make the database of that name where there is none. `server_url` leads to any database of the server."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        # Two commands may start at the same moment.
        connection.execute("SELECT pg_advisory_lock(hashtext('sanglap: make database'))")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def check(url: str) -> str:
    """The server's version, if the database is fit; raises Unfit."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            return _check(connection)
    except psycopg.ProgrammingError as error:
        if error.sqlstate is None:  # it never came to the server, and the address may hold a password
            raise Unfit("DATABASE_URL is no address: it looks like postgresql://user:password@host:5432/name") from None
        raise Unfit(f"The database refuses: {_line(error)}") from None
    except psycopg.Error as error:
        raise Unfit(f"The database does not answer: {_line(error)}") from None


def _line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _check(connection: psycopg.Connection) -> str:
    version = connection.info.server_version
    if version < OLDEST * 10_000:
        raise Unfit(f"PostgreSQL {version // 10_000} is too old; {OLDEST} or later is needed.")
    if connection.info.encoding not in {"utf-8", "utf8"} or _one(connection, "SHOW server_encoding") != "UTF8":
        raise Unfit("The database is not in UTF8. Make it anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.")
    try:
        # IF NOT EXISTS does not help two who make it in the same moment.
        with contextlib.suppress(errors.UniqueViolation):
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except psycopg.Error as error:
        raise Unfit(
            f"The extension pg_trgm cannot be had ({_line(error)}). "
            "Install PostgreSQL's contrib package, or have its keeper run: CREATE EXTENSION pg_trgm"
        ) from None
    if not _one(connection, "SELECT show_trgm('বাংলা')"):
        raise Unfit(
            "This database's locale cannot search in Bangla (show_trgm('বাংলা') is empty). "
            "Make it anew: CREATE DATABASE … LOCALE 'C.UTF-8' TEMPLATE template0."
        )
    return f"{version // 10_000}.{version % 10_000}"


def _one(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
