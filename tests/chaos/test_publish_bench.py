"""`sanglap bench publish`, small: the real processes are killed and the network fails after acceptance; what stands on
the network is counted there (clause 6.a). How fast it is does not matter here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.chaos, pytest.mark.clause("6.a"), pytest.mark.xdist_group("chaos")]

POSTS = 60


def test_all_that_was_approved_is_published_once_whatever_is_killed() -> None:
    words = ["--posts", str(POSTS), "--accounts", "10", "--workers", "2", "--spread", "4", "--chaos", "--kills", "3"]
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "sanglap.launch", "bench", "publish", *words],
        env={**given, "SANGLAP_CALL_SECONDS": "2"},
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["due"], told["sent"], told["unknown"], told["failed"]) == (POSTS, POSTS, 0, 0)
    assert (told["twice"], told["lost"], told["kills"]) == (0, 0, 3)
    assert told["reconciled"] > 0, "nothing was ever unknown, so nothing was tried"
