"""How a text will look and how long it is, as each chosen account's network counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sanglap.accounts.models import Account
from sanglap.accounts.room import TextLimit, limits_of
from sanglap.content import cards
from sanglap.content.differences import Piece, differences
from sanglap.content.fitness import NONE, Purposes
from sanglap.content.models import Card, Draft
from sanglap.content.threads import MOST_PARTS, texts
from sanglap.content.writing import LONGEST
from sanglap.desk.findings import Findings
from sanglap.desk.posts import findings, sights, thread
from sanglap.desk.posts.box import PictureBox, Row
from sanglap.desk.posts.offers import Offer, offers
from sanglap.desk.posts.recorded import Recorded, RecordingBox
from sanglap.desk.posts.sights import Sights
from sanglap.language.normal import normalise
from sanglap.language.scripts import language_of
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Scope


@dataclass(frozen=True, slots=True)
class Preview:
    """The text on one account."""

    account: Account
    text: str
    language: str
    pictures: Sequence[Row]
    spans: Sequence[tuple[int, int]]
    """What is marked in the text."""
    card: Card | None = None
    """What was seen of the page that it links to."""
    differs: Sequence[Piece] = ()
    """What its own words change of the text; none: it shows the text."""
    recording: RecordingBox = field(default_factory=RecordingBox)
    pieces: Sequence[thread.Piece] = ()
    """Its parts, where it goes out as a thread."""

    @property
    def most_pieces(self) -> int:
        """How many parts are too many; 0: they are not."""
        return MOST_PARTS if len(self.pieces) > MOST_PARTS else 0

    @property
    def link(self) -> str:
        """Of which a card is shown."""
        return cards.link_of(self.text)

    @property
    def counts(self) -> list[tuple[TextLimit, int, int]]:
        """Each limit of the account, the text's length by it, and by how much that is too long."""
        return [(limit, limit.length(self.text), limit.over(self.text)) for limit in limits_of(self.account)]

    @property
    def recorded(self) -> Recorded:
        """Whether the account takes the video or sound."""
        return self.recording.on(self.account)

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
    offers: Sequence[Offer] = ()
    """What can be done with the words by a button."""

    @property
    def waiting(self) -> bool:
        """Whether a picture or a linked page is still being looked at, or a video made ready."""
        waits = any(one.recording.waiting or (one.card is not None and one.card.waiting) for one in self.previews)
        return self.sights.waiting or waits


def previews(
    scope: Scope,
    text: str,
    accounts: Sequence[Account],
    box: PictureBox,
    *,
    draft: Draft | None = None,
    own: Mapping[UUID, str] | None = None,
    purposes: Purposes = NONE,
    as_threads: Collection[str] = (),
) -> Shown:
    """One for each account; none while nothing is written. A text beyond what is kept at all is not reckoned. `draft`
    is what the text is to change; `own`, what accounts say in other words; `as_threads` names the accounts on which it
    may go out as a thread.
    """
    seen = sights.of(box.rows)
    if len(text) + sum(map(len, (own or {}).values())) > LONGEST:
        return Shown(sights=seen)
    tidy = normalise(text).strip()
    if not accounts or not (tidy or box.rows or box.recording):
        return Shown(sights=seen)
    office = accounts[0].office
    said = {account: words for account in accounts if (words := _own(account, own)) and words != tidy}
    besides = draft.pk if draft else None
    found = findings.live(
        scope, office, tidy, box.rows, said, besides=besides, said=box.recording.said, purposes=purposes
    )
    shown, wished = [], [account.pk for account in accounts if str(account.pk) in as_threads]
    seen_pages = cards.known([tidy, *said.values()])
    for account in accounts:
        words = said.get(account, tidy)
        spans = found.of_account(account.pk) if account in said else found.spans
        differs = differences(tidy, words) if account in said and tidy else ()
        language, parts = language_of(words), texts(words, account, Kind.POST, wished)
        parted = thread.pieces(account, parts, language, text=words, spans=spans)
        card, film = seen_pages.get(words), box.recording
        shown.append(Preview(account, words, language, box.rows, spans, card, differs, film, parted))
    return Shown(shown, found, seen, offers(office, [tidy, *said.values()]))


def _own(account: Account, own: Mapping[UUID, str] | None) -> str:
    return normalise((own or {}).get(account.pk, "")).strip()
