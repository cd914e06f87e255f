"""A list is read and held against the register, whatever it lists; and compared anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from sanglap.lists.faults import Unreadable
from sanglap.lists.reading import Tell
from sanglap.offices.models import ListImport
from sanglap.offices.services.bringing import keeping
from sanglap.offices.services.bringing.progress import COMPARING, READING, Progress, Say
from sanglap.offices.services.bringing.rows import BroughtRow, count, kept_rows, write
from sanglap.offices.states import IMPORT, ImportState

L = TypeVar("L", bound=ListImport)
B = TypeVar("B", bound=BroughtRow)
Read = Callable[[bytes, Tell], tuple[list[B], dict[str, Any]]]
"""Takes a file apart: its rows, and how it was read. Raises Unreadable."""
Hold = Callable[[Sequence[B]], dict[str, Any]]
"""Finds out what each row would do, and gives what the list itself keeps of that."""


def compare(
    run: L, made: type[B], read: Read[B], hold: Hold[B], *, now: datetime, say: Say | None = None
) -> L:  # fmt: skip
    """Read the list into rows of `made` and hold it against the register: it becomes ready, or is refused with what is
    wrong.

    What is ready already is compared anew. It may be broken off at any moment and done again. Raises
    TransitionRefused where the list is past that.
    """
    with Progress(run, say) as progress:
        try:
            rows, notes = _rows(run, made, read, progress)
        except Unreadable as fault:
            with transaction.atomic():
                keeping.refuse(run, fault, now)
            return run
        progress.tell(COMPARING, 0, len(rows))
        _keep(run, rows, made, {"notes": notes}, hold, now=now)
    return run


def _rows(run: L, made: type[B], read: Read[B], progress: Progress) -> tuple[Sequence[B], dict[str, Any]]:
    if run.state == ImportState.RECEIVED:
        content = keeping.unpacked(run)
        if content is not None:
            rows, notes = read(content, lambda done, whole: progress.tell(READING, done, whole))
            return rows, {**run.notes, **notes}
        run.refresh_from_db(fields=["state"])
    return kept_rows(run, made), run.notes


@transaction.atomic
def _keep(run: L, rows: Sequence[B], made: type[B], fields: dict[str, Any], hold: Hold[B], *, now: datetime) -> None:
    lists = type(run)._default_manager  # noqa: SLF001 - Django's public name
    # One at a time: a second worker that was given the same list waits, and then finds it done.
    held = lists.select_for_update().only("state").get(pk=run.pk)
    fields = {**fields, **hold(rows), "counts": count(rows), "content": None, "stage": "", "fault": {}}
    write(run, rows, made)
    if held.state == ImportState.RECEIVED:
        run.refresh_from_db(fields=["state"])
        keeping.step(run, ImportState.READY, now, **fields)
        return
    IMPORT.verb(held.state, ImportState.APPLIED)
    lists.filter(pk=run.pk).update(**fields)
    run.refresh_from_db(fields=[*fields, "state"])
