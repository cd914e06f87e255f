"""Raising the alarm: from that moment on nothing goes out, and those who must know are told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.incidents import telling, verbs
from sanglap.incidents.models import Incident, Step, StepName
from sanglap.incidents.services.moving import settle, words
from sanglap.incidents.states import IncidentState, StepState
from sanglap.offices.scope import Scope
from sanglap.outbox import stops
from sanglap.people.permissions import Permission


@transaction.atomic
def report(
    scope: Scope,
    *,
    account: Account,
    drill: bool = False,
    suspected_from: datetime | None = None,
    seen: str = "",
    now: datetime,
) -> Incident:
    """Report the account as compromised, or begin a drill for it. In earnest it is stopped in the same moment; whoever
    must know is told in any case. A second report of what is being dealt with gives the first.

    Raises Forbidden; TransitionRefused where the account is closed or not at work yet; ValidationError on `seen`,
    `suspected_from`.
    """
    scope.require(Permission.INCIDENT_REPORT, account.office_id)
    current = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=account.pk)
    if current.state not in {AccountState.ACTIVE, AccountState.SUSPENDED}:
        raise TransitionRefused(current.state, AccountState.SUSPENDED)
    known = Incident.objects.filter(account=current, drill=drill, state=IncidentState.OPEN).first()
    if known is not None:
        return known
    if suspected_from is not None and suspected_from > now:
        raise on_field("suspected_from", _("This day is still to come."), "date")
    made = Incident.objects.create(
        account=current, office=current.office, drill=drill, reported_by=scope.person, reported_at=now,
        suspected_from=suspected_from or now - _look_back(now), seen=words("seen", seen, wanted=False),
    )  # fmt: skip
    _plan(made)
    verb = verbs.DRILL_BEGUN if drill else verbs.REPORTED
    record(scope.actor, verb, made, now=now, office_id=current.office_id, seen=made.seen, drill=drill)
    if not drill:
        _freeze(scope, made, now)
    telling.told(made, now=now)
    return made


def _look_back(now: datetime) -> timedelta:
    book = loader.current()
    return timedelta(days=book.rule("compromise-drill", on=book.calendar.day_of(now)).parameters.look_back_days)


def _plan(incident: Incident) -> None:
    book = loader.current()
    rule = book.rule("compromise-drill", on=book.calendar.day_of(incident.reported_at)).parameters
    within = {name: rule.within(name) for name in StepName}
    Step.objects.bulk_create(
        Step(
            incident=incident, name=name, number=number,
            due_at=incident.reported_at + time if (time := within[name]) is not None else None,
        )
        for number, name in enumerate(StepName, start=1)
    )  # fmt: skip


def _freeze(scope: Scope, incident: Incident, now: datetime) -> None:
    # It is written once, for readers of either language: in the house's first.
    with override("bn"):
        reason = gettext("This account was reported as compromised.")
    incident.stop = stops.hold(scope, account=incident.account, reason=reason, now=now)
    incident.save(update_fields=["stop"])
    settle(scope, incident.steps.get(name=StepName.FREEZE), StepState.DONE, now=now)
