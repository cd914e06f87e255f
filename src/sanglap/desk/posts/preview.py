"""How a text will look and how long it is, as each chosen account's network counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sanglap.accounts.models import Account
from sanglap.content.models import Draft
from sanglap.content.services import LONGEST
from sanglap.content.threads import MOST_PARTS, texts
from sanglap.desk.findings import Findings
from sanglap.desk.posts import findings, sights
from sanglap.desk.posts.box import PictureBox, Row
from sanglap.desk.posts.sights import Sights
from sanglap.desk.posts.thread import Piece, Span, pieces
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.networks.contract import Kind
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
    pieces: Sequence[Piece] = ()
    """Its parts, where it goes out as a thread."""

    @property
    def over(self) -> int:
        """By how much the text, or its longest part, is too long; 0: it fits."""
        length = max((piece.length for piece in self.pieces), default=self.length)
        return max(0, length - self.account.characters)

    @property
    def most_pieces(self) -> int:
        """How many parts are too many; 0: they are not."""
        return MOST_PARTS if len(self.pieces) > MOST_PARTS else 0

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
    as_threads: Collection[str] = (),
) -> Shown:
    """One for each account; none while nothing is written. A text beyond what is kept at all is not reckoned. `draft`
    is what the text is to change; `as_threads` names the accounts on which it may go out as a thread.
    """
    seen = sights.of(box.rows)
    if len(text) > LONGEST:
        return Shown(sights=seen)
    tidy = normalise(text).strip()
    if not accounts or not (tidy or box.rows):
        return Shown(sights=seen)
    found = findings.live(scope, accounts[0].office, tidy, box.rows, besides=draft.pk if draft else None)
    spans = found.spans
    return Shown(
        [_preview(account, tidy, box.rows, spans, thread=str(account.pk) in as_threads) for account in accounts],
        found,
        seen,
    )


def _preview(account: Account, text: str, rows: Sequence[Row], spans: Sequence[Span], *, thread: bool) -> Preview:
    language, parts = language_of(text), texts(text, account, Kind.POST, [account.pk] if thread else [])
    shown = pieces(account, parts, language, text=text, spans=spans)
    return Preview(account, text, language, connector(account.network).count(text), rows, spans, shown)
