"""What happens to confirmations."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

MADE = register("attestation.made", _("%(actor)s confirmed for the account %(thing)s: %(confirmed)s"))
