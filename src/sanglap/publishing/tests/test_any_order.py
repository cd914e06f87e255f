"""Whatever people do in whatever order, whatever the network answers and whenever a worker dies: the network shows
what the panel then in office approved, to the letter and once, and nothing else; of a thread the parts in their order,
each answering the one before.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.accounts.states import AccountState
from sanglap.content import services as content
from sanglap.content.models import Draft, Verdict
from sanglap.content.states import VariantState
from sanglap.core import clock, http
from sanglap.core.states import TransitionRefused
from sanglap.inbox import endings
from sanglap.language.parting import parts
from sanglap.networks.contract import Kind
from sanglap.offices import services as offices
from sanglap.offices.models import Appointment
from sanglap.offices.scope import Forbidden, Scope
from sanglap.outbox import engine, reconcile, store
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing
from sanglap.outbox.services import CLEARANCE
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Role
from sanglap.publishing import services
from sanglap.publishing.tests.pretended import Mood, Network, Status
from tests import factories
from tests.factories import MINUTE, SECOND, House

MEMBERS = ("kamrul", "farid", "shila", "momena")
WRITERS = (*MEMBERS, "sumaiya")
PANELS = [frozenset(found) for size in (3, 1) for found in combinations(MEMBERS, size)]
REFUSALS = (Forbidden, ValidationError, TransitionRefused)
SETTINGS = settings(
    deadline=None, max_examples=20, stateful_step_count=30, suppress_health_check=list(HealthCheck), derandomize=True
)
SKEWS = st.sampled_from([-MINUTE, timedelta(), timedelta(), MINUTE])
"""How far a worker's clock is from the true time."""
FURTHEST_APART = 2 * MINUTE


class Say(StrEnum):
    """What is done to a post by somebody."""

    WRITE = "write"
    REVISE = "revise"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    ALL = "write, submit and approve"


class Order(StrEnum):
    """What is ordered from above."""

    PANEL = "panel"
    TRANSFER = "transfer"
    SUSPENSION = "suspension"
    MOVE = "move to another office and back"


class Part(StrEnum):
    """What a worker does."""

    RELEASE = "release"
    RECHECK = "recheck"
    SEND = "send"
    SWEEP = "sweep"
    LOOK = "look"


class Death(StrEnum):
    """When a worker is killed."""

    NEVER = "never"
    BEFORE_THE_CALL = "before the call"
    BEFORE_THE_RECORD = "before the record"


LONGEST = 600
TURMOIL = (
    (Mood.TAKES_AND_FAILS, Death.NEVER),
    (Mood.WELL, Death.BEFORE_THE_RECORD),
    (Mood.BUSY, Death.NEVER),
    (Mood.WELL, Death.BEFORE_THE_CALL),
    (Mood.TAKES_AND_IS_LOST, Death.NEVER),
    (Mood.FAILS, Death.NEVER),
)


@dataclass
class Words:
    """A revision, as the test itself remembers it."""

    text: str
    """Of a thread that of its first part, by which it is told from others."""
    writers: frozenset[str]
    """Since the last one that was approved."""
    submitted: bool = False
    approved: bool = False
    replaced_at: datetime | None = None
    passed: bool = False
    """On to the outbox."""
    parts: tuple[str, ...] = ()
    """Those of a thread."""
    given_back: bool = False
    """The account moved before it went out: it never goes out by that approval."""


def _words(text: str, writers: frozenset[str]) -> Words:
    found = parts(text, most=500, count=len)
    return Words(found[0], writers, parts=tuple(found))


class Office(RuleBasedStateMachine):
    """People, workers and network. People's clocks go right."""

    house: House
    account: Account
    network: Network
    """Its clock is the true one."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.network.begin(self.house.now)
        self.drafts: list[tuple[Draft, list[Words]]] = []
        self.serving: dict[str, Appointment] = {
            one.user.username: one
            for one in Appointment.objects.filter(user__username__in=MEMBERS).select_related("user", "position__office")
        }
        self.account.refresh_from_db()
        self.panel: frozenset[str] = frozenset()
        self.count = 0

    def teardown(self) -> None:
        try:
            self._finish()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        return self.network.now

    def _wait(self, span: timedelta = SECOND) -> datetime:
        self.network.now += span
        return self.now

    def _scope(self, name: str) -> Scope:
        return self.house.scope(name, self.now)

    # People.

    @initialize()
    def first_panel(self) -> None:
        self.appoint_panel(PANELS[0])

    @rule(panel=st.sampled_from(PANELS), officer=st.sampled_from(MEMBERS), what=st.sampled_from(Order))
    def order(self, what: Order, panel: frozenset[str], officer: str) -> None:
        """An order from above."""
        match what:
            case Order.PANEL:
                self.appoint_panel(panel)
            case Order.TRANSFER:
                self.transfer(officer)
            case Order.SUSPENSION:
                self.suspend_or_resume()
            case Order.MOVE:
                self.move_and_come_back()

    def appoint_panel(self, panel: frozenset[str]) -> None:
        now = self._wait()
        members = {self.house.people[name]: PanelRole.MODERATOR for name in sorted(panel)}
        try:
            accounts.appoint_panel(self._scope("rehana"), account=self.account, members=members, now=now)
        except ValidationError:
            assert not panel <= set(self.serving)
            return
        self.panel = panel

    def transfer(self, name: str) -> None:
        """An officer leaves his position, or comes back into it."""
        now, system = self._wait(), Scope.everything("tests")
        left = self.serving.pop(name, None)
        if left is not None:
            offices.relieve(system, appointment=left, ends_at=now, now=now)
            return
        last = Appointment.objects.filter(user__username=name).select_related("position").latest("starts_at")
        self.serving[name] = offices.appoint(
            system, position=last.position, user=self.house.people[name], starts_at=now, now=now
        )

    @rule(what=st.sampled_from([*Say, *3 * [Say.ALL]]), who=st.sampled_from(WRITERS), which=st.integers(0, 9))
    def say(self, what: Say, who: str, which: int) -> None:
        """Somebody works on a post: a new one, or one of those there are."""
        if what in {Say.WRITE, Say.ALL}:
            self.write(who)
        if not self.drafts:
            return
        match what:
            case Say.REVISE:
                self.revise(who, which)
            case Say.SUBMIT:
                self.submit(which)
            case Say.APPROVE:
                self.vote(who, which, Verdict.APPROVE)
            case Say.REJECT:
                self.vote(who, which, Verdict.REJECT)
            case Say.ALL:
                self.submit(-1)
                for voter in MEMBERS:
                    self.vote(voter, -1, Verdict.APPROVE)

    def write(self, writer: str) -> None:
        now, text = self._wait(), self._text()
        try:
            draft = content.start(
                self._scope(writer), office=self.account.office, kind=Kind.POST, text=text, accounts=[self.account],
                purposes=["4.b"], as_threads=[self.account.pk], now=now,
            )  # fmt: skip
        except Forbidden:
            assert writer not in {*self.serving, "sumaiya"}
            return
        self.drafts.append((draft, [_words(text, frozenset({writer}))]))

    def _text(self) -> str:
        self.count += 1
        text = f"খবর {self.count}: রাস্তা মেরামতের কাজ চলছে।"
        return f"{text}\n---\nদ্বিতীয় কথা।\n---\nশেষ কথা।" if self.count % 3 == 2 else text

    def revise(self, writer: str, which: int) -> None:
        now, text = self._wait(), self._text()
        draft, revisions = self.drafts[which % len(self.drafts)]
        try:
            content.revise(
                self._scope(writer), draft=draft, seen=len(revisions), text=text, accounts=[self.account],
                purposes=["4.b"], as_threads=[self.account.pk], now=now,
            )  # fmt: skip
        except Forbidden:
            assert writer not in {*self.serving, "sumaiya"}
            return
        before = revisions[-1]
        before.replaced_at = now
        revisions.append(_words(text, frozenset({writer}) | (frozenset() if before.approved else before.writers)))

    def submit(self, which: int) -> None:
        draft, revisions = self.drafts[which % len(self.drafts)]
        content.submit(self._scope("sumaiya"), draft=draft, now=self._wait())
        revisions[-1].submitted = True

    def vote(self, voter: str, which: int, verdict: Verdict) -> None:
        now = self._wait()
        draft, revisions = self.drafts[which % len(self.drafts)]
        variant = factories.newest(draft)
        try:
            content.decide(
                self._scope(voter), variant=variant, verdict=verdict, digest=variant.digest, remark="তারিখ ভুল",
                clause="9.a", confirmed=True, now=now,
            )  # fmt: skip
        except REFUSALS:
            return
        words = revisions[-1]
        assert words.submitted
        assert voter in self.panel
        assert voter in self.serving
        assert voter not in words.writers or self.panel == {voter}
        words.approved, words.submitted = verdict == Verdict.APPROVE, False

    def suspend_or_resume(self) -> None:
        now, scope = self._wait(), self._scope("rehana")
        if self.account.state == AccountState.ACTIVE:
            accounts.suspend(scope, account=self.account, note="তদন্ত চলছে", now=now)
        else:
            try:
                accounts.resume(scope, account=self.account, now=now)
            except ValidationError:
                assert not self.panel

    def move_and_come_back(self) -> None:
        """The panel that approved serves no more, even when the account is back."""
        home, everything = self.house.offices["shibalaya"], Scope.everything("tests")
        for taker in (self.house.offices["ghior"], home):
            self.account.refresh_from_db()
            move = accounts.propose_move(
                everything, account=self.account, taker=taker, reason="পুনর্গঠন", now=self._wait()
            )
            endings.accept_move(everything, move=move, now=self._wait())
        self.account.refresh_from_db()
        self.panel = frozenset()
        for draft, revisions in self.drafts:
            words, state = revisions[-1], factories.newest(draft).state
            if words.approved and state == VariantState.RETURNED:
                words.approved, words.given_back = False, True
            words.submitted = words.submitted and state == VariantState.SUBMITTED
            assert state != VariantState.SUBMITTED
            assert words.passed or not words.approved, "approved by a panel that is gone, and not passed on"

    def appoint_somebody(self) -> None:
        if not self.serving:
            self.transfer(MEMBERS[0])
        self.appoint_panel(frozenset([min(self.serving)]))

    # Time, network and workers.

    @rule(span=st.sampled_from([SECOND, 10 * SECOND, 31 * SECOND, 5 * MINUTE, 70 * MINUTE]), mood=st.sampled_from(Mood))
    def meanwhile(self, span: timedelta, mood: Mood) -> None:
        self._wait(span)
        self.network.mood = mood

    def release(self, skew: timedelta) -> None:
        waiting = [one for one in self._newest() if one.approved and not one.passed]
        count = services.release(now=self._wait() + skew)
        if self.account.state != AccountState.ACTIVE:
            assert count == 0
            return
        assert count == len(waiting)
        for words in waiting:
            words.passed = True

    def _newest(self) -> list[Words]:
        return [revisions[-1] for _draft, revisions in self.drafts]

    def recheck(self, skew: timedelta) -> None:
        services.recheck(now=self._wait() + skew)

    def sweep(self, skew: timedelta) -> None:
        store.sweep(now=self._wait() + skew)

    def look(self, skew: timedelta) -> None:
        at = self._wait() + skew
        delivery = reconcile.take(now=at)
        if delivery is not None:
            reconcile.look(delivery, now=at)

    def send(self, skew: timedelta, death: Death) -> None:
        claims = store.claim(3, now=self._wait() + skew)
        if death is Death.BEFORE_THE_CALL:
            return
        results = asyncio.run(self._called(claims))
        if death is Death.NEVER:
            store.record(results)

    @rule(parts=st.lists(st.sampled_from(Part), min_size=1, max_size=6), skew=SKEWS, death=st.sampled_from(Death))
    def work(self, parts: list[Part], skew: timedelta, death: Death) -> None:
        """What a worker does by itself, in any order."""
        for part in parts:
            match part:
                case Part.RELEASE:
                    self.release(skew)
                case Part.RECHECK:
                    self.recheck(skew)
                case Part.SEND:
                    self.send(skew, death)
                case Part.SWEEP:
                    self.sweep(skew)
                case Part.LOOK:
                    self.look(skew)

    async def _called(self, claims: list[store.Claim]) -> list[store.Result]:
        async with self.network.client() as client:
            return [await engine.send(claim, client) for claim in claims]

    # What holds.

    @invariant()
    def the_network_shows_what_was_approved_and_passed_on_once(self) -> None:
        shown = Counter(self._heads())
        assert set(shown) <= {one.text for _draft, revisions in self.drafts for one in revisions if one.passed}
        assert set(shown.values()) <= {1}

    def _heads(self) -> list[str]:
        """What stands there by itself, or begins a thread."""
        return [status.text for status in self.network.statuses if status.answers is None]

    def _thread(self, first: str) -> list[Status]:
        """What stands there under that text, each answering the one before."""
        found = [status for status in self.network.statuses if status.text == first and status.answers is None]
        while found:
            below = [status for status in self.network.statuses if status.answers == str(found[-1].id)]
            assert len(below) <= 1, "two parts in one place"
            if not below:
                break
            found += below
        return found

    @invariant()
    def threads_stand_in_their_order(self) -> None:
        stand = [status.id for first in self._heads() for status in self._thread(first)]
        assert sorted(stand) == [status.id for status in self.network.statuses]
        for words in (one for _draft, revisions in self.drafts for one in revisions):
            shown = [status.text for status in self._thread(words.text)]
            assert shown == list(words.parts[: len(shown)])

    @invariant()
    def what_was_replaced_goes_out_no_more(self) -> None:
        for words in (one for _draft, revisions in self.drafts for one in revisions):
            if words.replaced_at is not None:
                for status in self._thread(words.text):
                    assert status.at <= words.replaced_at + CLEARANCE + FURTHEST_APART

    @invariant()
    def what_was_given_back_never_goes_out(self) -> None:
        gone = {one.text for _draft, revisions in self.drafts for one in revisions if one.given_back}
        assert not gone & set(self.network.texts())

    @invariant()
    def the_records_agree_with_the_network(self) -> None:
        shown = {str(one.id): one.text for one in self.network.statuses}
        for one in Delivery.objects.filter(account=self.account).prefetch_related("pieces"):
            said = outgoing(one.payload)
            if one.state == DeliveryState.PUBLISHED:
                assert shown[one.remote_id] == said.text
            elif one.state in {DeliveryState.WITHDRAWN, DeliveryState.FAILED}:
                assert len(self._thread(said.text)) == one.standing
            kept = [shown[piece.remote_id] for piece in one.pieces.all()]
            assert kept == (said.parts[: one.standing] if one.parts > 1 else [])

    def _finish(self) -> None:
        """Everybody goes home; after a last turmoil the network recovers, and the workers work on until all is done."""
        still = timedelta()
        if not self.panel:
            self.appoint_somebody()
        if self.account.state != AccountState.ACTIVE:
            self.suspend_or_resume()
        self.release(still)
        for which in range(0, len(self.drafts), 3):
            self.revise("sumaiya", which)
        self._wait(5 * MINUTE)
        for mood, death in TURMOIL:
            self.network.mood = mood
            self._wait(31 * SECOND)
            self.work(list(Part), still, death)
        self.network.mood = Mood.WELL
        self.release(still)
        for _round in range(LONGEST):
            if not self._under_way():
                break
            self._wait(31 * SECOND)
            self.work(list(Part), still, Death.NEVER)
        else:
            raise AssertionError("the workers do not come to an end")
        self.the_network_shows_what_was_approved_and_passed_on_once()
        self.what_was_replaced_goes_out_no_more()
        self.what_was_given_back_never_goes_out()
        self.the_records_agree_with_the_network()
        undecided = {
            outgoing(one.payload).text: one.standing for one in Delivery.objects.filter(state=DeliveryState.UNKNOWN)
        }
        for words in self._newest():
            # What was looked for in vain for too long is a person's to decide, and it is not there.
            whole = len(words.parts) if words.approved else 0
            assert len(self._thread(words.text)) == undecided.get(words.text, whole)

    def _under_way(self) -> bool:
        moving = Delivery.objects.filter(state__in=[DeliveryState.SCHEDULED, DeliveryState.ATTEMPTING])
        return moving.exists() or Delivery.objects.filter(look_at__isnull=False).exists()


@pytest.mark.clause("6.a")
@pytest.mark.django_db
def test_in_whatever_order_the_network_shows_what_the_panel_approved(monkeypatch: pytest.MonkeyPatch) -> None:
    house = factories.house()
    for name in MEMBERS[1:]:
        house.officer(name, Role.PANEL)
    network = Network(house.now)
    monkeypatch.setattr(clock, "now", lambda: network.now)
    monkeypatch.setattr(http, "client", network.client)

    class Here(Office):
        pass

    Here.house, Here.account, Here.network = house, house.account(), network
    run_state_machine_as_test(Here, settings=SETTINGS)
