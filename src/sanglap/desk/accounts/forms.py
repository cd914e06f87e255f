"""What is asked of an account, and of those who answer for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account, PanelMember, PanelRole
from sanglap.accounts.services import Proposal
from sanglap.desk.appointments.forms import OrderForm
from sanglap.desk.fields import LineField, PurposesField, TextField, both
from sanglap.language.digits import to_latin
from sanglap.networks.registry import CONNECTORS, connector
from sanglap.people.models import User

LONGEST_NOTE = 2_000


def _networks() -> list[tuple[str, str]]:
    return [(key, str(connector(key).name)) for key in CONNECTORS]


class ServerField(LineField):
    """The address of a network's server: scheme and host alone; where the scheme was left out, `https://` is added,
    and `http://` for a server of this very machine (the demo's practice network).
    """

    def to_python(self, value: Any) -> str:
        given = to_latin(super().to_python(value)).rstrip("/")
        if not given or "://" in given:
            return given
        here = given.partition(":")[0] in {"localhost", "127.0.0.1"}
        return f"http://{given}" if here else f"https://{given}"

    def validate(self, value: str) -> None:
        super().validate(value)
        wrong = ValidationError(_("Write the address of the network as in https://social.example."), code="invalid")
        try:
            parts = urlsplit(value)
            _port = parts.port
        except ValueError:
            raise wrong from None
        plain = parts.netloc and not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
        if parts.scheme not in {"http", "https"} or not plain or " " in value:
            raise wrong


class ProposalForm(forms.Form):
    """An account as it is proposed."""

    network = forms.ChoiceField(
        label=_("How it is kept"),
        choices=_networks,
        widget=forms.RadioSelect,
        initial="mastodon",
        help_text=_(
            "Choose “kept by hand” for a network that Sanglap cannot post to: officers post what was approved."
        ),
    )
    server = ServerField(label=_("Address of the network"), max_length=200, help_text=_("As in https://social.example"))
    handle = LineField(label=_("Name of the account there"), max_length=128, help_text=_("As after the @ sign."))
    name_bn = LineField(label=_("Name in Bangla"))
    name_en = LineField(label=_("Name in English"))
    purposes = PurposesField(help_text=_("Clause 4: what does this account serve?"))
    audience_bn = TextField(label=_("For whom, in Bangla"), help_text=_("Clause 5(b): whom it is meant for."))
    audience_en = TextField(label=_("For whom, in English"))
    description_bn = TextField(
        label=_("Description of the user, in Bangla"),
        help_text=_("Clause 5(b): what the account's own page is to say about the office."),
    )
    description_en = TextField(label=_("Description of the user, in English"))

    def clean_handle(self) -> str:
        """The bare handle. One server's address behind it belongs in the field above."""
        handle: str = self.cleaned_data["handle"].removeprefix("@")
        if not handle or any(sign in handle for sign in "@/ "):
            raise ValidationError(_("Write only the name after the @ sign, without the server."), code="invalid")
        return handle

    def proposal(self) -> Proposal:
        """What the form says, as the services take it."""
        given = self.cleaned_data
        return Proposal(
            network=given["network"],
            server=given["server"],
            handle=given["handle"],
            purposes=given["purposes"],
            name=both(self, "name"),
            audience=both(self, "audience"),
            description=both(self, "description"),
        )

    @staticmethod
    def of(account: Account) -> dict[str, Any]:
        """The account as the form's first values."""
        plain = {name: getattr(account, name) for name in ("network", "server", "handle", "purposes")}
        texts = ("name", "audience", "description")
        return plain | {
            f"{name}_{language}": text for name in texts for language, text in getattr(account, name).items()
        }


class NoteForm(forms.Form):
    """Why."""

    note = TextField(
        label=_("Reason"), max_length=LONGEST_NOTE, help_text=_("The office, the reviewers and the history see it.")
    )


class ReviewForm(forms.Form):
    """What the reviewer decides of a proposal."""

    APPROVE, ASK, REFUSE = "approve", "ask", "refuse"
    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[(APPROVE, _("approve")), (ASK, _("more information needed")), (REFUSE, _("decline"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    note = TextField(
        label=_("What is missing, or why it is declined"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("Needed unless you approve. The office sees it."),
    )


class PanelForm(OrderForm):
    """Who of those who may approve at the office serves on the panel, and as what; by which order."""

    majority = forms.BooleanField(
        label=_("A majority of the panel must approve"),
        required=False,
        help_text=_("Otherwise one member who did not write it is enough."),
    )

    def __init__(self, *args: Any, people: Sequence[User], serving: Sequence[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        seats = {member.user_id: member.role for member in serving}
        for person in people:
            self.fields[f"seat_{person.pk}"] = forms.ChoiceField(
                label=str(person.name),
                choices=[("", _("not on the panel")), *PanelRole.choices],
                required=False,
                initial=seats.get(person.pk, ""),
            )
        self.order_fields([f"seat_{person.pk}" for person in people])

    def members(self) -> dict[User, PanelRole]:
        """The panel as it is to be."""
        chosen = {person: self.cleaned_data[f"seat_{person.pk}"] for person in self.people}
        return {person: PanelRole(role) for person, role in chosen.items() if role}
