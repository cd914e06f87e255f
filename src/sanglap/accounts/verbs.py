"""What else happens to accounts."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

PROPOSED = register("account.proposed", _("%(actor)s proposed the account %(thing)s"))
PANEL_SET = register("account.panel_set", _("%(actor)s appointed the panel of the account %(thing)s"))
AMENDED = register("account.amended", _("%(actor)s changed the proposal of the account %(thing)s"))
MAJORITY_ORDERED = register(
    "account.majority_ordered", _("%(actor)s ordered that a majority of the panel approves for the account %(thing)s")
)
ONE_ENOUGH = register(
    "account.one_enough", _("%(actor)s ordered that one member of the panel is enough for the account %(thing)s")
)
CHOICE_NAMED = register(
    "account.choice_named", _("%(actor)s named the decision that chose the platform of the account %(thing)s")
)
CHECKED = register("account.checked", _("%(actor)s tried the connection of the account %(thing)s"))
RESEALED = register("account.resealed", _("%(actor)s sealed the access to the account %(thing)s with the newest key"))
CONNECTED = register("account.connected", _("%(actor)s connected the account %(thing)s to the network"))
GIVING_UP = register("account.giving_up", _("%(actor)s asked the network to end the access to the account %(thing)s"))
GIVEN_UP = register("account.given_up", _("%(actor)s ended the access to the account %(thing)s"))
