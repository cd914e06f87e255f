"""What the database itself refuses, whoever asks: the records must hold even against direct SQL."""

import pgtrigger


def _truncate() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'rows of % stay', TG_TABLE_NAME;",
    )


def rows_stay() -> list[pgtrigger.Trigger]:
    """Refuse DELETE and TRUNCATE."""
    return [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete), _truncate()]


def append_only() -> list[pgtrigger.Trigger]:
    """Refuse UPDATE, DELETE and TRUNCATE."""
    return [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update), *rows_stay()]


def fields_stay(*names: str) -> list[pgtrigger.Trigger]:
    """Refuse DELETE and TRUNCATE, and every UPDATE that changes one of these fields."""
    return [
        pgtrigger.Protect(name="words_stay", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*names)),
        *rows_stay(),
    ]
