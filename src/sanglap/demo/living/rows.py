"""Rows as the services would have written them, brought in by COPY; keys that tell when, the same every time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg.types.json import Jsonb


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
def _blank(model: type[models.Model]) -> Mapping[str, Any]:
    """A row of the model's defaults."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public name
    return {one.attname: None if one.primary_key else _plain(one.get_default(), one) for one in fields}


@cache
def _json_fields(model: type[models.Model]) -> frozenset[str]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - as above
    return frozenset(one.attname for one in fields if isinstance(one, models.JSONField))


class Rows:
    """Rows that wait to be brought in, those that others point at first."""

    def __init__(self, *order: type[models.Model]) -> None:
        self._rows: dict[type[models.Model], list[tuple[Any, ...]]] = {model: [] for model in order}

    def add(self, model: type[models.Model], **values: Any) -> None:
        """One row; what is not given has the model's own default. Raises KeyError for a field that there is not.

        Texts that are one of several choices are given as plain texts or as `TextChoices`.
        """
        for name in _json_fields(model) & values.keys():
            values[name] = Jsonb(dict(values[name]))
        row = {**_blank(model), **values}
        if len(row) != len(_blank(model)):
            raise KeyError(f"{model.__name__} has no {', '.join(values.keys() - _blank(model).keys())}")
        self._rows[model].append(tuple(row.values()))

    def copy(self) -> None:
        """Bring them in; none waits after that."""
        with connection.cursor() as cursor:
            for model, rows in self._rows.items():
                _copy(cursor, model, rows)
                rows.clear()


def _plain(value: Any, field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.JSONField):
        return Jsonb(dict(value) if isinstance(value, Mapping) else value)
    return str(value) if isinstance(value, Enum) else value


def _copy(cursor: Any, model: type[models.Model], rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)  # noqa: SLF001 - as above
    with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:  # noqa: SLF001 - as above
        for row in rows:
            copy.write_row(row)
