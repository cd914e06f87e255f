"""The connector: what is asked of a Mastodon server, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import structlog

from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.networks.contract import (
    Capabilities,
    Comment,
    CommentPage,
    Connector,
    Limits,
    OutcomeUnknown,
    Outgoing,
    Profile,
    Published,
    Registration,
    Session,
    Shown,
)
from sanglap.networks.mastodon import consent, limits, mapping, media
from sanglap.networks.mastodon.calls import (
    NEWER,
    OLDER,
    in_path,
    pages,
    post,
    read,
    read_if_there,
    read_openly,
    understood,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

logger = structlog.get_logger(__name__)

PAGE = 40
"""The most posts that a server gives at once."""
AT_ONCE = 20
"""So many posts are asked for by name at once."""
CLOCK_MARGIN = timedelta(minutes=2)
"""How much older than asked for a post may seem and still be the one looked for."""


class Mastodon:
    """The connector. `Session.secrets` holds `token`, with the scopes of `consent.SCOPES`."""

    key = "mastodon"
    measure = "mastodon"
    name = LocalizedText(bn="ম্যাস্টোডন", en="Mastodon")
    capabilities = Capabilities(
        idempotency=timedelta(hours=1),
        alt_text=True,
        edit=True,
        delete_own=True,
        delete_others=False,
        hide_reversible=False,
        hide_irreversible=False,
        native_schedule=True,
        history_backfill=True,
        reply_restricted=False,
    )

    async def register(self, server: str, redirect_uri: str, http: httpx.AsyncClient) -> Registration:
        return await consent.register(server, redirect_uri, http)

    def consent_url(self, known: Registration, state: str, challenge: str) -> str:
        return consent.url(known, state, challenge)

    async def exchange(
        self, known: Registration, code: str, verifier: str, http: httpx.AsyncClient
    ) -> Mapping[str, str]:
        return await consent.exchange(known, code, verifier, http)

    async def revoke(self, session: Session, known: Registration | None) -> None:
        await consent.revoke(session.server, session.secrets.get("token", ""), known, session.http)

    async def limits(self, session: Session) -> Limits:
        return understood(limits.limits_from, await read(session, "/api/v2/instance"))

    async def check(self, session: Session) -> Profile:
        return understood(mapping.profile, await read(session, "/api/v1/accounts/verify_credentials"))

    async def look(self, server: str, handle: str, http: httpx.AsyncClient) -> Profile:
        return understood(
            mapping.profile, await read_openly(server, "/api/v1/accounts/lookup", [("acct", handle)], http)
        )

    async def prepare(self, session: Session, outgoing: Outgoing) -> Outgoing:
        mapping.body(outgoing, ())  # what cannot be said at all is refused before anything is sent
        if outgoing.recording is None:
            return outgoing
        return replace(outgoing, ready=[await media.send(session, outgoing.recording)])

    async def publish(self, session: Session, outgoing: Outgoing, key: str) -> Published:
        mapping.body(outgoing, ())  # what cannot be said at all is refused before anything is uploaded
        if outgoing.recording and not outgoing.ready:
            outgoing = await self.prepare(session, outgoing)
        ids = [*outgoing.ready, *await media.upload_all(session, outgoing.pictures)]
        sent = mapping.body(outgoing, ids)
        answer = await post(session, "/api/v1/statuses", sent, key)
        try:
            return mapping.published(answer.json())
        except mapping.UNREADABLE:
            raise OutcomeUnknown(f"{answer.status_code} with an answer that cannot be read") from None

    async def find_recent(self, session: Session, outgoing: Outgoing, since: datetime) -> Sequence[Published]:
        me = (await self.check(session)).remote_id
        found = [
            published
            async for status, published in _own_since(session, me, since)
            if status.get("in_reply_to_id") == outgoing.in_reply_to
            and understood(lambda shown: mapping.same_pictures(outgoing.alts, shown), status)
            and await _says(session, published.remote_id, outgoing.text)
        ]
        return sorted(found, key=lambda published: (published.at, mapping.order(published.remote_id)))

    async def shown_since(self, session: Session, remote_id: str, since: datetime) -> Sequence[Shown]:
        found = [
            understood(mapping.shown, status)
            async for status, _at in _own_since(session, remote_id, since, passed_on=True)
        ]
        return sorted(found, key=lambda one: (one.at, mapping.order(one.remote_id)))

    async def gone(self, session: Session, remote_ids: Sequence[str]) -> Sequence[str]:
        absent: list[str] = []
        for first in range(0, len(remote_ids), AT_ONCE):
            absent += await _absent(session, remote_ids[first : first + AT_ONCE])
        # A list may leave out for reasons of its own; only the answer to the question for the one thing is proof.
        return [one for one in absent if await read_if_there(session, f"/api/v1/statuses/{in_path(one)}") is None]

    async def fetch_comments(self, session: Session, posts: Sequence[str], cursor: str) -> CommentPage:
        me = (await self.check(session)).remote_id
        found: dict[str, Comment] = {}
        mentions, moved = await _mentions(session, cursor)
        found.update((comment.remote_id, comment) for comment in mentions)
        # The oldest head last: a comment under two posts of one thread belongs under the first of them.
        for head in sorted(posts, key=mapping.order, reverse=True):
            found.update((comment.remote_id, comment) for comment in await _under(session, head))
        others = (comment for comment in found.values() if comment.author_id != me)
        in_time = sorted(others, key=lambda comment: (comment.at, mapping.order(comment.remote_id)))
        return CommentPage(comments=in_time, cursor=moved)


async def _own_since(
    session: Session, me: str, since: datetime, *, passed_on: bool = False
) -> AsyncIterator[tuple[dict[str, Any], Published]]:
    """What that account posted since then and, where asked, passed on of others', newest first. Raises NotSent where
    they are too many to be sure.
    """
    query = [("limit", str(PAGE)), ("exclude_reblogs", "false" if passed_on else "true")]
    path = f"/api/v1/accounts/{in_path(me)}/statuses"
    async for response, page in pages(session, path, query, OLDER):
        oldest = since - limits.behind(response, clock.now()) - CLOCK_MARGIN
        for status in page:
            published = understood(mapping.published, status)
            if published.at < oldest:
                return
            yield status, published


async def _says(session: Session, remote_id: str, text: str) -> bool:
    """Whether that post, as its author typed it, is the text. The HTML that is shown never decides."""
    source = await read_if_there(session, f"/api/v1/statuses/{in_path(remote_id)}/source")
    return source is not None and understood(lambda data: mapping.same_text(text, data["text"]), source)


async def _absent(session: Session, remote_ids: Sequence[str]) -> Sequence[str]:
    """Those that the list of these does not hold; all of them where the server has no such list (before 4.3)."""
    path = str(httpx.URL("/api/v1/statuses", params=[("id[]", one) for one in remote_ids]))
    listed = await read_if_there(session, path)
    there = set() if listed is None else understood(lambda page: {mapping.identity(one) for one in page}, listed)
    return [one for one in remote_ids if one not in there]


async def _under(session: Session, head: str) -> Sequence[Comment]:
    """Everything under that head; nothing where it is no longer there."""
    context = await read_if_there(session, f"/api/v1/statuses/{in_path(head)}/context")
    return _comments([] if context is None else understood(lambda data: data["descendants"], context), head)


async def _mentions(session: Session, cursor: str) -> tuple[Sequence[Comment], str]:
    """The mentions after the cursor, those too that the account's own filters put aside; the new cursor."""
    query = [("types[]", "mention"), ("limit", str(PAGE)), ("include_filtered", "true")]
    query.append(("min_id", cursor or "0"))
    found: list[Comment] = []
    ids = [cursor] if cursor else []
    async for _response, page in pages(session, "/api/v1/notifications", query, NEWER):
        ids += [understood(mapping.identity, notification) for notification in page]
        found += _comments([entry["status"] for entry in page if entry.get("status")], None)
    return found, max(ids, key=mapping.order, default="")


def _comments(statuses: Sequence[Any], thread: str | None) -> list[Comment]:
    """Those statuses as comments. One that cannot be read is logged and passed over: the rest must come."""
    found = []
    for status in statuses:
        try:
            found.append(mapping.comment(status, thread))
        except mapping.UNREADABLE as error:
            logger.warning("comment_unreadable", network="mastodon", thread=thread, fault=type(error).__name__)
    return found


CONNECTOR: Connector = Mastodon()
