"""`sanglap serve`: everything on one machine as one command."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from sanglap.config.environment import Environment
from sanglap.launch.children import die_with_parent
from sanglap.launch.holder import holder
from sanglap.launch.postgres.cluster import Cluster
from sanglap.launch.supervisor import Service, Supervisor

HERE = "127.0.0.1"
HIGHEST_PORT = 65_535


class Refused(Exception):
    """It cannot be started. The message says why and what to do."""


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def listeners(port: int) -> list[str]:
    """Where to listen so that localhost answers, whichever address it stands for."""
    return [f"{place}:{port}" for place in (HERE, "[::1]") if _fault(place, port) is None]


def refuse_taken(port: int) -> None:
    """Raise Refused where somebody else listens already, at either of the addresses that localhost stands for."""
    if port > HIGHEST_PORT:
        raise Refused(f"Port {port} does not exist. Take a lower one: PORT=8000 make demo")
    if _fault(HERE, port) is not None or _fault("[::1]", port) == errno.EADDRINUSE:
        other = port + 100 if port + 101 <= HIGHEST_PORT else 8000
        raise Refused(f"Port {port} is in use by {holder(port)}. Stop that, or take another: PORT={other} make demo")


def _fault(place: str, port: int) -> int | None:
    """Why one cannot listen there, as the system numbers it; None where one can."""
    family = socket.AF_INET6 if ":" in place else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((place.strip("[]"), port))
    except OSError as error:
        return error.errno
    return None


def gunicorn(application: str, binds: list[str], *options: str) -> list[str]:
    """The command line of a web server for that application."""
    bound = [word for bind in binds for word in ("--bind", bind)]
    return [sys.executable, "-m", "gunicorn", "--no-control-socket", *options, *bound, application]


def web_command(environment: Environment) -> list[str]:
    return gunicorn(
        "sanglap.config.wsgi:application",
        listeners(environment.port),
        "--threads",
        str(environment.web_threads),
        "--worker-tmp-dir",
        str(environment.var_dir),
        "--graceful-timeout",
        "4",
    )


def practice_command(environment: Environment) -> list[str]:
    return gunicorn(
        "sanglap.practice.wsgi:application",
        listeners(environment.practice_port),
        "-c",
        "python:sanglap.practice.gunicorn_conf",
    )


def practice_settings(environment: Environment) -> dict[str, str]:
    """What the practice network's own processes are given."""
    return {
        "DJANGO_SETTINGS_MODULE": "sanglap.practice.settings",
        "SANGLAP_PRACTICE_DB": str(environment.var_dir / "practice" / "practice.sqlite3"),
        # Whoever learns comments more often than networks allow.
        "SANGLAP_PRACTICE_RATE": os.environ.get("SANGLAP_PRACTICE_RATE", "100000"),
    }


def _preparation(practice: str | None) -> subprocess.Popen[str]:
    """Migrations, and the demo's data with accounts at that practice network."""
    # In a session of its own, a Ctrl-C comes to this process only, which then ends that one.
    return subprocess.Popen(
        [sys.executable, "-m", "sanglap.launch.prepare", *(["--practice", practice] if practice else [])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it calls nothing but prctl
    )


def _prepare(environment: Environment, *, demo: bool) -> None:
    """The environment that all processes get."""
    practice = environment.practice_port
    allowed = [*environment.outbound_allow, *(f"{name}:{practice}" for name in ("localhost", HERE, "[::1]"))]
    os.environ["SANGLAP_OUTBOUND_ALLOW"] = ",".join(allowed)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sanglap.config.settings"
    if demo:
        os.environ["SANGLAP_DEMO"] = "true"
        os.environ.setdefault("SANGLAP_POLL_SECONDS", "3")


def serve(environment: Environment, cluster: Cluster | None, *, demo: bool) -> None:
    """Run everything until Ctrl-C. `cluster` is the embedded server, started; None where DATABASE_URL is set."""
    for port in (environment.port, environment.practice_port):
        refuse_taken(port)
    _prepare(environment, demo=demo)
    supervisor = Supervisor(cluster, say)
    supervisor.listen()
    try:
        _start(supervisor, environment, demo=demo)
        supervisor.run()
    except KeyboardInterrupt:
        print(flush=True)
        say("stopping")
    finally:
        supervisor.stop()
        say("stopped")


def _start(supervisor: Supervisor, environment: Environment, *, demo: bool) -> None:
    logs: Path = environment.var_dir / "log"
    practice = f"http://localhost:{environment.practice_port}"
    network = Service(
        "practice network",
        practice_command(environment),
        logs / "practice.log",
        practice_settings(environment),
        f"http://{HERE}:{environment.practice_port}/health",
        stops_last=True,
    )
    say("bringing the database up to date" + (" and filling the demo" if demo else ""))
    with _preparation(practice if demo else None) as preparation:
        try:
            # Both take a moment to load; they do it at the same time.
            supervisor.add(network)
            cast, _nothing = preparation.communicate()
        except BaseException:
            preparation.kill()
            raise
    if preparation.returncode:
        raise Refused("The database could not be brought up to date; what was said about it stands above.")
    for _number in range(environment.workers):
        supervisor.add(Service("worker", [sys.executable, "-m", "sanglap.launch", "worker"], logs / "worker.log"))
    supervisor.add(
        Service("web", web_command(environment), logs / "web.log", {}, f"http://{HERE}:{environment.port}/health/")
    )
    print(f"\n  Sanglap             http://localhost:{environment.port}", flush=True)
    print(f"  Practice network    {practice}  (play the citizen there)", flush=True)
    if demo:
        print(f"\n  You can be:\n{cast.rstrip()}", flush=True)
    print(f"\n  Logs are in {logs}. Ctrl-C stops everything.\n", flush=True)
