"""`practice_load FILE`: bring in accounts and statuses from a file of JSON lines, with the times they tell."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sanglap.practice import setup
from sanglap.practice.loading import load


class Command(BaseCommand):
    help = "Brings in accounts and statuses from JSON lines; what is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        setup()
        with options["file"].open() as lines:
            self.stdout.write(f"{load(lines)} lines brought in")
