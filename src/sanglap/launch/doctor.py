"""`sanglap doctor`: what is in order here, and what to do about the rest."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable

from sanglap.config.environment import PROJECT, environment
from sanglap.core.programs import find_chromium
from sanglap.launch.postgres.database import Unfit
from sanglap.launch.postgres.database import check as check_database
from sanglap.launch.postgres.place import NoServer

NO_READER = (
    "No tesseract with Bangla and English: text in pictures is not read. "
    "On Debian: apt-get install tesseract-ocr tesseract-ocr-ben"
)
OLDEST = (3, 11)


class Ill(Exception):
    """Not in order. The message says what to do."""


class Without(Exception):
    """Something is not here that need not be. The message says what is missed and what to do."""


def _python() -> str:
    if sys.version_info < OLDEST:
        raise Ill("Python 3.11 or later is needed.")
    return sys.version.split()[0]


def _folder() -> str:
    environment.var_dir.mkdir(parents=True, exist_ok=True)
    if not os.access(environment.var_dir, os.W_OK):
        raise Ill(f"{environment.var_dir} cannot be written to. Set SANGLAP_VAR_DIR to a folder that can.")
    return str(environment.var_dir)


def _front_end() -> str:
    if not (PROJECT / "build" / "collected" / "staticfiles.json").exists():
        raise Ill("The style sheet is not built. Run: make setup")
    if not any((PROJECT / "build" / "fonts").glob("*.ttf")):
        raise Ill("The fonts of letterheads are not there. Run: make setup")
    return "built"


def _translations() -> str:
    if not (PROJECT / "src/sanglap/locale/bn/LC_MESSAGES/django.mo").exists():
        raise Ill("The Bangla texts are not compiled. Run: make setup")
    return "compiled"


def _database() -> str:
    return f"PostgreSQL {check_database(environment.database_url)}"


def _migrations() -> str:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Ill(f"{len(missing)} migrations are not applied. Run: .venv/bin/sanglap migrate")
    return "applied"


def _rulebook() -> str:
    from sanglap.guideline import loader

    return str(loader.current().id)


def _port() -> str:
    with socket.socket() as probe:
        busy = probe.connect_ex(("127.0.0.1", environment.port)) == 0
    return f"{environment.port} ({'in use: Sanglap or another program runs there' if busy else 'free'})"


def _chromium() -> str:
    found = find_chromium()
    if found is None:
        raise Ill("No Chromium: the browser tests cannot run. On Debian: apt-get install chromium")
    return found


def _reader() -> str:
    from sanglap.files import reading

    if lacking := reading.missing():
        raise Without(f"{NO_READER} (missing: {lacking})")
    return "text in pictures is read"


def _clock() -> str:
    from sanglap.core import clock

    return f"{clock.now():%Y-%m-%d %H:%M} UTC" + (f", shifted by {environment.clock}" if environment.clock else "")


Check = tuple[str, Callable[[], str]]
ALONE: tuple[Check, ...] = (
    ("Python", _python),
    ("Folder", _folder),
    ("Front end", _front_end),
    ("Translations", _translations),
    ("Port", _port),
    ("Chromium", _chromium),
    ("Pictures", _reader),
)
WITH_DATABASE: tuple[Check, ...] = (
    ("Database", _database),
    ("Migrations", _migrations),
    ("Rulebook", _rulebook),
    ("Clock", _clock),
)


def run() -> int:
    """Look at everything and say it, a line each. Gives 0 where all is in order, else 1."""
    from sanglap.launch.commands import database

    results = [_say(*check) for check in ALONE]
    try:
        with database():
            import django

            django.setup()
            results += [_say(*check) for check in WITH_DATABASE]
    except (NoServer, Unfit) as error:
        print(f"✗ {'Database':13} {error}")
        return 1
    return 0 if all(results) else 1


def _say(name: str, look: Callable[[], str]) -> bool:
    try:
        print(f"✓ {name:13} {look()}")
    except Without as lack:
        print(f"– {name:13} {lack}")
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what is to be told
        print(f"✗ {name:13} {error}")
        return False
    return True
