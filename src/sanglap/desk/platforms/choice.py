"""The field in which the decision is named that chose an account's platform (clause 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.language.dates import format_date
from sanglap.platforms.models import Decision
from sanglap.platforms.selectors import names


class DecisionField(forms.ChoiceField):
    """One of the decisions that `offer` was given; gives the Decision."""

    def __init__(self, *, empty_label: str | None = "–", **more: Any) -> None:
        plain = {
            "label": _("Decision that chose the platform"),
            "help_text": _("Clause 3: a decision of your office, or one from above that offices may reuse."),
            "error_messages": {"required": _("Name the decision."), "invalid_choice": _("Choose one of these.")},
        }
        super().__init__(**{**plain, **more})
        self.empty_label = empty_label
        self.offered: dict[str, Decision] = {}

    def offer(self, decisions: Sequence[Decision]) -> None:
        """Let it be one of these."""
        self.offered = {str(one.pk): one for one in decisions}
        empty = [] if self.empty_label is None else [("", self.empty_label)]
        self.choices = [*empty, *((key, label_of(one)) for key, one in self.offered.items())]

    def clean(self, value: Any) -> Any:
        """The decision; None for none."""
        return self.offered.get(super().clean(value))


def label_of(decision: Decision) -> str:
    """How a decision is named where one chooses among several, in the reader's language."""
    since = format_date(decision.starts_on, get_language() or "bn")
    return f"{decision.office.name} · {since} · {', '.join(str(name) for name in names(decision.chosen))}"
