"""What all tests share."""

import pytest

# Fixtures of a conftest come before those of plugins: this one takes the place of pytest-django's own.
from sanglap.launch.testing import django_db_setup

__all__ = ["django_db_setup"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one running system stay in one process; each place starts its own."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_runtest_setup() -> None:
    """No test may leave this machine."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
