"""Rules of the house that can be read off the text."""

import ast
import re

from sanglap.guideline import loader
from tests.architecture.source import PACKAGE, PROJECT, named, production, tree

LONGEST = 400


def test_one_clock() -> None:
    """Only `core.clock` asks what time it is."""
    found = []
    for path in production():
        if named(path) == "src/sanglap/core/clock.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                base = ast.unparse(node.value)
                if base in {"datetime", "datetime.datetime", "timezone", "date", "datetime.date"}:
                    found.append(f"{named(path)}:{node.lineno}")
    assert found == []


def test_files_are_short() -> None:
    long = {
        named(path): size
        for path in production(practice=True)
        if (size := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
    found = [
        f"{named(path)}:{number}"
        for path in production(practice=True)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


def test_a_landed_clause_is_cited_by_a_test() -> None:
    cited: set[str] = set()
    for folder in (PROJECT / "tests", PACKAGE):
        for path in folder.rglob("test_*.py"):
            cited |= set(re.findall(r"""mark\.clause\(["']([^"']+)["']""", path.read_text(encoding="utf-8")))
    clauses = loader.current().clauses
    assert cited <= {clause.id for clause in clauses}, "a test cites a clause that is not there"
    assert [clause.id for clause in clauses if clause.landed and clause.id not in cited] == []


def test_no_figure_of_the_guideline_in_code() -> None:
    """Purposes, panels and weeks come from the rulebook: no clause number stands in a comparison or a call."""
    clause = re.compile(r"^\d{1,2}\.[a-z](\.\d)?$")
    found = []
    for path in production():
        if "/demo/" in named(path) or named(path).endswith("core/showcase.py"):
            continue  # there somebody chooses, or an example is shown
        found += [
            f"{named(path)}:{node.lineno}: {node.value}"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and clause.match(node.value)
        ]
    assert found == []
