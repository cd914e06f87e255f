"""What happens to offices and to those who serve in them."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

CREATED = register("office.created", _("%(actor)s entered the office"))
POSITION_CREATED = register("position.created", _("%(actor)s set up the position"))
APPOINTED = register("appointment.made", _("%(actor)s put a person into the position"))
RELIEVED = register("appointment.ended", _("%(actor)s relieved the person of the position"))
