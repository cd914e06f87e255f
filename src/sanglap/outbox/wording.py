"""In what words the history tells of deliveries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import register_choices, register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.outbox.states import Outcome


def _of_account(thing: Any) -> LocalizedText | None:
    return getattr(thing.account, "name", None)


register_name("outbox.delivery", _of_account)
register_kind("delivery", _("Publishing"))
register_kind("stop", _("Emergency stops"))
register_detail("attempt", _("Attempt"))
register_detail("part", _("Part"))
register_choices("outcome", _("Outcome"), Outcome)
