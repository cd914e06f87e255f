"""Reading a person's own ways in. Each takes the person: nobody reads another's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from sanglap.core.sealing import Unreadable
from sanglap.people.models import User

_SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Whether the user has an app or a passkey. One query."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=_SECOND).exists()


def has_passkey(user: AbstractBaseUser) -> bool:
    """Whether the user has a passkey. One query."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).exists()


def factors(user: User) -> QuerySet[Authenticator]:
    """All second factors of the user, the oldest first; the codes on paper too."""
    return Authenticator.objects.filter(user=user).order_by("pk")


def passkeys(user: User) -> QuerySet[Authenticator]:
    return factors(user).filter(type=Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes on paper that are still good, of so many."""

    left: tuple[str, ...]
    whole: int


def codes(user: User) -> Codes | None:
    """The user's codes on paper; None where there are none. None are left where the key that sealed them is gone."""
    return codes_among(factors(user).filter(type=Authenticator.Type.RECOVERY_CODES))


def codes_among(found_factors: Iterable[Authenticator]) -> Codes | None:
    """The same, from factors that were read already."""
    found = next((one for one in found_factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    if found is None:
        return None
    wrapped = found.wrap()
    try:
        return Codes(tuple(wrapped.get_unused_codes()), len(wrapped.generate_codes()))
    except Unreadable:
        return Codes((), app_settings.RECOVERY_CODE_COUNT)


def sessions(user: User, *, now: datetime) -> list[UserSession]:
    """The user's sessions that still hold good, the one last seen first. Two queries."""
    known = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")[:100])
    keys = [one.session_key for one in known]
    alive = set(Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True))
    return [one for one in known if one.session_key in alive]
