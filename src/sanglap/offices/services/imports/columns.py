"""The columns of a list: what each may be called, and how long what stands in it may be."""

from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sanglap.lists.heads import column_finder, plain
from sanglap.offices.models import Kind

CODE, KIND, PARENT, WEBSITE, EMAIL, PHONE, AREA = "code", "kind", "parent", "website", "email", "phone", "area"
NAMES: Final = ("name_bn", "name_en")
ADDRESSES: Final = ("address_bn", "address_en")
BANGLA: Final = ("name_bn", "address_bn")
COLUMNS: Final = (CODE, KIND, *NAMES, PARENT, WEBSITE, *ADDRESSES, EMAIL, PHONE, AREA)
REQUIRED: Final = (KIND, *NAMES)
"""What a new office must have, and an old one cannot lose."""

LONGEST: Final = {
    CODE: 64, KIND: 60, "name_bn": 300, "name_en": 300, PARENT: 64, WEBSITE: 200, "address_bn": 500, "address_en": 500,
    EMAIL: 254, PHONE: 40, AREA: 32,
}  # fmt: skip

LABELS: Final[dict[str, Promise]] = {
    CODE: _("Code"),
    KIND: _("Kind of office"),
    "name_bn": _("Name in Bangla"),
    "name_en": _("Name in English"),
    PARENT: _("Code of the office above"),
    WEBSITE: _("Official website"),
    "address_bn": _("Address in Bangla"),
    "address_en": _("Address in English"),
    EMAIL: _("E-mail address"),
    PHONE: _("Telephone"),
    AREA: _("Division or district"),
}

EXPLAINED: Final[dict[str, Promise]] = {
    CODE: _("What the office is known by, here and in every further list. A new code is a new office."),
    KIND: _("One of the nine kinds of clause 2.2, listed below. A new office needs it."),
    "name_bn": _("As on the office’s signboard. A new office needs it."),
    "name_en": _("As on the office’s signboard. A new office needs it."),
    PARENT: _(
        "The office under which it stands. Empty: it stays where it is; a new one comes under the list’s office."
    ),
    WEBSITE: _("As in https://office.gov.bd"),
    "address_bn": _("As on its letters."),
    "address_en": _("As on its letters."),
    EMAIL: _("One address of the office, as in office@example.gov.bd"),
    PHONE: _("One number, in Bangla or Latin digits."),
    AREA: _("The code of the division or district. Empty: that of the office above."),
}
"""What is to be written in each column. A column that is left out of a list changes nothing."""

_ALIASES: Final = {
    CODE: "code id office-code office-id কোড অফিস-কোড দপ্তর-কোড আইডি",
    KIND: "kind type office-kind office-type kind-of-office ধরন ধরণ প্রকার অফিসের-ধরন দপ্তরের-ধরন",
    "name_bn": "name-bn name-bangla bangla-name bn-name name-in-bangla নাম বাংলা-নাম নাম-বাংলা বাংলায়-নাম নাম-বাংলায়",
    "name_en": "name-en name-english english-name en-name name-in-english name নাম-ইংরেজি ইংরেজি-নাম ইংরেজিতে-নাম "
    "নাম-ইংরেজিতে",
    PARENT: "parent parent-code parent-id above office-above code-of-the-office-above under ঊর্ধ্বতন ঊর্ধ্বতন-কোড "
    "ঊর্ধ্বতন-অফিস ঊর্ধ্বতন-অফিসের-কোড ঊর্ধ্বতন-দপ্তর ঊর্ধ্বতন-দপ্তরের-কোড",
    WEBSITE: "website url web site official-website ওয়েবসাইট দাপ্তরিক-ওয়েবসাইট",
    "address_bn": "address-bn address-bangla bangla-address address-in-bangla ঠিকানা ঠিকানা-বাংলা বাংলা-ঠিকানা "
    "বাংলায়-ঠিকানা ঠিকানা-বাংলায়",
    "address_en": "address-en address-english english-address address-in-english address ঠিকানা-ইংরেজি ইংরেজি-ঠিকানা "
    "ইংরেজিতে-ঠিকানা ঠিকানা-ইংরেজিতে",
    EMAIL: "email mail e-mail-address email-address ইমেইল ই-মেইল মেইল ইমেইল-ঠিকানা ই-মেইল-ঠিকানা",
    PHONE: "phone telephone tel mobile phone-number টেলিফোন ফোন মোবাইল ফোন-নম্বর টেলিফোন-নম্বর",
    AREA: "area area-code district-code এলাকা এলাকার-কোড",
}
column_of = column_finder(_ALIASES)


@cache
def _kinds() -> dict[str, str]:
    found = {}
    for language in ("bn", "en"):
        with override(language):
            found.update({plain(str(kind.label)): kind.value for kind in Kind})
    return {**found, **{plain(kind.value): kind.value for kind in Kind}}


@cache
def kind_of(words: str) -> str | None:
    """The kind of office that is meant, by its value or its name in either language; None for no such kind."""
    return _kinds().get(plain(words))
