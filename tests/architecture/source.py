"""The project's own code, as text and as syntax."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src" / "sanglap"


def production(*, practice: bool = False) -> Iterator[Path]:
    """Every Python file that runs in production."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if not {"tests", "migrations"} & set(parts) and (practice or parts[0] != "practice"):
            yield path


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
