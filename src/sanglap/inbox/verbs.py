"""What else happens to messages."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

TAKEN_IN = register("message.taken_in", _("The message was taken in"))
EDITED = register("message.edited", _("The author changed the message"))
DELETED = register("message.deleted", _("Its author deleted the message"))
ASSIGNED = register("message.assigned", _("%(actor)s gave the message to somebody"))
FREED = register("message.freed", _("%(actor)s gave the message to nobody"))
NOTED = register("message.noted", _("%(actor)s wrote a private note"))
DANGER_SETTLED = register("message.danger_settled", _("%(actor)s saw to it that somebody may be in danger"))
ENTERED = register("message.entered", _("%(actor)s entered the message by hand"))
