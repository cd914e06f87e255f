"""The measurement from beginning to end."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

from sanglap.bench.measure import Figure, at_least
from sanglap.bench.publish import posts
from sanglap.bench.publish.chaos import Chaos
from sanglap.bench.publish.network import Holder, Network, bare_seconds
from sanglap.bench.publish.plan import Plan
from sanglap.bench.publish.progress import Progress, Went, say, share, went
from sanglap.bench.publish.system import System, system
from sanglap.core import clock

GOAL = 0.6
HEAD_START = timedelta(seconds=3)
"""From the moment when all is approved until the first falls due: nobody is still busy with the preparations then."""
FAILING = 5.0
"""Percent of the posts that the network takes and answers as if it had not, where there is chaos."""


def run() -> list[Figure]:
    """Measure without chaos and give the figures."""
    return figures(measure(Plan()))


def figures(measured: dict[str, Any]) -> list[Figure]:
    """What was measured as a line of the table. Whatever is twice or lost, the goal is not met."""
    goal, met = at_least(GOAL, measured["ratio"])
    rates = {"published": measured["per_second"], "bare loop": measured["bare_per_second"]}
    met = met and sound(measured)
    return [Figure("publish: approval to network", measured["ratio"], "×", "bare loop of posts", goal, met, rates)]


def sound(measured: dict[str, Any]) -> bool:
    """Whether everything is on the network, and nothing twice."""
    return not measured["twice"] and not measured["lost"]


def measure(plan: Plan) -> dict[str, Any]:
    """Do as planned; gives the figures by name, as `docs/benchmarks.md` explains them."""
    with system(server=plan.server, workers=plan.workers) as running:
        say("the system is up")
        return _Run(plan, running).measured()


class _Run:
    def __init__(self, plan: Plan, running: System) -> None:
        self.plan = plan
        self.running = running
        self.network = Network(plan.server or running.practice)
        number = 100_000 + secrets.randbelow(800_000)
        self.texts = posts.texts(number, plan.posts)
        self.ours, bare = self._holders(number)
        self._bare = [
            (holder.token, text) for holder, text in zip(cycle(bare), posts.texts(number + 1, plan.posts), strict=False)
        ]

    def _holders(self, number: int) -> tuple[list[Holder], list[Holder]]:
        """Our accounts, and those of the bare loop: others, where there are any."""
        wanted = self.plan.accounts
        if not self.plan.tokens:
            made = [self.network.make(f"bench_{number}_{one}") for one in range(2 * wanted)]
        else:
            made = [self.network.holder(token) for token in self.plan.tokens]
        return made[:wanted], made[wanted:] or made

    def measured(self) -> dict[str, Any]:
        half, plan = len(self._bare) // 2, self.plan
        with self.running.entered():
            drafts = self._approve()
            seconds = bare_seconds(self.network.server, self._bare[:half])
            if plan.chaos:
                self.network.fail_after_acceptance(percent=FAILING, seed=plan.seed)
            first = clock.now() + HEAD_START
            posts.fall_due(drafts, first=first, spread=plan.spread)
        chaos = Chaos(self.running, kills=plan.kills if plan.chaos else 0, posts=plan.posts, seed=plan.seed)
        Progress(self.running.database_url, plan.posts).follow(chaos.strike)
        if plan.chaos:
            self.network.fail_no_more()
        seconds += bare_seconds(self.network.server, self._bare[half:])
        return self._told(went(self.running.database_url, first=first), plan.posts / seconds, chaos.done)

    def _approve(self) -> list[UUID]:
        office = posts.Office()
        accounts = [office.account(self.network.server, holder) for holder in self.ours]
        say(f"{len(accounts)} accounts are at work")
        drafts = posts.approve(office, list(zip(cycle(accounts), self.texts, strict=False)))
        say(f"{len(drafts)} posts are approved")
        return drafts

    def _told(self, how: Went, bare: float, kills: int) -> dict[str, Any]:
        per_second = how.sent / how.seconds if how.seconds else 0.0
        shown = self._shown()
        return {
            "due": self.plan.posts,
            "sent": how.sent,
            "unknown": how.unknown,
            "failed": how.failed,
            "per_second": round(per_second, 1),
            "lateness": {f"p{percent}": share(how.lateness, percent) for percent in (50, 95, 99)},
            "bare_per_second": round(bare, 1),
            "ratio": round(per_second / bare, 3),
            "twice": sum(shown[text] - 1 for text in self.texts if shown[text] > 1),
            "lost": sum(1 for text in self.texts if not shown[text]),
            "reconciled": how.reconciled,
            "kills": kills,
        }

    def _shown(self) -> Counter[str]:
        """How often each text stands on the network, on whichever of our accounts."""
        shown: Counter[str] = Counter()
        for holder in self.ours:
            shown += self.network.texts(holder)
        return shown
