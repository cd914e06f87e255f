"""In what words the history tells of the choice of platforms."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.platforms.selectors import names


def _subject(thing: Any) -> LocalizedText:
    return LocalizedText(bn=thing.subject)


def _platform(thing: Any) -> LocalizedText | None:
    return next(iter(names([thing.platform])), None)


register_kind("platforms", _("Choice of platforms"))
register_name("platforms.assessment", _subject)
register_name("platforms.termsversion", _platform)
register_detail("chosen", _("Platforms"), lambda value: ", ".join(str(name) for name in names(value)))
