"""Changing the tree."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.language.matching import skeleton
from sanglap.offices import verbs
from sanglap.offices.models import Area, Kind, Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission

# One writer of the tree at a time: two moves that each are in order can make a cycle together.
TREE_LOCK = 0x5A4E474C_41500001


def lock_tree() -> None:
    """Wait until nobody else changes the tree, and keep others from it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def search_words(code: str, names: Iterable[LocalizedText]) -> str:
    """What an office is found by: its code and all its names, now and formerly."""
    return " " + " ".join(
        dict.fromkeys(skeleton(text) for text in [code, *(one for name in names for one in name.values())])
    )


@transaction.atomic
def create_office(
    scope: Scope,
    *,
    code: str,
    kind: Kind,
    name: LocalizedText,
    parent: Office | None,
    address: LocalizedText | None = None,
    website: str = "",
    email: str = "",
    phone: str = "",
    area: Area | None = None,
    now: datetime,
) -> Office:
    """Enter an office below `parent` (None: at the top; the machine alone may). Raises Forbidden, ValidationError."""
    scope.require(Permission.OFFICE_MANAGE, parent.pk if parent else None, below=True)
    lock_tree()
    if parent is not None and Office.objects.get(pk=parent.pk).state != OfficeState.OPEN:
        raise on_field("parent", _("The office above is closed or went up in another."), "closed")
    office = Office(
        code=code, kind=kind, name=name, parent=parent, address=address or LocalizedText({}),
        website=website, email=email, phone=phone, area=area or (parent.area if parent else None),
    )  # fmt: skip
    office.search = search_words(code, [name])
    office.full_clean()
    office.save(force_insert=True)
    above = OfficeAncestor.objects.filter(office=parent).values_list("ancestor_id", "depth") if parent else []
    OfficeAncestor.objects.bulk_create(
        OfficeAncestor(office=office, ancestor_id=ancestor, depth=depth)
        for ancestor, depth in [(office.pk, 0), *((ancestor, depth + 1) for ancestor, depth in above)]
    )
    record(scope.actor, verbs.CREATED, office, now=now, office_id=office.pk)
    return office
