"""A list comes in, is read and compared, or is thrown away; the rest is a person's decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sanglap.core import clock
from sanglap.offices import verbs
from sanglap.offices.models import Office, OfficeImport
from sanglap.offices.scope import Scope
from sanglap.offices.services.imports import comparing, lists, sources
from sanglap.offices.services.imports.faults import Unreadable
from sanglap.offices.services.imports.progress import APPLYING, COMPARING, READING, UNDOING, Progress, Say
from sanglap.offices.services.imports.reading import read
from sanglap.offices.services.imports.rows import Row
from sanglap.offices.states import IMPORT, ImportState
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
    return _received(scope, OfficeImport(root=root, **lists.packed(name, content)), now)


@transaction.atomic
def receive_source(scope: Scope, source: str, *, under: Office | None, now: datetime) -> OfficeImport:
    """Take in one of `sources.SOURCES`, below the office `under`. Raises Forbidden, KeyError, Unreadable."""
    sources.SOURCES[source].require()
    run = OfficeImport(name=source, root=under, notes={"source": source})
    return _received(scope, run, now)


def _received(scope: Scope, run: OfficeImport, now: datetime) -> OfficeImport:
    require_reach(scope, run)
    return lists.enter(scope, run, verbs.IMPORT_RECEIVED, now)


def compare(run: OfficeImport, *, say: Say | None = None, now: datetime | None = None) -> OfficeImport:
    """Read the list and hold it against the register: it becomes ready, or is refused with what is wrong.

    What is ready already is compared anew. It may be broken off at any moment and done again. Raises
    TransitionRefused where the list is past that.
    """
    now = now or clock.now()
    with Progress(run, say) as progress:
        try:
            rows, notes = _rows(run, progress)
        except Unreadable as fault:
            with transaction.atomic():
                lists.refuse(run, fault, now)
            return run
        progress.tell(COMPARING, 0, len(rows))
        _keep(run, rows, notes, now)
    return run


def _rows(run: OfficeImport, progress: Progress) -> tuple[Sequence[Row], dict[str, Any]]:
    if run.state != ImportState.RECEIVED:
        return comparing.kept_rows(run), run.notes

    def tell(done: int, whole: int) -> None:
        progress.tell(READING, done, whole)

    if source := run.notes.get("source"):
        return sources.SOURCES[source].rows(tell), run.notes
    content = lists.unpacked(run)
    if content is None:
        run.refresh_from_db(fields=["state"])
        return comparing.kept_rows(run), run.notes
    return read(content, tell)


@transaction.atomic
def _keep(run: OfficeImport, rows: Sequence[Row], notes: dict[str, Any], now: datetime) -> None:
    # One at a time: a second worker that was given the same list waits, and then finds it done.
    held = OfficeImport.objects.select_for_update().only("state").get(pk=run.pk)
    register = comparing.compare_rows(run, rows, sources.areas(notes.get("source")))
    comparing.write(run, rows)
    fields = {
        "counts": comparing.count(rows), "notes": notes, "register": register.fingerprint, "content": None,
        "stage": "", "fault": {},
    }  # fmt: skip
    if held.state == ImportState.RECEIVED:
        run.refresh_from_db(fields=["state"])
        lists.step(run, ImportState.READY, now, **fields)
        return
    IMPORT.verb(held.state, ImportState.APPLIED)
    OfficeImport.objects.filter(pk=run.pk).update(**fields)
    run.refresh_from_db(fields=[*fields, "state"])


@transaction.atomic
def discard(scope: Scope, *, run: OfficeImport, now: datetime) -> None:
    """Throw the list away; its rows stay to be looked at. Raises Forbidden, TransitionRefused."""
    require_reach(scope, run)
    lists.throw_away(scope, run, now)


@transaction.atomic
def send(scope: Scope, *, name: str, content: bytes, root: Office, now: datetime) -> OfficeImport:
    """Take in a file and have a worker read and compare it. Raises as `receive`."""
    run = receive(scope, name=name, content=content, root=root, now=now)
    lists.defer(run, TASK, what=COMPARING)
    return run


@transaction.atomic
def begin_apply(scope: Scope, *, run: OfficeImport, only_good: bool, only_new: bool) -> bool:
    """Have a worker apply the list in the reader's name; False where that is under way already.

    Raises Forbidden, TransitionRefused.
    """
    require_reach(scope, run)
    return lists.begin(scope, run, ImportState.APPLIED, APPLYING, TASK, only_good=only_good, only_new=only_new)


@transaction.atomic
def begin_undo(scope: Scope, *, run: OfficeImport) -> bool:
    """Have a worker take the list back in the reader's name; False where that is under way already.

    Raises Forbidden, TransitionRefused.
    """
    require_reach(scope, run)
    return lists.begin(scope, run, ImportState.UNDONE, UNDOING, TASK)
