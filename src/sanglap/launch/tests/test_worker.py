"""The threads of the worker that look again and again."""

from __future__ import annotations

from queue import Empty, Queue

import pytest

from sanglap.core.jobs import Loop
from sanglap.launch.worker import LoopThread

LONG = 60.0


def looking(*, rest: float) -> tuple[LoopThread, Queue[None]]:
    """A thread that looks, and a word for each look."""
    looks: Queue[None] = Queue()

    def run() -> bool:
        looks.put(None)
        return False

    thread = LoopThread(Loop("tests.look", LONG, run, frozenset(), rest))
    thread.start()
    looks.get(timeout=10)
    return thread, looks


def ended(thread: LoopThread) -> bool:
    thread.stop()
    thread.join(10)
    return not thread.is_alive()


def test_what_wakes_it_is_looked_at_at_once() -> None:
    thread, looks = looking(rest=0)
    thread.awake.set()
    looks.get(timeout=10)
    assert ended(thread)


def test_nothing_wakes_it_while_it_rests_and_it_stops_all_the_same() -> None:
    thread, looks = looking(rest=LONG)
    thread.awake.set()
    with pytest.raises(Empty):
        looks.get(timeout=0.5)
    assert ended(thread)
    assert looks.empty()


def test_what_woke_it_in_its_rest_is_looked_at_afterwards() -> None:
    thread, looks = looking(rest=0.5)
    thread.awake.set()
    looks.get(timeout=10)
    assert ended(thread)
