"""How far the work on a list has come, told while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from django.db import connection

from sanglap.offices.models import ListImport

READING, COMPARING, APPLYING, UNDOING = "reading", "comparing", "applying", "undoing"
Say = Callable[[str, int, int], None]
"""Called with the stage, how much is done, and of how much."""


class Progress:
    """Writes into the list's own row, in transactions of their own that others see at once; and to `say`.

    While a transaction does the work it goes through a second connection, which is closed at the end.
    """

    def __init__(self, run: ListImport, say: Say | None = None) -> None:
        self.run = run
        self.say = say
        self.other = connection.copy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.other.close()

    def tell(self, stage: str, done: int, whole: int) -> None:
        """Note that so much of it is done; an empty stage: nothing is being done."""
        with self.other.cursor() as cursor:
            cursor.execute(
                f"UPDATE {self.run._meta.db_table} SET stage = %s, done = %s, whole = %s WHERE id = %s",  # noqa: S608, SLF001 - the name of our own table
                [stage, done, whole, self.run.pk],
            )
        if self.say is not None and stage:
            self.say(stage, done, whole)
