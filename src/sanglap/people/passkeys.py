"""Passkeys: what the browser is asked, and what its answer proves. Only within a request, whose session holds the
question; each question is answered once.
"""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from sanglap.people.models import User


def question_for_new(user: User) -> dict[str, Any]:
    """What to ask the browser to make a passkey, which the user proves to be his by finger, face or PIN."""
    return auth.begin_registration(user, passwordless=True)


def new(answer: str) -> dict[str, Any]:
    """The passkey that the browser made, verified. Raises ValidationError."""
    credential = _parsed(answer)
    try:
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _refused() from None
    if not made.is_user_verified():
        raise _refused()
    return credential


def question(user: User | None = None) -> dict[str, Any]:
    """What to ask the browser for a passkey of that user, or of anybody."""
    return auth.begin_authentication(user)


def shown(answer: str, user: User | None = None) -> Authenticator:
    """The passkey that was shown, of that user or of anybody. Raises ValidationError."""
    credential = _parsed(answer)
    try:
        auth.parse_authentication_response(credential)
        owner = user or auth.extract_user_from_response(credential)
        return auth.complete_authentication(owner, credential)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _refused() from None


def _parsed(answer: str) -> dict[str, Any]:
    try:
        parsed = json.loads(answer)
    except (ValueError, RecursionError):
        raise _refused() from None
    if not isinstance(parsed, dict):
        raise _refused()
    return parsed


def _refused() -> ValidationError:
    error: ValidationError = get_adapter().validation_error("incorrect_code")
    return error
