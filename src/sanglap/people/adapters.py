"""Where allauth does our way what it leaves open."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sanglap.core import clock
from sanglap.core.sealing import seal, unseal
from sanglap.people import limits
from sanglap.people.backends import known_as
from sanglap.people.models import User
from sanglap.people.names import plain
from sanglap.people.services import note_locked_out

ACTION = "login_failed"
WRONG = gettext_lazy("This user name or e-mail address and this password do not belong together.")
NOT_ACCEPTED = gettext_lazy("This could not be accepted. Try once more.")


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by our own people only; nobody signs up, and no mail is sent."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "incorrect_password": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["sanglap.people.stages.SecondFactorStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # Our own pages demand it (`sanglap.offices.access.step_up`).
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages speak for themselves."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail is sent by the notices alone."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request came from; whoever hides it shares one count with all who do.

        A forwarded address is believed only of as many proxies as the settings name.
        """
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return "0.0.0.0"  # noqa: S104 - no address to listen at, but the one that means "unknown"

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("You cannot sign in. Ask the head of your office."))
        return redirect("public:sign-in")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk:day")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for each person, whichever of his names is tried at whichever of our addresses."""
        login = str(credentials.get("username", ""))
        user = known_as(login)
        return f"user:{user.pk}" if user else f"name:{plain(login)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        key = self._get_login_attempts_cache_key(request, **credentials)
        self._login_failed_rl_usage = limits.consume(request, ACTION, key)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        key = self._get_login_attempts_cache_key(request, **credentials)
        user = known_as(str(credentials.get("username", "")))
        # The attempt that filled the measure; those after it are not even looked at.
        if user is not None and limits.reached(request, ACTION, key):
            note_locked_out(user, address=self.get_client_ip(request), now=clock.now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed in the database; people and site are named in our own way."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": NOT_ACCEPTED}

    def encrypt(self, text: str) -> str:
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises sanglap.core.sealing.Unreadable where the key is gone."""
        return unseal(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"Sanglap ({self._get_site_name()})"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": str(user.name) if isinstance(user, User) else str(user)}

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())


def is_too_many(error: ValidationError) -> bool:
    """Whether the error says that there were too many attempts."""
    return any(one.code == limits.TOO_MANY for one in error.error_list)
