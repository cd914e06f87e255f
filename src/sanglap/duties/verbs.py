"""What else happens to exemptions, and to what the board shows."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

ASKED = register("exemption.asked", _("%(actor)s asked for an exemption: %(thing)s"))
REMINDED = register("reminder.sent", _("%(actor)s reminded those who answer for what is not in order: %(thing)s"))
ACCOUNT_REMINDED = register("account.reminded", _("%(actor)s reminded those who answer for the account %(thing)s"))
