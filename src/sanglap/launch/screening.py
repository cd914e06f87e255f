"""The words `screen` and `screening` of the command: texts screened line by line, and the models trained."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django

from sanglap.launch.serve import Refused, say

if TYPE_CHECKING:
    from sanglap.screening.screener import Screened

_AT_ONCE = 100_000
"""So many bytes are read together."""


def screen(words: list[str]) -> None:
    """Read texts from standard input, one a line, and write what was found, one JSON object a line."""
    asked = argparse.ArgumentParser(prog="sanglap screen", description=screen.__doc__)
    asked.add_argument("--profile", choices=["draft", "comment"], default="draft")
    profile = asked.parse_args(words).profile
    # The settings alone, without the apps, which screening has no use for: they cost seconds and 100 MB.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanglap.config.settings")
    from sanglap.offices.screener import screener
    from sanglap.screening.findings import Profile

    ready = screener()
    for texts in _batches():
        for found in ready.screen(texts, Profile(profile)):
            print(json.dumps(_plain(found), ensure_ascii=False))
        sys.stdout.flush()


def _batches() -> Iterator[list[str]]:
    """Lines as they come, all at once that are there: whoever writes one and waits has his answer."""
    rest = b""
    while chunk := os.read(sys.stdin.fileno(), _AT_ONCE):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield [_line(one) for one in lines]
    if rest:
        yield [_line(rest)]


def _line(raw: bytes) -> str:
    return raw.removesuffix(b"\r").decode("utf-8", "replace")


def _plain(found: Screened) -> dict[str, object]:
    return {
        "text": found.text,
        "script": found.script,
        "findings": [one.plain() for one in found.findings],
        "scores": dict(found.scores),
    }


def screening(words: list[str]) -> None:
    """Train the models that come with Sanglap, or one of the same kind for any labelled table; judge them."""
    asked = argparse.ArgumentParser(prog="sanglap screening", description=screening.__doc__)
    acts = asked.add_subparsers(dest="act", required=True)
    train = acts.add_parser("train", help="from a data folder, or a task of one's own")
    train.add_argument("--data", type=Path, required=True, help="the folder with the labelled texts")
    train.add_argument("--task", type=Path, help="a YAML file: what to train on and what to predict")
    train.add_argument(
        "--own", type=Path, action="append", default=[], help="decisions of one's own, to be learned too"
    )
    train.add_argument("--out", type=Path, help="where the weights go; those that come with Sanglap where not said")
    judge = acts.add_parser("evaluate", help="how well the models tell what they were never shown")
    judge.add_argument("--data", type=Path, required=True, help="the folder with the labelled texts")
    decided = acts.add_parser("decisions", help="what panels decided about findings in their drafts, as a table")
    decided.add_argument("--office", help="the code of one office; all where not said")
    decided.add_argument("--out", type=Path, required=True, help="the table, in CSV")
    given = asked.parse_args(words)
    if given.act == "decisions":
        _decisions(given.office, given.out)
        return
    from sanglap.screening.training.data import Missing

    try:
        _evaluate(given.data) if given.act == "evaluate" else _train(given)
    except Missing as fault:
        raise Refused(str(fault)) from None
    except ModuleNotFoundError as lacking:
        raise Refused(f"Training needs {lacking.name}: install sanglap[training].") from None


def _train(given: argparse.Namespace) -> None:
    from sanglap.screening.model import FOLDER
    from sanglap.screening.training import task
    from sanglap.screening.training.data import own
    from sanglap.screening.training.train import corpus, train

    if given.task and given.own:
        raise Refused("A task learns from its own table alone: leave --own away, or --task.")
    if given.task:
        task.run(given.task, say)
        return
    say("reading the texts …")
    decided = [row for path in given.own for row in own(path)]
    if given.own:
        say(f"{len(decided):,} decisions of one's own are learned from")
    train(corpus(given.data, decided=decided), say).write(given.out or FOLDER)
    say(f"the weights are in {given.out or FOLDER}")


def _evaluate(folder: Path) -> None:
    from sanglap.screening.training.evaluate import evaluate
    from sanglap.screening.training.train import corpus

    say("reading the texts …")
    evaluate(corpus(folder), print)


def _decisions(code: str | None, out: Path) -> None:
    """Write them beside where they are to be, and put them there once all are written."""
    from sanglap.launch.commands import database
    from sanglap.screening.training.data import OWN

    with database():
        django.setup()
        from sanglap.content.decided import decisions
        from sanglap.offices.models import Office

        office = Office.objects.filter(code=code).first() if code else None
        if code and office is None:
            raise Refused(f"No office has the code {code}.")
        part = out.with_name(f"{out.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(OWN)
                count = 0
                for one in decisions(office.pk if office else None):
                    rows.writerow([one.text, one.category, "yes" if one.right else "no", one.day.isoformat()])
                    count += 1
            part.replace(out)
        except OSError as fault:
            raise Refused(f"{out} cannot be written: {fault.strerror}.") from None
    say(f"{count:,} decisions are in {out}. Personal data in them is covered; keep them as you keep drafts.")
