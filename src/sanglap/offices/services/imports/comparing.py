"""What a list would do: each row against the register as it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.offices.models import OfficeImport, RowKind
from sanglap.offices.services.imports.columns import AREA, CODE, NAMES, PARENT, REQUIRED, WEBSITE
from sanglap.offices.services.imports.register import Register, load
from sanglap.offices.services.imports.rows import OfficeRow
from sanglap.offices.services.imports.tangle import Tangle
from sanglap.offices.services.tree import search_words

_NEVER_EMPTIED = {*REQUIRED, PARENT}


def compare_rows(run: OfficeImport, rows: Sequence[OfficeRow], own_areas: Iterable[str] = ()) -> Register:
    """Find out what each row would do, and blame what cannot be. `own_areas` come with the list itself."""
    register = load(
        run.root,
        [row.code for row in rows],
        list({site for row in rows if (site := row.after.get(WEBSITE))}),
    )
    new = {row.code for row in rows if row.code and row.code not in register.tree}
    areas = register.areas.union(own_areas)
    root = run.root.code if run.root else ""
    for row in rows:
        if not row.code:
            row.kind = RowKind.BAD
        elif row.code in new:
            _as_new(row, root)
        else:
            _as_known(row, register, root)
        if row.kind != RowKind.SAME:
            _judge_places(row, register, new, areas, root)
    Tangle(register.tree, rows).judge()
    _inherit_areas(rows, register)
    _warn_of_doubles(rows, register)
    for row in rows:
        if row.bad:
            row.kind = RowKind.BAD
        elif row.kind != RowKind.SAME:
            row.search = _search(row, register)
    return register


def _as_new(row: OfficeRow, root: str) -> None:
    row.kind = RowKind.NEW
    row.before = None
    row.office_id = row.office_id or new_id()
    for column in REQUIRED:
        if not row.after.get(column) and not any(one["field"] == column for one in row.faults):
            row.blame("missing", column)
    if not row.after.get(PARENT):
        row.after[PARENT] = root
        if not root:
            row.blame("top", PARENT)


def _as_known(row: OfficeRow, register: Register, root: str) -> None:
    node, known, after = register.tree[row.code], register.known[row.code], row.after
    row.office_id = node.id
    if not after.get(PARENT):
        # A list never takes an office from where it stands just because a cell is empty.
        after.pop(PARENT, None)
    changed = [column for column, value in after.items() if value != known[column]]
    if register.inside is not None and row.code not in register.inside and (changed or row.code != root):
        # Of what lies outside nothing is shown. The root may stand in its own list as it is.
        row.blame("outside", CODE, row.code)
        return
    row.before = {column: known[column] for column in after}
    if not changed:
        row.kind = RowKind.SAME
        return
    row.kind = RowKind.MOVED if PARENT in changed else RowKind.CHANGED
    for column in changed:
        if not after[column]:
            row.blame("missing" if column in _NEVER_EMPTIED else "emptied", column, known[column])
    if not node.open:
        row.blame("closed", CODE, row.code)


def _judge_places(row: OfficeRow, register: Register, new: set[str], areas: frozenset[str], root: str) -> None:
    area, parent = row.after.get(AREA), row.after.get(PARENT)
    if area and area not in areas:
        row.blame("area", AREA, area)
    if not parent or row.kind == RowKind.CHANGED:
        return
    if parent == row.code:
        row.blame("own-parent", PARENT, parent)
    elif parent in new:
        return
    elif (above := register.tree.get(parent)) is None:
        row.blame("unknown-parent", PARENT, parent)
    elif register.inside is not None and parent not in register.inside and parent != root:
        row.blame("outside", PARENT, parent)
    elif not above.open:
        row.blame("closed-parent", PARENT, parent)


def _inherit_areas(rows: Iterable[OfficeRow], register: Register) -> None:
    """A new office lies where the one above it lies, unless it is said."""
    fresh = {row.code: row for row in rows if row.kind == RowKind.NEW and not row.bad}
    for row in fresh.values():
        chain = []
        here = row
        while not here.after.get(AREA) and (above := fresh.get(here.after[PARENT])) is not None:
            chain.append(here)
            here = above
        node = register.tree.get(here.after[PARENT])
        area = here.after.get(AREA) or (node.area if node else "")
        for one in [here, *chain]:
            one.after[AREA] = area


def _warn_of_doubles(rows: Iterable[OfficeRow], register: Register) -> None:
    sites: dict[str, set[str]] = defaultdict(set)
    listed: set[str] = set()
    good = [row for row in rows if WEBSITE in row.after and not row.bad]
    for row in good:
        listed.add(row.code)
        if row.after[WEBSITE]:
            sites[row.after[WEBSITE]].add(row.code)
    for row in good:
        website = row.after[WEBSITE]
        if not website or (len(sites[website]) == 1 and website not in register.sites):
            continue
        others = sites[website] | (register.sites.get(website, set()) - listed)
        if len(others) > 1:
            row.blame("double-website", WEBSITE, next(iter(sorted(others - {row.code}))))


def _search(row: OfficeRow, register: Register) -> str:
    """What the office is found by from now on; "" where its names stay."""
    names = {column.removeprefix("name_"): row.after.get(column, "") for column in NAMES}
    if row.before is None:
        return search_words(row.code, [LocalizedText(names)])
    known = register.known[row.code]
    if all(column not in row.after or row.after[column] == known[column] for column in NAMES):
        return ""
    old = {column.removeprefix("name_"): known[column] for column in NAMES}
    new = {language: name or old[language] for language, name in names.items()}
    former = [LocalizedText(one) for one in register.former.get(row.code, [])]
    return search_words(row.code, [LocalizedText(new), *former, LocalizedText(old)])


def told_the_same(kept: Iterable[OfficeRow], anew: Iterable[OfficeRow]) -> bool:
    """Whether two comparisons would do the same."""
    return [_deed(row) for row in kept] == [_deed(row) for row in anew]


def _deed(row: OfficeRow) -> tuple[Any, ...]:
    same = row.kind in {RowKind.SAME, RowKind.BAD}
    return (row.line, row.kind) if same else (row.line, row.kind, row.office_id, row.before, row.after)
