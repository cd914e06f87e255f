"""Who answers for an account: a panel of as many members as the rulebook knows (clause 5.c)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import selectors, verbs
from sanglap.accounts.models import Account, PanelMember, PanelRole
from sanglap.accounts.services import telling
from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.guideline import loader
from sanglap.offices import selectors as offices
from sanglap.offices.models import OfficeOrder
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission


@transaction.atomic
def appoint_panel(
    scope: Scope,
    *,
    account: Account,
    members: Mapping[User, PanelRole],
    order: OfficeOrder | None = None,
    ends_at: datetime | None = None,
    now: datetime,
) -> None:
    """Put these people, and no others, on the account's panel from now on until `ends_at` (clause 5.c), by that order.

    Raises Forbidden; ValidationError where the rulebook does not know a panel of that size, or where somebody may not
    approve at the account's office, and on `ends` for a term that is over before it begins.
    """
    account = Account.objects.select_for_update(of=("self",)).select_related("office").get(pk=account.pk)
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    _check(scope, account, members, now)
    serving = {member.user_id: member for member in selectors.panel([account.pk], at=now)}
    keep = {user.pk: role for user, role in members.items()}
    if ends_at is not None and ends_at <= now:
        raise on_field("ends", _("The term ends after today. Check the day."), "date")
    staying = {user for user, member in serving.items() if keep.get(user) == member.role and member.ends_at == ends_at}
    leaving = [member.pk for user, member in serving.items() if user not in staying]
    PanelMember.objects.filter(pk__in=leaving).update(ends_at=now)
    PanelMember.objects.bulk_create(
        PanelMember(account=account, user=user, role=role, starts_at=now, ends_at=ends_at, order=order)
        for user, role in members.items()
        if user.pk not in staying
    )
    telling.seated(account, [user for user in members if user.pk not in serving], by=scope.user, now=now)
    record(
        scope.actor, verbs.PANEL_SET, account, now=now, office_id=account.office_id, memo=order.memo if order else "",
        members={str(user.pk): str(role) for user, role in members.items()},
    )  # fmt: skip


def _check(scope: Scope, account: Account, members: Mapping[User, PanelRole], now: datetime) -> None:
    book = loader.current()
    rule = book.rule("panel-size", on=book.calendar.day_of(now))
    if len(members) not in rule.parameters.in_order:
        raise ValidationError(_("A panel has exactly as many members as clause 5(c) allows: 1, 3 or 5."), code="size")
    fit = set(offices.holders(scope, account.office, Permission.POST_APPROVE, now=now).values_list("pk", flat=True))
    for user in members:
        if user.pk not in fit:
            raise ValidationError(
                _("%(who)s holds no position at this office that lets them approve. Appoint them to one first."),
                code="position", params={"who": str(user.name)},
            )  # fmt: skip


@transaction.atomic
def set_majority(scope: Scope, *, account: Account, by_majority: bool, now: datetime) -> None:
    """Order that a majority of the panel approves what goes out, or that one member is enough (clause 6.a).

    It holds for what is decided from now on. Raises Forbidden.
    """
    scope.require(Permission.ACCOUNT_MANAGE, account.office_id)
    if by_majority == (account.majority_since is not None):
        return
    account.majority_since = now if by_majority else None
    account.save(update_fields=["majority_since"])
    verb = verbs.MAJORITY_ORDERED if by_majority else verbs.ONE_ENOUGH
    record(scope.actor, verb, account, now=now, office_id=account.office_id)
