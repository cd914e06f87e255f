"""What is known of an office, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.localized import LocalizedText
from sanglap.offices import verbs
from sanglap.offices.models import FormerOffice, Office
from sanglap.offices.scope import Scope
from sanglap.offices.services.moves import remember, require_from_above, require_open
from sanglap.offices.services.tree import lock_tree, search_words
from sanglap.people.permissions import Permission

CONTACT = ("address", "website", "email", "phone")
"""What an office changes of itself."""
IDENTITY = ("name", "kind")
"""What is changed from above; what it was is kept."""


class Stale(ValidationError):
    """Somebody else changed the same meanwhile. `office` is as it stands now."""

    def __init__(self, office: Office, fields: list[str]) -> None:
        super().__init__(
            _("Somebody else changed this office while you were writing. Compare, then save again."), code="stale"
        )
        self.office = office
        self.fields = fields


@transaction.atomic
def edit_office(
    scope: Scope,
    *,
    office: Office,
    seen: Mapping[str, Any],
    wanted: Mapping[str, Any],
    reason: str = "",
    now: datetime,
) -> Office:
    """Change fields of `CONTACT` or `IDENTITY` to what is `wanted`; `seen` holds them as the writer saw them.

    Gives the office as it now is. What the writer left as he saw it stays as another made it meanwhile, and what is
    wanted as it stands already changes nothing. Raises Forbidden, ValidationError by field, and Stale where somebody
    else changed one of the same fields meanwhile.
    """
    lock_tree()
    current = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    scope.require(Permission.OFFICE_MANAGE, current.pk)
    require_open(current)
    written = {name: value for name, value in wanted.items() if name not in seen or value != seen[name]}
    changed = {name: value for name, value in written.items() if value != getattr(current, name)}
    if stale := [name for name in changed if name in seen and seen[name] != getattr(current, name)]:
        raise Stale(current, stale)
    if not changed:
        return current
    identity = [name for name in IDENTITY if name in changed]
    if identity:
        require_from_above(scope, current)
        remember(current, reason=reason, now=now)
    changes = {name: [_said(getattr(current, name)), _said(value)] for name, value in changed.items()}
    for name, value in changed.items():
        setattr(current, name, value)
    former = FormerOffice.objects.filter(office=current).values_list("name", flat=True)
    current.search = search_words(current.code, [current.name, *former])
    current.full_clean()
    current.save(update_fields=[*changed, "search"])
    verb = verbs.RENAMED if "name" in identity else verbs.CHANGED
    record(scope.actor, verb, current, now=now, office_id=current.pk, changes=changes, reason=reason)
    return current


def _said(value: Any) -> Any:
    return dict(value) if isinstance(value, LocalizedText) else str(value)
