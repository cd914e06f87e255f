"""What is asked when something is written or decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.content import urgent
from sanglap.content.models import Verdict
from sanglap.core import clock
from sanglap.desk.days import DayField, HourField, as_sent, moment_of
from sanglap.desk.fields import AccountsField, LineField, PurposesField, purposes_or_other
from sanglap.desk.findings import RulingForm
from sanglap.desk.posts.urgency import UrgentFields
from sanglap.guideline import loader

_OWN = "own-"


def own_field(account: Account) -> str:
    """The name of the field for the own words of that account."""
    return f"{_OWN}{account.pk}"


def own_key(name: str) -> str:
    """Of which account a field of that name has the own words; "": it is another field."""
    return name.removeprefix(_OWN) if name.startswith(_OWN) else ""


class ComposeForm(UrgentFields):
    """A post: its words, where it goes, what it is for."""

    text = forms.CharField(
        label=_("Text"),
        # No length here: the browser would cut what is pasted without a word. The service says it.
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        error_messages={"required": _("Write the text first.")},
    )
    accounts = AccountsField(
        label=_("Accounts"),
        queryset=Account.objects.none(),
        error_messages={"required": _("Choose at least one account.")},
    )
    threads = AccountsField(
        label=_("As a thread, where it is too long for one post"),
        queryset=Account.objects.none(),
        required=False,
        help_text=_(
            "It goes out in parts, each under the one before. A line of three hyphens (---) begins a new part."
        ),
    )
    purposes = PurposesField(help_text=_("Clause 4: what does this post serve?"), choices=purposes_or_other)
    other_purpose = LineField(
        label=_("Another purpose, in your office's own words"),
        required=False,
        help_text=_("Only where you ticked “another official purpose”."),
    )
    day = DayField(
        label=_("Publish on"), required=False, help_text=_("As in 23/11/2026; empty: as soon as it is approved.")
    )
    hour = HourField(label=_("At"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    planned = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    """The time that the draft had when the form was opened."""
    were_for = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    """The purposes that it had then."""

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("accounts", "threads"):
            self.fields[name].queryset = accounts  # type: ignore[attr-defined]  # the fields are those above
        self.choice = list(accounts)
        known = self.initial.get("own") or {}
        for account in self.choice if len(self.choice) > 1 else ():
            self.fields[own_field(account)] = forms.CharField(
                label=_("Other words for %(account)s") % {"account": account.label},
                required=False,
                strip=False,
                initial=known.get(str(account.pk), ""),
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    @property
    def own_words(self) -> list[tuple[Account, forms.BoundField]]:
        """Each account to choose from, with the field for its own words; none where there is no choice."""
        return [(one, self[own_field(one)]) for one in self.choice if own_field(one) in self.fields]

    @property
    def own(self) -> dict[UUID, str]:
        """What was written for single accounts, by their ids; once the form is clean."""
        given = {account.pk: self.cleaned_data.get(field.name, "") for account, field in self.own_words}
        return {key: words for key, words in given.items() if words.strip()}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "day" in self.errors or "hour" in self.errors:
            return given
        day, hour = given.get("day"), given.get("hour")
        if (day is None) != (hour is None):
            missing = "hour" if hour is None else "day"
            self.add_error(missing, _("Write the day and the hour, or leave both empty."))
        elif day is not None and hour is not None:
            given["publish_at"] = moment_of(day, hour)
            if given.get("urgent"):
                self._check_urgent(given["publish_at"])
        return given

    def _check_urgent(self, publish_at: datetime) -> None:
        try:
            urgent.check_time(publish_at, now=clock.now())
        except ValidationError as error:
            self.add_error(None, error)

    @property
    def as_threads(self) -> list[UUID]:
        """On which accounts it may go out as a thread."""
        return [account.pk for account in self.cleaned_data["threads"]]

    @property
    def untimed(self) -> bool:
        """Whether the time was left as the form had it when it was opened."""
        given = self.cleaned_data.get("publish_at")
        return bool("planned" in self.data and self.cleaned_data["planned"] == as_sent(given))


def _grounds() -> list[tuple[str, str]]:
    """The clauses that may be offended, in the reader's language."""
    listed = [
        (one.id, f"{one.label} {Truncator(str(one.title or one.text)).chars(80)}") for one in loader.current().grounds
    ]
    return [("", "–"), *listed]


class DecideForm(RulingForm):
    """A panel member's vote on exactly what the page showed, and what he says of the findings that want a word."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you approve, return or reject it.")},
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    clause = forms.ChoiceField(
        label=_("Clause that it offends"), required=False, choices=_grounds, help_text=_("Needed when you reject it.")
    )
    passage = forms.CharField(
        label=_("Passage"),
        required=False,
        max_length=1_000,
        help_text=_("The words that your remark is about, copied from the text; empty: all of it."),
    )
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return or reject: what has to be changed, or why it cannot be published."),
    )
    confirmed = forms.BooleanField(
        label=_("These are my own words. I alone am responsible for this account and confirm that they are fit."),
        required=False,
    )
