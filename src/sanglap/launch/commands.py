"""What the words of the command `sanglap` do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sanglap.config.environment import Environment, environment
from sanglap.launch import serve as serving
from sanglap.launch.children import die_with_parent
from sanglap.launch.postgres.cluster import Cluster
from sanglap.launch.postgres.database import check, ensure_exists
from sanglap.launch.postgres.place import NoServer
from sanglap.launch.serve import Refused, say

CLUSTER = "postgres"
DATABASE = "sanglap"
# These need no database, and a build machine may have none.
WITHOUT_DATABASE = {"collectstatic", "check", "help", "--help", "version", "--version"}


@contextmanager
def database() -> Iterator[Cluster | None]:
    """A database that is fit, its address in the environment, before Django's settings are read.

    Gives the embedded cluster, which runs for as long as this lasts, or None where DATABASE_URL is set.
    Raises NoServer, Unfit.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanglap.config.settings")
    if environment.database_url:
        check(environment.database_url)
        yield None
        return
    cluster = Cluster(CLUSTER, environment.var_dir, say=say)
    cluster.start()
    try:
        ensure_exists(cluster.url("postgres"), DATABASE)
        check(cluster.url(DATABASE))
        # For this process, which has read its environment, and for those that it starts.
        environment.database_url = os.environ["DATABASE_URL"] = cluster.url(DATABASE)
        yield cluster
    finally:
        cluster.stop()


@contextmanager
def kept_database() -> Iterator[None]:
    """As `database`, for those who stay: the embedded server is brought back when it dies or its owner leaves."""
    with database() as cluster:
        done = threading.Event()

        def look_after(cluster: Cluster) -> None:
            while not done.wait(1):
                try:
                    cluster.look_after()
                except NoServer as error:
                    say(str(error))
                    done.wait(10)

        keeper = threading.Thread(target=look_after, args=[cluster], daemon=True)
        if cluster is not None:
            keeper.start()
        try:
            yield
        finally:
            done.set()
            # The server ends with the thread that started it, so this comes before the cluster's own stop.
            if cluster is not None:
                keeper.join(5)


def serve(words: list[str]) -> None:
    if set(words) - {"--demo"}:
        raise Refused("sanglap serve knows one option: --demo")
    for port in (environment.port, environment.practice_port):
        serving.refuse_taken(port)
    with database() as cluster:
        serving.serve(environment, cluster, demo="--demo" in words)


def web(_words: list[str]) -> None:
    serving.refuse_taken(environment.port)
    with kept_database():
        sys.exit(_run_program(serving.web_command))


def worker(_words: list[str]) -> None:
    with kept_database():
        import django

        django.setup()
        from sanglap.launch import worker

        worker.run()


def practice(_words: list[str]) -> None:
    serving.refuse_taken(environment.practice_port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sanglap.practice.settings"
    sys.exit(_run_program(serving.practice_command))


def _run_program(command: Callable[[Environment], list[str]]) -> int:
    """Run a web server until it ends; signals are handed on to it. Gives its exit code."""
    process = subprocess.Popen(
        command(environment),
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it calls nothing but prctl
    )
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: process.terminate())
    return process.wait()


def doctor(_words: list[str]) -> None:
    from sanglap.launch import doctor

    sys.exit(doctor.run())


def show_database(_words: list[str]) -> None:
    with database():
        print(environment.database_url)


def django(words: list[str]) -> None:
    """Any of Django's commands; words that people join by a hyphen are joined otherwise in a module's name."""
    from django.core.management import execute_from_command_line

    if not words[0].startswith("-"):
        words = [words[0].replace("-", "_"), *words[1:]]

    # That benchmark brings a database of its own.
    if words[0] in WITHOUT_DATABASE or words[:2] == ["bench", "publish"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanglap.config.settings")
        execute_from_command_line(["sanglap", *words])
        return
    with database():
        execute_from_command_line(["sanglap", *words])


def screen(words: list[str]) -> None:
    from sanglap.launch import screening

    screening.screen(words)


def screening(words: list[str]) -> None:
    from sanglap.launch import screening as training

    training.screening(words)


WORDS: dict[str, Callable[[list[str]], None]] = {
    "serve": serve,
    "web": web,
    "worker": worker,
    "practice": practice,
    "doctor": doctor,
    "database": show_database,
    "screen": screen,
    "screening": screening,
}
