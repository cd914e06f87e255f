"""The pages of what an office looks for in its texts beside the rulebook's list."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from sanglap.audit.models import Entry
from sanglap.audit.selectors import details
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.desk.tests.test_offices import noon, opened, said, signed_in
from sanglap.offices import services
from sanglap.offices.models import OwnPhrase
from sanglap.people.permissions import Role
from sanglap.screening.findings import Severity
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

__all__ = ["noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.c"), pytest.mark.clause("9")]
WHY = LocalizedText(bn="বাজারের একটি গালি।", en="A slur of the bazaar.")


@pytest.fixture
def house(db: None) -> House:
    house = factories.house()
    house.officer("manager", Role.HEAD)
    house.officer("above", Role.HEAD, "manikganj", below=True)
    return house


def add(house: House, by: str = "manager", office: str = "shibalaya", **more: Any) -> OwnPhrase:
    given: dict[str, Any] = {
        "words": ["চটকুলি"], "category": "abuse", "severity": Severity.WARN, "reason": WHY, "whole": False,
        "below": False, "key": new_id(), "now": NOW,
    }  # fmt: skip
    return services.add_phrase(house.scope(by), office=house.offices[office], **{**given, **more})


def url(house: House, name: str = "office-phrases", *more: Any, office: str = "shibalaya") -> str:
    return reverse(f"desk:{name}", args=[house.offices[office].pk, *more])


def typed(**more: Any) -> dict[str, Any]:
    given = {
        "words": "চটকুলি\r\nchotkuli", "ending": "beginning", "category": "abuse", "severity": "warn",
        "reason_bn": "বাজারের একটি গালি।", "reason_en": "A slur of the bazaar.", "text": "", "key": str(new_id()),
    }  # fmt: skip
    return {**given, **more}


def sent(house: House, more: dict[str, Any], status: int = 200) -> str:
    return said(signed_in(house, "manager").post(url(house, "office-phrase-new"), typed(**more)), status)


def test_the_empty_list_says_what_it_is_for_and_what_is_looked_for_anyway(house: House) -> None:
    page = opened(house, "manager", url(house))
    assert "Neither this office nor one above it has added a phrase." in page
    assert "The rulebook lists" in page
    assert url(house, "office-phrase-new") in page
    assert url(house) in opened(house, "manager", reverse("desk:office", args=[house.offices["shibalaya"].pk]))


@pytest.mark.parametrize("language", ["bn", "en"])
def test_own_ones_and_those_from_above_stand_in_one_list(house: House, language: str) -> None:
    add(house, words=["চটকুলি", "chotkuli"], severity=Severity.BLOCK)
    add(house, "above", "manikganj", words=["ফটকুলি"], below=True)
    add(house, "above", "manikganj", words=["গটকুলি"])
    page = opened(house, "sumaiya", url(house), language)
    assert page.index("ফটকুলি") < page.index("চটকুলি")
    assert "গটকুলি" not in page
    assert WHY[language] in page
    names = {who: house.people[who].name[language] for who in ("manager", "above")}
    assert all(name in page for name in names.values())
    above = house.offices["manikganj"].name[language]
    assert above in page
    assert url(house, "office-phrase-new") not in page


def test_the_list_asks_as_much_for_many_as_for_one(house: House) -> None:
    client = signed_in(house, "sumaiya")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            said(client.get(url(house)))
        return len(asked)

    add(house, words=["কটকুলি"])
    queries()
    few = queries()
    for word in ("খটকুলি", "গটকুলি", "ঘটকুলি"):
        services.end_phrase(house.scope("manager"), phrase=add(house, words=[word]), now=NOW)
        add(house, "above", "manikganj", words=[word], below=True)
    assert queries() <= few + 1  # the ended ones are unfolded now


def test_it_is_added_once_however_often_it_is_sent(house: House) -> None:
    client, given = signed_in(house, "manager"), typed()
    for _time in range(2):
        answer = client.post(url(house, "office-phrase-new"), given)
        assert answer.status_code == 302
    phrase = OwnPhrase.objects.get()
    assert answer["Location"] == url(house, "office-phrase", phrase.pk)
    assert (phrase.words, phrase.whole, phrase.below) == (["চটকুলি", "chotkuli"], False, False)
    assert phrase.severity == Severity.WARN
    page = said(client.get(answer["Location"]))
    assert "It is looked for from now on." in page
    assert "A slur of the bazaar." in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"words": ""}, "Write the words that are to be looked for."),
        ({"words": "ওই"}, "is too short"),
        ({"words": "হিন্দু"}, "only names a community"),
        ({"category": ""}, "Choose what the words are a sign of."),
        ({"category": "politeness"}, "politeness"),
        ({"severity": ""}, "Choose what follows where the words stand."),
        ({"reason_bn": " "}, "Say why, for those who wrote it."),
        ({"reason_en": ""}, "Say why, for those who wrote it."),
        ({"reason_en": "a" * 301}, "at most 300 characters"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(house: House, wrong: dict[str, str], told: str) -> None:
    page = sent(house, {"text": "লেখা থেকে যায়", **wrong}, 422)
    assert told in page
    assert "লেখা থেকে যায়" in page
    assert not OwnPhrase.objects.exists()


def test_a_try_keeps_nothing_marks_the_words_and_tells_what_is_found_anyway(house: House) -> None:
    add(house, "above", "manikganj", words=["ফটকুলি"], below=True)
    text = "ওই চটকুলিদের সাথে ফটকুলি, 01711-223344"
    page = sent(house, {"try": "1", "text": text, "reason_bn": "", "reason_en": "A slur"})
    assert OwnPhrase.objects.count() == 1
    assert ">চটকুলিদের</mark>" in page or ">চটকুলি</mark>" in page
    assert "The phrase is found here:" in page
    found, anyway = page.split("What else is found in it anyway")
    assert "ফটকুলি</q>" not in found.split("The phrase is found here:")[1]
    assert "ফটকুলি</q>" in anyway
    assert "01711-223344" in anyway
    assert ">A slur</textarea>" in page.replace("\r", "").replace(">\n", ">")


def test_a_try_says_where_nothing_is_found_and_asks_for_a_text(house: House) -> None:
    page = sent(house, {"try": "1", "text": "টিকা দেওয়া হবে", "reason_bn": "", "reason_en": ""})
    assert "The phrase is not found in this text." in page
    page = sent(house, {"try": "1", "text": "", "reason_bn": "", "reason_en": ""}, 422)
    assert "Write a text on which it is tried." in page
    page = sent(house, {"try": "1", "text": "টিকা", "words": "হিন্দু"}, 422)
    assert "only names a community" in page


def test_what_is_asked_of_comments_alone_is_tried_as_one(house: House) -> None:
    page = sent(house, {"try": "1", "text": "লটারি জিতুন এখনই", "words": "লটারি জিতুন", "category": "spam"})
    assert "The phrase is found here:" in page
    assert "It was read as a citizen's comment" in page


def test_below_is_asked_only_where_offices_stand_below(house: House) -> None:
    assert 'name="below"' not in opened(house, "manager", url(house, "office-phrase-new"))
    address = url(house, "office-phrase-new", office="manikganj")
    assert 'name="below"' in opened(house, "above", address)
    assert signed_in(house, "above").post(address, typed(below="on")).status_code == 302
    assert OwnPhrase.objects.get().below
    assert signed_in(house, "manager").post(url(house, "office-phrase-new"), typed(below="on")).status_code == 302
    assert not OwnPhrase.objects.get(office=house.offices["shibalaya"]).below


def test_it_is_ended_once_and_stands_below_the_others_from_then_on(house: House) -> None:
    phrase = add(house)
    client, address = signed_in(house, "manager"), url(house, "office-phrase-end", phrase.pk)
    assert "these words are looked for no more" in said(client.get(address))
    assert "It is looked for no longer." in said(client.post(address, follow=True))
    assert "It was ended already" in said(client.post(address, follow=True))
    assert "It was ended already" in said(client.get(address, follow=True))
    page = said(client.get(url(house)))
    assert "Ended by" in page.split("The rulebook lists")[1]
    assert "চটকুলি" not in page.split("The rulebook lists")[0]
    assert Entry.objects.filter(verb="phrase.ended").count() == 1


def test_one_from_above_is_shown_below_and_ended_above_alone(house: House) -> None:
    phrase = add(house, "above", "manikganj", below=True)
    page = opened(house, "manager", url(house, "office-phrase", phrase.pk))
    assert "It was added above this office, and is ended there." in page
    client = signed_in(house, "manager")
    assert client.post(url(house, "office-phrase-end", phrase.pk)).status_code == 404
    alone = add(house, "above", "manikganj", words=["গটকুলি"])
    assert client.get(url(house, "office-phrase", alone.pk)).status_code == 404
    assert not OwnPhrase.objects.exclude(ended_at=None).exists()


@pytest.mark.parametrize(("language", "sign"), [("bn", "হেয় প্রতিপন্ন করা"), ("en", "Belittling")])
def test_the_history_tells_the_words_and_what_they_are_a_sign_of(house: House, language: str, sign: str) -> None:
    phrase = add(house)
    services.end_phrase(house.scope("manager"), phrase=phrase, now=NOW + MINUTE)
    page = opened(house, "manager", url(house, "office-phrase", phrase.pk), language)
    assert page.count("“চটকুলি”") == 2
    assert page.count(sign) >= 3  # in each line of the history, and of the phrase itself
    with override(language):
        for entry in Entry.objects.filter(verb__startswith="phrase."):
            assert sign in {detail.said for detail in details(entry)}


def test_a_finding_names_the_office_whose_phrase_it_is(house: House) -> None:
    phrase = add(house, "above", "manikganj", below=True)
    account = house.panel_of_three()
    text = "আজ ওই চটকুলি মেলা হবে।"
    words = {"key": str(new_id()), "seen": "0", "text": text, "accounts": [str(account.pk)], "purposes": ["4.b"]}
    fragment = said(signed_in(house, "sumaiya").post(reverse("desk:keep"), words))
    link = url(house, "office-phrase", phrase.pk)
    assert link in fragment
    assert "A phrase of" in fragment
    variant = newest(house.draft(account, text=text))
    services.end_phrase(house.scope("above"), phrase=phrase, now=NOW + MINUTE)
    page = opened(house, "farid", reverse("desk:approve", args=[variant.pk]))
    assert link in page
    assert "ended" in opened(house, "farid", link)
