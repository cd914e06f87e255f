"""An office asks to be exempt from a duty for a while; whoever coordinates decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.duties import verbs
from sanglap.duties.models import DutyKind, Exemption
from sanglap.duties.states import EXEMPTION, ExemptionState
from sanglap.guideline import loader
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import holders, reviewers
from sanglap.people.permissions import Permission

LONGEST = 2_000
_MACHINE = Scope.everything("notices")


@transaction.atomic
def ask(
    scope: Scope,
    *,
    office: Office,
    account: Account | None,
    kind: DutyKind,
    reason: str,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> Exemption:
    """Ask that the office, for one account or (None) for all of its accounts, need not keep that duty between these
    days. Raises Forbidden; ValidationError by field, also where the same is asked for or granted already.
    """
    scope.require(Permission.ACCOUNT_MANAGE, office.pk)
    if account is not None and account.office_id != office.pk:
        raise on_field("account", _("Choose one of the office's own accounts."), "foreign")
    _check_days(starts_on, ends_on, now)
    # Two clicks, or two officers at once: the second finds what the first wrote.
    Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=office.pk)
    open_ = Exemption.objects.filter(
        office=office, account=account, kind=kind, ends_on__gte=starts_on, starts_on__lte=ends_on,
        state__in=[ExemptionState.ASKED, ExemptionState.GRANTED],
    )  # fmt: skip
    if open_.exists():
        raise on_field("kind", _("An exemption for these days is asked for or granted already."), "twice")
    made = Exemption.objects.create(
        office=office, account=account, kind=kind, reason=_said(reason, "reason"), starts_on=starts_on,
        ends_on=ends_on, asked_by=scope.user, asked_at=now,
    )  # fmt: skip
    record(scope.actor, verbs.ASKED, made, now=now, office_id=office.pk)
    people = reviewers(office, Permission.ACCOUNT_REVIEW, now=now)
    tell(Kind.EXEMPTION, _about(made), to=people, now=now, but=scope.user)
    return made


def _check_days(starts_on: date, ends_on: date, now: datetime) -> None:
    book = loader.current()
    today = book.calendar.day_of(now)
    longest = book.rule("exemption", on=today).parameters.longest
    if ends_on < max(starts_on, today):
        raise on_field("ends_on", _("The last day lies before the first, or is over already."), "order")
    if ends_on - starts_on > longest:
        raise ValidationError(
            {"ends_on": ValidationError(_("At most %(days)s days at a time; ask again when they are over."),
                                        code="too_long", params={"days": longest.days})}
        )  # fmt: skip


@transaction.atomic
def decide(
    scope: Scope, *, exemption: Exemption, grant: bool, remark: str, ends_on: date | None = None, now: datetime
) -> None:
    """Grant it, perhaps until another day than was asked for, or decline it with a remark.

    Raises Forbidden, ValidationError by field, TransitionRefused where it was decided or withdrawn meanwhile.
    """
    scope.require(Permission.ACCOUNT_REVIEW, exemption.office_id)
    if grant:
        ends_on = ends_on or exemption.ends_on
        _check_days(exemption.starts_on, ends_on, now)
        _move(scope, exemption, ExemptionState.GRANTED, now=now, remark=remark.strip()[:LONGEST], ends_on=ends_on)
    else:
        _move(scope, exemption, ExemptionState.REFUSED, now=now, remark=_said(remark, "remark"))
    people = holders(_MACHINE, exemption.office, Permission.ACCOUNT_MANAGE, now=now)
    tell(Kind.EXEMPTED, _about(exemption), to=people, now=now, but=scope.user)


@transaction.atomic
def withdraw(scope: Scope, *, exemption: Exemption, now: datetime) -> None:
    """Take the request back. Raises Forbidden, TransitionRefused."""
    scope.require(Permission.ACCOUNT_MANAGE, exemption.office_id)
    transition(
        exemption, EXEMPTION, ExemptionState.WITHDRAWN, actor=scope.actor, now=now, office_id=exemption.office_id
    )


@transaction.atomic
def end(scope: Scope, *, exemption: Exemption, remark: str, now: datetime) -> None:
    """End it before its last day: by whoever may grant it. Raises Forbidden, ValidationError, TransitionRefused."""
    scope.require(Permission.ACCOUNT_REVIEW, exemption.office_id)
    _move(scope, exemption, ExemptionState.ENDED, now=now, remark=_said(remark, "remark"))
    people = holders(_MACHINE, exemption.office, Permission.ACCOUNT_MANAGE, now=now)
    tell(Kind.EXEMPTED, _about(exemption, now), to=people, now=now, but=scope.user)


def _move(scope: Scope, exemption: Exemption, to: ExemptionState, *, now: datetime, **values: Any) -> None:
    transition(
        exemption, EXEMPTION, to, actor=scope.actor, now=now, office_id=exemption.office_id,
        data={"note": values["remark"]} if values.get("remark") else None,
        decided_by=scope.user, decided_at=now, **values,
    )  # fmt: skip


def _said(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise on_field(field, _("Say why, in a sentence that the other side understands."), "required")
    if len(text) > LONGEST:
        raise on_field(field, _("Say it in at most 2,000 characters."), "max_length")
    return text


def _about(exemption: Exemption, occasion: datetime | None = None) -> About:
    words = {"account": exemption.called}
    return About(Subject.EXEMPTION, exemption.pk, exemption.office_id, words, due=occasion)
