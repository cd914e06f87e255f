"""What else happens to hidings."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

DECIDED = register("hiding.decided", _("%(actor)s decided under a house rule: %(measure)s"))
TOLD = register("hiding.told", _("%(actor)s noted how the citizen was told of it"))
UNDONE = register("hiding.undone", _("%(actor)s confirmed that it is undone on the network"))
APPEALED = register("appeal.made", _("The citizen appealed against the hiding"))
