"""Spreadsheets that a worker makes, since they take a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from sanglap.core.jobs import AWAY
from sanglap.duties.board.pick import Pick
from sanglap.duties.board.rows import rows
from sanglap.duties.models import Export, Sheet
from sanglap.duties.services.sheets import XLSX, write
from sanglap.files.models import File
from sanglap.files.services import keep_made
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission

TASK = "sanglap.duties.jobs.make_export"
AT_ONCE = 5_000
"""So many rows are written while one waits."""
KEPT = timedelta(days=7)


def long(scope: Scope, *, sheet: Sheet, pick: Pick) -> bool:
    """Whether it takes a worker. At most one query."""
    return sheet == Sheet.ROWS and rows(scope, pick).order_by()[: AT_ONCE + 1].count() > AT_ONCE


@transaction.atomic
def begin_export(scope: Scope, *, sheet: Sheet, pick: Pick, language: str, now: datetime) -> Export:
    """Have a worker make it. Whoever asked for the same and still waits is given that one. Raises Forbidden."""
    scope.require(Permission.ACCOUNT_VIEW, pick.root, below=pick.deep)
    # Two clicks: the second waits here, and finds what the first asked for.
    user = User.objects.select_for_update(no_key=True).get(pk=scope.person.pk)
    same = Export.objects.filter(
        user=user, sheet=sheet, picked=pick.plain(), language=language, file=None, failed=False
    ).first()
    if same:
        return same
    made = Export.objects.create(user=user, sheet=sheet, picked=pick.plain(), language=language, asked_at=now)
    app.configure_task(TASK, lock=f"export {made.pk}").defer(export_id=str(made.pk))
    return made


def make_export(export: UUID, *, now: datetime) -> None:
    """Make it, as far as whoever asked may still see it. A second time changes nothing."""
    made = Export.objects.select_related("user").get(pk=export)
    if made.file_id or made.failed:
        return
    scope, pick = Scope.of(made.user, now), Pick.of(made.picked)
    try:
        _note(made, whole=rows(scope, pick).order_by().count() if made.sheet == Sheet.ROWS else 0)
        content = write(
            scope, sheet=Sheet(made.sheet), pick=pick, language=made.language, say=lambda done: _note(made, done=done)
        )
    except Forbidden:
        _note(made, failed=True)
        return
    except AWAY:
        # The job is done again.
        raise
    except Exception:
        _note(made, failed=True)
        raise
    name = f"board-{now:%Y-%m-%d}.xlsx"
    with transaction.atomic():
        file = keep_made(content=content, media_type=XLSX, name=name, office_id=pick.root, now=now)
        _note(made, file=file)


def _note(made: Export, **fields: object) -> None:
    Export.objects.filter(pk=made.pk).update(**fields)


@transaction.atomic
def forget_exports(*, now: datetime) -> int:
    """Remove what was asked for more than `KEPT` ago, with its file; gives how many."""
    old = Export.objects.filter(asked_at__lt=now - KEPT)
    files = list(old.exclude(file=None).values_list("file_id", flat=True))
    _gone, each = old.delete()
    File.objects.filter(pk__in=files).delete()
    return each.get(Export._meta.label, 0)  # noqa: SLF001 - Django's public name of its models
