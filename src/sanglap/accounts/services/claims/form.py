"""What a list of accounts is made of: its columns, and the words for what may be wrong with a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import ClassVar, Final
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.guideline import loader
from sanglap.language.dates import format_date
from sanglap.offices.services.imports.columns import plain
from sanglap.offices.services.imports.faults import LIST, ROWS, WARNING, Words
from sanglap.offices.services.imports.form import ListForm
from sanglap.offices.services.imports.rows import Row

OFFICE, LINK, PLATFORM, SERVER, HANDLE = "office", "link", "platform", "server", "handle"
PURPOSES, PERSONAL, OPENED, KEEPER = "purposes", "personal", "opened_on", "keeper"
NAMES: Final = ("name_bn", "name_en")
TEXTS: Final = ("audience_bn", "audience_en", "description_bn", "description_en")

_LABELS: Final = {
    OFFICE: _("Office (code or name)"),
    LINK: _("Link of the profile"),
    PLATFORM: _("Platform"),
    SERVER: _("Address of the network"),
    HANDLE: _("Name of the account there"),
    "name_bn": _("Name in Bangla"),
    "name_en": _("Name in English"),
    PURPOSES: _("Purposes"),
    "audience_bn": _("For whom, in Bangla"),
    "audience_en": _("For whom, in English"),
    "description_bn": _("Description of the user, in Bangla"),
    "description_en": _("Description of the user, in English"),
    PERSONAL: _("Is it a personal profile?"),
    OPENED: _("There since"),
    KEEPER: _("Who keeps it"),
}
COLUMNS: Final = tuple(_LABELS)
_LONGEST: Final = {
    OFFICE: 300, LINK: 2_000, PLATFORM: 60, SERVER: 200, HANDLE: 128, "name_bn": 300, "name_en": 300, PURPOSES: 500,
    "audience_bn": 500, "audience_en": 500, "description_bn": 500, "description_en": 500, PERSONAL: 20, OPENED: 40,
    KEEPER: 200,
}  # fmt: skip
_ALIASES: Final = {
    OFFICE: "office code office-code office-name দপ্তর অফিস দপ্তরের-কোড দপ্তরের-নাম অফিসের-নাম অফিস-কোড কোড",
    LINK: "link url address profile page লিংক লিঙ্ক ঠিকানা পেজের-লিংক প্রোফাইলের-লিংক",
    PLATFORM: "platform network medium প্ল্যাটফরম প্ল্যাটফর্ম মাধ্যম সামাজিক-মাধ্যম",
    SERVER: "server host সার্ভার",
    HANDLE: "handle username user-name account হ্যান্ডেল ব্যবহারকারী-নাম একাউন্ট",
    "name_bn": "name-bn name-bangla bangla-name নাম বাংলা-নাম নাম-বাংলা পেজের-নাম একাউন্টের-নাম",
    "name_en": "name-en name-english english-name name নাম-ইংরেজি ইংরেজি-নাম",
    PURPOSES: "purposes purpose উদ্দেশ্য",
    "audience_bn": "audience-bn audience-bangla অভীষ্টগোষ্ঠী কাদের-জন্য",
    "audience_en": "audience-en audience-english audience",
    "description_bn": "description-bn description-bangla বর্ণনা বিবরণ পরিচিতি",
    "description_en": "description-en description-english description",
    PERSONAL: "personal personal-profile ব্যক্তিগত ব্যক্তিগত-প্রোফাইল",
    OPENED: "opened-on opened since since-when খোলার-তারিখ কবে-থেকে শুরু",
    KEEPER: "keeper kept-by admin who-keeps-it পরিচালনাকারী এডমিন কে-চালান",
}


@cache
def _names() -> dict[str, str]:
    return {plain(alias): column for column, aliases in _ALIASES.items() for alias in aliases.split()}


def column_of(head: str) -> str | None:
    """Which column is meant by the words in a list's head; None for one that accounts do not have."""
    return _names().get(plain(head[:100]))


_SHARED: Final = ("too-long", "control", "bidi", "formula", "cells", "bijoy", "invisible", "not-bangla", "not-english")
_OWN: Final[dict[str, Words]] = {
    "no-office": Words(
        _("The office is missing."), _("Write the code of the office, or its name as the register has it.")
    ),
    "unknown-office": Words(
        _("The register has no office “%(value)s”."),
        _("Write its code, or its name as the register has it."),
        compared=True,
    ),
    "many-offices": Words(
        _("Several offices are called “%(value)s”."), _("Write the code of the one that is meant."), compared=True
    ),
    "outside": Words(
        _("“%(value)s” is no office of yours or below yours."),
        _("Leave the row out, or ask that office to bring it in."),
        compared=True,
    ),
    "closed-office": Words(
        _("“%(value)s” is closed or went up in another office."),
        _("Write the office that has the account by now."),
        compared=True,
    ),
    "no-place": Words(
        _("It is not said which account this is."), _("Paste the link of the profile, or write platform and name.")
    ),
    "bad-link": Words(
        _("“%(value)s” is no address of a profile that Sanglap can read."),
        _("Open the profile in a browser and copy the address from its top line; or write platform and name."),
    ),
    "no-platform": Words(
        _("The catalogue has no platform “%(value)s”."), _("Write it as the catalogue does, or paste the link.")
    ),
    "no-server": Words(
        _("This platform has many servers, and none is given."),
        _("Write the address of the server, or paste the link."),
    ),
    "bad-handle": Words(
        _("There can be no account “%(value)s” on that platform."), _("Write only the name after the @ sign.")
    ),
    "twice": Words(_("The same account stands in row %(value)s too."), _("Keep one of the rows.")),
    "taken": Words(
        _("The register has this account at another office: %(value)s"),
        _("If it belongs to your office, ask that office to let it move to yours."),
        compared=True,
    ),
    "bad-purpose": Words(
        _("“%(value)s” is none of the purposes of clause 4."),
        _("Write their numbers, as in 4(b), 4(c). The office can choose them later too."),
        WARNING,
    ),
    "bad-date": Words(
        _("“%(value)s” is no day that is past."), _("Write it as in 2019-03-26. It is left out for now."), WARNING
    ),
    "bad-yes": Words(_("“%(value)s” is neither yes nor no."), _("Write yes or no. It is taken for no now."), WARNING),
    "no-name": Words(
        _("No name is given; the name after the @ sign stands for it."),
        _("The office writes the name before it hands the account in."),
        WARNING,
    ),
    "name-post": Words(
        _("“%(value)s” is the name of a post, not of an office: clause 5(a)."),
        _("It can be brought in; its renaming has to follow."),
        WARNING,
        compared=True,
    ),
    "name-person": Words(
        _("“%(value)s” looks like the name of a person: clause 5(a)."),
        _("It can be brought in; its renaming has to follow."),
        WARNING,
        compared=True,
    ),
    "personal": Words(
        _("It is a personal profile."),
        _("It can be brought in; it has to move to a page of the office."),
        WARNING,
    ),
}
_LIST: Final = {
    **LIST,
    "head": Words(
        _("The first row does not name the columns."),
        _("Write a head line: office, link, name_bn, … The empty list on the page has it."),
    ),
    "no-link": Words(
        _("There is no column with the links of the profiles."),
        _("Add the column “link”, or the columns “platform” and “handle”."),
    ),
    "only-head": Words(_("There is nothing below the head line."), _("Add the accounts, one in each row.")),
    "since": Words(
        _("These accounts were handed in or changed since: %(value)s. Nothing was taken back."),
        _("Close those by hand that do not belong to the office."),
    ),
}

_SAID: Final = {"yes": _("yes"), "no": _("no")}


def _show(column: str, value: str) -> str:
    book = loader.current()
    if column == PLATFORM and value in book.catalogue.by_id:
        return str(book.catalogue.by_id[value].name)
    if column == PURPOSES and value:
        return ", ".join(str(book.clause(one).label) for one in value.split(","))
    if column == OPENED and value:
        return format_date(date.fromisoformat(value), get_language() or "bn")
    return str(_SAID[value]) if column == PERSONAL and value in _SAID else value


FORM = ListForm(
    labels=_LABELS,
    longest=_LONGEST,
    column_of=column_of,
    needed={},
    first=OFFICE,
    bangla=(OFFICE, "name_bn", "audience_bn", "description_bn", KEEPER),
    words={**{code: ROWS[code] for code in _SHARED}, **_OWN},
    list_words=_LIST,
    show=_show,
)


@dataclass(slots=True)
class Claim(Row):
    """One row of a list of accounts. `after` has what the list says, and where the account is once that is known."""

    form: ClassVar[ListForm] = FORM
    account_id: UUID | None = None

    def as_read(self) -> Claim:
        """The row as it was before it was compared."""
        kept = Row.as_read(self)
        return Claim(kept.line, "", kept.after, kept.faults, bad=kept.bad, account_id=self.account_id)
