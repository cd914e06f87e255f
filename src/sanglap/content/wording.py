"""In what words the history tells of drafts and votes. What they say is not kept there, so a revision goes by the name
of the account it is meant for.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import moment, register_choices, register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.content.models import Digits, Verdict
from sanglap.core.localized import LocalizedText


def _of_account(thing: Any) -> LocalizedText | None:
    return getattr(thing.account, "name", None)


register_name("content.variant", _of_account)
register_kind("draft", _("Drafts"))
register_kind("variant", _("Approval"))
register_detail("revision", _("Draft number"))
register_detail("publish_at", _("Goes out"), moment)
register_choices("verdict", _("Vote"), Verdict)
register_detail("snippet", _("Name"))
register_choices("digits", _("Digits"), Digits)
register_detail("signatory", _("Signed by"))
register_detail("file_number", _("File number"), str)
register_detail("dated", _("Date"))
register_detail("urgency", _("What is urgent"))
