"""What is asked when something is laid before other offices, or answered (clause 6.e)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.campaigns.collecting import LONGEST
from sanglap.campaigns.joining import Plan
from sanglap.campaigns.models import Campaign, Reach
from sanglap.campaigns.offering import Wish
from sanglap.campaigns.reach import MOST
from sanglap.desk.days import DayField, HourField, moment_of
from sanglap.desk.fields import AccountsField, LineField, PurposesField, TextField, both
from sanglap.offices import selectors as offices
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState

DIRECTORY = Scope.everything("directory")
"""Which offices there are is public: a post may be offered to any of them."""


class OfficesField(forms.CharField):
    """Offices, one on each line, by name or code; gives those that are meant."""

    def __init__(self, **more: Any) -> None:
        plain: dict[str, Any] = {
            "label": _("Offices"),
            "required": False,
            "max_length": 4_000,
            # Codes stand in it when it is opened again.
            "widget": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
            "help_text": _("One on each line, by name or code; only where you chose some offices."),
        }
        super().__init__(**{**plain, **more})

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        return [_meant(line) for line in dict.fromkeys(lines[: MOST + 1])]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(one.code for one in value) if isinstance(value, list) else value


def _meant(words: str) -> Office:
    """The office that is called so. Raises ValidationError, which names those that may be meant."""
    found = [one for one in offices.search(DIRECTORY, words) if one.state == OfficeState.OPEN]
    exact = [one for one in found if words in {one.code, *one.name.values()}]
    meant = exact if len(exact) == 1 else found
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise ValidationError(_("No office in service is called “%(words)s”."), params={"words": words[:80]})
    said = _("Several offices fit “%(words)s”. Write the code of the one that you mean: %(found)s.")
    listed = ", ".join(f"{one.name} ({one.code})" for one in meant[:5])
    raise ValidationError(said, params={"words": words[:80], "found": listed})


class _ReachForm(forms.Form):
    """To whom it goes."""

    reach = forms.ChoiceField(
        label=_("To whom"), choices=Reach.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose to whom it goes.")},
    )  # fmt: skip
    named = OfficesField()

    def __init__(self, *args: Any, ways: Sequence[Reach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].choices = [(way.value, way.label) for way in Reach if way in ways]  # type: ignore[attr-defined]  # the field is the one above
        if Reach.NAMED not in ways:
            del self.fields["named"]
        if len(ways) == 1:
            self.fields["reach"].initial = ways[0]

    @property
    def goes_to(self) -> dict[str, Any]:
        """Reach and named offices, as the services take them."""
        given = self.cleaned_data
        reach = Reach(given["reach"])
        return {"reach": reach, "named": given.get("named", []) if reach == Reach.NAMED else []}


class CampaignField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker alone
    """One campaign, by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class OfferForm(_ReachForm):
    """How a post is offered."""

    wish_on = DayField(
        label=_("Should come out on"), required=False, help_text=_("As in 23/11/2026; empty: whenever it suits them.")
    )
    ends_on = DayField(label=_("May be adopted until"), error_messages={"required": _("Write until when.")})
    campaign = CampaignField(label=_("Campaign"), required=False, queryset=Campaign.objects.none(), empty_label="–")
    note = TextField(
        label=_("Note to the offices"), required=False, max_length=500,
        help_text=_("What they should change, such as the place or the name of their officer."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]  # the field is the one above
        if not campaigns:
            del self.fields["campaign"]

    def wish(self) -> Wish:
        """What the form says, as the service takes it."""
        given = self.cleaned_data
        return Wish(
            ends_on=given["ends_on"], wish_on=given["wish_on"], note=given["note"], campaign=given.get("campaign"),
            **self.goes_to,
        )  # fmt: skip


class AdoptForm(forms.Form):
    """Through which accounts a post that was offered goes out, and when."""

    accounts = AccountsField(
        label=_("Accounts"), queryset=Account.objects.none(),
        error_messages={"required": _("Choose at least one account.")},
    )  # fmt: skip
    day = DayField(
        label=_("Publish on"), required=False, help_text=_("As in 23/11/2026; empty: as soon as it is approved.")
    )
    hour = HourField(label=_("At"), required=False)

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"].queryset = accounts  # type: ignore[attr-defined]  # the field is the one above

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, hour = given.get("day"), given.get("hour")
        if day and hour is not None:
            given["publish_at"] = moment_of(day, hour)
        elif (day or hour is not None) and not {"day", "hour"} & set(self.errors):
            self.add_error("hour" if day else "day", _("Write the day and the hour, or leave both empty."))
        return given


class DeclineForm(forms.Form):
    """Why an office does not adopt it."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    reason = TextField(label=_("Reason"), help_text=_("The office that offered it reads this."))

    def __init__(self, *args: Any, ours: Sequence[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["office"]
        field.queryset = Office.objects.filter(pk__in=[one.pk for one in ours])
        field.initial = ours[0].pk if ours else None
        if len(ours) == 1:
            field.widget = forms.HiddenInput()


class WithdrawForm(forms.Form):
    """Why an offer is taken back."""

    reason = TextField(label=_("Reason"), help_text=_("Whoever adopted it reads this, and decides about his own post."))


class CampaignForm(_ReachForm):
    """What a campaign is to be."""

    name_bn = LineField(label=_("Name in Bangla"), max_length=120)
    name_en = LineField(label=_("Name in English"), max_length=120)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    purposes = PurposesField()
    hashtags = LineField(label=_("Hashtags"), required=False, max_length=600, help_text=_("With spaces between them."))
    field_order = ("name_bn", "name_en", "starts_on", "ends_on", "purposes", "hashtags", "reach", "named")

    def plan(self) -> Plan:
        """What the form says, as the service takes it."""
        given = self.cleaned_data
        return Plan(
            name=both(self, "name"), starts_on=given["starts_on"], ends_on=given["ends_on"],
            purposes=given["purposes"], hashtags=given["hashtags"].split(), **self.goes_to,
        )  # fmt: skip

    @staticmethod
    def of(campaign: Campaign) -> dict[str, Any]:
        """The campaign as the form's first values."""
        names = {f"name_{language}": text for language, text in campaign.name.items()}
        plain = ("starts_on", "ends_on", "purposes", "reach")
        return names | {one: getattr(campaign, one) for one in plain} | {
            "hashtags": " ".join(campaign.hashtags), "named": list(campaign.named.all()),
        }  # fmt: skip


class CollectionForm(forms.Form):
    """What a collection is called."""

    name = LineField(label=_("Name"), max_length=LONGEST)
