"""The emergency stop: from one moment to the next nothing goes out, on any machine, until it is lifted.

The engine asks for stops in the very statement by which it claims what is due, so a stop needs no message to anybody.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, record
from sanglap.core.errors import on_field
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.selectors import holders
from sanglap.outbox import selectors, verbs
from sanglap.outbox.models import Stop
from sanglap.people.permissions import Permission

LONGEST = timedelta(days=366)
LONGEST_REASON = 2_000


@transaction.atomic
def place(
    scope: Scope,
    *,
    office: Office,
    account: Account | None = None,
    below: bool = False,
    reason: str,
    until: datetime | None = None,
    now: datetime,
) -> Stop:
    """Stop one account of the office, or all of its accounts and, where asked, those of every office below.

    Answers where life is in danger still go out. A second stop of the same gives the first. Raises Forbidden;
    ValidationError on `reason`, `until`.
    """
    scope.require(Permission.OUTBOX_STOP, office.pk, below=below)
    return _place(scope, office=office, account=account, below=below, reason=reason, until=until, now=now)


@transaction.atomic
def hold(scope: Scope, *, account: Account, reason: str, now: datetime) -> Stop:
    """Stop one account that is reported as compromised; whoever serves there may. Raises Forbidden, ValidationError."""
    scope.require(Permission.INCIDENT_REPORT, account.office_id)
    return _place(scope, office=account.office, account=account, below=False, reason=reason, until=None, now=now)


def _place(
    scope: Scope,
    *,
    office: Office,
    account: Account | None,
    below: bool,
    reason: str,
    until: datetime | None,
    now: datetime,
) -> Stop:
    reason = reason.strip()
    if not reason:
        raise on_field("reason", _("Say why. Everybody who is stopped reads it."), "required")
    if len(reason) > LONGEST_REASON:
        raise on_field("reason", _("Say it in at most 2,000 characters."), "max_length")
    if until is not None and not now < until <= now + LONGEST:
        raise on_field("until", _("A stop ends after now and within a year. Check the day."), "date")
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = selectors.at_work(scope, now=now).filter(office=office, account=account, below=below).first()
    if known is not None:
        return known
    stop = Stop.objects.create(
        office=office, account=account, below=below, reason=reason, until=until, placed_by=scope.user, placed_at=now,
        from_above=scope.may(Permission.ACCOUNT_REVIEW, office.pk),
    )  # fmt: skip
    record(scope.actor, verbs.STOPPED, stop, now=now, office_id=office.pk, note=reason)
    _tell(stop, now)
    return stop


@transaction.atomic
def lift(scope: Scope, *, stop: Stop, now: datetime) -> None:
    """End a stop; what waited goes out. One that is over stays as it is. Raises Forbidden.

    The office lifts what the office placed; what was placed from above is lifted from there.
    """
    scope.require(Permission.OUTBOX_STOP, stop.office_id, below=stop.below)
    if stop.from_above and not scope.may(Permission.ACCOUNT_REVIEW, stop.office_id):
        raise Forbidden(Permission.ACCOUNT_REVIEW, stop.office_id)
    current = Stop.objects.select_for_update().get(pk=stop.pk)
    if current.lifted_at is not None or (current.until is not None and current.until <= now):
        return
    stop.lifted_at, stop.lifted_by = now, scope.user
    stop.save(update_fields=["lifted_at", "lifted_by"])
    record(scope.actor, verbs.STOP_LIFTED, stop, now=now, office_id=stop.office_id)
    _tell(stop, now)


@transaction.atomic
def carry_over(account: Account, *, to: Office, actor: Actor, now: datetime) -> int:
    """The stops of an account that moves hold it at its new office too, which lifts them; gives how many."""
    running = Stop.objects.select_for_update().filter(account=account, lifted_at=None).exclude(until__lte=now)
    stops = list(running)
    for stop in stops:
        new = Stop.objects.create(
            office=to, account=account, reason=stop.reason, until=stop.until, placed_by_id=stop.placed_by_id,
            placed_at=now, from_above=stop.from_above,
        )  # fmt: skip
        record(actor, verbs.STOPPED, new, now=now, office_id=to.pk, note=stop.reason)
        stop.lifted_at = now
        stop.save(update_fields=["lifted_at"])
        record(actor, verbs.STOP_LIFTED, stop, now=now, office_id=stop.office_id)
    return len(stops)


def _tell(stop: Stop, now: datetime) -> None:
    """Tell those of the office who publish; of offices below, the pages tell."""
    people = holders(Scope.everything("notices"), stop.office, Permission.POST_APPROVE, now=now)
    name = stop.account.called if stop.account else stop.office.name
    about = About(Subject.STOP, stop.pk, stop.office_id, {"account": name}, due=now)
    tell(Kind.STOP, about, to=people, now=now, but=stop.lifted_by or stop.placed_by)
