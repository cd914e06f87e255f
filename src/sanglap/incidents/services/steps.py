"""The steps of an incident, each in earnest and as a drill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import services as accounts
from sanglap.attestations.selectors import owed
from sanglap.attestations.statements import AttestationKind
from sanglap.incidents import telling
from sanglap.incidents.models import Incident, StepName
from sanglap.incidents.services.moving import require_open, require_unsettled, settle, step_of, words
from sanglap.incidents.states import StepState
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope
from sanglap.outbox import stops
from sanglap.people.permissions import Permission

SECURED_BY = (AttestationKind.PASSWORD, AttestationKind.MFA)
"""What is confirmed anew before the sign-in at the network counts as secured."""


@transaction.atomic
def freeze(scope: Scope, *, incident: Incident, now: datetime) -> None:
    """In a drill: note that one would stop the account now. In earnest: stop it, where it is stopped no more.

    Raises Forbidden, TransitionRefused.
    """
    scope.require(Permission.INCIDENT_REPORT, incident.office_id)
    require_open(incident)
    step = step_of(incident, StepName.FREEZE)
    if not incident.drill:
        incident.stop = stops.hold(scope, account=incident.account, reason=incident.stop.reason, now=now)  # type: ignore[union-attr]  # in earnest there always is one
        incident.save(update_fields=["stop"])
    if incident.drill or step.state != StepState.DONE:
        settle(scope, step, StepState.DONE, now=now)


def revoke(scope: Scope, *, incident: Incident, regardless: bool = False, now: datetime) -> str:
    """End Sanglap's way in, at the network and here; in a drill, try whether that would work. Gives the network's word
    where it did not: the step has failed then and may be tried again, or `regardless` of it what is kept here is
    destroyed. No transaction is open while the network is asked.

    Raises Forbidden, TransitionRefused.
    """
    scope.require(Permission.OUTBOX_STOP, incident.office_id)
    require_open(incident)
    require_unsettled(incident, StepName.REVOKE)
    fault = _tried(scope, incident, now) if incident.drill else _given_up(scope, incident, regardless, now)
    ended = not fault or (regardless and not incident.drill)
    with transaction.atomic():
        step = step_of(incident, StepName.REVOKE)
        settle(
            scope, step, StepState.DONE if ended else StepState.FAILED, now=now, **({"fault": fault} if fault else {})
        )
    return "" if ended else fault


def _given_up(scope: Scope, incident: Incident, regardless: bool, now: datetime) -> str:  # noqa: FBT001 - handed on
    return accounts.give_up(scope, account=incident.account, regardless=regardless, now=now).fault


def _tried(scope: Scope, incident: Incident, now: datetime) -> str:
    """Whether the network answers to the way in that one would end; nothing to ask where there is none."""
    if connector(incident.account.network).capabilities.by_hand:
        return ""
    found = accounts.check(scope, account=incident.account, now=now)
    return "" if found.profile is not None else found.fault or "no access is kept"


@transaction.atomic
def tell(scope: Scope, *, incident: Incident, called: Sequence[str], remark: str, now: datetime) -> None:
    """Note whom one reached besides those who were told here. Raises Forbidden, TransitionRefused; ValidationError on
    `remark` where it is too long.
    """
    scope.require(Permission.INCIDENT_REPORT, incident.office_id)
    require_open(incident)
    people = telling.concerned(incident, now=now)
    settle(
        scope, step_of(incident, StepName.TELL), StepState.DONE, now=now, told=len(people), called=list(called),
        remark=words("remark", remark, wanted=False),
    )  # fmt: skip


@transaction.atomic
def secure(scope: Scope, *, incident: Incident, remark: str = "", now: datetime) -> None:
    """Count the sign-in at the network as secured: password and second step were confirmed since the report. In a drill
    it is enough to say how one would do it.

    Raises Forbidden, TransitionRefused; ValidationError where they were not, or on `remark`.
    """
    scope.require(Permission.INCIDENT_REPORT, incident.office_id)
    require_open(incident)
    if not incident.drill and wanting(scope, incident, now=now):
        raise ValidationError(
            _("Confirm first that the password was changed and the second step is on, both since the report."),
            code="unsecured",
        )
    said = words("remark", remark, wanted=incident.drill)
    settle(scope, step_of(incident, StepName.SECURE), StepState.DONE, now=now, remark=said)


def wanting(scope: Scope, incident: Incident, *, now: datetime) -> list[AttestationKind]:
    """What is still to be confirmed before the sign-in counts as secured."""
    rows = owed(scope, incident.account, SECURED_BY, at=now)
    return [one.kind for one in rows if one.standing is None or one.standing.at < incident.reported_at]


@transaction.atomic
def leave_out(scope: Scope, *, incident: Incident, name: StepName, remark: str, now: datetime) -> None:
    """Go on without that step, and say why. The freezing and the record are never left out.

    Raises Forbidden, TransitionRefused; ValidationError on `remark`, or for a step that is not left out.
    """
    scope.require(Permission.OUTBOX_STOP, incident.office_id)
    require_open(incident)
    if name in {StepName.FREEZE, StepName.RECORD}:
        raise ValidationError(_("This step is never left out."), code="never")
    settle(scope, step_of(incident, name), StepState.LEFT_OUT, now=now, remark=words("remark", remark))
