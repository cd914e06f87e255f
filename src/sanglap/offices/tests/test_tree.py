"""The tree changes by create, edit, move, merge, close and open again: who may, what is refused, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.audit.models import Entry
from sanglap.audit.selectors import told
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.offices import selectors, services
from sanglap.offices.models import Appointment, FormerOffice, Kind, Office, OfficeAncestor, Position
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services.tree import search_words
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission, Role
from tests import factories
from tests.factories import NOW, WORDS, House

MACHINE = Scope.everything("tests")
DAY = timedelta(days=1)
NEW = LocalizedText(bn="উপজেলা পরিষদ, শিবালয়", en="Upazila Parishad, Shibalaya")

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2.2")]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def add(house: House, key: str, parent: str | None = "manikganj", *, scope: Scope = MACHINE, **more: Any) -> Office:
    above = house.offices[parent] if parent else None
    given = {"code": key, "kind": Kind.FIELD, "name": WORDS, "parent": above, "now": NOW, **more}
    return services.create_office(scope, **given)


def again(office: Office) -> Office:
    return Office.objects.get(pk=office.pk)


def last(office: Office) -> Entry:
    return Entry.objects.filter(object_id=str(office.pk)).latest("pk")


def above(office: Office) -> list[str]:
    """The codes of the offices above it, nearest first, by the closure."""
    links = OfficeAncestor.objects.filter(office=office, depth__gt=0).order_by("depth")
    return list(links.values_list("ancestor__code", flat=True))


def refused(act: Callable[..., object], *given: Any, **more: Any) -> ValidationError:
    with pytest.raises(ValidationError) as error:
        act(*given, **more)
    return error.value


# Entering.


def test_a_new_office_stands_below_its_parent_and_is_told_of(house: House) -> None:
    made = add(
        house,
        "new",
        scope=house.scope("farhana"),
        name=NEW,
        email="a@b.gov.bd",
        phone="0261",
        website="https://b.gov.bd",
    )
    assert above(made) == ["bd-dist-46", "bd-div-6", "cabinet-division"]
    assert (made.email, made.phone, made.website) == ("a@b.gov.bd", "0261", "https://b.gov.bd")
    assert last(made).verb == "office.created"
    assert NEW["bn"] in told(last(made))
    assert last(made).office_id == made.pk


def test_a_head_of_office_enters_no_office(house: House) -> None:
    with pytest.raises(Forbidden):
        add(house, "new", "shibalaya", scope=house.scope("rehana"))
    assert not Office.objects.filter(code="new").exists()


def test_nobody_but_the_machine_enters_one_at_the_top(house: House) -> None:
    with pytest.raises(Forbidden):
        add(house, "new", None, scope=house.scope("nasrin"))
    assert above(add(house, "new", None)) == []


def test_no_office_is_entered_below_one_that_is_not_open(house: House) -> None:
    services.close_office(MACHINE, office=house.offices["ghior"], reason="order", now=NOW)
    assert "parent" in refused(add, house, "new", "ghior").message_dict


@pytest.mark.parametrize("code", ["bd-upa-362", "", "x" * 65])
def test_a_code_is_given_once_and_is_one(house: House, code: str) -> None:
    assert "code" in refused(add, house, code).message_dict


def test_both_names_are_asked_for(house: House) -> None:
    assert "name" in refused(add, house, "new", name=LocalizedText(bn="দপ্তর")).message_dict


# What is known of it.


def edit(house: House, who: str, seen: Office | None = None, office: str = "shibalaya", **wanted: Any) -> Office:
    kept = ("name", "kind", "address", "website", "email", "phone")
    before = {name: getattr(seen, name) for name in kept} if seen else {}
    return services.edit_office(
        house.scope(who), office=house.offices[office], seen=before, wanted=wanted, reason="memo 7", now=NOW + DAY
    )


def test_a_head_changes_how_the_office_is_reached(house: House) -> None:
    before = house.offices["shibalaya"].phone
    edit(house, "rehana", phone="02997", email="uno@shibalaya.gov.bd")
    found = again(house.offices["shibalaya"])
    assert (found.phone, found.email) == ("02997", "uno@shibalaya.gov.bd")
    changes = last(found).data["changes"]
    assert changes["phone"] == [before, "02997"]
    assert not FormerOffice.objects.exists()


@pytest.mark.parametrize("wanted", [{"name": NEW}, {"kind": Kind.AGENCY}])
def test_name_and_kind_are_changed_from_above_only(house: House, wanted: dict[str, Any]) -> None:
    with pytest.raises(Forbidden):
        edit(house, "rehana", **wanted)
    assert not FormerOffice.objects.exists()
    edit(house, "farhana", **wanted)
    assert FormerOffice.objects.count() == 1


@pytest.mark.parametrize("who", ["sumaiya", "tanvir", "mannan", "zahid", "jamal"])
def test_others_change_nothing(house: House, who: str) -> None:
    with pytest.raises(Forbidden):
        edit(house, who, phone="1")


def test_a_renamed_office_is_found_by_both_its_names(house: House) -> None:
    before = house.offices["shibalaya"].name
    changed = edit(house, "farhana", name=NEW)
    was = FormerOffice.objects.get()
    assert (was.name, was.since, was.until, was.reason) == (before, None, NOW + DAY, "memo 7")
    assert last(changed).verb == "office.renamed"
    for words in ("parishad shibaloy", "নির্বাহী শিবালয়", "upazila nirbahi shibalaya"):
        assert [one.code for one in selectors.search(MACHINE, words)][:1] == ["bd-upa-362"]


def test_what_it_was_is_kept_from_change_to_change(house: House) -> None:
    edit(house, "farhana", name=NEW)
    services.edit_office(
        house.scope("farhana"),
        office=house.offices["shibalaya"],
        seen={},
        wanted={"kind": Kind.AGENCY},
        now=NOW + 2 * DAY,
    )
    first, second = FormerOffice.objects.order_by("until")
    assert (first.since, first.until, second.since, second.until) == (None, NOW + DAY, NOW + DAY, NOW + 2 * DAY)
    assert (second.name, second.kind) == (NEW, Kind.FIELD)


def test_the_second_of_two_officers_loses_nothing_and_undoes_nothing(house: House) -> None:
    seen = again(house.offices["shibalaya"])
    kept = {"phone": seen.phone, "email": seen.email}
    edit(house, "rehana", seen, **{**kept, "phone": "111"})
    # The second wrote the e-mail address and left the telephone as it stood before.
    both = edit(house, "farhana", seen, **{**kept, "email": "a@b.bd"})
    assert (both.phone, both.email) == ("111", "a@b.bd")


def test_two_who_write_the_same_field_are_told(house: House) -> None:
    seen = again(house.offices["shibalaya"])
    edit(house, "rehana", seen, phone="111")
    with pytest.raises(services.Stale) as stale:
        edit(house, "farhana", seen, phone="222")
    assert stale.value.fields == ["phone"]
    assert stale.value.office.phone == "111"
    assert edit(house, "farhana", stale.value.office, phone="222").phone == "222"


def test_saving_the_same_twice_tells_of_one_change(house: House) -> None:
    seen = again(house.offices["shibalaya"])
    for _ in range(2):
        edit(house, "rehana", seen, phone="111")
    assert Entry.objects.filter(verb="office.changed").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("website", "javascript:alert(1)"),
        ("email", "no address"),
        ("name", LocalizedText(bn="দপ্তর")),
        ("phone", "1" * 41),
    ],
)
def test_what_is_malformed_is_refused_by_its_field(house: House, field: str, value: Any) -> None:
    assert field in refused(edit, house, "farhana", **{field: value}).message_dict
    assert not FormerOffice.objects.exists()


def test_an_office_that_is_no_more_is_not_changed(house: House) -> None:
    services.close_office(MACHINE, office=house.offices["shibalaya"], reason="order", now=NOW)
    assert refused(edit, house, "nasrin", phone="1").code == "closed"


# Moving.


def move(house: House, who: str, office: str = "ghior", parent: str = "dhaka") -> None:
    services.move_office(
        house.scope(who), office=house.offices[office], parent=house.offices[parent], reason="memo 8", now=NOW + DAY
    )


def test_an_office_moves_with_all_below_it(house: House) -> None:
    deep = add(house, "deep", "ghior")
    move(house, "nasrin")
    assert above(deep) == ["bd-upa-361", "bd-div-6", "cabinet-division"]
    assert above(house.offices["ghior"]) == ["bd-div-6", "cabinet-division"]
    was = FormerOffice.objects.get()
    assert (was.office, was.parent, was.reason) == (house.offices["ghior"], house.offices["manikganj"], "memo 8")
    entry = last(house.offices["ghior"])
    assert entry.verb == "office.moved"
    assert entry.data["changes"]["parent"] == [
        dict(house.offices["manikganj"].name),
        dict(house.offices["dhaka"].name),
    ]


def test_rights_move_with_it_at_once(house: House) -> None:
    deep = add(house, "deep", "ghior")
    assert house.scope("farhana").may(Permission.POST_VIEW, deep.pk)
    move(house, "nasrin")
    assert not house.scope("farhana").may(Permission.POST_VIEW, deep.pk)
    assert house.scope("nasrin").may(Permission.POST_VIEW, deep.pk)


def test_it_takes_a_say_at_both_places(house: House) -> None:
    with pytest.raises(Forbidden):
        move(house, "farhana")
    with pytest.raises(Forbidden):
        move(house, "farhana", "dhaka", "manikganj")
    with pytest.raises(Forbidden):
        move(house, "rehana", "shibalaya", "ghior")
    move(house, "farhana", "ghior", "shibalaya")
    assert above(house.offices["ghior"])[0] == "bd-upa-362"


@pytest.mark.parametrize("parent", ["manikganj", "ghior", "shibalaya"])
def test_no_office_stands_below_itself(house: House, parent: str) -> None:
    error = refused(move, house, "nasrin", "manikganj", parent)
    assert error.error_dict["parent"][0].code == "cycle"


def test_nothing_moves_to_or_as_an_office_that_is_not_open(house: House) -> None:
    services.close_office(MACHINE, office=house.offices["ghior"], reason="order", now=NOW)
    assert "parent" in refused(move, house, "nasrin", "shibalaya", "ghior").message_dict
    assert refused(move, house, "nasrin", "ghior", "dhaka").code == "closed"


def test_moving_to_where_it_stands_changes_nothing(house: House) -> None:
    move(house, "farhana", "ghior", "manikganj")
    assert not FormerOffice.objects.exists()
    assert not Entry.objects.filter(verb="office.moved").exists()


# Merging, closing, opening again.


def merge(house: House, who: str = "farhana", office: str = "ghior", into: str = "shibalaya") -> None:
    services.merge_office(
        house.scope(who), office=house.offices[office], into=house.offices[into], reason="memo 9", now=NOW + DAY
    )


def test_an_office_goes_up_in_another(house: House) -> None:
    deep, shut = add(house, "deep", "ghior"), add(house, "shut", "ghior")
    services.close_office(MACHINE, office=shut, reason="order", now=NOW)
    merge(house)
    gone = again(house.offices["ghior"])
    assert (gone.state, gone.successor) == (OfficeState.MERGED, house.offices["shibalaya"])
    assert above(deep) == above(shut) == ["bd-upa-362", "bd-dist-46", "bd-div-6", "cabinet-division"]
    assert again(deep).parent == house.offices["shibalaya"]
    assert last(gone).data["into"] == dict(house.offices["shibalaya"].name)
    assert last(gone).data["reason"] == "memo 9"


def test_who_serves_in_it_or_is_to_is_relieved_and_told_of(house: House) -> None:
    house.officer("later", Role.AUTHOR, "ghior")
    later = Appointment.objects.get(user=house.people["later"])
    Appointment.objects.filter(pk=later.pk).update(starts_at=NOW + 9 * DAY)
    merge(house)
    assert not house.scope("tanvir", NOW + DAY).has(Permission.OFFICE_VIEW)
    later.refresh_from_db()
    assert later.ends_at == later.starts_at
    assert not Position.objects.filter(office=house.offices["ghior"], abolished_at=None).exists()
    assert Entry.objects.filter(verb="appointment.ended", office_id=house.offices["ghior"].pk).count() == 2
    assert Entry.objects.filter(verb="position.abolished", office_id=house.offices["ghior"].pk).count() == 2


def test_who_left_before_is_not_relieved_again(house: House) -> None:
    left = Appointment.objects.get(user=house.people["tanvir"])
    Appointment.objects.filter(pk=left.pk).update(ends_at=NOW)
    merge(house)
    left.refresh_from_db()
    assert left.ends_at == NOW


def test_no_office_goes_up_in_itself_or_in_one_below_it(house: House) -> None:
    for into in ("manikganj", "shibalaya"):
        error = refused(merge, house, "nasrin", "manikganj", into)
        assert error.error_dict["into"][0].code == "cycle"


def test_it_goes_up_only_in_an_open_one_and_only_once(house: House) -> None:
    merge(house)
    assert "into" in refused(merge, house, "farhana", "shibalaya", "ghior").message_dict
    with pytest.raises(TransitionRefused):
        merge(house)
    assert Entry.objects.filter(verb="office.merged").count() == 1


def test_merging_takes_a_say_from_above_both(house: House) -> None:
    with pytest.raises(Forbidden):
        merge(house, "farhana", "ghior", "dhaka")
    with pytest.raises(Forbidden):
        merge(house, "rehana", "shibalaya", "ghior")
    with pytest.raises(Forbidden):
        merge(house, "farhana", "manikganj", "dhaka")


def close(house: House, who: str = "farhana", office: str = "ghior") -> None:
    services.close_office(house.scope(who), office=house.offices[office], reason="memo 10", now=NOW + DAY)


def test_an_office_closes_when_nothing_open_is_below_it(house: House) -> None:
    assert refused(close, house, "nasrin", "manikganj").code == "children"
    close(house)
    close(house, "farhana", "shibalaya")
    close(house, "nasrin", "manikganj")
    assert again(house.offices["manikganj"]).state == OfficeState.CLOSED
    assert not house.scope("rehana", NOW + DAY).has(Permission.OFFICE_VIEW)


def test_its_own_head_does_not_close_it(house: House) -> None:
    with pytest.raises(Forbidden):
        close(house, "rehana", "shibalaya")


def test_a_closed_office_opens_again_with_no_positions(house: House) -> None:
    close(house)
    with pytest.raises(TransitionRefused):
        close(house)
    services.reopen_office(house.scope("farhana"), office=house.offices["ghior"], reason="memo 11", now=NOW + 2 * DAY)
    assert again(house.offices["ghior"]).state == OfficeState.OPEN
    assert not house.scope("tanvir", NOW + 2 * DAY).has(Permission.OFFICE_VIEW)
    with pytest.raises(TransitionRefused):
        services.reopen_office(house.scope("farhana"), office=house.offices["ghior"], reason="", now=NOW + 2 * DAY)
    verbs = (
        Entry.objects.filter(object_id=str(house.offices["ghior"].pk)).order_by("-pk").values_list("verb", flat=True)
    )
    assert list(verbs)[:2] == ["office.reopened", "office.closed"]


def test_no_office_opens_below_one_that_is_closed(house: House) -> None:
    for office in ("ghior", "shibalaya", "manikganj"):
        close(house, "nasrin", office)
    act = services.reopen_office
    given = {"office": house.offices["ghior"], "reason": "", "now": NOW + DAY}
    assert refused(act, house.scope("nasrin"), **given).code == "closed"


def test_what_was_merged_does_not_open_again(house: House) -> None:
    merge(house)
    with pytest.raises(TransitionRefused):
        services.reopen_office(MACHINE, office=house.offices["ghior"], reason="", now=NOW + DAY)


# What it is found by.


def test_what_an_office_is_found_by_holds_every_name_once() -> None:
    words = search_words("bd-1", [NEW, LocalizedText(bn="শিবালয়", en="Shibalaya"), NEW])
    assert words == search_words("bd-1", [NEW, LocalizedText(bn="শিবালয়", en="Shibalaya")])
    assert words.split() == ["bd", "1", "upjl", "prisd", "sibl", "upjil", "prisd", "sibl", "sibl"]
    # Every word is found by how it begins.
    assert words.startswith(" ")
