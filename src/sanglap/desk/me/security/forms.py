"""What is asked about one's own ways in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.people.forms import NewPasswordForm, PasswordField


class ShowPasswordForm(forms.Form):
    """The password once more."""

    password = PasswordField(label=_("Your password"))


class ChangePasswordForm(NewPasswordForm):
    """The old password, and the new one twice."""

    old = PasswordField(label=_("Your present password"))
    field_order = ("old", "password", "again")


class AppForm(forms.Form):
    """The code by which the app shows that it knows the secret."""

    code = forms.CharField(
        label=_("The code that the app shows"),
        max_length=40,
        help_text=_("Six digits; they change every half minute."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyNameForm(forms.Form):
    """What one calls a passkey."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("By which you know it: my telephone, office key")
    )
