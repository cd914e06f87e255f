"""Programs of the machine that are used where they are there."""

import os
import shutil
from pathlib import Path

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str | None:
    """A Chromium on this machine: SANGLAP_CHROMIUM, or the first on the PATH."""
    named = os.environ.get("SANGLAP_CHROMIUM")
    return named if named and Path(named).exists() else next(filter(None, map(shutil.which, CHROMIUMS)), None)
