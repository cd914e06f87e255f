"""`practice_account HANDLE --name NAME --note TEXT --token TOKEN`: an office's account and its token."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sanglap.practice import clock, services, setup


class Command(BaseCommand):
    help = "Makes the account of that handle, or brings it up to date, and prints its token."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handle")
        parser.add_argument("--name", default="", help="the name shown; the handle where none is given")
        parser.add_argument("--note", default="", help="the profile's text")
        parser.add_argument("--token", default=None, help="the token it shall have; a new one where none is given")

    def handle(self, *args: Any, **options: Any) -> None:
        setup()
        try:
            _, token = services.make_account(
                handle=options["handle"],
                name=options["name"],
                note=options["note"],
                token=options["token"],
                now=clock.now(),
            )
        except services.InvalidError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(token or "")
