"""What `sanglap serve` has done in a process of its own before anybody is served: migrations, and the demo's data.

Progress goes to stderr; stdout gets who one can be in the demo.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

from sanglap.config.environment import environment
from sanglap.launch.serve import practice_settings

READY_SECONDS = 60.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--practice", help="where the practice network is: fill the demo, with its accounts there")
    chosen = parser.parse_args()

    import django
    from django.core.management import CommandError, call_command

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
        if chosen.practice:
            _wait(f"{chosen.practice}/health")
            _demo(chosen.practice)
            call_command("demo_cast")
    except CommandError as error:
        sys.exit(str(error))


def _demo(practice: str) -> None:
    """The demo's data here, and their other half on the practice network. What was broken off there is made good."""
    from django.core.management import call_command

    lines = environment.var_dir / "practice" / "year.jsonl"
    call_command("demo_seed", "--server", practice, "--nation", "--year", str(lines), stdout=sys.stderr)
    if lines.exists():
        print("· the practice network …", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "django", "practice_load", str(lines)]
        subprocess.run(command, env={**os.environ, **practice_settings(environment)}, stdout=sys.stderr, check=True)
        lines.unlink()


def _wait(url: str) -> None:
    """Until it answers; whoever started it says it if it does not."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            opener.open(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main()
