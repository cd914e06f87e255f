"""What happens to the register of laws."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

ENTERED = register("law.entered", _("%(actor)s entered the law %(thing)s"))
CHANGED = register("law.changed", _("%(actor)s changed what the register says of the law %(thing)s"))
