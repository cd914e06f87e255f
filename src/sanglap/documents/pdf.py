"""A letterhead as PDF, readable by screen readers (PDF/UA-1), with its fonts inside."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from sanglap.documents.letterhead import Sheet, Tile
from sanglap.language.digits import in_digits_of

_TEMPLATE = Path(__file__).with_name("letter.typ")
_MOST_PAGES = 50
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


class Unprintable(ValueError):
    """The fonts lack a sign, named here; a reader of the paper would see an empty box."""


def letter_pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF. Raises Unprintable where a sign in it is in none of the fonts, as with many small pictures."""
    try:
        made: bytes = _set(sheet, format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        if found := _MISSING.search(str(error)):
            raise Unprintable(found[1]) from None
        raise
    return made


def letter_pictures(sheet: Sheet, *, ppi: float = 96) -> list[bytes]:
    """Its pages as PNG, to be looked at."""
    made = _set(sheet, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _set(sheet: Sheet, **how: Any) -> Any:
    inputs = {"sheet": json.dumps(_given(sheet), ensure_ascii=False)}
    return typst.compile(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs, **how
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts that the front end's build laid ready, and no others: a paper looks the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.SANGLAP_FONTS)]
    )


def _given(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the template takes it."""
    return {
        **asdict(sheet),
        "language": sheet.language,
        "tiles": [_tile(one) for one in sheet.tiles],
        "accounts": [_tile(one) for one in sheet.accounts],
        "pages": [in_digits_of(sheet.language, str(number)) for number in range(1, _MOST_PAGES)],
    }


def _tile(one: Tile) -> dict[str, Any]:
    return {**asdict(one), "svg": one.square.svg, "shown": one.shown}
