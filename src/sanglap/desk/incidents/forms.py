"""What is asked in an emergency: as little as possible."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, TextField
from sanglap.language.digits import to_latin

LONGEST = 4_000
_PHONE = re.compile(r"\+?\d{3,15}")


class ReportForm(forms.Form):
    """What one saw; all of it may be left out."""

    seen = TextField(
        label=_("What did you see? You may leave it out and write it later."), required=False, max_length=LONGEST
    )
    since = DayField(label=_("Since which day, if you know it"), required=False)


class RemarkForm(forms.Form):
    """Something to note of a step."""

    remark = TextField(label=_("Remark"), required=False, max_length=LONGEST)


class ReasonForm(forms.Form):
    """Why."""

    remark = TextField(
        label=_("Reason"), max_length=LONGEST, help_text=_("It stands in the report and in the history.")
    )


class CloseForm(forms.Form):
    """What happened, and what is learnt of it."""

    happened = TextField(
        label=_("What happened?"),
        max_length=LONGEST,
        help_text=_("How it was noticed, how it came to it as far as one knows, what was published meanwhile."),
    )
    lessons = TextField(
        label=_("What is learnt of it?"),
        max_length=LONGEST,
        help_text=_("What is done otherwise from now on, and by whom."),
    )


class ContactForm(forms.Form):
    """Somebody to call."""

    name = LineField(label=_("Who"), max_length=200, help_text=_("As in “police station”, “the network's support”."))
    phone = LineField(label=_("Telephone number"), max_length=40)
    note = LineField(label=_("When to call, and what to say"), required=False, max_length=300)

    def clean_phone(self) -> str:
        given: str = self.cleaned_data["phone"]
        if not _PHONE.fullmatch(dialled(given)):
            raise ValidationError(_("Write the number with its digits, as in 01700-000000."), code="invalid")
        return given


def dialled(phone: str) -> str:
    """The number as a telephone takes it."""
    return re.sub(r"[\s().-]", "", to_latin(phone))


def remark_of(post: Any) -> str:
    """The remark that came with a step; cut to what may be kept."""
    form = RemarkForm(post)
    return str(form.cleaned_data["remark"]) if form.is_valid() else str(post.get("remark", ""))[: LONGEST + 1]
