"""Second factors: an app that makes codes, passkeys, and codes on paper for when these are lost (clause 5.e)."""

from datetime import datetime
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record
from sanglap.core.sealing import Unreadable
from sanglap.language.digits import to_latin
from sanglap.people import verbs
from sanglap.people.models import User
from sanglap.people.services.basics import actor

_CODES = Authenticator.Type.RECOVERY_CODES
_TOTP = Authenticator.Type.TOTP
MOST_PASSKEYS = 10


def _alone(user: User) -> None:
    """One change of a user's factors at a time."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def code_signs(code: str) -> str:
    """A code as it is compared: in whichever digits and groups it was typed."""
    return "".join(sign for sign in to_latin(code) if sign.isalnum())


def check_code(*, user: User, code: str, now: datetime) -> Authenticator | None:
    """The factor of the user that this code shows, from the app or from paper, or None; each code counts once.

    Whoever calls this counts the attempts.
    """
    typed = code_signs(code)
    one: Authenticator
    for one in Authenticator.objects.filter(user=user, type__in=[_TOTP, _CODES]).order_by("-type"):
        if _fits(one, typed) and (one.type == _CODES or _first_time(user, typed)):
            Authenticator.objects.filter(pk=one.pk).update(last_used_at=now)
            if one.type == _CODES:
                with transaction.atomic():
                    record(actor(user), verbs.CODE_USED, user, now=now, office_id=None)
            return one
    return None


def _fits(factor: Authenticator, code: str) -> bool:
    try:
        return bool(factor.wrap().validate_code(code))
    except Unreadable:
        # Without the key nobody can tell; a new way in is given by hand.
        return False


def _first_time(user: User, code: str) -> bool:
    # allauth remembers a code for one period; with tolerance it holds good for longer.
    periods = 2 * app_settings.TOTP_TOLERANCE + 1
    return cache.add(f"sanglap.code:{user.pk}:{code}", "used", timeout=periods * app_settings.TOTP_PERIOD)


@transaction.atomic
def add_totp(*, user: User, secret: str, code: str, now: datetime) -> bool:
    """Set up the app that makes codes; `code` is the one that proved it. Gives whether codes for paper were made.

    Raises ValidationError where the user has such an app already.
    """
    _alone(user)
    if Authenticator.objects.filter(user=user, type=_TOTP).exists():
        raise ValidationError(_("You have an app for codes already. Remove it before you set up another."))
    TOTP.activate(user, secret)
    _first_time(user, code_signs(code))
    record(actor(user), verbs.FACTOR_ADDED, user, now=now, office_id=None, factor=_TOTP)
    return _codes_with_the_first(user)


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any], now: datetime) -> bool:
    """Add a passkey that has been verified. Gives whether codes for paper were made. Raises ValidationError."""
    _alone(user)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise ValidationError(_("You have ten passkeys already. Remove one that you no longer use."))
    WebAuthn.add(user, name, credential)
    record(actor(user), verbs.FACTOR_ADDED, user, now=now, office_id=None, factor=Authenticator.Type.WEBAUTHN)
    return _codes_with_the_first(user)


def _codes_with_the_first(user: User) -> bool:
    if Authenticator.objects.filter(user=user, type=_CODES).exists():
        return False
    RecoveryCodes.activate(user)
    return True


@transaction.atomic
def rename_passkey(*, passkey: Authenticator, name: str) -> None:
    """Call one of one's passkeys something else."""
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])


@transaction.atomic
def remove_factor(*, user: User, factor: Authenticator, needed: bool, now: datetime) -> None:
    """Remove the app or a passkey; with the last of them go the codes on paper, which stand in for them.

    `needed`: the user must have a second factor. Raises ValidationError where it would be the last.
    """
    _alone(user)
    others = Authenticator.objects.filter(user=user).exclude(pk=factor.pk).exclude(type=_CODES)
    last = not others.exists()
    if needed and last:
        raise ValidationError(
            _("Your duties demand a second factor, and this is your only one. Add another before you remove it."),
            code="last",
        )
    gone = Authenticator.objects.filter(user=user, pk=factor.pk).exclude(type=_CODES)
    if gone.delete()[0]:
        record(actor(user), verbs.FACTOR_REMOVED, user, now=now, office_id=None, factor=factor.type)
    if last:
        Authenticator.objects.filter(user=user, type=_CODES).delete()


@transaction.atomic
def make_codes(*, user: User, now: datetime) -> None:
    """Make new codes for paper; the earlier ones no longer count. Raises ValidationError without another factor."""
    _alone(user)
    if not Authenticator.objects.filter(user=user).exclude(type=_CODES).exists():
        raise ValidationError(_("Set up an app or a passkey first: the codes stand in for it."))
    Authenticator.objects.filter(user=user, type=_CODES).delete()
    RecoveryCodes.activate(user)
    record(actor(user), verbs.CODES_MADE, user, now=now, office_id=None)
