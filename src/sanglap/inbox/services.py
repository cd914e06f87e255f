"""Taking in what people write, and answering it (clauses 7.b, 7.d)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, Record, name_of, record_many, transition
from sanglap.content import services as content
from sanglap.content.models import Draft, Revision, Variant
from sanglap.content.states import VariantState
from sanglap.inbox import clock, screened, telling, verbs
from sanglap.inbox.models import Answer, Feed, Message, MessageVersion
from sanglap.inbox.screened import Seen
from sanglap.inbox.states import MESSAGE, MessageState
from sanglap.language.normal import normalise
from sanglap.networks.contract import Comment, CommentPage, Kind
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.outbox.selectors import on_record
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Permission

log = structlog.get_logger(__name__)

ACTOR = "inbox"
LONGEST_KEY, LONGEST_NAME, LONGEST_URL = 128, 255, 500
"""As the columns of Message have room for."""


LIVELY = timedelta(hours=1)
QUIET = 10
"""So many times less often an account is asked where nothing was published for that while, and nothing new waits."""


def next_ask(account: Account, now: datetime) -> datetime:
    """When an account that was asked now is asked again."""
    since = now - LIVELY
    lively = (
        Delivery.objects.filter(account=account, published_at__gt=since).exists()
        or Message.objects.filter(account=account, state=MessageState.OPEN, written_at__gt=since).exists()
    )
    return now + timedelta(seconds=settings.SANGLAP_POLL_SECONDS * (1 if lively else QUIET))


def take_in(account: Account, page: CommentPage, *, seen: str, now: datetime) -> int:
    """Keep what is new and what was edited; gives how many. `seen` is the cursor the page was asked with.

    May be called twice with the same page, and by two workers at once.
    """
    comments = _fit(page.comments)
    # Before the lock: whoever waits for it waits for no reading.
    found = screened.look(account.office_id, [normalise(one.text) for one in comments])
    looks = {one.remote_id: look for one, look in zip(comments, found, strict=True)}
    return _take_in(account, comments, looks, cursor=page.cursor, seen=seen, now=now)


@transaction.atomic
def _take_in(
    account: Account, comments: Sequence[Comment], looks: Mapping[str, Seen], *, cursor: str, seen: str, now: datetime
) -> int:
    feed = Feed.objects.select_for_update().get(account=account)
    new = _keep_new(account, comments, looks, now) + _keep_edited(account, comments, looks, now)
    record_many(Record(Actor.system(ACTOR), verb, name_of(message), now, account.office_id) for verb, message in new)
    if feed.cursor == seen:
        feed.cursor = cursor
    feed.ask_at, feed.asked_at, feed.error = next_ask(account, now), now, ""
    feed.save()
    if any(verb == verbs.TAKEN_IN for verb, _message in new):
        telling.came_in(account, now=now)
    telling.danger([message for _verb, message in new if looks[message.remote_id].danger], now=now)
    return len(new)


def _fit(comments: Sequence[Comment]) -> list[Comment]:
    """The comments once each, in a form that can be kept. One whose key cannot be kept is passed over, and logged."""
    fit: dict[str, Comment] = {}
    for comment in comments:
        if not comment.remote_id or not _sound(comment.remote_id, LONGEST_KEY):
            log.warning("a comment cannot be kept", network_key=ascii(comment.remote_id[:40]))
            continue
        fit[comment.remote_id] = replace(
            comment,
            author_id=_line(comment.author_id, LONGEST_KEY),
            author_handle=_line(comment.author_handle, LONGEST_NAME),
            author_name=_line(comment.author_name, LONGEST_NAME),
            url=comment.url if _sound(comment.url, LONGEST_URL) else "",
            in_reply_to=_line(comment.in_reply_to or "", LONGEST_KEY),
        )
    return list(fit.values())


def _sound(text: str, most: int) -> bool:
    """Whether the database keeps it as it is: not too long, no zero sign, no half of a character."""
    return len(text) <= most and "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _line(text: str, most: int) -> str:
    return normalise(text).replace("\0", "")[:most]


def _keep_new(
    account: Account, comments: Sequence[Comment], looks: Mapping[str, Seen], now: datetime
) -> list[tuple[str, Message]]:
    known = set(
        Message.objects.filter(account=account, remote_id__in=[comment.remote_id for comment in comments]).values_list(
            "remote_id", flat=True
        )
    )
    fresh = [comment for comment in comments if comment.remote_id not in known]
    posts = on_record(account, [comment.thread for comment in fresh if comment.thread])
    messages = [
        Message(
            account=account,
            remote_id=comment.remote_id,
            post_id=posts.get(comment.thread or ""),
            in_reply_to=comment.in_reply_to or "",
            author_id=comment.author_id,
            author_handle=comment.author_handle,
            author_name=comment.author_name,
            url=comment.url,
            private=comment.private,
            written_at=comment.at,
            taken_in_at=now,
        )
        for comment in fresh
    ]
    for message in messages:
        screened.put(message, looks[message.remote_id])
    clock.set_due(account, messages, now=now)
    Message.objects.bulk_create(messages)
    MessageVersion.objects.bulk_create(
        MessageVersion(
            message=message, number=1, text=normalise(comment.text), seen_at=now, edited_at=comment.edited_at
        )
        for message, comment in zip(messages, fresh, strict=True)
    )
    return [(verbs.TAKEN_IN, message) for message in messages]


def _keep_edited(
    account: Account, comments: Sequence[Comment], looks: Mapping[str, Seen], now: datetime
) -> list[tuple[str, Message]]:
    edited = {comment.remote_id: (comment, comment.edited_at) for comment in comments if comment.edited_at}
    changed: list[tuple[str, Message]] = []
    rows = (
        Message.objects.filter(account=account, remote_id__in=edited)
        .annotate(latest=Max("versions__number"))
        .select_related("account__office")
        .prefetch_related("versions")
    )
    for message in rows:
        (comment, edited_at), last = edited[message.remote_id], list(message.versions.all())[-1]
        text = normalise(comment.text)
        if text != last.text and (last.edited_at is None or edited_at > last.edited_at):
            MessageVersion.objects.create(
                message=message,
                number=message.latest + 1,
                text=text,
                seen_at=now,
                edited_at=comment.edited_at,
            )
            screened.put(message, looks[message.remote_id])
            message.save(update_fields=["danger", "band", "danger_settled_at", "danger_settled_by"])
            changed.append((verbs.EDITED, message))
    return changed


def note_failure(account: Account, detail: str, *, retry_at: datetime | None, now: datetime) -> None:
    """The network could not be asked; it is asked again later, and the account's page says so."""
    Feed.objects.filter(account=account).update(
        error=detail, asked_at=now, ask_at=max(retry_at or now, next_ask(account, now))
    )


@transaction.atomic
def answer(scope: Scope, *, message: Message, text: str, confirmed: bool, life: bool = False, now: datetime) -> Draft:
    """Answer a message: a draft addressed to it, handed to the panel at once. `life`: life is in danger.

    Where the writer is the sole responsible person and has `confirmed`, it is approved with that (clause 6.a).
    Raises Forbidden, ValidationError; TransitionRefused while another answer is on its way.
    """
    # Its own copy under a lock: of two who answer at once the second is told, and a refusal leaves the caller's
    # as it was.
    message = Message.objects.select_for_update(of=("self",)).select_related("account__office").get(pk=message.pk)
    account = message.account
    scope.require(Permission.MESSAGE_ANSWER, account.office_id)
    said = _said_already(scope, message, text)
    if said is not None:
        return said
    if message.private:
        raise ValidationError(
            _(
                "This was written to the office in private, and an answer from here would be public. "
                "Answer it on the network."
            )
        )
    draft = content.start(
        scope,
        office=account.office,
        kind=Kind.ANSWER,
        text=text,
        accounts=[account],
        purposes=account.purposes,
        in_reply_to=message.remote_id,
        life=life,
        now=now,
    )
    Answer.objects.create(draft=draft, message=message)
    transition(message, MESSAGE, MessageState.ANSWERING, actor=scope.actor, now=now, office_id=account.office_id)
    content.submit(scope, draft=draft, now=now)
    content.confirm_own(scope, draft=draft, confirmed=confirmed, now=now)
    return draft


@transaction.atomic
def settle_answers(*, now: datetime) -> int:
    """Bring messages up to date with how their newest answers fare. Gives how many changed."""
    newest = Answer.objects.filter(message=OuterRef("pk")).order_by("-draft_id").values("draft_id")[:1]
    variant = Variant.objects.filter(revision__draft=OuterRef("answer_draft")).order_by("-revision__number")
    rows = (
        Message.objects.filter(state=MessageState.ANSWERING)
        .annotate(answer_draft=Subquery(newest))
        .annotate(
            variant_state=Subquery(variant.values("state")[:1]),
            delivery_state=Subquery(variant.values("publication__delivery__state")[:1]),
            shown_at=Subquery(variant.values("publication__delivery__published_at")[:1]),
        )
        .filter(Q(delivery_state__in=_SETTLED) | Q(variant_state__in=_NOT_SAID))
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("account")[:BATCH]
    )
    for message in rows:
        to = _SETTLED.get(message.delivery_state, MessageState.OPEN)
        transition(
            message, MESSAGE, to, actor=Actor.system(ACTOR), now=now, office_id=message.account.office_id,
            answered_at=clock.first_answered(message, to, message.shown_at),
        )  # fmt: skip
    return len(rows)


def _said_already(scope: Scope, message: Message, text: str) -> Draft | None:
    """The same answer by the same person, unless it came to nothing: the second click says nothing twice."""
    if message.state == MessageState.OPEN:
        return None
    same = Revision.objects.filter(
        draft__answer__message=message, written_by=scope.person, text=normalise(text).strip()
    ).select_related("draft")
    found = same.order_by("-written_at").first()
    return found.draft if found else None


BATCH = 200
_SETTLED = {
    DeliveryState.PUBLISHED: MessageState.ANSWERED,
    DeliveryState.FAILED: MessageState.OPEN,
    DeliveryState.WITHDRAWN: MessageState.OPEN,
}
_NOT_SAID = (VariantState.RETURNED, VariantState.REJECTED, VariantState.EXPIRED)
