"""The guided way of an account from the name of a post or a person to its office's (clause 5.a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import verbs
from sanglap.accounts.models import Account, Credential, FormerName, NameFault, Renaming, RenamingStep, Way
from sanglap.accounts.naming import judge
from sanglap.accounts.selectors import renaming_of
from sanglap.accounts.services.life import require_either, require_single, said
from sanglap.accounts.services.names import refusal, require_office_name
from sanglap.accounts.states import RENAMING, AccountState, RenamingState
from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.guideline.parameters.naming import RenamingDue
from sanglap.guideline.profiles import read_profile_url
from sanglap.language.normal import normalise
from sanglap.offices.scope import Scope

LONGEST_STEP_NOTE = 500


def due_rule(now: datetime) -> tuple[date, RenamingDue]:
    """Today, and by when a renaming that begins today is to be done."""
    book = loader.current()
    today = book.calendar.day_of(now)
    return today, book.rule("renaming-due", on=today).parameters


@transaction.atomic
def begin_renaming(
    scope: Scope, *, account: Account, way: Way, to_name: LocalizedText, due_on: date | None = None, now: datetime
) -> Renaming:
    """Begin to bring the account to that name, by the steps that the catalogue has for its platform.

    A second click gives the renaming that is under way. Raises Forbidden; ValidationError on `to_name`, `due_on`;
    TransitionRefused for a closed account.
    """
    require_either(scope, account)
    account = Account.objects.select_for_update(of=("self",)).select_related("office").get(pk=account.pk)
    if account.state == AccountState.CLOSED:
        raise TransitionRefused(account.state, RenamingState.BEGUN)
    if (known := renaming_of(account)) is not None:
        return known
    found = judge(to_name, account.office.name, now=now)
    if not to_name:
        raise on_field("to_name", _("Write the new name."), "required")
    if found.fault:
        raise refusal(found, "to_name")
    made = Renaming.objects.create(
        account=account, fault=account.name_fault or (NameFault.PERSON if account.personal else NameFault.NONE),
        way=way, to_name=to_name, due_on=_due(due_on, now), begun_by=scope.user, begun_at=now,
    )  # fmt: skip
    RenamingStep.objects.bulk_create(
        RenamingStep(renaming=made, number=number, text=text) for number, text in enumerate(_steps(account, way), 1)
    )
    record(
        scope.actor, verbs.RENAMING_BEGUN, made, now=now, office_id=account.office_id, name=account.called,
        changes={"name": [dict(account.name), dict(to_name)]},
    )  # fmt: skip
    return made


def _due(wanted: date | None, now: datetime) -> date:
    today, rule = due_rule(now)
    if wanted is None:
        return today + timedelta(days=rule.days)
    if not today < wanted <= today + timedelta(days=rule.longest_days):
        raise on_field(
            "due_on", _("Choose a day after today and at most %(most)s days ahead."), "date", most=rule.longest_days
        )
    return wanted


def _steps(account: Account, way: Way) -> Iterator[LocalizedText]:
    catalogue = loader.current().catalogue
    platform = catalogue.by_id.get(account.platform) or catalogue.of_network(account.network)
    if platform is not None:
        yield from platform.moving if way == Way.MOVE else platform.renaming


@transaction.atomic
def tick_step(
    scope: Scope, *, step: RenamingStep, done: bool, note: str = "", evidence: File | None = None, now: datetime
) -> None:
    """Say that a step is done, with what shows it, or that it is not done after all. A second click changes nothing.

    Raises Forbidden; TransitionRefused once the renaming is over; ValidationError on `note`.
    """
    account = step.renaming.account
    require_either(scope, account)
    renaming = Renaming.objects.select_for_update(no_key=True).get(pk=step.renaming_id)
    if renaming.state != RenamingState.BEGUN:
        raise TransitionRefused(renaming.state, RenamingState.DONE)
    note = normalise(note).strip()
    if len(note) > LONGEST_STEP_NOTE:
        raise on_field("note", _("Say it in at most 500 characters."), "max_length")
    step.refresh_from_db()
    if (step.done_at is not None) == done:
        return
    step.done_at, step.done_by = (now, scope.user) if done else (None, None)
    step.note, step.evidence = (note, evidence) if done else ("", None)
    step.save(update_fields=["done_at", "done_by", "note", "evidence"])
    record(
        scope.actor, verbs.STEP_DONE if done else verbs.STEP_UNDONE, renaming, now=now, office_id=account.office_id,
        name=account.called, words=dict(step.text), note=note,
    )  # fmt: skip


@transaction.atomic
def finish_renaming(
    scope: Scope, *, renaming: Renaming, name: LocalizedText, handle: str = "", link: str = "", now: datetime
) -> None:
    """Record what the account is called now, and where it is; what it was called stays in its history.

    `link` is its address, where that changed; else `handle` names it on the same server. Raises Forbidden;
    ValidationError while steps are open, and by field; TransitionRefused once it is over.
    """
    require_either(scope, renaming.account)
    account = Account.objects.select_for_update(of=("self",)).select_related("office").get(pk=renaming.account_id)
    RENAMING.verb(renaming.state, RenamingState.DONE)
    if renaming.steps.filter(done_at=None).exists():
        raise ValidationError(_("Tick every step first: some are not done yet."), code="steps")
    former = FormerName(
        account=account, renaming=renaming, name=account.name, handle=account.handle, url=account.url, until=now
    )
    place = (account.server, account.handle)
    account.name = name
    _settle_place(account, handle, link)
    require_office_name(account, now=now)
    require_single(account)
    account.personal = account.personal and renaming.way != Way.MOVE
    if (account.server, account.handle) != place:
        _forget_access(scope, account, now)
    account.save(
        update_fields=["name", "server", "handle", "url", "remote_id", "name_fault", "banner_owed", "personal"]
    )
    transition(
        renaming, RENAMING, RenamingState.DONE, actor=scope.actor, now=now, office_id=account.office_id, ended_at=now
    )
    former.save(force_insert=True)
    record(
        scope.actor, verbs.RENAMED, account, now=now, office_id=account.office_id,
        changes={"name": [dict(former.name), dict(name)], "handle": [former.handle, account.handle]},
    )  # fmt: skip


def _settle_place(account: Account, handle: str, link: str) -> None:
    platform = loader.current().catalogue.by_id.get(account.platform)
    handle = handle.strip().removeprefix("@")
    if link.strip():
        try:
            found = read_profile_url(link)
        except ValidationError as error:
            raise ValidationError({"link": error}) from None
        if found.platform != account.platform:
            raise on_field("link", _("This address is on another platform."), "platform")
        account.server, account.handle = found.server, found.handle
    elif handle:
        account.handle = handle
    if (link.strip() or handle) and platform is not None:
        account.url = platform.url_of(account.handle, account.server)


def _forget_access(scope: Scope, account: Account, now: datetime) -> None:
    """What opened the old profile does not open the new one: it is connected anew."""
    account.remote_id = ""
    if Credential.objects.filter(account=account).delete()[0]:
        record(scope.actor, verbs.FORGOTTEN, account, now=now, office_id=account.office_id)


@transaction.atomic
def give_up_renaming(scope: Scope, *, renaming: Renaming, note: str, now: datetime) -> None:
    """End it without a new name: the wrong one stays on record as such.

    Raises Forbidden, ValidationError on `note`, TransitionRefused once it is over.
    """
    account = renaming.account
    require_either(scope, account)
    why = said(note)
    transition(
        renaming, RENAMING, RenamingState.GIVEN_UP, actor=scope.actor, now=now, office_id=account.office_id,
        ended_at=now, note=why, data={"note": why},
    )  # fmt: skip
