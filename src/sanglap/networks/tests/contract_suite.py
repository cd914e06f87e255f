"""What every connector must hold, tried against a server that behaves as its network does, over real HTTP.

A network takes part through a `Harness`: a stand-in server with citizens and with faults to switch on.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import pytest

from sanglap.core import clock
from sanglap.language.lengths import MEASURES
from sanglap.networks.contract import (
    AccessLost,
    Connector,
    Kind,
    NetworkError,
    NotSent,
    NotThere,
    OutcomeUnknown,
    Outgoing,
    Picture,
    Refused,
    Session,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

CALL_SECONDS = 1.5
"""How long the suite's sessions let a call take."""
MANY = 45
"""More than networks give at once."""
TEXT = "সেবা এখন অনলাইনে: https://example.gov.bd/সেবা?a=1&b=2 <দেখুন> #সেবা 👨‍👩‍👧"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
"""One point."""
SAMPLES = [
    "ক্ষ ড় ঢ় য় জ্ঞ ৎ ৷ ২০২৬",
    "ড\u09bc",
    "👨‍👩‍👧‍👦 🇧🇩 👍🏽",
    "https://example.gov.bd/" + "x" * 200,
    "(http://a.bd/?q=ক) www.example.gov.bd, https://example.gov.bd.",
    "একটি\n\nঅনুচ্ছেদ",
]


class Trouble(StrEnum):
    """What is to go wrong with the account's next call that publishes."""

    ACCEPT_THEN_FAIL = "accept_then_fail"
    ACCEPT_THEN_HANG = "accept_then_hang"
    THROTTLE = "throttle"


@dataclass(frozen=True)
class Office:
    """An account of the stand-in server, and the way into it."""

    handle: str
    secrets: Mapping[str, str]


class Harness(Protocol):
    """A stand-in for a network."""

    @property
    def origin(self) -> str:
        """Where it listens, on loopback."""

    def start(self) -> None: ...
    def stop(self) -> None: ...

    def office(self) -> Office:
        """A fresh account."""

    def revoke(self, office: Office) -> None:
        """Its credentials are no longer good."""

    def trouble(self, office: Office, trouble: Trouble) -> None:
        """Once."""

    def calm(self) -> None:
        """All troubles are over."""

    def shown(self, office: Office) -> Sequence[str]:
        """The texts that the account shows, oldest first."""

    def comment(self, text: str, under: str) -> str:
        """A citizen writes under a post or a comment; returns its id."""

    def mention(self, text: str, office: Office) -> str:
        """A citizen writes to the account without answering anything; returns its id."""

    def edit(self, comment: str, text: str) -> None:
        """The citizen changes what was written."""

    def delete(self, comment: str) -> None:
        """The citizen takes it away."""


@dataclass(frozen=True)
class Stage:
    """One connector with one fresh account on its stand-in."""

    connector: Connector
    harness: Harness
    office: Office
    session: Session

    async def publish(self, text: str, parent: str | None = None, key: str = "") -> str:
        kind = Kind.POST if parent is None else Kind.ANSWER
        outgoing = Outgoing(kind, text, "bn", parent)
        return (await self.connector.publish(self.session, outgoing, key or f"key {time.monotonic_ns()}")).remote_id

    async def found(self, text: str, parent: str | None = None, minutes: float = 0) -> list[str]:
        """What is found of that text, looking from so many minutes ahead."""
        kind = Kind.POST if parent is None else Kind.ANSWER
        since = clock.now() + timedelta(minutes=minutes)
        found = await self.connector.find_recent(self.session, Outgoing(kind, text, "bn", parent), since)
        return [published.remote_id for published in found]


class ContractSuite:
    """The tests; `stage` is a fixture of the module that runs them, `closed_port` is a deaf port."""

    async def test_publishing_shows_it(self, stage: Stage) -> None:
        before = clock.now()
        published = await stage.connector.publish(stage.session, Outgoing(Kind.POST, TEXT, "bn"), "key")
        assert published.remote_id
        assert published.url.startswith("http")
        assert abs(published.at - before) < timedelta(minutes=1)
        assert published.at.utcoffset() == timedelta()
        assert stage.harness.shown(stage.office) == [TEXT]

    async def test_the_same_key_twice_is_one_post(self, stage: Stage) -> None:
        if stage.connector.capabilities.idempotency is None:
            pytest.skip("the network recognises no key")
        first = await stage.publish(TEXT, key="once")
        assert await stage.publish(TEXT, key="once") == first
        assert len(stage.harness.shown(stage.office)) == 1
        assert await stage.publish(TEXT, key="another") != first

    @pytest.mark.parametrize("sample", SAMPLES)
    async def test_lengths_agree_at_the_boundary(self, stage: Stage, sample: str) -> None:
        count = MEASURES[stage.connector.measure]
        longest = (await stage.connector.limits(stage.session)).characters
        fits = f"{sample} " + "ক" * (longest - count(f"{sample} "))
        assert count(fits) == longest
        assert await stage.publish(fits)
        with pytest.raises(Refused):
            await stage.publish(fits + "ক")
        assert stage.harness.shown(stage.office) == [fits]

    async def test_an_answer_lands_under_its_parent(self, stage: Stage) -> None:
        head = await stage.publish(TEXT)
        comment = stage.harness.comment("কবে?", head)
        answer = await stage.publish("আগামীকাল।", comment)
        stage.harness.comment("ধন্যবাদ", answer)
        page = await stage.connector.fetch_comments(stage.session, [head], "")
        assert [(found.text, found.in_reply_to, found.thread) for found in page.comments] == [
            ("কবে?", head, head),
            ("ধন্যবাদ", answer, head),
        ]

    async def test_an_answer_to_what_is_gone_is_refused(self, stage: Stage) -> None:
        with pytest.raises(Refused):
            await stage.publish("উত্তর", "999999999999999999")

    async def test_find_recent_finds_exactly_what_was_sent(self, stage: Stage) -> None:
        head = await stage.publish("শুরু")
        look_alikes = [
            f"{TEXT}!",
            TEXT.replace("<", "&lt;"),
            TEXT.replace(" ", "  "),
            TEXT.replace("a=1", "A=1"),
        ]
        for text in look_alikes:
            await stage.publish(text)
        mine = await stage.publish(TEXT)
        under = await stage.publish(TEXT, head)
        assert await stage.found(TEXT) == [mine]
        assert await stage.found(TEXT, head) == [under]
        assert await stage.found(TEXT, mine) == []
        assert await stage.found(TEXT, minutes=10) == []
        again = await stage.publish(TEXT)
        assert await stage.found(TEXT) == [mine, again]

    async def test_pictures_are_shown_and_tell_twins_apart(self, stage: Stage) -> None:
        most = (await stage.connector.limits(stage.session)).pictures
        if not most:
            pytest.skip("the network shows no pictures")
        plain = await stage.publish(TEXT)
        pictures = [Picture(f"{number:064}", "image/png", f"ছবি {number}", PNG) for number in range(most)]
        post = Outgoing(Kind.POST, TEXT, "bn", None, pictures)
        shown = (await stage.connector.publish(stage.session, post, "with pictures")).remote_id
        since = clock.now()

        async def found(looked_for: Outgoing) -> list[str]:
            return [one.remote_id for one in await stage.connector.find_recent(stage.session, looked_for, since)]

        assert await found(post) == [shown]
        assert await found(replace(post, pictures=())) == [plain]
        assert await found(replace(post, pictures=pictures[:1])) == []
        for wrong in (Picture("0" * 64, "image/png", "ক", b"no picture"), pictures[0]):
            with pytest.raises(Refused):
                await stage.connector.publish(stage.session, replace(post, pictures=[*pictures, wrong]), "too many")
        assert len(stage.harness.shown(stage.office)) == 2

    async def test_comments_come_once_each_and_in_order(self, stage: Stage) -> None:
        first, second = await stage.publish("এক"), await stage.publish("দুই")
        written = [
            stage.harness.comment("ক", second),
            stage.harness.mention("খ", stage.office),
            stage.harness.comment("গ", first),
        ]
        written.append(stage.harness.comment("ঘ", written[0]))
        page = await stage.connector.fetch_comments(stage.session, [first, second], "")
        assert [comment.remote_id for comment in page.comments] == written
        assert [comment.thread for comment in page.comments] == [second, None, first, second]
        author = page.comments[0]
        assert author.author_id
        assert author.author_handle
        assert author.author_name
        assert author.url.startswith("http")

    async def test_edits_are_seen(self, stage: Stage) -> None:
        head = await stage.publish("এক")
        comment = stage.harness.comment("ভুল", head)
        before = await stage.connector.fetch_comments(stage.session, [head], "")
        assert [(found.text, found.edited_at) for found in before.comments] == [("ভুল", None)]
        stage.harness.edit(comment, "ঠিক\n\nএবং শেষ")
        after = await stage.connector.fetch_comments(stage.session, [head], before.cursor)
        assert [(found.remote_id, found.text) for found in after.comments] == [(comment, "ঠিক\n\nএবং শেষ")]
        assert after.comments[0].edited_at is not None
        assert after.comments[0].edited_at >= after.comments[0].at

    async def test_what_its_author_deleted_is_gone_and_nothing_else_is(self, stage: Stage) -> None:
        head = await stage.publish("এক")
        written = [stage.harness.comment(f"নং {number}", head) for number in range(MANY)]
        assert list(await stage.connector.gone(stage.session, written)) == []
        for comment in (written[3], written[-1]):
            stage.harness.delete(comment)
        gone = await stage.connector.gone(stage.session, [*written, "999999999999999999"])
        assert list(gone) == [written[3], written[-1], "999999999999999999"]
        assert list(await stage.connector.gone(stage.session, [])) == []

    async def test_the_cursor_moves(self, stage: Stage) -> None:
        async def fetch(cursor: str) -> tuple[list[str], str]:
            page = await stage.connector.fetch_comments(stage.session, [], cursor)
            return [comment.remote_id for comment in page.comments], page.cursor

        assert (await fetch(""))[0] == []
        first = stage.harness.mention("এক", stage.office)
        found, cursor = await fetch("")
        assert found == [first]
        assert await fetch(cursor) == ([], cursor)
        second = stage.harness.mention("দুই", stage.office)
        found, further = await fetch(cursor)
        assert (found, further != cursor) == ([second], True)

    async def test_more_than_a_page_of_mentions(self, stage: Stage) -> None:
        written = [stage.harness.mention(f"নং {number}", stage.office) for number in range(MANY)]
        page = await stage.connector.fetch_comments(stage.session, [], "")
        assert [comment.remote_id for comment in page.comments] == written
        again = await stage.connector.fetch_comments(stage.session, [], page.cursor)
        assert list(again.comments) == []

    async def test_more_than_a_page_of_posts_since(self, stage: Stage) -> None:
        mine = await stage.publish(TEXT)
        for number in range(MANY):
            await stage.publish(f"নং {number}")
        assert await stage.found(TEXT) == [mine]

    async def test_a_post_that_is_gone_is_passed_over(self, stage: Stage) -> None:
        head = await stage.publish("এক")
        comment = stage.harness.comment("ক", head)
        page = await stage.connector.fetch_comments(stage.session, ["999999999999999999", head], "")
        assert [found.remote_id for found in page.comments] == [comment]

    async def test_anybody_may_look_at_a_profile(self, stage: Stage) -> None:
        """Without a right, and the account itself reads no less of it."""
        seen = await stage.connector.look(stage.session.server, stage.office.handle, stage.session.http)
        own = await stage.connector.check(stage.session)
        assert (seen.handle, seen.remote_id, seen.name) == (stage.office.handle, own.remote_id, own.name)
        assert seen.settings.items() <= own.settings.items()

    async def test_nobody_is_not_there(self, stage: Stage) -> None:
        with pytest.raises(NotThere):
            await stage.connector.look(stage.session.server, "nobody_of_that_name", stage.session.http)

    async def test_a_look_that_reaches_nobody_is_not_sent(self, stage: Stage, closed_port: int) -> None:
        with pytest.raises(NotSent):
            await stage.connector.look(f"http://127.0.0.1:{closed_port}", stage.office.handle, stage.session.http)

    async def test_a_revoked_right_is_access_lost(self, stage: Stage) -> None:
        assert (await stage.connector.check(stage.session)).handle == stage.office.handle
        stage.harness.revoke(stage.office)
        for call in everything(stage):
            with pytest.raises(AccessLost):
                await call()
        assert stage.harness.shown(stage.office) == []

    async def test_a_right_that_is_given_back_opens_nothing_more(self, stage: Stage) -> None:
        await stage.publish(TEXT)
        await stage.connector.revoke(stage.session, None)
        for call in everything(stage):
            with pytest.raises(AccessLost):
                await call()
        await stage.connector.revoke(stage.session, None)
        assert stage.harness.shown(stage.office) == [TEXT]

    async def test_giving_back_a_right_may_be_tried_again(self, stage: Stage, closed_port: int) -> None:
        nowhere = replace(stage.session, server=f"http://127.0.0.1:{closed_port}")
        with pytest.raises(NotSent) as caught:
            await stage.connector.revoke(nowhere, None)
        assert not [secret for secret in stage.office.secrets.values() if secret in repr(caught.value)]

    async def test_what_the_account_shows_is_seen_without_a_right_too(self, stage: Stage) -> None:
        me = (await stage.connector.check(stage.session)).remote_id
        before = clock.now()
        head = await stage.publish("এক")
        answer = await stage.publish("দুই", stage.harness.comment("কবে?", head))
        stranger = replace(stage.session, secrets={})
        for session in (stage.session, stranger):
            shown = await stage.connector.shown_since(session, me, before)
            assert [(one.remote_id, one.text) for one in shown] == [(head, "এক"), (answer, "দুই")]
            assert all(one.url.startswith("http") and one.at.utcoffset() == timedelta() for one in shown)
        assert list(await stage.connector.shown_since(stranger, me, clock.now() + timedelta(minutes=10))) == []

    async def test_a_refused_connection_is_not_sent(self, stage: Stage, closed_port: int) -> None:
        nowhere = replace(stage, session=replace(stage.session, server=f"http://127.0.0.1:{closed_port}"))
        for call in everything(nowhere):
            with pytest.raises(NotSent):
                await call()

    async def test_accepted_then_failed_is_unknown_and_then_found(self, stage: Stage) -> None:
        stage.harness.trouble(stage.office, Trouble.ACCEPT_THEN_FAIL)
        with pytest.raises(OutcomeUnknown):
            await stage.publish(TEXT, key="once")
        assert len(await stage.found(TEXT)) == 1
        if stage.connector.capabilities.idempotency is not None:
            assert [await stage.publish(TEXT, key="once")] == await stage.found(TEXT)

    async def test_a_hanging_call_is_unknown_in_time_and_then_found(self, stage: Stage) -> None:
        stage.harness.trouble(stage.office, Trouble.ACCEPT_THEN_HANG)
        begun = asyncio.get_running_loop().time()
        with pytest.raises(OutcomeUnknown):
            await stage.publish(TEXT)
        assert asyncio.get_running_loop().time() - begun < CALL_SECONDS + 1
        assert len(await stage.found(TEXT)) == 1

    async def test_throttled_is_not_sent_and_says_until_when(self, stage: Stage) -> None:
        stage.harness.trouble(stage.office, Trouble.THROTTLE)
        with pytest.raises(NotSent) as caught:
            await stage.publish(TEXT)
        assert caught.value.retry_at is not None
        assert timedelta() < caught.value.retry_at - clock.now() < timedelta(hours=1)
        assert stage.harness.shown(stage.office) == []

    async def test_no_secret_is_told(self, stage: Stage, closed_port: int, caplog: pytest.LogCaptureFixture) -> None:
        nowhere = replace(stage, session=replace(stage.session, server=f"http://127.0.0.1:{closed_port}"))
        told = [repr(stage.session)]
        with caplog.at_level(logging.DEBUG):
            await stage.publish(TEXT)
            stage.harness.revoke(stage.office)
            for call in everything(stage) + everything(nowhere):
                with pytest.raises(NetworkError) as caught:
                    await call()
                told += [caught.value.detail, repr(caught.value)]
        for secret in stage.office.secrets.values():
            assert secret not in caplog.text
            assert not [text for text in told if secret in text]


def everything(stage: Stage) -> list[Callable[[], Awaitable[object]]]:
    """Every call of the contract that needs a good right."""
    connector, session, post = stage.connector, stage.session, Outgoing(Kind.POST, TEXT, "bn")
    return [
        lambda: connector.check(session),
        lambda: connector.publish(session, post, "key"),
        lambda: connector.find_recent(session, post, clock.now()),
        lambda: connector.fetch_comments(session, [], ""),
        lambda: connector.gone(session, ["1"]),
        lambda: connector.shown_since(session, "1", clock.now()),
    ]
