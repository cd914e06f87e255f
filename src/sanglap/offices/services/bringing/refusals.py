"""Why a list is not applied or taken back, beyond what states and permissions refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.lists.faults import Words

_NAMED = 5

REFUSALS: Final[dict[str, Words]] = {
    "changed": Words(
        _("Somebody changed the register since the list was compared with it. Nothing was applied."),
        _("The comparison was made anew. Look at it again, then apply."),
    ),
    "bad": Words(
        _("The list has faulty rows. Nothing was applied."), _("Mend them and send the list again, or apply the rest.")
    ),
    "forbidden": Words(_("You may not do this here any more. Nothing was changed."), _("Ask a coordinator.")),
    "failed": Words(_("Something went wrong in the machine. Nothing was changed."), _("Try again.")),
}
"""Why nothing was done with a list, whatever it lists."""


class NotApplied(ValidationError):
    """Nothing was changed. `fault` is what `said` puts into words."""

    def __init__(self, code: str, value: str = "", words_of: Mapping[str, Words] = REFUSALS) -> None:
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
