"""`sanglap demo_seed`: the demo's offices, people and accounts, and what they did in the last year."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sanglap.core import clock
from sanglap.demo import services


class Command(BaseCommand):
    help = "Fills a demo database with its cast; the practice network must be running. Harmless when repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("--server", help="where the practice network is, as http://localhost:8001")
        wanted.add_argument("--people-only", action="store_true", help="offices and people, no account on a network")
        parser.add_argument("--nation", action="store_true", help="all field offices of the country, and their heads")
        parser.add_argument(
            "--year", type=Path, metavar="FILE",
            help="a year of some sixty offices; what the practice network is to hold goes to FILE, for practice_load",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANGLAP_DEMO:
            raise CommandError("This is no demo database (SANGLAP_DEMO is not set); nothing was changed.")
        from sanglap.demo import choosing, claiming, living, nation
        from sanglap.duties.services import reckon

        now = clock.now()
        # Where there is an account, the story has been told, or another was begun.
        year = options["year"] if not living.told() else None
        begun = living.begin(now) if year else now
        offices, people = services.seed_people(now=begun)
        if year:
            services.seed_extras(offices, now=begun)
            services.seed_orders(offices, now=begun)
        if options["nation"]:
            nation.seed_nation(root=offices["cabinet"], now=begun, say=self._say)
        if year:
            with year.open("w") as lines:
                living.seed_year(people, server=options["server"], lines=lines, now=now, say=self._say)
            choosing.seed_of_today(offices["cabinet"], now=now)
            claiming.seed_claims(offices["cabinet"], now=now)
            reckon(now=now)
        if options["nation"]:
            nation.seed_heads(now=begun, say=self._say)
        if options["people_only"] or options["year"]:
            return
        token = services.practice_account(options["server"])
        services.seed_account(offices["shibalaya"], people, server=options["server"], token=token, now=now)

    def _say(self, text: str) -> None:
        self.stdout.write(f"· {text}")
        self.stdout.flush()
