"""What is reckoned beforehand of accounts."""

from sanglap.accounts.services.figures import reckon_accounts
from sanglap.core import clock
from sanglap.core.jobs import loop


@loop("accounts.figures", every=60.0)
def reckon() -> bool:
    reckon_accounts(now=clock.now())
    return False
