"""Who sees to a message, what the office says of it to itself, and what is entered by hand (clauses 7.b, 7.d)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.inbox import clock, screened, telling, verbs
from sanglap.inbox.models import Message, MessageVersion, Note
from sanglap.inbox.states import MESSAGE, MessageState
from sanglap.inbox.telling import about
from sanglap.language.normal import normalise
from sanglap.networks.registry import connector
from sanglap.notices.models import Kind
from sanglap.notices.services import tell
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.selectors import holders
from sanglap.outbox.decisions import checked_link
from sanglap.outbox.models import Delivery
from sanglap.people.models import User
from sanglap.people.permissions import Permission

LONGEST_NOTE = 2_000
LONGEST_TEXT = 10_000
LONGEST_NAME = 255
BY_HAND = "hand:"
"""What the keys of messages that were entered by hand begin with."""


@transaction.atomic
def assign(scope: Scope, *, message: Message, to: User | None, now: datetime) -> None:
    """Give the message to one of those who answer at its office, or to nobody. A second click changes nothing.

    Raises Forbidden; ValidationError on `to` for somebody who does not answer there.
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("account__office").get(pk=message.pk)
    office = message.account.office
    scope.require(Permission.MESSAGE_ANSWER, office.pk)
    if message.assigned_to_id == (to.pk if to else None):
        return
    may = holders(scope, office, Permission.MESSAGE_ANSWER, now=now)
    if to is not None and to != scope.user and not may.filter(pk=to.pk).exists():
        raise on_field("to", _("Choose somebody who answers messages at this office."), "to")
    message.assigned_to = to
    message.save(update_fields=["assigned_to"])
    if to is None:
        record(scope.actor, verbs.FREED, message, now=now, office_id=office.pk)
    else:
        record(scope.actor, verbs.ASSIGNED, message, now=now, office_id=office.pk, person=dict(to.name))
        tell(Kind.GIVEN, about(message, now), to=[to], now=now, but=scope.user)


@transaction.atomic
def note(scope: Scope, *, message: Message, text: str, key: UUID, now: datetime) -> Note:
    """Write down something for the office's own eyes. `key` is the form's: sent twice, it is written once.

    Raises Forbidden, ValidationError on `note`.
    """
    office = message.account.office_id
    if not scope.may(Permission.MESSAGE_ANSWER, office) and not scope.may(Permission.POST_APPROVE, office):
        raise Forbidden(Permission.MESSAGE_ANSWER, office)
    text = normalise(text).strip()
    if not text:
        raise on_field("note", _("Write the note first."), "required")
    if len(text) > LONGEST_NOTE:
        raise on_field("note", _("Say it in at most 2,000 characters."), "max_length")
    made, is_new = Note.objects.get_or_create(
        pk=key, message=message, by=scope.person, defaults={"text": text, "at": now}
    )
    if is_new:
        record(scope.actor, verbs.NOTED, message, now=now, office_id=office)
    return made


@transaction.atomic
def enter(
    scope: Scope,
    *,
    account: Account,
    author: str,
    text: str,
    written_at: datetime,
    key: UUID,
    now: datetime,
    url: str = "",
    post: Delivery | None = None,
) -> Message:
    """Enter what somebody wrote on a network that is kept by hand. `key` is the form's: sent twice, it is entered once.

    `post` is what the office had published above it. Raises Forbidden, ValidationError.
    """
    scope.require(Permission.MESSAGE_ANSWER, account.office_id)
    if not connector(account.network).capabilities.by_hand:
        raise ValidationError(_("What is written there comes in by itself."), code="network")
    text, author = normalise(text).strip(), normalise(author).strip()
    _check_entered(text, author, written_at, now)
    if post is not None and post.account_id != account.pk:
        raise on_field("post", _("Choose a post of this account."), "post")
    known = Message.objects.filter(account=account, remote_id=f"{BY_HAND}{key}").first()
    if known is not None:
        return known
    message = Message(
        account=account,
        remote_id=f"{BY_HAND}{key}",
        post=post,
        author_id=author[:128],
        author_handle="",
        author_name=author,
        url=checked_link(url) if url.strip() else "",
        written_at=written_at,
        taken_in_at=now,
        entered_by=scope.person,
    )
    clock.set_due(account, [message], now=now)
    [seen] = screened.look(account.office_id, [text])
    screened.put(message, seen)
    message.save(force_insert=True)
    MessageVersion.objects.create(message=message, number=1, text=text, seen_at=now)
    record(scope.actor, verbs.ENTERED, message, now=now, office_id=account.office_id)
    telling.danger([message] if seen.danger else [], now=now)
    return message


@transaction.atomic
def told_why(scope: Scope, *, message: Message, now: datetime) -> None:
    """Its author was told why his words are hidden, which is an answer to them where none is on its way (7.b). Raises
    Forbidden.
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("account").get(pk=message.pk)
    scope.require(Permission.MESSAGE_ANSWER, message.account.office_id)
    if message.state == MessageState.OPEN:
        transition(
            message, MESSAGE, MessageState.ANSWERED, actor=scope.actor, now=now,
            office_id=message.account.office_id, answered_at=message.answered_at or now,
        )  # fmt: skip


@transaction.atomic
def settle_danger(scope: Scope, *, message: Message, now: datetime) -> None:
    """Put on record that the reader saw to it that somebody may be in danger. If the words are changed it is asked
    anew. A second click changes nothing. Raises Forbidden.
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("account").get(pk=message.pk)
    scope.require(Permission.MESSAGE_ANSWER, message.account.office_id)
    if not message.danger or message.danger_settled_at is not None:
        return
    message.danger_settled_at, message.danger_settled_by = now, scope.person
    message.save(update_fields=["danger_settled_at", "danger_settled_by"])
    record(scope.actor, verbs.DANGER_SETTLED, message, now=now, office_id=message.account.office_id)


def _check_entered(text: str, author: str, written_at: datetime, now: datetime) -> None:
    if not text:
        raise on_field("text", _("Copy here what was written."), "required")
    if len(text) > LONGEST_TEXT:
        raise on_field("text", _("At most 10,000 characters are kept of one message."), "max_length")
    if not author or len(author) > LONGEST_NAME:
        raise on_field("author", _("Write the name under which it was written."), "required")
    if written_at > now:
        raise on_field("written_at", _("This moment is still to come."), "future")
