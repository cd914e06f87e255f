"""What is asked of whoever sends a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.lists import tables
from sanglap.offices.models import Office

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Office]
else:
    _Choice = forms.ModelChoiceField


class OfficeChoice(_Choice):
    """Offices by name."""

    def label_from_instance(self, obj: Office) -> str:
        return str(obj.name)


class UploadForm(forms.Form):
    """A file, and below which office it may change anything."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV or XLSX with a head line; at most 20 MB and 60,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. See whether you chose the right one."),
        },
        max_length=255,
    )

    def __init__(self, *args: Any, roots: QuerySet[Office], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["root"] = OfficeChoice(
            label=_("Below which office"),
            help_text=_("The list can change offices below this one and no others."),
            queryset=roots,
            initial=roots.first(),
            empty_label=None,
        )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > tables.MOST_SIZE:
            raise ValidationError(_("The file is larger than 20 MB. Send it in parts, or save it as CSV."))
        return file
