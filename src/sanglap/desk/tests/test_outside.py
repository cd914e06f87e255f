"""The pages of what is seen from outside: what each reader is shown and may do (clauses 5.a, 5.b, 5.d, 5.h)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.files.services import keep
from sanglap.verification import services
from sanglap.verification.looking import ProfileSeen, ProfileTask
from sanglap.verification.models import Control, Finding, Look, ProfilePicture, Watch
from sanglap.verification.states import Outcome
from tests import factories
from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return factories.house(clock.now())


@pytest.fixture
def account(house: House) -> Account:
    """One whose profile nobody from outside can read."""
    made = house.account("kamrul")
    services.enrol(now=clock.now())
    task = ProfileTask(Watch.objects.get(account=made).pk, made, connected=False)
    services.keep_profile(ProfileSeen(task, Outcome.WALLED, None, itself=False, pictures={}), now=clock.now())
    return made


def client(house: House, username: str) -> Client:
    made = Client()
    made.force_login(house.people[username])
    return made


def page(house: House, who: str, name: str, *args: Any) -> str:
    answer = client(house, who).get(reverse(f"desk:{name}", args=args), headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("5.h")
def test_each_reader_is_shown_what_he_may_do(house: House, account: Account) -> None:
    finding = Finding.objects.filter(account=account).first()
    assert finding is not None
    look, code = (reverse(f"desk:account-outside-{act}", args=[account.pk]) for act in ("look", "code"))
    confirm = reverse("desk:finding-confirm", args=[finding.pk])
    head, above, author = (page(house, who, "account-outside", account.pk) for who in ("rehana", "farhana", "sumaiya"))
    assert (look in head, code in head, confirm in head) == (True, True, False)
    assert (look in above, code in above, confirm in above) == (True, False, True)
    assert (look in author, code in author, confirm in author) == (False, False, False)


@pytest.mark.clause("5.a")
def test_the_code_is_shown_to_those_who_need_it(house: House, account: Account) -> None:
    client(house, "rehana").post(reverse("desk:account-outside-code", args=[account.pk]))
    code = account.challenge.code
    assert code in page(house, "rehana", "account-outside", account.pk)
    assert code in page(house, "farhana", "account-outside-vouch", account.pk)
    assert code not in page(house, "sumaiya", "account-outside", account.pk)


@pytest.mark.clause("5.a")
def test_the_office_above_confirms_with_a_picture(house: House, account: Account) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "PNG")
    picture.seek(0)
    picture.name = "seen.png"
    url = reverse("desk:account-outside-vouch", args=[account.pk])
    answer = client(house, "farhana").post(url, {"note": "কোডটি বায়োতে দেখেছি", "picture": picture})
    assert answer.status_code == 302
    made = Control.objects.get()
    assert made.picture is not None
    served: Any = client(house, "rehana").get(reverse("desk:proof-picture", args=[made.pk]))
    assert served.status_code == 200
    assert b"".join(served.streaming_content)
    assert client(house, "tanvir").get(reverse("desk:proof-picture", args=[made.pk])).status_code == 404


@pytest.mark.clause("5.b")
def test_what_is_wrong_is_said_and_what_was_typed_stays(house: House, account: Account) -> None:
    finding = Finding.objects.get(account=account, kind="description")
    url = reverse("desk:finding-confirm", args=[finding.pk])
    broken = io.BytesIO(b"no picture")
    broken.name = "x.png"
    farhana = client(house, "farhana")
    answer = farhana.post(url, {"note": "ব্যানারে লেখা আছে", "picture": broken})
    assert answer.status_code == 422
    answer = farhana.post(url, {"saw": "in_order", "note": "ব্যানারে লেখা আছে", "picture": broken})
    assert answer.status_code == 422
    assert "ব্যানারে লেখা আছে" in answer.content.decode()
    assert not Look.objects.filter(person__isnull=False).exists()
    assert farhana.post(url, {"saw": "in_order", "note": "ব্যানারে লেখা আছে"}).status_code == 302
    assert "ব্যানারে লেখা আছে" in page(house, "rehana", "account-outside", account.pk)


@pytest.mark.clause("5.h")
def test_a_second_click_is_told_to_wait(house: House, account: Account) -> None:
    Watch.objects.update(looked_at=None)
    rehana, url = client(house, "rehana"), reverse("desk:account-outside-look", args=[account.pk])
    rehana.post(url)
    assert Watch.objects.filter(asked_at__isnull=False).count() == 2
    assert 'hx-trigger="every 3s"' in page(house, "rehana", "account-outside", account.pk)
    answer = rehana.post(url, follow=True)
    assert answer.status_code == 200
    assert list(answer.context["messages"])


@pytest.mark.clause("5.d")
def test_the_pictures_are_shown_and_looked_at_for_faces(house: House, account: Account) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (80, 80), "green").save(picture, "PNG")
    file = keep(content=picture.getvalue(), name="a.png", office_id=account.office_id, now=clock.now())
    shown = ProfilePicture.objects.create(account=account, place="avatar", file=file, seen_at=clock.now())
    Watch.objects.filter(account=account).update(evidence={"name": "শিবালয়"})
    html = page(house, "kamrul", "account-outside", account.pk)
    assert reverse("desk:profile-picture", args=[shown.pk]) in html
    assert "sg-faces" in html


@pytest.mark.clause("5.h")
def test_the_website_of_an_office(house: House, account: Account) -> None:
    html = page(house, "farhana", "office-website", account.office_id)
    assert account.office.website in html
    assert reverse("desk:account-outside", args=[account.pk]) in html
