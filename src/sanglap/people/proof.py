"""What a session knows of who sits there: when he last showed who he is, and whether with a second factor.

Kept in the session itself, so that asking costs no query. Everything names its user: a session that was begun by one
and ended by another proves nothing of the other.
"""

from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

_SECOND = "second_factor"
_SHOWN = "shown"
_SHOWN_SECOND = "shown_second"
_FOR_SESSION = "shown_for_session"


def note(session: SessionBase, user_id: object, *, second: bool, now: datetime) -> None:
    """The user showed who he is at `now`: by password alone, or (`second`) with a second factor or a passkey."""
    key = str(user_id)
    session[_SHOWN] = [key, now.timestamp()]
    if second:
        session[_SECOND] = key
        session[_SHOWN_SECOND] = [key, now.timestamp()]


def note_signed_in(session: SessionBase, *, now: datetime) -> None:
    """The same, with a second factor, for whoever is signed in in this session; for the demo and for tests."""
    note(session, session[SESSION_KEY], second=True, now=now)


def second_shown(session: SessionBase, user_id: object) -> bool:
    """Whether this user showed a second factor in this session, or set one up in it."""
    return bool(session.get(_SECOND) == str(user_id))


def forget_second(session: SessionBase) -> None:
    """What was shown no longer counts: the factor is gone."""
    session.pop(_SECOND, None)
    session.pop(_SHOWN_SECOND, None)
    session.pop(_FOR_SESSION, None)


def note_for_session(session: SessionBase, user_id: object) -> None:
    """What this user has just shown is enough for as long as the session lasts, for acts that ask once a session."""
    session[_FOR_SESSION] = str(user_id)


def shown_for_session(session: SessionBase, user_id: object) -> bool:
    """Whether `note_for_session` was said of this user in this session."""
    return bool(session.get(_FOR_SESSION) == str(user_id))


def fresh(session: SessionBase, user_id: object, *, within: timedelta, second: bool, now: datetime) -> bool:
    """Whether this user showed who he is within that span; `second`: with a second factor."""
    shown = session.get(_SHOWN_SECOND if second else _SHOWN)
    if not isinstance(shown, list) or shown[0] != str(user_id):
        return False
    return timedelta() <= now - datetime.fromtimestamp(shown[1], now.tzinfo) < within
