"""What may stand in a cell: brought into its normal form, with what is wrong or doubtful about it.

Plain functions and patterns without Django's forms: a list may have 60,000 rows.
"""

from __future__ import annotations

import re
from unicodedata import is_normalized

import regex

from sanglap.language.normal import normalise
from sanglap.lists.rows import Row

# Beyond this nobody meant to write it: it is not even brought into form.
_MUCH_TOO_LONG = 4
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Joiners are left to `normalise`: within Bangla words they are spelling.
_UNSEEN = re.compile(r"[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2065\ufeff\ufff9-\ufffb]")
# Letters of one script without anything that has more than one spelling; with Unicode's own check that is enough.
_SIMPLE = re.compile(r"(?!.*(?:\u0985\u09be|\u098b\u09c3|\u098c\u09e2|[\u09bc\u09cd\u09fe]{9}))[ -~\u0980-\u09fe]*\Z")
_SPACES = re.compile(r"\s+")
_LINE_SPACES = re.compile(r"[^\S\n]+")
_FORMULA = ("=", "+", "-", "@")
_BANGLA = regex.compile(r"[\u0980-\u09ff]")


def line(row: Row, column: str, raw: str) -> str:
    """One line of text."""
    return _SPACES.sub(" ", _text(row, column, raw)).strip()


def lines(row: Row, column: str, raw: str) -> str:
    """Several lines of text."""
    text = _text(row, column, raw.replace("\r\n", "\n"))
    return "\n".join(one for part in text.split("\n") if (one := _LINE_SPACES.sub(" ", part).strip()))


def _text(row: Row, column: str, raw: str) -> str:
    longest = row.form.longest[column]
    if len(raw) > _MUCH_TOO_LONG * longest:
        row.blame("too-long", column, raw)
        return normalise(raw[:longest])
    text = raw.strip()
    if not (text.isascii() and text.isprintable()):
        text = _cleaned(row, column, text)
    if text.startswith(_FORMULA):
        row.blame("formula", column, text)
    if len(text) > longest:
        row.blame("too-long", column, text)
        return text[:longest]
    return text


def normal(text: str) -> str:
    """`normalise`, quicker for the plain Bangla that most names are."""
    return text if _SIMPLE.match(text) and is_normalized("NFC", text) else normalise(text)


def _cleaned(row: Row, column: str, text: str) -> str:
    if _SIMPLE.match(text):
        return normal(text)
    for fault, signs in (("control", _CONTROLS), ("bidi", _TURNING)):
        if signs.search(text):
            row.blame(fault, column, text)
    clean = normal(text).strip()
    if _UNSEEN.search(text):
        row.blame("invisible", column, clean)
    return clean


def in_bangla(row: Row, column: str, raw: str) -> str:
    """A name in Bangla."""
    text = line(row, column, raw)
    if text and not _BANGLA.search(text):
        row.blame("not-bangla", column, text)
    return text


def in_english(row: Row, column: str, raw: str) -> str:
    """A name in English."""
    text = line(row, column, raw)
    if not text.isascii() and _BANGLA.search(text):
        row.blame("not-english", column, text)
    return text
