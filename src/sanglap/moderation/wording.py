"""In what words the history tells of hidings. Neither the citizen nor his words are kept there."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import register_choices, register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.moderation.models import Measure, Told


def _title(key: object) -> str:
    return str(loader.current().house.by_id[str(key)].title)


def _of_account(hiding: Any) -> LocalizedText | None:
    return getattr(hiding.account, "name", None)


register_kind("hiding", _("Hidings"))
register_kind("appeal", _("Appeals"))
register_choices("measure", _("What is done"), Measure)
register_choices("told_by", _("How it was told"), Told)
register_detail("house_rule", _("House rule"), _title)
register_name("moderation.hiding", _of_account)
register_name("moderation.appeal", lambda appeal: _of_account(appeal.hiding))
