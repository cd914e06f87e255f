"""Mastodon's connector against answers that a well-behaved practice server would not give."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx

from sanglap.core import clock, http
from sanglap.networks.contract import (
    AccessLost,
    Kind,
    NetworkError,
    NotSent,
    OutcomeUnknown,
    Outgoing,
    Refused,
    Session,
)
from sanglap.networks.mastodon.client import CONNECTOR

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

SERVER = "https://social.example"
TOKEN = "t0ken-never-shown"
STATUSES = f"{SERVER}/api/v1/statuses"
ME = f"{SERVER}/api/v1/accounts/verify_credentials"
MINE = f"{SERVER}/api/v1/accounts/7/statuses"
MENTIONS = f"{SERVER}/api/v1/notifications"
POST = Outgoing(Kind.POST, "সেবা নিন", "bn")
SINCE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def account(remote_id: str = "7", acct: str = "office") -> dict[str, Any]:
    return {
        "id": remote_id,
        "acct": acct,
        "display_name": "",
        "url": f"{SERVER}/@{acct}",
        "note": "<p>এক</p><p>দুই</p>",
        "fields": [{"name": "ওয়েবসাইট", "value": '<a href="https://x.gov.bd">x.gov.bd</a>'}],
    }


def status(
    remote_id: str, minutes: float = 0, *, author: str = "9", parent: str | None = None, **more: Any
) -> dict[str, Any]:
    at = SINCE + timedelta(minutes=minutes)
    return {
        "id": remote_id,
        "url": f"{SERVER}/@x/{remote_id}",
        "uri": f"{SERVER}/s/{remote_id}",
        "created_at": at.isoformat().replace("+00:00", "Z"),
        "edited_at": None,
        "in_reply_to_id": parent,
        "account": account(author, f"user{author}@elsewhere.example"),
        "content": f"<p>মন্তব্য {remote_id}</p>",
        "spoiler_text": "",
        **more,
    }


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        router.get(ME).respond(json=account())
        yield router


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    async with http.client() as client:
        yield Session(SERVER, {"token": TOKEN}, client)


class TestPublish:
    async def test_request_and_answer(self, api: respx.MockRouter, session: Session) -> None:
        route = api.post(STATUSES).respond(json=status("11"))
        answer = Outgoing(Kind.ANSWER, "@citizen ধন্যবাদ", "bn", in_reply_to="5")
        published = await CONNECTOR.publish(session, answer, "key-1")
        assert (published.remote_id, published.url, published.at) == ("11", f"{SERVER}/@x/11", SINCE)
        request = route.calls.last.request
        assert request.headers["idempotency-key"] == "key-1"
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert json.loads(request.content) == {
            "status": "@citizen ধন্যবাদ",
            "language": "bn",
            "visibility": "public",
            "in_reply_to_id": "5",
        }

    @pytest.mark.parametrize(
        ("code", "word", "expected"),
        [
            (401, "The access token is invalid", AccessLost),
            (403, "This action is outside the authorized scopes", AccessLost),
            (403, "Your login is currently disabled", AccessLost),
            (403, "This action is not allowed", Refused),
            (404, "Record not found", Refused),
            (413, "", Refused),
            (422, "Validation failed: Text character limit of 500 exceeded", Refused),
            (422, "This method requires an authenticated user", AccessLost),
            (301, "", Refused),
            (408, "", OutcomeUnknown),
            (429, "Too many requests", NotSent),
            (500, "", OutcomeUnknown),
            (502, "", OutcomeUnknown),
            (503, "Remote data could not be fetched", OutcomeUnknown),
            (599, "", OutcomeUnknown),
        ],
    )
    async def test_answers_that_are_errors(
        self, api: respx.MockRouter, session: Session, code: int, word: str, expected: type[NetworkError]
    ) -> None:
        route = api.post(STATUSES).respond(code, json={"error": word}, headers={"Retry-After": "60"})
        with pytest.raises(NetworkError) as caught:
            await CONNECTOR.publish(session, POST, "key")
        assert isinstance(caught.value, expected)
        assert caught.value.detail == f"{code} {word}".strip()
        assert route.call_count == 1

    @pytest.mark.parametrize(
        ("failure", "expected"),
        [
            (httpx.ConnectError, NotSent),
            (httpx.ConnectTimeout, NotSent),
            (httpx.PoolTimeout, NotSent),
            (httpx.ReadTimeout, OutcomeUnknown),
            (httpx.WriteTimeout, OutcomeUnknown),
            (httpx.ReadError, OutcomeUnknown),
            (httpx.WriteError, OutcomeUnknown),
            (httpx.RemoteProtocolError, OutcomeUnknown),
            (httpx.DecodingError, OutcomeUnknown),
            (http.TooLarge, OutcomeUnknown),
            (http.TooSlow, OutcomeUnknown),
        ],
    )
    async def test_no_answer(
        self, api: respx.MockRouter, session: Session, failure: type[Exception], expected: type[NetworkError]
    ) -> None:
        route = api.post(STATUSES).mock(side_effect=failure("words"))
        with pytest.raises(NetworkError) as caught:
            await CONNECTOR.publish(session, POST, "key")
        assert isinstance(caught.value, expected)
        assert route.call_count == 1

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"id": null}', b"[" * 100_000])
    async def test_a_success_that_cannot_be_read(self, api: respx.MockRouter, session: Session, body: bytes) -> None:
        api.post(STATUSES).respond(200, content=body)
        with pytest.raises(OutcomeUnknown):
            await CONNECTOR.publish(session, POST, "key")

    async def test_blocked_address(self) -> None:
        async with http.client() as client:
            with pytest.raises(NotSent, match="public internet"):
                await CONNECTOR.publish(Session("https://127.0.0.1", {"token": TOKEN}, client), POST, "key")

    @pytest.mark.parametrize("token", ["", "new\nline", "টোকেন"])
    async def test_unusable_token(self, session: Session, token: str) -> None:
        with pytest.raises(AccessLost) as caught:
            await CONNECTOR.publish(Session(SERVER, {"token": token}, session.http), POST, "key")
        assert caught.value.detail == "no usable token"

    async def test_what_cannot_be_written_is_refused(self, session: Session) -> None:
        for server, text in ((SERVER, "\ud800"), ("https://a:b", "x")):
            with pytest.raises(Refused):
                await CONNECTOR.publish(
                    Session(server, {"token": TOKEN}, session.http), Outgoing(Kind.POST, text, "bn"), "key"
                )

    async def test_an_answer_to_nothing_is_refused(self, session: Session) -> None:
        with pytest.raises(Refused):
            await CONNECTOR.publish(session, Outgoing(Kind.ANSWER, "x", "bn"), "key")

    async def test_secrets_stay_out_of_details_and_logs(
        self, api: respx.MockRouter, session: Session, caplog: pytest.LogCaptureFixture
    ) -> None:
        word = f"bad token {TOKEN} at https://social.example/path?code=abc#x\n and " + "x" * 1000
        api.post(STATUSES).respond(422, json={"error": word})
        with caplog.at_level(logging.DEBUG), pytest.raises(Refused) as caught:
            await CONNECTOR.publish(session, POST, "key")
        assert "https://social.example/path" in caught.value.detail
        assert len(caught.value.detail) <= 300
        for text in (caught.value.detail, repr(caught.value), caplog.text, repr(session)):
            assert TOKEN not in text
            assert "code=abc" not in text

    async def test_throttled_says_until_when(self, api: respx.MockRouter, session: Session) -> None:
        reset = clock.now() + timedelta(minutes=5)
        api.post(STATUSES).respond(429, headers={"x-ratelimit-reset": reset.isoformat()})
        with pytest.raises(NotSent) as caught:
            await CONNECTOR.publish(session, POST, "key")
        assert caught.value.retry_at is not None
        assert abs(caught.value.retry_at - reset) < timedelta(seconds=1)


class TestReads:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [(401, AccessLost), (403, Refused), (404, Refused), (429, NotSent), (500, NotSent), (503, NotSent)],
    )
    async def test_errors(
        self, api: respx.MockRouter, session: Session, code: int, expected: type[NetworkError]
    ) -> None:
        api.get(ME).respond(code)
        with pytest.raises(NetworkError) as caught:
            await CONNECTOR.check(session)
        assert isinstance(caught.value, expected)

    @pytest.mark.parametrize("failure", [httpx.ReadTimeout, httpx.RemoteProtocolError, http.TooSlow])
    async def test_no_answer(self, api: respx.MockRouter, session: Session, failure: type[Exception]) -> None:
        api.get(ME).mock(side_effect=failure("words"))
        with pytest.raises(NotSent):
            await CONNECTOR.check(session)

    async def test_nonsense(self, api: respx.MockRouter, session: Session) -> None:
        api.get(ME).respond(200, html="<p>Sign in to the hotel's network</p>")
        with pytest.raises(NotSent):
            await CONNECTOR.check(session)

    async def test_profile(self, api: respx.MockRouter, session: Session) -> None:
        profile = await CONNECTOR.check(session)
        assert api.calls.last.request.headers["authorization"] == f"Bearer {TOKEN}"
        assert (profile.remote_id, profile.handle, profile.name) == ("7", "office", "office")
        assert profile.description == "এক\n\nদুই"
        assert profile.fields == {"ওয়েবসাইট": "x.gov.bd"}

    async def test_settings_and_pictures(self, api: respx.MockRouter, session: Session) -> None:
        shown = {
            **account(), "locked": True, "bot": False, "discoverable": None, "avatar": "https://files.example/a.png",
            "header": "https://social.example/headers/original/missing.png",
            "source": {"privacy": "unlisted", "sensitive": False, "language": "bn"},
        }  # fmt: skip
        api.get(ME).respond(json=shown)
        profile = await CONNECTOR.check(session)
        assert (profile.avatar, profile.header) == ("https://files.example/a.png", "")
        assert profile.settings == {
            "locked": True, "bot": False, "privacy": "unlisted", "sensitive": False, "language": "bn"
        }  # fmt: skip

    async def test_a_look_from_outside_shows_no_token(self, api: respx.MockRouter, session: Session) -> None:
        api.get(f"{SERVER}/api/v1/accounts/lookup", params={"acct": "office"}).respond(json=account())
        seen = await CONNECTOR.look(SERVER, "office", session.http)
        assert seen.handle == "office"
        assert "authorization" not in api.calls.last.request.headers

    async def test_limits(self, api: respx.MockRouter, session: Session) -> None:
        told = {"max_characters": 640, "max_media_attachments": 4, "characters_reserved_per_url": 23}
        api.get(f"{SERVER}/api/v2/instance").respond(json={"configuration": {"statuses": told}})
        found = await CONNECTOR.limits(session)
        assert (found.characters, found.characters_per_url, found.pictures) == (640, 23, 4)


def sources(api: respx.MockRouter, **texts: str) -> None:
    for remote_id, text in texts.items():
        api.get(f"{STATUSES}/{remote_id[1:]}/source").respond(json={"id": remote_id[1:], "text": text})


class TestFindRecent:
    async def find(self, session: Session, outgoing: Outgoing = POST) -> list[str]:
        return [found.remote_id for found in await CONNECTOR.find_recent(session, outgoing, SINCE)]

    async def test_only_the_same_text_in_the_same_place(self, api: respx.MockRouter, session: Session) -> None:
        page = [
            status("15", 5, parent="3"),
            status("14", 4),
            status("13", 3, content="<p>সেবা নিন</p>"),
            status("12", -1),
            status("11", -3),
            status("10", 9),
        ]
        api.get(MINE).respond(json=page, headers={"Link": f'<{MINE}?min_id=15>; rel="prev"'})
        sources(api, s14=" সেবা নিন\n", s13="সেবা নিন!", s12="সেবা নিন", s15="সেবা নিন")
        assert await self.find(session) == ["12", "14"]
        assert await self.find(session, Outgoing(Kind.ANSWER, "সেবা নিন", "bn", "3")) == ["15"]

    async def test_the_html_never_decides(self, api: respx.MockRouter, session: Session) -> None:
        text = "<b>১</b> &amp; https://a.example/very/long/path"
        api.get(MINE).respond(json=[status("12", content="<p>other</p>")], headers={"Link": ""})
        sources(api, s12=text)
        assert await self.find(session, Outgoing(Kind.POST, text, "bn")) == ["12"]

    async def test_what_servers_tidy_up_does_not_matter(self, api: respx.MockRouter, session: Session) -> None:
        api.get(MINE).respond(json=[status("12")], headers={"Link": ""})
        sources(api, s12="ড\u09bcাক\nঘর")
        assert await self.find(session, Outgoing(Kind.POST, " \u09dcাক\r\nঘর\n", "bn")) == ["12"]

    async def test_pages_by_link(self, api: respx.MockRouter, session: Session) -> None:
        # A link to another server: only the parameter is taken from it, or the token would go there.
        onward = {"Link": '<https://evil.example/x?limit=1&max_id=13>; rel="next"'}
        api.get(MINE, params={"max_id": "13"}).respond(json=[status("12", 1), status("11", -9)], headers=onward)
        api.get(MINE).respond(json=[status("13", 2)], headers=onward)
        sources(api, s13="other", s12="সেবা নিন")
        assert await self.find(session) == ["12"]

    async def test_pages_without_links(self, api: respx.MockRouter, session: Session) -> None:
        api.get(MINE, params={"max_id": "12"}).respond(json=[])
        api.get(MINE, params={"max_id": "13"}).respond(json=[status("12", 1)])
        api.get(MINE).respond(json=[status("13", 2)])
        sources(api, s13="other", s12="সেবা নিন")
        assert await self.find(session) == ["12"]

    async def test_an_end_not_seen_is_not_an_end(self, api: respx.MockRouter, session: Session) -> None:
        def endless(request: httpx.Request) -> httpx.Response:
            newest = int(request.url.params.get("max_id", 999))
            return httpx.Response(200, json=[status(str(newest - 1), 1, parent="1")])

        api.get(MINE).mock(side_effect=endless)
        with pytest.raises(NotSent):
            await self.find(session)

    async def test_deleted_while_looking(self, api: respx.MockRouter, session: Session) -> None:
        api.get(MINE).respond(json=[status("12")], headers={"Link": ""})
        api.get(f"{STATUSES}/12/source").respond(404)
        assert await self.find(session) == []

    async def test_a_server_with_another_clock(self, api: respx.MockRouter, session: Session) -> None:
        """Its posts are two days old by our clock: they must be found all the same."""
        behind = (clock.now() - timedelta(days=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        made = status("12", created_at=(clock.now() - timedelta(days=2)).isoformat())
        api.get(MINE).respond(json=[made], headers={"Link": "", "Date": behind})
        sources(api, s12=POST.text)
        found = await CONNECTOR.find_recent(session, POST, clock.now() - timedelta(minutes=1))
        assert [published.remote_id for published in found] == ["12"]

    async def test_a_clock_ahead_loses_nothing(self, api: respx.MockRouter, session: Session) -> None:
        ahead = (clock.now() + timedelta(days=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        made = status("12", created_at=clock.now().isoformat())
        api.get(MINE).respond(json=[made], headers={"Link": "", "Date": ahead})
        sources(api, s12=POST.text)
        assert await CONNECTOR.find_recent(session, POST, clock.now())

    async def test_trouble_is_not_absence(self, api: respx.MockRouter, session: Session) -> None:
        api.get(MINE).respond(json=[status("12")], headers={"Link": ""})
        api.get(f"{STATUSES}/12/source").respond(500)
        with pytest.raises(NotSent):
            await self.find(session)


class TestComments:
    def under(self, api: respx.MockRouter, head: str, *descendants: Any) -> None:
        api.get(f"{STATUSES}/{head}/context").respond(json={"ancestors": [], "descendants": list(descendants)})

    async def test_merged_in_order_without_ones_own(self, api: respx.MockRouter, session: Session) -> None:
        edited = status("21", 3, parent="20", edited_at="2026-11-23T10:30:00.000Z", spoiler_text="সতর্কতা")
        self.under(api, "9", status("20", 4, author="7", parent="9"), edited, status("19", 5, parent="9"))
        self.under(api, "20", edited)
        self.under(api, "8", status("18", 1, parent="8"))
        mentions = [
            {"id": "105", "type": "mention", "status": edited},
            {"id": "99", "type": "mention", "status": status("17", 2)},
        ]
        api.get(MENTIONS, params={"min_id": "105"}).respond(json=[])
        first = api.get(MENTIONS, params={"min_id": "0"}).respond(
            json=mentions, headers={"Link": f'<{MENTIONS}?min_id=105>; rel="prev"'}
        )
        page = await CONNECTOR.fetch_comments(session, ["9", "20", "8"], "")
        assert [comment.remote_id for comment in page.comments] == ["18", "17", "21", "19"]
        assert page.cursor == "105"
        assert first.calls.last.request.url.params["types[]"] == "mention"
        by_id = {comment.remote_id: comment for comment in page.comments}
        assert by_id["21"].thread == "9"
        assert by_id["21"].in_reply_to == "20"
        assert by_id["21"].edited_at == datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
        assert by_id["21"].text == "সতর্কতা\n\nমন্তব্য 21"
        assert by_id["17"].thread is None
        assert by_id["17"].in_reply_to is None
        assert by_id["17"].author_handle == "user9@elsewhere.example"

    async def test_deleted_post_and_quiet_account(self, api: respx.MockRouter, session: Session) -> None:
        api.get(f"{STATUSES}/9/context").respond(404)
        api.get(MENTIONS, params={"min_id": "105"}).respond(json=[])
        page = await CONNECTOR.fetch_comments(session, ["9"], "105")
        assert (list(page.comments), page.cursor) == ([], "105")

    async def test_one_that_cannot_be_read_does_not_hold_up_the_rest(
        self, api: respx.MockRouter, session: Session
    ) -> None:
        self.under(api, "9", {"id": "20"}, None, status("21", parent="9"))
        api.get(MENTIONS).respond(json=[])
        page = await CONNECTOR.fetch_comments(session, ["9"], "")
        assert [comment.remote_id for comment in page.comments] == ["21"]

    async def test_the_cursor_grows_as_a_number(self, api: respx.MockRouter, session: Session) -> None:
        api.get(MENTIONS, params={"min_id": "100"}).respond(json=[])
        api.get(MENTIONS, params={"min_id": "99"}).respond(json=[{"id": "100", "type": "mention"}])
        assert (await CONNECTOR.fetch_comments(session, [], "99")).cursor == "100"


class TestGone:
    """Only the answer to the question for the one thing proves that it is gone."""

    async def test_a_server_without_the_list_is_asked_one_by_one(self, api: respx.MockRouter, session: Session) -> None:
        api.get(STATUSES).respond(404, json={"error": "Record not found"})
        api.get(f"{STATUSES}/1").respond(200, json=status("1"))
        api.get(f"{STATUSES}/2").respond(410, json={"error": "Gone"})
        assert list(await CONNECTOR.gone(session, ["1", "2"])) == ["2"]

    async def test_what_the_list_leaves_out_is_asked_for(self, api: respx.MockRouter, session: Session) -> None:
        api.get(STATUSES).respond(200, json=[status("1")])
        api.get(f"{STATUSES}/2").respond(200, json=status("2"))
        assert list(await CONNECTOR.gone(session, ["1", "2"])) == []

    @pytest.mark.parametrize("answer", [{"status_code": 500}, {"status_code": 429}, {"status_code": 200, "json": 7}])
    async def test_trouble_is_not_absence(
        self, api: respx.MockRouter, session: Session, answer: dict[str, Any]
    ) -> None:
        api.get(STATUSES).respond(**answer)
        with pytest.raises(NotSent):
            await CONNECTOR.gone(session, ["1"])

    async def test_trouble_on_the_way_to_proof_is_none(self, api: respx.MockRouter, session: Session) -> None:
        api.get(STATUSES).respond(200, json=[])
        api.get(f"{STATUSES}/1").respond(503)
        with pytest.raises(NotSent):
            await CONNECTOR.gone(session, ["1"])
