"""Looking at what was posted by hand, and whether the approved words stand there."""

from __future__ import annotations

import json
import re
from datetime import datetime

import httpx
import structlog
from asgiref.sync import async_to_sync
from django.db import transaction

from sanglap.core import http
from sanglap.language.html import plain_text
from sanglap.language.normal import normalise
from sanglap.outbox.models import Delivery, Seen

log = structlog.get_logger(__name__)
_SPACES = re.compile(r"\s+")


def take() -> Delivery | None:
    """The next thing to look at, kept from other workers. It is looked at once: whatever was not found is told."""
    with transaction.atomic():
        rows = Delivery.objects.filter(seen=Seen.TO_ASK).order_by("published_at")
        delivery = rows.select_for_update(skip_locked=True).first()
        if delivery is not None:
            delivery.seen = Seen.UNREADABLE
            delivery.save(update_fields=["seen"])
    return delivery


def look(delivery: Delivery, *, now: datetime) -> Seen:
    """Fetch the link through the guard and compare; gives what was found."""
    try:
        page = async_to_sync(_fetch)(delivery.url)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        log.info("a link could not be read", delivery=str(delivery.pk), error=type(error).__name__, at=now.isoformat())
        return Seen.UNREADABLE
    found = Seen.SAME if _says(page, str(json.loads(delivery.payload)["text"])) else Seen.DIFFERENT
    Delivery.objects.filter(pk=delivery.pk).update(seen=found)
    return found


async def _fetch(url: str) -> str:
    async with http.client() as client:
        answer = await http.get_following(client, url)
    if not answer.is_success or "html" not in answer.headers.get("content-type", ""):
        raise httpx.RemoteProtocolError("no page to read")
    return answer.text


def _says(page: str, text: str) -> bool:
    """Whether the words stand on the page, whatever spaces and line breaks the network made of them."""
    return _bare(text) in _bare(plain_text(page))


def _bare(text: str) -> str:
    return _SPACES.sub("", normalise(text)).casefold()
