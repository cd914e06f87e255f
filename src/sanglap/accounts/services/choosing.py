"""By which decision an account's platform was chosen (clause 3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import verbs
from sanglap.accounts.models import Account
from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.guideline import loader
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.platforms import selectors as chosen
from sanglap.platforms import services as platforms
from sanglap.platforms.models import Decision


def settle_choice(scope: Scope, account: Account, *, now: datetime) -> None:
    """Let the account rest on a decision in force that chose its platform: the one it names, or else the nearest, the
    office's own before one from above. Where the rule only notes its lack, none is good as well.

    Raises ValidationError on `decision`.
    """
    on = loader.current().calendar.day_of(now)
    good = [one for one in chosen.offered(scope, account.office, on=on) if account.platform in one.chosen]
    if account.decision is not None and account.decision not in good:
        raise on_field(
            "decision", _("This decision is not in force for the office, or it did not choose this platform."), "choice"
        )
    if account.decision is None:
        account.decision = next(iter(good), None)
    if account.decision is None and platforms.choice_at(now, account.office.kind).required:
        raise on_field(
            "decision",
            _("No decision in force chose this platform. Weigh platforms and decide first, or choose another."),
            "required",
        )


@transaction.atomic
def name_decision(scope: Scope, *, account: Account, decision: Decision, now: datetime) -> None:
    """Say of an account, at whatever stage, by which decision its platform was chosen (clause 3).

    Raises Forbidden, ValidationError on `decision`.
    """
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    current = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=account.pk)
    before, current.decision = current.decision, decision
    if before == decision:
        return
    settle_choice(scope, current, now=now)
    current.save(update_fields=["decision"])
    changes = {"decision": [before.starts_on.isoformat() if before else None, decision.starts_on.isoformat()]}
    record(scope.actor, verbs.CHOICE_NAMED, current, now=now, office_id=current.office_id, changes=changes)
    account.refresh_from_db()
