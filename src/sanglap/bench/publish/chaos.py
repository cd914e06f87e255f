"""Killing what runs, at moments drawn by lot; whoever supervises it brings it back."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from random import Random

from sanglap.bench.publish.progress import say
from sanglap.bench.publish.system import PARTS, System

END = 0.9
"""The last kill comes before so much of the work is done."""


class Chaos:
    """So many kills of worker, web and database, in turns of all three, spread by lot over the work."""

    def __init__(self, system: System, *, kills: int, posts: int, seed: int) -> None:
        self._system = system
        draw = Random(seed)  # noqa: S311 - it must be repeatable
        self._moments = sorted(draw.uniform(0, posts * END) for _number in range(kills))
        parts = [part for _turn in range(kills // len(PARTS) + 1) for part in draw.sample(list(PARTS), len(PARTS))]
        self._victims = parts[:kills]
        self._draw = draw
        self.done = 0

    def strike(self, settled: int) -> None:
        """Kill what is to be killed by now, once it lives."""
        if self.done == len(self._moments) or settled < self._moments[self.done]:
            return
        part = self._victims[self.done]
        alive = self._system.running(part)
        if alive:
            with suppress(ProcessLookupError):
                os.kill(self._draw.choice(alive), signal.SIGKILL)
                self.done += 1
                say(f"killed {part} when {settled} were settled")
