"""The work on lists of accounts, what those who manage accounts are reminded of, and what is reckoned beforehand."""

import structlog
from procrastinate.contrib.django import app

from sanglap.accounts.models import AccountImport
from sanglap.accounts.services import claims, reminding
from sanglap.accounts.services.figures import reckon_accounts
from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.core.states import TransitionRefused
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services.imports import NotApplied, note_fault
from sanglap.people.models import User

log = structlog.get_logger(__name__)


@loop("accounts.remind", every=600.0)
def remind() -> bool:
    reminding.remind(now=clock.now())
    return False


@loop("accounts.figures", every=60.0)
def reckon() -> bool:
    reckon_accounts(now=clock.now())
    return False


@app.task
def carry_on(run_id: str, what: str, user_id: str = "", only_good: bool = False) -> None:  # noqa: FBT001, FBT002 - a job's arguments are JSON
    """Compare, apply or take back a list of accounts. A job may run twice; what is done already is left as it is.

    A worker that dies leaves nothing half done, and the job is given to another.
    """
    run = AccountImport.objects.defer("content").get(pk=run_id)
    now = clock.now()
    try:
        if what == "comparing":
            claims.compare(run, now=now)
            return
        scope = Scope.of(User.objects.get(pk=user_id), now)
        if what == "applying":
            claims.apply(scope, run=run, only_good=only_good, now=now)
        else:
            claims.undo(scope, run=run, now=now)
    except TransitionRefused:
        # The job runs a second time: what it told of its progress is over.
        AccountImport.objects.filter(pk=run_id).update(stage="")
        log.info("list is past that", run=run_id, what=what)
    except NotApplied as fault:
        note_fault(run, fault.fault)
    except Forbidden:
        note_fault(run, {"code": "forbidden"})
    except Exception:
        note_fault(run, {"code": "failed"})
        raise
