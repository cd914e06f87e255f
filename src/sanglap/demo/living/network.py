"""What the practice network is to hold of it all: one JSON object a line, for its own command `practice_load`."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TextIO


class Network:
    """Writes the lines; who answers must come after what is answered."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines

    def account(
        self, number: int, handle: str, name: str, at: datetime, *, note: str = "", token: str | None = None
    ) -> None:
        """An office's account where a token is given, else a citizen."""
        self._write(
            "account", id=number, handle=handle, name=name, note=note, created_at=at.isoformat(), token=token,
            citizen=token is None,
        )  # fmt: skip

    def face(
        self, account: int, *, fields: Sequence[tuple[str, str]], site: str, pictures: Mapping[str, bytes]
    ) -> None:
        """What its owner made of an office's profile; `site`: how the office's website behaves."""
        shown = {place: b64encode(content).decode() for place, content in pictures.items()}
        self._write("face", account=account, fields=fields, site=site, **shown)

    def status(
        self,
        number: int,
        account: int,
        versions: Sequence[tuple[datetime, str]],
        *,
        language: str = "bn",
        in_reply_to: int | None = None,
    ) -> None:
        """A post, an answer or a comment, with all its words, the first first."""
        told = [{"at": at.isoformat(), "text": text} for at, text in versions]
        self._write("status", id=number, account=account, in_reply_to=in_reply_to, language=language, versions=told)

    def _write(self, kind: str, **values: Any) -> None:
        self._lines.write(json.dumps({"kind": kind, **values}, ensure_ascii=False) + "\n")
