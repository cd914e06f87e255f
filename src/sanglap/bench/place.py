"""A database and a web process for benchmarks alone, beside whatever else runs on the server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import override_settings
from psycopg import sql

from sanglap.config.settings import database
from sanglap.offices.access import mark_second_factor
from sanglap.people.models import User

READY_SECONDS = 150
_WHERE = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@dataclass(frozen=True)
class Place:
    """Where the benchmark's web process answers, and its database; `clock` is how its SANGLAP_CLOCK is set."""

    url: str
    database_url: str
    clock: str = ""

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Django here works on this place's database, at its time."""
        with entered(self.database_url), override_settings(SANGLAP_CLOCK=self.clock or settings.SANGLAP_CLOCK):
            yield


@contextmanager
def entered(database_url: str) -> Iterator[None]:
    """Django here works on that database."""
    before, wanted = dict(connection.settings_dict), database(database_url)
    connection.close()
    connection.settings_dict.update({key: wanted[key] for key in _WHERE})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def address(name: str) -> str:
    """The address of the database of that name on the server in use."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def make_anew(name: str) -> None:
    """An empty database of that name; one that was there is dropped."""
    made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    drop(name)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(made.format(sql.Identifier(name)))


def drop(name: str) -> None:
    """Drop the database of that name, whoever uses it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def furnish(database_url: str, *commands: Sequence[str], clock: str = "") -> None:
    """The tables, and what these of Django's commands bring in, each a process of its own at that time."""
    for words in (["migrate", "-v0"], *commands):
        subprocess.run([sys.executable, "-m", "django", *words], env=_at(database_url, clock), check=True)


def free_port() -> int:
    """A port of this machine's own that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def place(name: str = "sanglap_bench") -> Iterator[Place]:
    """A fresh database of that name with the cast in it, and a web process on it; both are gone afterwards."""
    with fresh(name, ["demo_seed", "--people-only"]) as database_url, served(database_url) as here:
        yield here


@contextmanager
def fresh(name: str, *commands: Sequence[str], clock: str = "") -> Iterator[str]:
    """The address of a fresh database of that name, furnished by these commands; gone afterwards."""
    make_anew(name)
    try:
        furnish(address(name), *commands, clock=clock)
        yield address(name)
    finally:
        drop(name)


@contextmanager
def served(database_url: str, *, clock: str = "") -> Iterator[Place]:
    """A web process on that database, for as long as this lasts."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--threads", "4"]
    bound = ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "sanglap.config.wsgi:application"]
    web = subprocess.Popen([*command, *bound], env=_at(database_url, clock))
    url = f"http://127.0.0.1:{port}"
    try:
        wait(url + "/health/")
        yield Place(url, database_url, clock)
    finally:
        web.terminate()
        web.wait(10)


def _at(database_url: str, clock: str) -> dict[str, str]:
    """The environment of a process that works there."""
    given = {"DATABASE_URL": database_url, "SANGLAP_DEMO": "true", "SANGLAP_LOG_LEVEL": "WARNING"}
    return {**os.environ, **given, **({"SANGLAP_CLOCK": clock} if clock else {})}


def wait(url: str) -> None:
    """Until it answers as it should. Raises TimeoutError."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            if httpx.get(url, timeout=2, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")


def signed_in(user: User) -> str:
    """The key of a session of that user's, begun with a second factor."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    mark_second_factor(session)
    session.create()
    return str(session.session_key)
