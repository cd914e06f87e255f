"""Entering people, shutting them out and letting them in again."""

from datetime import datetime

from django.db import transaction

from sanglap.audit.services import Actor, record
from sanglap.core.localized import LocalizedText
from sanglap.people import verbs
from sanglap.people.models import User, search_words
from sanglap.people.services.basics import actor, set_password
from sanglap.people.services.links import withdraw_links
from sanglap.people.services.sessions import end_sessions


@transaction.atomic
def create_user(
    *, username: str, password: str | None, name: LocalizedText, email: str = "", by: Actor, now: datetime
) -> User:
    """Enter a person who may sign in; without a password, once he has chosen one by an invitation (`make_link`).

    Raises ValidationError for a name that is taken or malformed.
    """
    user = User.objects.create_user(username, password, name, email)
    record(by, verbs.CREATED, user, now=now, office_id=None)
    return user


@transaction.atomic
def note_sign_in(user: User, *, now: datetime) -> None:
    """Record that the user signed in."""
    record(actor(user), verbs.SIGNED_IN, user, now=now, office_id=None)


@transaction.atomic
def note_locked_out(user: User, *, address: str, now: datetime) -> None:
    """Record that after too many wrong passwords from `address` nobody can sign in as this user for a while."""
    record(Actor.system("sign-in"), verbs.LOCKED_OUT, user, now=now, office_id=None, address=address)


@transaction.atomic
def change_password(*, user: User, password: str, keep: str | None, now: datetime) -> None:
    """The user gives himself a new password; his sessions end, but the one of key `keep`.

    Raises ValidationError on the field `password` for one that is easily guessed.
    """
    set_password(user, password)
    record(actor(user), verbs.PASSWORD_CHANGED, user, now=now, office_id=None)
    end_sessions(user=user, by=actor(user), keep=keep, now=now)


@transaction.atomic
def deactivate(*, user: User, by: Actor, shut_out_by: User | None = None, now: datetime) -> None:
    """Shut the person out at once: sessions end and links no longer open. A second time changes nothing.

    Whoever calls this has checked that `by` may.
    """
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False, shut_out_by=shut_out_by):
        withdraw_links(user, now=now)
        end_sessions(user=user, by=by, now=now)
        record(by, verbs.DEACTIVATED, user, now=now, office_id=None)
    user.is_active = False


@transaction.atomic
def reactivate(*, user: User, by: Actor, now: datetime) -> None:
    """Let the person sign in again as before. A second time changes nothing.

    Whoever calls this has checked that `by` may.
    """
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True, shut_out_by=None):
        record(by, verbs.REACTIVATED, user, now=now, office_id=None)
    user.is_active = True


@transaction.atomic
def rename(*, user: User, name: LocalizedText, email: str, by: Actor, now: datetime) -> None:
    """Change how the person is called and reached. As it stands already: nothing changes.

    Whoever calls this has checked that `by` may. Raises ValidationError by field.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    email = email.strip().lower()
    changes = {
        field: [before, after]
        for field, before, after in (("name", dict(user.name), dict(name)), ("email", user.email, email))
        if before != after
    }
    if not changes:
        return
    user.name, user.email = name, email
    user.search = search_words(user.username, name)
    user.full_clean(exclude=["last_login", "password"])
    user.save(update_fields=["name", "email", "search"])
    record(by, verbs.RENAMED, user, now=now, office_id=None, changes=changes)
