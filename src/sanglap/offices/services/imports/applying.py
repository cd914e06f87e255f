"""A list goes into the register: as a whole, or as far as its good rows go, in one transaction of few statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sanglap.offices.models import OfficeImport, RowKind
from sanglap.offices.scope import Scope
from sanglap.offices.services.bringing.keeping import finish, note_fault
from sanglap.offices.services.bringing.progress import APPLYING, Progress, Say
from sanglap.offices.services.bringing.refusals import NotApplied, RegisterChanged
from sanglap.offices.services.bringing.rows import as_compared, kept_rows
from sanglap.offices.services.imports import comparing, deeds, sources
from sanglap.offices.services.imports.receiving import compare, require_reach
from sanglap.offices.services.imports.register import fingerprint
from sanglap.offices.services.imports.rows import OfficeRow
from sanglap.offices.services.tree import lock_tree
from sanglap.offices.states import IMPORT, ImportState

_STEPS = 6


def apply(
    scope: Scope,
    *,
    run: OfficeImport,
    only_good: bool = False,
    only_new: bool = False,
    say: Say | None = None,
    now: datetime,
) -> dict[str, int]:
    """Do what the comparison showed: all of it, `only_good` rows where others are faulty, or `only_new` offices.

    Gives how many offices are new, changed and moved. Raises Forbidden, TransitionRefused; NotApplied where rows are
    faulty and `only_good` was not said; RegisterChanged where the register changed so that it would do something else:
    it is compared anew then. In all these cases nothing was changed.
    """
    require_reach(scope, run)
    try:
        with Progress(run, say) as progress:
            return _apply(scope, run, progress, only_good=only_good, only_new=only_new, now=now)
    except RegisterChanged as changed:
        compare(run, now=now)
        note_fault(run, changed.fault)
        raise


@transaction.atomic
def _apply(
    scope: Scope, run: OfficeImport, progress: Progress, *, only_good: bool, only_new: bool, now: datetime
) -> dict[str, int]:
    progress.tell(APPLYING, 0, _STEPS)
    lock_tree()
    run.refresh_from_db(fields=["state", "register", "counts", "notes"])
    IMPORT.verb(run.state, ImportState.APPLIED)
    if run.counts.get(RowKind.BAD) and not only_good:
        raise NotApplied("bad")
    if run.register != fingerprint() and not _still_the_same(run):
        raise RegisterChanged
    sources.store_areas(run.notes.get("source"))
    kinds = [RowKind.NEW] if only_new else [RowKind.NEW, RowKind.CHANGED, RowKind.MOVED]
    with connection.cursor() as cursor:
        done = _write(cursor, scope, run, kinds, progress=progress, now=now)
    finish(scope, run, ImportState.APPLIED, done, now, applied_at=now, only_new=only_new)
    return done


def _still_the_same(run: OfficeImport) -> bool:
    """Whether the list would do the same with the register as it is now; other offices may have changed."""
    anew = kept_rows(run, OfficeRow)
    comparing.compare_rows(run, anew, sources.areas(run.notes.get("source")))
    return comparing.told_the_same(as_compared(run, OfficeRow), anew)


def _write(
    cursor: Any, scope: Scope, run: OfficeImport, kinds: Iterable[RowKind], *, progress: Progress, now: datetime
) -> dict[str, int]:
    def step(number: int) -> None:
        progress.tell(APPLYING, number, _STEPS)

    wanted = [kind.value for kind in kinds]
    given = {"run": run.pk, "kinds": wanted, "now": now, "reason": run.name}
    cursor.execute(deeds.GATHER, given)
    step(1)
    deeds.tell_history(cursor, scope.actor, run, now, undone=False)
    step(2)
    cursor.execute(deeds.REMEMBER, given)
    cursor.execute(deeds.LOOSEN, given)
    cursor.execute(deeds.CHANGE, given)
    step(3)
    cursor.execute(deeds.ENTER, given)
    step(4)
    cursor.execute(deeds.LINK, given)
    step(5)
    counted = dict.fromkeys(wanted, 0)
    for row in cursor.execute("SELECT kind, count(*) FROM brought GROUP BY kind").fetchall():
        counted[row[0]] = row[1]
    return counted
