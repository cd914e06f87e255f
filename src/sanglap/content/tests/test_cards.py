"""What networks will show of a linked page: looked at over real HTTP, once, and told where it leads nowhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from sanglap.content import cards
from sanglap.content.models import Card
from sanglap.verification.states import Outcome
from tests.factories import MINUTE, NOW

pytestmark = [pytest.mark.clause("6")]
PAGE = """<!doctype html><html><head><title>পাতা</title>
    <meta property="og:title" content="হামের টিকা"><meta name="description" content="সময়সূচি &amp; স্থান">
    <meta property="og:image" content="/picture.jpg"></head><body><p>ক</p></body></html>"""


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("দেখুন https://gov.bd/a, আজই", "https://gov.bd/a"),
        ("(https://gov.bd/a_(b))।", "https://gov.bd/a_(b)"),
        ("https://gov.bd/নোটিশ? আর https://b.bd", "https://gov.bd/নোটিশ"),
        ("gov.bd", ""),
        ("https://" + "a" * 3000 + " https://b.bd", "https://b.bd"),
    ],
)
def test_the_link_of_which_a_card_is_shown(text: str, link: str) -> None:
    assert cards.link_of(text) == link


class Site(BaseHTTPRequestHandler):
    """A page with a picture, one with a broken picture, and nothing else."""

    def do_GET(self) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (1200, 630), "green").save(picture, "JPEG")
        known = {
            "/page": ("text/html; charset=utf-8", PAGE.encode()),
            "/broken": ("text/html; charset=utf-8", PAGE.replace("picture.jpg", "broken.jpg").encode()),
            "/picture.jpg": ("image/jpeg", picture.getvalue()),
            "/broken.jpg": ("image/jpeg", picture.getvalue()[:300]),
        }
        kind, body = known.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: Any) -> None:
        pass


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    settings.SANGLAP_OUTBOUND_ALLOW, settings.SANGLAP_FILES = [place], tmp_path
    yield f"http://{place}"
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_a_page_is_looked_at_once_and_shown_with_its_picture(site: str) -> None:
    text = f"টিকা: {site}/page"
    cards.want([text, text, "কিছু নেই"], now=NOW)
    card = cards.claim(now=NOW)
    assert card is not None
    assert cards.claim(now=NOW) is None
    cards.keep(card, cards.look(card.address), now=NOW)
    shown = cards.known([text])[text]
    assert (shown.title, shown.about, shown.leads_nowhere) == ("হামের টিকা", "সময়সূচি & স্থান", False)
    assert shown.picture is not None
    cards.want([text], now=NOW + MINUTE)
    assert cards.claim(now=NOW + MINUTE) is None
    cards.want([text], now=NOW + cards.FRESH + MINUTE)
    assert cards.claim(now=NOW + cards.FRESH + MINUTE) is not None


@pytest.mark.django_db
def test_what_leads_nowhere_is_told_and_a_broken_picture_is_left_out(site: str) -> None:
    assert cards.look(f"{site}/broken").picture == b""
    assert cards.look(f"{site}/broken").title == "হামের টিকা"
    cards.want([f"{site}/none"], now=NOW)
    card = cards.claim(now=NOW)
    assert card is not None
    cards.keep(card, cards.look(card.address), now=NOW)
    assert Card.objects.get().leads_nowhere


def test_nothing_inside_is_looked_at() -> None:
    assert cards.look("http://127.0.0.1:9/").outcome == Outcome.INSIDE


@pytest.mark.django_db
def test_a_page_over_which_workers_died_is_given_up() -> None:
    cards.want(["https://gov.bd/a"], now=NOW)
    at = NOW
    for _try in range(cards.MOST_TRIES):
        assert cards.claim(now=at) is not None
        at += cards.LEASE
    assert cards.claim(now=at) is None
    assert Card.objects.get().leads_nowhere
