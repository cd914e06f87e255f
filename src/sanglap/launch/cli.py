"""The command `sanglap`: its own words, and Django's behind the same name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sanglap.config.environment import Environment, environment
from sanglap.launch import serve as serving
from sanglap.launch.postgres.cluster import Cluster
from sanglap.launch.postgres.database import Unfit, check, ensure_exists
from sanglap.launch.postgres.place import NoServer
from sanglap.launch.serve import Refused, say
from sanglap.launch.supervisor import NotReady

CLUSTER = "postgres"
DATABASE = "sanglap"

HELP = """sanglap: a government's official social media, run by its own rulebook

  sanglap serve [--demo]   everything as one command: database, web, worker, practice network
  sanglap web              the web process
  sanglap worker           a worker; any number may run, on any machines
  sanglap practice         the practice network
  sanglap doctor           what is in order here and what is not
  sanglap database         the address of the database in use
  sanglap bench [NAME …]   the benchmarks
  sanglap help             Django's commands, which all go by this name too

Without DATABASE_URL the embedded PostgreSQL is used, and started where it does not run yet.
"""


@contextmanager
def database() -> Iterator[Cluster | None]:
    """A database that is fit, its address in DATABASE_URL. The embedded server runs for as long as this lasts.

    Raises NoServer, Unfit.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanglap.config.settings")
    if os.environ.get("DATABASE_URL"):
        check(os.environ["DATABASE_URL"])
        yield None
        return
    cluster = Cluster(CLUSTER, environment.var_dir, say=say)
    cluster.start()
    try:
        ensure_exists(cluster.url("postgres"), DATABASE)
        check(cluster.url(DATABASE))
        os.environ["DATABASE_URL"] = cluster.url(DATABASE)
        yield cluster
    finally:
        cluster.stop()


def _serve(words: list[str]) -> None:
    if set(words) - {"--demo"}:
        raise Refused("sanglap serve knows one option: --demo")
    for port in (environment.port, environment.practice_port):
        serving.refuse_taken(port)
    with database() as cluster:
        serving.serve(environment, cluster, demo="--demo" in words)


def _run_program(command: Callable[[Environment], list[str]]) -> int:
    """Run one web server for as long as the database is held."""
    import subprocess

    process = subprocess.Popen(command(environment))
    try:
        return process.wait()
    except KeyboardInterrupt:
        return process.wait()


def _web(_words: list[str]) -> None:
    serving.refuse_taken(environment.port)
    with database():
        sys.exit(_run_program(serving.web_command))


def _worker(_words: list[str]) -> None:
    with database():
        import django

        django.setup()
        from sanglap.launch import worker

        worker.run()


def _practice(_words: list[str]) -> None:
    serving.refuse_taken(environment.practice_port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sanglap.practice.settings"
    sys.exit(_run_program(serving.practice_command))


def _doctor(_words: list[str]) -> None:
    from sanglap.launch import doctor

    sys.exit(doctor.run())


def _database(_words: list[str]) -> None:
    with database():
        print(os.environ["DATABASE_URL"])


def _help(_words: list[str]) -> None:
    print(HELP)


def _django(words: list[str]) -> None:
    from django.core.management import execute_from_command_line

    # These need no database, and a build machine may have none.
    if words[:1] in (["collectstatic"], ["check"], ["help"], ["--help"], ["version"]):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanglap.config.settings")
        execute_from_command_line(["sanglap", *words])
        return
    with database():
        execute_from_command_line(["sanglap", *words])


WORDS: dict[str, Callable[[list[str]], None]] = {
    "serve": _serve,
    "web": _web,
    "worker": _worker,
    "practice": _practice,
    "doctor": _doctor,
    "database": _database,
}


def main() -> None:
    """Do what the command line says. What cannot be done is said in one line, with what to do; exit code 1."""
    words = sys.argv[1:]
    try:
        if not words or words[0] in {"-h", "--help"}:
            _help(words)
        elif words[0] in WORDS:
            WORDS[words[0]](words[1:])
        else:
            _django(words)
    except (Refused, NoServer, Unfit, NotReady) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
