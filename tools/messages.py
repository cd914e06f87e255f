"""Keeps the catalogue: gathers every text that people read, and with `--check` fails where one has no translation.

Neither xgettext nor msgfmt is needed: the machine may be bare.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "sanglap"
CATALOGUE = SOURCE / "locale" / "bn" / "LC_MESSAGES" / "django.po"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
# Pages of their own, with words of their own; and what nobody reads.
LEFT_OUT = ("practice", "tests", "migrations", "locale")

# Django's own texts that can come before a reader; its Bangla catalogue lacks many of them.
BORROWED = (
    "Please enter a correct %(username)s and password. Note that both fields may be case-sensitive.",
    "This account is inactive.",
    "Username",
    "Password",
    "This field is required.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "“%(value)s” is not a valid value.",
    "Enter a list of values.",
    "Null characters are not allowed.",
    "Enter a whole number.",
    "Ensure this value is greater than or equal to %(limit_value)s.",
)
BORROWED_PLURAL = (
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_LITERAL = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_IN_TEMPLATE = re.compile(rf"(?<!\w)_?(?:n?gettext)?\(u?(?P<text>{_LITERAL})(?:\)|, *u?(?P<many>{_LITERAL}), *\w)")

Found = tuple[str | tuple[str, str], str, int]


def from_python(path: Path) -> Iterator[Found]:
    """Texts in a Python file: (msgid or (one, many), file, line)."""
    name = path.relative_to(PROJECT).as_posix()
    for line, text, _comments, _context in extract("python", io.BytesIO(path.read_bytes()), KEYWORDS):
        yield (text[0], text[1]) if isinstance(text, tuple) else text, name, line


def from_template(path: Path) -> Iterator[Found]:
    """Texts in a template, read as Django itself reads them."""
    from django.utils.translation.template import templatize

    name = path.relative_to(PROJECT).as_posix()
    for number, line in enumerate(templatize(path.read_text(encoding="utf-8"), origin=name).splitlines(), 1):
        for match in _IN_TEMPLATE.finditer(line):
            texts = [_unquoted(match[part]) for part in ("text", "many") if match[part]]
            yield (texts[0], texts[1]) if len(texts) > 1 else texts[0], name, number


def _unquoted(literal: str) -> str:
    return literal[1:-1].encode("utf-8").decode("unicode_escape").encode("latin-1", "ignore").decode()


def gather() -> Catalog:
    """Every text that can be shown."""
    catalogue = Catalog(locale="bn", project="Sanglap", charset="utf-8", fuzzy=False)
    for path in sorted(SOURCE.rglob("*")):
        parts = path.relative_to(SOURCE).parts
        if any(part in LEFT_OUT for part in parts):
            continue
        found = from_python(path) if path.suffix == ".py" else from_template(path) if path.suffix == ".html" else ()
        for text, name, line in found:
            catalogue.add(text, locations=[(name, line)], flags=_flags(text))
    for text in (*BORROWED, *BORROWED_PLURAL):
        catalogue.add(text, auto_comments=["Django's own"], flags=_flags(text))
    return catalogue


def _flags(text: str | tuple[str, str]) -> set[str]:
    return {"python-format"} if _PLACEHOLDER.search("".join(text)) else set()


def faults(wanted: Catalog, kept: Catalog) -> Iterator[str]:
    """What is wrong with the kept catalogue, a line each."""
    for message in wanted:
        if not message.id:
            continue
        there = kept.get(message.id)
        if there is None or there.fuzzy or not all(_strings(there)):
            yield f"not translated: {message.id!r}"
        else:
            yield from _differing(there)
    yield from (f"no longer used: {message.id!r}" for message in kept if message.id and wanted.get(message.id) is None)


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string]


def _differing(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    wanted = {holder for text in ids for holder in _PLACEHOLDER.findall(text)}
    for string in _strings(message):
        if set(_PLACEHOLDER.findall(string)) - wanted:
            yield f"placeholder that the original has not: {string!r}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where the catalogue is not complete")
    chosen = parser.parse_args()
    wanted = gather()
    kept = read_po(CATALOGUE.open("rb"), locale="bn") if CATALOGUE.exists() else Catalog(locale="bn")
    if not chosen.check:
        kept.update(wanted, no_fuzzy_matching=True)
        kept.obsolete.clear()
        kept.fuzzy, kept.project, kept.header_comment = False, "Sanglap", "# What people read, in Bangla."
        # A date in the file would change it at every run.
        kept.creation_date = kept.revision_date = datetime(2026, 11, 23, tzinfo=UTC)
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as file:
            write_po(file, kept, width=100, omit_header=False, sort_output=True, include_lineno=False)
    found = list(faults(wanted, kept))
    print("\n".join(found) if found else f"{sum(1 for one in wanted if one.id)} texts, all translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
