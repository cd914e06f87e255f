"""What wakes a loop, or has all duties gone through, is a verb that the history knows: a slip would only cost time."""

from sanglap.audit.verbs import registered
from sanglap.core.jobs import LOOPS
from sanglap.duties.services.passing import FOR_ALL


def test_loops_wait_for_verbs_that_there_are() -> None:
    waited = {verb for loop in LOOPS.values() for verb in loop.wakes}
    assert waited
    assert waited <= registered()


def test_duties_are_gone_through_after_verbs_that_there_are() -> None:
    assert set(FOR_ALL) <= registered()
