"""The door: who comes in, who does not, and what is said."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sanglap.audit.models import Entry
from sanglap.audit.services import Actor
from sanglap.core import clock
from sanglap.demo.cast import PASSWORD
from sanglap.language.digits import to_bangla
from sanglap.people.models import LinkKind, User
from sanglap.people.selectors import codes, sessions
from sanglap.people.services import add_totp, deactivate, make_codes, make_link
from tests import factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.e")]

GOOD = "boat lantern guava ninety"


@pytest.fixture(autouse=True)
def _door(db: None, settings: Any) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house(db: None) -> House:
    return factories.house(clock.now() - timedelta(minutes=1))


def knock(client: Client, username: str = "sumaiya", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("public:sign-in"), {"username": username, "password": password, **more})


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def verbs(user: User) -> list[str]:
    return list(Entry.objects.filter(object_id=str(user.pk)).order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize(
    "name", ["sumaiya", " Sumaiya", "ＳＵＭＡＩＹＡ", "sumaiya@example.gov.bd", "Sumaiya@Example.gov.bd "]
)
def test_by_name_or_address(client: Client, house: House, name: str) -> None:
    User.objects.filter(username="sumaiya").update(email="sumaiya@example.gov.bd")
    answer = knock(client, name)
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:day"))
    assert inside(client)
    assert verbs(house.people["sumaiya"])[-1] == "user.signed_in"
    assert [one.ip for one in sessions(house.people["sumaiya"], now=clock.now())] == ["127.0.0.1"]


def test_an_address_that_two_bear_names_nobody(client: Client, house: House) -> None:
    User.objects.filter(username__in=["sumaiya", "jamal"]).update(email="office@example.gov.bd")
    assert knock(client, "office@example.gov.bd").status_code == 422
    User.objects.filter(username="jamal").update(is_active=False)
    assert knock(client, "office@example.gov.bd").status_code == 302


@pytest.mark.parametrize(
    ("name", "password"),
    [("sumaiya", "wrong"), ("nobody", PASSWORD), ("", ""), ("sumaiya\x00", PASSWORD), ("@", "x"), ("সুমাইয়া", PASSWORD)],
)
def test_what_is_wrong_is_not_told(client: Client, house: House, name: str, password: str) -> None:
    answer = knock(client, name, password)
    assert answer.status_code == 422
    assert not inside(client)


def test_the_answer_is_the_same_for_a_wrong_name_a_wrong_password_and_whoever_is_shut_out(house: House) -> None:
    deactivate(user=house.people["jamal"], by=Actor.system("tests"), now=clock.now())
    tries = [("sumaiya", "wrong"), ("nobody-of-that-name", "wrong"), ("jamal", PASSWORD)]
    said = {tuple(knock(Client(), *one).context["form"].errors["__all__"]) for one in tries}
    assert len(said) == 1


def test_an_unknown_name_takes_the_work_of_one_password_too(
    client: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    plain = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return plain(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    knock(client, "sumaiya", "wrong")
    known = len(hashed)
    knock(client, "nobody-of-that-name", "wrong")
    assert len(hashed) == 2 * known > 0


def test_one_goes_on_to_where_one_wanted_but_not_elsewhere(client: Client, house: House) -> None:
    assert knock(client, next="/desk/posts/?before=x")["Location"] == "/desk/posts/?before=x"
    for place in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert knock(Client(), next=place)["Location"] == reverse("desk:day")


def test_after_five_wrong_ones_the_door_is_shut_for_a_while(client: Client, house: House) -> None:
    User.objects.filter(username="sumaiya").update(email="sumaiya@example.gov.bd")
    for name in ["sumaiya", "SUMAIYA", "sumaiya@example.gov.bd", "sumaiya", "sumaiya"]:
        assert knock(Client(), name, "wrong").status_code == 422
    answer = knock(client)
    assert answer.status_code == 429
    (said,) = answer.context["form"].errors["__all__"]
    assert "১০" in said
    assert not inside(client)
    assert verbs(house.people["sumaiya"]).count("user.locked_out") == 1
    assert knock(Client(), "jamal").status_code == 302


def test_an_unknown_name_is_shut_out_just_so(client: Client, house: House) -> None:
    answers = [knock(client, "nobody-of-that-name", "wrong").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_right_password_does_not_count_as_an_attempt(client: Client, house: House) -> None:
    for _ in range(7):
        assert knock(Client()).status_code == 302


# The second step


def with_app(user: User) -> str:
    secret: str = generate_totp_secret()
    add_totp(user=user, secret=secret, code=code(secret, -1), now=clock.now())
    return secret


def step(client: Client, typed: str) -> Any:
    return client.post(reverse("public:second-factor"), {"code": typed})


def test_whoever_has_an_app_shows_its_code(client: Client, house: House) -> None:
    kamrul = house.people["kamrul"]
    secret = with_app(kamrul)
    assert knock(client, "kamrul", next="/desk/posts/")["Location"] == reverse("public:second-factor")
    assert not inside(client)
    assert client.get(reverse("public:second-factor")).status_code == 200
    assert step(client, "12").status_code == 422
    typed = code(secret)
    assert step(client, f" {to_bangla(typed[:3])} {to_bangla(typed[3:])}")["Location"] == "/desk/posts/"
    assert client.get(reverse("desk:day")).status_code == 200
    again = Client()
    knock(again, "kamrul")
    assert step(again, typed).status_code == 422, "a code counts once"
    assert not inside(again)


def test_without_the_password_there_is_no_second_step(client: Client, house: House) -> None:
    secret = with_app(house.people["kamrul"])
    assert step(client, code(secret))["Location"] == reverse("public:sign-in")
    assert client.get(reverse("public:second-factor"))["Location"] == reverse("public:sign-in")


def test_a_code_from_paper_opens_once_and_is_recorded(client: Client, house: House) -> None:
    kamrul = house.people["kamrul"]
    with_app(kamrul)
    paper = codes(kamrul)
    assert paper is not None
    assert (len(paper.left), paper.whole) == (10, 10)
    for expected in (302, 422):
        knock(client, "kamrul")
        assert step(client, to_bangla(paper.left[0])).status_code == expected
        client.post(reverse("public:sign-out"))
    assert "user.code_used" in verbs(kamrul)
    left = codes(kamrul)
    assert left is not None
    assert len(left.left) == 9
    make_codes(user=kamrul, now=clock.now())
    knock(client, "kamrul")
    assert step(client, paper.left[1]).status_code == 422


def test_codes_are_not_guessed(client: Client, house: House) -> None:
    secret = with_app(house.people["kamrul"])
    knock(client, "kamrul")
    assert [step(client, "1").status_code for _ in range(6)] == [422] * 5 + [429]
    assert step(client, code(secret)).status_code == 429


def test_secrets_lie_sealed(house: House, settings: Any) -> None:
    secret = with_app(house.people["kamrul"])
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    paper = codes(house.people["kamrul"])
    settings.SANGLAP_CREDENTIAL_KEYS = f"new,{settings.SANGLAP_CREDENTIAL_KEYS}"
    assert codes(house.people["kamrul"]) == paper


def test_without_the_key_no_code_fits_and_nothing_breaks(client: Client, house: House, settings: Any) -> None:
    secret = with_app(house.people["kamrul"])
    settings.SANGLAP_CREDENTIAL_KEYS = "another"
    knock(client, "kamrul")
    assert step(client, code(secret)).status_code == 422
    client.force_login(house.people["kamrul"])
    assert client.get(reverse("desk:me-security")).context["codes"].left == ()


@pytest.mark.parametrize(
    "credential",
    ["", "null", "[]", "{}", '{"response": []}', '{"id": "x", "response": {"userHandle": "eA"}}', "[" * 5000],
)
def test_what_is_no_passkey_opens_nothing(client: Client, house: House, credential: str) -> None:
    assert client.post(reverse("public:passkey-question")).json()["publicKey"]["userVerification"] == "required"
    answer = client.post(reverse("public:sign-in-passkey"), {"credential": credential})
    assert answer.status_code == 422
    assert not inside(client)


def test_leaving_ends_the_session(client: Client, house: House) -> None:
    knock(client)
    assert client.get(reverse("public:sign-out")).status_code == 405
    client.post(reverse("public:sign-out"))
    assert not inside(client)
    assert sessions(house.people["sumaiya"], now=clock.now()) == []


# Links


def test_a_link_shows_who_it_is_for_and_takes_a_password(client: Client, house: House) -> None:
    token = make_link(kind=LinkKind.INVITATION, user=house.people["jamal"], by=Actor.system("t"), now=clock.now())
    address = reverse("public:access-link", args=[token])
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert client.post(address, {"password": "jamaljamaljamal", "again": "jamaljamaljamal"}).status_code == 422
    assert client.post(address, {"password": GOOD, "again": "other"}).status_code == 422
    assert client.post(address, {"password": GOOD, "again": GOOD})["Location"] == reverse("public:sign-in")
    assert client.get(address).status_code == 410
    assert knock(client, "jamal", GOOD).status_code == 302


def test_a_link_that_is_none(client: Client, house: House) -> None:
    assert client.get(reverse("public:access-link", args=["nothing"])).status_code == 404


def test_the_meter_measures_for_whoever_is_known_only(client: Client, house: House) -> None:
    address = reverse("public:measure-password")
    assert client.post(address, {"password": GOOD}).status_code == 204
    token = make_link(kind=LinkKind.INVITATION, user=house.people["jamal"], by=Actor.system("t"), now=clock.now())
    assert client.post(address, {"password": GOOD, "token": token}).context["strength"].enough
    client.force_login(house.people["jamal"])
    assert not client.post(address, {"password": "jamal"}).context["strength"].enough


# The demo's switcher


def become(client: Client, house: House, name: str, **more: Any) -> Any:
    appointment = house.people[name].appointments.get()
    return client.post(reverse("public:demo-sign-in"), {"as": str(appointment.pk)}, **more)


def test_in_a_demo_one_click_makes_one_anybody(client: Client, house: House, settings: Any) -> None:
    settings.SANGLAP_DEMO = True
    local: dict[str, Any] = {"HTTP_HOST": "localhost:8000"}
    page = client.get(reverse("public:sign-in"), **local)
    assert len(page.context["cast"]) == len(house.people)
    for name in ("rehana", "mannan"):
        assert become(client, house, name, **local).status_code == 302
        assert client.get(reverse("desk:day"), **local).status_code == 200
        assert client.session["_auth_user_id"] == str(house.people[name].pk)


@pytest.mark.parametrize(
    ("demo", "more"),
    [
        ("", {"HTTP_HOST": "localhost"}),
        ("demo", {"HTTP_HOST": "testserver"}),
        ("demo", {"HTTP_HOST": "localhost", "REMOTE_ADDR": "203.0.113.9"}),
        ("demo", {"HTTP_HOST": "localhost", "REMOTE_ADDR": ""}),
    ],
)
def test_elsewhere_there_is_no_switcher(
    client: Client, house: House, settings: Any, demo: str, more: dict[str, Any]
) -> None:
    settings.SANGLAP_DEMO = bool(demo)
    if more.get("REMOTE_ADDR") != "":
        assert client.get(reverse("public:sign-in"), **more).context["cast"] == []
    assert become(client, house, "rehana", **more).status_code == 404
    assert not inside(client)


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_nobody_of_that_key(client: Client, house: House, settings: Any, key: str) -> None:
    settings.SANGLAP_DEMO = True
    answer = client.post(reverse("public:demo-sign-in"), {"as": key}, HTTP_HOST="localhost")
    assert answer.status_code == 404


def test_whoever_is_inside_goes_on(client: Client, house: House) -> None:
    client.force_login(house.people["sumaiya"])
    assert client.get(reverse("public:sign-in") + "?next=/desk/posts/")["Location"] == "/desk/posts/"
