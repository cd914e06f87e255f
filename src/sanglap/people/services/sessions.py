"""Ending sessions, and noting where they are used."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from sanglap.audit.services import Actor, record
from sanglap.people import verbs
from sanglap.people.models import User
from sanglap.people.services.basics import actor

_LONGEST_AGENT = 200


@transaction.atomic
def end_sessions(*, user: User, by: Actor, keep: str | None = None, now: datetime) -> int:
    """End all sessions of the user, but the one of key `keep`; gives how many there were. On every machine, at once."""
    ended = _end(UserSession.objects.filter(user=user).exclude(session_key=keep or ""))
    if ended:
        record(by, verbs.SESSIONS_ENDED, user, now=now, office_id=None, sessions=ended)
    return ended


@transaction.atomic
def end_session(*, user: User, session_id: int, now: datetime) -> bool:
    """The user ends one of his own sessions; False where it is none of his, or ended already."""
    ended = _end(UserSession.objects.filter(user=user, pk=session_id))
    if ended:
        record(actor(user), verbs.SESSIONS_ENDED, user, now=now, office_id=None, sessions=ended)
    return bool(ended)


def _end(known: QuerySet[UserSession]) -> int:
    keys = list(known.values_list("session_key", flat=True))
    ended, _each = Session.objects.filter(session_key__in=keys).delete()
    known.filter(session_key__in=keys).delete()
    return ended


def note_seen(request: HttpRequest, *, now: datetime) -> None:
    """Write down that the request's session is in use, from which address and with what browser."""
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=now,
        ip=get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:_LONGEST_AGENT],
    )
