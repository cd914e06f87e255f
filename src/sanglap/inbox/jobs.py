"""Asking the networks for comments: a job for each account, found by a loop when it is due."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from sanglap.accounts.models import Account
from sanglap.accounts.selectors import connected, session
from sanglap.accounts.vault import Unreadable
from sanglap.core import clock, http
from sanglap.core.jobs import loop
from sanglap.inbox import deletions, services, telling
from sanglap.inbox.models import Feed
from sanglap.networks.contract import CommentPage, NetworkError
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope
from sanglap.outbox.selectors import heads

log = structlog.get_logger(__name__)

WATCHED_FOR = timedelta(days=14)
"""How long after publication a post's comments are still asked for."""
WATCHED = 40
"""How many posts of an account are asked for at once."""
BATCH = 100


@loop("inbox.schedule", every=1.0)
def schedule() -> bool:
    """Defer a job for each account whose time has come. The lease keeps a slow job from being deferred again."""
    now = clock.now()
    with transaction.atomic():
        _feed_new_accounts()
        due = list(
            Feed.objects.filter(ask_at__lte=now, account__state="active", account__credential__isnull=False)
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("ask_at")[:BATCH]
        )
        lease = now + timedelta(seconds=2 * settings.SANGLAP_CALL_SECONDS + settings.SANGLAP_POLL_SECONDS)
        Feed.objects.filter(pk__in=[feed.pk for feed in due]).update(ask_at=lease)
        for feed in due:
            ask.defer(account_id=str(feed.pk))
    return len(due) == BATCH


def _feed_new_accounts() -> None:
    # What is kept by hand has nobody to ask.
    without = connected(Scope.everything()).filter(feed__isnull=True, credential__isnull=False)
    Feed.objects.bulk_create([Feed(account=one, ask_at=clock.now()) for one in without], ignore_conflicts=True)


@app.task
def ask(account_id: str) -> None:
    """Ask one account's network and take in what came. A job may run twice; what it does may not."""
    account = Account.objects.select_related("credential", "feed").get(pk=account_id)
    cursor = account.feed.cursor
    posts = heads(account, since=clock.now() - WATCHED_FOR, most=WATCHED)
    try:
        page = async_to_sync(_fetch)(account, posts, cursor)
    except Unreadable:
        services.note_failure(account, "credentials unreadable", retry_at=None, now=clock.now())
    except NetworkError as error:
        services.note_failure(account, error.code, retry_at=error.retry_at, now=clock.now())
    else:
        services.take_in(account, page, seen=cursor, now=clock.now())
        _look_for_deleted(account)


def _look_for_deleted(account: Account) -> None:
    """Ask for some of the messages whether they still are there. What cannot be asked now is asked another time."""
    asked = deletions.to_look_at(account, now=clock.now())
    if not asked:
        return
    try:
        gone = async_to_sync(_gone)(account, asked)
    except NetworkError as error:
        log.info("not asked what was deleted", account=str(account.pk), fault=error.code)
    else:
        deletions.looked(account, asked, gone, now=clock.now())


async def _fetch(account: Account, posts: Sequence[str], cursor: str) -> CommentPage:
    async with http.client() as client:
        return await connector(account.network).fetch_comments(session(account, client), posts, cursor)


async def _gone(account: Account, asked: Sequence[str]) -> Sequence[str]:
    async with http.client() as client:
        return await connector(account.network).gone(session(account, client), asked)


@loop(
    "inbox.settle",
    every=1.0,
    wakes=("delivery.published", "delivery.found", "variant.returned", "variant.rejected"),
)
def settle() -> bool:
    return services.settle_answers(now=clock.now()) == services.BATCH


@loop("inbox.late", every=60.0)
def late() -> bool:
    telling.late(now=clock.now())
    return False
