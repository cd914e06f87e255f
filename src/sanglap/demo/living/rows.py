"""Rows as the services would have written them, brought in by COPY; keys that tell when, the same every time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg.types.json import Jsonb

_Shape = tuple[tuple[str, Callable[[], Any], bool], ...]


def row_key(at: datetime, chance: Random) -> UUID:
    """A UUIDv7 of that moment."""
    moment = int(at.timestamp() * 1000)
    return UUID(int=moment << 80 | 7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62))


class Numbers:
    """The practice network's own kind of numbers: milliseconds above sixteen free bits, none given twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._given: set[int] = set()

    def new(self, at: datetime) -> int:
        number = int(at.timestamp() * 1000) << 16 | self._chance.getrandbits(16)
        while number in self._given:
            number += 1
        self._given.add(number)
        return number


@cache
def _shape(model: type[models.Model]) -> _Shape:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public name
    return tuple((one.attname, one.get_default, isinstance(one, models.JSONField)) for one in fields)


class Rows:
    """Rows that wait to be brought in, those that others point at first."""

    def __init__(self, *order: type[models.Model]) -> None:
        self._rows: dict[type[models.Model], list[list[Any]]] = {model: [] for model in order}

    def add(self, model: type[models.Model], **values: Any) -> None:
        """One row; what is not given has the model's own default. Raises KeyError for a field that there is not."""
        row = [_plain(values.pop(name) if name in values else default(), json) for name, default, json in _shape(model)]
        if values:
            raise KeyError(f"{model.__name__} has no {', '.join(values)}")
        self._rows[model].append(row)

    def copy(self) -> None:
        """Bring them in; none waits after that."""
        with connection.cursor() as cursor:
            for model, rows in self._rows.items():
                _copy(cursor, model, rows)
                rows.clear()


def _plain(value: Any, json: bool) -> Any:  # noqa: FBT001 - called for every field of every row
    if json:
        return Jsonb(dict(value) if isinstance(value, dict) or hasattr(value, "keys") else value)
    return value.value if isinstance(value, Enum) else value


def _copy(cursor: Any, model: type[models.Model], rows: list[list[Any]]) -> None:
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)  # noqa: SLF001 - as above
    with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:  # noqa: SLF001 - as above
        for row in rows:
            copy.write_row(row)
