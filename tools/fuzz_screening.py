"""Screening under a fuzzer that sees which branches it reaches: it never raises, and its words stand in the text.

Runs for SECONDS (600) and begins with our own probes: `make fuzz SECONDS=60`. What breaks it is kept in var/fuzz.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent
MOST = 2_000
"""Signs of a text: what happens to longer ones happens to these."""

with atheris.instrument_imports(include=["sanglap.screening", "sanglap.language"]):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanglap.config.settings")
    from sanglap.bench.screening import probes
    from sanglap.offices.screener import screener
    from sanglap.screening import copies
    from sanglap.screening.findings import Profile
    from sanglap.screening.masking import masked


def one(raw: bytes) -> None:
    """Screen what the fuzzer made: its first byte chooses the profile and where a second text begins."""
    chosen = raw[:1] or b"\0"
    text = raw[1:].decode("utf-8", "surrogateescape" if chosen[0] & 2 else "replace")[:MOST]
    cut = len(text) * (chosen[0] >> 2) // 64
    texts, profile = [text[:cut], text[cut:]], list(Profile)[chosen[0] & 1]
    for given, found in zip(texts, screener().screen(texts, profile), strict=True):
        assert found.text == given
        assert all(0 <= score <= 1 for score in found.scores.values())
        for finding in found.findings:
            assert finding.words
            assert given[finding.start : finding.end] == finding.words
        (alone,) = screener().screen([given], profile)
        assert alone.findings == found.findings
        assert len(masked(given)) == len(given)
    made = copies.undone(copies.plain(texts))
    assert all(made.origins[1:] >= made.origins[:-1])


def main() -> None:
    """Fuzz; ends with an error where something broke."""
    kept = ROOT / "var" / "fuzz"
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as seeds:
        for number, probe in enumerate([*probes("harmful.tsv"), *probes("harmless.tsv")]):
            (Path(seeds) / str(number)).write_bytes(bytes([number % 256]) + probe.text.encode())
        seconds = os.environ.get("SECONDS_OF_FUZZING", "600")
        atheris.Setup(
            [
                sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096", "-timeout=10", "-rss_limit_mb=1024",
                f"-artifact_prefix={kept}/", "-print_final_stats=1", *sys.argv[1:], seeds,
            ],
            one,
        )  # fmt: skip
        atheris.Fuzz()


if __name__ == "__main__":
    main()
