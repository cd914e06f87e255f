"""Whatever people do in whatever order: only what an eligible member of the panel approved is ever approved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.content import lapsing, services, timing, urgent
from sanglap.content.approval import closed_gate
from sanglap.content.models import Draft, Variant, Verdict, Vote
from sanglap.content.services import Conflict
from sanglap.content.states import VariantState
from sanglap.core.states import TransitionRefused
from sanglap.networks.contract import Kind
from sanglap.offices import services as offices
from sanglap.offices.models import Leave
from sanglap.offices.scope import Forbidden, Scope
from sanglap.outbox.payload import digest, outgoing
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, House

MEMBERS = ("kamrul", "farid", "shila", "momena")
WRITERS = (*MEMBERS, "sumaiya")
LONG = timedelta(days=300)
SETTINGS = settings(
    deadline=None, max_examples=12, stateful_step_count=12, suppress_health_check=list(HealthCheck), derandomize=True
)


@dataclass
class Words:
    """A revision, as the test itself remembers it."""

    writer: str
    variant: Variant
    state: VariantState = VariantState.DRAFT
    approved: bool = False
    """Once; it may have been replaced since."""
    urgent: bool = False
    ayes: set[str] = field(default_factory=set)
    """Who approved it."""


@dataclass
class Model:
    """What should be the case, reckoned apart from the code under test."""

    panel: frozenset[str] = frozenset()
    away: set[str] = field(default_factory=set)
    majority: bool = False
    time: datetime | None = None
    """At which it goes out."""
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
        there = person in self.panel and person not in self.away
        return there and person not in self.newest.ayes and (person not in self.writers() or len(self.panel) == 1)

    def enough(self) -> bool:
        """Whether the votes on the newest words suffice. What is grave is not written here."""
        words = self.newest
        counted = words.ayes & self.panel
        size = len(self.panel - self.away | counted)
        needed = {1: 1, 2: 2, 3: 2}[size] if self.majority and not words.urgent else 1
        return len(counted) >= needed


class Desk(RuleBasedStateMachine):
    house: House
    account: Account
    seen: set[str]
    """What happened in all the runs together."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = self.house.now
        self.account.refresh_from_db()  # it may remember what the run before did to it
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

    @rule(ordered=st.booleans())
    def order_a_majority(self, *, ordered: bool) -> None:
        accounts.set_majority(
            self.house.scope("rehana", self.now), account=self.account, by_majority=ordered, now=self._tick()
        )
        self.account.refresh_from_db()
        self.model.majority = ordered

    @rule(member=st.sampled_from(MEMBERS))
    def go_on_leave_or_come_back(self, member: str) -> None:
        user, scope, now = self.house.people[member], Scope.everything("tests"), self._tick()
        if member in self.model.away:
            offices.end_leave(scope, leave=Leave.objects.get(user=user, ends_at__gt=now), now=now)
            self.model.away.remove(member)
        else:
            offices.go_on_leave(scope, user=user, starts_at=now, ends_at=now + LONG, now=now)
            self.model.away.add(member)

    @rule(mover=st.sampled_from(WRITERS), hours=st.integers(1, 9))
    def give_it_another_time(self, mover: str, hours: int) -> None:
        """Words and votes stand. Once it is approved only a member of its panel may."""
        now, words = self._tick(), self.model.newest
        fit = words.state in {VariantState.DRAFT, VariantState.SUBMITTED, VariantState.APPROVED}
        if words.state == VariantState.APPROVED:
            fit = mover in self.model.panel
        wanted = fit and mover not in self.model.away
        at = now + timedelta(hours=hours)
        try:
            timing.reschedule(
                self.house.scope(mover, now), draft=self.draft, seen=self.model.time, publish_at=at, now=now
            )
        except (Forbidden, ValidationError):
            assert not wanted
            return
        assert wanted
        self.model.time = at

    @rule(writer=st.sampled_from(WRITERS))
    def mark_as_urgent(self, writer: str) -> None:
        now, words = self._tick(), self.model.newest
        wanted = writer not in self.model.away and (words.state == VariantState.DRAFT or words.urgent)
        try:
            urgent.declare(self.house.scope(writer, now), draft=self.draft, kind="flood", reason="বাঁধ ভেঙেছে", now=now)
        except (Forbidden, ValidationError):
            assert not wanted
            return
        assert wanted
        words.urgent = True

    @rule(span=st.sampled_from([timedelta(hours=1), timedelta(hours=13), timedelta(hours=30)]))
    def time_goes_by(self, span: timedelta) -> None:
        self.now += span
        lapsing.warn(now=self._tick())
        gone = lapsing.expire(now=self._tick())
        words = self.model.newest
        if gone:
            assert words.state == VariantState.SUBMITTED
            assert words.urgent or self.model.time is not None
            words.state = VariantState.EXPIRED

    @rule(writer=st.sampled_from(WRITERS), text=st.sampled_from(["এক", "দুই"]), stale=st.booleans())
    def revise(self, writer: str, text: str, *, stale: bool) -> None:
        seen = len(self.model.revisions) - stale
        try:
            services.revise(
                self.house.scope(writer, self._tick()), draft=self.draft, seen=seen, text=text,
                accounts=[self.account], purposes=["4.b"], untimed=True, now=self.now,
            )  # fmt: skip
        except Conflict:
            assert stale
            return
        except Forbidden:
            assert writer in self.model.away
            return
        assert writer not in self.model.away
        if stale:
            # The second click upon the same words is no conflict, and no revision either.
            newest = factories.newest(self.draft).revision
            assert (newest.written_by, newest.text) == (self.house.people[writer], text)
            assert newest.number == len(self.model.revisions)
            return
        if self.model.newest.state not in {VariantState.REJECTED, VariantState.EXPIRED}:
            self.model.newest.state = VariantState.REPLACED
        self.model.revisions.append(Words(writer, factories.newest(self.draft)))

    @rule(writer=st.sampled_from(WRITERS))
    def submit(self, writer: str) -> None:
        try:
            services.submit(self.house.scope(writer, self._tick()), draft=self.draft, now=self.now)
        except Forbidden:
            assert writer in self.model.away
            return
        if self.model.newest.state == VariantState.DRAFT:
            self.model.newest.state = VariantState.SUBMITTED

    @rule(
        writer=st.sampled_from(WRITERS),
        way=st.sampled_from(["", "by a majority", "urgently", "urgently by a majority"]),
        away=st.sampled_from([None, None, *MEMBERS]),
    )
    def bring_it_before_the_panel(self, writer: str, way: str, away: str | None) -> None:
        """The usual course to its end, so that it happens often enough among all the rest."""
        self.order_a_majority(ordered="majority" in way)
        if away is not None:
            self.go_on_leave_or_come_back(away)
        self.revise(writer, "তিন", stale=False)
        if "urgently" in way:
            self.mark_as_urgent("sumaiya")
        self.submit("sumaiya")
        for voter in MEMBERS:
            self.vote(voter, 0, Verdict.APPROVE, confirmed=True)

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
                self.house.scope(voter, self._tick()), variant=words.variant, verdict=verdict,
                digest=shown.variant.digest, remark="তারিখ ভুল", clause="9.a", confirmed=confirmed, now=self.now,
            )  # fmt: skip
        except (Forbidden, ValidationError, TransitionRefused):
            assert not wanted
            return
        assert wanted
        if verdict == Verdict.APPROVE:
            words.ayes.add(voter)
            if not self.model.enough():
                self.seen.add("one vote too few")
                return
            self.seen |= {"approved", *self._special(words)}
        words.state = {
            Verdict.APPROVE: VariantState.APPROVED,
            Verdict.RETURN: VariantState.RETURNED,
            Verdict.REJECT: VariantState.REJECTED,
        }[verdict]
        words.approved = verdict == Verdict.APPROVE

    def _special(self, words: Words) -> set[str]:
        """What was special about it, so that it is seen that such things happened at all."""
        found = {"urgent"} if words.urgent and self.model.majority and len(words.ayes) == 1 else set()
        return found | ({"somebody away"} if self.model.panel & self.model.away else set())

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
    def what_may_go_out_is_what_was_voted_for_then(self) -> None:
        """To the letter, by members who served at that moment, and never without a vote."""
        rows = Variant.objects.filter(revision__draft=self.draft, state=VariantState.APPROVED)
        for row in rows.select_related("revision"):
            words = self.model.revisions[row.revision.number - 1]
            votes = row.votes.filter(verdict=Verdict.APPROVE, digest=digest(row.payload), at__lte=row.decided_at)
            assert {vote.member.username for vote in votes} == words.ayes
            assert words.ayes
            assert outgoing(row.payload).text == row.revision.text

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

    Here.house, Here.account, Here.seen = house, house.account(), set()
    run_state_machine_as_test(Here, settings=SETTINGS)
    assert Here.seen >= {"approved", "one vote too few", "urgent", "somebody away"}, "too little happened"
