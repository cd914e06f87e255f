"""What may stand in the cells of a list of offices, beyond plain text: codes, kinds, and how they are reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from sanglap.language.digits import to_latin
from sanglap.lists.cells import in_bangla, in_english, line, lines
from sanglap.lists.rows import Check, Row
from sanglap.offices.services.imports import columns

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


CHECKS: Mapping[str, Check] = {
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
