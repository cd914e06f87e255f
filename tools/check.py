"""`make check`: everything that can be found without running a test. All of it runs, two at a time; then what failed
is named.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = PROJECT / ".venv" / "bin"
TEMPLATES = [f"src/sanglap/{app}/templates" for app in ("core", "desk", "public", "practice")]

CHECKS: tuple[tuple[str, list[str]], ...] = (
    # The longest first; the others pass beside it.
    ("types", ["mypy"]),
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("floors", ["lint-imports", "--no-cache"]),
    ("templates", ["djlint", "--lint", "--quiet", *TEMPLATES]),
    ("settings", ["django-admin", "check", "--fail-level", "WARNING"]),
    ("migrations", ["django-admin", "makemigrations", "--check", "--dry-run"]),
    (
        "practice's migrations",
        ["django-admin", "makemigrations", "--check", "--dry-run", "--settings", "sanglap.practice.settings"],
    ),
    ("translations", ["python", "tools/messages.py", "--check"]),
)


ENVIRONMENT = {
    # Nothing here reads a row; Django only wants to know which kind of database there will be.
    "DATABASE_URL": "postgresql://nobody@/none?host=/nowhere",
    **os.environ,
    "DJANGO_SETTINGS_MODULE": "sanglap.config.settings",
}


def passes(name: str, command: list[str]) -> bool:
    """Run one check and say what came of it."""
    began = time.monotonic()
    program, *words = command
    done = subprocess.run(
        [str(BIN / program), *words], cwd=PROJECT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    line = f"{'✗' if done.returncode else '✓'} {name:24} {time.monotonic() - began:5.1f} s\n"
    sys.stdout.write(line + (done.stdout + done.stderr if done.returncode else ""))
    sys.stdout.flush()
    return not done.returncode


def main() -> int:
    with ThreadPoolExecutor(2) as two:
        passed = list(two.map(lambda check: passes(*check), CHECKS))
    failed = [name for (name, _command), fine in zip(CHECKS, passed, strict=True) if not fine]
    print(f"failed: {', '.join(failed)}" if failed else "all in order")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
