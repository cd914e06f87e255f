"""A list of offices is brought in, or taken back, by a process that is killed in the middle: all of it is done, or
nothing (clause 2.2).
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Running, running_system

pytestmark = [pytest.mark.chaos, pytest.mark.clause("2.2"), pytest.mark.xdist_group("chaos")]

ROWS = 400

# The real command, but it kills itself when it tells of that step.
COMMAND_THAT_DIES = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from sanglap.offices.services.bringing.progress import Progress

stage, step = os.environ["KILL_AT"].split()
tell = Progress.tell

def tell_or_die(self, now, done, whole):
    if now == stage and done >= int(step):
        os.kill(os.getpid(), signal.SIGKILL)
    tell(self, now, done, whole)

Progress.tell = tell_or_die
call_command("import_offices", *sys.argv[1:])
"""


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Running]:
    with running_system(tmp_path, web=False, worker=False) as running:
        yield running


@pytest.fixture
def listed(tmp_path: Path) -> str:
    rows = [f"kill-{number},field,দপ্তর {number},Office {number},bd-upa-362" for number in range(ROWS)]
    file = tmp_path / "offices.csv"
    file.write_text("\n".join(["code,kind,name_bn,name_en,parent", *rows]))
    return str(file)


def brought(system: Running) -> tuple[object, ...]:
    """How many of the list's offices are in the register, in the tree and in the history."""
    (found,) = system.rows(
        "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM offices_officeancestor link"
        " WHERE link.office_id = office.id AND link.depth > 0)), (SELECT count(*) FROM audit_entry"
        " WHERE verb = 'office.brought-in')"
        " FROM offices_office office WHERE office.code LIKE 'kill-%%'"
    )
    return found


def killed_at(system: Running, moment: str, *words: str) -> None:
    dying = system.start("import", "-c", COMMAND_THAT_DIES, *words, more={"KILL_AT": moment})
    assert dying.wait(60) == -signal.SIGKILL


def test_bringing_in_and_taking_back_are_killed(system: Running, listed: str) -> None:
    for moment in ("reading 1", "comparing 0", "applying 1", "applying 3", "applying 5"):
        killed_at(system, moment, listed)
        assert brought(system) == (0, 0, 0), moment
    run = system.command("import_offices", listed).split("--undo ")[1].split()[0]
    assert brought(system) == (ROWS, ROWS, ROWS)
    assert "--undo" not in system.command("import_offices", listed), "the register says the same"
    for moment in ("undoing 1", "undoing 4"):
        killed_at(system, moment, "--undo", run)
        assert brought(system) == (ROWS, ROWS, ROWS), moment
    system.command("import_offices", "--undo", run)
    assert brought(system)[:2] == (0, 0)
