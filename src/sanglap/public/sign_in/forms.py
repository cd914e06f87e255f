"""What is asked at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.people.forms import PasswordField


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(label=_("User name or e-mail address"), max_length=254)
    password = PasswordField(label=_("Password"))
