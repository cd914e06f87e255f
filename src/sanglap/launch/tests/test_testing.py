"""The tests' own databases."""

from __future__ import annotations

import psycopg
import pytest

from sanglap.launch.testing import fresh_database


@pytest.mark.django_db
def test_the_clone_has_all_tables_and_searches_in_bangla() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), show_trgm('বাংলা'), (SELECT count(*) FROM people_user)")
        name, trigrams, users = cursor.fetchone()
    assert name.startswith("sanglap_test_")
    assert trigrams
    assert users == 0


def test_what_is_committed_in_an_own_database_others_see(own_database: str) -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    Session.objects.create(session_key="own", session_data="", expire_date=timezone.now())
    with psycopg.connect(own_database) as other:
        assert other.execute("SELECT session_key FROM django_session").fetchall() == [("own",)]


def test_an_own_database_is_empty_each_time(own_database: str) -> None:
    from django.contrib.sessions.models import Session

    assert not Session.objects.exists()


def test_a_fresh_database_is_dropped() -> None:
    with fresh_database() as url:
        psycopg.connect(url).close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_no_test_may_leave_this_machine() -> None:
    import socket

    from pytest_socket import SocketConnectBlockedError

    # The guard warns before it refuses, and here warnings are errors.
    with socket.socket() as outside, pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))
