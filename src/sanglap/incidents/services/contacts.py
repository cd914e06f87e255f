"""Whom an office calls in an emergency."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sanglap.audit.services import record
from sanglap.incidents import verbs
from sanglap.incidents.models import Contact
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


@transaction.atomic
def add_contact(scope: Scope, *, office: Office, name: str, phone: str, note: str = "", now: datetime) -> Contact:
    """Enter somebody to call. Raises Forbidden; ValidationError by field."""
    scope.require(Permission.ACCOUNT_MANAGE, office.pk)
    made = Contact(office=office, name=name.strip(), phone=phone.strip(), note=note.strip())
    made.full_clean()
    made.save(force_insert=True)
    record(scope.actor, verbs.CONTACT_ADDED, made, now=now, office_id=office.pk)
    return made


@transaction.atomic
def remove_contact(scope: Scope, *, contact: Contact, now: datetime) -> None:
    """Take somebody off the list; one who is off stays so. Raises Forbidden."""
    scope.require(Permission.ACCOUNT_MANAGE, contact.office_id)
    if Contact.objects.filter(pk=contact.pk, removed_at=None).update(removed_at=now):
        record(scope.actor, verbs.CONTACT_REMOVED, contact, now=now, office_id=contact.office_id)
