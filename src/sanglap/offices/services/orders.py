"""Office orders: the written word by which people are put into positions and relieved of them (clause 5.c)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise
from sanglap.offices import verbs
from sanglap.offices.models import Appointment, Office, OfficeOrder
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

LONGEST = 64
OLDEST = date(1971, 3, 26)
_SPACES = re.compile(r"\s+")
_BY_NUMBERS = re.compile(r"[\d\s.:/-]+")
# What a memo number (স্মারক নং) of the secretariat's form is made of: ministry, organisation, place, branch, subject,
# serial number of the file, year.
_GROUPS = {18: (2, 2, 4, 3, 2, 3, 2)}
FORMAL = frozenset({18, 19, 22})
"""How many digits a memo number has that follows the secretariat's form, by the kind of office and its age."""


def plain_memo(given: str) -> str:
    """The memo number as it is kept: digits in Latin, one dot between groups where it follows the secretariat's form.

    Anything else stays as it was written. Raises ValidationError for none, and for one longer than 64 characters.
    """
    memo = _SPACES.sub(" ", to_latin(normalise(given[: 4 * LONGEST]))).strip()
    if not memo:
        raise ValidationError(_("Write the memo number of the order."), code="required")
    if _BY_NUMBERS.fullmatch(memo):
        bare = re.sub(r"\D", "", memo)
        if memo == bare and len(bare) in _GROUPS:
            memo = ".".join(_cut(bare, _GROUPS[len(bare)]))
        elif len(bare) in FORMAL:
            memo = re.sub(r"\D+", ".", memo).strip(".")
    if len(memo) > LONGEST:
        raise ValidationError(
            _("A memo number has at most %(most)s characters."), code="max_length", params={"most": LONGEST}
        )
    return memo


def _cut(digits: str, groups: Iterable[int]) -> Iterable[str]:
    start = 0
    for size in groups:
        yield digits[start : start + size]
        start += size


@transaction.atomic
def enter_order(
    scope: Scope, *, office: Office, memo: str, dated: date, subject: str = "", scan: File | None = None, now: datetime
) -> OfficeOrder:
    """Enter an order; the same one (office, memo number, date) is entered once, and takes the scan that comes with it.

    Raises Forbidden without a say over the office's people, ValidationError by field.
    """
    scope.require(Permission.PEOPLE_MANAGE, office.pk)
    memo = plain_memo(memo)
    if not OLDEST <= dated <= loader.current().calendar.day_of(now):
        raise on_field("dated", _("An order is dated today or earlier. Check the year."), "date")
    # Two who enter the same order at once wait for each other.
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    order = OfficeOrder.objects.filter(office=office, memo=memo, dated=dated).first()
    if order is not None:
        if scan is not None and (order.scan is None or order.scan.digest != scan.digest):
            add_scan(scope, order=order, scan=scan, now=now)
        return order
    order = OfficeOrder(office=office, memo=memo, dated=dated, subject=subject, scan=scan, entered_at=now)
    order.full_clean(exclude=["scan"])
    order.save(force_insert=True)
    record(scope.actor, verbs.ORDER_ENTERED, order, now=now, office_id=office.pk, memo=memo, dated=dated.isoformat())
    return order


@transaction.atomic
def add_scan(scope: Scope, *, order: OfficeOrder, scan: File, now: datetime) -> None:
    """Add the picture or PDF of the order, in place of one that was there. Raises Forbidden."""
    scope.require(Permission.PEOPLE_MANAGE, order.office_id)
    order.scan = scan
    order.save(update_fields=["scan"])
    record(scope.actor, verbs.ORDER_SCANNED, order, now=now, office_id=order.office_id, memo=order.memo)


@transaction.atomic
def add_order(scope: Scope, *, order: OfficeOrder, appointments: Iterable[Appointment], now: datetime) -> int:
    """Say of these appointments that the order made them; gives of how many it was new.

    Raises Forbidden; ValidationError on `memo` where one of them has another order already.
    """
    added = 0
    for appointment in appointments:
        office_id = appointment.position.office_id
        scope.require(Permission.PEOPLE_MANAGE, office_id)
        current = (
            Appointment.objects.select_for_update(no_key=True, of=("self",))
            .select_related("order")
            .get(pk=appointment.pk)
        )
        if current.order_id == order.pk:
            continue
        if current.order is not None:
            said = _("An order is entered for this appointment already: %(memo)s.")
            raise ValidationError({"memo": ValidationError(said, code="named", params={"memo": current.order.memo})})
        appointment.order = order
        appointment.save(update_fields=["order"])
        record(scope.actor, verbs.ORDER_NAMED, appointment, now=now, office_id=office_id, memo=order.memo)
        added += 1
    return added
