"""`make check`: everything that can be found without running a test. All of it runs; then what failed is named."""

import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = PROJECT / ".venv" / "bin"
TEMPLATES = [f"src/sanglap/{app}/templates" for app in ("core", "desk", "public", "practice")]

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("lint", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
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


def main() -> int:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "sanglap.config.settings"}
    # Nothing here reads a row; Django only wants to know which kind of database there will be.
    environment.setdefault("DATABASE_URL", "postgresql://nobody@/none?host=/nowhere")
    failed = []
    for name, (program, *words) in CHECKS:
        began = time.monotonic()
        done = subprocess.run(
            [str(BIN / program), *words], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )
        print(f"{'✗' if done.returncode else '✓'} {name:24} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all in order")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
