"""How a text will look and how long it is, as each chosen account's network counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sanglap.accounts.models import Account
from sanglap.content.fitness import NONE, Purposes
from sanglap.content.models import Draft
from sanglap.content.services import LONGEST
from sanglap.desk.findings import Findings
from sanglap.desk.posts import findings, sights
from sanglap.desk.posts.box import PictureBox, Row
from sanglap.desk.posts.sights import Sights
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope


@dataclass(frozen=True, slots=True)
class Preview:
    """The text on one account."""

    account: Account
    text: str
    language: str
    length: int
    pictures: Sequence[Row]
    spans: Sequence[tuple[int, int]]
    """What is marked in the text."""

    @property
    def over(self) -> int:
        """By how much the text is too long; 0: it fits."""
        return max(0, self.length - self.account.characters)

    @property
    def too_many(self) -> bool:
        return len(self.pictures) > self.account.pictures


@dataclass(frozen=True, slots=True)
class Shown:
    """What is being written as it will look on each chosen account, and what the screening points at in it."""

    previews: Sequence[Preview] = ()
    findings: Findings | None = None
    sights: Sights = field(default_factory=Sights)
    """What the machine sees in the pictures."""


def previews(
    scope: Scope,
    text: str,
    accounts: Sequence[Account],
    box: PictureBox,
    draft: Draft | None = None,
    *,
    purposes: Purposes = NONE,
) -> Shown:
    """One for each account; none while nothing is written. A text beyond what is kept at all is not reckoned. `draft`
    is what the text is to change.
    """
    seen = sights.of(box.rows)
    if len(text) > LONGEST:
        return Shown(sights=seen)
    tidy = normalise(text).strip()
    if not accounts or not (tidy or box.rows):
        return Shown(sights=seen)
    found = findings.live(
        scope, accounts[0].office, tidy, box.rows, besides=draft.pk if draft else None, purposes=purposes
    )
    language, spans = language_of(tidy), found.spans
    return Shown(
        [
            Preview(account, tidy, language, connector(account.network).count(tidy), box.rows, spans)
            for account in accounts
        ],
        found,
        seen,
    )
