"""`sanglap bench seed`, small: it is killed again and again, and in the end everything is there, once, and the same as
where it was never killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from sanglap.bench.seed.plan import Plan, Scale
from sanglap.bench.seed.run import ready

# Beside the browsers, whose chain of tests is the shorter one.
pytestmark = [pytest.mark.chaos, pytest.mark.xdist_group("browser")]

COUNTS = {"offices": 150, "accounts": 180, "appointments": 300, "deliveries": 4_000, "messages": 6_000}
KILLED_AFTER = (5, 75, 143, 177, 203)
"""Parts that are there when it is killed: in the people, in the year, at its indexes, in its duties, in its history."""
# Table, what of each row is the same, in which order. Keys of the cast's offices and people are drawn anew each time.
SAME = (
    ("offices_office", "code, name, area_id, has_head", "code"),
    ("offices_officeancestor", "depth", "depth"),
    ("offices_position", "role", "role"),
    ("accounts_account", "id, handle, state", "id"),
    ("accounts_panelmember", "account_id, role, starts_at", "account_id, role, starts_at"),
    ("outbox_delivery", "id, account_id, digest, state, published_at", "id"),
    ("inbox_message", "id, post_id, due_at, answered_at, state", "id"),
    ("inbox_messageversion", "message_id, text", "message_id"),
    ("publishing_publication", "variant_id, delivery_id", "variant_id"),
    ("duties_duty", "account_id, kind, starts_on, standing, since, done, owed", "account_id, kind, starts_on"),
    ("verification_finding", "account_id, kind, outcome, since", "account_id, kind"),
    ("attestations_current", "attestation_id, kind, holds_from", "attestation_id"),
    ("attestations_evidence", "id, attestation_id, file_id", "id"),
    ("content_vote", "id, variant_id, verdict, digest", "id"),
    ("content_illustration", "id, revision_id", "id"),
    ("inbox_answer", "draft_id, message_id", "draft_id"),
    ("campaigns_adoption", "id, offer_id, turn", "id"),
    ("campaigns_decline", "id, offer_id", "id"),
    ("suggestions_suggestion", "id, entry_id, state", "id"),
    ("accounts_renaming", "id, account_id, state, due_on", "id"),
    ("accounts_accountmove", "id, account_id, state", "id"),
    ("accounts_claimrow", "line, account_id, after", "line"),
    ("outbox_stop", "id, account_id, placed_at, lifted_at", "id"),
    ("duties_exemption", "id, account_id, kind, state, ends_on", "id"),
    ("duties_reminder", "id, account_id, day", "id"),
    ("incidents_step", "id, incident_id, name, state, at", "id"),
    ("incidents_contact", "id, name", "id"),
    ("verification_look", "id, finding_id, outcome, reason", "id"),
    ("verification_profilepicture", "id, account_id, file_id", "id"),
    ("verification_control", "id, account_id, method", "id"),
    ("platforms_termsversion", "id, platform, version", "id"),
    ("offices_leave", "id, starts_at", "id"),
    ("notices_notice", "id, kind, subject_id, at, read_at", "id"),
    # What the cast did was told by the clock.
    (
        "audit_entry WHERE object_type IN ('accounts.account', 'outbox.delivery', 'inbox.message')",
        "id, verb, object_id, at",
        "id",
    ),
    ("duties_turn", "duty_id, at, was, standing", "duty_id, at"),
    ("duties_tally", "kind, starts_on, kept, at_risk, broken", "kind, starts_on, kept, at_risk, broken, office_kind"),
    ("pg_indexes", "indexdef", "indexname"),
    ("bench.put_off", "name", "name"),
)


class Seeding:
    """The command, on databases of its own on the tests' server."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._made: list[str] = []

    def start(self, name: str) -> subprocess.Popen[bytes]:
        if name not in self._made:
            self._made.append(name)
        counts = [word for kind, count in COUNTS.items() for word in (f"--scale-{kind}", str(count))]
        words = ["bench", "seed", "--scale", "district", "--until", "2026-11-25", "--database", name, *counts]
        return subprocess.Popen(
            [sys.executable, "-m", "sanglap.launch", *words],
            env={**os.environ, "DATABASE_URL": self._server},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def finish(self, name: str) -> str:
        process = self.start(name)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said.decode()
        return said.decode()

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{name}"))

    def parts(self, name: str) -> int:
        """How many parts are there."""
        try:
            return int(self.rows(name, "SELECT count(*) FROM bench.done")[0][0])
        except psycopg.Error:
            return -1

    def rows(self, name: str, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(name), autocommit=True) as there:
            return there.execute(query).fetchall()

    def printed(self, name: str, table: str, told: str, order: str) -> list[tuple[Any, ...]]:
        """How many rows, and a fingerprint of them."""
        query = sql.SQL("SELECT count(*), md5(string_agg(concat_ws('|', {}), ' ' ORDER BY {})) FROM {}").format(
            sql.SQL(told), sql.SQL(order), sql.SQL(table)
        )
        with psycopg.connect(self.url(name), autocommit=True) as there:
            return there.execute(query).fetchall()

    def kill_after(self, name: str, parts: int) -> None:
        """Start it, and end it as the machine's end would when so many parts are there."""
        process = self.start(name)
        while process.poll() is None and self.parts(name) < parts:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def forget(self) -> None:
        with psycopg.connect(self._server, autocommit=True) as server:
            for name in self._made:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def seeding(own_database: str) -> Any:
    made = Seeding(own_database)
    yield made
    made.forget()


def test_what_is_killed_goes_on_and_nothing_is_there_twice(
    seeding: Seeding, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed, whole = f"sanglap_t_killed_{os.getpid()}", f"sanglap_t_whole_{os.getpid()}"
    for parts in KILLED_AFTER:
        seeding.kill_after(killed, parts)
    reached = seeding.parts(killed)
    assert "is gone on with" in seeding.finish(killed)
    seeding.finish(whole)
    assert 0 < reached < seeding.parts(whole), "it was never in the middle"
    for row in SAME:
        assert seeding.printed(killed, *row) == seeding.printed(whole, *row), row[0]
    tables = {"offices": "offices_office", "deliveries": "outbox_delivery", "messages": "inbox_message"}
    counted = {name: seeding.printed(whole, table, "id", "id")[0][0] for name, table in tables.items()}
    assert counted == {name: COUNTS[name] for name in tables}
    standings = {row[0] for row in seeding.rows(whole, "SELECT DISTINCT standing FROM duties_duty WHERE current")}
    assert standings >= {"kept", "at_risk", "broken"}
    assert "holds it all already" in seeding.finish(whole)
    monkeypatch.setenv("DATABASE_URL", own_database)
    plan = Plan(Scale(**COUNTS, within="bd-dist-46"), 1, date(2026, 11, 18))
    assert ready(plan, whole, say=pytest.fail).until == date(2026, 11, 25), "another last day will do for a measurement"


def test_what_is_not_its_own_is_left_alone(seeding: Seeding, own_database: str) -> None:
    process = seeding.start(urlsplit(own_database).path.strip("/"))
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"holds something else" in said
    assert seeding.rows(urlsplit(own_database).path.strip("/"), "SELECT count(*) FROM django_migrations")[0][0] > 0
    seeding._made.clear()
