"""What every network's connector offers: dataclasses in, dataclasses out, and four kinds of error.

A connector holds no state, knows no database and no office. It never retries: whether a call may be made
again is for the outbox to decide, from the error's kind and the network's capabilities.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    import httpx

    from sanglap.core.localized import LocalizedText


class Kind(StrEnum):
    """What kind of change of the outside world is asked for."""

    POST = "post"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Session:
    """One account's way in: where, with what right, through which guarded client."""

    server: str
    """Origin, as `https://social.example`, without a trailing slash."""
    secrets: Mapping[str, str] = field(repr=False)
    """What this network wants (Mastodon: `token`). Never shown, never logged."""
    http: httpx.AsyncClient = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordingRoom:
    """Which videos and sounds fit into a post."""

    types: tuple[str, ...]
    """Media types, as `video/mp4`."""
    bytes: int | None = None
    """The largest; None: nobody says."""
    seconds: int | None = None
    """The longest."""
    pixels: int | None = None
    """The most of one picture of it."""
    captions: bool = False
    """A file of captions can be attached there."""

    def takes(self, media_type: str) -> bool:
        return media_type in self.types

    @property
    def kept(self) -> dict[str, Any]:
        """As JSON, for whoever keeps it."""
        return {**asdict(self), "types": list(self.types)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> RecordingRoom:
        """From that; where nothing is kept, it takes none."""
        return cls(**{**kept, "types": tuple(kept.get("types", ()))})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much fits, as the account's server says today."""

    characters: int
    """Longest text, counted as `Connector.count` counts."""
    characters_per_url: int | None = None
    pictures: int = 0
    """The most pictures in one post."""
    recordings: RecordingRoom | None = None
    """Which video or sound it may hold instead; None: none."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a network can do; what it cannot do is refused in plain words before anything is sent."""

    idempotency: timedelta | None
    """How long the network itself recognises a repeated call by its key; None: it does not."""
    alt_text: bool
    edit: bool
    delete_own: bool
    delete_others: bool
    hide_reversible: bool
    hide_irreversible: bool
    native_schedule: bool
    history_backfill: bool
    reply_restricted: bool
    """Replies are allowed only under conditions of the network's own."""
    by_hand: bool = False
    """No call is ever made: people post what was approved, and say where it stands."""
    room: Limits | None = None
    """How much fits, where no server is there to say it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A live profile: as whoever looks from outside sees it, or as the account itself does."""

    remote_id: str
    handle: str
    name: str
    url: str
    description: str
    """Plain text."""
    fields: Mapping[str, str]
    """What it says of itself line by line: name to plain text."""
    avatar: str = ""
    header: str = ""
    """Addresses of the two pictures; "" where it shows none of its own."""
    settings: Mapping[str, str | bool] = field(default_factory=dict)
    """The settings that can be read, by the network's own names; the account itself may read more of them."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a server knows Sanglap by: asked for once for each server and address of ours, kept sealed."""

    server: str
    redirect_uri: str
    """Where that server sends people back to."""
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is shown with the words."""

    digest: str
    """SHA-256 of its content, in hex."""
    media_type: str
    alt: str
    """What it shows, for those who do not see it."""
    content: bytes = field(default=b"", repr=False)
    """Empty until the outbox has read it; only `publish` needs it."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A video or a sound that is shown with the words."""

    digest: str
    """SHA-256 of its content, in hex."""
    media_type: str
    alt: str
    """What is seen and heard, for those who do not."""
    captions: str = ""
    """SHA-256 of the captions that were approved with it; "": none."""
    path: Path | None = field(default=None, repr=False)
    """Where the outbox has found it and held it to its digest; only `prepare` needs it."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to appear on the network, to the letter: the decoded canonical payload of a delivery."""

    kind: Kind
    text: str
    language: str
    """ISO 639 code of the text."""
    in_reply_to: str | None = None
    """The network's id of what is answered."""
    pictures: Sequence[Picture] = ()
    recording: Recording | None = None
    ready: Sequence[str] = ()
    """What `prepare` laid ready, by the network's own names."""
    thread: Sequence[str] = ()
    """The texts of the parts that follow it, each as an answer to the one before. Connectors are handed single parts:
    `part`.
    """

    def part(self, number: int, after: str | None) -> Outgoing:
        """One part of it, from 1; `after` is the network's id of the part before. The pictures go with the first."""
        if number == 1:
            return replace(self, thread=())
        return replace(self, text=self.thread[number - 2], in_reply_to=after, pictures=(), recording=None, thread=())

    @property
    def parts(self) -> list[str]:
        """The texts of all its parts; one where it is no thread."""
        return [self.text, *self.thread]

    @property
    def whole(self) -> str:
        """The same as one text."""
        return "\n\n".join(self.parts)

    @property
    def alts(self) -> list[str]:
        return [picture.alt for picture in self.pictures] + ([self.recording.alt] if self.recording else [])


@dataclass(frozen=True, slots=True)
class Published:
    """What the network says it now shows."""

    remote_id: str
    url: str
    at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that the account itself shows, whoever put it there."""

    remote_id: str
    url: str
    at: datetime
    """UTC."""
    text: str
    """Plain text."""


@dataclass(frozen=True, slots=True)
class Comment:
    """Something that somebody else wrote under or to the account, as it stands now."""

    remote_id: str
    author_id: str
    author_handle: str
    author_name: str
    text: str
    """Plain text; paragraphs are parted by a blank line."""
    url: str
    at: datetime
    edited_at: datetime | None
    in_reply_to: str | None
    """The network's id of what this answers; None: it mentions the account without answering anything."""
    thread: str | None
    """The network's id of the account's own post at the head, where the network told."""
    private: bool = False
    """Meant for the account alone; an answer must not be public."""


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Comments in the order they were written, and where to go on next time."""

    comments: Sequence[Comment]
    cursor: str


class NetworkError(Exception):
    """A call did not do what was asked. `detail` is the network's own word, free of secrets."""

    code = "network_error"

    def __init__(self, detail: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.retry_at = retry_at
        """UTC; before that moment the network does not want to be asked again."""


class NotSent(NetworkError):
    """Provably nothing happened over there, and the same call may be made again later."""

    code = "not_sent"


class Refused(NetworkError):
    """The network will not take this; it has to be changed first."""

    code = "refused"


class NotThere(Refused):
    """There is nothing of that name over there, or no longer."""

    code = "not_there"


class AccessLost(NetworkError):
    """The token is no longer good or lacks a right; a person must connect the account again."""

    code = "access_lost"


class OutcomeUnknown(NetworkError):
    """The call may or may not have taken effect. Nobody may send again before it was looked for."""

    code = "outcome_unknown"


class Connector(Protocol):
    """One network. Every method that calls raises only `NetworkError`s; a call that only reads never raises
    `OutcomeUnknown` (it raises `NotSent`, since asking again does no harm).
    """

    key: str
    name: LocalizedText
    capabilities: Capabilities
    measure: str
    """By what it counts the length of a text: a name in `language.lengths.MEASURES`."""

    async def register(self, server: str, redirect_uri: str, http: httpx.AsyncClient) -> Registration:
        """Make Sanglap known to that server."""

    def consent_url(self, known: Registration, state: str, challenge: str) -> str:
        """Where whoever holds the account agrees. `challenge` is that of RFC 7636 (S256)."""

    async def exchange(
        self, known: Registration, code: str, verifier: str, http: httpx.AsyncClient
    ) -> Mapping[str, str]:
        """The secrets for the code with which that person came back; raises Refused where it is not good."""

    async def revoke(self, session: Session, known: Registration | None) -> None:
        """Have the network end the session's right for good. A second time changes nothing. `known` is what the server
        knew Sanglap by when it gave the right; without it some networks refuse. Never raises OutcomeUnknown: it may be
        asked again.
        """

    async def limits(self, session: Session) -> Limits:
        """Today's limits of the account's server."""

    async def check(self, session: Session) -> Profile:
        """Whom the credentials belong to; raises AccessLost where they are not good."""

    async def look(self, server: str, handle: str, http: httpx.AsyncClient) -> Profile:
        """The profile of that handle as anybody sees it; raises NotThere where there is none."""

    async def prepare(self, session: Session, outgoing: Outgoing) -> Outgoing:
        """Lay ready at the network what takes long to send, and say how it is called there. Nobody sees it before
        `publish`; never raises OutcomeUnknown: it may be done again.
        """

    async def publish(self, session: Session, outgoing: Outgoing, key: str) -> Published:
        """Make it appear. One attempt. `key` is the same for every attempt at the same delivery."""

    async def find_recent(self, session: Session, outgoing: Outgoing, since: datetime) -> Sequence[Published]:
        """What the account has shown since then (UTC) with the same text and pictures (told by their descriptions) in
        the same place, oldest first.
        """

    async def shown_since(self, session: Session, remote_id: str, since: datetime) -> Sequence[Shown]:
        """What the account of that id shows since then (UTC), answers included, oldest first. Without secrets in the
        session: as much of it as everybody sees.
        """

    async def gone(self, session: Session, remote_ids: Sequence[str]) -> Sequence[str]:
        """Those of these comments of others that are surely no longer there. What could not be asked is not among them:
        the call raises instead.
        """

    async def fetch_comments(self, session: Session, posts: Sequence[str], cursor: str) -> CommentPage:
        """What others wrote under `posts` (the network's ids) and, since the cursor, to the account.

        Comments come again each time their post is asked for: that is how edits are seen. "" begins.
        """
