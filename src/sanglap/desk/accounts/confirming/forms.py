"""What is asked before something is confirmed: a form for each kind, which makes its statement."""

from __future__ import annotations

from collections.abc import Mapping
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
from sanglap.desk.accounts.confirming.asking import ConfirmForm, YesField
from sanglap.desk.appointments.forms import OrderForm
from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, TextField
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.language.digits import to_latin
from sanglap.people.models import User

LONGEST = 500
_UNSEEN = _("The profile shows Sanglap none. If there is one, add it: as a picture of the screen, for example.")


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
    banner = forms.ImageField(label=_("The banner as it is shown now"), required=False, help_text=_UNSEEN)
    profile = forms.ImageField(label=_("The profile picture as it is shown now"), required=False, help_text=_UNSEEN)
    no_person = YesField(
        _("Neither is a photograph of a person"), _("The institution's logo, building or work may be shown.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.around.live:
            del self.fields[name]

    @property
    def lies_before(self) -> str:
        return " ".join(f"{name}:{file.digest}" for name, file in sorted(self.known.items()))

    @property
    def known(self) -> Mapping[str, File]:
        return {name: picture.file for name, picture in self.around.live.items() if picture.file is not None}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        brought = given.get("banner") or given.get("profile")
        if not (self.known or brought or {"banner", "profile"} & set(self.errors)):
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
        platform = self.around.platform
        self.offered = loader.current().catalogue.choices(platform) if platform else ()
        for topic in Topic:
            self._ask(topic)
        self.fields["reason"].initial = self.around.standing.get("reason", "")
        asked = [name for topic in Topic for name in (topic.value, _words(topic))]
        self.order_fields([*asked, "reason", "memo", "dated", "scan"])

    def _ask(self, topic: Topic) -> None:
        """The options of the platform, and room for more words; words alone where it has no options."""
        label = str(topic.label)
        label = label[:1].upper() + label[1:]
        chosen, words = (self.around.standing.get(name, {}).get(topic.value) for name in ("chosen", "words"))
        offer = next((one for one in self.offered if one[0].topic == topic.value), None)
        if offer is None:
            self.fields[_words(topic)] = TextField(label=label, initial=words, help_text=_EXAMPLES[topic])
            return
        about, options = offer
        choices = [(option.id, str(option.name)) for option in options]
        if about.several:
            self.fields[topic.value] = forms.MultipleChoiceField(
                label=label, choices=choices, widget=forms.CheckboxSelectMultiple, initial=chosen
            )
        else:
            first = next(iter(chosen or ()), None)
            self.fields[topic.value] = forms.ChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect, initial=first
            )
        more = _("More on it, if need be: %(topic)s") % {"topic": label}
        self.fields[_words(topic)] = LineField(label=more, required=False, initial=words, max_length=LONGEST)

    def statement(self, files: Mapping[str, File]) -> Statement:
        given = self.cleaned_data
        chosen: dict[Topic, tuple[str, ...]] = {}
        for topic in Topic:
            if found := given.get(topic.value):
                chosen[topic] = (found,) if isinstance(found, str) else tuple(found)
        words = {topic: said for topic in Topic if (said := given.get(_words(topic)))}
        return Settings(chosen=chosen, words=words, reason=given["reason"], memo=given["memo"], dated=given["dated"])


def _words(topic: Topic) -> str:
    return f"{topic.value}_words"


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
            if self.around.terms is not None:
                del self.fields[name]

    @property
    def lies_before(self) -> str:
        return str(self.around.terms.pk) if self.around.terms else ""

    def statement(self, files: Mapping[str, File]) -> Statement:
        known, given = self.around.terms, self.cleaned_data
        if known is not None:
            return Terms(terms_id=known.pk, version=known.version, url=known.url, read=True, kept=True)
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
