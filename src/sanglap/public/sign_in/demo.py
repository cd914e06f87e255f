"""The demo's role switcher: one click makes one another person of the cast. On this machine only."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import EmailVerificationMethod
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from sanglap.core import clock
from sanglap.offices.access import mark_second_factor, public
from sanglap.offices.models import Appointment
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import serving

MOST = 13
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def switcher_works(request: HttpRequest) -> bool:
    """Whether this is a demo, asked for by a loopback name from this machine. (None served to others starts.)"""
    if not settings.SANGLAP_DEMO:
        return False
    host = request.get_host()
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return near and name in _LOOPBACK


def cast(request: HttpRequest, *, now: datetime) -> Sequence[Appointment]:
    """Those one can be: the people appointed first. Nobody where the switcher does not work."""
    if not switcher_works(request):
        return []
    return list(serving(Scope.everything("demo"), now=now).filter(user__is_active=True).order_by("pk")[:MOST])


@public
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as the person of that appointment, a second factor counted as shown. Elsewhere it is not to be found."""
    if not switcher_works(request):
        raise Http404
    try:
        key = UUID(request.POST.get("as", ""))
    except ValueError:
        raise Http404 from None
    now = clock.now()
    chosen = get_object_or_404(serving(Scope.everything("demo"), now=now), pk=key, user__is_active=True)
    logout(request)
    adapter = get_adapter(request)
    adapter.login(request, chosen.user)
    mark_second_factor(request.session)
    return adapter.post_login(
        request,
        chosen.user,
        email_verification=EmailVerificationMethod.NONE,
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=None,
    )
