"""`sanglap invite`: the first person of a new installation, from whom all others have their rights."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.offices import services
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.models import LinkKind
from sanglap.people.permissions import Role
from sanglap.people.services import create_user, make_link


class Command(BaseCommand):
    help = "Enters a person in a new position and prints the link by which he or she chooses a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", required=True, help="the office's code")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--below", action="store_true", help="the role holds at every office below, too")
        parser.add_argument("--username", required=True)
        parser.add_argument("--email", default="")
        for what in ("name", "title"):
            for language in ("bn", "en"):
                parser.add_argument(f"--{what}-{language}", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            office = Office.objects.get(code=options["office"])
        except Office.DoesNotExist:
            raise CommandError(f"There is no office of the code {options['office']}.") from None
        try:
            token = self._invite(office, options)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        self.stdout.write(settings.SANGLAP_SITE + reverse("public:access-link", args=[token]))
        self.stderr.write("The link opens once, within seven days. Give it to this person only.")

    @transaction.atomic
    def _invite(self, office: Office, options: dict[str, Any]) -> str:
        scope, now = Scope.everything("invite"), clock.now()
        name, title = (LocalizedText(bn=options[f"{what}_bn"], en=options[f"{what}_en"]) for what in ("name", "title"))
        user = create_user(
            username=options["username"], password=None, name=name, email=options["email"], by=scope.actor, now=now
        )
        position = services.create_position(
            scope, office=office, title=title, role=Role(options["role"]), below=options["below"], now=now
        )
        services.appoint(scope, position=position, user=user, starts_at=now, now=now)
        return make_link(kind=LinkKind.INVITATION, user=user, by=scope.actor, now=now)
