"""A post is moved in the very moment in which its time comes: one of the two happens, and never half of each (6.a)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast

from sanglap.content import lapsing, timing
from sanglap.content.models import Draft, Variant
from sanglap.content.states import VariantState
from sanglap.outbox.models import Delivery
from sanglap.publishing import services
from tests import factories
from tests.factories import NOW, House, newest
from tests.running import wait_until

pytestmark = pytest.mark.clause("6.a")
GATE = 20160606
LATE = timedelta(hours=24)
TIME, LATER = NOW + timedelta(hours=5), NOW + timedelta(hours=30)


@pytest.fixture
def house(own_database: str) -> House:
    """In a database of its own, where what is done is committed."""
    return factories.house()


def approved(house: House) -> Draft:
    draft = house.draft(house.account("kamrul"), publish_at=TIME)
    house.vote(newest(draft), "kamrul")
    return draft


def move(house: House, draft: Draft, to: datetime = LATER) -> None:
    now = TIME - timedelta(seconds=1)
    timing.reschedule(house.scope("kamrul"), draft=draft, seen=TIME, publish_at=to, now=now)


def started(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    found: list[object] = []

    def run() -> None:
        try:
            found.append(act())
        except ValidationError as error:
            found.append(error.code)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def test_while_it_is_being_moved_it_is_not_passed_on(house: House) -> None:
    draft = approved(house)
    with transaction.atomic():
        move(house, draft)
        worker, count = started(lambda: services.release(now=TIME))
        worker.join(timeout=10)
        assert count == [0], "the worker goes on without it, and does not wait"
    assert services.release(now=TIME) == 0
    assert services.release(now=LATER) == 1
    assert Delivery.objects.get().due_at == LATER


def test_a_worker_that_looked_before_it_was_moved_does_not_pass_it_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its statement saw at its beginning is looked at again once the rows are its own."""
    draft, due = approved(house), services._due
    gate = Cast(Func(Value(GATE), function="pg_advisory_xact_lock_shared"), TextField())
    monkeypatch.setattr(services, "_due", lambda now: due(now).alias(gate=gate).filter(gate__isnull=False))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        worker, count = started(lambda: services.release(now=TIME))
        wait_until("the worker has looked", lambda: _waiting() == 1)
        move(house, draft)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    worker.join(timeout=10)
    assert count == [0]
    assert not Delivery.objects.exists()


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE objid = %s AND NOT granted", [GATE])
        return int(cursor.fetchone()[0])


def test_once_it_is_being_passed_on_it_is_not_moved(house: House) -> None:
    draft = approved(house)
    with transaction.atomic():
        assert services.release(now=TIME) == 1
        mover, said = started(lambda: move(house, draft))
        mover.join(timeout=0.5)
        assert mover.is_alive(), "it waits for the worker"
    mover.join(timeout=10)
    assert said == ["settled"]
    assert Draft.objects.get(pk=draft.pk).publish_at == TIME
    assert Delivery.objects.get().due_at == TIME


def test_approved_while_its_writer_moves_it(house: House) -> None:
    """The vote waits for the move, or the move finds the approval: an approved post is never moved by its writer."""
    draft = house.draft(house.account("kamrul"), publish_at=TIME)
    with transaction.atomic():
        scope = house.scope("sumaiya")
        timing.reschedule(scope, draft=draft, seen=TIME, publish_at=LATER, now=NOW)
        voter, _said = started(lambda: house.vote(newest(draft), "kamrul"))
        voter.join(timeout=0.5)
        assert voter.is_alive(), "the vote waits"
    voter.join(timeout=10)
    assert Variant.objects.get().state == VariantState.APPROVED
    assert Draft.objects.get(pk=draft.pk).publish_at == LATER


def test_moved_while_it_would_expire(house: House) -> None:
    draft = house.draft(house.account("kamrul"), publish_at=TIME)
    late = TIME + LATE
    with transaction.atomic():
        scope = house.scope("sumaiya")
        timing.reschedule(scope, draft=draft, seen=TIME, publish_at=late + timedelta(hours=1), now=late)
        worker, count = started(lambda: lapsing.expire(now=late))
        worker.join(timeout=10)
        assert count == [0]
    assert lapsing.expire(now=late) == 0
    assert newest(draft).state == VariantState.SUBMITTED
