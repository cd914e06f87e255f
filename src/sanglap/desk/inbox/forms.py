"""What is asked when somebody is answered, when a message is given to somebody, noted on or entered by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.content.writing import LONGEST
from sanglap.desk.days import DayField, HourField
from sanglap.desk.fields import AccountField, LineField, TextField
from sanglap.inbox.handling import LONGEST_NAME, LONGEST_NOTE, LONGEST_TEXT
from sanglap.language.dates import DHAKA, format_date
from sanglap.outbox.decisions import LONGEST_LINK
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing
from sanglap.people.models import User


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
        help_text=_("If you tick this, an emergency stop does not hold the answer. The panel approves it as always."),
    )
    confirmed = forms.BooleanField(
        label=_("These are my own words. I alone am responsible for this account and confirm that they are fit."),
        required=False,
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """One of several people, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AssignForm(forms.Form):
    """Who is to see to a message; nobody, where none is chosen."""

    to = PersonField(label=_("Who sees to it"), queryset=User.objects.none(), required=False, empty_label=_("nobody"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # the field is the one above


class NoteForm(forms.Form):
    """A private note."""

    note = TextField(
        label=_("Private note"),
        max_length=LONGEST_NOTE,
        help_text=_("Only your office reads it. It is never sent."),
        error_messages={"required": _("Write the note first.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the same
    """One of the account's newest posts, by its day and first words."""

    def label_from_instance(self, obj: Any) -> str:
        words = Truncator(outgoing(obj.payload).text).chars(60)
        return f"{format_date(obj.published_at, get_language() or 'bn', 'short')} · {words}"


class EnterForm(forms.Form):
    """What somebody wrote on a network that is kept by hand."""

    account = AccountField(
        label=_("Account"),
        queryset=Account.objects.none(),
        error_messages={"required": _("Choose the account under which it was written.")},
    )
    author = LineField(
        label=_("Written by"),
        max_length=LONGEST_NAME,
        help_text=_("The name as the network shows it."),
        error_messages={"required": _("Write the name under which it was written.")},
    )
    text = TextField(
        label=_("What was written"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Copy here what was written.")},
    )
    day = DayField(label=_("On"), error_messages={"required": _("Write the day on which it was written.")})
    hour = HourField(label=_("At"), error_messages={"required": _("Write the hour at which it was written.")})
    post = PostField(
        label=_("Under which post"), queryset=Delivery.objects.none(), required=False, empty_label=_("under none")
    )
    url = forms.CharField(
        label=_("Link of the message"),
        max_length=LONGEST_LINK,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("Where the network shows one."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, accounts: QuerySet[Account], posts: QuerySet[Delivery], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]  # the fields are those above
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]

    @property
    def written_at(self) -> datetime:
        """The day and hour, in Bangladesh's time, as a moment in UTC."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], DHAKA).astimezone(UTC)
