"""Web servers on loopback that behave as sites of the wide world do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import pytest
from pytest_django import Settings

from sanglap.core.http import Timeout
from sanglap.verification import looking
from sanglap.verification.reading import fetching

Raw = Callable[[asyncio.StreamWriter], Awaitable[None]]
Answer = bytes | str | Raw
QUICK = Timeout(connect=1, pool=5, read=0.4, total=1)


def page(body: str, *, title: str = "উপজেলা প্রশাসন", head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def answer(
    body: bytes | str = b"", status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """A whole HTTP answer."""
    content = body.encode() if isinstance(body, str) else body
    given = {"Content-Type": kind, "Content-Length": str(len(content)), "Connection": "close", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content


@dataclass
class Web:
    """One server; `pages` maps a path to a page, to a whole answer, or to what writes one."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            text = (await reader.readuntil(b"\r\n\r\n")).decode()
            line, rows = text.split(" "), (row.partition(": ") for row in text.split("\r\n")[1:] if row)
            self.headers.append({name.lower(): value for name, _colon, value in rows})
            path = line[1].partition("?")[0]
            self.asked.append(line[1])
            known = self.pages.get(path, answer("no such page", "404 Not Found"))
            if callable(known):
                await known(writer)
            else:
                writer.write(answer(known) if isinstance(known, str) else known)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def start(settings: Settings) -> AsyncIterator[Callable[..., Awaitable[Web]]]:
    running: list[asyncio.Server] = []

    async def begin(pages: Mapping[str, Answer] | None = None, *, allowed: bool = True) -> Web:
        web = Web(dict(pages or {}))
        running.append(await asyncio.start_server(web.serve, "127.0.0.1", 0))
        web.port = running[-1].sockets[0].getsockname()[1]
        if allowed:
            settings.SANGLAP_OUTBOUND_ALLOW = [*settings.SANGLAP_OUTBOUND_ALLOW, f"127.0.0.1:{web.port}"]
        return web

    settings.SANGLAP_OUTBOUND_ALLOW = []
    yield begin
    for server in running:
        server.close()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", QUICK)
    monkeypatch.setattr(looking, "PAUSE", 0)
