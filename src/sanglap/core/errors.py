"""Saying what is wrong with one field."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.functional import Promise


def on_field(field: str, message: str | Promise, code: str, **params: Any) -> ValidationError:
    """A fault of that field which keeps its code: Django drops the code of a message that stands in a mapping."""
    return ValidationError({field: ValidationError(cast("str", message), code=code, params=params or None)})
