"""A list of accounts as rows: each cell in its normal form, and where the account is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError

from sanglap.accounts.services.claims.form import (
    COLUMNS,
    HANDLE,
    LINK,
    NAMES,
    OPENED,
    PERSONAL,
    PLATFORM,
    PURPOSES,
    SERVER,
    Claim,
)
from sanglap.core import clock
from sanglap.guideline import loader
from sanglap.guideline.catalogue import Platform
from sanglap.guideline.profiles import read_profile_url
from sanglap.language.digits import to_latin
from sanglap.language.matching import skeleton
from sanglap.lists import cells
from sanglap.lists.faults import Unreadable
from sanglap.lists.heads import plain
from sanglap.lists.reading import Tell, read_rows
from sanglap.lists.rows import Check, Row

_YES = {"yes", "y", "1", "true", "হ্যাঁ", "হ্যা", "হাঁ", "জি"}
_NO = {"", "no", "n", "0", "false", "না"}
_BETWEEN = re.compile(r"[,;|\n/]+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_OLDEST = date(1991, 8, 6)
"""Since when there is a web at all."""


def read(content: bytes, tell: Tell) -> tuple[list[Claim], dict[str, Any]]:
    """The rows of a list of accounts, and how the file was read; `tell(done, whole)` is called now and then.

    Raises Unreadable.
    """
    rows, notes = read_rows(content, Claim, _CHECKS, tell)
    there = set(notes["columns"])
    if LINK not in there and not {PLATFORM, HANDLE} <= there:
        raise Unreadable("no-link")
    for row in rows:
        if not row.bad:
            _settle_place(row)
            _settle_name(row)
        if row.after.get(PERSONAL) == "yes":
            row.blame("personal", PERSONAL)
    _blame_twins(rows)
    return rows, notes


def _text(row: Row, column: str, raw: str) -> str:
    # A handle begins with a sign by which a formula begins, too.
    return cells.line(row, column, raw.strip().removeprefix("@") if column == HANDLE else raw)


def _purposes(row: Row, column: str, raw: str) -> str:
    found = []
    for given in _BETWEEN.split(cells.lines(row, column, raw)):
        if not given.strip():
            continue
        purpose = _known_purposes().get(plain(to_latin(given))) or _known_purposes().get(plain(given))
        if purpose is None:
            row.blame("bad-purpose", column, given)
        else:
            found.append(purpose)
    return ",".join(sorted(set(found)))


@cache
def _known_purposes() -> dict[str, str]:
    known = {}
    for clause in loader.current().purposes:
        spelled = {clause.id, clause.id.rpartition(".")[2]}
        for text in (clause.label, clause.text, clause.title):
            spelled.update((text or {}).values())
        # The letter of the label alone, as people write it: খ.
        spelled |= {label.rpartition("(")[2].rstrip(")") for label in clause.label.values()}
        known.update({plain(to_latin(word)): clause.id for word in spelled})
    return known


def _yes_or_no(row: Row, column: str, raw: str) -> str:
    given = cells.line(row, column, raw).casefold()
    if given in _YES:
        return "yes"
    if given not in _NO:
        row.blame("bad-yes", column, given)
    return "no"


def _day(row: Row, column: str, raw: str) -> str:
    given = to_latin(cells.line(row, column, raw))
    with suppress(ValueError):
        if found := _ISO.fullmatch(given):
            return _past(date(int(found[1]), int(found[2]), int(found[3])))
        if found := _DAY_FIRST.fullmatch(given):
            return _past(date(int(found[3]), int(found[2]), int(found[1])))
    if given:
        row.blame("bad-date", column, given)
    return ""


def _past(day: date) -> str:
    if not _OLDEST <= day <= loader.current().calendar.day_of(clock.now()):
        raise ValueError
    return day.isoformat()


_CHECKS: Mapping[str, Check] = {
    **dict.fromkeys(COLUMNS, _text),
    "name_bn": cells.in_bangla,
    "name_en": cells.in_english,
    **dict.fromkeys(("audience_bn", "audience_en", "description_bn", "description_en"), cells.lines),
    PURPOSES: _purposes,
    PERSONAL: _yes_or_no,
    OPENED: _day,
}


def _settle_place(row: Claim) -> None:
    """Platform, server and name there, from the link or from what is written beside it."""
    after = row.after
    link = after.get(LINK, "")
    if link:
        try:
            found = read_profile_url(link)
        except ValidationError:
            if not (after.get(PLATFORM) and after.get(HANDLE)):
                row.blame("bad-link", LINK, link)
                return
        else:
            after[PLATFORM], after[SERVER], after[HANDLE] = found
            return
    if not after.get(HANDLE) or not after.get(PLATFORM):
        row.blame("no-place", LINK)
        return
    platform = _platform(after[PLATFORM])
    if platform is None:
        row.blame("no-platform", PLATFORM, after[PLATFORM])
        return
    _by_name(row, platform)


def _by_name(row: Claim, platform: Platform) -> None:
    after = row.after
    if "{server}" in platform.profiles.url and not (platform.profiles.server or after.get(SERVER)):
        row.blame("no-server", SERVER)
        return
    url = platform.url_of(after[HANDLE], after.get(SERVER, ""))
    try:
        found = read_profile_url(url)
    except ValidationError:
        found = None
    if found is None or found.platform != platform.id:
        row.blame("bad-handle", HANDLE, after[HANDLE])
        return
    after[PLATFORM], after[SERVER], after[HANDLE] = found


@cache
def _platforms() -> dict[str, Platform]:
    catalogue = loader.current().catalogue
    named = {skeleton(name): one for one in catalogue.platforms for name in one.name.values()}
    return {**named, **{plain(one.id): one for one in catalogue.platforms}, "twitter": catalogue.by_id["x"]}


def _platform(words: str) -> Platform | None:
    known = _platforms()
    return known.get(plain(words)) or known.get(skeleton(words))


def _settle_name(row: Claim) -> None:
    if not row.bad and not any(row.after.get(column) for column in NAMES):
        row.blame("no-name", NAMES[0])


def key_of(after: dict[str, str]) -> tuple[str, str, str]:
    """What tells one account from another, however its name is spelled."""
    platform = loader.current().catalogue.by_id.get(after[PLATFORM])
    exact = platform is not None and platform.profiles.exact
    return after[PLATFORM], after[SERVER].rstrip("/"), after[HANDLE] if exact else after[HANDLE].casefold()


def _blame_twins(rows: list[Claim]) -> None:
    first: dict[tuple[str, str, str], Claim] = {}
    for row in rows:
        if row.bad:
            continue
        other = first.setdefault(key_of(row.after), row)
        if other is not row:
            row.blame("twice", LINK, str(other.line))
