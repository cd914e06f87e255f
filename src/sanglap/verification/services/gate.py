"""No claimed account is handed in before its office has proved that it holds it (clause 5.a)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.offices.scope import Scope
from sanglap.verification.selectors import controlled


def control_missing(account: Account) -> Promise | None:
    """What is missing while nobody has proved that the office holds the account; None where that is proved."""
    proved = controlled(Scope.everything("verification"), account)
    return None if proved else _("the proof that the office holds it: page “Profile and website”")
