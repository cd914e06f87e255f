"""Fields that several places of the staff ask for."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.content.fitness import OTHER
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.language.normal import normalise
from sanglap.networks.registry import CONNECTORS, connector

LONGEST_NAME = 300
_SPACES = re.compile(r"\s+")


class LineField(forms.CharField):
    """One line of text in its normal form: signs that nobody sees are gone, spaces are single."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": LONGEST_NAME, **more})

    def to_python(self, value: Any) -> str:
        # Cut before it is brought into form: what is that long is refused whatever it says.
        given = str(value or "")
        longest = self.max_length or LONGEST_NAME
        return _SPACES.sub(" ", normalise(given) if len(given) <= 4 * longest else given).strip()


class TextField(forms.CharField):
    """Several lines of text in their normal form."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": 500, "widget": forms.Textarea(attrs={"rows": 3}), **more})

    def to_python(self, value: Any) -> str:
        given = str(value or "")
        return normalise(given).strip() if len(given) <= 4 * (self.max_length or 500) else given


def platform_name(key: str) -> str:
    """What the platform of that key is called in the reader's language; a connector's key is good as well. One that
    nobody knows any more goes by its key.
    """
    found = loader.current().catalogue.by_id.get(key)
    if found is None and key not in CONNECTORS:
        return key
    return str(found.name if found else connector(key).name)


def _purposes() -> list[tuple[str, str]]:
    return [(clause.id, f"{clause.label} {clause.text}") for clause in loader.current().purposes]


def purposes_or_other() -> list[tuple[str, str]]:
    """The purposes, and that there may be another: the list of clause 4 is open."""
    return [*_purposes(), (OTHER, str(_("another official purpose")))]


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """One account, by what tells it from others of that name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class AccountsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # the same
    """One or more accounts, each by what tells it from others of that name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class PurposesField(forms.MultipleChoiceField):
    """One or more of the purposes of clause 4, in the reader's language."""

    def __init__(self, **more: Any) -> None:
        given = {"required": _("Choose one or more of the purposes of clause 4.")}
        plain = {"label": _("Purpose"), "widget": forms.CheckboxSelectMultiple, "choices": _purposes}
        super().__init__(**{**plain, "error_messages": given, **more})


def both(form: forms.Form, field: str) -> LocalizedText:
    """What the form's fields `<field>_bn` and `<field>_en` hold, as one text."""
    return LocalizedText(bn=form.cleaned_data.get(f"{field}_bn", ""), en=form.cleaned_data.get(f"{field}_en", ""))
