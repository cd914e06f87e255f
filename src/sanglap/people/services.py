"""Making users, and naming them in the history."""

from datetime import datetime

from django.db import transaction

from sanglap.audit.models import ActorKind
from sanglap.audit.services import Actor, record
from sanglap.core.localized import LocalizedText
from sanglap.people import verbs
from sanglap.people.models import User


def actor(user: User) -> Actor:
    """The user as the history names him."""
    return Actor(ActorKind.USER, str(user.pk), user.name)


@transaction.atomic
def create_user(*, username: str, password: str | None, name: LocalizedText, by: Actor, now: datetime) -> User:
    """Enter a person who may sign in. Raises ValidationError for a name that is taken or malformed."""
    user = User.objects.create_user(username, password, name)
    record(by, verbs.CREATED, user, now=now, office_id=None)
    return user


@transaction.atomic
def note_sign_in(user: User, *, now: datetime) -> None:
    """Record that the user signed in."""
    record(actor(user), verbs.SIGNED_IN, user, now=now, office_id=None)
