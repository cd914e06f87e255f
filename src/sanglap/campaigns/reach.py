"""Who may lay something before which offices: a post, or a campaign (clause 6.e)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.campaigns.models import Reach
from sanglap.core.errors import on_field
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission

MOST = 20
"""Offices that may be named; more than these are all below an office."""


def ways(scope: Scope, office_id: UUID) -> list[Reach]:
    """To whom the reader may offer what that office published: to named offices whoever approves its posts, to all
    below whoever manages its accounts or coordinates from there down.
    """
    found = []
    if scope.may(Permission.ACCOUNT_MANAGE, office_id) or scope.may(Permission.ACCOUNT_REVIEW, office_id, below=True):
        found.append(Reach.BELOW)
    if scope.may(Permission.POST_APPROVE, office_id):
        found.append(Reach.NAMED)
    return found


def require_way(scope: Scope, office_id: UUID, reach: Reach) -> None:
    """Raise Forbidden where the reader may not lay anything before these offices in that one's name."""
    if reach not in ways(scope, office_id):
        wanted = Permission.ACCOUNT_MANAGE if reach == Reach.BELOW else Permission.POST_APPROVE
        raise Forbidden(wanted, office_id)


def check_named(reach: Reach, named: Sequence[Office], own: UUID) -> None:
    """Raise ValidationError on `named` where no office is named, too many, one that is closed, or one's own."""
    if reach == Reach.BELOW:
        return
    if not named:
        raise on_field("named", _("Name at least one office."), "none")
    if len({office.pk for office in named}) > MOST:
        said = _("Name at most %(most)s offices.")
        raise on_field("named", said, "many", most=count(MOST))
    if any(office.state != OfficeState.OPEN or office.pk == own for office in named):
        raise on_field("named", _("Name other offices than your own that are in service."), "office")
