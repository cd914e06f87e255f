"""What happens to users."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

CREATED = register("user.created", _("%(actor)s entered the person"))
SIGNED_IN = register("user.signed_in", _("%(actor)s signed in"))
REFUSED = register("access.refused", _("%(actor)s was refused"))
