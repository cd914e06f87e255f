"""What is asked when somebody is answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.content.services import LONGEST


class AnswerForm(forms.Form):
    """An answer; where the writer is the sole responsible person he confirms it with the same click."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the answer first.")},
    )
    life = forms.BooleanField(
        label=_("Life is in danger"),
        required=False,
        help_text=_("An emergency stop does not hold this answer. The panel approves it as always."),
    )
    confirmed = forms.BooleanField(
        label=_("These are my own words. I alone am responsible for this account and confirm that they are fit."),
        required=False,
    )
