"""What happens to what is looked at from outside."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

CODE_GIVEN = register(
    "verification.code_given", _("%(actor)s took out a code to prove that the account %(thing)s is the office’s own")
)
PROVED = register("verification.proved", _("It was proved that the account %(thing)s is the office’s own"))
CONFIRMED = register("verification.confirmed", _("%(actor)s looked at the account %(thing)s and noted what was seen"))
ASKED = register("verification.asked", _("%(actor)s had the account %(thing)s looked at from outside"))
ASKED_SITE = register("verification.asked_site", _("%(actor)s had the website of %(thing)s looked at"))
TURNED = register("verification.turned", _("A look from outside found a change at the account %(thing)s"))
