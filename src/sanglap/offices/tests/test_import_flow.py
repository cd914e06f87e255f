"""A list on its way: received, compared, applied, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from sanglap.audit.models import Entry
from sanglap.core.states import TransitionRefused
from sanglap.lists.form import said
from sanglap.offices import services
from sanglap.offices.models import FormerOffice, ImportRow, Office, OfficeAncestor, OfficeImport, RowKind
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services import imports
from sanglap.offices.services.bringing import NotApplied, RegisterChanged
from sanglap.offices.states import ImportState
from sanglap.people.permissions import Role
from tests.factories import MINUTE, NOW, House, house

pytestmark = pytest.mark.django_db
SYSTEM = Scope.everything("tests")
HEAD = "code,kind,name_bn,name_en,parent,website"


@pytest.fixture
def cast() -> House:
    return house()


def received(content: str | bytes, root: Office | None = None, scope: Scope = SYSTEM) -> OfficeImport:
    content = content if isinstance(content, bytes) else content.encode()
    return imports.receive(scope, name="list.csv", content=content, root=root, now=NOW)


def compared(content: str | bytes, root: Office | None = None, scope: Scope = SYSTEM) -> OfficeImport:
    return imports.compare(received(content, root, scope), now=NOW)


def of(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows])


def faults(run: OfficeImport) -> dict[str, list[str]]:
    return {row.code: [one["code"] for one in row.faults] for row in ImportRow.objects.filter(run=run) if row.faults}


def kinds(run: OfficeImport) -> dict[str, str]:
    return dict(ImportRow.objects.filter(run=run).values_list("code", "kind"))


def tables() -> tuple[Any, ...]:
    """Offices and closure as they stand, but for what offices are found by."""
    fields = [field.name for field in Office._meta.concrete_fields if field.name != "search"]
    return (
        list(Office.objects.order_by("code").values_list(*fields)),
        sorted(OfficeAncestor.objects.values_list("office_id", "ancestor_id", "depth")),
    )


def closure_is_true() -> None:
    """Each office has exactly itself and all above it in the closure."""
    above = dict(Office.objects.values_list("pk", "parent_id"))
    true = set()
    for office in above:
        here, depth = office, 0
        while here is not None:
            true.add((office, here, depth))
            here, depth = above[here], depth + 1
    assert set(OfficeAncestor.objects.values_list("office_id", "ancestor_id", "depth")) == true


NEW = of(
    "x-2,field,দুই,Two,x-1,https://two.gov.bd",
    "x-1,অধিদপ্তর,এক,One,bd-dist-46,one.gov.bd",
)


def test_new_offices_are_entered_in_any_order(cast: House) -> None:
    run = compared(NEW)
    assert run.state == ImportState.READY
    assert run.counts == {"new": 2, "changed": 0, "moved": 0, "same": 0, "bad": 0, "warnings": 1}
    assert imports.apply(SYSTEM, run=run, now=NOW) == {"new": 2, "changed": 0, "moved": 0}
    one, two = Office.objects.get(code="x-1"), Office.objects.get(code="x-2")
    assert (one.kind, one.name, one.website) == ("directorate", {"bn": "এক", "en": "One"}, "https://one.gov.bd")
    assert (two.parent, one.parent) == (one, cast.offices["manikganj"])
    assert two.search.startswith(" ")
    closure_is_true()
    told = Entry.objects.get(object_id=str(two.pk))
    assert (told.verb, told.data["list"], told.object_name) == ("office.brought-in", "list.csv", two.name)
    assert OfficeImport.objects.get(pk=run.pk).state == ImportState.APPLIED


def test_same_list_again_changes_nothing(cast: House) -> None:
    imports.apply(SYSTEM, run=compared(NEW), now=NOW)
    before = tables()
    again = compared(NEW)
    assert again.counts["same"] == 2
    assert imports.apply(SYSTEM, run=again, now=NOW) == {"new": 0, "changed": 0, "moved": 0}
    assert tables() == before


CHANGES = of(
    "bd-upa-362,field,শিবালয়,Shibaloy,bd-div-6,https://shibaloy.gov.bd",
    "y-1,field,নতুন,New,bd-upa-362,",
)


def test_changes_and_moves_are_done_told_and_kept(cast: House) -> None:
    old = cast.offices["shibalaya"]
    run = compared(CHANGES)
    assert kinds(run) == {old.code: RowKind.MOVED, "y-1": RowKind.NEW}
    imports.apply(SYSTEM, run=run, now=NOW + MINUTE)
    office = Office.objects.get(pk=old.pk)
    assert (office.name["en"], office.parent) == ("Shibaloy", cast.offices["dhaka"])
    assert services.tree.search_words(office.code, [office.name, old.name]).split() == office.search.split()
    former = FormerOffice.objects.get(office=office)
    assert (former.name, former.parent, former.until) == (old.name, old.parent, NOW + MINUTE)
    told = Entry.objects.get(object_id=str(office.pk), verb="office.moved-by-list")
    assert told.data["changes"]["name"] == [dict(old.name), dict(office.name)]
    assert told.data["changes"]["parent"] == [dict(cast.offices["manikganj"].name), dict(cast.offices["dhaka"].name)]
    closure_is_true()


def test_list_is_taken_back_as_a_whole(cast: House) -> None:
    before = tables()
    run = compared(CHANGES)
    imports.apply(SYSTEM, run=run, now=NOW)
    assert tables() != before
    assert imports.undo(SYSTEM, run=run, now=NOW + MINUTE) == {"new": 1, "moved": 1}
    assert tables() == before
    assert Entry.objects.filter(verb="office.taken-back").count() == 1
    with pytest.raises(TransitionRefused):
        imports.undo(SYSTEM, run=run, now=NOW + MINUTE)


def test_list_is_not_taken_back_where_something_hangs_on_it(cast: House) -> None:
    run = compared(NEW)
    imports.apply(SYSTEM, run=run, now=NOW)
    services.create_position(
        SYSTEM, office=Office.objects.get(code="x-2"), title=cast.offices["dhaka"].name, role=Role.HEAD, now=NOW
    )
    with pytest.raises(NotApplied) as refused:
        imports.undo(SYSTEM, run=run, now=NOW)
    assert refused.value.fault["code"] == "hangs"
    assert "দুই" in refused.value.fault["value"] or "Two" in refused.value.fault["value"]
    assert Office.objects.filter(code__startswith="x-").count() == 2


def test_list_is_not_taken_back_where_an_office_was_changed_since(cast: House) -> None:
    run = compared(CHANGES)
    imports.apply(SYSTEM, run=run, now=NOW)
    Office.objects.filter(code="bd-upa-362").update(website="https://other.gov.bd")
    before = tables()
    with pytest.raises(NotApplied) as refused:
        imports.undo(SYSTEM, run=run, now=NOW)
    assert refused.value.fault["code"] == "since"
    assert tables() == before


def test_list_is_not_taken_back_where_the_former_place_is_below_the_office_by_now(cast: House) -> None:
    run = compared(of("bd-upa-362,bd-div-6", head="code,parent"))
    imports.apply(SYSTEM, run=run, now=NOW)
    services.move_office(
        SYSTEM, office=cast.offices["manikganj"], parent=cast.offices["shibalaya"], reason="order", now=NOW
    )
    with pytest.raises(NotApplied) as refused:
        imports.undo(SYSTEM, run=run, now=NOW)
    assert refused.value.fault["code"] == "hangs"
    closure_is_true()


def test_missing_column_leaves_and_empty_cell_empties(cast: House) -> None:
    Office.objects.filter(code="bd-upa-362").update(phone="01711", email="a@example.gov.bd")
    run = compared(of("bd-upa-362,", head="code,phone"))
    assert faults(run) == {"bd-upa-362": ["emptied"]}
    imports.apply(SYSTEM, run=run, now=NOW)
    office = Office.objects.get(code="bd-upa-362")
    assert (office.phone, office.email) == ("", "a@example.gov.bd")
    assert office.name == cast.offices["shibalaya"].name


BAD = of(
    ",field,ক,A,bd-dist-46,",
    "b-1,,ক,A,bd-dist-46,",
    "b-2,palace,ক,A,bd-dist-46,",
    "b-3,field,,A,bd-dist-46,",
    "b-4,field,ক,A,nowhere,",
    "b-5,field,ক,A,b-5,",
    "b-6,field,ক,A,b-7,",
    "b-7,field,ক,A,b-6,",
    "b-8,field,ক,A,b-4,",
    "b-9,field,ক,A,bd-dist-46,ftp://x.gov.bd",
    "b-10,field,=1+1,A,bd-dist-46,",
    "b-11,field,ক,A,bd-dist-46,",
    "b-11,field,ক,A,bd-dist-46,",
    "good,field,ক,A,bd-dist-46,",
)


def test_each_faulty_row_is_named_with_what_is_wrong(cast: House) -> None:
    run = compared(BAD)
    assert faults(run) == {
        "": ["missing"],
        "b-1": ["missing"],
        "b-2": ["kind"],
        "b-3": ["missing"],
        "b-4": ["unknown-parent"],
        "b-5": ["own-parent"],
        "b-6": ["cycle"],
        "b-7": ["cycle"],
        "b-8": ["faulty-parent"],
        "b-9": ["website"],
        "b-10": ["formula", "not-bangla"],
        "b-11": ["twice"],
    }
    assert run.counts["bad"] == 13
    lines = dict(ImportRow.objects.filter(run=run, kind="bad").values_list("line", "code"))
    assert lines[2] == ""
    assert lines[11] == "b-9"
    for row in ImportRow.objects.filter(run=run):
        for fault in row.faults:
            assert all((said(fault, imports.FORM).what, said(fault, imports.FORM).advice))


def test_all_or_nothing_or_by_choice_the_good_rows(cast: House) -> None:
    run = compared(BAD)
    before = tables()
    with pytest.raises(NotApplied) as refused:
        imports.apply(SYSTEM, run=run, now=NOW)
    assert refused.value.fault["code"] == "bad"
    assert tables() == before
    assert imports.apply(SYSTEM, run=run, only_good=True, now=NOW)["new"] == 1
    assert Office.objects.filter(code="good").exists()


def test_cycle_through_offices_that_are_not_in_the_list(cast: House) -> None:
    run = compared(of("bd-dist-46,bd-upa-362", head="code,parent"))
    assert faults(run) == {"bd-dist-46": ["cycle"]}


def test_left_out_move_does_not_leave_a_cycle_behind(cast: House) -> None:
    """Shibalaya would go up and Manikganj under it; the first row is faulty, so the second makes a cycle."""
    run = compared(of("bd-upa-362,nowhere", "bd-dist-46,bd-upa-362", head="code,parent"))
    assert faults(run) == {"bd-upa-362": ["unknown-parent"], "bd-dist-46": ["cycle"]}


def test_offices_may_change_places_with_each_other(cast: House) -> None:
    run = compared(of("bd-upa-362,bd-div-6", "bd-dist-46,bd-upa-362", head="code,parent"))
    assert faults(run) == {}
    imports.apply(SYSTEM, run=run, now=NOW)
    closure_is_true()


def test_only_the_new_offices(cast: House) -> None:
    run = compared(CHANGES)
    assert imports.apply(SYSTEM, run=run, only_new=True, now=NOW) == {"new": 1}
    assert Office.objects.get(code="bd-upa-362").name == cast.offices["shibalaya"].name
    assert imports.undo(SYSTEM, run=run, now=NOW) == {"new": 1}
    closure_is_true()


def test_too_deep_a_tree_is_refused(cast: House) -> None:
    rows = [f"d-{n},field,ক,A,{f'd-{n - 1}' if n else 'bd-upa-362'}," for n in range(40)]
    run = compared(of(*rows))
    assert 10 < run.counts["new"] < 20
    assert run.counts["bad"] == 40 - run.counts["new"]
    assert {code for codes in faults(run).values() for code in codes} == {"too-deep"}


def test_list_changes_nothing_outside_its_root(cast: House) -> None:
    farhana = cast.scope("farhana")
    run = compared(
        of(
            "bd-upa-362,field,শিবালয়,S,bd-dist-46,",
            "bd-dist-46,field,মানিক,M,bd-div-6,",
            "bd-div-6,field,ঢাকা,D,,",
            "z-1,field,ক,A,bd-div-6,",
            "z-2,field,ক,A,,",
            "bd-upa-361,field,ঘিওর,G,bd-div-6,",
        ),
        cast.offices["manikganj"],
        farhana,
    )
    found = faults(run)
    assert found["bd-dist-46"] == ["outside"]
    assert found["z-1"] == ["outside"]
    assert found["bd-div-6"] == ["outside"]
    assert kinds(run)["z-2"] == "new"
    assert kinds(run)["bd-upa-362"] == "changed"
    imports.apply(farhana, run=run, only_good=True, now=NOW)
    assert Office.objects.get(code="z-2").parent == cast.offices["manikganj"]


def test_only_who_manages_from_the_root_on_down(cast: House) -> None:
    for name, root in (("farhana", None), ("farhana", "dhaka"), ("rehana", "shibalaya")):
        with pytest.raises(Forbidden):
            received(NEW, cast.offices[root] if root else None, cast.scope(name))
    run = compared(NEW, cast.offices["cabinet"], cast.scope("nasrin"))
    for act in (
        lambda: imports.apply(cast.scope("farhana"), run=run, now=NOW),
        lambda: imports.discard(cast.scope("farhana"), run=run, now=NOW),
        lambda: imports.begin_apply(cast.scope("farhana"), run=run, only_good=False, only_new=False),
    ):
        with pytest.raises(Forbidden):
            act()
    imports.apply(cast.scope("nasrin"), run=run, now=NOW)
    with pytest.raises(Forbidden):
        imports.undo(cast.scope("farhana"), run=run, now=NOW)


def test_register_changed_meanwhile_is_compared_anew(cast: House) -> None:
    run = compared(CHANGES)
    Office.objects.filter(code="bd-upa-362").update(website="https://between.gov.bd")
    before = tables()
    with pytest.raises(RegisterChanged):
        imports.apply(SYSTEM, run=run, now=NOW)
    assert tables() == before
    run.refresh_from_db()
    assert (run.state, run.fault["code"]) == (ImportState.READY, "changed")
    row = ImportRow.objects.get(run=run, code="bd-upa-362")
    assert row.before is not None
    assert row.before["website"] == "https://between.gov.bd"
    imports.apply(SYSTEM, run=run, now=NOW)
    assert OfficeImport.objects.get(pk=run.pk).fault == {}


def test_other_offices_may_change_meanwhile(cast: House) -> None:
    run = compared(CHANGES)
    Office.objects.filter(code="cabinet-division").update(phone="999")
    assert imports.apply(SYSTEM, run=run, now=NOW)["moved"] == 1


def test_parent_closed_meanwhile_is_found(cast: House) -> None:
    run = compared(of("n-1,field,ক,A,bd-upa-361,"))
    services.close_office(SYSTEM, office=Office.objects.get(code="bd-upa-361"), reason="order", now=NOW)
    with pytest.raises(RegisterChanged):
        imports.apply(SYSTEM, run=run, now=NOW)
    assert faults(run) == {"n-1": ["closed-parent"]}


def test_second_click_does_nothing(cast: House) -> None:
    run = compared(NEW)
    imports.apply(SYSTEM, run=run, now=NOW)
    before = tables()
    with pytest.raises(TransitionRefused):
        imports.apply(SYSTEM, run=run, now=NOW)
    assert tables() == before


def test_discarded_list_is_not_applied(cast: House) -> None:
    run = compared(NEW)
    imports.discard(SYSTEM, run=run, now=NOW)
    with pytest.raises(TransitionRefused):
        imports.apply(SYSTEM, run=run, now=NOW)


def test_fault_in_the_middle_leaves_nothing_half_done(cast: House, monkeypatch: pytest.MonkeyPatch) -> None:
    run = compared(CHANGES)
    before = tables()
    monkeypatch.setattr("sanglap.offices.services.imports.deeds.LINK", "SELECT 1/0")
    with pytest.raises(Exception, match="zero"):
        imports.apply(SYSTEM, run=run, now=NOW)
    monkeypatch.undo()
    assert tables() == before
    assert not FormerOffice.objects.exists()
    imports.apply(SYSTEM, run=run, now=NOW)
    closure_is_true()


def test_doubled_website_is_a_warning(cast: House) -> None:
    site = cast.offices["shibalaya"].website
    run = compared(of(f"w-1,field,ক,A,bd-dist-46,{site}", "w-2,field,ক,A,bd-dist-46,https://w.gov.bd",
                      "w-3,field,ক,A,bd-dist-46,https://w.gov.bd"))  # fmt: skip
    assert faults(run) == {code: ["double-website"] for code in ("w-1", "w-2", "w-3")}
    assert run.counts["bad"] == 0
