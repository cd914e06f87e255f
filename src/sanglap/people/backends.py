"""Who somebody is who gives a name and a password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from sanglap.people.models import User
from sanglap.people.names import plain


def known_as(login: str) -> User | None:
    """The active user of that user name, or of that e-mail address where exactly one active user bears it. One query.

    An address need not be anybody's alone (an office may have one for all), and then it names nobody.
    """
    key = plain(login)
    if "\x00" in key or not key:
        return None
    wanted = {"email": key} if "@" in key else {"username": key}
    found = list(User.objects.filter(is_active=True, **wanted)[:2])
    return found[0] if len(found) == 1 else None


class NameOrEmailBackend(ModelBackend):
    """Users by user name or e-mail address, and password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_more: Any
    ) -> User | None:
        """The active user with that name and password, or None. It takes as long for a name that nobody has."""
        if not username or not password:
            return None
        user = known_as(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) else None
