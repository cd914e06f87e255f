"""What all tests share."""

from typing import Any

import pytest

# Fixtures of a conftest come before those of plugins: this one takes the place of pytest-django's own.
from sanglap.launch.testing import django_db_setup

__all__ = ["django_db_setup"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one running system stay in one process; each place starts its own. Before the groups are read."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_runtest_setup() -> None:
    """No test may leave this machine."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def _files_are_looked_up_when_asked_for() -> None:
    """Each client of a test would otherwise go through all files of the front end when it is made."""
    from django.conf import settings

    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _second_factor_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever a test signs in by `force_login` counts as having shown a second factor, so that tests of other things
    need not. Tests of the door itself take it back: `sanglap.people.proof.forget_second`.
    """
    from django.test import Client

    from sanglap.people import proof

    plain = Client.force_login

    def force_login(client: Client, user: Any, backend: str | None = None) -> None:
        from sanglap.core import clock

        plain(client, user, backend)
        session = client.session
        proof.note_signed_in(session, now=clock.now())
        session.save()

    monkeypatch.setattr(Client, "force_login", force_login)
