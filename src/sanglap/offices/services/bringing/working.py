"""What a worker does with a list that was given to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import structlog

from sanglap.core.jobs import AWAY
from sanglap.core.states import TransitionRefused
from sanglap.offices.models import ListImport
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services.bringing.keeping import note_fault
from sanglap.offices.services.bringing.progress import APPLYING, COMPARING
from sanglap.offices.services.bringing.refusals import NotApplied
from sanglap.people.models import User

log = structlog.get_logger(__name__)
L = TypeVar("L", bound=ListImport)


@dataclass(frozen=True, slots=True)
class Deeds(Generic[L]):
    """What can be done with lists of one kind: compared by the machine, applied and taken back in a person's name."""

    compare: Callable[[L], object]
    apply: Callable[[Scope, L], object]
    undo: Callable[[Scope, L], object]


def work(lists: type[L], run_id: str, what: str, user_id: str, deeds: Deeds[L], *, now: datetime) -> None:
    """Compare, apply or take back a list. It may be done twice; what is done already is left as it is.

    A worker that dies leaves nothing half done, and the job is given to another.
    """
    run = lists._default_manager.defer("content").get(pk=run_id)  # noqa: SLF001 - Django's public name
    try:
        if what == COMPARING:
            deeds.compare(run)
            return
        scope = Scope.of(User.objects.get(pk=user_id), now)
        (deeds.apply if what == APPLYING else deeds.undo)(scope, run)
    except TransitionRefused:
        # The job runs a second time: what it told of its progress is over.
        lists._default_manager.filter(pk=run_id).update(stage="")  # noqa: SLF001 - as above
        log.info("list is past that", run=run_id, what=what)
    except NotApplied as fault:
        note_fault(run, fault.fault)
    except Forbidden:
        note_fault(run, {"code": "forbidden"})
    except AWAY:
        # What the database broke off is done again by the same job: until then it is still under way.
        raise
    except Exception:
        note_fault(run, {"code": "failed"})
        raise
