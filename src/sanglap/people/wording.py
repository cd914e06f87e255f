"""In what words the history tells of users and of what they may do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import moment, register_choices, register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.people.permissions import Permission, Role

register_kind("user", _("People and how they sign in"))
register_kind("access", _("Refusals"))
register_detail("permission", _("What was wanted"), lambda value: Permission(value).label)
register_choices("role", _("Role"), Role)
register_detail("sessions", _("Sessions"))
register_detail("address", _("Address in the network"), str)
register_detail("expires_at", _("Good until"), moment)
register_detail("left", _("Codes left"))


def _of_user(thing: Any) -> LocalizedText | None:
    """A thing that belongs to a user is called by his name."""
    return getattr(thing.user, "name", None)


register_name("people.accesslink", _of_user)
