"""What is to be seeded: how much of everything, from which seed, until which day."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sanglap.guideline import loader

VERSION = 6
"""Goes up with whatever is seeded otherwise: what an earlier version made is then made anew."""
WEEKS = 53
"""A year, and the week in which the last day lies."""
_SOURCE = Path(__file__).resolve().parents[2]
_MIDWEEK = 3
"""The fourth day of a week, in the middle of its work: neither has everybody published by then, nor nobody."""
_AFTERNOON = timedelta(hours=15)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything. `within`: only the offices of this district of the national list, "" for all."""

    offices: int
    accounts: int
    appointments: int
    deliveries: int
    messages: int
    within: str = ""


SCALES = {
    "national": Scale(50_000, 60_000, 100_000, 3_000_000, 5_000_000),
    "district": Scale(782, 938, 1_564, 46_875, 78_125, within="bd-dist-46"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One data set. Two that are alike hold the same, row for row."""

    scale: Scale
    seed: int
    until: date

    @property
    def now(self) -> datetime:
        """The afternoon of the last day: the moment as of which everything is told."""
        return (loader.current().calendar.begins(self.until) + _AFTERNOON).astimezone(UTC)

    @property
    def mark(self) -> dict[str, Any]:
        """What tells this data set from another, as JSON: also of what version, and for which shape of the tables."""
        return {
            "version": VERSION, "tables": _tables(), "scale": asdict(self.scale), "seed": self.seed,
            "until": self.until.isoformat(),
        }  # fmt: skip


def latest(now: datetime) -> date:
    """The latest day in the middle of a week that is past: what a data set ends with where nothing is said."""
    calendar = loader.current().calendar
    today = calendar.day_of(now)
    middle = calendar.week(today).start + timedelta(days=_MIDWEEK)
    return middle if middle < today else middle - timedelta(weeks=1)


def _tables() -> str:
    """A fingerprint of all migrations."""
    digest = hashlib.sha256()
    for path in sorted(_SOURCE.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
