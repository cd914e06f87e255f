"""What may stand in a cell: brought into its normal form, with what is wrong or doubtful about it.

Plain functions and patterns without Django's forms: a list may have 60,000 rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address
from unicodedata import is_normalized
from urllib.parse import urlsplit

import regex

from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise
from sanglap.offices.services.imports import columns
from sanglap.offices.services.imports.rows import Row

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

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})\Z", re.IGNORECASE)
_PLAIN_SITE = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}/?\Z")
_PATH = re.compile(r"[^\s<>\"\\^`{|}]*\Z")
_MAIL = re.compile(
    rf"[a-z0-9!#$%&'*/=?^_`{{|}}~+-]+(?:\.[a-z0-9!#$%&'*/=?^_`{{|}}~+-]+)*@(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,59}})\Z",
    re.IGNORECASE,
)
_PHONE = re.compile(r"[0-9+()\-/ .,]*(?:(?:ext|extn|x)\.? ?[0-9]+)?\Z", re.IGNORECASE)
_FEWEST_DIGITS = 3
_MOBILE_WITHOUT_ZERO = re.compile(r"1[3-9]\d{8}\Z")
_LOCAL_PART = 64


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


def code(row: Row, column: str, raw: str) -> str:
    """An office's code."""
    return line(row, column, raw)


def kind(row: Row, column: str, raw: str) -> str:
    """One of the nine kinds, by its value; the words themselves where there is no such kind."""
    words = line(row, column, raw)
    found = columns.kind_of(words) if words else ""
    if found is None:
        row.blame("kind", column, words)
    return found or words


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


def website(row: Row, column: str, raw: str) -> str:
    """An address on the web, with its scheme."""
    text = line(row, column, raw)
    if not text or (row.bad and row.faults[-1]["field"] == column):
        return text
    given = text if "://" in text else f"https://{text}"
    found = web_address(given)
    if found is None:
        row.blame("website", column, text)
        return text
    if given is not text:
        row.blame("https-added", column, found)
    return found


def web_address(text: str) -> str | None:
    """The address in its plain form (host in lower case, in the letters of the network); None for one that is none.

    Only http and https, no user name, a host with a name.
    """
    if _PLAIN_SITE.match(text) and len(text) <= columns.LONGEST[columns.WEBSITE]:
        # As most are, and quicker told than taken apart.
        return text
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc or port == 0 or parts.netloc.endswith(":"):
        return None
    if not (_HOST.match(host) or _is_number(host)) or not _PATH.match(text):
        return None
    shown_port = "" if port is None else f":{port}"
    rest = text.split("://", 1)[1][len(parts.netloc) :]
    found = f"{parts.scheme.lower()}://{host}{shown_port}{rest}"
    return found if len(found) <= columns.LONGEST[columns.WEBSITE] else None


def _is_number(host: str) -> bool:
    try:
        return ip_address(host).version == 4  # noqa: PLR2004 - IPv4, which needs no brackets
    except ValueError:
        return False


def email(row: Row, column: str, raw: str) -> str:
    """An e-mail address."""
    text = line(row, column, raw)
    if text and not (_MAIL.match(text) and len(text.split("@")[0]) <= _LOCAL_PART):
        row.blame("email", column, text)
    return text


def phone(row: Row, column: str, raw: str) -> str:
    """A telephone number in Latin digits. Spreadsheets drop the zero before a mobile number; it is put back."""
    if raw.isascii() and raw.isdigit() and len(raw) <= columns.LONGEST[column]:
        text = raw
    else:
        # A plus belongs to a number, and is no formula.
        plus = raw.lstrip().startswith("+")
        text = to_latin(line(row, column, raw.lstrip()[1:] if plus else raw))
        text = f"+{text}" if plus else text
    if _MOBILE_WITHOUT_ZERO.match(text):
        text = f"0{text}"
        row.blame("zero-added", column, text)
    elif text and not (_PHONE.match(text) and sum(map(str.isdigit, text)) >= _FEWEST_DIGITS):
        row.blame("phone", column, text)
    return text


CHECKS: dict[str, Callable[[Row, str, str], str]] = {
    columns.CODE: code,
    columns.KIND: kind,
    "name_bn": in_bangla,
    "name_en": in_english,
    columns.PARENT: code,
    columns.WEBSITE: website,
    "address_bn": lines,
    "address_en": lines,
    columns.EMAIL: email,
    columns.PHONE: phone,
    columns.AREA: code,
}
