"""The tests' own PostgreSQL: a cluster apart from the demo's, a template made once, a clone for each test process.

Loaded as a pytest plugin (`-p sanglap.launch.testing`), so that it comes before Django's settings are read.
"""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from sanglap.core.ids import new_id
from sanglap.launch.postgres.cluster import Cluster
from sanglap.launch.postgres.database import check

PROJECT = Path(__file__).resolve().parents[3]
SERVER = "SANGLAP_TEST_SERVER"
TEMPLATE = "SANGLAP_TEST_TEMPLATE"
# What the developer has set for the demo is not for the tests.
KEPT = {SERVER, TEMPLATE, "SANGLAP_VAR_DIR", "SANGLAP_CHROMIUM", "SANGLAP_SCREENSHOTS"}

for _name in [name for name in os.environ if name.startswith("SANGLAP_") and name not in KEPT]:
    del os.environ[_name]
os.environ.pop("PORT", None)
os.environ.setdefault("SANGLAP_VAR_DIR", str(PROJECT / "var" / "test"))
os.environ.setdefault("SANGLAP_CREDENTIAL_KEYS", "tests-only")

_cluster: Cluster | None = None
_presence: psycopg.Connection | None = None
"""Held by each run of the tests while it lasts: whoever runs the server waits for the others before he stops it."""


def database_url(name: str) -> str:
    """The address of a database of that name on the tests' server."""
    return urlunsplit(urlsplit(os.environ[SERVER])._replace(path=f"/{name}"))


def pytest_collection_finish() -> None:
    """Python's collector goes by all objects that a process has; those that stay for good are left out from here on,
    and it comes more seldom. That is a fifth of the time of the tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """In the process that leads the tests: bring up the server and make the template, before workers are started."""
    if hasattr(config, "workerinput") or SERVER in os.environ or config.option.collectonly:
        return
    global _cluster, _presence  # noqa: PLW0603 - pytest's hooks share nothing else
    given = os.environ.get("DATABASE_URL")
    if given:
        os.environ[SERVER] = given
    else:
        _cluster = Cluster("postgres", Path(os.environ["SANGLAP_VAR_DIR"]), durable=False)
        _cluster.start()
        os.environ[SERVER] = _cluster.url("postgres")
    _presence = psycopg.connect(os.environ[SERVER], autocommit=True)
    _presence.execute("SELECT pg_advisory_lock_shared(hashtext('sanglap: tests'))")
    os.environ[TEMPLATE] = _template(sweep=_cluster is not None and _cluster.owned)


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or _presence is None:
        return
    with _presence:
        _presence.execute("SELECT pg_advisory_unlock_all()")
        if _cluster is not None and _cluster.owned:
            _wait_for_others(_presence)
    if _cluster is not None:
        _cluster.stop()


def _wait_for_others(server: psycopg.Connection) -> None:
    """Until no other run of the tests uses this server."""
    said = False
    while server.execute("SELECT pg_try_advisory_lock(hashtext('sanglap: tests'))").fetchone() != (True,):
        if not said:
            print("waiting for another run of the tests, which uses this run's database server", flush=True)
        said = True
        time.sleep(0.5)


def _template(*, sweep: bool) -> str:
    """The name of the database with all migrations applied; made where the migrations have changed since.

    With `sweep`, when nobody else can be there, what killed runs left is dropped.
    """
    digest = hashlib.sha256()
    for path in sorted((PROJECT / "src" / "sanglap").glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update((PROJECT / "uv.lock").read_bytes())
    name = f"sanglap_template_{digest.hexdigest()[:12]}"
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        # One of two runs makes it, the other waits.
        server.execute("SELECT pg_advisory_lock(hashtext('sanglap: template'))")
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'sanglap\\_t%'").fetchall()
        there = {row[0] for row in rows}
        for old in there - {name} if sweep else set():
            _drop(server, old)
        if name not in there:
            _make_template(server, name)
    return name


def _make_template(server: psycopg.Connection, name: str) -> None:
    """It gets its name when it is whole: a kill leaves no half template."""
    half = f"{name}_half"
    _drop(server, half)
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE template0 LOCALE 'C.UTF-8' ENCODING 'UTF8'").format(sql.Identifier(half))
    )
    check(database_url(half))
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(half),
        "DJANGO_SETTINGS_MODULE": "sanglap.config.settings",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of a database of one's own with all migrations applied; dropped afterwards."""
    name = f"sanglap_test_{new_id().hex}"
    with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(os.environ[TEMPLATE]))
        )
    try:
        yield database_url(name)
    finally:
        with psycopg.connect(os.environ[SERVER], autocommit=True) as server:
            _drop(server, name)


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """Django's default connection leads to that database for as long as this lasts."""
    from django.db import connections

    from sanglap.config.settings import database

    connection: Any = connections["default"]
    before = dict(connection.settings_dict)
    connection.close()
    wanted = database(url)
    connection.settings_dict.update(
        {key: wanted[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's own: this process's clone of the template, dropped at the end."""
    with django_db_blocker.unblock(), fresh_database() as url, pointed_at(url):
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of the test's own, in which commits are real and other processes can look; gives its address."""
    with django_db_blocker.unblock(), fresh_database() as url, pointed_at(url):
        yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program. Without one the test is skipped; with CI=true that is a failure."""
    from sanglap.core.programs import find_chromium

    return find_chromium() or _without(
        "No Chromium on this machine: browser tests need one. On Debian: apt-get install chromium"
    )


@pytest.fixture(scope="session")
def tesseract() -> str:
    """The program that reads text in pictures, with its languages. Without it as without a browser."""
    from sanglap.files import reading
    from sanglap.launch.doctor import NO_READER

    return _without(NO_READER) if reading.missing() else reading.PROGRAM


def _without(word: str) -> NoReturn:
    """Skip the test, or fail it where everything should be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(word)
    pytest.skip(word)
