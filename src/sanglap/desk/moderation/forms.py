"""What is asked of whoever hides something, lifts it or answers an appeal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sanglap.desk.fields import TextField
from sanglap.guideline import loader
from sanglap.moderation.models import Measure, Told
from sanglap.moderation.services.words import LONGEST


def _rules() -> list[tuple[str, str]]:
    return [(rule.id, f"{rule.title}: {rule.text}") for rule in loader.current().house.rules]


class HideForm(forms.Form):
    """What is done, under which rule, and why."""

    measure = forms.ChoiceField(
        label=_("What is done"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to be done.")},
    )
    rule = forms.ChoiceField(
        label=_("The house rule that was broken"),
        choices=_rules,
        widget=forms.RadioSelect,
        help_text=_("Where none of them fits, nothing is hidden: answer instead."),
        error_messages={"required": _("Choose the house rule that was broken.")},
    )
    reason = TextField(
        label=_("Reason"),
        max_length=LONGEST,
        help_text=_("The citizen reads it. Say what breaks the rule, without repeating it."),
        error_messages={"required": _("Write it in a sentence or two.")},
    )

    def __init__(self, *args: Any, measures: Sequence[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, capfirst(str(one.label))) for one in measures]
        self.fields["measure"].choices = offered  # type: ignore[attr-defined]  # a field of choices
        if len(offered) == 1:
            self.fields["measure"].initial = offered[0][0]


class ToldForm(forms.Form):
    """How the citizen was told."""

    way = forms.ChoiceField(
        label=_("How was the citizen told?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the citizen was told.")},
    )

    def __init__(self, *args: Any, private: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [one for one in Told if one != Told.NOT_YET and (private or one != Told.PRIVATE)]
        self.fields["way"].choices = [(one.value, capfirst(str(one.label))) for one in ways]  # type: ignore[attr-defined]  # the same


class LiftForm(forms.Form):
    """Why it is lifted."""

    reason = TextField(
        label=_("Reason"),
        max_length=LONGEST,
        help_text=_("The citizen reads it."),
        error_messages={"required": _("Write it in a sentence or two.")},
    )


class AnswerAppealForm(forms.Form):
    """What is decided, and why."""

    GRANT, UPHOLD = "grant", "uphold"
    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[(GRANT, _("The appeal is granted: it is lifted")), (UPHOLD, _("The hiding stays"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    answer = TextField(
        label=_("Your answer to the citizen"),
        max_length=LONGEST,
        help_text=_("In plain words: the citizen reads them as they stand."),
        error_messages={"required": _("Write it in a sentence or two.")},
    )
