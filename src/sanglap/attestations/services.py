"""Confirming something of an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.attestations import selectors, verbs
from sanglap.attestations.models import Attestation, Current, Evidence
from sanglap.attestations.statements import STATEMENTS, PasswordChanged, Pictures, Recovery, Settings, Statement, Terms
from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.guideline.catalogue import Topic as Choosable
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.selectors import colleagues
from sanglap.people.models import User
from sanglap.people.permissions import Permission
from sanglap.platforms.models import TermsVersion

_NO_MORE = (AccountState.CLOSED,)


@transaction.atomic
def attest(
    scope: Scope,
    *,
    account: Account,
    statement: Statement,
    keeper: User | None = None,
    evidence: Mapping[str, File] | None = None,
    now: datetime,
) -> Attestation:
    """Confirm that of the account: the statement's class tells what. `evidence` are files by what they show.

    Raises Forbidden where the reader neither serves on the panel nor manages the account; ValidationError where the
    account is closed, `changed_on` lies before the last change or after today, `keeper` serves at another office, or an
    option or the terms are not those of the account's platform.
    """
    if not selectors.may_confirm(scope, account, now=now):
        raise Forbidden(Permission.ACCOUNT_MANAGE, account.office_id)
    current = Account.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=account.pk)
    if current.state in _NO_MORE:
        raise ValidationError(_("This account is closed; nothing is confirmed of it any more."), code="closed")
    kind = next(kind for kind, made_of in STATEMENTS.items() if isinstance(statement, made_of))
    _check(statement, current, keeper, evidence or {}, now)
    known = Current.objects.filter(account=current, kind=kind).first()
    held = _holds_from(statement, known, now)
    made = Attestation.objects.create(
        account=current, kind=kind, made_by=scope.person, at=now, holds_from=held, keeper=keeper,
        statement=statement.model_dump(mode="json"),
    )  # fmt: skip
    Evidence.objects.bulk_create(
        Evidence(attestation=made, what=what, file=file) for what, file in (evidence or {}).items()
    )
    values: dict[str, Any] = {"attestation": made, "at": now, "holds_from": held, "keeper": keeper}
    Current.objects.update_or_create(values, account=current, kind=kind)
    memo = statement.memo if isinstance(statement, Settings) else ""
    record(scope.actor, verbs.MADE, current, now=now, office_id=current.office_id, confirmed=kind.value, memo=memo)
    return made


def _check(
    statement: Statement, account: Account, keeper: User | None, evidence: Mapping[str, File], now: datetime
) -> None:
    """What this kind of statement must agree with beyond its own form. Raises ValidationError by field."""
    if isinstance(statement, Recovery):
        _check_keeper(account, keeper, now)
    if isinstance(statement, Pictures):
        _check_pictures(statement, evidence)
    if isinstance(statement, Settings):
        _check_options(statement, account)
    if isinstance(statement, Terms):
        _check_terms(statement, account)


def _check_keeper(account: Account, keeper: User | None, now: datetime) -> None:
    there = colleagues(Scope.everything("attestations"), account.office, now=now)
    if keeper is None or not there.filter(pk=keeper.pk).exists():
        raise on_field("keeper", _("Choose somebody who serves at this office."), "keeper")


def _check_pictures(statement: Pictures, evidence: Mapping[str, File]) -> None:
    if {one.digest for one in statement.seen} != {file.digest for file in evidence.values()}:
        raise ValueError("the pictures that were seen are not those that were brought")


def _check_options(statement: Settings, account: Account) -> None:
    platform = loader.current().catalogue.by_id.get(account.platform)
    offered = platform.settings if platform else {}
    for topic, options in statement.chosen.items():
        if set(options) - set(offered.get(Choosable(topic), ())):
            raise on_field(topic, _("Choose what this platform offers."), "option")


def _check_terms(statement: Terms, account: Account) -> None:
    if statement.terms_id is None:
        return
    if not TermsVersion.objects.filter(pk=statement.terms_id, platform=account.platform).exists():
        raise ValidationError(_("These are not the terms of this platform. Open the page again."), code="terms")


def _holds_from(statement: Statement, known: Current | None, now: datetime) -> datetime:
    """Since when it is so. A day counts from its beginning, today from this moment."""
    if not isinstance(statement, PasswordChanged):
        return now
    calendar = loader.current().calendar
    today = calendar.day_of(now)
    if statement.changed_on > today:
        raise on_field("changed_on", _("This day is still to come."), "date")
    if known is not None and statement.changed_on < calendar.day_of(known.holds_from):
        raise on_field("changed_on", _("A later change was confirmed already. Check the day."), "date")
    return now if statement.changed_on == today else calendar.begins(statement.changed_on)
