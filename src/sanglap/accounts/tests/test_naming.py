"""Whose name an account bears (clause 5.a)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.accounts.models import NameFault
from sanglap.accounts.naming import judge
from sanglap.core.localized import LocalizedText
from sanglap.demo import cast
from tests.factories import NOW

pytestmark = pytest.mark.clause("5.a")

OFFICE = LocalizedText(bn="জেলা প্রশাসকের কার্যালয়, ঢাকা", en="Office of the Deputy Commissioner, Dhaka")
HEALTH = LocalizedText(bn="স্বাস্থ্য অধিদপ্তর", en="Directorate General of Health Services")

POSTS = [
    "জেলা প্রশাসক ঢাকা", "জেলা প্রশাসক, ঢাকা", "Zila Proshasok Dhaka", "DC Dhaka", "ডিসি ঢাকা", "D.C. Dhaka", "dc_dhaka",
    "উপজেলা নির্বাহী অফিসার, সাভার", "UNO Savar", "ইউএনও সাভার", "ইউ.এন.ও. সাভার", "Upazila Nirbahi Officer Savar",
    "সচিব, শিক্ষা মন্ত্রণালয়", "Secretary, Ministry of Education", "মহাপরিচালক", "Director General, DGHS",
    "Mayor, Dhaka South City Corporation", "চেয়ারম্যান, ভাষানচর ইউনিয়ন পরিষদ", "জেলা তথ্য অফিসার", "ওসি সাভার থানা",
    "Deputy Commissioners Dhaka", "প্রধানমন্ত্রী", "ভারপ্রাপ্ত কর্মকর্তা", "AC Land Savar", "জেলা প্রশাসক মোঃ করিম",
    "জেলা প্রশাসক", "চেয়ারমেন, ঘিওর উপজেলা",
]  # fmt: skip
OFFICES = [
    "জেলা প্রশাসন, ঢাকা", "District Administration Dhaka", "জেলা প্রশাসকের কার্যালয়, ঢাকা", "DC Office Dhaka",
    "Deputy Commissioner's Office, Dhaka", "Office of the Deputy Commissioner", "ডিসি অফিস ঢাকা", "ইউএনওর কার্যালয়",
    "জেলা তথ্য অফিস", "শিক্ষা মন্ত্রণালয়", "Bangladesh Secretariat", "বাংলাদেশ সচিবালয়", "সমাজসেবা অধিদপ্তর",
    "Prime Minister's Office", "প্রধানমন্ত্রীর কার্যালয়", "Election Commission", "ঘিওর উপজেলা পরিষদ", "DGHS",
    "Officers' Club Dhaka", "খান জাহান আলী থানা", "শহীদ মিনার", "Zila Proshashon Dhaka", "Dr. Shahidullah College",
    "উপজেলা প্রশাসন, শিবালয়", "বঙ্গবন্ধু শেখ মুজিব মেডিকেল বিশ্ববিদ্যালয়", "তথ্য অফিসের পাতা",
]  # fmt: skip
PEOPLE = [
    "মোঃ আব্দুল করিম", "মো. কামরুল হাসান", "Md. Kamrul Hasan", "MD KAMRUL HASAN", "ড. রেহানা পারভীন", "Tanvir Ahmed",
    "সুমাইয়া আক্তার", "Dr Farida", "Sheikh Jamal", "রফিকুল ইসলাম",
]  # fmt: skip


@pytest.mark.parametrize("name", POSTS)
def test_the_name_of_a_post_is_found_however_it_is_written(name: str) -> None:
    assert judge({"bn": name}, OFFICE, now=NOW).fault == NameFault.POST


@pytest.mark.parametrize("name", OFFICES)
def test_the_name_of_an_office_is_let_through(name: str) -> None:
    assert judge({"bn": name}, OFFICE, now=NOW).fault == NameFault.NONE


@pytest.mark.parametrize("name", PEOPLE)
def test_the_name_of_a_person_is_found(name: str) -> None:
    assert judge({"bn": name}, OFFICE, now=NOW).fault == NameFault.PERSON


@pytest.mark.parametrize("office", [one.name for one in cast.OFFICES], ids=[one.key for one in cast.OFFICES])
def test_every_office_may_bear_its_own_name(office: LocalizedText) -> None:
    found = judge(office, office, now=NOW)
    assert (found.fault, found.bears_office, found.reasons, found.suggestion) == (NameFault.NONE, True, (), None)


@pytest.mark.parametrize("person", [one.name for one in cast.PEOPLE], ids=[one.username for one in cast.PEOPLE])
def test_the_people_of_the_cast_are_nobodys_offices(person: LocalizedText) -> None:
    assert not judge(person, OFFICE, now=NOW).bears_office


def test_one_language_with_a_wrong_name_is_enough() -> None:
    found = judge({"bn": "জেলা প্রশাসন, ঢাকা", "en": "DC Dhaka"}, OFFICE, now=NOW)
    assert (found.fault, found.word) == (NameFault.POST, "DC")


def test_what_is_wrong_is_said_in_both_languages_with_a_name_to_take_instead() -> None:
    found = judge({"bn": "জেলা প্রশাসক, ঢাকা", "en": "Deputy Commissioner, Dhaka"}, OFFICE, now=NOW)
    assert set(found.reasons[0]) == {"bn", "en"}
    assert "জেলা প্রশাসক" in found.reasons[0]["bn"]
    assert found.reasons[0]["bn"] != found.reasons[0]["en"]
    assert found.suggestion == OFFICE


def test_where_the_register_itself_has_a_posts_name_the_office_of_it_is_proposed() -> None:
    post = LocalizedText(bn="জেলা প্রশাসক", en="Deputy Commissioner")
    found = judge(post, post, now=NOW)
    assert found.suggestion is not None
    assert found.suggestion["en"] == "Office of the Deputy Commissioner"
    assert judge(found.suggestion, post, now=NOW).fault == NameFault.NONE


@pytest.mark.parametrize(
    ("name", "office", "bears"),
    [
        ("DGHS", HEALTH, True), ("স্বাস্থ্য অধিদপ্তর", HEALTH, True), ("Jela Proshashoker Karjaloy Dhaka", OFFICE, True),
        ("Health Services Directorate", HEALTH, True), ("Clean Dhaka", HEALTH, False), ("ঢাকা জেলা", OFFICE, False),
        ("DC Office, Dhaka", OFFICE, False), ("জেলা প্রশাসকের কার্যালয় ঢাকা", OFFICE, True),
        ("জেলা প্রশাসক কার্যালয়, ঢাকা", OFFICE, True),
    ],
)  # fmt: skip
def test_whether_the_offices_name_is_in_it(name: str, office: LocalizedText, bears: bool) -> None:  # noqa: FBT001
    assert judge({"en": name}, office, now=NOW).bears_office == bears


def test_the_handle_may_bear_the_offices_name() -> None:
    assert judge({"bn": "হেলথ"}, HEALTH, now=NOW, handle="dghs").bears_office


@given(st.text(max_size=80))
def test_any_text_is_judged(text: str) -> None:
    found = judge({"bn": text}, OFFICE, now=NOW)
    assert found == judge({"bn": text}, OFFICE, now=NOW)
    assert (found.fault == NameFault.NONE) == (found.word == "")
