"""An office's letterhead with its accounts beside its addresses (clause 5.j): what stands on it, in which words.

Reckoned here once; the page, the PDF and the file for word processors show the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sanglap.core.localized import LocalizedText
from sanglap.documents.qr import Square, square
from sanglap.language.dates import format_bangla_date, format_date
from sanglap.language.digits import in_digits_of
from sanglap.language.scripts import language_of


@dataclass(frozen=True, slots=True)
class Channel:
    """An official account: on which network, as whom, where."""

    network: LocalizedText
    handle: str
    url: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as what."""

    name: LocalizedText
    designation: LocalizedText


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letterhead is made of. `languages` are one or two, the first goes first; whatever is empty is left out."""

    languages: tuple[str, ...]
    office: LocalizedText
    government: LocalizedText
    address: LocalizedText
    website: str
    phone: str
    email: str
    channels: tuple[Channel, ...]
    memo: str
    day: date
    signatory: Signatory | None
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to reach the office: what it is called, and the number or address."""

    name: Words
    value: Words

    @property
    def text(self) -> str:
        """Both in one line."""
        return f"{self.name.text}: {self.value.text}"


@dataclass(frozen=True, slots=True)
class Part:
    """What is said once in each language of the letter."""

    language: str
    government: Words
    office: Words
    address: tuple[Words, ...]
    """Line by line."""
    reach: tuple[Reach, ...]
    """Telephone, e-mail, website."""
    memo: str
    """What the memo number is called."""
    date: str
    gregorian: str
    bangla: str
    name: Words
    designation: Words


@dataclass(frozen=True, slots=True)
class Tile:
    """An account, or the website, with its QR code."""

    titles: tuple[Words, ...]
    handle: str
    url: str
    alt: str
    square: Square

    @property
    def shown(self) -> str:
        """The address as people write it."""
        return self.url.partition("://")[2].rstrip("/") or self.url


@dataclass(frozen=True, slots=True)
class Sheet:
    """The letterhead as it is set, whatever it is set by."""

    title: str
    parts: tuple[Part, ...]
    memo: str
    channels: tuple[Words, ...]
    """What the line of accounts in the head is called, in each language."""
    tiles: tuple[Tile, ...]
    accounts: tuple[Tile, ...]
    """Of the tiles, those of accounts."""
    subject_label: str
    subject: Words
    body: tuple[Words, ...]
    """Paragraph by paragraph."""

    @property
    def language(self) -> str:
        """The letter's first language."""
        return self.parts[0].language

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(part.language for part in self.parts)


_ERAS = {
    "gregorian": LocalizedText(bn="{} খ্রিষ্টাব্দ", en="{}"),
    "bangla": LocalizedText(bn="{} বঙ্গাব্দ", en="{} (Bangla calendar)"),
}


def set_letter(letter: Letter) -> Sheet:
    """The letter in the words of its languages."""
    first = letter.languages[0]
    kind = _word(_("Letterhead"), first)
    accounts = tuple(_tile(letter, channel) for channel in letter.channels)
    return Sheet(
        title=f"{letter.office.best(first)[0]}: {kind}",
        parts=tuple(_part(letter, language) for language in letter.languages),
        memo=letter.memo,
        channels=tuple(Words(_word(_("Official accounts"), one), one) for one in letter.languages),
        tiles=(*(_tile(letter, site) for site in _site(letter)), *accounts),
        accounts=accounts,
        subject_label=_word(_("Subject"), first),
        subject=_typed(letter.subject),
        body=tuple(_typed(block.strip()) for block in letter.body.split("\n") if block.strip()),
    )


def _part(letter: Letter, language: str) -> Part:
    def best(text: LocalizedText) -> Words:
        """In that language; what is not there in it, in another, unless the letter says it in that one anyhow."""
        found = Words(*text.best(language))
        return Words("", language) if found.language in {*letter.languages} - {language} else found

    address, signatory = best(letter.address), letter.signatory
    return Part(
        language=language,
        government=best(letter.government),
        office=best(letter.office),
        address=tuple(Words(line.strip(), address.language) for line in address.text.splitlines() if line.strip()),
        reach=tuple(_reach(letter, language)),
        memo=_word(_("Memo no."), language),
        date=_word(_("Date"), language),
        gregorian=_ERAS["gregorian"][language].format(format_date(letter.day, language)),
        bangla=_ERAS["bangla"][language].format(format_bangla_date(letter.day, language)),
        name=best(signatory.name) if signatory else Words("", language),
        designation=best(signatory.designation) if signatory else Words("", language),
    )


def _reach(letter: Letter, language: str) -> Iterator[Reach]:
    number = Words(in_digits_of(language, letter.phone), language)
    # Addresses are Latin whatever the language around them.
    email, website = Words(letter.email, "en"), Words(letter.website, "en")
    for name, value in ((_("Telephone"), number), (_("E-mail"), email), (_("Website"), website)):
        if value.text:
            yield Reach(Words(_word(name, language), language), value)


def _site(letter: Letter) -> Iterator[Channel]:
    """The website as one more channel; it has no handle."""
    if letter.website:
        yield Channel(LocalizedText({one: _word(_("Website"), one) for one in letter.languages}), "", letter.website)


def _tile(letter: Letter, channel: Channel) -> Tile:
    alt = _word(_("QR code of %(address)s"), letter.languages[0]) % {"address": channel.url}
    # A name that is the same in both languages is said once.
    titles = dict(map(channel.network.best, reversed(letter.languages)))
    names = tuple(Words(text, language) for text, language in reversed(titles.items()))
    return Tile(names, channel.handle and f"@{channel.handle}", channel.url, alt, square(channel.url))


def _typed(text: str) -> Words:
    return Words(text, language_of(text))


def _word(text: Promise, language: str) -> str:
    with override(language):
        return str(text)
