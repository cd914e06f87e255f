"""What is reckoned beforehand of offices, and the work on lists of offices."""

from procrastinate.contrib.django import app

from sanglap.core import clock
from sanglap.core.jobs import AGAIN, loop
from sanglap.offices.models import OfficeImport
from sanglap.offices.services import imports
from sanglap.offices.services.bringing import Deeds, work
from sanglap.offices.services.figures import reckon_areas, reckon_heads, reckon_offices


@loop("offices.figures", every=60.0)
def reckon() -> bool:
    now = clock.now()
    reckon_areas(now=now)
    reckon_heads(now=now)
    reckon_offices(now=now)
    return False


@app.task(retry=AGAIN)
def carry_on(run_id: str, what: str, user_id: str = "", only_good: bool = False, only_new: bool = False) -> None:  # noqa: FBT001, FBT002 - a job's arguments are JSON
    """Compare, apply or take back a list of offices."""
    now = clock.now()
    deeds: Deeds[OfficeImport] = Deeds(
        compare=lambda run: imports.compare(run, now=now),
        apply=lambda scope, run: imports.apply(scope, run=run, only_good=only_good, only_new=only_new, now=now),
        undo=lambda scope, run: imports.undo(scope, run=run, now=now),
    )
    work(OfficeImport, run_id, what, user_id, deeds, now=now)
