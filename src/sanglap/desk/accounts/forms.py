"""What is asked of an account, and of those who answer for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account, PanelMember, PanelRole
from sanglap.accounts.services import Proposal
from sanglap.desk.accounts.platform import PlatformForm
from sanglap.desk.appointments.forms import OrderForm
from sanglap.desk.days import DayField
from sanglap.desk.fields import LineField, PurposesField, TextField, both
from sanglap.desk.findings import RulingForm
from sanglap.desk.platforms.choice import DecisionField
from sanglap.inbox.endings import LONGEST_HEIR
from sanglap.offices.models import Office
from sanglap.people.models import User
from sanglap.platforms.models import Decision

LONGEST_NOTE = 2_000


class ProposalForm(PlatformForm):
    """An account as it is proposed."""

    decision = DecisionField(required=False)
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

    def offer(self, decisions: Sequence[Decision]) -> ProposalForm:
        """Let the proposal rest on one of these decisions; where there is but one, it is named already."""
        field = cast("DecisionField", self.fields["decision"])
        field.offer(decisions)
        if len(decisions) == 1:
            self.initial.setdefault("decision", str(decisions[0].pk))
        return self

    def proposal(self) -> Proposal:
        """What the form says, as the services take it."""
        given = self.cleaned_data
        return Proposal(
            **self.place(),
            decision=given["decision"],
            purposes=given["purposes"],
            name=both(self, "name"),
            audience=both(self, "audience"),
            description=both(self, "description"),
        )

    def would(self, office: Office) -> Account:
        """The account that would bear those texts, unsaved."""
        given = self.proposal()
        return Account(
            office=office, name=given.name, handle=given.handle.removeprefix("@"), audience=given.audience,
            description=given.description,
        )  # fmt: skip

    @staticmethod
    def of(account: Account) -> dict[str, Any]:
        """The account as the form's first values."""
        plain = {**PlatformForm.place_of(account), "purposes": account.purposes, "decision": account.decision_id}
        texts = ("name", "audience", "description")
        return plain | {
            f"{name}_{language}": text for name in texts for language, text in getattr(account, name).items()
        }


class NoteForm(forms.Form):
    """Why."""

    note = TextField(
        label=_("Reason"), max_length=LONGEST_NOTE, help_text=_("The office, the reviewers and the history see it.")
    )


class CloseForm(NoteForm):
    """Why it ends, and who answers those who wait."""

    handed_to = TextField(
        label=_("Who answers those who wait from now on"),
        required=False,
        max_length=LONGEST_HEIR,
        help_text=_(
            "Another account, an office or a person, as people here will know it. It is noted at each message."
        ),
    )

    def __init__(self, *args: Any, waiting: int, **more: Any) -> None:
        super().__init__(*args, **more)
        if not waiting:
            del self.fields["handed_to"]


class ReviewForm(RulingForm):
    """What the reviewer decides of a proposal, and what he says of the findings in its texts that want a word."""

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

    ends = DayField(
        label=_("Until, the day included"), required=False,
        help_text=_("Left empty: until another panel is appointed. Before it ends you are reminded."),
    )  # fmt: skip

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
