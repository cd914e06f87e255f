"""In what words the history tells of offices, positions and calendars."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import hour, plain, register_choices, register_detail
from sanglap.audit.services import joined, register_name
from sanglap.audit.verbs import kinds, register_kind
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.days import Basis
from sanglap.language.dates import weekday_name
from sanglap.offices.models import Charge, RowKind

BASES = {
    Basis.GENERAL: _("general holiday"),
    Basis.EXECUTIVE: _("holiday by executive order"),
    Basis.OPTIONAL: _("optional holiday"),
    Basis.MOON: _("holiday subject to the moon"),
}


def weekdays(value: Sequence[int]) -> str:
    """Days of the week, Monday being 0, in the reader's language."""
    return ", ".join(weekday_name(day, get_language() or "bn") for day in value)


def rows(value: Mapping[str, int]) -> str:
    """How many rows of a list there are of each kind."""
    named = {RowKind(kind).label: number for kind, number in value.items() if kind in RowKind.values}
    return ", ".join(f"{kind}: {plain(number)}" for kind, number in named.items())


def category_name(key: str) -> str:
    """What that category of the screening is called, in the reader's language; one of another edition by its key."""
    known = loader.current().screening.by_id.get(key)
    return str(known.name) if known else key


def _of_appointment(thing: Any) -> LocalizedText:
    return joined(thing.user.name, thing.position.title)


def _of_user(thing: Any) -> LocalizedText | None:
    return getattr(thing.user, "name", None)


def _of_delegation(thing: Any) -> LocalizedText:
    return joined(thing.to.name, thing.appointment.position.title)


def _of_order(thing: Any) -> LocalizedText:
    # A memo number is the same in every language.
    return LocalizedText(bn=thing.memo, en=thing.memo)


def _of_import(thing: Any) -> LocalizedText:
    return LocalizedText(bn=thing.name, en=thing.name)


def _of_phrase(thing: Any) -> LocalizedText:
    # Words are looked for as they stand, whatever the reader's language.
    said = ", ".join(thing.words)
    return LocalizedText(bn=said, en=said)


register_name("offices.appointment", _of_appointment)
register_name("offices.leave", _of_user)
register_name("offices.delegation", _of_delegation)
register_name("offices.officeorder", _of_order)
register_name("offices.officeimport", _of_import)
register_name("offices.ownphrase", _of_phrase)

register_kind("office", _("Offices"))
register_kind("import", _("Lists of offices"))
register_kind("position", _("Positions"))
register_kind("appointment", _("Appointments"))
register_kind("order", _("Office orders"))
register_kind("leave", _("Leave"))
register_kind("delegation", _("Delegations"))
register_kind("calendar", _("Working calendars"))
register_kind("phrase", _("Offices’ own phrases"))

register_choices("charge", _("Charge"), Charge)
register_detail("kind", _("Kind"))
register_detail("person", _("Person"))
register_detail("parent", _("Stands under"))
register_detail("into", _("Into"))
register_detail("basis", _("Basis"), lambda value: str(BASES[Basis(value)]) if value else "")
register_detail("starts_on", _("From"))
register_detail("ends_on", _("Until"))
register_detail("opens", _("Opens"), hour)
register_detail("closes", _("Closes"), hour)
register_detail("weekdays", _("Weekend"), weekdays)
register_detail("counts", _("Rows"), rows)
register_detail("words", _("Words"))
register_detail("act", _("About"), lambda value: str(kinds()[value][0]))
register_detail("office", _("Office"))
register_detail("list", _("List"), str)
register_detail("sign", _("A sign of"), category_name)
register_detail("area", _("Area"), str)
