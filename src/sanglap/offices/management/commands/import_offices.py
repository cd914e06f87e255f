"""`sanglap import-offices`: bring a list of offices in from the terminal, or take one back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sanglap.core import clock
from sanglap.core.states import TransitionRefused
from sanglap.lists.faults import Unreadable
from sanglap.lists.form import said
from sanglap.lists.tables import MOST_SIZE
from sanglap.offices import selectors
from sanglap.offices.models import WARNED, ImportRow, Office, OfficeImport, RowKind
from sanglap.offices.scope import Scope
from sanglap.offices.services import imports
from sanglap.offices.services.bringing import NotApplied
from sanglap.offices.states import ImportState

SYSTEM = Scope.everything("import-offices")


class Command(BaseCommand):
    help = "Brings a list of offices (CSV, XLSX, or an installed source) into the register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="a CSV or XLSX file with a head line")
        parser.add_argument("--from", dest="source", choices=sorted(imports.SOURCES), help="an installed list")
        parser.add_argument("--under", metavar="CODE", help="the list may change offices below this one only")
        parser.add_argument("--dry-run", action="store_true", help="only report what would change")
        parser.add_argument("--only-good", action="store_true", help="apply the good rows where others are faulty")
        parser.add_argument("--only-new", action="store_true", help="enter new offices, and leave the others alone")
        parser.add_argument("--undo", metavar="RUN", help="take a list back, by the number that was told")

    def handle(self, *args: Any, **options: Any) -> None:
        given = [name for name in ("file", "source", "undo") if options[name]]
        if len(given) != 1:
            raise CommandError(_("Name one thing: a file, --from a source, or --undo a list."))
        if options["undo"]:
            self._undo(options["undo"])
            return
        run = self._received(options)
        imports.compare(run, say=self._say, now=clock.now())
        self._end_line()
        self._report(run)
        if run.state == ImportState.REFUSED:
            raise CommandError(" ".join(self._words(run.fault)))
        if options["dry_run"]:
            imports.discard(SYSTEM, run=run, now=clock.now())
            self.stdout.write(_("Nothing was applied: this was only a report."))
            return
        self._apply(run, only_good=options["only_good"], only_new=options["only_new"])

    def _received(self, options: dict[str, Any]) -> OfficeImport:
        root = self._root(options)
        try:
            if options["source"]:
                return imports.receive_source(SYSTEM, options["source"], under=root, now=clock.now())
            path = Path(options["file"])
            return imports.receive(SYSTEM, name=path.name, content=_content(path), root=root, now=clock.now())
        except Unreadable as fault:
            raise CommandError(" ".join(self._words({"code": fault.code, "value": fault.value}))) from None
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from None
        except OSError as fault:
            raise CommandError(f"{options['file']}: {fault.strerror}") from None

    def _root(self, options: dict[str, Any]) -> Office | None:
        """The office that was named; for a source, where none was, the one at the top."""
        if code := options["under"]:
            found = selectors.offices(SYSTEM).filter(code=code).first()
            if found is None:
                raise CommandError(_("There is no office with the code “%(code)s”.") % {"code": code})
            return found
        if not options["source"]:
            return None
        tops = list(selectors.offices(SYSTEM).filter(parent=None)[:2])
        if len(tops) > 1:
            raise CommandError(_("More than one office stands at the top. Say below which: --under CODE."))
        return tops[0] if tops else None

    def _apply(self, run: OfficeImport, *, only_good: bool, only_new: bool) -> None:
        try:
            done = imports.apply(
                SYSTEM, run=run, only_good=only_good, only_new=only_new, say=self._say, now=clock.now()
            )
        except NotApplied as fault:
            self._end_line()
            raise CommandError(" ".join(self._words(fault.fault))) from None
        self._end_line()
        if not any(done.values()):
            self.stdout.write(_("Nothing was to be changed: the register says the same."))
            return
        self.stdout.write(_("Applied: %(counts)s.") % {"counts": _counted(done)})
        self.stdout.write(_("To take it back: sanglap import-offices --undo %(run)s") % {"run": run.pk})

    def _undo(self, number: str) -> None:
        try:
            run = OfficeImport.objects.get(pk=UUID(number))
            done = imports.undo(SYSTEM, run=run, say=self._say, now=clock.now())
        except (ValueError, OfficeImport.DoesNotExist):
            raise CommandError(_("There is no list with that number.")) from None
        except TransitionRefused:
            raise CommandError(_("This list is not applied, so there is nothing to take back.")) from None
        except NotApplied as fault:
            self._end_line()
            raise CommandError(" ".join(self._words(fault.fault))) from None
        self._end_line()
        self.stdout.write(_("Taken back: %(counts)s.") % {"counts": _counted(done)})

    def _report(self, run: OfficeImport) -> None:
        """How many rows there are of each kind, and every faulty or doubtful one."""
        if run.state == ImportState.REFUSED:
            return
        if ignored := run.notes.get("ignored"):
            self.stdout.write(_("Columns that are not read: %(columns)s.") % {"columns": ", ".join(ignored)})
        self.stdout.write(_counted(run.counts))
        for row in selectors.import_rows(SYSTEM, run, WARNED).iterator(chunk_size=2_000):
            self._tell(row)

    def _tell(self, row: ImportRow) -> None:
        for kept in row.faults:
            fault = said(kept, imports.FORM)
            mark = _("faulty") if fault.level == "error" else _("look at it")
            where = _("Row %(line)s") % {"line": row.line}
            self.stdout.write(f"{where} [{mark}] {row.code} – {fault.field}: {fault.what} {fault.advice}")

    def _words(self, kept: dict[str, str]) -> tuple[str, str]:
        fault = said(kept, imports.FORM)
        return fault.what, fault.advice

    def _say(self, stage: str, done: int, whole: int) -> None:
        share = f"{100 * done // whole} %" if whole else ""
        end = "\r" if self.stderr.isatty() else "\n"
        self.stderr.write(f"{_STAGES[stage]()} {share}   ", ending=end)

    def _end_line(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("")


_STAGES = {
    "reading": lambda: _("Reading"),
    "comparing": lambda: _("Comparing with the register"),
    "applying": lambda: _("Applying"),
    "undoing": lambda: _("Taking back"),
}


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{RowKind(kind).label}: {number}" for kind, number in counts.items() if kind in RowKind.values)


def _content(path: Path) -> bytes:
    """The file; no more of it than tells that it is too large. `-` is what comes in from the terminal."""
    if str(path) == "-":
        return sys.stdin.buffer.read(MOST_SIZE + 1)
    with path.open("rb") as file:
        return file.read(MOST_SIZE + 1)
