"""One's own ways in: setting up, removing, changing, ending."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.audit.models import Entry
from sanglap.core import clock
from sanglap.demo.cast import PASSWORD
from sanglap.desk.me.security.devices import device
from sanglap.language.digits import to_bangla
from sanglap.people import proof
from sanglap.people.models import User
from sanglap.people.selectors import codes, has_second_factor, sessions
from sanglap.people.services import add_totp
from tests import factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.e")]

GOOD = "boat lantern guava ninety"


@pytest.fixture(autouse=True)
def _quick(db: None, settings: Any) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house(db: None) -> House:
    return factories.house(clock.now() - timedelta(minutes=1))


def code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def with_app(user: User) -> str:
    secret: str = generate_totp_secret()
    add_totp(user=user, secret=secret, code=code(secret, -1), now=clock.now())
    return secret


def with_passkey(user: User, name: str = "key") -> Authenticator:
    return WebAuthn.add(user, name, {"id": "x"}).instance  # type: ignore[no-any-return]  # allauth is untyped


def inside(user: User, *, second: bool = True) -> Client:
    client = Client()
    client.force_login(user)
    if not second:
        session = client.session
        proof.forget_second(session)
        session.save()
    return client


def through_the_door(username: str) -> Client:
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36")
    assert client.post(reverse("public:sign-in"), {"username": username, "password": PASSWORD}).status_code == 302
    return client


def verbs(user: User) -> list[str]:
    return list(Entry.objects.filter(object_id=str(user.pk)).order_by("pk").values_list("verb", flat=True))


def test_an_app_is_set_up_and_brings_codes_that_are_seen_until_they_are_kept(house: House) -> None:
    rehana = house.people["rehana"]
    client = inside(rehana, second=False)
    page = client.get(reverse("desk:me-app"))
    secret = "".join(page.context["groups"])
    assert "".join(client.get(reverse("desk:me-app")).context["groups"]) == secret
    assert secret not in str(dict(client.session))
    assert client.post(reverse("desk:me-app"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("desk:me-app"), {"code": code(secret)})["Location"] == reverse("desk:me-codes")
    assert client.get(reverse("desk:day")).status_code == 200, "the new factor counts as shown"
    paper = codes(rehana)
    assert paper is not None
    assert to_bangla(paper.left[0][:4]) in client.get(reverse("desk:me-codes")).content.decode()
    assert paper.left[9] in client.get(reverse("desk:me-codes-file")).content.decode()
    client.post(reverse("desk:me-codes"), {"kept": "yes"})
    assert to_bangla(paper.left[0][:4]) not in client.get(reverse("desk:me-codes")).content.decode()
    assert client.get(reverse("desk:me-codes-file")).status_code == 302
    assert verbs(rehana)[-1] == "user.factor_added"


def test_a_second_app_is_refused_in_words(house: House) -> None:
    with_app(house.people["rehana"])
    assert inside(house.people["rehana"]).get(reverse("desk:me-app"))["Location"] == reverse("desk:me-security")


def test_new_codes_take_the_place_of_the_old(house: House) -> None:
    rehana = house.people["rehana"]
    with_app(rehana)
    before, client = codes(rehana), inside(rehana)
    assert client.post(reverse("desk:me-codes")).status_code == 302
    assert codes(rehana) != before
    assert client.get(reverse("desk:me-codes")).context["seen"]


def test_whoever_must_have_one_keeps_the_last(house: House) -> None:
    rehana = house.people["rehana"]
    with_app(rehana)
    client = inside(rehana)
    assert client.post(reverse("desk:me-app-remove")).status_code == 422
    assert has_second_factor(rehana)
    key = with_passkey(rehana)
    assert client.post(reverse("desk:me-app-remove")).status_code == 302
    assert client.post(reverse("desk:me-passkey-remove", args=[key.pk])).status_code == 422
    assert verbs(rehana).count("user.factor_removed") == 1


def test_whoever_need_not_have_one_removes_it_and_the_codes_with_it(house: House) -> None:
    sumaiya = house.people["sumaiya"]
    with_app(sumaiya)
    client = inside(sumaiya)
    assert client.get(reverse("desk:me-app-remove")).status_code == 200
    assert has_second_factor(sumaiya), "looking changes nothing"
    client.post(reverse("desk:me-app-remove"))
    assert not Authenticator.objects.filter(user=sumaiya).exists()
    assert client.post(reverse("desk:me-app-remove")).status_code == 404


@pytest.mark.parametrize("page", ["me-passkey", "me-passkey-remove"])
def test_anothers_passkey_is_as_if_it_were_not_there(house: House, page: str) -> None:
    theirs = with_passkey(house.people["kamrul"])
    client = inside(house.people["rehana"])
    for method in (client.get, client.post):
        assert method(reverse(f"desk:{page}", args=[theirs.pk]), {"name": "mine"}).status_code == 404
        assert method(reverse(f"desk:{page}", args=[0])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "key"


def test_a_passkey_is_called_something_else(house: House) -> None:
    key = with_passkey(house.people["rehana"])
    client = inside(house.people["rehana"])
    address = reverse("desk:me-passkey", args=[key.pk])
    assert client.post(address, {"name": "  "}).status_code == 422
    assert client.post(address, {"name": "<b>আমার</b> ফোন"}).status_code == 302
    assert "&lt;b&gt;আমার" in client.get(reverse("desk:me-security")).content.decode()


@pytest.mark.parametrize("credential", ["", "null", "{}", '{"response": {}}', '{"id": 1, "response": {"x": 1}}'])
def test_what_is_no_passkey_is_not_added(house: House, credential: str) -> None:
    client = inside(house.people["rehana"])
    client.get(reverse("desk:me-passkey-new"))
    answer = client.post(reverse("desk:me-passkey-new"), {"name": "x", "credential": credential})
    assert answer.status_code == 422
    assert not has_second_factor(house.people["rehana"])


def test_the_password_is_changed_and_all_others_are_signed_out(house: House) -> None:
    here, there = through_the_door("sumaiya"), through_the_door("sumaiya")
    address = reverse("desk:me-password")
    assert here.post(address, {"old": "wrong", "password": GOOD, "again": GOOD}).status_code == 422
    assert here.post(address, {"old": PASSWORD, "password": "sumaiya12345", "again": "sumaiya12345"}).status_code == 422
    assert here.post(address, {"old": PASSWORD, "password": GOOD, "again": GOOD}).status_code == 302
    assert here.get(reverse("desk:me-security")).status_code == 200
    assert there.get(reverse("desk:me-security"))["Location"].startswith(reverse("public:sign-in"))
    assert len(sessions(house.people["sumaiya"], now=clock.now())) == 1
    assert verbs(house.people["sumaiya"])[-2:] == ["user.password_changed", "user.sessions_ended"]


def test_the_old_password_is_not_guessed(house: House) -> None:
    client = inside(house.people["sumaiya"])
    wrong = {"old": "wrong", "password": GOOD, "again": GOOD}
    answers = [client.post(reverse("desk:me-password"), wrong).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_sessions_are_listed_and_ended(house: House) -> None:
    here, there, third = (through_the_door("sumaiya") for _ in range(3))
    page = here.get(reverse("desk:me-sessions"))
    rows = page.context["rows"]
    assert [mine for _one, _device, mine in rows].count(True) == 1
    (other,) = [one.pk for one, _device, _mine in rows if one.session_key == there.session.session_key]
    here.post(reverse("desk:me-sessions"), {"end": str(other)})
    assert there.get(reverse("desk:day")).status_code == 302
    assert third.get(reverse("desk:day")).status_code == 200
    here.post(reverse("desk:me-sessions"), {"end": "others"})
    assert third.get(reverse("desk:day")).status_code == 302
    assert here.get(reverse("desk:day")).status_code == 200


@pytest.mark.parametrize("end", ["", "x", "0", "9" * 40, "-1", "১"])
def test_anothers_session_is_not_ended(house: House, end: str) -> None:
    through_the_door("jamal")
    theirs = sessions(house.people["jamal"], now=clock.now())
    client = through_the_door("sumaiya")
    for chosen in (end, str(theirs[0].pk)):
        assert client.post(reverse("desk:me-sessions"), {"end": chosen}).status_code == 302
    assert sessions(house.people["jamal"], now=clock.now()) == theirs


def test_the_list_of_sessions_costs_the_same_however_long(house: House) -> None:
    def queries(client: Client) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:me-sessions"))
        return len(seen)

    client = through_the_door("sumaiya")
    queries(client)
    one = queries(client)
    for _ in range(4):
        through_the_door("sumaiya")
    assert queries(client) == one


def test_a_session_is_seen_now_and_then(house: House, settings: Any) -> None:
    client = through_the_door("sumaiya")
    (first,) = sessions(house.people["sumaiya"], now=clock.now())
    client.get(reverse("desk:day"), REMOTE_ADDR="203.0.113.7")
    assert sessions(house.people["sumaiya"], now=clock.now())[0].ip == "127.0.0.1"
    settings.SANGLAP_CLOCK = "+6m"
    client.get(reverse("desk:day"), REMOTE_ADDR="203.0.113.7")
    (now,) = sessions(house.people["sumaiya"], now=clock.now())
    assert (now.ip, now.last_seen_at > first.last_seen_at) == ("203.0.113.7", True)


# Showing again who one is


def test_by_password_whoever_has_nothing_else(house: House, settings: Any) -> None:
    client = through_the_door("sumaiya")
    settings.SANGLAP_CLOCK = "+20m"
    address = client.get(reverse("desk:me-app"))["Location"]
    assert address.startswith(reverse("desk:me-show-again"))
    assert client.post(address, {"password": "wrong"}).status_code == 422
    assert client.post(address, {"password": PASSWORD})["Location"] == reverse("desk:me-app")
    assert client.get(reverse("desk:me-app")).status_code == 200


def test_by_code_whoever_has_an_app_and_not_by_password(house: House, settings: Any) -> None:
    secret = with_app(house.people["rehana"])
    client = inside(house.people["rehana"])
    settings.SANGLAP_CLOCK = "+20m"
    address = client.post(reverse("desk:me-codes"))["Location"]
    before = codes(house.people["rehana"])
    assert client.post(address, {"password": PASSWORD}).status_code in {200, 422}
    assert client.get(reverse("desk:me-codes")).status_code == 302
    answer = client.post(address, {"code": code(secret)})
    assert answer["Location"] == reverse("desk:me-finish")
    page = client.get(answer["Location"])
    assert page.context["kept"].path == reverse("desk:me-codes")
    assert codes(house.people["rehana"]) == before
    client.post(page.context["kept"].path)
    assert codes(house.people["rehana"]) != before
    assert client.get(reverse("desk:me-finish")).status_code == 302


def test_it_leads_to_no_other_site(house: House) -> None:
    client = inside(house.people["sumaiya"])
    answer = client.get(reverse("desk:me-show-again") + "?next=https://elsewhere.example/")
    assert answer["Location"] == reverse("desk:day")


def test_proofs_are_not_guessed(house: House, settings: Any) -> None:
    client = through_the_door("sumaiya")
    settings.SANGLAP_CLOCK = "+20m"
    address = reverse("desk:me-show-again")
    answers = [client.post(address, {"password": "wrong"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", ("Safari", "iPhone")),
        ("curl/8", ("unknown",)),
        ("", ("unknown",)),
    ],
)
def test_devices_have_names(agent: str, words: tuple[str, ...]) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert all(word in device(agent) for word in words)
