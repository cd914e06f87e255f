"""Why a list is not applied or taken back, beyond what states and permissions refuse."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from sanglap.offices.services.imports.faults import LIST, Words

_NAMED = 5


class NotApplied(ValidationError):
    """Nothing was changed. `fault` is what `form.said` puts into words."""

    def __init__(self, code: str, value: str = "", words_of: Mapping[str, Words] = LIST) -> None:
        words = words_of[code]
        super().__init__([words.what % {"value": value}, words.advice], code=code)
        self.fault = {"code": code, "value": value}


class RegisterChanged(NotApplied):
    """Somebody changed the register after the list was compared, so that it would do something else now."""

    def __init__(self) -> None:
        super().__init__("changed")


def some(names: list[str]) -> str:
    """The first of these names, and that there are more."""
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
