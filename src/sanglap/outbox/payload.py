"""The canonical form of what is to appear, and its digest, by which what is sent is held to what was approved."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sanglap.language.normal import normalise
from sanglap.networks.contract import Kind, Outgoing, Picture, Recording

FORM = 2
"""The version of the canonical form; it is part of every digest."""


@dataclass(frozen=True, slots=True)
class Payload:
    """All that decides what the public will see, for one account."""

    account_id: UUID
    kind: Kind
    text: str
    language: str
    in_reply_to: str | None = None
    pictures: tuple[Picture, ...] = ()
    recording: Recording | None = None
    thread: tuple[str, ...] = ()
    """The texts of the parts that follow it."""

    def canonical(self) -> str:
        """The one way this is written: JSON, keys in order, no spaces, text in its normal form. Of a recording and of a
        thread it says something only where there is one, so that the digests of all others stay what they are.
        """
        said: dict[str, Any] = {
            "form": FORM,
            "account": str(self.account_id),
            "kind": self.kind.value,
            "text": normalise(self.text),
            "language": self.language,
            "in_reply_to": self.in_reply_to,
            "pictures": [
                {"digest": picture.digest, "type": picture.media_type, "alt": normalise(picture.alt)}
                for picture in self.pictures
            ],
        }
        if self.recording:
            said["media"] = _written(self.recording)
        if self.thread:
            said["thread"] = [normalise(text) for text in self.thread]
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _written(recording: Recording) -> dict[str, str]:
    return {
        "digest": recording.digest,
        "type": recording.media_type,
        "alt": normalise(recording.alt),
        "captions": recording.captions,
    }


def digest(canonical: str) -> str:
    """SHA-256 of the canonical form, in hexadecimal. The database reckons the same and refuses any other."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def outgoing(canonical: str) -> Outgoing:
    """What a connector is handed, from the canonical form alone. Raises ValueError for an unknown form."""
    data = json.loads(canonical)
    if data["form"] != FORM:
        raise ValueError(f"payload of form {data['form']}")
    pictures = tuple(Picture(one["digest"], one["type"], one["alt"]) for one in data["pictures"])
    media = data.get("media")
    recording = Recording(media["digest"], media["type"], media["alt"], media["captions"]) if media else None
    return Outgoing(
        Kind(data["kind"]), data["text"], data["language"], data["in_reply_to"], pictures, recording,
        thread=data.get("thread", ()),
    )  # fmt: skip


def payload_of(canonical: str, account_id: UUID) -> Payload:
    """The payload that was written so for that account. Raises ValueError for an unknown form."""
    said = outgoing(canonical)
    return Payload(
        account_id, said.kind, said.text, said.language, said.in_reply_to, tuple(said.pictures), said.recording,
        tuple(said.thread),
    )  # fmt: skip


def key_of(delivery_id: UUID, part: int) -> str:
    """By what the network recognises a repeated call for that part of a delivery."""
    return str(delivery_id if part == 1 else uuid5(delivery_id, str(part)))
