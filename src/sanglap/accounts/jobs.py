"""The work on lists of accounts, what those who manage accounts are reminded of, and what is reckoned beforehand."""

from procrastinate.contrib.django import app

from sanglap.accounts.models import AccountImport
from sanglap.accounts.services import claims, reminding
from sanglap.accounts.services.figures import reckon_accounts
from sanglap.core import clock
from sanglap.core.jobs import AGAIN, loop
from sanglap.offices.services.bringing import Deeds, work


@loop("accounts.remind", every=600.0)
def remind() -> bool:
    reminding.remind(now=clock.now())
    return False


@loop("accounts.figures", every=60.0)
def reckon() -> bool:
    reckon_accounts(now=clock.now())
    return False


@app.task(retry=AGAIN)
def carry_on(run_id: str, what: str, user_id: str = "", only_good: bool = False) -> None:  # noqa: FBT001, FBT002 - a job's arguments are JSON
    """Compare, apply or take back a list of accounts."""
    now = clock.now()
    deeds: Deeds[AccountImport] = Deeds(
        compare=lambda run: claims.compare(run, now=now),
        apply=lambda scope, run: claims.apply(scope, run=run, only_good=only_good, now=now),
        undo=lambda scope, run: claims.undo(scope, run=run, now=now),
    )
    work(AccountImport, run_id, what, user_id, deeds, now=now)
