"""How many official accounts there are, for everybody (clause 1): reckoned beforehand, as offices reckons its own."""

from datetime import datetime

from django.db.models import Count

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.offices.services.figures import keep_figures

ACCOUNTS, WITH_ACCOUNT = "accounts", "offices-with-account"


def reckon_accounts(*, now: datetime) -> None:
    """Bring up to date how many accounts work, and how many offices have one. Two statements."""
    found = Account.objects.filter(state=AccountState.ACTIVE).aggregate(
        accounts=Count("pk"), offices=Count("office_id", distinct=True)
    )
    keep_figures({(ACCOUNTS, ""): found["accounts"], (WITH_ACCOUNT, ""): found["offices"]}, now=now)
