"""From the register to a letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import override

from sanglap.accounts.models import Account
from sanglap.core.localized import LocalizedText
from sanglap.documents.letterhead import Channel, Letter, Signatory
from sanglap.offices.models import Appointment, Charge, Office


def letter(
    office: Office,
    accounts: Iterable[Account],
    *,
    languages: tuple[str, ...],
    held: Appointment | None,
    day: date,
    government: LocalizedText | None = None,
    memo: str = "",
    subject: str = "",
    body: str = "",
) -> Letter:
    """The letter of that office, with those accounts of it that work."""
    return Letter(
        languages=languages,
        office=office.name,
        government=government or LocalizedText(),
        address=LocalizedText(office.address),
        website=office.website,
        phone=office.phone,
        email=office.email,
        channels=tuple(Channel(one.place, one.handle, one.address) for one in accounts),
        memo=memo,
        day=day,
        signatory=Signatory(held.user.name, designation(held)) if held else None,
        subject=subject,
        body=body,
    )


def designation(held: Appointment) -> LocalizedText:
    """As what somebody signs: the position's title, and how he holds it where that is not the usual."""
    title: LocalizedText = held.position.title
    if held.charge == Charge.REGULAR:
        return title
    return LocalizedText({language: f"{text} ({_charge(held, language)})" for language, text in title.items()})


def _charge(held: Appointment, language: str) -> str:
    with override(language):
        return str(held.get_charge_display())
