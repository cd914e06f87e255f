"""Who is told of duties that are at risk or broken (clauses 5.c, 7.a, 7.b)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from sanglap.accounts.models import PanelMember
from sanglap.accounts.selectors import panel
from sanglap.accounts.states import AccountState
from sanglap.duties.models import Duty, Standing, Turn
from sanglap.duties.models.duties import DIFFERING
from sanglap.duties.rules.confirmed import CONFIRMED
from sanglap.notices.models import Kind, Notice, Subject
from sanglap.notices.services import About, tell_all
from sanglap.offices.scope import in_force
from sanglap.offices.selectors import holders_by_office
from sanglap.people.models import User
from sanglap.people.permissions import Permission

BATCH = 500
TOLD_FOR = timedelta(days=3)
"""Of what has stood so for longer nobody is told any more."""


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Tell the panels, and those who manage the office's accounts, once for each turn for the worse; gives of how many.
    As many queries whatever their number.
    """
    told = Notice.objects.filter(kind=Kind.DUTY, subject_id=OuterRef("pk"), due=OuterRef("since"))
    seated = PanelMember.objects.filter(in_force(now), account=OuterRef("account"))
    # What is not weekly is told when it turns, not when it is first looked at: the pages show that.
    turned = Turn.objects.filter(duty=OuterRef("pk"), at__gt=now - TOLD_FOR).exclude(was="")
    rows = list(
        Duty.objects.filter(
            ~Exists(told),
            Exists(seated),
            Q(ends_on__isnull=False) | Exists(turned),
            # Of what falls due soon there is one notice for the whole account (`reminding`); not of what differs.
            ~Q(standing=Standing.AT_RISK, kind__in=CONFIRMED) | Q(evidence__0__kind__in=[*DIFFERING]),
            standing__in=[Standing.AT_RISK, Standing.BROKEN],
            since__gt=now - TOLD_FOR,
            account__state=AccountState.ACTIVE,
        )
        .select_related("account")
        .order_by("since", "pk")[:BATCH]
    )
    heads = holders_by_office({row.office_id for row in rows}, Permission.ACCOUNT_MANAGE, now=now)
    panels: dict[UUID, list[User]] = defaultdict(list)
    for member in panel([row.account_id for row in rows], at=now):
        panels[member.account_id].append(member.user)
    tell_all(Kind.DUTY, [(_about(row), [*heads[row.office_id], *panels[row.account_id]]) for row in rows], now=now)
    return len(rows)


def _about(duty: Duty) -> About:
    return About(Subject.DUTY, duty.pk, duty.office_id, {"account": duty.account.called}, due=duty.since)
