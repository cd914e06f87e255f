"""Links by which a person chooses a password: an invitation, or a new way in for whoever lost his."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import Actor, record
from sanglap.people import verbs
from sanglap.people.models import AccessLink, LinkKind, User
from sanglap.people.services.basics import actor, set_password
from sanglap.people.services.sessions import end_sessions

LASTS = timedelta(days=7)
_BYTES = 32


class LinkRefused(Exception):
    """The link does not open. `reason`: unknown, used, expired or withdrawn."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def make_link(*, kind: LinkKind, user: User, by: Actor, made_by: User | None = None, now: datetime) -> str:
    """A new link for that user; gives its token, which is shown once and kept nowhere. It lasts seven days.

    Earlier links that are still open no longer are. `made_by` is None for the machine. Whoever calls this has checked
    that `by` may. Raises ValidationError for a user who is shut out.
    """
    # One at a time for each user, so that of two made at once one remains.
    if not User.objects.select_for_update(no_key=True).get(pk=user.pk).is_active:
        raise ValidationError(_("This person is shut out. Let them in again first."), code="inactive")
    withdraw_links(user, now=now)
    token = secrets.token_urlsafe(_BYTES)
    AccessLink.objects.create(
        user=user, kind=kind, digest=_digest(token), made_by=made_by, made_at=now, expires_at=now + LASTS
    )
    verb = verbs.INVITED if kind == LinkKind.INVITATION else verbs.RESTORATION_OFFERED
    record(by, verb, user, now=now, office_id=None)
    return token


def withdraw_links(user: User, *, but_by: User | None = None, now: datetime) -> int:
    """What links of the user are still open no longer are, but those that `but_by` made; gives how many."""
    rows = AccessLink.objects.filter(user=user, used_at=None, withdrawn_at=None)
    return (rows.exclude(made_by=but_by) if but_by else rows).update(withdrawn_at=now)


def open_link(token: str, *, now: datetime) -> AccessLink:
    """The link of that token, if it still opens; changes nothing. Raises LinkRefused."""
    return _open(AccessLink.objects.select_related("user").filter(digest=_digest(token)).first(), now)


@transaction.atomic
def use_link(token: str, *, password: str, now: datetime) -> User:
    """Choose a password by the link, which then is used up; all sessions end.

    A new way in also takes away the second factors: whoever lost his telephone sets up a new one.
    Raises LinkRefused, and ValidationError on the field `password` for one that is easily guessed.
    """
    found = (
        AccessLink.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .filter(digest=_digest(token))
    )
    link = _open(found.first(), now)
    user = link.user
    set_password(user, password)
    link.used_at = now
    link.save(update_fields=["used_at"])
    if link.kind == LinkKind.RESTORATION:
        Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user, by=actor(user), now=now)
    record(actor(user), verbs.LINK_USED, user, now=now, office_id=None, kind=link.kind)
    return user


def _open(link: AccessLink | None, now: datetime) -> AccessLink:
    if link is None:
        raise LinkRefused("unknown")
    if link.used_at is not None:
        raise LinkRefused("used")
    if link.withdrawn_at is not None or not link.user.is_active:
        raise LinkRefused("withdrawn")
    if link.expires_at <= now:
        raise LinkRefused("expired")
    return link


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
