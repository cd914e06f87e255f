"""Accounts of a list become claimed accounts, as a whole or as far as the good rows go; and are taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from sanglap.accounts import verbs
from sanglap.accounts.models import Account, AccountImport, ClaimRow, NameFault
from sanglap.accounts.services.claims import comparing
from sanglap.accounts.services.claims.form import (
    FORM,
    HANDLE,
    KEEPER,
    OPENED,
    PERSONAL,
    PLATFORM,
    PURPOSES,
    SERVER,
    Claim,
)
from sanglap.accounts.services.claims.receiving import compare, require_reach
from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.audit.services import line, record_many, transition
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.networks.registry import by_hand
from sanglap.offices.models import Office, RowKind
from sanglap.offices.scope import Scope
from sanglap.offices.services.bringing.keeping import finish, note_fault
from sanglap.offices.services.bringing.progress import APPLYING, UNDOING, Progress, Say
from sanglap.offices.services.bringing.refusals import NotApplied, RegisterChanged, some
from sanglap.offices.services.bringing.rows import as_compared
from sanglap.offices.states import IMPORT, ImportState

_CHUNK = 1_000
_FAULTS = {"name-post": NameFault.POST, "name-person": NameFault.PERSON}
"""What the comparison found of the names."""


def apply(
    scope: Scope, *, run: AccountImport, only_good: bool = False, say: Say | None = None, now: datetime
) -> dict[str, int]:
    """Bring in what the comparison showed as new: all of it, or `only_good` rows where others are faulty.

    Gives how many accounts are claimed now. Raises Forbidden, TransitionRefused; NotApplied where rows are faulty and
    `only_good` was not said; RegisterChanged where one of the accounts came into the register meanwhile: the list is
    compared anew then. In all these cases nothing was changed.
    """
    require_reach(scope, run)
    try:
        with Progress(run, say) as progress:
            return _apply(scope, run, progress, only_good=only_good, now=now)
    except (RegisterChanged, IntegrityError):
        changed = RegisterChanged()
        compare(run, now=now)
        note_fault(run, changed.fault)
        raise changed from None


@transaction.atomic
def _apply(scope: Scope, run: AccountImport, progress: Progress, *, only_good: bool, now: datetime) -> dict[str, int]:
    # Not locked: its progress is told through a second connection. Of two who apply at once the last step lets one by.
    run.refresh_from_db(fields=["state", "counts"])
    IMPORT.verb(run.state, ImportState.APPLIED)
    if run.counts.get(RowKind.BAD) and not only_good:
        raise NotApplied("bad")
    rows = list(as_compared(run, Claim))
    anew = [row.as_read() for row in rows]
    # What their names are worth was said already, and is no matter of the register.
    comparing.settle(run, anew)
    if [(row.line, row.kind, row.office_id) for row in rows] != [(row.line, row.kind, row.office_id) for row in anew]:
        raise RegisterChanged
    new = [row for row in rows if row.kind == RowKind.NEW]
    for done, chunk in _chunks(new):
        progress.tell(APPLYING, done, len(new))
        _enter(scope, chunk, now)
    counts = {RowKind.NEW.value: len(new)}
    finish(scope, run, ImportState.APPLIED, counts, now, applied_at=now)
    return counts


def _chunks(rows: Sequence[Claim]) -> Iterator[tuple[int, list[Claim]]]:
    left = iter(rows)
    done = 0
    while chunk := list(islice(left, _CHUNK)):
        yield done, chunk
        done += len(chunk)


def _enter(scope: Scope, rows: Sequence[Claim], now: datetime) -> None:
    offices = Office.objects.in_bulk({row.office_id for row in rows if row.office_id})
    made = [_account(row, offices[row.office_id]) for row in rows if row.office_id]
    Account.objects.bulk_create(made)
    record_many(line(scope.actor, verbs.CLAIMED, one, now=now, office_id=one.office_id) for one in made)


def _account(row: Claim, office: Office) -> Account:
    after = row.after
    platform = loader.current().catalogue.by_id[after[PLATFORM]]
    name = comparing.names_of(after)
    fault = next((_FAULTS[one["code"]] for one in row.faults if one["code"] in _FAULTS), NameFault.NONE)
    forced = fault == NameFault.PERSON and platform.personal_name.demanded
    return Account(
        id=row.account_id,
        office=office,
        platform=platform.id,
        network=platform.network or by_hand()[0],
        server=after[SERVER].rstrip("/"),
        handle=after[HANDLE],
        name=name,
        purposes=[one for one in after.get(PURPOSES, "").split(",") if one],
        audience=_both(after, "audience"),
        description=_both(after, "description"),
        url=platform.url_of(after[HANDLE], after[SERVER]),
        state=AccountState.CLAIMED,
        name_fault=NameFault.NONE if forced else fault,
        banner_owed=forced,
        personal=after.get(PERSONAL) == "yes",
        opened_on=date.fromisoformat(after[OPENED]) if after.get(OPENED) else None,
        keeper=after.get(KEEPER, ""),
    )


def _both(after: dict[str, str], field: str) -> LocalizedText:
    return LocalizedText(bn=after.get(f"{field}_bn", ""), en=after.get(f"{field}_en", ""))


@transaction.atomic
def undo(scope: Scope, *, run: AccountImport, say: Say | None = None, now: datetime) -> dict[str, int]:
    """Take the list back: the accounts that it brought in are gone; one of which something is on record by now is
    closed instead. Gives how many.

    Raises Forbidden, TransitionRefused; NotApplied, naming accounts, where one was handed in since. Then nothing was
    changed.
    """
    require_reach(scope, run)
    with Progress(run, say) as progress:
        run.refresh_from_db(fields=["state"])
        IMPORT.verb(run.state, ImportState.UNDONE)
        brought = ClaimRow.objects.filter(run=run, kind=RowKind.NEW)
        accounts = list(Account.objects.select_for_update(of=("self",)).filter(pk__in=brought.values("account_id")))
        progress.tell(UNDOING, 0, len(accounts))
        if further := [str(one.called) for one in accounts if one.state != AccountState.CLAIMED]:
            raise NotApplied("since", some(further), FORM.list_words)
        _take_back(scope, accounts, now)
        counts = {RowKind.NEW.value: len(accounts)}
        finish(scope, run, ImportState.UNDONE, counts, now, undone_at=now)
    return counts


def _take_back(scope: Scope, accounts: Sequence[Account], now: datetime) -> None:
    kept = set(_with_records([one.pk for one in accounts]))
    for one in accounts:
        if one.pk in kept:
            transition(one, ACCOUNT, AccountState.CLOSED, actor=scope.actor, now=now, office_id=one.office_id)
    gone = [one for one in accounts if one.pk not in kept]
    record_many(line(scope.actor, verbs.UNCLAIMED, one, now=now, office_id=one.office_id) for one in gone)
    with connection.cursor() as cursor:
        # By itself Django would look once more through every table that may refer to an account.
        cursor.execute("DELETE FROM accounts_account WHERE id = ANY(%s)", [[one.pk for one in gone]])


def _with_records(keys: Sequence[UUID]) -> Iterator[UUID]:
    """Those of these accounts to which anything of any app refers."""
    there = Q(pk__in=[])
    for relation in Account._meta.related_objects:  # noqa: SLF001 - Django's public name of its models
        rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})  # noqa: SLF001 - as above
        there |= Q(Exists(rows))
    yield from Account.objects.filter(there, pk__in=keys).values_list("pk", flat=True)
