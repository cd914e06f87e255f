"""`sanglap bench [NAME …]`: the benchmarks, as ratios within one run; `sanglap bench seed`: the national data set."""

import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sanglap.bench import claims, house, offices, screening, typing
from sanglap.bench.measure import Figure, table, write
from sanglap.bench.publish import run as publish
from sanglap.bench.publish.plan import Plan
from sanglap.bench.register import run as register
from sanglap.bench.seed import command as seeding
from sanglap.bench.seed.database import NotOurs
from sanglap.bench.seed.run import seed
from sanglap.config.environment import environment

BENCHMARKS = {
    "claims": claims.run,
    "house": house.run,
    "offices": offices.run,
    "publish": publish.run,
    "register": register.run,
    "screening": screening.run,
    "typing": typing.run,
}
LATEST = environment.var_dir / "bench" / "latest.json"


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


class Command(BaseCommand):
    help = (
        "Runs the benchmarks (all, or those named), prints a table and writes var/bench/latest.json. "
        "`publish` alone prints one JSON object instead, and ends with 1 where anything is twice or lost. "
        "`seed` makes the national data set in a database of its own, or goes on with it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(BENCHMARKS)}")
        given, usual = parser.add_argument_group("publish"), Plan()
        given.add_argument("--server", default="", help="of a Mastodon-speaking network; else one of its own")
        given.add_argument("--tokens", type=Path, help="a file with a token a line, of accounts at --server")
        given.add_argument("--accounts", type=int, default=usual.accounts)
        given.add_argument("--posts", type=int, default=usual.posts)
        given.add_argument("--workers", type=int, default=usual.workers, help="processes")
        given.add_argument("--spread", type=float, default=usual.spread, help="seconds over which they fall due")
        given.add_argument("--chaos", action="store_true", help="the network fails, and processes are killed")
        given.add_argument("--kills", type=int, default=usual.kills, help="of worker, web and PostgreSQL")
        given.add_argument("--seed", type=int, default=usual.seed, help="of what is drawn by lot")
        seeding.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        # What was begun for a benchmark ends with it, however it is ended.
        signal.signal(signal.SIGTERM, _leave)
        if options["names"] == ["seed"]:
            self._seed(options)
            return
        names = options["names"] or list(BENCHMARKS)
        unknown = sorted(set(names) - set(BENCHMARKS))
        if unknown:
            raise CommandError(f"No benchmark is called {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
        if names == ["publish"]:
            self._publish(_plan(options))
            return
        figures: list[Figure] = []
        for name in names:
            self.stdout.write(f"· measuring {name}")
            figures += BENCHMARKS[name]()
        write(figures, LATEST)
        self.stdout.write(table(figures))
        self.stdout.write(f"written to {LATEST}")

    def _seed(self, options: dict[str, Any]) -> None:
        try:
            seed(seeding.plan(options), options["database"], say=self._say)
        except NotOurs as error:
            raise CommandError(str(error)) from None

    def _say(self, text: str) -> None:
        self.stdout.write(f"· {text}")
        self.stdout.flush()

    def _publish(self, plan: Plan) -> None:
        measured = publish.measure(plan)
        write(publish.figures(measured), LATEST)
        self.stdout.write(json.dumps(measured))
        if not publish.sound(measured):
            raise CommandError("Something is on the network twice, or not at all.")


def _plan(options: dict[str, Any]) -> Plan:
    tokens = tuple(options["tokens"].read_text().split()) if options["tokens"] else ()
    if tokens and not options["server"]:
        raise CommandError("--tokens are of accounts at a --server; name it.")
    if tokens and options["accounts"] > len(tokens):
        raise CommandError(f"{options['accounts']} accounts need as many tokens; there are {len(tokens)}.")
    if min(options["accounts"], options["posts"], options["workers"]) < 1:
        raise CommandError("At least one account, one post and one worker are needed.")
    if options["chaos"] and options["server"] and tokens:
        raise CommandError("A network that is not for practice cannot be told to fail.")
    given = {name: options[name] for name in ("accounts", "posts", "workers", "spread", "chaos", "kills", "seed")}
    return Plan(server=options["server"].rstrip("/"), tokens=tokens, **given)
