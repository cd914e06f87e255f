"""What is asked of whoever looks with his own eyes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.desk.fields import TextField
from sanglap.verification.services import Saw

LONGEST_NOTE = 2_000


class EyesForm(forms.Form):
    """What a person saw, and a picture of it."""

    note = TextField(
        label=_("What you saw, and where"),
        max_length=LONGEST_NOTE,
        help_text=_("As: “The banner says for whom the page is; seen on 12 May without signing in.”"),
    )
    picture = forms.FileField(
        label=_("Picture of it"), required=False, help_text=_("A picture of the screen or a PDF, up to 20 MB.")
    )


class ConfirmForm(EyesForm):
    """And whether it is in order."""

    saw = forms.ChoiceField(
        label=_("What did you find?"),
        choices=Saw.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    field_order = ("saw", "note", "picture")
