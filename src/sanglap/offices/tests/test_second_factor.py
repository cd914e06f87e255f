"""A second factor is demanded of whoever may approve, publish, manage or audit; and before acts that stay."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.core import clock
from sanglap.offices import stash
from sanglap.offices.access import StaffRequest, mark_second_factor, recently_shown, step_up
from sanglap.people import proof
from sanglap.people.models import User
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import House

pytestmark = [pytest.mark.clause("5.e"), pytest.mark.django_db]


@pytest.fixture
def house(db: None) -> House:
    return factories.house(clock.now() - timedelta(minutes=1))


def signed_in(client: Client, user: User, *, second: bool = False, password: bool = True) -> Client:
    """As after the door: the password was shown, and a second factor if so said."""
    client.force_login(user)
    session = client.session
    proof.forget_second(session)
    session.pop("shown", None)
    if password:
        proof.note(session, user.pk, second=second, now=clock.now())
    session.save()
    return client


def with_app(user: User) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


@pytest.mark.parametrize("name", ["kamrul", "rehana", "farhana", "mannan", "nasrin", "zahid"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_may_do_much_is_led_to_setting_one_up(client: Client, house: House, name: str, method: str) -> None:
    signed_in(client, house.people[name])
    answer = getattr(client, method)(reverse("desk:day"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("desk:me-second-factor"))


@pytest.mark.parametrize("name", ["sumaiya", "jamal"])
def test_whoever_only_writes_or_answers_is_not(client: Client, house: House, name: str) -> None:
    assert signed_in(client, house.people[name]).get(reverse("desk:day")).status_code == 200


def test_the_pages_of_setting_it_up_open_and_the_way_out_too(client: Client, house: House) -> None:
    signed_in(client, house.people["rehana"])
    for name in ("desk:me-second-factor", "desk:me-app", "desk:me-passkey-new"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.post(reverse("set_language"), {"language": "en"}).status_code == 302
    assert client.post(reverse("public:sign-out")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_whoever_shows_it_comes_in(client: Client, house: House) -> None:
    with_app(house.people["rehana"])
    assert signed_in(client, house.people["rehana"], second=True).get(reverse("desk:day")).status_code == 200


def test_a_session_from_before_the_factor_must_show_it(client: Client, house: House) -> None:
    signed_in(client, house.people["rehana"])
    with_app(house.people["rehana"])
    answer = client.get(reverse("desk:day"))
    assert answer["Location"].startswith(reverse("desk:me-show-again"))


def test_a_duty_that_begins_in_the_middle_of_a_session_demands_it(client: Client, house: House) -> None:
    signed_in(client, house.people["sumaiya"])
    assert client.get(reverse("desk:day")).status_code == 200
    house.also("sumaiya", Role.PANEL, "shibalaya")
    assert client.get(reverse("desk:day"))["Location"].startswith(reverse("desk:me-second-factor"))


def test_what_another_person_showed_in_this_browser_counts_for_nothing(client: Client, house: House) -> None:
    signed_in(client, house.people["rehana"])
    session = client.session
    proof.note(session, house.people["kamrul"].pk, second=True, now=clock.now())
    session.save()
    assert client.get(reverse("desk:day")).status_code == 302


def test_asking_costs_no_query_once_it_was_shown(client: Client, house: House) -> None:
    def asking(client: Client) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("desk:me-sessions")).status_code == 200
        return [one["sql"] for one in seen.captured_queries if "mfa_authenticator" in one["sql"]]

    assert asking(signed_in(client, house.people["rehana"], second=True)) == []
    assert asking(signed_in(Client(), house.people["sumaiya"])) == []


def test_htmx_gets_the_whole_window_led(client: Client, house: House) -> None:
    signed_in(client, house.people["rehana"])
    answer = client.get(reverse("desk:day"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith(reverse("desk:me-second-factor"))


# Step-up


done: list[dict[str, Any]] = []


@step_up
def act(request: HttpRequest) -> HttpResponse:
    done.append(request.POST.dict())
    return HttpResponse("done")


def asked(client: Client, user: User, method: str = "get", data: dict[str, Any] | None = None) -> StaffRequest:
    request: Any = getattr(RequestFactory(), method)("/desk/act/?a=1", data or {})
    request.user, request.session = user, client.session
    return request  # type: ignore[no-any-return]  # made for the guard


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def test_an_act_wants_a_proof_of_the_last_quarter_of_an_hour(
    client: Client, house: House, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sumaiya = house.people["sumaiya"]
    signed_in(client, sumaiya)
    assert act(asked(client, sumaiya)).status_code == 200
    settings.SANGLAP_CLOCK = "+14m59s"
    assert act(asked(client, sumaiya)).status_code == 200
    settings.SANGLAP_CLOCK = "+15m1s"
    late = act(asked(client, sumaiya))
    assert late["Location"] == f"{reverse('desk:me-show-again')}?next=%2Fdesk%2Fact%2F%3Fa%3D1"
    settings.SANGLAP_CLOCK = "-1m"
    assert act(asked(client, sumaiya)).status_code == 302


def test_whoever_has_a_second_factor_shows_that_one(client: Client, house: House) -> None:
    sumaiya = house.people["sumaiya"]
    signed_in(client, sumaiya)
    with_app(sumaiya)
    assert not recently_shown(asked(client, sumaiya))
    session = client.session
    mark_second_factor(session)
    session.save()
    assert recently_shown(asked(client, sumaiya))


def test_what_was_sent_too_late_is_kept_and_never_done_by_itself(client: Client, house: House) -> None:
    sumaiya = house.people["sumaiya"]
    signed_in(client, sumaiya, password=False)
    request = asked(client, sumaiya, "post", {"remark": "দুই\nলাইন", "tick": ["a", "b"], "csrfmiddlewaretoken": "x"})
    answer = act(request)
    assert answer["Location"] == f"{reverse('desk:me-show-again')}?next=%2Fdesk%2Fme%2Fsecurity%2Ffinish%2F"
    assert done == []
    kept = stash.kept(request, now=clock.now())
    assert kept is not None
    assert kept.path == "/desk/act/?a=1"
    assert kept.fields == (("remark", "দুই\nলাইন"), ("tick", "a"), ("tick", "b"))
    proof.note(request.session, sumaiya.pk, second=False, now=clock.now())
    assert act(request).status_code == 200
    assert len(done) == 1
    assert stash.kept(request, now=clock.now()) is None


def test_what_is_kept_is_small_short_lived_and_ones_own(client: Client, house: House) -> None:
    sumaiya, jamal = house.people["sumaiya"], house.people["jamal"]
    signed_in(client, sumaiya, password=False)
    request = asked(client, sumaiya, "post", {"text": "অ" * 70_000})
    act(request)
    kept = stash.kept(request, now=clock.now())
    assert kept is not None
    assert (kept.whole, kept.fields) == (False, ())
    assert stash.kept(request, now=clock.now() + timedelta(hours=2)) is None
    request.user = jamal
    assert stash.kept(request, now=clock.now()) is None


@pytest.mark.parametrize("name", ["password", "old", "code", "credential"])
def test_no_secret_is_kept(client: Client, house: House, name: str) -> None:
    sumaiya = house.people["sumaiya"]
    signed_in(client, sumaiya, password=False)
    request = asked(client, sumaiya, "post", {name: "secret", "other": "x"})
    assert act(request)["Location"].endswith("next=%2Fdesk%2Fact%2F%3Fa%3D1")
    assert "secret" not in str(dict(request.session))
