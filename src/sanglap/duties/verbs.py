"""What else happens to exemptions."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.verbs import register

ASKED = register("exemption.asked", _("%(actor)s asked for an exemption: %(thing)s"))
