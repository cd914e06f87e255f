"""Who is told of an incident: the panel, those who manage the accounts, and the nearest office above."""

from __future__ import annotations

from datetime import datetime

from sanglap.accounts.selectors import panel
from sanglap.incidents.models import Incident
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import holders, reviewers
from sanglap.people.models import User
from sanglap.people.permissions import Permission


def concerned(incident: Incident, *, now: datetime) -> list[User]:
    """The panel, the heads, and who reviews the office's accounts from above; each once."""
    machine, office = Scope.everything("notices"), incident.account.office
    people = [member.user for member in panel([incident.account_id], at=now)]
    people += holders(machine, office, Permission.ACCOUNT_MANAGE, now=now)
    people += reviewers(office, Permission.ACCOUNT_REVIEW, now=now)
    return list({person.pk: person for person in people if person.is_active}.values())


def told(incident: Incident, *, now: datetime) -> int:
    """Tell them; gives how many."""
    people = concerned(incident, now=now)
    about = About(
        Subject.INCIDENT,
        incident.pk,
        incident.office_id,
        {"account": incident.account.called},
        due=incident.reported_at,
    )
    tell(Kind.DRILL if incident.drill else Kind.INCIDENT, about, to=people, now=now, but=incident.reported_by)
    return len(people)
