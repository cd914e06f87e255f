"""What is done alike with every list, whatever it holds: taken in, stepped on, given to a worker."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from sanglap.audit.services import Actor, record, transition
from sanglap.language.normal import normalise
from sanglap.lists.faults import Unreadable
from sanglap.lists.tables import MOST_SIZE
from sanglap.offices.models import ListImport
from sanglap.offices.scope import Scope
from sanglap.offices.states import IMPORT, ImportState

L = TypeVar("L", bound=ListImport)
_LONGEST_NAME = 255


def packed(name: str, content: bytes) -> dict[str, Any]:
    """The file as a list keeps it until it is read. Raises ValidationError for one larger than 20 MB."""
    if len(content) > MOST_SIZE:
        raise ValidationError(_("The file is larger than 20 MB."), code="too-large")
    return {"name": normalise(name[:_LONGEST_NAME]).strip() or "–", "content": zlib.compress(content, 1)}


def unpacked(run: ListImport) -> bytes | None:
    """The file; None where it has been read already."""
    # On the machine's own connection, so that a list of megabytes is not carried along with the row.
    content = type(run)._default_manager.values_list("content", flat=True).get(pk=run.pk)  # noqa: SLF001 - Django's public name
    return None if content is None else zlib.decompress(content)


def enter(scope: Scope, run: L, verb: str, now: datetime) -> L:
    """Put the list on record; the caller has checked that the reader may."""
    run.by, run.received_at = scope.user, now
    run.save(force_insert=True)
    record(scope.actor, verb, run, now=now, office_id=run.root_id)
    return run


def step(run: ListImport, to: ImportState, now: datetime, **fields: Any) -> None:
    """What the machine by itself found of the list. Raises TransitionRefused."""
    counts = {"counts": fields["counts"]} if "counts" in fields else {}
    transition(run, IMPORT, to, actor=Actor.system("imports"), now=now, office_id=run.root_id, data=counts, **fields)


def refuse(run: ListImport, fault: Unreadable, now: datetime) -> None:
    """The list cannot be read at all. Raises TransitionRefused."""
    step(run, ImportState.REFUSED, now, stage="", content=None, fault={"code": fault.code, "value": fault.value})


def finish(scope: Scope, run: ListImport, to: ImportState, counts: dict[str, int], now: datetime, **more: Any) -> None:
    """The list is applied or taken back in the reader's name: `counts` rows of each kind. Raises TransitionRefused."""
    transition(
        run, IMPORT, to, actor=scope.actor, now=now, office_id=run.root_id, data={"counts": counts}, stage="", fault={},
        **more,
    )  # fmt: skip


def throw_away(scope: Scope, run: ListImport, now: datetime) -> None:
    """Nothing comes of it; its rows stay to be looked at. Raises TransitionRefused."""
    transition(
        run, IMPORT, ImportState.DISCARDED, actor=scope.actor, now=now, office_id=run.root_id, stage="", content=None
    )


def begin(scope: Scope, run: ListImport, to: ImportState, stage: str, task: str, **how: bool) -> bool:
    """Have a worker do it in the reader's name; False where that is under way already. Raises TransitionRefused."""
    rows = type(run)._default_manager  # noqa: SLF001 - Django's public name
    held = rows.select_for_update().only("state", "stage").get(pk=run.pk)
    IMPORT.verb(held.state, to)
    if held.stage:
        return False
    rows.filter(pk=run.pk).update(stage=stage, done=0, whole=0, fault={})
    defer(run, task, what=stage, user_id=str(scope.person.pk), **how)
    return True


def defer(run: ListImport, task: str, **given: Any) -> None:
    """Give it to a worker."""
    # Known by its name, since services do not know the jobs above them; one at a time for each list.
    app.configure_task(task, lock=f"import {run.pk}").defer(run_id=str(run.pk), **given)


def note_fault(run: ListImport, fault: dict[str, str]) -> None:
    """Say on the list why what was begun was not done."""
    type(run)._default_manager.filter(pk=run.pk).update(stage="", fault=fault)  # noqa: SLF001 - Django's public name
    run.fault = fault
