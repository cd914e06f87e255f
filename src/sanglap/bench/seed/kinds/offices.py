"""Offices, and the closure of their tree. The map comes with the first part, since offices lie on it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from sanglap.bench.seed.kind import Kind, piece, pieces
from sanglap.bench.seed.lines import FALSE, NULL, Form, document, escaped
from sanglap.bench.seed.loading import copy
from sanglap.bench.seed.register import Office
from sanglap.bench.seed.world import World
from sanglap.core.localized import LocalizedText
from sanglap.offices import models
from sanglap.offices.services.imports import geo
from sanglap.offices.services.imports.sources import store_areas
from sanglap.offices.services.tree import search_words

_PART = 5_000
_OFFICE = Form(
    models.Office, "id", "code", "kind", "name", "address", "website", "email", "phone", "parent_id", "area_id",
    "has_head", "search",
)  # fmt: skip
_ANCESTOR = Form(models.OfficeAncestor, "office_id", "ancestor_id", "depth")
_PLACE = "UPDATE offices_office SET area_id = %s WHERE code = %s AND area_id IS NULL"


def _load(world: World, part: int) -> int:
    if part == 0:
        store_areas(geo.NAME)
        with connection.cursor() as cursor:
            cursor.executemany(_PLACE, [(one.area, one.code) for one in world.offices if one.known and one.area])
    mine = [office for office in world.offices[piece(part, _PART)] if not office.known]
    return copy(_OFFICE, (_line(world, one) for one in mine)) + copy(_ANCESTOR, _chains(world, mine))


def _line(world: World, office: Office) -> str:
    name, address = LocalizedText(bn=office.bn, en=office.en), LocalizedText(bn=office.address)
    return _OFFICE.line(
        office.key, office.code, office.kind, document(name), document(address),
        office.website, office.email, office.phone,
        NULL if office.parent is None else world.offices[office.parent].key, office.area or NULL, FALSE,
        escaped(search_words(office.code, [name])),
    )  # fmt: skip


def _chains(world: World, mine: list[Office]) -> Iterator[str]:
    for office in mine:
        above, depth = office, 0
        yield _ANCESTOR.line(office.key, office.key, "0")
        while above.parent is not None:
            above, depth = world.offices[above.parent], depth + 1
            yield _ANCESTOR.line(office.key, above.key, str(depth))


KIND = Kind("offices", lambda world: pieces(len(world.offices), _PART), _load)
