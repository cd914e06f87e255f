"""What the composer offers to do with the words: by a button, never by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sanglap.content.merging import merge
from sanglap.content.models import Draft
from sanglap.content.style import digits_of, in_digits, snippets, with_snippet
from sanglap.core.ids import key_of
from sanglap.language.bijoy import lines_to_unicode
from sanglap.offices.access import StaffRequest
from sanglap.offices.models import Office

SHOWN = 300
"""So many characters are shown of what would become of the words."""
LONGEST_NUMBER = 9


class Change(StrEnum):
    """What can be done with a text."""

    BIJOY = "bijoy"
    """What was written for the old Bijoy fonts becomes Bangla."""
    DIGITS = "digits"
    """Numbers in the digits that the office chose."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A change, and how the words would begin after it."""

    change: Change
    after: str


def offers(office: Office, texts: Sequence[str]) -> list[Offer]:
    """Those that would change one of the texts; while one is in Bijoy nothing else is offered."""
    for change in Change:
        for text in texts:
            after = changed(text, change, office)
            if after != text:
                return [Offer(change, after[:SHOWN])]
    return []


def changed(text: str, change: Change, office: Office) -> str:
    """The text after it."""
    if change == Change.BIJOY:
        return lines_to_unicode(text)
    return in_digits(text, digits_of(office.pk))


def acted(
    request: StaffRequest, typed: Mapping[str, Any], office: Office | None, draft: Draft | None
) -> dict[str, Any]:
    """What stands in the form after the button that was pressed, if it is one that changes the words."""
    what, _colon, which = request.POST.get("box", "").partition(":")
    texts = {"text": str(typed["text"]), **typed["own"]}
    if what == "write" and which in set(Change) and office is not None:
        texts = {key: changed(text, Change(which), office) for key, text in texts.items()}
    elif what == "insert":
        texts["text"] = _inserted(request, texts["text"])
    elif what == "take" and draft is not None:
        texts["text"] = _taken(request, which, texts["text"], draft)
    return {**typed, "text": texts.pop("text"), "own": texts}


def _inserted(request: StaffRequest, text: str) -> str:
    key = key_of(request.POST.get("snippet"))
    snippet = snippets(request.scope).filter(pk=key).first() if key else None
    return with_snippet(text, snippet) if snippet else text


def _taken(request: StaffRequest, which: str, text: str, draft: Draft) -> str:
    """Theirs, or both changes together; `base` is the number of the revision that was typed upon."""
    newest = draft.newest
    if which == "theirs":
        return newest.text
    base = request.POST.get("base", "")
    older = (
        draft.revisions.filter(number=int(base)).first() if base.isdecimal() and len(base) < LONGEST_NUMBER else None
    )
    return merge(older.text if older else "", text, newest.text).text
