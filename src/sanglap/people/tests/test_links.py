"""Links by which one chooses a password: used once, for a few days, by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client

from sanglap.audit.selectors import history
from sanglap.audit.services import Actor
from sanglap.people.models import AccessLink, LinkKind, User
from sanglap.people.selectors import sessions
from sanglap.people.services import (
    LinkRefused,
    add_totp,
    deactivate,
    end_sessions,
    make_link,
    open_link,
    reactivate,
    use_link,
)
from tests.factories import NOW, WORDS, quick_passwords

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.e")]

BY = Actor.system("tests")
GOOD = "boat lantern guava ninety"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("rahima", None, WORDS)


def link(user: User, kind: LinkKind = LinkKind.INVITATION) -> str:
    return make_link(kind=kind, user=user, by=BY, now=NOW)


def use(token: str, password: str = GOOD, now: Any = NOW) -> User:
    with quick_passwords:
        return use_link(token, password=password, now=now)


def refusal(token: str, now: Any = NOW) -> str:
    with pytest.raises(LinkRefused) as looked:
        open_link(token, now=now)
    with pytest.raises(LinkRefused) as used:
        use(token, now=now)
    assert looked.value.reason == used.value.reason
    return used.value.reason


def test_a_link_is_good_for_one_password(user: User) -> None:
    token = link(user)
    assert open_link(token, now=NOW).user == user
    use(token)
    user.refresh_from_db()
    with quick_passwords:
        assert user.check_password(GOOD)
    assert refusal(token) == "used"
    assert [entry.verb for entry in history(user)] == ["user.link_used", "user.invited"]


def test_the_token_is_kept_nowhere(user: User) -> None:
    token = link(user)
    assert len(token) >= 43
    kept = AccessLink.objects.values().get()
    assert token not in str(kept)
    assert token not in str([entry.data for entry in history(user)])


def test_it_lasts_seven_days(user: User) -> None:
    token = link(user)
    assert open_link(token, now=NOW + timedelta(days=7, seconds=-1)).user == user
    assert refusal(token, NOW + timedelta(days=7)) == "expired"


def test_a_newer_one_withdraws_it(user: User) -> None:
    first, second = link(user), link(user)
    assert refusal(first) == "withdrawn"
    use(second)


@pytest.mark.parametrize("token", ["", "x", "রহিমা", "\x00", "\ud800", "a" * 100_000])
def test_what_is_no_token_opens_nothing(user: User, token: str) -> None:
    link(user)
    assert refusal(token) == "unknown"


def test_an_easy_password_leaves_the_link_open(user: User) -> None:
    token = link(user)
    with pytest.raises(ValidationError) as caught:
        use(token, "rahimarahima")
    assert list(caught.value.error_dict) == ["password"]
    use(token)


def test_a_new_way_in_takes_away_factors_and_sessions(user: User, client: Client) -> None:
    add_totp(user=user, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code="000000", now=NOW)
    use(link(user, LinkKind.RESTORATION))
    assert not Authenticator.objects.filter(user=user).exists()


def test_an_invitation_leaves_factors_as_they_are(user: User) -> None:
    add_totp(user=user, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code="000000", now=NOW)
    use(link(user))
    assert Authenticator.objects.filter(user=user).count() == 2


def test_whoever_is_shut_out_gets_no_link_and_uses_none(user: User) -> None:
    token = link(user)
    deactivate(user=user, by=BY, now=NOW)
    assert refusal(token) == "withdrawn"
    with pytest.raises(ValidationError):
        link(user)
    reactivate(user=user, by=BY, now=NOW)
    assert refusal(token) == "withdrawn"
    use(link(user))


def test_shutting_out_twice_is_recorded_once(user: User) -> None:
    for _ in range(2):
        deactivate(user=user, by=BY, now=NOW)
    for _ in range(2):
        reactivate(user=user, by=BY, now=NOW)
    assert [entry.verb for entry in history(user)] == ["user.reactivated", "user.deactivated"]
    assert sessions(user, now=NOW) == []
    assert end_sessions(user=user, by=BY, now=NOW) == 0
