"""What else happens to accounts."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

PROPOSED = register("account.proposed", _("%(actor)s proposed the account %(thing)s"))
PANEL_SET = register("account.panel_set", _("%(actor)s appointed the panel of the account %(thing)s"))
CONNECTED = register("account.connected", _("%(actor)s connected the account %(thing)s to the network"))
