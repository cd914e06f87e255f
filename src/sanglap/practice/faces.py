"""What an account's owner makes of its profile: fields, settings, pictures; and the website of its office."""

from base64 import b64decode
from hashlib import sha256
from typing import Any, Final

import filetype

from sanglap.practice.models import Account, Face, Site, Visibility
from sanglap.practice.services import InvalidError, writing

PUBLIC: Final = ("locked", "bot", "discoverable", "indexable", "hide_collections")
"""The settings that everybody is told."""
USUAL: Final[dict[str, str | bool | None]] = {
    "locked": False,
    "bot": False,
    "discoverable": True,
    "indexable": False,
    "hide_collections": None,
    "privacy": Visibility.PUBLIC.value,
    "sensitive": False,
    "language": "bn",
}
MOST_FIELDS, LONGEST_FIELD = 4, 255
MOST_BYTES = 4 * 1024 * 1024
PLACES = ("avatar", "header")
PICTURES = ("image/jpeg", "image/png")


def of(account: Account) -> Face:
    """The account's face; of one that nobody changed, the usual one."""
    return Face.objects.filter(account=account).first() or Face(account=account)


def setting(face: Face, name: str) -> str | bool | None:
    """One of its settings."""
    value: str | bool | None = face.settings.get(name, USUAL[name])
    return value


def digest(face: Face, place: str) -> str:
    """What tells one picture from another in its address; "" where there is none."""
    content = getattr(face, place)
    return sha256(bytes(content)).hexdigest()[:16] if content else ""


def change(account: Account, **given: Any) -> None:
    """Change what is given: `name`, `note`, `fields` ([[name, text], …]), `settings`, `site`, and `avatar` and `header`
    (bytes, or base64 as text; empty: none). Raises InvalidError, with nothing changed.
    """
    face = of(account)
    if not str(given.get("name", account.name)).strip():
        raise InvalidError("Validation failed: name is missing")
    account.name = str(given.get("name", account.name)).strip()[:120]
    account.note = str(given.get("note", account.note)).strip()[:2000]
    if "fields" in given:
        pairs = [(str(name).strip(), str(value).strip()) for name, value in given["fields"]]
        face.fields = [[name[:LONGEST_FIELD], value[:LONGEST_FIELD]] for name, value in pairs if name][:MOST_FIELDS]
    if "settings" in given:
        face.settings = {name: value for name, value in given["settings"].items() if name in USUAL}
    if "site" in given:
        if given["site"] not in Site.values:
            raise InvalidError("Validation failed: site is not included in the list")
        face.site = given["site"]
    for place in PLACES:
        if place in given:
            setattr(face, place, _picture(given[place]))
    with writing():
        account.save(update_fields=["name", "note"])
        face.save()


def _picture(given: bytes | str) -> bytes | None:
    content = b64decode(given) if isinstance(given, str) else given
    if not content:
        return None
    found = filetype.guess(content[:8192])
    if found is None or found.mime not in PICTURES or len(content) > MOST_BYTES:
        raise InvalidError("Validation failed: File has contents that are not what they are reported to be")
    return content
