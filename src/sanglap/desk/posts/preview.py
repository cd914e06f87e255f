"""How a text will look and how long it is, as each chosen account's network counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanglap.accounts.models import Account
from sanglap.content.services import LONGEST
from sanglap.desk.posts.box import PictureBox, Row
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.networks.registry import connector


@dataclass(frozen=True, slots=True)
class Preview:
    """The text on one account."""

    account: Account
    text: str
    language: str
    length: int
    pictures: Sequence[Row]

    @property
    def over(self) -> int:
        """By how much the text is too long; 0: it fits."""
        return max(0, self.length - self.account.characters)

    @property
    def too_many(self) -> bool:
        return len(self.pictures) > self.account.pictures


def previews(text: str, accounts: Sequence[Account], box: PictureBox) -> list[Preview]:
    """One for each account; none while nothing is written. A text beyond what is kept at all is not reckoned."""
    if len(text) > LONGEST:
        return []
    tidy = normalise(text).strip()
    if not tidy and not box.rows:
        return []
    return [
        Preview(account, tidy, language_of(tidy), connector(account.network).count(tidy), box.rows)
        for account in accounts
    ]
