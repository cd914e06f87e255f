"""`sanglap demo_seed`: the demo's offices, people and account."""

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

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANGLAP_DEMO:
            raise CommandError("This is no demo database (SANGLAP_DEMO is not set); nothing was changed.")
        now = clock.now()
        offices, people = services.seed_people(now=now)
        if options["nation"]:
            from sanglap.demo import nation

            nation.seed_nation(root=offices["cabinet"], now=now, say=self.stderr.write)
        if options["people_only"]:
            return
        token = services.practice_account(options["server"])
        services.seed_account(offices["shibalaya"], people, server=options["server"], token=token, now=now)
