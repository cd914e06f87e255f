"""The guard, tried with real sockets: it must also fail these tests if a new httpx goes round it."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import logging
import ssl
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils.translation import override

from sanglap.core import http
from sanglap.core.http import Blocked, Timeout, TooLarge, TooSlow

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from sanglap.core.addresses import Address

SECRET = "s3cr3t-word"
QUICK = Timeout(connect=1, pool=1, read=1, total=2)
HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: who=me\r\n\r\nhello"

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """A server on loopback that writes what it is told and remembers what it was sent."""

    answer: bytes | Answer = HELLO
    connections: int = 0
    heads: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
                if callable(self.answer):
                    await self.answer(writer)
                    break
                writer.write(self.answer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def start() -> AsyncIterator[Callable[..., Awaitable[Server]]]:
    running: list[asyncio.Server] = []

    async def begin(answer: bytes | Answer = HELLO, tls: ssl.SSLContext | None = None) -> Server:
        server = Server(answer)
        running.append(await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls))
        server.port = running[-1].sockets[0].getsockname()[1]
        return server

    yield begin
    for server in running:
        server.close()


@pytest.fixture
async def server(start: Callable[..., Awaitable[Server]], settings: Settings) -> Server:
    """A server that may be called."""
    server = await start()
    settings.SANGLAP_OUTBOUND_ALLOW = [f"127.0.0.1:{server.port}"]
    return server


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Makes every name lead to those addresses; returns the list of names that were looked up."""
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[Address]:
        asked.append(host)
        return [ipaddress.ip_address(address) for address in addresses]

    monkeypatch.setattr(http, "resolve", resolve)
    return asked


class TestGuard:
    async def test_loopback_is_refused_before_anything_is_sent(
        self, start: Callable[..., Awaitable[Server]], settings: Settings
    ) -> None:
        server = await start()
        settings.SANGLAP_OUTBOUND_ALLOW = ["127.0.0.1:1", f"localhost:{server.port}"]
        async with http.client(plain_http=True) as client:
            for host in ("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0", "[::ffff:127.0.0.1]"):
                with pytest.raises(Blocked) as caught:
                    await client.get(f"http://{host}:{server.port}/?token={SECRET}")
                assert SECRET not in str(caught.value)
                with override("en"):
                    assert "public internet" in str(caught.value.reason)
        assert server.connections == 0

    async def test_allowed_place_is_called(self, server: Server) -> None:
        async with http.client() as client:
            assert (await client.get(server.url)).text == "hello"
            with pytest.raises(Blocked):
                await client.get("http://127.0.0.1:1/")

    @pytest.mark.parametrize("addresses", [["10.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["2606:2800::1", "::1"]])
    async def test_a_name_with_any_private_address_is_refused(
        self, addresses: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        resolving_to(monkeypatch, *addresses)
        async with http.client() as client:
            with pytest.raises(Blocked):
                await client.get("https://harmless.example/")

    async def test_the_connection_goes_to_the_judged_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = resolving_to(monkeypatch, "93.184.216.34", "93.184.216.35")
        reached: list[str] = []

        async def connect(_self: object, host: str, *_rest: object) -> None:
            reached.append(host)
            raise httpcore.ConnectError("refused")

        monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
        async with http.client() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get("https://rebinding.example/")
        assert asked == ["rebinding.example"]
        assert reached == ["93.184.216.34", "93.184.216.35"]

    async def test_names_are_looked_up_once_and_kept_in_the_host_header(
        self,
        start: Callable[..., Awaitable[Server]],
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        server = await start()
        settings.SANGLAP_OUTBOUND_ALLOW = [f"Practice.Example:{server.port}"]
        loop = asyncio.get_running_loop()
        asked: list[str] = []

        async def getaddrinfo(host: str, port: int, **_rest: object) -> list[object]:
            asked.append(host)
            return [(0, 0, 0, "", ("127.0.0.1", port))]

        monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
        async with http.client() as client:
            await client.get(f"http://practice.example:{server.port}/")
        assert asked == ["practice.example"]
        assert f"Host: practice.example:{server.port}" in server.heads[0]

    async def test_no_proxy_from_the_environment(
        self, start: Callable[..., Awaitable[Server]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proxy = await start()
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        resolving_to(monkeypatch, "10.0.0.1")
        async with http.client(plain_http=True) as client:
            for scheme in ("http", "https"):
                with pytest.raises(Blocked):
                    await client.get(f"{scheme}://social.example/")
        assert proxy.connections == 0

    @pytest.mark.parametrize(
        "url",
        [
            "http://social.example/",
            "ftp://social.example/",
            "file:///etc/passwd",
            "https://me:pw@social.example/",
        ],
    )
    async def test_addresses_refused_as_they_stand(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = resolving_to(monkeypatch, "93.184.216.34")
        async with http.client() as client:
            with pytest.raises(Blocked):
                await client.get(url)
        assert asked == []

    async def test_no_unix_sockets(self) -> None:
        with pytest.raises(Blocked):
            await http.GuardedBackend().connect_unix_socket("/run/secret.sock")

    async def test_unknown_name_is_a_failed_connection(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def resolve(_host: str, _port: int) -> list[Address]:
            raise OSError("no such name")

        monkeypatch.setattr(http, "resolve", resolve)
        async with http.client() as client:
            with pytest.raises(httpx.ConnectError) as caught:
                await client.get("https://nowhere.example/")
        assert http.is_unknown(caught.value)
        assert not http.is_about_tls(caught.value)

    async def test_a_slow_name_server_is_a_connect_timeout(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def resolve(_host: str, _port: int) -> list[Address]:
            await asyncio.sleep(5)
            raise AssertionError

        monkeypatch.setattr(http, "resolve", resolve)
        async with http.client(timeout=Timeout(connect=0.1)) as client:
            with pytest.raises(httpx.ConnectTimeout):
                await client.get("https://slow.example/")


class TestRedirects:
    def to(self, target: str) -> bytes:
        return f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()

    async def test_not_followed_unasked(self, server: Server) -> None:
        server.answer = self.to("/elsewhere")
        async with http.client() as client:
            assert (await client.get(server.url)).status_code == 302
        assert len(server.heads) == 1

    async def test_each_hop_is_judged(self, server: Server, start: Callable[..., Awaitable[Server]]) -> None:
        inside = await start()
        for target in (inside.url, f"https://127.0.0.1:{inside.port}/", "file:///etc/passwd"):
            server.answer = self.to(target)
            async with http.client() as client:
                with pytest.raises(Blocked):
                    await http.get_following(client, server.url)
        assert inside.connections == 0

    async def test_followed_to_the_end(
        self, server: Server, start: Callable[..., Awaitable[Server]], settings: Settings
    ) -> None:
        last = await start()
        settings.SANGLAP_OUTBOUND_ALLOW = [f"127.0.0.1:{server.port}", f"127.0.0.1:{last.port}"]
        server.answer = self.to(last.url)
        async with http.client() as client:
            assert (await http.get_following(client, server.url)).text == "hello"

    async def test_circles_end(self, server: Server) -> None:
        server.answer = self.to("/again")
        async with http.client() as client:
            with pytest.raises(httpx.TooManyRedirects):
                await http.get_following(client, server.url, max_redirects=3)
        assert len(server.heads) == 4


def packed(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class TestLimits:
    async def test_announced_too_large(self, server: Server) -> None:
        server.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + b"x" * 1001
        async with http.client(max_body=1000) as client:
            with pytest.raises(TooLarge):
                await client.get(server.url)
            server.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000
            assert len((await client.get(server.url)).content) == 1000

    async def test_not_announced_too_large(self, server: Server) -> None:
        server.answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"64\r\n" + b"x" * 100 + b"\r\n"
        server.answer = server.answer + (b"64\r\n" + b"x" * 100 + b"\r\n") * 10 + b"0\r\n\r\n"
        async with http.client(max_body=1000) as client:
            with pytest.raises(TooLarge):
                await client.get(server.url)

    async def test_unpacked_too_large(self, server: Server) -> None:
        async with http.client(max_body=100_000) as client:
            server.answer = packed(gzip.compress(b"0" * 100_000_000, 9))
            with pytest.raises(TooLarge):
                await client.get(server.url)
            server.answer = packed(gzip.compress("সংলাপ".encode()))
            assert (await client.get(server.url)).text == "সংলাপ"

    async def test_unpacking_stops_in_time(self, server: Server) -> None:
        """A small packed answer never fills the memory, not even for a moment."""
        server.answer = packed(gzip.compress(b"0" * 50_000_000, 9))
        async with http.client(max_body=100_000) as client:
            tracemalloc.start()
            try:
                with pytest.raises(TooLarge):
                    await client.get(server.url)
                assert tracemalloc.get_traced_memory()[1] < 5_000_000
            finally:
                tracemalloc.stop()

    @pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip"])
    async def test_packed_as_nobody_asked(self, server: Server, coding: str) -> None:
        server.answer = HELLO.replace(b"Set-Cookie: who=me", f"Content-Encoding: {coding}".encode())
        async with http.client() as client:
            with pytest.raises(httpx.DecodingError):
                await client.get(server.url)

    async def test_not_really_packed(self, server: Server) -> None:
        server.answer = packed(b"not gzip")
        async with http.client() as client:
            with pytest.raises(httpx.DecodingError):
                await client.get(server.url)

    async def test_endless_body(self, server: Server) -> None:
        async def drip(writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                writer.write(b"1\r\nx\r\n")
                await writer.drain()
                await asyncio.sleep(0.05)

        server.answer = drip
        async with http.client(timeout=Timeout(total=0.4)) as client:
            with pytest.raises(TooSlow):
                await client.get(server.url)

    async def test_silence(self, server: Server) -> None:
        async def sleep(_writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(1)

        server.answer = sleep
        async with http.client(timeout=Timeout(read=5, total=0.2)) as client:
            with pytest.raises(TooSlow):
                await client.get(server.url)
        async with http.client(timeout=Timeout(read=0.2, total=5)) as client:
            with pytest.raises(httpx.ReadTimeout):
                await client.get(server.url)

    async def test_a_full_pool_is_a_pool_timeout(self, server: Server) -> None:
        async def sleep(_writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.5)

        server.answer = sleep
        async with http.client(timeout=Timeout(pool=0.1, read=0.3), connections=1) as client:
            both = await asyncio.gather(*(client.get(server.url) for _ in range(2)), return_exceptions=True)
        assert {type(error) for error in both} == {httpx.ReadTimeout, httpx.PoolTimeout}


class TestManners:
    async def test_one_connection_honest_name_no_cookie(self, server: Server) -> None:
        async with http.client() as client:
            await client.get(server.url)
            await client.get(server.url)
        assert server.connections == 1
        assert len(server.heads) == 2
        assert "User-Agent: Sanglap/" in server.heads[0]
        assert "cookie" not in server.heads[1].lower()

    async def test_nothing_is_tried_twice(self, server: Server) -> None:
        async def hang_up(_writer: asyncio.StreamWriter) -> None:
            pass

        server.answer = hang_up
        async with http.client() as client:
            with pytest.raises(httpx.RemoteProtocolError):
                await client.post(server.url, json={})
        assert (server.connections, len(server.heads)) == (1, 1)

    async def test_refused_connection(self, settings: Settings) -> None:
        settings.SANGLAP_OUTBOUND_ALLOW = ["127.0.0.1:1"]
        async with http.client() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get("http://127.0.0.1:1/")

    async def test_no_header_in_errors(self, server: Server) -> None:
        async with http.client() as client:
            with pytest.raises(httpx.LocalProtocolError) as caught:
                await client.get(server.url, headers={"Authorization": f"{SECRET}\n"})
        assert SECRET not in f"{caught.value!r} {caught.value.__cause__!r}"

    async def test_no_secret_in_logs(self, server: Server, caplog: pytest.LogCaptureFixture) -> None:
        server.answer = HELLO.replace(b"who=me", SECRET.encode())
        with caplog.at_level(logging.DEBUG):
            async with http.client() as client:
                await client.get(f"{server.url}?t={SECRET}", headers={"Authorization": SECRET})
        assert SECRET not in caplog.text

    def test_limits_speak(self) -> None:
        with override("en"):
            assert "larger" in str(TooLarge("x").reason)
            assert "too long" in str(TooSlow("x").reason)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for `practice.example`, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "practice.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("practice.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


class TestCertificates:
    @pytest.fixture
    async def secure(
        self,
        start: Callable[..., Awaitable[Server]],
        settings: Settings,
        certificate: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> AsyncIterator[tuple[Server, list[str | None]]]:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        names: list[str | None] = []
        context.sni_callback = lambda _socket, name, _context: names.append(name)
        server = await start(tls=context)
        hosts = ("practice.example", "other.example")
        settings.SANGLAP_OUTBOUND_ALLOW = [f"{host}:{server.port}" for host in hosts]
        resolving_to(monkeypatch, "127.0.0.1")
        http.certificates.cache_clear()
        yield server, names
        http.certificates.cache_clear()

    async def test_unknown_authority_is_refused(self, secure: tuple[Server, list[str | None]]) -> None:
        server, _names = secure
        async with http.client() as client:
            with pytest.raises(httpx.ConnectError) as caught:
                await client.get(f"https://practice.example:{server.port}/")
        assert http.is_about_tls(caught.value)
        assert not http.is_unknown(caught.value)
        assert server.heads == []

    async def test_known_authority_and_right_name(
        self, secure: tuple[Server, list[str | None]], certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server, names = secure
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        async with http.client() as client:
            assert (await client.get(f"https://practice.example:{server.port}/")).text == "hello"
            with pytest.raises(httpx.ConnectError):
                await client.get(f"https://other.example:{server.port}/")
        assert names == ["practice.example", "other.example"]
        assert len(server.heads) == 1
