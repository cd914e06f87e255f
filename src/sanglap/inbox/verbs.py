"""What else happens to messages."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

TAKEN_IN = register("message.taken_in", _("The message was taken in"))
EDITED = register("message.edited", _("The author changed the message"))
