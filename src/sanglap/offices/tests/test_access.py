"""The guard at the door of every page."""

from datetime import timedelta
from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import View

from sanglap.audit.models import Entry
from sanglap.audit.services import current_act
from sanglap.core import clock
from sanglap.offices import services
from sanglap.offices.access import AccessMiddleware, StaffRequest, public, requires, signed_in
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people import proof
from sanglap.people.models import User
from sanglap.people.permissions import Permission
from tests import factories
from tests.factories import House


@pytest.fixture
def house(db: None) -> House:
    return factories.house(clock.now() - timedelta(minutes=1))


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


@public
def open_page(request: HttpRequest) -> HttpResponse:
    return page(request)


@signed_in
def inner_page(request: HttpRequest) -> HttpResponse:
    return page(request)


@requires(Permission.POST_APPROVE)
def approvals(request: HttpRequest) -> HttpResponse:
    return page(request)


class ClassPage(View):
    access = Permission.POST_APPROVE


def asked_by(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/desk/somewhere/?a=1")
    request.user = user
    request.session = SessionStore()
    if isinstance(user, User):
        proof.note(request.session, user.pk, second=True, now=clock.now())
    return request


def guard(request: HttpRequest, view: object) -> HttpResponseBase | None:
    return AccessMiddleware(page).process_view(request, view, (), {})  # type: ignore[arg-type]  # marked or not


def refusals() -> list[Entry]:
    return list(Entry.objects.filter(verb="access.refused"))


def test_a_page_that_does_not_say_who_may_open_it_is_opened_to_nobody(house: House) -> None:
    for user in (AnonymousUser(), house.people["rehana"]):
        with pytest.raises(ImproperlyConfigured, match="does not say who may open it"):
            guard(asked_by(user), page)


def test_a_public_page_is_open_to_all(house: House) -> None:
    assert guard(asked_by(AnonymousUser()), open_page) is None
    request = asked_by(house.people["kamrul"])
    assert guard(request, open_page) is None
    assert isinstance(cast("StaffRequest", request).scope, Scope)


@pytest.mark.parametrize("view", [inner_page, approvals, ClassPage.as_view()])
@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_door_and_back_again(view: object) -> None:
    answer = guard(asked_by(AnonymousUser()), view)
    assert answer is not None
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('public:sign-in')}?next=/desk/somewhere/%3Fa%3D1"
    assert refusals() == []


@pytest.mark.parametrize("view", [approvals, ClassPage.as_view()])
def test_whoever_lacks_the_permission_is_refused_and_that_is_recorded(house: House, view: object) -> None:
    sumaiya = house.people["sumaiya"]
    with pytest.raises(Forbidden):
        guard(asked_by(sumaiya), view)
    (entry,) = refusals()
    assert (entry.actor_id, entry.data) == (str(sumaiya.pk), {"permission": "post.approve"})
    assert guard(asked_by(house.people["kamrul"]), view) is None
    assert guard(asked_by(sumaiya), inner_page) is None
    assert len(refusals()) == 1


def test_an_act_that_a_service_refuses_is_recorded_with_its_office(house: House) -> None:
    kamrul, ghior = house.people["kamrul"], house.offices["ghior"].pk
    middleware = AccessMiddleware(page)
    middleware.process_exception(asked_by(kamrul), Forbidden(Permission.POST_APPROVE, ghior))
    (entry,) = refusals()
    assert (entry.actor_id, entry.office_id) == (str(kamrul.pk), ghior)
    middleware.process_exception(asked_by(kamrul), ValueError("something else"))
    middleware.process_exception(asked_by(AnonymousUser()), Forbidden(Permission.POST_APPROVE, ghior))
    assert len(refusals()) == 1


def test_all_that_one_request_does_is_one_act() -> None:
    acts = []

    def remember(request: HttpRequest) -> HttpResponse:
        acts.append(current_act.get())
        return page(request)

    for _ in range(2):
        AccessMiddleware(remember)(RequestFactory().get("/"))
    assert None not in acts
    assert len(set(acts)) == 2
    assert current_act.get() is None


def test_the_act_ends_with_the_request_even_where_it_fails() -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        AccessMiddleware(fail)(RequestFactory().get("/"))
    assert current_act.get() is None


# With the real pages.


@pytest.mark.parametrize("name", ["day", "posts", "compose", "inbox", "accounts"])
def test_strangers_do_not_come_to_the_desk(client: Client, house: House, name: str) -> None:
    answer = client.get(reverse(f"desk:{name}"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("public:sign-in"))


def test_a_page_without_ones_permission_is_forbidden(client: Client, house: House) -> None:
    client.force_login(house.people["mannan"])
    assert client.get(reverse("desk:posts")).status_code == 200
    assert client.get(reverse("desk:compose")).status_code == 403
    assert [entry.actor_id for entry in refusals()] == [str(house.people["mannan"].pk)]


def test_what_belongs_to_another_office_is_as_if_it_were_not_there(client: Client, house: House) -> None:
    theirs = house.account("tanvir", office="ghior")
    client.force_login(house.people["kamrul"])
    assert client.get(reverse("desk:account", args=[theirs.pk])).status_code == 404
    client.force_login(house.people["nasrin"])
    assert client.get(reverse("desk:account", args=[theirs.pk])).status_code == 200


def test_a_right_is_gone_with_the_next_click_after_the_term_ended(client: Client, house: House) -> None:
    client.force_login(house.people["sumaiya"])
    assert client.get(reverse("desk:compose")).status_code == 200
    term = house.people["sumaiya"].appointments.get()
    services.relieve(
        Scope.everything("tests"), appointment=term, ends_at=clock.now() - timedelta(seconds=1), now=clock.now()
    )
    assert client.get(reverse("desk:compose")).status_code == 403


def test_whoever_is_deactivated_is_out_with_the_next_click(client: Client, house: House) -> None:
    client.force_login(house.people["sumaiya"])
    User.objects.filter(username="sumaiya").update(is_active=False)
    assert client.get(reverse("desk:day")).status_code == 302
