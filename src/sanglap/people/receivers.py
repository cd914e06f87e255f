"""What we do when allauth says that somebody showed who he is."""

from typing import Any

from allauth.account.signals import authentication_step_completed, user_logged_in
from allauth.usersessions.models import UserSession
from django.contrib.auth import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from sanglap.core import clock
from sanglap.people import proof
from sanglap.people.middleware import SEEN
from sanglap.people.models import User
from sanglap.people.services import note_sign_in


@receiver(authentication_step_completed)
def remember(request: HttpRequest, user: User, method: str, **_more: Any) -> None:
    """By password or, method "mfa", by a code or a passkey; at the door or once more within."""
    proof.note(request.session, user.pk, second=method == "mfa", now=clock.now())


@receiver(user_logged_in)
def tell(request: HttpRequest, user: User, **_more: Any) -> None:
    now = clock.now()
    request.session[SEEN] = now.timestamp()
    note_sign_in(user, now=now)


@receiver(user_logged_out)
def tidy(request: HttpRequest, **_more: Any) -> None:
    """The session is about to be emptied; its line in its owner's list goes with it."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
