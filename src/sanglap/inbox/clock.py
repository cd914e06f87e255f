"""By when what somebody wrote is owed its first answer, and when it got it (clause 7.b)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sanglap.accounts.models import Account
from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.guideline.models import Rule
from sanglap.guideline.parameters.work import FirstAnswer
from sanglap.guideline.parameters.work import Message as KindOfMessage
from sanglap.inbox.models import Message
from sanglap.inbox.states import MessageState
from sanglap.offices.selectors import calendar_of


def set_due(account: Account, messages: Sequence[Message], *, now: datetime) -> None:
    """Give each of these new messages to one account the moment by which its first answer is owed, in the working time
    of the account's office. At most two queries, whatever their number.
    """
    if not messages:
        return
    book = loader.current()
    rule = book.rule("first-answer", on=book.calendar.day_of(now))
    calendar = calendar_of(book, account.office_id)
    for message in messages:
        message.due_at = _due(message, rule, calendar, now)


def first_answered(message: Message, to: MessageState, shown_at: datetime | None) -> datetime | None:
    """Since when a message that comes into that state has its first answer; `shown_at` is the newest one's moment."""
    return shown_at if to == MessageState.ANSWERED and message.answered_at is None else message.answered_at


def _due(message: Message, rule: Rule[FirstAnswer], calendar: WorkingCalendar, now: datetime) -> datetime | None:
    """None for what was written in private, which is answered at the network, where we do not see it; and for what was
    written before the rule held.
    """
    # A network's clock may be wrong: nothing was written after it was taken in.
    written = min(message.written_at, now)
    if message.private or written < calendar.begins(rule.from_):
        return None
    return calendar.add_working_time(written, rule.parameters.within(_kind(message)))


def _kind(message: Message) -> KindOfMessage:
    """Until somebody sorts them: a comment under the office's own post, a question where they turn to the office."""
    return "comment" if message.post_id else "question"
