"""A list is taken back as a whole, as long as nothing else came to depend on what it brought."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, OneToOneField

from sanglap.core.localized import LocalizedText
from sanglap.offices.models import Office, OfficeAncestor, OfficeImport, RowKind
from sanglap.offices.scope import Scope
from sanglap.offices.services.bringing.keeping import finish
from sanglap.offices.services.bringing.progress import UNDOING, Progress, Say
from sanglap.offices.services.bringing.refusals import NotApplied, some
from sanglap.offices.services.imports import deeds
from sanglap.offices.services.imports.faults import LIST
from sanglap.offices.services.imports.receiving import require_reach
from sanglap.offices.services.imports.register import VALUES
from sanglap.offices.services.tree import lock_tree
from sanglap.offices.states import IMPORT, ImportState

_STEPS = 5
_LOOKED_AT = 20

_CHANGED_SINCE = f"""
SELECT coalesce(o.name, '{{}}')::text, b.code FROM brought b
LEFT JOIN offices_office o ON o.id = b.id LEFT JOIN offices_office above ON above.id = o.parent_id
WHERE o.id IS NULL OR o.state <> 'open' OR NOT jsonb_build_object({VALUES}) @> b.after
ORDER BY b.code LIMIT {_LOOKED_AT}
"""  # noqa: S608 - made of constants
# The places to which offices would go back: they are there, open, and not below the office itself by now.
_NO_WAY_BACK = f"""
WITH RECURSIVE parents AS (
    SELECT o.id, CASE WHEN b.kind = 'moved' THEN b.under ELSE o.parent_id END AS parent
    FROM offices_office o LEFT JOIN brought b ON b.id = o.id AND b.kind <> 'new'
), up AS (
    SELECT b.id AS office, b.under AS ancestor FROM brought b WHERE b.kind = 'moved'
    UNION
    SELECT up.office, parents.parent FROM up JOIN parents ON parents.id = up.ancestor
)
SELECT o.name::text, o.code
FROM brought b JOIN offices_office o ON o.id = b.id LEFT JOIN offices_office under ON under.id = b.under
WHERE b.kind = 'moved' AND (
    (b.before->>'parent' <> '' AND coalesce(under.state, '') <> 'open')
    OR EXISTS (SELECT FROM up WHERE up.office = b.id AND up.ancestor = b.id)
)
ORDER BY o.code LIMIT {_LOOKED_AT}
"""  # noqa: S608 - made of constants
_CHILDREN = f"""
SELECT o.name::text, o.code FROM offices_office child
JOIN brought b ON b.id = child.parent_id AND b.kind = 'new' JOIN offices_office o ON o.id = b.id
WHERE NOT EXISTS (SELECT FROM brought other WHERE other.id = child.id AND other.kind IN ('new', 'moved'))
ORDER BY o.code LIMIT {_LOOKED_AT}
"""  # noqa: S608 - made of constants
_GONE = """
DELETE FROM offices_officeancestor link USING brought b WHERE b.kind = 'new' AND link.office_id = b.id;
DELETE FROM offices_office o USING brought b WHERE b.kind = 'new' AND o.id = b.id
"""
_REMEMBER = """
INSERT INTO offices_formeroffice (id, office_id, name, kind, parent_id, since, until, reason)
SELECT gen_random_uuid(), o.id, o.name, o.kind, CASE WHEN gone.id IS NULL THEN o.parent_id END, last.until, %(now)s,
    left(%(reason)s, 500)
FROM brought b JOIN offices_office o ON o.id = b.id
LEFT JOIN brought gone ON gone.id = o.parent_id AND gone.kind = 'new'
LEFT JOIN LATERAL (
    SELECT max(until) AS until FROM offices_formeroffice former WHERE former.office_id = o.id
) last ON true
WHERE b.kind <> 'new' AND EXISTS (
    SELECT FROM unnest(ARRAY['name_bn', 'name_en', 'kind', 'parent']) field
    WHERE b.before->>field IS DISTINCT FROM b.after->>field
)
"""
"""As when it was applied; what stood below an office that will be gone has no place to name."""


@transaction.atomic
def undo(scope: Scope, *, run: OfficeImport, say: Say | None = None, now: datetime) -> dict[str, int]:
    """Take the list back: its new offices go, what it changed is as before. Gives how many of each.

    Raises Forbidden, TransitionRefused; NotApplied, naming offices, where one of them was changed since or something
    hangs on one that would go. Then nothing was changed.
    """
    require_reach(scope, run)
    with Progress(run, say) as progress:
        progress.tell(UNDOING, 0, _STEPS)
        lock_tree()
        run.refresh_from_db(fields=["state", "only_new"])
        IMPORT.verb(run.state, ImportState.UNDONE)
        kinds = [RowKind.NEW] if run.only_new else [RowKind.NEW, RowKind.CHANGED, RowKind.MOVED]
        given: dict[str, Any] = {"run": run.pk, "kinds": [kind.value for kind in kinds], "now": now, "reason": run.name}
        with connection.cursor() as cursor:
            cursor.execute(deeds.GATHER, given)
            _refuse_what_depends(cursor, run)
            progress.tell(UNDOING, 1, _STEPS)
            done = _take_back(cursor, scope, run, given, progress)
        finish(scope, run, ImportState.UNDONE, done, now, undone_at=now)
    return done


def _take_back(
    cursor: Any, scope: Scope, run: OfficeImport, given: Mapping[str, Any], progress: Progress
) -> dict[str, int]:
    deeds.tell_history(cursor, scope.actor, run, given["now"], undone=True)
    progress.tell(UNDOING, 2, _STEPS)
    cursor.execute(_REMEMBER, given)
    cursor.execute(deeds.LOOSEN)
    cursor.execute(deeds.CHANGE_BACK, given)
    progress.tell(UNDOING, 3, _STEPS)
    cursor.execute(_GONE)
    cursor.execute("SELECT kind, count(*) FROM brought GROUP BY kind")
    done = dict(cursor.fetchall())
    # What is gone has no place in the closure.
    cursor.execute("DELETE FROM moving USING brought b WHERE b.id = moving.id AND b.kind = 'new'")
    cursor.execute("DELETE FROM brought WHERE kind = 'new'")
    progress.tell(UNDOING, 4, _STEPS)
    cursor.execute(deeds.LINK)
    return done


_OUTSIDE = f"""
SELECT o.name::text, o.code FROM brought b JOIN offices_office o ON o.id = b.id
WHERE NOT EXISTS (
    SELECT FROM offices_officeancestor link
    WHERE link.office_id = b.id AND link.ancestor_id = %(root)s AND (link.depth > 0 OR b.id = %(root)s)
)
ORDER BY o.code LIMIT {_LOOKED_AT}
"""  # noqa: S608 - made of constants
"""What left the office below which the list was brought in: others have the say there by now."""


def _refuse_what_depends(cursor: Any, run: OfficeImport) -> None:
    if run.root_id is not None:
        cursor.execute(_OUTSIDE, {"root": run.root_id})
        if names := [_named(*row) for row in cursor.fetchall()]:
            raise NotApplied("outside", some(names), LIST)
    for code, statement in (("since", _CHANGED_SINCE), ("hangs", _CHILDREN), ("hangs", _NO_WAY_BACK)):
        cursor.execute(statement)
        if names := [_named(*row) for row in cursor.fetchall()]:
            raise NotApplied(code, some(names), LIST)
    if names := sorted(set(_hanging(cursor))):
        raise NotApplied("hangs", some(names), LIST)


def _named(name: str, code: str) -> str:
    """The office's name, which comes as JSON, in the reader's language; or else its code."""
    return str(LocalizedText(json.loads(name))) or code


def _hanging(cursor: Any) -> Iterator[str]:
    """The new offices to which anything of any app refers: positions, accounts, files, whatever there will be."""
    for table, column in references():
        quote = connection.ops.quote_name
        cursor.execute(
            f"SELECT DISTINCT o.name::text, o.code FROM {quote(table)} t JOIN brought b ON b.id = t.{quote(column)} "  # noqa: S608 - names of our own tables
            f"JOIN offices_office o ON o.id = b.id WHERE b.kind = 'new' LIMIT {_LOOKED_AT}"
        )
        for name, code in cursor.fetchall():
            yield _named(name, code)


def references() -> Iterable[tuple[str, str]]:
    """Table and column of every foreign key to an office, but for the tree's own."""
    for model in apps.get_models(include_auto_created=True):
        if model in {Office, OfficeAncestor}:
            continue
        for field in model._meta.local_fields:  # noqa: SLF001 - Django's public name of its models
            if isinstance(field, ForeignKey | OneToOneField) and field.related_model is Office:
                yield model._meta.db_table, str(field.column)  # noqa: SLF001 - as above
