"""What is asked before something is confirmed: a form for each kind, which makes its statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.attestations.models import EvidenceOf
from sanglap.attestations.statements import (
    AccessList,
    AttestationKind,
    Channel,
    Holder,
    Letterhead,
    Method,
    PasswordChanged,
    Pictures,
    PictureSeen,
    Recovery,
    SecondStep,
    Settings,
    Statement,
    Terms,
    Topic,
    masked,
)
from sanglap.desk.appointments.forms import OrderForm
from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, TextField
from sanglap.files.models import File
from sanglap.language.digits import to_latin
from sanglap.people.models import User

LONGEST = 500
_UPLOAD = _("A photo, a scan or a PDF, up to 20 MB.")


@dataclass(frozen=True, slots=True)
class Around:
    """What the forms choose from: the office's people, and who of them has access by the list that stands."""

    people: Sequence[User]
    panel: Sequence[User] = ()
    standing: Mapping[str, Any] = field(default_factory=dict)
    """The last statement of that kind, as it is kept."""


class YesField(forms.BooleanField):
    """Something that must be so before it can be confirmed."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        missing = {"required": _("Tick it if it is so. If it is not, do it first, and come back.")}
        super().__init__(label=label, help_text=help_text, error_messages=missing)


class ConfirmForm(forms.Form):
    """Confirms something. `uploads` are its fields for files, and what each shows."""

    uploads: Mapping[str, EvidenceOf] = {"proof": EvidenceOf.PROOF}
    proof = forms.FileField(label=_("Evidence, if you wish: a picture or PDF"), required=False, help_text=_UPLOAD)

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.around = around
        if "proof" in self.fields:
            self.order_fields([*(name for name in self.fields if name != "proof"), "proof"])

    def statement(self, files: Mapping[str, File]) -> Statement:
        """What is confirmed by it. `files` are those that were brought, by what they show."""
        raise NotImplementedError

    @property
    def keeper(self) -> User | None:
        """Who keeps the recovery address, where that is asked."""
        return None


class PasswordForm(ConfirmForm):
    """That the password was changed; never the password."""

    changed_on = DayField(label=_("On which day was it changed at the network?"))
    strong = YesField(
        _("It is long and made by a password keeper, or of several words that do not belong together"),
    )
    nowhere_else = YesField(_("It is used nowhere else, and nobody who left knows it"))

    def statement(self, files: Mapping[str, File]) -> Statement:
        return PasswordChanged(changed_on=self.cleaned_data["changed_on"], strong=True, nowhere_else=True)


class SecondStepForm(ConfirmForm):
    """That the network asks a second time who signs in."""

    method = forms.ChoiceField(label=_("How does the network ask?"), choices=Method.choices, widget=forms.RadioSelect)
    everyone = YesField(_("It asks everybody who signs in to the account"))
    codes_kept = LineField(
        label=_("Where do the emergency codes lie?"),
        help_text=_("As in “sealed envelope, the head's safe”. Do not write the codes."),
    )

    def statement(self, files: Mapping[str, File]) -> Statement:
        given = self.cleaned_data
        return SecondStep(method=given["method"], everyone=True, codes_kept=given["codes_kept"])


class RecoveryForm(ConfirmForm):
    """By which address the account is won back, and who keeps it."""

    channel = forms.ChoiceField(
        label=_("How is the account won back?"), choices=Channel.choices, widget=forms.RadioSelect
    )
    address = LineField(
        label=_("That address or number"),
        max_length=200,
        help_text=_("Only its first letter and its domain are kept, or its last three digits."),
    )
    ours = YesField(_("It belongs to the office, not to a person"))
    keeper_is = forms.ChoiceField(label=_("Who keeps it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(person.pk), str(person.name)) for person in self.around.people]
        self.fields["keeper_is"].choices = choices  # type: ignore[attr-defined]  # the field is the one above

    def clean_address(self) -> str:
        """Only what may be kept of it leaves this form."""
        given = to_latin(self.cleaned_data["address"])
        kept = masked(given)
        if kept == "…" or ("@" in given and not all(given.partition("@")[::2])):
            raise ValidationError(_("Write the whole address or number."), code="invalid")
        return kept

    @property
    def keeper(self) -> User | None:
        chosen = self.cleaned_data["keeper_is"]
        return next((person for person in self.around.people if str(person.pk) == chosen), None)

    def statement(self, files: Mapping[str, File]) -> Statement:
        given, keeper = self.cleaned_data, self.keeper
        name = dict(keeper.name) if keeper else {}
        return Recovery(channel=given["channel"], masked=given["address"], ours=True, keeper=name)


class AccessForm(ConfirmForm):
    """Who has access at the network."""

    people = forms.MultipleChoiceField(
        label=_("Who of the office has access at the network?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look it up there; do not write it from memory."),
    )
    others = TextField(
        label=_("Anybody else, one a line, with the reason"),
        required=False,
        max_length=5_000,
        help_text=_("A firm, another application, somebody who left: remove whoever need not have access."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.fields["people"]
        named.choices = [(str(person.pk), str(person.name)) for person in self.around.people]  # type: ignore[attr-defined]  # the field is the one above
        standing = self.around.standing.get("people")
        serving = [str(person.pk) for person in self.around.panel]
        named.initial = [one["id"] for one in standing] if standing is not None else serving
        self.fields["others"].initial = "\n".join(self.around.standing.get("others", ()))

    def clean_others(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(line) > LONGEST for line in lines):
            raise ValidationError(_("Write at most 500 characters a line."), code="max_length")
        return lines

    def statement(self, files: Mapping[str, File]) -> Statement:
        chosen = set(self.cleaned_data["people"])
        there = [one for one in self.around.people if str(one.pk) in chosen]
        holders = tuple(Holder(id=one.pk, name=dict(one.name)) for one in there)
        return AccessList(people=holders, others=tuple(self.cleaned_data["others"]))


class PicturesForm(ConfirmForm):
    """That banner and profile picture show no personal photograph."""

    uploads = {"banner": EvidenceOf.BANNER, "profile": EvidenceOf.PROFILE}
    proof = None  # type: ignore[assignment]  # Django's way of leaving out a field
    banner = forms.ImageField(label=_("The banner as it is shown now"), required=False)
    profile = forms.ImageField(label=_("The profile picture as it is shown now"), required=False)
    no_person = YesField(
        _("Neither is a photograph of a person"), _("The institution's logo, building or work may be shown.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not {"banner", "profile"} & set(self.errors) and not (given.get("banner") or given.get("profile")):
            self.add_error("profile", _("Add at least one of the two pictures."))
        return given

    def statement(self, files: Mapping[str, File]) -> Statement:
        seen = tuple(PictureSeen(what=name, digest=file.digest) for name, file in files.items())
        return Pictures(seen=seen, no_person=True)


class SettingsForm(ConfirmForm, OrderForm):
    """The chosen settings, topic by topic, with the decision behind them."""

    uploads = {"scan": EvidenceOf.PROOF}
    proof = None  # type: ignore[assignment]  # the decision's own scan is asked for
    reason = TextField(
        label=_("Why these settings?"),
        help_text=_("Clause 5(f): in the light of the account's purpose and the office's decision."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.around.standing.get("chosen", {})
        for topic in Topic:
            label = str(topic.label)
            self.fields[topic.value] = TextField(
                label=label[:1].upper() + label[1:], initial=chosen.get(topic.value, ""), help_text=_EXAMPLES[topic]
            )
        self.fields["reason"].initial = self.around.standing.get("reason", "")
        self.order_fields([*Topic.values, "reason", "memo", "dated", "scan"])

    def statement(self, files: Mapping[str, File]) -> Statement:
        given = self.cleaned_data
        chosen = {topic: given[topic.value] for topic in Topic}
        return Settings(chosen=chosen, reason=given["reason"], memo=given["memo"], dated=given["dated"])


_EXAMPLES = {
    Topic.DISPLAY: _("As in “public, also without an account”."),
    Topic.COMMENTS: _("As in “everybody may comment; the word filter of the network is on”."),
    Topic.MEMBERSHIP: _("As in “everybody may follow; nobody is added without being asked”."),
    Topic.ACCESS: _("As in “Sanglap posts; the panel's admin alone changes settings”."),
    Topic.PRIVACY: _("As in “location off; private messages open to all”."),
}


class TermsForm(ConfirmForm):
    """That the platform's terms were read, in which version, and that the account keeps them."""

    version = LineField(
        label=_("Version of the terms, or the date that stands on them"), help_text=_("As in “1 January 2026”.")
    )
    url = forms.URLField(label=_("Where they stand"), required=False, assume_scheme="https")
    read = YesField(_("We have read them"))
    kept = YesField(_("The account keeps them, and nothing in them stands against the office's duties"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("version", "url"):
            self.fields[name].initial = self.around.standing.get(name, "")

    def statement(self, files: Mapping[str, File]) -> Statement:
        given = self.cleaned_data
        return Terms(version=given["version"], url=given["url"], read=True, kept=True)


class LetterheadForm(ConfirmForm):
    """That the office's letters show its addresses."""

    address = YesField(_("The letterhead shows the office's address"))
    website = YesField(_("It shows the web address that is in use"))
    account = YesField(_("It shows this account, in words or as a QR code"))

    def statement(self, files: Mapping[str, File]) -> Statement:
        return Letterhead(address=True, website=True, account=True)


FORMS: Mapping[AttestationKind, type[ConfirmForm]] = {
    AttestationKind.PASSWORD: PasswordForm,
    AttestationKind.MFA: SecondStepForm,
    AttestationKind.RECOVERY: RecoveryForm,
    AttestationKind.ACCESS: AccessForm,
    AttestationKind.PICTURES: PicturesForm,
    AttestationKind.SETTINGS: SettingsForm,
    AttestationKind.TERMS: TermsForm,
    AttestationKind.LETTERHEAD: LetterheadForm,
}
