"""Jobs whose worker died are given back; loops are woken by what was committed."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import InterfaceError, OperationalError, connection, transaction
from procrastinate.jobs import Job

from sanglap.accounts import jobs as accounts
from sanglap.core import jobs
from sanglap.duties import jobs as duties
from sanglap.inbox.jobs import ask
from sanglap.offices import jobs as offices


def state_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str((cursor.fetchone() or ("gone",))[0])


def taken_by_a_worker(job: int, *, heartbeat: str) -> None:
    """The job is being done by a worker that was last heard of so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [heartbeat]
        )
        (worker,) = cursor.fetchone() or (None,)
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])


def test_a_job_whose_worker_died_is_given_back(own_database: str) -> None:
    dead, alive = ask.defer(account_id="1"), ask.defer(account_id="2")
    taken_by_a_worker(dead, heartbeat="10 minutes")
    taken_by_a_worker(alive, heartbeat="1 second")
    async_to_sync(jobs.sweep_stalled_jobs.func)(timestamp=0)
    assert (state_of(dead), state_of(alive)) == ("todo", "doing")


def test_a_job_is_deferred_with_the_change_or_not_at_all(own_database: str) -> None:
    with transaction.atomic():
        job = ask.defer(account_id="1")
        transaction.set_rollback(True)
    assert state_of(job) == "gone"


def test_loops_are_woken_by_words_they_wait_for(own_database: str) -> None:
    import psycopg

    with psycopg.connect(own_database, autocommit=True) as ear:
        ear.execute(f"LISTEN {jobs.CHANNEL}")
        with transaction.atomic():
            jobs.wake(["variant.approved", "nobody.waits"])
            assert list(ear.notifies(timeout=0.2)) == [], "not before it is committed"
        assert [heard.payload for heard in ear.notifies(timeout=2, stop_after=1)] == ["variant.approved"]
        assert list(ear.notifies(timeout=0.2)) == []


@pytest.mark.parametrize(
    "task",
    [offices.carry_on, accounts.carry_on, duties.go_on_reminding, duties.make_export],
    ids=lambda task: task.name,
)
def test_a_job_that_nobody_asks_for_again_is_done_anew_when_the_database_was_away(task: Any) -> None:
    def again(error: Exception) -> Any:
        return task.get_retry_exception(error, job=Job(id=1, lock=None, queue="", task_name="", queueing_lock=None))

    assert again(OperationalError("terminating connection"))
    assert again(InterfaceError("the connection is closed"))
    assert not again(ValueError("a fault of ours, which would come again"))
