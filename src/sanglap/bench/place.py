"""A database and a web process for benchmarks alone, beside whatever else runs on the server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from psycopg import sql

from sanglap.config.settings import database
from sanglap.offices.access import mark_second_factor
from sanglap.people.models import User

READY_SECONDS = 60
_WHERE = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@dataclass(frozen=True)
class Place:
    """Where the benchmark's web process answers, and its database."""

    url: str
    database_url: str

    def entered(self) -> AbstractContextManager[None]:
        """Django here works on this place's database."""
        return entered(self.database_url)


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


def _fresh_database(name: str) -> str:
    here = os.environ["DATABASE_URL"]
    with psycopg.connect(here, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
                sql.Identifier(name)
            )
        )
    return urlunsplit(urlsplit(here)._replace(path=f"/{name}"))


def free_port() -> int:
    """A port of this machine's own that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def place(name: str = "sanglap_bench") -> Iterator[Place]:
    """A fresh database of that name with the cast in it, and a web process on it; both are gone afterwards."""
    database_url, port = _fresh_database(name), free_port()
    environment = {**os.environ, "DATABASE_URL": database_url, "SANGLAP_DEMO": "true", "SANGLAP_LOG_LEVEL": "WARNING"}
    for words in (["migrate", "-v0"], ["demo_seed", "--people-only"]):
        subprocess.run([sys.executable, "-m", "django", *words], env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--threads", "4"]
    bound = ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "sanglap.config.wsgi:application"]
    web = subprocess.Popen([*command, *bound], env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait(url + "/health/")
        yield Place(url, database_url)
    finally:
        web.terminate()
        web.wait(10)
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


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
