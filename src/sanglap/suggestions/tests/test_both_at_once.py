"""Two who draft take up the same suggestion at the same moment: one has it, the other is told (clause 6)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from sanglap.core.states import TransitionRefused
from sanglap.notices.models import Kind, Notice
from sanglap.people.permissions import Role
from sanglap.suggestions import services
from sanglap.suggestions.states import SuggestionState
from sanglap.suggestions.tests.test_suggesting import suggest
from tests import factories
from tests.factories import NOW, House

pytestmark = pytest.mark.clause("6")


@pytest.fixture
def house(own_database: str) -> House:
    """In a database of its own, where what is done is committed."""
    return factories.house()


def test_of_two_who_take_it_up_at_once_one_has_it(house: House) -> None:
    house.account("kamrul")
    house.officer("other", Role.AUTHOR)
    made, refused = suggest(house), []
    scope = house.scope("other")

    def second() -> None:
        try:
            services.take(scope, suggestion=made, now=NOW)
        except TransitionRefused as error:
            refused.append(error.current)
        finally:
            connection.close()

    with transaction.atomic():
        services.take(house.scope("sumaiya"), suggestion=made, now=NOW)
        other = threading.Thread(target=second)
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive(), "the second waits for the first"
    other.join(timeout=10)
    made.refresh_from_db()
    assert (refused, made.seen_to_by) == ([SuggestionState.TAKEN], house.people["sumaiya"])
    assert Notice.objects.filter(kind=Kind.TAKEN_UP).count() == 1
