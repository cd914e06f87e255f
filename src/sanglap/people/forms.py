"""What is asked wherever somebody shows who he is, or chooses a password."""

from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sanglap.people.passwords import HELP

LONGEST = 256


class PasswordField(forms.CharField):
    """A password as typed, in one normal form, so that two keyboards give the same one."""

    def __init__(self, *, label: Any, autocomplete: str = "current-password", help_text: Any = "") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(label=label, strip=False, max_length=LONGEST, widget=widget, help_text=help_text)

    def to_python(self, value: object) -> str:
        return normalize("NFKC", str(super().to_python(value) or ""))


class CodeForm(forms.Form):
    """A code from the app, or one from paper."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Six digits from the app, or eight from your paper with recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = PasswordField(
        label=gettext_lazy("New password"),
        autocomplete="new-password",
        help_text=HELP,
    )
    again = PasswordField(label=gettext_lazy("The same once more"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two are not the same."))
        return given
