"""`sanglap reseal`: seal the secrets of the networks with the newest key, so that older keys can be taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from sanglap.accounts import services
from sanglap.core import clock


class Command(BaseCommand):
    help = "Seals all secrets of networks with the newest key. Harmless when repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = services.reseal(now=clock.now())
        self.stdout.write(
            ngettext("%(number)d secret is sealed anew.", "%(number)d secrets are sealed anew.", done)
            % {"number": done}
        )
        if lost:
            raise CommandError(
                ngettext(
                    "%(number)d secret does not open with any key that is given; connect that account anew.",
                    "%(number)d secrets do not open with any key that is given; connect those accounts anew.",
                    lost,
                )
                % {"number": lost}
            )
