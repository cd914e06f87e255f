"""What is asked of whoever asks for an exemption, and of whoever decides on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.desk.days import DayField
from sanglap.desk.fields import TextField
from sanglap.duties import services
from sanglap.duties.models import DutyKind

_LONGEST = 2_000


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, capfirst(str(kind.label))) for kind in DutyKind if kind in services.RULES]


class AskForm(forms.Form):
    """From which duty, for which account, why, from when until when."""

    kind = forms.ChoiceField(label=_("Duty"), choices=_kinds)
    account = forms.ChoiceField(label=_("For"), required=False)
    reason = TextField(
        label=_("Reason"),
        max_length=_LONGEST,
        help_text=_("Why it cannot be kept for a while. The coordinator reads it, and the history keeps it."),
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = {str(account.pk): account for account in accounts}
        offered = [(key, account.label) for key, account in self.accounts.items()]
        self.fields["account"].choices = [("", _("all accounts of the office")), *offered]  # type: ignore[attr-defined]  # a field of choices

    @property
    def account_(self) -> Account | None:
        """The chosen one; None: all."""
        return self.accounts.get(self.cleaned_data["account"])


class DecideForm(forms.Form):
    """What the coordinator decides."""

    GRANT, DECLINE = "grant", "decline"
    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[(GRANT, _("grant")), (DECLINE, _("decline"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    ends_on = DayField(label=_("Last day, if you grant it"), required=False)
    remark = TextField(
        label=_("Remark"),
        required=False,
        max_length=_LONGEST,
        help_text=_("Needed if you decline. The office sees it."),
    )


class EndForm(forms.Form):
    """Why it ends before its last day."""

    remark = TextField(label=_("Reason"), max_length=_LONGEST, help_text=_("The office sees it."))
