"""The register as a list is compared with it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from sanglap.offices.models import Office

VALUES = """
    'kind', o.kind, 'name_bn', coalesce(o.name->>'bn', ''), 'name_en', coalesce(o.name->>'en', ''),
    'parent', coalesce(above.code, ''), 'website', o.website, 'address_bn', coalesce(o.address->>'bn', ''),
    'address_en', coalesce(o.address->>'en', ''), 'email', o.email, 'phone', o.phone, 'area', coalesce(o.area_id, '')
"""
"""What an office (`o`, below `above`) says in the columns of a list, for jsonb_build_object."""

_TREE = """
SELECT o.code, o.id, coalesce(above.code, ''), o.state = 'open', coalesce(o.area_id, '')
FROM offices_office o LEFT JOIN offices_office above ON above.id = o.parent_id
"""
_KNOWN = f"""
SELECT o.code, jsonb_build_object({VALUES})
FROM offices_office o LEFT JOIN offices_office above ON above.id = o.parent_id WHERE o.code = ANY(%s)
"""  # noqa: S608 - made of constants
_INSIDE = """
SELECT o.code FROM offices_officeancestor link JOIN offices_office o ON o.id = link.office_id
WHERE link.ancestor_id = %s AND link.depth > 0
"""
_SITES = "SELECT website, code FROM offices_office WHERE website <> '' AND website = ANY(%s)"
_FORMER = """
SELECT o.code, jsonb_agg(former.name ORDER BY former.until)
FROM offices_formeroffice former JOIN offices_office o ON o.id = former.office_id
WHERE o.code = ANY(%s) GROUP BY o.code
"""
# The order of rows does not count in a sum, so nothing needs sorting.
_FINGERPRINT = """
SELECT count(*) || ':' || coalesce(sum(hashtextextended(concat_ws(
    '|', id, code, kind, name, address, website, email, phone, parent_id, area_id, state), 0)::numeric), 0)
FROM offices_office
"""


@dataclass(frozen=True, slots=True)
class Node:
    """An office in the tree; `parent` is the code of the one above, or ""."""

    id: UUID
    parent: str
    open: bool
    area: str


@dataclass(frozen=True, slots=True)
class Register:
    """All offices by code as nodes of the tree, and what comparing a list needs beyond that."""

    tree: dict[str, Node]
    known: dict[str, dict[str, str]]
    """What the register says of the offices in the list."""
    inside: frozenset[str] | None
    """The codes below the list's root; None where it has none."""
    sites: dict[str, set[str]]
    """By website the codes of the offices that have it."""
    areas: frozenset[str]
    former: dict[str, list[dict[str, str]]]
    fingerprint: str


def load(root: Office | None, codes: Sequence[str], websites: Sequence[str]) -> Register:
    """The register as it stands, for a list with these codes and websites. Seven queries."""
    # First: what changes while the rest is read then shows.
    as_it_stands = fingerprint()
    sites: dict[str, set[str]] = defaultdict(set)
    for website, code in _rows(_SITES, list(websites)):
        sites[website].add(code)
    return Register(
        tree={code: Node(*rest) for code, *rest in _rows(_TREE)},
        known={code: json.loads(values) for code, values in _rows(_KNOWN, list(codes))},
        inside=None if root is None else frozenset(code for (code,) in _rows(_INSIDE, root.pk)),
        sites=sites,
        areas=frozenset(code for (code,) in _rows("SELECT code FROM offices_area")),
        former={code: json.loads(names) for code, names in _rows(_FORMER, list(codes))},
        fingerprint=as_it_stands,
    )


def fingerprint() -> str:
    """Another text whenever anything about any office is another. One pass over the table."""
    return str(_rows(_FINGERPRINT)[0][0])


def _rows(statement: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)
        return list(cursor.fetchall())
