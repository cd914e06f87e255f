"""Lists that are not sent but installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sanglap.lists.reading import Tell
from sanglap.offices.models import Area
from sanglap.offices.services.imports import geo
from sanglap.offices.services.imports.rows import OfficeRow


@dataclass(frozen=True, slots=True)
class Source:
    """`require` raises Unreadable where it is not installed; `rows` gives the offices, `areas` the map."""

    require: Callable[[], None]
    rows: Callable[[Tell], list[OfficeRow]]
    codes: Callable[[], Iterable[str]]
    areas: Callable[[], Iterable[Area]]


SOURCES = {geo.NAME: Source(geo.require, geo.rows, geo.area_codes, geo.areas)}


def areas(source: str | None) -> Iterable[str]:
    """The codes of the areas that come with that source."""
    return SOURCES[source].codes() if source else ()


def store_areas(source: str | None) -> None:
    """Bring the map of that source into the register; what it says goes before what was there."""
    if source is None:
        return
    Area.objects.bulk_create(
        list(SOURCES[source].areas()),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "name", "parent", "outline"],
    )
