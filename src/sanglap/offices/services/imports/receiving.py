"""A list comes in, is read and compared, or is thrown away; the rest is a person's decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sanglap.core import clock
from sanglap.lists.reading import Tell
from sanglap.offices import verbs
from sanglap.offices.models import Office, OfficeImport
from sanglap.offices.scope import Scope
from sanglap.offices.services.bringing import keeping
from sanglap.offices.services.bringing.comparing import compare as compare_list
from sanglap.offices.services.bringing.progress import APPLYING, COMPARING, UNDOING, Say
from sanglap.offices.services.imports import comparing, reading, sources
from sanglap.offices.services.imports.rows import OfficeRow
from sanglap.offices.states import ImportState
from sanglap.people.permissions import Permission

TASK = "sanglap.offices.jobs.carry_on"


def require_reach(scope: Scope, run: OfficeImport) -> None:
    """Raise Forbidden unless the reader manages offices from the list's root on down; without a root, the machine."""
    scope.require(Permission.OFFICE_MANAGE, run.root_id, below=True)


@transaction.atomic
def receive(scope: Scope, *, name: str, content: bytes, root: Office | None, now: datetime) -> OfficeImport:
    """Take in a file, which may change offices below `root` (None: anywhere; the machine alone may).

    Nothing is read yet: `compare` does that. Raises Forbidden; ValidationError for a file larger than 20 MB.
    """
    return _received(scope, OfficeImport(root=root, **keeping.packed(name, content)), now)


@transaction.atomic
def receive_source(scope: Scope, source: str, *, under: Office | None, now: datetime) -> OfficeImport:
    """Take in one of `sources.SOURCES`, below the office `under`. Raises Forbidden, KeyError, Unreadable."""
    sources.SOURCES[source].require()
    run = OfficeImport(root=under, notes={"source": source}, **keeping.packed(source, b""))
    return _received(scope, run, now)


def _received(scope: Scope, run: OfficeImport, now: datetime) -> OfficeImport:
    require_reach(scope, run)
    return keeping.enter(scope, run, verbs.IMPORT_RECEIVED, now)


def compare(run: OfficeImport, *, say: Say | None = None, now: datetime | None = None) -> OfficeImport:
    """Read the list and hold it against the register, as `bringing.comparing.compare` does with all keeping."""

    def read(content: bytes, tell: Tell) -> tuple[list[OfficeRow], dict[str, Any]]:
        source = run.notes.get("source")
        return (sources.SOURCES[source].rows(tell), {}) if source else reading.read(content, tell)

    def hold(rows: Sequence[OfficeRow]) -> dict[str, Any]:
        register = comparing.compare_rows(run, rows, sources.areas(run.notes.get("source")))
        return {"register": register.fingerprint}

    return compare_list(run, OfficeRow, read, hold, say=say, now=now or clock.now())


@transaction.atomic
def discard(scope: Scope, *, run: OfficeImport, now: datetime) -> None:
    """Throw the list away; its rows stay to be looked at. Raises Forbidden, TransitionRefused."""
    require_reach(scope, run)
    keeping.throw_away(scope, run, now)


@transaction.atomic
def send(scope: Scope, *, name: str, content: bytes, root: Office, now: datetime) -> OfficeImport:
    """Take in a file and have a worker read and compare it. Raises as `receive`."""
    run = receive(scope, name=name, content=content, root=root, now=now)
    keeping.defer(run, TASK, what=COMPARING)
    return run


@transaction.atomic
def begin_apply(scope: Scope, *, run: OfficeImport, only_good: bool, only_new: bool) -> bool:
    """Have a worker apply the list in the reader's name; False where that is under way already.

    Raises Forbidden, TransitionRefused.
    """
    require_reach(scope, run)
    return keeping.begin(scope, run, ImportState.APPLIED, APPLYING, TASK, only_good=only_good, only_new=only_new)


@transaction.atomic
def begin_undo(scope: Scope, *, run: OfficeImport) -> bool:
    """Have a worker take the list back in the reader's name; False where that is under way already.

    Raises Forbidden, TransitionRefused.
    """
    require_reach(scope, run)
    return keeping.begin(scope, run, ImportState.UNDONE, UNDOING, TASK)
