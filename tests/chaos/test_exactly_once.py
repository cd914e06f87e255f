"""Processes are killed and the network fails at the worst moments: nothing is lost, nothing is sent twice.

What was sent is counted at the practice network, which is another process with a database of its own.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from sanglap.launch.testing import pointed_at
from tests.running import Running, running_system, wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("chaos")]

POSTS = 6
PARTS = 3
"""Of each thread."""
HANDLE = "shibalaya_upazila"

# The real worker, but it kills itself at one moment of its first delivery.
WORKER_THAT_DIES = """
import os, signal
import django
django.setup()
from sanglap.launch.worker import run
from sanglap.networks.registry import connector
from sanglap.outbox import store

moment = os.environ["KILL_AT"]
kind = type(connector("mastodon"))
publish, record = kind.publish, store.record

def die_at(now):
    if now == moment:
        os.kill(os.getpid(), signal.SIGKILL)

async def publish_or_die(self, *args):
    die_at("before the call")
    shown = await publish(self, *args)
    die_at("after acceptance")
    return shown

def record_or_die(results):
    die_at("before the record")
    record(results)

kind.publish, store.record = publish_or_die, record_or_die
run()
"""


# The head connects the account anew; the panel has what failed sent again.
MEND = """
from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.offices.scope import Scope
from sanglap.outbox import decisions
from sanglap.outbox.models import Delivery
from sanglap.people.models import User

head, member = (Scope.of(User.objects.get(username=name), clock.now()) for name in ("rehana", "kamrul"))
account = Account.objects.select_related("office").get()
accounts.connect(head, account=account, secrets={{"token": "{token}"}}, now=clock.now())
for delivery in Delivery.objects.filter(state="failed").select_related("account"):
    decisions.retry(member, delivery=delivery, now=clock.now())
"""


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Running]:
    with running_system(tmp_path, web=False, worker=False, call_seconds=1.5) as running:
        yield running


def words_of(number: int) -> str:
    """What the post of that number says: every third goes out as a thread."""
    text = f"হাটের দিন নম্বর {number}: রাস্তা মেরামতের কাজ চলছে।"
    return text if number % 3 else "\n---\n".join(f"{text} কথা {part}" for part in "কখগ"[:PARTS])


def parts_in(count: int) -> int:
    """How many things so many posts are on the network."""
    return count + (PARTS - 1) * len(range(0, count, 3))


def approve_posts(system: Running, blocker: Any, count: int = POSTS) -> list[str]:
    """So many posts with texts of their own, approved by the panel; gives the texts."""
    texts = [words_of(number) for number in range(count)]

    def work() -> None:
        from sanglap.accounts.models import Account
        from sanglap.content import services as content
        from sanglap.content.models import Verdict
        from sanglap.core import clock
        from sanglap.networks.contract import Kind
        from sanglap.offices.scope import Scope
        from sanglap.people.models import User

        account = Account.objects.select_related("office").get()
        author, member = (Scope.of(User.objects.get(username=name), clock.now()) for name in ("sumaiya", "kamrul"))
        for text in texts:
            draft = content.start(
                author,
                office=account.office,
                kind=Kind.POST,
                text=text,
                accounts=[account],
                purposes=["4.c"],
                as_threads=[account.pk],
                now=clock.now(),
            )
            (variant,) = content.submit(author, draft=draft, now=clock.now(), by_name=True)
            content.decide(member, variant=variant, verdict=Verdict.APPROVE, digest=variant.digest, now=clock.now())

    in_the_database(system, blocker, work)
    return texts


def in_the_database(system: Running, blocker: Any, work: Callable[[], None]) -> None:
    """Do that through the services, in the running system's database."""
    with blocker.unblock(), ThreadPoolExecutor(1) as thread:
        thread.submit(_there, system, work).result()


def _there(system: Running, work: Callable[[], None]) -> None:
    with pointed_at(system.database_url):
        work()


def states(system: Running) -> dict[str, int]:
    return dict(system.rows("SELECT state, count(*) FROM outbox_delivery GROUP BY state"))  # type: ignore[arg-type]


def settled(system: Running, count: int = POSTS) -> bool:
    return states(system) == {"published": count}


def _published(system: Running) -> int:
    return states(system).get("published", 0)


def assert_each_once(system: Running, count: int = POSTS) -> None:
    """The network's own count: every text once, each delivery knows its own, and each part answers the one before."""
    counted, parts = system.practice.count(), parts_in(count)
    assert counted["duplicates"] == 0
    assert counted["accounts"][HANDLE]["statuses"] == parts
    assert counted["accounts"][HANDLE]["distinct"] == parts
    kept = system.rows("SELECT count(DISTINCT remote_id) FROM outbox_delivery WHERE state = 'published'")
    assert kept == [(count,)]
    known: dict[tuple[object, object], str] = {
        (delivery, number): str(remote)
        for delivery, number, remote in system.rows("SELECT delivery_id, number, remote_id FROM outbox_part")
    }
    assert len(known) == PARTS * len(range(0, count, 3))
    answered = answers_of(system)
    for (delivery, number), remote in known.items():
        assert answered[remote] == (known[delivery, int(str(number)) - 1] if number != 1 else None)


def answers_of(system: Running) -> dict[str, str | None]:
    """By the network's id, what each thing of the account answers, as the network shows it to everybody."""
    path = f"{system.practice.url}/api/v1/accounts"
    me = httpx.get(f"{path}/lookup", params={"acct": HANDLE}).json()["id"]
    shown = httpx.get(f"{path}/{me}/statuses", params={"limit": 40}).json()
    return {one["id"]: one["in_reply_to_id"] for one in shown}


@pytest.mark.parametrize("moment", ["before the call", "after acceptance", "before the record"])
def test_the_worker_is_killed(system: Running, django_db_blocker: Any, moment: str) -> None:
    dying = system.start_worker(script=WORKER_THAT_DIES, more={"KILL_AT": moment})
    approve_posts(system, django_db_blocker)
    assert dying.wait(30) == -signal.SIGKILL
    open_attempts = system.rows("SELECT count(*) FROM outbox_attempt WHERE outcome = ''")
    assert open_attempts != [(0,)], "the intent was on record before the call"
    sent = system.practice.count()["accounts"].get(HANDLE, {"statuses": 0})["statuses"]
    assert (sent == 0) == (moment == "before the call")
    system.start_worker()
    wait_until("everything is published", lambda: settled(system), 60)
    assert_each_once(system)
    # What was in the air when the worker died was looked for before anything was sent again.
    verbs = {row[0] for row in system.rows("SELECT DISTINCT verb FROM audit_entry WHERE verb LIKE 'delivery.%%'")}
    assert "delivery.outcome_unknown" in verbs
    assert ("delivery.resend" if moment == "before the call" else "delivery.found") in verbs


def test_the_network_fails_in_every_way(system: Running, django_db_blocker: Any) -> None:
    faults: dict[str, dict[str, int]] = {
        "accept_then_fail": {},
        "accept_then_hang": {"seconds": 6},
        "refuse": {},
        "throttle": {},
        "delay": {"seconds": 4},
    }
    for fault, more in faults.items():
        system.practice.fault(fault, count=2, **more)
    # Two workers, so that whatever both could take up is in play as well.
    system.processes["other worker"] = system.start_worker()
    system.start_worker()
    approve_posts(system, django_db_blocker, 20)
    wait_until("everything is published", lambda: settled(system, 20), 75)
    assert_each_once(system, 20)
    applied = {call["fault"] for call in system.practice.log() if call["fault"]}
    assert applied == set(faults)


def test_a_token_revoked_in_mid_work_loses_nothing(system: Running, django_db_blocker: Any) -> None:
    system.practice.fault("revoke", account=HANDLE)
    system.start_worker()
    approve_posts(system, django_db_blocker, 3)
    # One that was on its way already may still be taken.
    wait_until("the rest is refused", lambda: states(system).get("failed", 0) + _published(system) == 3, 60)
    assert set(system.rows("SELECT error FROM outbox_delivery WHERE state = 'failed'")) == {("access_lost",)}

    # In the system's own surroundings: its keys, and the addresses that it may call.
    system.command("shell", "--no-imports", "-c", MEND.format(token=system.practice.account(HANDLE)))
    wait_until("everything is published", lambda: settled(system, 3), 60)
    assert_each_once(system, 3)
