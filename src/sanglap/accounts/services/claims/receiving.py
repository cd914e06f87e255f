"""A list of accounts comes in, is read and compared, or is thrown away; the rest is a person's decision."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.accounts import verbs
from sanglap.accounts.models import AccountImport
from sanglap.accounts.services.claims import comparing
from sanglap.accounts.services.claims.form import LINK, OFFICE, Claim
from sanglap.accounts.services.claims.reading import read
from sanglap.core import clock
from sanglap.core.errors import on_field
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services.bringing import keeping
from sanglap.offices.services.bringing.comparing import compare as compare_list
from sanglap.offices.services.bringing.progress import APPLYING, COMPARING, UNDOING, Say
from sanglap.offices.states import ImportState, OfficeState
from sanglap.people.permissions import Permission

TASK = "sanglap.accounts.jobs.carry_on"
MOST_LINKS = 200


def roots(scope: Scope) -> QuerySet[Office]:
    """The offices for which, or below which, the reader may bring in accounts."""
    rows = Office.objects.filter(state=OfficeState.OPEN)
    if scope.unbounded:
        return rows.filter(parent=None).order_by("code")
    wanted = {Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_REVIEW}
    own = [
        grant.office_id
        for grant in scope.grants
        if Permission.ACCOUNT_MANAGE in grant.permissions or (grant.below and wanted & grant.permissions)
    ]
    return rows.filter(pk__in=own).order_by("code")


def _reaches_below(scope: Scope, root: Office | None) -> bool:
    key = root.pk if root else None
    return any(scope.may(one, key, below=True) for one in (Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_REVIEW))


def require_reach(scope: Scope, run: AccountImport) -> None:
    """Raise Forbidden unless the reader may bring in accounts as far as the list reaches: of its root alone whoever
    manages them there, of the offices below it too whoever manages or reviews them from there on down.
    """
    if _reaches_below(scope, run.root):
        return
    if run.notes.get("below"):
        raise Forbidden(Permission.ACCOUNT_REVIEW, run.root_id)
    scope.require(Permission.ACCOUNT_MANAGE, run.root_id)


@transaction.atomic
def receive(scope: Scope, *, name: str, content: bytes, root: Office | None, now: datetime) -> AccountImport:
    """Take in a file of accounts of `root` and, where the reader reaches so far, of the offices below it.

    Nothing is read yet: `compare` does that. Raises Forbidden; ValidationError for a file larger than 20 MB.
    """
    notes = {"below": _reaches_below(scope, root)}
    run = AccountImport(root=root, notes=notes, **keeping.packed(name, content))
    require_reach(scope, run)
    return keeping.enter(scope, run, verbs.LIST_RECEIVED, now)


@transaction.atomic
def send(scope: Scope, *, name: str, content: bytes, root: Office, now: datetime) -> AccountImport:
    """Take in a file and have a worker read and compare it. Raises as `receive`."""
    run = receive(scope, name=name, content=content, root=root, now=now)
    keeping.defer(run, TASK, what=COMPARING)
    return run


def send_links(scope: Scope, *, links: str, root: Office, now: datetime) -> AccountImport:
    """Take in the links of profiles, one in each line, of accounts of `root`; they are compared at once.

    Raises Forbidden; ValidationError on `links` for none and for too many.
    """
    given = [line.strip() for line in links.splitlines() if line.strip()]
    if not given:
        raise on_field("links", _("Paste at least one link."), "required")
    if len(given) > MOST_LINKS:
        raise on_field("links", _("Paste at most %(most)s links at once, or send a list."), "most", most=MOST_LINKS)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([(OFFICE, LINK), *((root.code, link) for link in given)])
    name = given[0] if len(given) == 1 else f"{given[0]} (+{len(given) - 1})"
    return compare(receive(scope, name=name, content=text.getvalue().encode(), root=root, now=now), now=now)


def compare(run: AccountImport, *, say: Say | None = None, now: datetime | None = None) -> AccountImport:
    """Read the list and hold it against the register, as `bringing.comparing.compare` does with all keeping."""
    now = now or clock.now()

    def hold(rows: Sequence[Claim]) -> dict[str, Any]:
        comparing.compare_rows(run, rows, now=now)
        return {}

    return compare_list(run, Claim, read, hold, say=say, now=now)


@transaction.atomic
def discard(scope: Scope, *, run: AccountImport, now: datetime) -> None:
    """Throw the list away; its rows stay to be looked at. Raises Forbidden, TransitionRefused."""
    require_reach(scope, run)
    keeping.throw_away(scope, run, now)


@transaction.atomic
def begin_apply(scope: Scope, *, run: AccountImport, only_good: bool) -> bool:
    """Have a worker apply the list in the reader's name; False where that is under way already.

    Raises Forbidden, TransitionRefused.
    """
    require_reach(scope, run)
    return keeping.begin(scope, run, ImportState.APPLIED, APPLYING, TASK, only_good=only_good)


@transaction.atomic
def begin_undo(scope: Scope, *, run: AccountImport) -> bool:
    """Have a worker take the list back in the reader's name; False where that is under way already.

    Raises Forbidden, TransitionRefused.
    """
    require_reach(scope, run)
    return keeping.begin(scope, run, ImportState.UNDONE, UNDOING, TASK)
