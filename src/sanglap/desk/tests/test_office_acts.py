"""Entering, changing, moving, merging, closing an office through its pages; two officers at once; second clicks."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from sanglap.audit.models import Entry
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import MACHINE, add, again, house, name, noon, opened, said, signed_in, url
from sanglap.offices import services
from sanglap.offices.models import FormerOffice, Office
from sanglap.offices.states import OfficeState
from tests.factories import NOW, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.2")]


# Entering and changing.

GIVEN = {
    "code": "new-1", "name_bn": "নতুন দপ্তর", "name_en": "New Office", "kind": "field", "address_bn": "শিবালয়",
    "website": "new.gov.bd", "email": "a@new.gov.bd", "phone": "০২৯৯",
}  # fmt: skip


def test_an_office_is_entered(house: House) -> None:
    answer = signed_in(house, "farhana").post(url(house, "office-new", "manikganj"), GIVEN)
    made = Office.objects.get(code="new-1")
    assert answer["Location"] == reverse("desk:office", args=[made.pk])
    assert (made.parent, made.website, made.phone) == (house.offices["manikganj"], "https://new.gov.bd", "0299")
    assert made.address == {"bn": "শিবালয়"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": "bd-upa-362"}, "Another office has this code."),
        ({"website": "not a site"}, "Write the address of the website as in https://office.gov.bd."),
        ({"website": "javascript://x"}, "Write the address of the website"),
        ({"name_en": ""}, "name_en"),
        ({"name_bn": "ক" * 300_000}, "300"),
        ({"kind": "x"}, "kind"),
        ({"email": "a@"}, "email"),
        ({"name_bn": "\u200b\u202e \u200d"}, "name_bn"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(house: House, wrong: dict[str, str], words: str) -> None:
    answer = signed_in(house, "farhana").post(url(house, "office-new", "manikganj"), {**GIVEN, **wrong})
    found = said(answer, 422)
    field = next(iter(wrong))
    assert f'id="id_{field}-error"' in found
    assert words in found
    assert f'value="{GIVEN["phone"]}"' in found
    assert not Office.objects.filter(code="new-1").exists()


def test_a_second_click_enters_no_second_office(house: House) -> None:
    client = signed_in(house, "farhana")
    client.post(url(house, "office-new", "manikganj"), GIVEN)
    said(client.post(url(house, "office-new", "manikganj"), GIVEN), 422)
    assert Office.objects.filter(code="new-1").count() == 1


def _form(page: str) -> dict[str, str]:
    """What the form on the page would send as it stands."""
    found = dict.fromkeys(re.findall(r'<textarea[^>]*name="([^"]+)"', page), "")
    for tag in re.findall(r"<input[^>]*>", page.split('class="sg-card" novalidate')[1]):
        key, value = (re.search(rf'\b{part}="([^"]*)"', tag) for part in ("name", "value"))
        if key and key[1] != "csrfmiddlewaretoken":
            found[key[1]] = html.unescape(value[1]) if value else ""
    if chosen := re.search(r'<option value="([^"]*)" selected', page):
        found["kind"] = chosen[1]
    return found


def test_a_head_changes_the_telephone_and_is_not_asked_for_the_name(house: House) -> None:
    client = signed_in(house, "rehana")
    page = said(client.get(url(house, "office-edit")))
    assert 'name="name_bn"' not in page
    client.post(url(house, "office-edit"), {**_form(page), "phone": "০১৭০০", "name_bn": "দুষ্ট", "name_en": "Bad"})
    found = again(house, "shibalaya")
    assert (found.phone, found.name) == ("01700", house.offices["shibalaya"].name)


def test_two_officers_at_once_each_keep_what_they_wrote(house: House) -> None:
    first, second = signed_in(house, "rehana"), signed_in(house, "farhana")
    seen = [_form(said(client.get(url(house, "office-edit")))) for client in (first, second)]
    assert first.post(url(house, "office-edit"), {**seen[0], "phone": "111"}).status_code == 302
    assert second.post(url(house, "office-edit"), {**seen[1], "email": "b@b.bd"}).status_code == 302
    found = again(house, "shibalaya")
    assert (found.phone, found.email) == ("111", "b@b.bd")


def test_the_second_to_write_the_same_sees_what_the_first_wrote(house: House) -> None:
    first, second = signed_in(house, "rehana"), signed_in(house, "farhana")
    seen = [_form(said(client.get(url(house, "office-edit")))) for client in (first, second)]
    first.post(url(house, "office-edit"), {**seen[0], "phone": "111"})
    found = said(second.post(url(house, "office-edit"), {**seen[1], "phone": "222"}), 422)
    assert "Somebody else changed this office while you were writing." in found
    assert "As it stands now" in found
    assert "111" in found
    assert _form(found)["phone"] == "222"
    assert second.post(url(house, "office-edit"), _form(found)).status_code == 302
    assert again(house, "shibalaya").phone == "222"


def test_an_office_that_was_closed_meanwhile_is_not_changed(house: House) -> None:
    client = signed_in(house, "farhana")
    seen = _form(said(client.get(url(house, "office-edit"))))
    services.close_office(MACHINE, office=house.offices["shibalaya"], reason="order", now=NOW)
    assert "is closed or went up" in said(client.post(url(house, "office-edit"), {**seen, "phone": "1"}), 422)


# Moving, merging, closing, opening again.


def test_the_new_place_is_searched_for_then_shown_then_taken(house: House) -> None:
    client = signed_in(house, "nasrin")
    address = url(house, "office-move", "ghior")
    assert "<select" not in said(client.get(address))
    found = said(client.get(address, {"q": "dhaka"}))
    other = house.offices["dhaka"].pk
    assert f'href="?other={other}"' in found
    shown = said(client.get(address, {"other": str(other)}))
    assert name(house, "dhaka") in shown
    assert again(house, "ghior").parent == house.offices["manikganj"]
    assert "id_reason-error" in said(client.post(address, {"other": str(other)}), 422)
    answer = client.post(address, {"other": str(other), "reason": "memo 1"})
    assert answer["Location"] == url(house, office="ghior")
    assert again(house, "ghior").parent == house.offices["dhaka"]


def test_neither_itself_nor_what_is_closed_is_offered(house: House) -> None:
    services.close_office(MACHINE, office=house.offices["ghior"], reason="order", now=NOW)
    found = opened(house, "nasrin", url(house, "office-move"), q="upazila")
    assert f"?other={house.offices['shibalaya'].pk}" not in found
    assert f"?other={house.offices['ghior'].pk}" not in found


def test_a_place_beyond_ones_reach_is_as_if_it_were_none(house: House) -> None:
    client = signed_in(house, "farhana")
    for other in (house.offices["dhaka"].pk, new_id(), "x"):
        address = f"{url(house, 'office-move', 'ghior')}?other={other}"
        assert client.get(address).status_code == 404
        given = {"other": str(other), "reason": "memo"}
        assert client.post(url(house, "office-move", "ghior"), given).status_code == 404
    assert "No office over which you have a say is called so." in opened(
        house, "farhana", url(house, "office-move", "ghior"), q="dhaka"
    )


def test_a_cycle_is_refused_in_words(house: House) -> None:
    given = {"other": str(house.offices["ghior"].pk), "reason": "memo"}
    found = said(signed_in(house, "nasrin").post(url(house, "office-move", "manikganj"), given), 422)
    assert "An office cannot stand below itself." in found


def test_what_a_merger_does_is_shown_and_then_done_once(house: House) -> None:
    add(house, "deep", "ghior")
    client = signed_in(house, "farhana")
    address, given = url(house, "office-merge", "ghior"), {"other": str(house.offices["shibalaya"].pk)}
    shown = said(client.get(address, given))
    for words in ("1 office moves there", "Branch deep", "1 person is relieved", "This cannot be taken back."):
        assert words in shown
    assert escape(house.people["tanvir"].name["en"]) in shown
    for _ in range(2):
        answer = client.post(address, {**given, "reason": "memo 2"}, follow=True)
    assert "This was done already; nothing was changed." in said(answer)
    assert again(house, "ghior").state == OfficeState.MERGED
    assert Entry.objects.filter(verb="office.merged").count() == 1


def test_an_office_closes_and_opens_again(house: House) -> None:
    client = signed_in(house, "farhana")
    shown = said(client.get(url(house, "office-close", "ghior")))
    assert "1 person is relieved" in shown
    for state, act, words in (
        (OfficeState.CLOSED, "office-close", "The office is closed."),
        (OfficeState.OPEN, "office-reopen", "The office is open again."),
    ):
        assert words in said(client.post(url(house, act, "ghior"), {"reason": "memo"}, follow=True))
        assert again(house, "ghior").state == state
        assert "This was done already" in said(client.post(url(house, act, "ghior"), {"reason": "memo"}, follow=True))
    assert Entry.objects.filter(verb__in=["office.closed", "office.reopened"]).count() == 2


def test_an_office_with_open_ones_below_is_not_closed(house: House) -> None:
    client = signed_in(house, "nasrin")
    address = url(house, "office-close", "manikganj")
    assert "Offices below it are open." in said(client.get(address))
    assert "Offices below it are open." in said(client.post(address, {"reason": "memo"}), 422)
    assert again(house, "manikganj").state == OfficeState.OPEN


@pytest.mark.parametrize("act", ["office-move", "office-merge", "office-close", "office-reopen"])
def test_what_cannot_be_taken_back_takes_showing_oneself_again(
    house: House, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sanglap.offices.access.recently_shown", lambda _request: False)
    client = signed_in(house, "farhana")
    given = {"reason": "memo", "other": str(house.offices["shibalaya"].pk)}
    for answer in (client.get(url(house, act, "ghior")), client.post(url(house, act, "ghior"), given)):
        assert answer.status_code == 302
        assert answer["Location"] != url(house, office="ghior")
    assert again(house, "ghior").state == OfficeState.OPEN
    assert not FormerOffice.objects.exists()


def test_every_page_is_there_in_bangla(house: House) -> None:
    client = signed_in(house, "nasrin", "bn")
    for act in ("office", "office-new", "office-edit", "office-move", "office-merge", "office-close"):
        assert 'lang="bn"' in said(client.get(url(house, act)))
    assert "দপ্তর" in said(client.get(reverse("desk:offices"), {"view": "map"}))
