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
RENAMING_BEGUN = register("renaming.begun", _("%(actor)s began to give the account %(thing)s its right name"))
STEP_DONE = register("renaming.step_done", _("%(actor)s did a step of the renaming of the account %(thing)s"))
STEP_UNDONE = register("renaming.step_undone", _("%(actor)s took back a step of the renaming of the account %(thing)s"))
RENAMED = register("account.renamed", _("%(actor)s gave the account a new name: %(thing)s"))
MOVE_PROPOSED = register("move.proposed", _("%(actor)s offered the account %(thing)s to another office"))
MOVED = register("account.moved", _("%(actor)s took the account %(thing)s over from another office"))
PANEL_ENDED = register("account.panel_ended", _("The panel of the account %(thing)s ended"))
FORGOTTEN = register("account.access_destroyed", _("The way into the account %(thing)s was destroyed"))
CLAIMED = register("account.claimed", _("%(actor)s brought in the account %(thing)s, as claimed and not verified"))
UNCLAIMED = register("account.unclaimed", _("%(actor)s took the list back that brought in the account %(thing)s"))
LIST_RECEIVED = register("claims.received", _("%(actor)s sent in the list of accounts %(thing)s"))
