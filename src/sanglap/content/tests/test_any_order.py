"""Whatever people do in whatever order: only what an eligible member of the panel approved is ever approved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.content import services
from sanglap.content.approval import closed_gate
from sanglap.content.models import Draft, Variant, Verdict, Vote
from sanglap.content.services import Conflict
from sanglap.content.states import VariantState
from sanglap.core.states import TransitionRefused
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, House

MEMBERS = ("kamrul", "farid", "shila", "momena")
WRITERS = (*MEMBERS, "sumaiya")
SETTINGS = settings(
    deadline=None, max_examples=20, stateful_step_count=14, suppress_health_check=list(HealthCheck), derandomize=True
)


@dataclass
class Words:
    """A revision, as the test itself remembers it."""

    writer: str
    variant: Variant
    state: VariantState = VariantState.DRAFT
    approved: bool = False
    """Once; it may have been replaced since."""


@dataclass
class Model:
    """What should be the case, reckoned apart from the code under test."""

    panel: frozenset[str] = frozenset()
    revisions: list[Words] = field(default_factory=list)

    @property
    def newest(self) -> Words:
        return self.revisions[-1]

    def writers(self) -> set[str]:
        """Of the newest revision and of those before it, back to one that was approved."""
        found = set()
        for words in reversed(self.revisions):
            if words.approved:
                break
            found.add(words.writer)
        return found

    def may_vote(self, person: str) -> bool:
        return person in self.panel and (person not in self.writers() or len(self.panel) == 1)


class Desk(RuleBasedStateMachine):
    house: House
    account: Account

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = self.house.now
        self.model = Model()
        self._appoint(frozenset({"kamrul", "farid", "shila"}))
        scope = self.house.scope("kamrul")
        self.draft = services.start(
            scope, office=self.account.office, kind=Kind.POST, text="প্রথম", accounts=[self.account], purposes=["4.b"],
            now=self._tick(),
        )  # fmt: skip
        self.model.revisions.append(Words("kamrul", factories.newest(self.draft)))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _tick(self) -> datetime:
        self.now += MINUTE
        return self.now

    def _appoint(self, panel: frozenset[str]) -> None:
        members = {self.house.people[name]: PanelRole.MODERATOR for name in sorted(panel)}
        accounts.appoint_panel(
            self.house.scope("rehana", self.now), account=self.account, members=members, now=self._tick()
        )
        self.model.panel = panel

    @rule(panel=st.sets(st.sampled_from(MEMBERS), min_size=1, max_size=3).filter(lambda found: len(found) != 2))
    def change_panel(self, panel: set[str]) -> None:
        self._appoint(frozenset(panel))

    @rule(writer=st.sampled_from(WRITERS), text=st.sampled_from(["এক", "দুই"]), stale=st.booleans())
    def revise(self, writer: str, text: str, *, stale: bool) -> None:
        seen = len(self.model.revisions) - stale
        try:
            services.revise(
                self.house.scope(writer), draft=self.draft, seen=seen, text=text, accounts=[self.account],
                purposes=["4.b"], now=self._tick(),
            )  # fmt: skip
        except Conflict:
            assert stale
            return
        if stale:
            # The second click upon the same words is no conflict, and no revision either.
            newest = factories.newest(self.draft).revision
            assert (newest.written_by, newest.text) == (self.house.people[writer], text)
            assert newest.number == len(self.model.revisions)
            return
        if self.model.newest.state != VariantState.REJECTED:
            self.model.newest.state = VariantState.REPLACED
        self.model.revisions.append(Words(writer, factories.newest(self.draft)))

    @rule(writer=st.sampled_from(WRITERS))
    def submit(self, writer: str) -> None:
        services.submit(self.house.scope(writer), draft=self.draft, now=self._tick())
        if self.model.newest.state == VariantState.DRAFT:
            self.model.newest.state = VariantState.SUBMITTED

    @rule(
        voter=st.sampled_from(WRITERS),
        back=st.sampled_from([0, 0, 0, 1]),
        confirmed=st.booleans(),
        verdict=st.sampled_from([Verdict.APPROVE, Verdict.APPROVE, Verdict.APPROVE, Verdict.RETURN, Verdict.REJECT]),
    )
    def vote(self, voter: str, back: int, verdict: Verdict, *, confirmed: bool) -> None:
        """A vote on the newest words, by a page that shows them or the ones before."""
        words, shown = self.model.newest, self.model.revisions[max(0, len(self.model.revisions) - 1 - back)]
        wanted = self._should(voter, shown, verdict, confirmed=confirmed)
        try:
            services.decide(
                self.house.scope(voter), variant=words.variant, verdict=verdict, digest=shown.variant.digest,
                remark="তারিখ ভুল", clause="9.a", confirmed=confirmed, now=self._tick(),
            )  # fmt: skip
        except (Forbidden, ValidationError, TransitionRefused):
            assert not wanted
            return
        assert wanted
        words.state = {
            Verdict.APPROVE: VariantState.APPROVED,
            Verdict.RETURN: VariantState.RETURNED,
            Verdict.REJECT: VariantState.REJECTED,
        }[verdict]
        words.approved = verdict == Verdict.APPROVE

    def _should(self, voter: str, shown: Words, verdict: Verdict, *, confirmed: bool) -> bool:
        words = self.model.newest
        own = len(self.model.panel) == 1 and voter in self.model.writers()
        return (
            words.state == VariantState.SUBMITTED
            and shown.variant.digest == words.variant.digest
            and self.model.may_vote(voter)
            and (confirmed or not own or verdict != Verdict.APPROVE)
        )

    @invariant()
    def every_variant_stands_as_reckoned(self) -> None:
        rows = Variant.objects.filter(revision__draft=self.draft).select_related("account").order_by("revision__number")
        assert [row.state for row in rows] == [words.state for words in self.model.revisions]
        for row in rows:
            assert (closed_gate(row) == "") is (row.state == VariantState.APPROVED)

    @invariant()
    def every_vote_is_for_what_was_shown(self) -> None:
        for vote in Vote.objects.select_related("variant"):
            assert vote.digest == vote.variant.digest

    @invariant()
    def the_draft_knows_its_newest_revision(self) -> None:
        assert Draft.objects.get(pk=self.draft.pk).latest == len(self.model.revisions)


@pytest.mark.clause("6.a")
@pytest.mark.clause("5.c")
@pytest.mark.django_db
def test_in_whatever_order_only_an_eligible_member_approves() -> None:
    house = factories.house()
    for name in MEMBERS[1:]:
        house.officer(name, Role.PANEL)

    class Here(Desk):
        pass

    Here.house, Here.account = house, house.account()
    run_state_machine_as_test(Here, settings=SETTINGS)
