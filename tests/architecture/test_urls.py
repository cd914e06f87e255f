"""Every address says who may open it, or stands here as public."""

from sanglap.offices.access import PUBLIC, SIGNED_IN
from sanglap.people.permissions import Permission
from tests.routes import routes

PUBLIC_NAMES = {
    "set_language",
    "public:home",
    "public:guideline",
    "public:laws",
    "public:house-rules",
    "public:appeal-find",
    "public:appeal",
    "public:health",
    "public:offices",
    "public:office",
    "public:sign-in",
    "public:sign-in-passkey",
    "public:passkey-question",
    "public:second-factor",
    "public:demo-sign-in",
    "public:access-link",
    "public:measure-password",
    "public:sign-out",
}


def test_every_url_says_who_may_open_it() -> None:
    silent = [route.name for route in routes() if not hasattr(route.view, "access")]
    assert silent == []


def test_the_public_ones_are_the_listed_ones() -> None:
    found = {route.name for route in routes() if route.view.access == PUBLIC}
    assert found == PUBLIC_NAMES


def test_the_others_want_a_permission() -> None:
    for route in routes():
        if route.name not in PUBLIC_NAMES:
            assert route.view.access == SIGNED_IN or isinstance(route.view.access, Permission), route.name


def test_every_url_has_a_name() -> None:
    assert all(route.name and not route.name.endswith(":None") for route in routes())
