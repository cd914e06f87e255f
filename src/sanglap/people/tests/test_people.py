"""The people who sign in."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from sanglap.audit.models import ActorKind
from sanglap.audit.selectors import history
from sanglap.audit.services import Actor
from sanglap.core.localized import LocalizedText
from sanglap.people.models import User
from sanglap.people.permissions import ROLE_PERMISSIONS, SENSITIVE, VIEWING, Permission, Role
from sanglap.people.services import actor, create_user, note_sign_in
from tests.factories import NOW, quick_passwords

NAME = LocalizedText(bn="রহিমা খাতুন", en="Rahima Khatun")
PASSWORD = "a-long-enough-password"

pytestmark = pytest.mark.django_db


def entered(username: str = "Rahima ", name: LocalizedText = NAME, password: str | None = PASSWORD) -> User:
    with quick_passwords:
        return create_user(username=username, password=password, name=name, by=Actor.system("tests"), now=NOW)


def test_a_person_is_entered_and_that_is_recorded() -> None:
    user = entered()
    assert (user.username, user.name, user.is_active) == ("rahima", NAME, True)
    assert [entry.verb for entry in history(user)] == ["user.created"]
    with quick_passwords:
        assert authenticate(username="rahima", password=PASSWORD) == user
        assert authenticate(username="rahima", password=PASSWORD + "x") is None


def test_without_a_password_nobody_signs_in() -> None:
    user = entered(password=None)
    assert not user.has_usable_password()


@pytest.mark.parametrize(("username", "name"), [("RAHIMA", NAME), ("", NAME), ("new", LocalizedText(en="Rahima"))])
def test_a_taken_name_and_a_missing_one_are_refused(username: str, name: LocalizedText) -> None:
    entered()
    with pytest.raises(ValidationError):
        entered(username, name)
    assert User.objects.count() == 1


def test_a_sign_in_is_recorded_under_the_persons_own_name() -> None:
    user = entered()
    note_sign_in(user, now=NOW)
    entry = history(user)[0]
    assert (entry.verb, entry.actor_kind, entry.actor_id) == ("user.signed_in", ActorKind.USER, str(user.pk))
    assert actor(user).name == NAME


def test_every_role_is_given_permissions_and_every_permission_to_some_role() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_whoever_is_no_writer_only_looks_and_the_operator_reads_no_content() -> None:
    assert ROLE_PERMISSIONS[Role.AUDITOR] == VIEWING | {Permission.AUDIT_VIEW, Permission.POST_SUGGEST}
    content = {Permission.POST_VIEW, Permission.MESSAGE_VIEW, Permission.POST_WRITE, Permission.MESSAGE_ANSWER}
    assert not content & ROLE_PERMISSIONS[Role.OPERATOR]
    approving = {role for role, given in ROLE_PERMISSIONS.items() if Permission.POST_APPROVE in given}
    assert approving == {Role.PANEL, Role.HEAD}


@pytest.mark.clause("5.e")
def test_whoever_approves_manages_or_audits_needs_a_second_factor() -> None:
    needing = {role for role, given in ROLE_PERMISSIONS.items() if given & SENSITIVE}
    assert needing == set(Role) - {Role.AUTHOR, Role.RESPONDER}
