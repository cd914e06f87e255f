"""What is reckoned beforehand of offices, and the work on lists of offices."""

import structlog
from procrastinate.contrib.django import app

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.core.states import TransitionRefused
from sanglap.offices.models import OfficeImport
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services import imports
from sanglap.offices.services.figures import reckon_areas, reckon_heads, reckon_offices
from sanglap.people.models import User

log = structlog.get_logger(__name__)


@loop("offices.figures", every=60.0)
def reckon() -> bool:
    now = clock.now()
    reckon_areas(now=now)
    reckon_heads(now=now)
    reckon_offices(now=now)
    return False


@app.task
def carry_on(run_id: str, what: str, user_id: str = "", only_good: bool = False, only_new: bool = False) -> None:  # noqa: FBT001, FBT002 - a job's arguments are JSON
    """Compare, apply or take back a list. A job may run twice; what is done already is left as it is.

    A worker that dies leaves nothing half done, and the job is given to another.
    """
    run = OfficeImport.objects.defer("content").get(pk=run_id)
    now = clock.now()
    try:
        if what == "comparing":
            imports.compare(run, now=now)
            return
        scope = Scope.of(User.objects.get(pk=user_id), now)
        if what == "applying":
            imports.apply(scope, run=run, only_good=only_good, only_new=only_new, now=now)
        else:
            imports.undo(scope, run=run, now=now)
    except TransitionRefused:
        # The job runs a second time: what it told of its progress is over.
        OfficeImport.objects.filter(pk=run_id).update(stage="")
        log.info("list is past that", run=run_id, what=what)
    except imports.NotApplied as fault:
        imports.note_fault(run, fault.fault)
    except Forbidden:
        imports.note_fault(run, {"code": "forbidden"})
    except Exception:
        imports.note_fault(run, {"code": "failed"})
        raise
