"""Looking through what was published while the account may have been in other hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from asgiref.sync import async_to_sync
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Credential
from sanglap.accounts.vault import Unreadable, unseal
from sanglap.audit.services import record
from sanglap.core import http
from sanglap.incidents import verbs
from sanglap.incidents.models import Found, Incident, StepName, Verdict
from sanglap.incidents.services.moving import require_open, settle, step_of, words
from sanglap.incidents.states import StepState
from sanglap.networks.contract import Session, Shown
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope
from sanglap.outbox.selectors import on_record
from sanglap.people.permissions import Permission

LONGEST_TEXT = 2_000


def look(scope: Scope, *, incident: Incident, now: datetime) -> int:
    """Ask the network what the account has shown since the suspicion, and keep what no delivery of ours put there;
    gives how much of that there is. By our way in, or like a stranger where it was given up. The network is asked
    before the transaction begins.

    Raises Forbidden, TransitionRefused, NetworkError.
    """
    scope.require(Permission.INCIDENT_REPORT, incident.office_id)
    require_open(incident)
    shown = async_to_sync(_shown)(incident, _secrets(incident))
    with transaction.atomic():
        # It may have been closed while the network was asked.
        require_open(Incident.objects.select_for_update().get(pk=incident.pk))
        ours = on_record(incident.account_id, [one.remote_id for one in shown])
        foreign = [one for one in shown if one.remote_id not in ours]
        Found.objects.bulk_create(
            (
                Found(incident=incident, remote_id=one.remote_id, url=one.url, text=one.text[:LONGEST_TEXT], at=one.at)
                for one in foreign
            ),
            ignore_conflicts=True,
        )
        incident.looked_at = now
        incident.save(update_fields=["looked_at"])
        record(scope.actor, verbs.LOOKED, incident, now=now, office_id=incident.office_id, rows=len(foreign))
    return len(foreign)


def _secrets(incident: Incident) -> Mapping[str, str]:
    kept = Credential.objects.filter(account_id=incident.account_id).first()
    try:
        return unseal(kept.sealed) if kept else {}
    except Unreadable:
        return {}


async def _shown(incident: Incident, secrets: Mapping[str, str]) -> Sequence[Shown]:
    account = incident.account
    async with http.client() as client:
        session = Session(account.server, secrets, client)
        return await connector(account.network).shown_since(session, account.remote_id, incident.suspected_from)


@transaction.atomic
def judge(scope: Scope, *, found: Found, verdict: Verdict, now: datetime) -> None:
    """Settle whose a post is; one who sees better may settle it anew. Raises Forbidden, TransitionRefused."""
    incident = found.incident
    scope.require(Permission.INCIDENT_REPORT, incident.office_id)
    require_open(incident)
    found.verdict, found.judged_by, found.judged_at = verdict, scope.user, now
    found.save(update_fields=["verdict", "judged_by", "judged_at"])
    record(
        scope.actor, verbs.JUDGED, incident, now=now, office_id=incident.office_id, whose=str(verdict), url=found.url
    )


@transaction.atomic
def looked_through(scope: Scope, *, incident: Incident, remark: str = "", now: datetime) -> None:
    """Count the looking through as done. Raises Forbidden, TransitionRefused; ValidationError while anything is
    unsettled.
    """
    scope.require(Permission.INCIDENT_REPORT, incident.office_id)
    require_open(Incident.objects.select_for_update().get(pk=incident.pk))
    if incident.found.filter(verdict=Verdict.OPEN).exists():
        raise ValidationError(_("Settle first whose each of the posts is."), code="unsettled")
    said = words("remark", remark, wanted=False)
    settle(scope, step_of(incident, StepName.LOOK), StepState.DONE, now=now, remark=said)
