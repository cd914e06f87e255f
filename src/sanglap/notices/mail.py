"""E-mail: which notices it tells, when it may be sent, and how it is sent without coming twice.

An intent is committed before the mail server is called, and the result after. A mail whose sending was cut off may or
may not have arrived: it is sent again, under the same Message-ID, by which mail programs fold the two into one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from sanglap.guideline import loader
from sanglap.guideline.calendar import WorkingCalendar
from sanglap.language.dates import DHAKA
from sanglap.notices.models import ANY_HOUR, URGENT, Mail, Notice, Way, Wish
from sanglap.notices.words import sentence
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import calendars
from sanglap.people.models import User
from sanglap.people.permissions import Permission

log = structlog.get_logger(__name__)

BATCH = 200
WEIGHED = 5_000
"""Notices that are weighed at once."""
WHILE_CLOSED = timedelta(minutes=10)
"""So long what is urgent waits to be weighed again outside working hours."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=2))
"""After an attempt that failed; after the last of them the mail counts as not sent."""
CUT_OFF = timedelta(minutes=10)
"""So long a mail may be under way; then its sender has died."""
LISTED = 50
"""Notices named in one mail; of more it says how many."""
OLD = timedelta(days=7)
"""What was told longer ago is not mailed any more."""


def enabled() -> bool:
    """Whether this installation sends e-mail at all."""
    return bool(settings.SANGLAP_MAIL)


@transaction.atomic
def prepare(*, now: datetime) -> int:
    """Put what is to be mailed now into mails, one for each person and way; gives how many were made.

    What is not to be mailed now is weighed again at its own time, so that none stands in the way of another.
    """
    if not enabled():
        return 0
    waiting = list(
        Notice.objects.filter(read_at=None, mail=None, mail_at__lte=now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("recipient")
        .order_by("mail_at", "id")[:WEIGHED]
    )
    people = {notice.recipient_id: notice.recipient for notice in waiting}
    wishes = {wish.person_id: wish for wish in Wish.objects.filter(person__in=people)}
    book, mine = loader.current(), defaultdict(list)
    today = book.calendar.day_of(now)
    worked = calendars(book, {notice.office_id for notice in waiting}, first=today, last=today)
    for notice in waiting:
        mine[notice.recipient_id].append(notice)
    made = sum(
        _prepare(person, wishes.get(key) or Wish(person=person), mine[key], worked, now)
        for key, person in people.items()
    )
    Notice.objects.bulk_update(waiting, ["mail_at", "mail"], batch_size=1000)
    return made


def _prepare(
    person: User,
    wish: Wish,
    waiting: Sequence[Notice],
    calendars: Mapping[UUID, WorkingCalendar],
    now: datetime,
) -> int:
    at_once, later = [], []
    for notice in waiting:
        way = wish.urgent if notice.kind in URGENT else wish.other
        notice.mail_at = None
        if way == Way.NEVER or not person.email or not person.is_active or notice.at < now - OLD:
            continue
        if way == Way.DIGEST:
            later.append(notice)
        elif notice.kind in ANY_HOUR or _open(calendars[notice.office_id], now):
            at_once.append(notice)
        else:
            notice.mail_at = now + WHILE_CLOSED
    made = _mail(person, at_once, now, digest=False)
    if later and _digest_due(person, wish, calendars[later[0].office_id], now):
        return made + _mail(person, later, now, digest=True)
    for notice in later:
        notice.mail_at = _next(wish, now)
    return made


def _next(wish: Wish, now: datetime) -> datetime:
    """When the hour of the digest comes next, by Bangladesh's clock."""
    there = now.astimezone(DHAKA)
    due = datetime.combine(there.date(), wish.hour, DHAKA)
    return due if due > now else due + timedelta(days=1)


def _open(calendar: WorkingCalendar, now: datetime) -> bool:
    """Whether the office works at this moment."""
    day = calendar.day_of(now)
    return calendar.is_working_day(day) and calendar.opens(day) <= now < calendar.closes(day)


def _digest_due(person: User, wish: Wish, calendar: WorkingCalendar, now: datetime) -> bool:
    """Whether the hour has come, on a working day, and today's digest was not made yet."""
    day = calendar.day_of(now)
    due = datetime.combine(day, wish.hour, DHAKA)
    if not calendar.is_working_day(day) or now < due or now >= calendar.closes(day):
        return False
    return not Mail.objects.filter(recipient=person, digest=True, made_at__gte=calendar.begins(day)).exists()


def _mail(person: User, notices: Sequence[Notice], now: datetime, *, digest: bool) -> int:
    if not notices:
        return 0
    made = Mail.objects.create(recipient=person, digest=digest, made_at=now, try_at=now)
    for notice in notices:
        notice.mail = made
    return 1


def send(*, now: datetime) -> int:
    """Send what is due, one mail after the other; gives how many were tried."""
    tried = 0
    while tried < BATCH and (mail := _claim(now)) is not None:
        tried += 1
        try:
            sent = _sent(mail, now)
        except OSError as error:  # smtplib's errors are of this kind, and those of the line
            log.warning("a mail could not be sent", mail=str(mail.pk), error=type(error).__name__)
            _settle(mail, error=type(error).__name__, try_at=_again(mail, now))
        else:
            _settle(mail, sent_at=now if sent else None, error="" if sent else "nothing to tell any more")
    return tried


@transaction.atomic
def _claim(now: datetime) -> Mail | None:
    """The next mail, with the intent to send it on record; one whose sender died is taken up anew."""
    free = Q(taken_at=None) | Q(taken_at__lt=now - CUT_OFF)
    mail = (
        Mail.objects.filter(free, try_at__lte=now)
        .order_by("try_at")
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("recipient", "recipient__wish")
        .first()
    )
    if mail is not None:
        mail.taken_at, mail.attempts = now, mail.attempts + 1
        # Whoever dies while sending has used up this attempt: the last one is not followed by another.
        if mail.attempts > len(PAUSES):
            mail.try_at = None
        mail.save(update_fields=["taken_at", "attempts", "try_at"])
    return mail


def _again(mail: Mail, now: datetime) -> datetime | None:
    return now + PAUSES[mail.attempts - 1] if mail.attempts <= len(PAUSES) else None


def _settle(mail: Mail, *, error: str, sent_at: datetime | None = None, try_at: datetime | None = None) -> None:
    Mail.objects.filter(pk=mail.pk).update(taken_at=None, sent_at=sent_at, try_at=try_at, error=error)


def _sent(mail: Mail, now: datetime) -> bool:
    """Make the mail's words and hand it to the server; False where nothing of it concerns the recipient any more."""
    person = mail.recipient
    scope = Scope.of(person, now)
    told = [one for one in mail.notices.order_by("id") if scope.may(Permission.OFFICE_VIEW, one.office_id)]
    if not told or not person.email or not person.is_active:
        return False
    wish: Wish | None = getattr(person, "wish", None)
    with translation.override(wish.language if wish else "bn"):
        message = _message(mail, told)
    message.send()
    return True


def _message(mail: Mail, told: Sequence[Notice]) -> EmailMultiAlternatives:
    lines = [(sentence(one), f"{settings.SANGLAP_SITE}/desk/notices/{one.pk}/") for one in told[:LISTED]]
    context = {
        "person": mail.recipient,
        "lines": lines,
        "more": max(0, len(told) - LISTED),
        "digest": mail.digest,
        "site": settings.SANGLAP_SITE,
        "wishes": f"{settings.SANGLAP_SITE}/desk/me/notices/",
    }
    subject = render_to_string("notices/subject.txt", context).strip()
    message = EmailMultiAlternatives(
        subject,
        render_to_string("notices/mail.txt", context),
        to=[mail.recipient.email],
        headers={"Message-ID": f"<{mail.pk}@{settings.SANGLAP_MAIL_HOST}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message
