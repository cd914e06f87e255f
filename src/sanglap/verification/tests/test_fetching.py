"""Every way in which a website can fail, over real sockets: each is told apart, and none reaches a machine inside."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

import pytest
from pytest_django import Settings

from sanglap.core import http
from sanglap.core.addresses import Address
from sanglap.verification.reading import fetching
from sanglap.verification.reading.fetching import Fetched, fetch
from sanglap.verification.states import BAD, UNSEEN, Outcome
from sanglap.verification.tests.conftest import Web, answer, page

Start = Callable[..., Awaitable[Web]]
pytestmark = pytest.mark.clause("5.h")


async def look(url: str) -> Fetched:
    async with fetching.client() as client:
        return await fetch(client, url)


class TestWhatAnswers:
    async def test_a_page_is_read(self, start: Start) -> None:
        web = await start({"/": page("<p>আমাদের সেবা <a href='/যোগাযোগ'>যোগাযোগ</a></p>", title="শিবালয়")})
        found = await look(web.url)
        assert (found.outcome, found.status) == (Outcome.FITS, 200)
        assert found.page is not None
        assert (found.page.title, found.page.text) == ("শিবালয়", "আমাদের সেবা যোগাযোগ")
        assert [link.words for link in found.page.links] == ["যোগাযোগ"]

    @pytest.mark.parametrize(
        ("given", "outcome"),
        [
            (answer("", "404 Not Found"), Outcome.GONE),
            (answer("", "410 Gone"), Outcome.GONE),
            (answer("", "403 Forbidden"), Outcome.DENIED),
            (answer("", "429 Too Many Requests"), Outcome.DENIED),
            (answer("", "500 Internal Server Error"), Outcome.FAILING),
            (answer("", "503 Service Unavailable"), Outcome.FAILING),
            (answer("%PDF-1.7", kind="application/pdf"), Outcome.NOT_HTML),
            (answer("", "204 No Content", kind=""), Outcome.NOT_HTML),
            (b"this is not HTTP\r\n\r\n", Outcome.FAILING),
            (answer(b"not gzip", Content_Encoding="gzip"), Outcome.FAILING),
            (answer(b"x", Content_Encoding="br"), Outcome.FAILING),
        ],
    )
    async def test_what_is_no_page(self, start: Start, given: bytes, outcome: Outcome) -> None:
        web = await start({"/": given})
        assert (await look(web.url)).outcome == outcome

    async def test_a_page_without_a_type_is_known_by_its_beginning(self, start: Start) -> None:
        web = await start({"/": answer(page("কথা"), kind="")})
        assert (await look(web.url)).outcome == Outcome.FITS


class TestWhatDoesNotAnswer:
    async def test_nobody_listens(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        found = await look(f"http://127.0.0.1:{port}/")
        # Loopback is not asked at all unless it was allowed.
        assert found.outcome == Outcome.INSIDE

    async def test_refused(self, monkeypatch: pytest.MonkeyPatch, start: Start) -> None:
        web = await start()
        monkeypatch.setattr(http, "is_allowed", lambda *_place: True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        assert (await look(f"http://127.0.0.1:{port}/")).outcome == Outcome.UNREACHED
        assert web.asked == []

    async def test_a_name_without_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def nowhere(host: str, port: int) -> list[Address]:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")

        monkeypatch.setattr(http, "resolve", nowhere)
        assert (await look("https://shibalaya.example.gov.bd")).outcome == Outcome.NO_ADDRESS

    async def test_no_secure_line(self, start: Start, settings: Settings) -> None:
        async def plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(answer("plain"))
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(plainly, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        settings.SANGLAP_OUTBOUND_ALLOW = [f"127.0.0.1:{port}"]
        async with server:
            assert (await look(f"https://127.0.0.1:{port}/")).outcome == Outcome.TLS

    async def test_hangs_up(self, start: Start) -> None:
        async def nothing(writer: asyncio.StreamWriter) -> None:
            writer.close()

        web = await start({"/": nothing})
        assert (await look(web.url)).outcome == Outcome.FAILING

    @pytest.mark.parametrize("first", [b"Server: ", b"Content-Type: text/html\r\n\r\n<html>"])
    async def test_slow(self, start: Start, first: bytes) -> None:
        async def drips(writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\n" + first)
            for _drop in range(100):
                await asyncio.sleep(0.1)
                writer.write(b" ")
                await writer.drain()

        web = await start({"/": drips})
        assert (await look(web.url)).outcome == Outcome.TOO_SLOW

    async def test_endless(self, start: Start) -> None:
        async def pours(writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
            for _part in range(1000):
                writer.write(b"<p>x</p>" * 8192)
                await writer.drain()

        web = await start({"/": pours})
        assert (await look(web.url)).outcome == Outcome.TOO_LARGE

    async def test_a_bomb(self, start: Start) -> None:
        web = await start({"/": answer(gzip.compress(b"<p>" * 20_000_000), Content_Encoding="gzip")})
        assert (await look(web.url)).outcome == Outcome.TOO_LARGE


class TestRedirects:
    async def test_where_it_ends_is_told(self, start: Start) -> None:
        web = await start({"/": answer("", "301 Moved", Location="/home"), "/home": page("এখানে")})
        found = await look(web.url)
        assert (found.outcome, found.url) == (Outcome.FITS, f"{web.url}/home")

    async def test_round_and_round(self, start: Start) -> None:
        web = await start({"/": answer("", "302 Found", Location="/")})
        assert (await look(web.url)).outcome == Outcome.ENDLESS
        assert len(web.asked) == 6

    async def test_round_and_round_by_refreshing(self, start: Start) -> None:
        leads = "<meta http-equiv='refresh' content='0; url=%s'>"
        web = await start({"/": page("", head=leads % "/b"), "/b": page("", head=leads % "/")})
        assert (await look(web.url)).outcome == Outcome.ENDLESS

    async def test_a_refresh_is_followed(self, start: Start) -> None:
        web = await start({"/": page("", head="<meta http-equiv=refresh content='3;URL=\"/b\"'>"), "/b": page("এখানে")})
        found = await look(web.url)
        assert found.page is not None
        assert found.page.text == "এখানে"

    async def test_into_the_house(self, start: Start) -> None:
        inside = await start({"/": page("secret")}, allowed=False)
        web = await start({"/": answer("", "302 Found", Location=inside.url)})
        assert (await look(web.url)).outcome == Outcome.INSIDE
        assert inside.asked == []

    async def test_into_the_house_by_refreshing(self, start: Start) -> None:
        inside = await start({"/": page("secret")}, allowed=False)
        web = await start({"/": page("", head=f"<meta http-equiv=refresh content='0;url={inside.url}'>")})
        assert (await look(web.url)).outcome == Outcome.INSIDE
        assert inside.asked == []

    @pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://10.0.0.1/", "http://[::1", "http://a:b@x.bd/"])
    async def test_to_what_is_no_web(self, start: Start, target: str) -> None:
        web = await start({"/": answer("", "302 Found", Location=target)})
        assert (await look(web.url)).outcome in {Outcome.NOT_WEB, Outcome.FAILING}


class TestGuarded:
    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/",
            "http://localhost/",
            "http://10.1.2.3/",
            "http://192.168.1.1/admin",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::1]/",
            "http://[fd00::1]/",
            "http://0x7f000001/",
            "http://2130706433/",
        ],
    )
    async def test_private_addresses(self, url: str) -> None:
        assert (await look(url)).outcome == Outcome.INSIDE

    @pytest.mark.parametrize("url", ["", "gopher://x.bd/", "javascript:alert(1)", "http://", "http://u:p@x.gov.bd/"])
    async def test_what_cannot_be_called(self, url: str) -> None:
        assert (await look(url)).outcome == Outcome.NOT_WEB

    async def test_a_name_that_changes_its_mind(self, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
        """Public at the first question and inside at the next: each hop is judged by the address it goes to."""
        inside = await start({"/": page("secret")}, allowed=False)
        answers = iter([ip_address("203.0.113.9"), ip_address("127.0.0.1")])

        async def rebinding(host: str, port: int) -> list[Address]:
            return [next(answers)]

        monkeypatch.setattr(http, "resolve", rebinding)
        for _time in range(2):
            assert (await look(f"http://rebind.example:{inside.port}/")).outcome == Outcome.INSIDE
        assert inside.asked == []


def test_whatever_the_machine_cannot_see_is_no_breach() -> None:
    assert not BAD & UNSEEN
    assert {Outcome.INSIDE, Outcome.WALLED, Outcome.NEEDS_SCRIPT, Outcome.SUSPICIOUS} <= UNSEEN
