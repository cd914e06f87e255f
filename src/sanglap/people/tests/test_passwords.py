"""How strong a password is, in words; and what a user name may be."""

import re
from pathlib import Path
from unicodedata import normalize

import pytest
import zxcvbn
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from sanglap.core.localized import LocalizedText
from sanglap.people import passwords
from sanglap.people.forms import NewPasswordForm
from sanglap.people.models import User
from sanglap.people.names import check, plain
from sanglap.people.passwords import measure

pytestmark = pytest.mark.clause("5.e")

USER = User(username="rahima", email="", name=LocalizedText(bn="রহিমা খাতুন", en="Rahima Khatun"))
GOOD = "নৌকা লণ্ঠন সাতাশ পেয়ারা"


@pytest.mark.parametrize("password", [GOOD, "boat lantern guava ninety", "k8#Vq!zLw2@pXr"])
def test_what_is_hard_to_guess_is_enough(password: str) -> None:
    assert measure(password, USER).enough
    validate_password(password, USER)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "k8#Vq!zLw2@",
        "passwordpassword",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop123",
        "rahimakhatun",
        "12345678901234",
    ],
)
def test_what_is_short_or_easily_guessed_is_not_and_is_told_why(password: str) -> None:
    strength = measure(password, USER)
    assert not strength.enough
    with pytest.raises(ValidationError) as caught:
        validate_password(password, USER)
    assert caught.value.messages


def test_ones_own_name_makes_it_weaker() -> None:
    assert measure("khatunrahima").score < measure("khatunrahimx", None).score + 1
    assert measure("rahima.khatun", USER).score < measure("rahima.khatun").score


def test_every_sentence_of_the_measure_has_one_of_ours() -> None:
    source = (Path(zxcvbn.__file__).parent / "feedback.py").read_text(encoding="utf-8")
    sentences = re.findall(r"""_\(\s*((?:(?:"[^"\n]*"|'[^'\n]*')[\s\\]*)+)\)""", source)
    theirs = {"".join(a or b for a, b in re.findall(r""""([^"\n]*)"|'([^'\n]*)'""", one)) for one in sentences}
    assert len(theirs) > 20
    assert theirs <= set(passwords._ADVICE)


def test_the_end_of_a_very_long_one_is_not_measured() -> None:
    assert measure("a" * 5000).score == 0
    assert not measure("a" * 72 + GOOD).enough


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_measure(text: str) -> None:
    strength = measure(text, USER)
    assert 0 <= strength.score <= 4
    assert strength.enough or strength.advice or len(text) >= passwords.SHORTEST


def test_two_keyboards_give_the_same_password() -> None:
    typed = "য়োগাযোগ ড়াঙা কৃষক ঘর"
    forms = [NewPasswordForm({"password": normalize(form, typed), "again": typed}) for form in ("NFC", "NFD")]
    assert all(form.is_valid() for form in forms)
    assert len({form.cleaned_data["password"] for form in forms}) == 1


def test_two_different_ones_are_told() -> None:
    form = NewPasswordForm({"password": GOOD, "again": GOOD + "x"})
    assert list(form.errors) == ["again"]


@pytest.mark.parametrize("name", ["rahima", "r", "a.b-c_d", "7th", "Ｒahima", " RAHIMA "])
def test_user_names_are_plain(name: str) -> None:
    check(plain(name))
    assert plain(plain(name)) == plain(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "раhima",
        "রহিমা",
        "a b",
        "a@b.gov",
        ".a",
        "a-",
        "a\u200bb",
        "a\x00b",
        "a\u202eb",
        "a" * 65,
        "rahi\u0307ma",
        "a\n",
    ],
)
def test_what_looks_like_another_name_is_none(name: str) -> None:
    with pytest.raises(ValidationError), translation.override("en"):
        check(name if name == "a\n" else plain(name))
