"""Before a wait ends by itself its panel is warned once, and when it ended all are told (clause 6.a)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sanglap.content import lapsing, services, timing, urgent
from sanglap.content.deadlines import lapses_at
from sanglap.content.states import VariantState
from sanglap.guideline import loader
from sanglap.notices.models import Kind, Notice
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def told(house: House, kind: Kind) -> list[str]:
    rows = Notice.objects.filter(kind=kind).order_by("at", "recipient__username")
    return list(rows.values_list("recipient__username", flat=True))


def test_the_panel_is_warned_once_before_the_end_and_whoever_voted_is_left_alone(house: House) -> None:
    account = house.panel_of_three()
    account.majority_since = NOW
    account.save()
    planned = NOW + 10 * HOUR
    variant = newest(house.draft(account, publish_at=planned))
    house.vote(variant, "farid")
    time = loader.current().rule("approval-time", on=NOW.date()).parameters
    end = planned + time.late
    assert lapses_at(variant, now=NOW) == end
    assert lapsing.warn(now=end - time.warn - MINUTE) == 0
    assert [lapsing.warn(now=end - time.warn + minutes * MINUTE) for minutes in (0, 1)] == [1, 0]
    assert told(house, Kind.LAPSES) == ["kamrul", "shila"]
    later = planned + HOUR
    timing.reschedule(
        house.scope("sumaiya"), draft=variant.revision.draft, seen=planned, publish_at=later, now=NOW + 9 * HOUR
    )
    assert lapsing.warn(now=later - HOUR) == 1, "another time is another occasion"
    assert lapsing.expire(now=end) == 0
    assert lapsing.expire(now=later + time.late) == 1
    assert told(house, Kind.LAPSED) == ["kamrul", "shila"]
    assert told(house, Kind.EXPIRED) == ["sumaiya"]


def test_nobody_is_warned_right_after_he_was_asked(house: House) -> None:
    house.draft(house.account("kamrul"), publish_at=NOW + HOUR)
    assert lapsing.warn(now=NOW + MINUTE) == 0
    assert lapsing.warn(now=NOW + HOUR) == 1


def test_what_is_urgent_waits_for_some_hours_only(house: House) -> None:
    draft = house.draft(house.account("kamrul"), submit=False)
    scope, rule = house.scope("sumaiya"), urgent.rule(NOW)
    urgent.declare(scope, draft=draft, kind="flood", reason="বাঁধ ভেঙেছে", now=NOW)
    services.submit(scope, draft=draft, now=NOW, by_name=True)
    end = NOW + rule.wait
    assert lapses_at(newest(draft), now=NOW) == end
    assert [lapsing.warn(now=end - rule.warn - MINUTE), lapsing.warn(now=end - rule.warn)] == [0, 1]
    assert [lapsing.expire(now=end - MINUTE), lapsing.expire(now=end)] == [0, 1]
    assert newest(draft).state == VariantState.EXPIRED
