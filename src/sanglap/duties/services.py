"""Reckoning where everybody stands: each rule is one set-based query over all accounts."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import connection, transaction

from sanglap.duties.rules import updates_per_week
from sanglap.guideline import loader
from sanglap.guideline.loader import Rulebook

RULES: Mapping[str, Callable[..., int]] = {"updates-per-week": updates_per_week.reckon}
"""By the id of the rule in the rulebook."""

RECKON_LOCK = 0x5A4E474C_44555459


def reckon(*, now: datetime) -> int:
    """Bring all duties up to date, one worker at a time; gives how many changed."""
    book: Rulebook = loader.current()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECKON_LOCK])
        return sum(rule(book, now=now) for rule in RULES.values())
