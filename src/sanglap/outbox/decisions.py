"""What people settle of deliveries: what they posted by hand, and what no machine can find out."""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sanglap.core.errors import on_field
from sanglap.core.states import TransitionRefused
from sanglap.networks.contract import Kind, Published
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery, Seen
from sanglap.outbox.services import move, stand
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission

LONGEST_LINK = 500
_LONGEST_KEY = 64
_MADE = "link:"
"""So begins a key that was made of a link."""


def posted_by_hand(scope: Scope, *, delivery: Delivery, url: str, now: datetime) -> None:
    """Say where it stands on the network, now that somebody has posted it. It counts from then on like any other.

    Raises Forbidden, ValidationError on `url`, TransitionRefused where somebody else said so already.
    """
    wanted = Permission.MESSAGE_ANSWER if delivery.kind == Kind.ANSWER else Permission.POST_WRITE
    scope.require(wanted, delivery.office_id)
    if delivery.state != DeliveryState.BY_HAND:
        raise TransitionRefused(delivery.state, DeliveryState.PUBLISHED)
    _published(scope, delivery, url, now, seen=Seen.TO_ASK)


def found_by_person(scope: Scope, *, delivery: Delivery, url: str, now: datetime) -> None:
    """Say that something of unknown outcome is on the network, and where. Raises as `posted_by_hand`."""
    _require_undecided(scope, delivery)
    _published(scope, delivery, url, now)


def not_there(scope: Scope, *, delivery: Delivery, now: datetime) -> None:
    """Say that something of unknown outcome is not on the network. Raises Forbidden, TransitionRefused."""
    _require_undecided(scope, delivery)
    move(delivery, DeliveryState.FAILED, actor=scope.actor, now=now, error="not_sent", look_at=None)


def retry(scope: Scope, *, delivery: Delivery, now: datetime) -> None:
    """Order another attempt at something that failed; the gate is asked anew. Raises Forbidden, TransitionRefused."""
    scope.require(Permission.POST_APPROVE, delivery.office_id)
    if delivery.state != DeliveryState.FAILED:
        raise TransitionRefused(delivery.state, DeliveryState.SCHEDULED)
    move(
        delivery, DeliveryState.SCHEDULED, actor=scope.actor, now=now, try_at=now, cleared_until=now, error="",
        error_detail="", resend_until=None,
    )  # fmt: skip


def _require_undecided(scope: Scope, delivery: Delivery) -> None:
    scope.require(Permission.POST_APPROVE, delivery.office_id)
    # While the machine still looks for it, its answer is waited for.
    if delivery.state != DeliveryState.UNKNOWN or delivery.look_at is not None:
        raise TransitionRefused(delivery.state, DeliveryState.PUBLISHED)


def _published(scope: Scope, delivery: Delivery, url: str, now: datetime, **fields: object) -> None:
    url = checked_link(url)
    shown = Published(_remote_id(delivery.account.network, url), url, now)
    by_hand = delivery.state == DeliveryState.BY_HAND
    if not by_hand and delivery.part < delivery.parts and shown.remote_id.startswith(_MADE):
        said = _("From this link one cannot tell what the next part answers. Copy the link of the part itself.")
        raise on_field("url", said, "invalid")
    try:
        with transaction.atomic():
            stand(delivery, shown, actor=scope.actor, now=now, whole=by_hand, **fields)
    except IntegrityError:
        raise on_field(
            "url", _("This link is on record for something else. Copy the link of this post."), "twice"
        ) from None


def checked_link(given: str) -> str:
    """The link in one form. Raises ValidationError on `url` for what is none."""
    given = given.strip()
    wrong = on_field("url", _("Paste the link of the post, as in https://network.example/post/1."), "invalid")
    if len(given) > LONGEST_LINK:
        raise wrong
    try:
        parts = urlsplit(given)
        plain = bool(parts.hostname) and parts.scheme in {"http", "https"} and not any(sign.isspace() for sign in given)
    except ValueError:
        raise wrong from None
    # The front page of a network is no post.
    if not plain or not (parts.path.strip("/") or parts.query):
        raise wrong
    return given


def _remote_id(network: str, url: str) -> str:
    """The network's key of the thing at that address, as far as the address tells; else a key made of it."""
    last = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    if not connector(network).capabilities.by_hand and last.isascii() and last.isalnum() and len(last) <= _LONGEST_KEY:
        return last
    return _MADE + hashlib.sha256(url.encode()).hexdigest()[:48]
