"""Where an office stands, and whether it still is: moved, merged into another, closed, opened again."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import Record, name_of, record, record_many, transition
from sanglap.core.errors import on_field
from sanglap.offices import verbs
from sanglap.offices.models import Appointment, FormerOffice, Office, OfficeAncestor, Position
from sanglap.offices.scope import Scope
from sanglap.offices.services.tree import lock_tree
from sanglap.offices.states import OFFICE, OfficeState
from sanglap.people.permissions import Permission

_LEAVE = """
DELETE FROM offices_officeancestor link USING offices_officeancestor below, offices_officeancestor above
WHERE below.ancestor_id = %(office)s AND above.office_id = %(office)s AND above.depth > 0
  AND link.office_id = below.office_id AND link.ancestor_id = above.ancestor_id
"""
_JOIN = """
INSERT INTO offices_officeancestor (office_id, ancestor_id, depth)
SELECT below.office_id, above.ancestor_id, below.depth + above.depth + 1
FROM offices_officeancestor below, offices_officeancestor above
WHERE below.ancestor_id = %(office)s AND above.office_id = %(parent)s
"""
# What hung below the office, with how deep, is remembered before its links are taken away.
_CHILDREN = """
CREATE TEMPORARY TABLE went_over ON COMMIT DROP AS
SELECT office_id, depth FROM offices_officeancestor WHERE ancestor_id = %(office)s AND depth > 0;
DELETE FROM offices_officeancestor link USING went_over, offices_officeancestor above
WHERE above.office_id = %(office)s AND link.office_id = went_over.office_id AND link.ancestor_id = above.ancestor_id;
INSERT INTO offices_officeancestor (office_id, ancestor_id, depth)
SELECT went_over.office_id, above.ancestor_id, went_over.depth + above.depth
FROM went_over, offices_officeancestor above WHERE above.office_id = %(into)s;
DROP TABLE went_over
"""


def require_from_above(scope: Scope, office: Office) -> None:
    """What becomes of an office is said by whoever manages offices at the one above it, and below that.

    Raises Forbidden; for an office at the top, to everybody but the machine.
    """
    scope.require(Permission.OFFICE_MANAGE, office.parent_id, below=True)


def remember(office: Office, *, reason: str, now: datetime) -> None:
    """Keep what the office is called and where it stands, before that changes."""
    last = FormerOffice.objects.filter(office=office).order_by("-until").first()
    FormerOffice.objects.create(
        office=office,
        name=office.name,
        kind=office.kind,
        parent_id=office.parent_id,
        since=last.until if last else None,
        until=now,
        reason=reason,
    )


@transaction.atomic
def move_office(scope: Scope, *, office: Office, parent: Office, reason: str, now: datetime) -> None:
    """Hang the office, with all below it, under `parent`. Where it hangs there already, nothing changes.

    The reader manages offices from both places on down. Raises Forbidden, ValidationError on the field `parent`.
    """
    _take(office, parent)
    require_from_above(scope, office)
    scope.require(Permission.OFFICE_MANAGE, parent.pk, below=True)
    if office.parent_id == parent.pk:
        return
    require_open(office)
    require_open(parent, "parent")
    if OfficeAncestor.objects.filter(office=parent, ancestor=office).exists():
        raise on_field("parent", _("An office cannot stand below itself. Choose another."), "cycle")
    _move(scope, office, parent, reason, now)


def _move(scope: Scope, office: Office, parent: Office, reason: str, now: datetime) -> None:
    remember(office, reason=reason, now=now)
    before = office.parent
    with connection.cursor() as cursor:
        places = {"office": office.pk, "parent": parent.pk}
        cursor.execute(_LEAVE, places)
        cursor.execute(_JOIN, places)
    office.parent = parent
    office.save(update_fields=["parent"])
    changes = {"parent": [dict(before.name) if before else None, dict(parent.name)]}
    record(scope.actor, verbs.MOVED, office, now=now, office_id=office.pk, changes=changes, reason=reason)


def _move_children(scope: Scope, office: Office, into: Office, reason: str, now: datetime) -> None:
    """All that hangs directly below the office hangs under `into`, in as many statements however many they are."""
    children = list(Office.objects.filter(parent=office).order_by("pk"))
    before = FormerOffice.objects.filter(office__in=children).values("office_id").annotate(last=Max("until"))
    since = dict(before.values_list("office_id", "last"))
    FormerOffice.objects.bulk_create(
        FormerOffice(
            office=child, name=child.name, kind=child.kind, parent_id=office.pk, since=since.get(child.pk), until=now,
            reason=reason,
        )
        for child in children
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN, {"office": office.pk, "into": into.pk})
    Office.objects.filter(parent=office).update(parent=into)
    said = {"changes": {"parent": [dict(office.name), dict(into.name)]}, "reason": reason}
    record_many(Record(scope.actor, verbs.MOVED, name_of(child), now, child.pk, said, child.name) for child in children)


@transaction.atomic
def merge_office(scope: Scope, *, office: Office, into: Office, reason: str, now: datetime) -> None:
    """The office goes up in another: those below it hang under that one from now on, its positions are abolished,
    and who served in them is relieved.

    The reader manages offices from above both on down. Raises Forbidden, ValidationError on the field `into`, and
    TransitionRefused for an office that is not open.
    """
    _take(office, into)
    require_from_above(scope, office)
    scope.require(Permission.OFFICE_MANAGE, into.pk, below=True)
    OFFICE.verb(office.state, OfficeState.MERGED)
    require_open(into, "into")
    if OfficeAncestor.objects.filter(office=into, ancestor=office).exists():
        said = _("An office cannot go up in itself or in one below it. Choose another.")
        raise on_field("into", said, "cycle")
    _move_children(scope, office, into, reason, now)
    _empty(scope, office, now)
    transition(
        office, OFFICE, OfficeState.MERGED,
        actor=scope.actor, now=now, office_id=office.pk, successor=into,
        data={"into": dict(into.name), "reason": reason},
    )  # fmt: skip


@transaction.atomic
def close_office(scope: Scope, *, office: Office, reason: str, now: datetime) -> None:
    """The office is no more: its positions are abolished, and who served in them is relieved.

    Raises Forbidden, ValidationError while offices below it are open, and TransitionRefused for one that is not open.
    """
    _take(office)
    require_from_above(scope, office)
    OFFICE.verb(office.state, OfficeState.CLOSED)
    if Office.objects.filter(parent=office, state=OfficeState.OPEN).exists():
        raise ValidationError(_("Offices below it are open. Move, merge or close them first."), code="children")
    _empty(scope, office, now)
    transition(
        office, OFFICE, OfficeState.CLOSED, actor=scope.actor, now=now, office_id=office.pk, data={"reason": reason}
    )


@transaction.atomic
def reopen_office(scope: Scope, *, office: Office, reason: str, now: datetime) -> None:
    """A closed office works again; its positions are set up anew.

    Raises Forbidden, ValidationError while the one above is not open, and TransitionRefused for one that is not closed.
    """
    _take(office)
    require_from_above(scope, office)
    OFFICE.verb(office.state, OfficeState.OPEN)
    if office.parent is not None:
        require_open(office.parent)
    transition(
        office, OFFICE, OfficeState.OPEN, actor=scope.actor, now=now, office_id=office.pk, data={"reason": reason}
    )


def _take(*offices: Office) -> None:
    """Hold the tree and these offices, so that nobody sets up a position there meanwhile; see them as they are now."""
    lock_tree()
    for office in offices:
        office.refresh_from_db(from_queryset=Office.objects.select_for_update(no_key=True))


def require_open(office: Office, field: str | None = None) -> None:
    """Raise ValidationError, on the field if one is given, for an office that was closed or went up in another."""
    if office.state != OfficeState.OPEN:
        error = ValidationError(
            _("%(office)s is closed or went up in another office."), code="closed", params={"office": str(office.name)}
        )
        raise ValidationError({field: error}) if field else error


def _empty(scope: Scope, office: Office, now: datetime) -> None:
    """Relieve who serves there or was to, and abolish the positions."""
    # Whoever appoints holds the position meanwhile: from here on nobody is added.
    positions = list(Position.objects.select_for_update(no_key=True).filter(office=office, abolished_at=None))
    running = Appointment.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), position__office=office)
    for appointment in running.select_related("position", "user").select_for_update(of=("self",), no_key=True):
        # One that has not begun is called off: it ends where it starts.
        appointment.ends_at = max(now, appointment.starts_at)
        appointment.save(update_fields=["ends_at"])
        record(
            scope.actor, verbs.RELIEVED, appointment, now=now, office_id=office.pk, person=dict(appointment.user.name)
        )
    for position in positions:
        position.abolished_at = now
        position.save(update_fields=["abolished_at"])
        record(scope.actor, verbs.POSITION_ABOLISHED, position, now=now, office_id=office.pk)
