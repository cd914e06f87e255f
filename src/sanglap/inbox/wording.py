"""In what words the history tells of messages. Who wrote them is not kept there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText


def _of_account(thing: Any) -> LocalizedText | None:
    return getattr(thing.account, "name", None)


register_name("inbox.message", _of_account)
register_kind("message", _("Messages"))
