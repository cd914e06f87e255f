"""`sanglap demo_cast`: who one can be in the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from sanglap.demo import cast


class Command(BaseCommand):
    help = "Prints the demo's people, what each may do, and their password."

    def handle(self, *args: Any, **options: Any) -> None:
        for person in cast.PEOPLE:
            office = next(one for one in cast.OFFICES if one.key == person.office)
            self.stdout.write(f"  {person.username:9} {person.role.value:12} {office.name['en']}")
        self.stdout.write(f"  password  {cast.PASSWORD}")
