"""What else happens to accounts."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

PROPOSED = register("account.proposed", _("%(actor)s proposed the account"))
PANEL_SET = register("account.panel_set", _("%(actor)s appointed the panel"))
CONNECTED = register("account.connected", _("%(actor)s connected the account to the network"))
