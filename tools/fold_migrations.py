"""Put each index, constraint and trigger of a first migration into the table that it makes.

Django writes them one by one, and goes through all models anew for each: making a database takes twice as long then.
Run it after `makemigrations`; what is folded already is left alone.
"""

import os
import sys
from pathlib import Path

import django
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.migration import SwappableTuple
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger

FIRST = "0001_initial"
USERS = ("__setting__", "AUTH_USER_MODEL")


def part_of(operation: Operation) -> tuple[str, object] | None:
    """The name of the table's option and what it adds to that; None where it is something else."""
    match operation:
        case AddIndex():
            return "indexes", operation.index
        case AddConstraint():
            return "constraints", operation.constraint
        case AddTrigger():
            return "triggers", operation.trigger
        case _:
            return None


def fold(migration: Migration) -> bool:
    """Fold what can be folded; gives whether anything was."""
    tables: dict[str, CreateModel] = {}
    later: set[str] = set()
    left: list[Operation] = []
    for operation in migration.operations:
        name, part = getattr(operation, "model_name", "").lower(), part_of(operation)
        if isinstance(operation, CreateModel):
            tables[operation.name_lower] = operation
        elif isinstance(operation, AddField):
            # A column that comes later may be what the index is about.
            later.add(name)
        elif part and name in tables and name not in later:
            tables[name].options.setdefault(part[0], []).append(part[1])
            continue
        left.append(operation)
    folded = len(left) < len(migration.operations)
    migration.operations[:] = left
    # As the writer wants to be told of whatever model the users are.
    migration.dependencies[:] = [USERS if isinstance(one, SwappableTuple) else one for one in migration.dependencies]
    return folded


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanglap.config.settings")
    # Nothing here reads a row; Django only wants to know which kind of database there will be.
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none?host=/nowhere")
    django.setup()
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        path = Path(str(sys.modules[migration.__module__].__file__))
        if name == FIRST and migration.__module__.startswith("sanglap.") and fold(migration):
            path.write_text(MigrationWriter(migration).as_string(), encoding="utf-8")
            print(f"folded: {app}")


if __name__ == "__main__":
    main()
