"""The step between the password and being signed in."""

from allauth.account.stages import LoginStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from sanglap.people.selectors import has_second_factor


class SecondFactorStage(LoginStage):
    """Whoever has a second factor shows it, unless he came by a passkey, which is two in one."""

    key = "second_factor"
    urlname = settings.SECOND_FACTOR_STAGE_URL

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user is None or not has_second_factor(user) or did_use_passwordless_login(self.request, user):
            return None, True
        return redirect(self.urlname), True
