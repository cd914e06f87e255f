"""The one way out: every HTTP call that Sanglap makes goes through a client made here.

The guard stands where the connection is made. A name is resolved once, every address it has is judged, and
the connection goes to a judged address; TLS and the Host header keep the name. So neither a redirect nor a
name that changes its mind between two look-ups reaches a machine inside. `SANGLAP_OUTBOUND_ALLOW` lists the
exact `host:port` that may be private or spoken to without TLS.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import TYPE_CHECKING

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanglap.core.addresses import Address, is_public, place

if TYPE_CHECKING:
    import ssl

    from django.utils.functional import _StrPromise

MAX_BODY = 5_000_000
CONNECTIONS = 20
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GZIP = 16 + zlib.MAX_WBITS

# httpx writes whole URLs, queries and all, at INFO; httpcore writes headers at DEBUG. Both may hold secrets.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Timeout:
    """How long a call may take, in seconds: to find and reach the other side, to wait for a free connection,
    between two signs of life, and in all from the call to the last byte of the answer.
    """

    connect: float = 5.0
    pool: float = 5.0
    read: float = 15.0
    total: float = 30.0


DEFAULT = Timeout()

NOT_WEB = _("Only web addresses can be called.")
NOT_PUBLIC = _("This address leads to a machine that is not on the public internet.")
WITH_PASSWORD = _("A web address may not carry a name or a password.")
_NO_ADDRESS = "has no address"
WITHOUT_TLS = _("Only addresses that begin with https:// can be called.")


class OutboundError(httpx.TransportError):
    """A limit of our own stopped the call. `str()` is for the record and holds no path, query or header;
    `reason` is for people, in their language.
    """

    reason: _StrPromise


class Blocked(OutboundError):
    """Nothing was sent: this may not be called."""

    def __init__(self, message: str, reason: _StrPromise) -> None:
        super().__init__(message)
        self.reason = reason


class TooLarge(OutboundError):
    """The answer is larger than is taken. What was asked for may have been done."""

    reason = _("The answer from the other side is larger than we accept.")


class TooSlow(OutboundError):
    """The whole call took longer than it may. What was asked for may have been done."""

    reason = _("The other side took too long to answer.")


def is_allowed(host: str, port: int) -> bool:
    """Whether the keeper of the machine has allowed exactly this host and port, wherever it leads."""
    return place(host, port) in _allowed(tuple(settings.SANGLAP_OUTBOUND_ALLOW))


@cache
def _allowed(entries: tuple[str, ...]) -> frozenset[str]:
    """The entries that are well-formed, in one form. Asked at every call, so it is reckoned once."""
    parts = (entry.rpartition(":") for entry in entries)
    return frozenset(place(name, int(number)) for name, _colon, number in parts if number.isdigit())


async def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a name, in the system's order of preference. Raises OSError where it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to judged addresses only, and has no other kind to offer."""

    def __init__(self) -> None:
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._judged(host, port)
                return await self._reach(addresses, port, timeout, local_address, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"{place(host, port)} was not reached in time") from None

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise Blocked("a socket of this machine", NOT_WEB)

    async def sleep(self, seconds: float) -> None:
        await self._plain.sleep(seconds)

    async def _judged(self, host: str, port: int) -> list[Address]:
        try:
            addresses = await resolve(host, port)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError(f"{host} {_NO_ADDRESS}") from None
        if not is_allowed(host, port) and not all(map(is_public, addresses)):
            raise Blocked(f"{place(host, port)} is not on the public internet", NOT_PUBLIC)
        return addresses

    async def _reach(
        self,
        addresses: list[Address],
        port: int,
        seconds: float | None,
        local_address: str | None,
        options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        """The first address that answers; each has an equal share of the time."""
        share = None if seconds is None else seconds / max(len(addresses), 1)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return await self._plain.connect_tcp(str(address), port, share, local_address, options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's way to httpcore, with the guard in place; made of the public parts of both."""

    def __init__(self, *, timeout: Timeout, max_body: int, connections: int, plain_http: bool) -> None:
        self._total = timeout.total
        self._max_body = max_body
        self._plain_http = plain_http
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=certificates(),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=5.0,
            http1=True,
            http2=False,
            retries=0,
            network_backend=GuardedBackend(),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._check(request.url)
        deadline = asyncio.get_running_loop().time() + self._total
        with _httpx_errors():
            try:
                async with asyncio.timeout_at(deadline):
                    answer = await self._pool.handle_async_request(_for_httpcore(request))
            except TimeoutError:
                raise TooSlow(f"{request.url.host} took longer than {self._total:g} s") from None
        body = _Body(answer, request.url.host, self._max_body, deadline)
        try:
            headers = body.understand(httpx.Headers(answer.headers), request.method)
        except BaseException:
            await answer.aclose()
            raise
        return httpx.Response(answer.status, headers=headers, stream=body, extensions=answer.extensions)

    def _check(self, url: httpx.URL) -> None:
        """What can be told from the address alone; the rest is judged when the connection is made."""
        host = url.raw_host.decode("ascii")
        if url.scheme not in {"http", "https"}:
            raise Blocked("neither http nor https", NOT_WEB)
        if url.userinfo:
            raise Blocked(f"{host}: a password in the address", WITH_PASSWORD)
        if url.scheme == "http" and not self._plain_http and not is_allowed(host, url.port or 80):
            raise Blocked(f"{host}: without https", WITHOUT_TLS)

    async def aclose(self) -> None:
        await self._pool.aclose()


def _for_httpcore(request: httpx.Request) -> httpcore.Request:
    url = request.url
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    stream = request.stream
    if not isinstance(stream, AsyncIterable):
        raise TypeError("an asynchronous client sends asynchronous bodies")
    return httpcore.Request(
        request.method, target, headers=request.headers.raw, content=stream, extensions=request.extensions
    )


class _Body(httpx.AsyncByteStream):
    """An answer's bytes, unpacked, counted and timed."""

    def __init__(self, answer: httpcore.Response, host: str, most: int, deadline: float) -> None:
        self._answer = answer
        self._host = host
        self._most = most
        self._deadline = deadline
        self._unpacker = None if "gzip" not in _coding(answer) else zlib.decompressobj(GZIP)

    def understand(self, headers: httpx.Headers, method: str) -> httpx.Headers:
        """The headers as they fit the unpacked body. Refuses what is too long or packed as nobody asked."""
        if _coding(self._answer) not in {"", "identity", "gzip", "x-gzip"}:
            raise httpx.DecodingError(f"{self._host} packs its answers in a way that was not asked for")
        announced = headers.get("content-length", "")
        if method != "HEAD" and announced.isdigit() and int(announced) > self._most:
            raise self._too_large()
        if self._unpacker is not None:
            del headers["content-encoding"]
            headers.pop("content-length", None)
        return headers

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = self._answer.aiter_stream()
        left = self._most
        while True:
            with _httpx_errors():
                try:
                    async with asyncio.timeout_at(self._deadline):
                        part = await anext(parts, None)
                except TimeoutError:
                    raise TooSlow(f"{self._host} took too long to answer to the end") from None
            if part is None:
                return
            plain = self._unpack(part, left)
            left -= len(plain)
            if left < 0:
                raise self._too_large()
            yield plain

    def _unpack(self, part: bytes, left: int) -> bytes:
        """Never more than one byte beyond what is left, however small the packed part."""
        if self._unpacker is None:
            return part
        try:
            return self._unpacker.decompress(part, left + 1)
        except zlib.error:
            raise httpx.DecodingError(f"{self._host} sent an answer that cannot be unpacked") from None

    def _too_large(self) -> TooLarge:
        return TooLarge(f"{self._host} sent more than {self._most} bytes")

    async def aclose(self) -> None:
        await self._answer.aclose()


def _coding(answer: httpcore.Response) -> str:
    return str(httpx.Headers(answer.headers).get("content-encoding", "")).strip().lower()


@contextmanager
def _httpx_errors() -> Iterator[None]:
    """Gives httpcore's errors as httpx's of the same name. Only one kind's text repeats what was sent."""
    try:
        yield
    except httpcore.LocalProtocolError:
        raise httpx.LocalProtocolError("the request is not well-formed") from None
    except Exception as error:
        for kind in type(error).__mro__:
            if kind.__module__.startswith("httpcore") and hasattr(httpx, kind.__name__):
                raise getattr(httpx, kind.__name__)(str(error)) from None
        raise


def is_unknown(error: httpx.ConnectError) -> bool:
    """Whether the name has no address, and so nobody was called."""
    return str(error).endswith(_NO_ADDRESS)


def is_about_tls(error: httpx.ConnectError) -> bool:
    """Whether the other side was reached, and no secure line to it came about."""
    # OpenSSL's own way of beginning what it says.
    return "[SSL" in str(error)


@cache
def certificates() -> ssl.SSLContext:
    """The authorities that are trusted: the usual ones, or those in the file that SSL_CERT_FILE names."""
    return httpx.create_ssl_context()


@cache
def user_agent() -> str:
    return f"Sanglap/{version('sanglap')}"


def client(
    *,
    timeout: Timeout = DEFAULT,
    max_body: int = MAX_BODY,
    connections: int = CONNECTIONS,
    plain_http: bool = False,
) -> httpx.AsyncClient:
    """A guarded client, for `async with` within one event loop, and to be shared: it keeps connections open.

    It follows no redirect, tries nothing twice, asks no proxy and keeps no cookie (accounts share it).
    `max_body` is in bytes, unpacked. `plain_http` allows http:// on the public internet too. Its calls raise
    `httpx.HTTPError`s, among them Blocked, TooLarge and TooSlow, and `httpx.InvalidURL` where the text is no
    address at all. Do not `raise_for_status()`: that error's text holds the whole URL.
    """
    return httpx.AsyncClient(
        transport=GuardedTransport(timeout=timeout, max_body=max_body, connections=connections, plain_http=plain_http),
        timeout=httpx.Timeout(timeout.read, connect=timeout.connect, pool=timeout.pool),
        trust_env=False,
        follow_redirects=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip"},
    )


async def get_following(
    client: httpx.AsyncClient, url: str, max_redirects: int = 5, *, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """GET `url` and what it redirects to, each hop through the guard and with these `headers`: no secrets.

    Raises httpx.TooManyRedirects.
    """
    target = httpx.URL(url)
    for _hop in range(max_redirects + 1):
        answer = await client.get(target, headers=headers)
        onward = answer.headers.get("location")
        if answer.status_code not in REDIRECTS or not onward:
            return answer
        try:
            target = target.join(onward)
        except httpx.InvalidURL:
            raise httpx.RemoteProtocolError(f"{target.host} redirects to what is no address") from None
    raise httpx.TooManyRedirects(f"{target.host}: more than {max_redirects} redirects")
