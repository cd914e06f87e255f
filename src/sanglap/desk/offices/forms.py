"""What is asked of an office."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from sanglap.desk.fields import LineField, TextField, both
from sanglap.language.digits import to_latin
from sanglap.offices.models import Kind, Office


class WebsiteField(forms.CharField):
    """An official website; `https://` is added where it was left out."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def to_python(self, value: Any) -> str:
        given = str(value or "").strip()
        return given if not given or "://" in given else f"https://{given}"


class PhoneField(LineField):
    """A telephone number, in the digits of either language."""

    def to_python(self, value: Any) -> str:
        return to_latin(super().to_python(value))


class ContactForm(forms.Form):
    """Where an office is found and how it is reached; it changes this by itself."""

    address_bn = TextField(label=_("Address in Bangla"), required=False)
    address_en = TextField(label=_("Address in English"), required=False)
    website = WebsiteField(
        label=_("Official website"),
        required=False,
        max_length=200,
        error_messages={"invalid": _("Write the address of the website as in https://office.gov.bd.")},
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False, max_length=40)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def wanted(self) -> dict[str, Any]:
        """The office's fields as they are to be."""
        given = self.cleaned_data
        return {"address": both(self, "address"), **{name: given[name] for name in ("website", "email", "phone")}}

    def as_seen(self) -> dict[str, Any]:
        """The office's fields as they stood when the form was shown; {} where that is not known."""
        try:
            found = json.loads(self.cleaned_data.get("seen") or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


class OfficeForm(ContactForm):
    """With what is said of an office from above: its name and kind."""

    name_bn = LineField(label=_("Name in Bangla"))
    name_en = LineField(label=_("Name in English"))
    kind = forms.ChoiceField(label=_("Kind of office"), choices=Kind.choices)
    reason = LineField(
        label=_("Reason for the change"),
        required=False,
        help_text=_("The order, for example. It stays in the history."),
    )
    field_order: tuple[str, ...] = ("name_bn", "name_en", "kind")

    def wanted(self) -> dict[str, Any]:
        return {"name": both(self, "name"), "kind": self.cleaned_data["kind"], **super().wanted()}


class NewOfficeForm(OfficeForm):
    """A new one; its code is given once."""

    code = LineField(
        label=_("Code"), max_length=64, help_text=_("The office's own code outside Sanglap. It does not change later.")
    )
    field_order = ("code", "name_bn", "name_en", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Office.objects.filter(code=code).exists():
            raise ValidationError(_("Another office has this code."))
        return code


class ReasonForm(forms.Form):
    """Why, for the history."""

    reason = LineField(label=_("Reason"), help_text=_("The order, for example. It stays in the history."))


def initial(office: Office) -> dict[str, Any]:
    """The office's fields as the forms hold them."""
    held: dict[str, Any] = {
        "kind": office.kind, "website": office.website, "email": office.email, "phone": office.phone,
        **{f"name_{language}": text for language, text in office.name.items()},
        **{f"address_{language}": text for language, text in office.address.items()},
    }  # fmt: skip
    names = ("name", "kind", "address", "website", "email", "phone")
    plain = {name: getattr(office, name) for name in names}
    held["seen"] = json.dumps(plain, default=dict, ensure_ascii=False)
    return held
