"""The first person of an installation."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sanglap.core import clock
from sanglap.offices.models import Appointment
from sanglap.people.models import User
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def invite(**more: str) -> str:
    said = StringIO()
    given = {
        "office": "cabinet-division",
        "role": "coordinator",
        "username": "first",
        "name_bn": "প্রথম জন",
        "name_en": "First",
        "title_bn": "সচিব",
        "title_en": "Secretary",
        **more,
    }
    call_command("invite", below=True, stdout=said, stderr=StringIO(), **given)
    return said.getvalue().strip()


def test_the_link_it_prints_opens(house: House, client: Client) -> None:
    address = urlsplit(invite())
    page = client.get(address.path)
    assert page.status_code == 200
    assert page.context["link"].user.username == "first"
    held = Appointment.objects.get(user__username="first")
    assert (held.position.role, held.position.below, held.starts_at <= clock.now()) == ("coordinator", True, True)


@pytest.mark.parametrize(
    "wrong", [{"office": "nowhere"}, {"username": "sumaiya"}, {"username": "প্রথম"}, {"name_bn": ""}]
)
def test_what_is_wrong_is_said_and_nothing_is_half_done(house: House, wrong: dict[str, str]) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError):
        invite(**wrong)
    assert User.objects.count() == before
