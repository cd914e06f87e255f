"""In what words the history tells of offers, campaigns and collections."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import register_choices
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.campaigns.models import Reach
from sanglap.core.localized import LocalizedText


def _of_office(thing: Any) -> LocalizedText | None:
    return getattr(thing.office, "name", None)


def _as_written(thing: Any) -> LocalizedText:
    # It bears the one name that its office gave it, whichever the reader's language.
    return LocalizedText(bn=thing.name)


register_name("campaigns.offer", _of_office)
register_name("campaigns.collection", _as_written)
register_kind("offer", _("Posts between offices"))
register_kind("campaign", _("Campaigns"))
register_kind("collection", _("Collections"))
register_choices("reach", _("To"), Reach)
