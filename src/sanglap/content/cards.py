"""What networks will show of the page that a post links to: its title, what it says of itself, its picture (clause 6).

Looked at from here through the guard, by a job, when a draft is saved or somebody asks; a link that leads nowhere is
seen before the panel approves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urljoin

import httpx
import regex
import structlog
from asgiref.sync import async_to_sync
from django.db import transaction

from sanglap.content.models import Card
from sanglap.core import http
from sanglap.files import services as files
from sanglap.files.cleaning import clean_picture
from sanglap.files.models import File
from sanglap.verification.reading import fetching
from sanglap.verification.reading.page import Page
from sanglap.verification.states import Outcome

log = structlog.get_logger(__name__)
_LINK = regex.compile(r"https?://[^\s<>\"'“”‘’]+", regex.IGNORECASE)
_CLOSING = ".,;:!?।]}"
LONGEST = 2_000
"""Characters of an address."""
FRESH = timedelta(hours=12)
"""So long what was seen counts; after that it is looked at anew when somebody asks."""
LEASE = timedelta(minutes=2)
MOST_TRIES = 3
PICTURE_BYTES = 5_000_000
SMALL = 640
_LONGEST_TITLE, _LONGEST_ABOUT = 300, 400


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look gave."""

    outcome: Outcome
    title: str = ""
    about: str = ""
    picture: bytes = b""
    """As it may be kept; empty where there is none."""


def link_of(text: str) -> str:
    """The link of which networks show a card: the first; "" where there is none."""
    for found in _LINK.finditer(text):
        address = found[0].rstrip(_CLOSING)
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(_CLOSING)
        if len(address) <= LONGEST:
            return address
    return ""


def key_of(address: str) -> str:
    return sha256(address.encode("utf-8", "replace")).hexdigest()


def want(texts: Iterable[str], *, now: datetime) -> None:
    """Have the pages looked at that these texts link to, unless that was done lately; in the caller's transaction."""
    addresses = {address for text in texts if (address := link_of(text))}
    if not addresses:
        return
    rows = [Card(key=key_of(one), address=one, look_at=now) for one in addresses]
    Card.objects.bulk_create(rows, ignore_conflicts=True)
    old = Card.objects.filter(pk__in=[row.key for row in rows], look_at=None, seen_at__lt=now - FRESH)
    old.update(look_at=now, tries=0)


def known(texts: Iterable[str]) -> Mapping[str, Card]:
    """By text what was seen of the page that it links to; one query for all."""
    keys = {text: key_of(address) for text in texts if (address := link_of(text))}
    cards = Card.objects.in_bulk(set(keys.values())) if keys else {}
    return {text: cards[key] for text, key in keys.items() if key in cards}


def picture_of(key: str) -> File | None:
    """The picture of the page of that key. It stands on the web for everybody, so that no office keeps it to itself."""
    card = Card.objects.filter(pk=key).select_related("picture").first()
    return card.picture if card else None


@transaction.atomic
def claim(*, now: datetime) -> Card | None:
    """A page to be looked at now; for as long as `LEASE` nobody else is given it. None: nothing waits."""
    Card.objects.filter(look_at__lte=now, tries__gte=MOST_TRIES).update(
        look_at=None, seen_at=now, outcome=Outcome.FAILING
    )
    card = Card.objects.filter(look_at__lte=now).order_by("look_at").select_for_update(skip_locked=True).first()
    if card is not None:
        card.look_at, card.tries = now + LEASE, card.tries + 1
        card.save(update_fields=["look_at", "tries"])
    return card


def look(address: str) -> Seen:
    """Look at the page; no transaction should be open. Never raises."""
    try:
        return async_to_sync(_look)(address)
    except Exception:
        log.exception("a linked page could not be looked at")
        return Seen(Outcome.FAILING)


async def _look(address: str) -> Seen:
    async with fetching.client() as client:
        found = await fetching.fetch(client, address)
        if found.page is None:
            return Seen(found.outcome)
        return Seen(found.outcome, _title(found.page), _about(found.page), await _picture(client, found.page))


def _title(page: Page) -> str:
    return " ".join((page.about.get("og:title") or page.title).split())[:_LONGEST_TITLE]


def _about(page: Page) -> str:
    said = page.about.get("og:description") or page.about.get("description") or ""
    return " ".join(said.split())[:_LONGEST_ABOUT]


async def _picture(client: httpx.AsyncClient, page: Page) -> bytes:
    """The page's own picture made clean and small; empty where there is none that can be."""
    address = page.about.get("og:image", "")
    if not address:
        return b""
    with suppress(httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, ValueError, files.Refused):
        answer = await http.get_following(client, urljoin(page.url, address))
        if answer.is_success and len(answer.content) <= PICTURE_BYTES:
            return clean_picture(answer.content, SMALL)[0]
    return b""


def keep(card: Card, seen: Seen, *, now: datetime) -> None:
    """Keep what was seen. A picture belongs to no office: it stands on the page for everybody."""
    file = None
    if seen.picture:
        kind = "image/png" if seen.picture.startswith(b"\x89PNG") else "image/jpeg"
        file = files.keep_made(content=seen.picture, media_type=kind, name="card", office_id=None, now=now)
    Card.objects.filter(pk=card.pk).update(
        look_at=None, seen_at=now, outcome=seen.outcome, title=seen.title, about=seen.about, picture=file
    )
