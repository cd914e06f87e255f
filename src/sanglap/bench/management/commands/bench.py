"""`sanglap bench [NAME …]`: the benchmarks, as ratios within one run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sanglap.bench import house, offices
from sanglap.bench.measure import Figure, table, write
from sanglap.config.environment import environment

BENCHMARKS = {"house": house.run, "offices": offices.run}


class Command(BaseCommand):
    help = "Runs the benchmarks (all, or those named), prints a table and writes var/bench/latest.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(BENCHMARKS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or list(BENCHMARKS)
        unknown = sorted(set(names) - set(BENCHMARKS))
        if unknown:
            raise CommandError(f"No benchmark is called {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
        figures: list[Figure] = []
        for name in names:
            self.stdout.write(f"· measuring {name}")
            figures += BENCHMARKS[name]()
        path = environment.var_dir / "bench" / "latest.json"
        write(figures, path)
        self.stdout.write(table(figures))
        self.stdout.write(f"written to {path}")
