"""Reminding those who answer for many accounts of what is broken or at risk there, in one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from sanglap.accounts.models import Account, PanelMember
from sanglap.accounts.selectors import panel
from sanglap.audit.services import current_act, line, record, record_many
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.duties import verbs
from sanglap.duties.board.pick import STANDINGS, WANTING, Pick
from sanglap.duties.board.rows import rows
from sanglap.duties.models import Duty, DutyKind, Reminder, Reminding
from sanglap.guideline import loader
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell_all
from sanglap.offices.models import Appointment
from sanglap.offices.scope import Forbidden, Scope, in_force
from sanglap.offices.selectors import holders_by_office
from sanglap.people.models import User
from sanglap.people.permissions import Permission, roles_with

TASK = "sanglap.duties.jobs.go_on_reminding"
BATCH = 300
"""So many accounts are seen to in one transaction; whoever reminds no more sees them all reminded at once."""
LONGEST = 500
LOOKED_AT = 300
"""A preview counts whom so many duties reach; of more it says so."""
_PERMISSION = Permission.ACCOUNT_REVIEW


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a reminder would reach."""

    accounts: int
    offices: int
    people: int
    more: bool
    """It would reach more than these: only the first `LOOKED_AT` duties were looked at."""
    today: int
    """So many accounts were reminded today already, and are left out."""


def _meant(scope: Scope, pick: Pick, only: Sequence[UUID] | None) -> QuerySet[Duty]:
    """Of what is picked, the duties that are broken or at risk now."""
    found = rows(scope, pick.but(week=None, standing=pick.standing or WANTING)).order_by()
    # Where what is kept was picked, nobody is reminded.
    found = found.filter(standing__in=STANDINGS[WANTING])
    return found if only is None else found.filter(pk__in=only)


def preview(scope: Scope, *, pick: Pick, only: Sequence[UUID] | None, now: datetime) -> Preview:
    """Whom a reminder of what is picked, or of `only` these duties among it, would reach. Raises Forbidden."""
    scope.require(_PERMISSION, pick.root, below=pick.deep)
    found = _meant(scope, pick, only)
    lately = Reminder.objects.filter(day=loader.current().calendar.day_of(now))
    reached = found.exclude(Exists(lately.filter(account=OuterRef("account"))))
    duties = list(reached.values_list("account_id", "office_id")[: LOOKED_AT + 1])
    accounts, offices = {account for account, _office in duties}, {office for _account, office in duties}
    heads = Appointment.objects.filter(
        in_force(now), position__office__in=offices, position__role__in=roles_with(Permission.ACCOUNT_MANAGE),
        user__is_active=True,
    )  # fmt: skip
    seated = PanelMember.objects.filter(in_force(now), account__in=accounts, user__is_active=True)
    return Preview(
        accounts=len(accounts),
        offices=len(offices),
        people=heads.order_by().values("user").union(seated.order_by().values("user")).count(),
        more=len(duties) > LOOKED_AT,
        today=lately.filter(account__in=found.values("account")).count(),
    )


@transaction.atomic
def remind(scope: Scope, *, pick: Pick, only: Sequence[UUID] | None, said: str, now: datetime) -> Reminding:
    """Remind the heads and panels of the accounts where what is picked, or `only` these duties among it, is broken or
    at risk. Up to `BATCH` accounts at once; of more a worker sees to the rest.

    Raises Forbidden; ValidationError where nobody is to be reminded, or the sentence is too long.
    """
    scope.require(_PERMISSION, pick.root, below=pick.deep)
    said = said.strip()
    if len(said) > LONGEST:
        raise ValidationError({"said": ValidationError(_("Say it in at most 500 characters."), code="max_length")})
    accounts = _meant(scope, pick, only).values("account").distinct().count()
    if not accounts:
        raise ValidationError(_("Nothing of this is broken or at risk now, so nobody is reminded."), code="nobody")
    made = Reminding.objects.create(
        office_id=pick.root, by=scope.person, picked=pick.plain(), only=None if only is None else list(only),
        said=said, act_id=current_act.get() or new_id(now), at=now, accounts=accounts,
    )  # fmt: skip
    told: dict[str, Any] = {"rows": accounts, **({"note": said} if said else {})}
    record(scope.actor, verbs.REMINDED, made, now=now, office_id=pick.root, **told)
    _see_to(scope, made, now)
    if not made.ended_at:
        # Known by its name, since services do not know the jobs above them.
        app.configure_task(TASK, lock=f"reminding {made.pk}").defer(reminding_id=str(made.pk))
    return made


@transaction.atomic
def go_on(reminding: UUID, *, now: datetime) -> bool:
    """See to the next accounts of a reminder; gives whether there are more. A second time nobody is told twice."""
    made = Reminding.objects.select_for_update(of=("self",)).select_related("by").get(pk=reminding)
    if made.ended_at:
        return False
    scope = Scope.of(made.by, now)
    pick = Pick.of(made.picked)
    try:
        scope.require(_PERMISSION, pick.root, below=pick.deep)
    except Forbidden:
        # Whoever sent it may not any more: the rest is left.
        _note(made, ended_at=now)
        return False
    _see_to(scope, made, now)
    return made.ended_at is None


def _see_to(scope: Scope, made: Reminding, now: datetime) -> None:
    found = _meant(scope, Pick.of(made.picked), made.only)
    ahead = found.filter(account__gt=made.reached) if made.reached else found
    keys = list(ahead.values_list("account", flat=True).distinct().order_by("account")[:BATCH])
    told = _tell(scope, made, list(found.filter(account__in=keys).select_related("account")), now) if keys else 0
    over = len(keys) < BATCH
    _note(
        made, done=made.done + len(keys), told=made.told + told, reached=keys[-1] if keys else made.reached,
        ended_at=now if over else None,
    )  # fmt: skip


def _note(made: Reminding, **fields: object) -> None:
    Reminding.objects.filter(pk=made.pk).update(**fields)
    for name, value in fields.items():
        setattr(made, name, value)


def _tell(scope: Scope, made: Reminding, found: Sequence[Duty], now: datetime) -> int:
    """Tell those who answer for these accounts, where there are any and they were not told today; gives of how many."""
    day = loader.current().calendar.day_of(now)
    accounts = {duty.account_id: duty.account for duty in found}
    kinds: dict[UUID, list[DutyKind]] = defaultdict(list)
    for duty in found:
        kinds[duty.account_id].append(DutyKind(duty.kind))
    people = _answering(accounts.values(), but=scope.person, now=now)
    reachable = [key for key in accounts if people[key]]
    Reminder.objects.bulk_create(
        [Reminder(reminding=made, account_id=key, day=day, kinds=kinds[key], at=now) for key in reachable],
        ignore_conflicts=True,
    )
    # Those that somebody reminded today already are not among them.
    new = set(Reminder.objects.filter(reminding=made, day=day, account__in=reachable).values_list("account", flat=True))
    due = loader.current().calendar.begins(day)
    tell_all(
        Kind.REMINDER,
        [(_about(accounts[key], kinds[key], made.said, due), people[key]) for key in new],
        now=now, but=scope.user,
    )  # fmt: skip
    before = current_act.set(made.act_id)
    try:
        lines = [
            line(scope.actor, verbs.ACCOUNT_REMINDED, accounts[key], now=now, office_id=accounts[key].office_id)
            for key in sorted(new)
        ]
        record_many(lines)
    finally:
        current_act.reset(before)
    return len(new)


def _answering(accounts: Iterable[Account], *, but: User, now: datetime) -> Mapping[UUID, list[User]]:
    """Who answers for each: those who manage the office's accounts, and the panel."""
    listed = list(accounts)
    heads = holders_by_office({account.office_id for account in listed}, Permission.ACCOUNT_MANAGE, now=now)
    found = {account.pk: list(heads[account.office_id]) for account in listed}
    for member in panel(list(found), at=now):
        found[member.account_id].append(member.user)
    return {key: [one for one in people if one.is_active and one.pk != but.pk] for key, people in found.items()}


def _about(account: Account, kinds: Iterable[DutyKind], said: str, due: datetime) -> About:
    words = {"account": account.called, "clauses": _named(kinds), **({"said": said} if said else {})}
    return About(Subject.ACCOUNT, account.pk, account.office_id, words, due=due)


def _named(kinds: Iterable[DutyKind]) -> LocalizedText:
    wanted, named = set(kinds), {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            named[language] = ", ".join(str(kind.label) for kind in DutyKind if kind in wanted)
    return LocalizedText(named)
