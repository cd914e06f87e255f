"""What `sanglap serve` has done in a process of its own before anybody is served: migrations, and the demo's data.

Progress goes to stderr; stdout gets who one can be in the demo.
"""

from __future__ import annotations

import argparse
import sys
import time
import urllib.error
import urllib.request

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
            call_command("demo_seed", "--server", chosen.practice, "--nation", stdout=sys.stderr)
            call_command("demo_cast")
    except CommandError as error:
        sys.exit(str(error))


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
