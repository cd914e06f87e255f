"""In what words the history tells of plans."""

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import register_detail
from sanglap.audit.services import register_name
from sanglap.audit.verbs import register_kind
from sanglap.core.localized import LocalizedText
from sanglap.planning.models import Occurrence, Recurrence, Slot


def _of_recurrence(thing: Recurrence) -> LocalizedText:
    return LocalizedText(bn=thing.name, en=thing.name)


def _of_occurrence(thing: Occurrence) -> LocalizedText:
    return _of_recurrence(thing.recurrence)


def _of_slot(thing: Slot) -> LocalizedText:
    return thing.account.called


register_name("planning.recurrence", _of_recurrence)
register_name("planning.occurrence", _of_occurrence)
register_name("planning.slot", _of_slot)
register_name("planning.declaration", lambda declaration: declaration.called)
register_kind("recurrence", _("Recurring posts"))
register_kind("occurrence", _("Days of recurring posts"))
register_kind("slot", _("Hours of the week for posts"))
register_kind("declaration", _("Days of mourning and emergency"))
register_detail("goes_on", _("Goes out on"))
