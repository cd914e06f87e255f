"""Votes that were signed on paper: what has to be true of the paper, and that they count as any vote."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.audit.models import Entry
from sanglap.audit.selectors import details, told
from sanglap.content import approval, paper, selectors, services
from sanglap.content.models import PaperDecision, Variant, Verdict, Vote
from sanglap.content.states import VariantState
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

pytestmark = pytest.mark.clause("6.a")

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


@pytest.fixture
def variant(house: House, account: Account) -> Variant:
    """Written by Sumaiya, waiting for the panel."""
    return newest(house.draft(account))


def scan() -> File:
    return File.objects.create(
        digest="0" * 64, media_type="image/png", size=1, name="note.png", office_id=new_id(), created_at=NOW
    )


def decide(house: House, variant: Variant, recorder: str = "sumaiya", signatory: str = "farid", **more: Any) -> Variant:
    at = more.pop("now", NOW + MINUTE)
    return house.on_paper(variant, signatory, recorder=recorder, at=at, scan=scan(), **more)


def refused(house: House, variant: Variant, *args: str, **more: Any) -> str:
    """The code of the one fault, or the field it speaks of, with nothing recorded."""
    with pytest.raises(ValidationError) as caught:
        decide(house, variant, *args, **more)
    assert not PaperDecision.objects.exists()
    assert Variant.objects.get(pk=variant.pk).state == VariantState.SUBMITTED
    if hasattr(caught.value, "error_dict"):
        (field,) = caught.value.error_dict
        return f"{field}: {caught.value.error_dict[field][0].code}"
    return str(caught.value.code)


def test_a_signature_counts_as_the_signatorys_vote(house: House, variant: Variant) -> None:
    decided = decide(house, variant)
    assert (decided.state, decided.decided_at) == (VariantState.APPROVED, NOW + MINUTE)
    vote = Vote.objects.get()
    assert (vote.member, vote.verdict, vote.digest) == (house.people["farid"], "approve", variant.digest)
    assert (vote.paper.file_number, vote.paper.dated) == ("05.30.5678/26-7", TODAY)
    assert (vote.paper.recorded_by, vote.paper.by_writer) == (house.people["sumaiya"], True)
    assert approval.closed_gate(Variant.objects.get(pk=variant.pk)) == ""
    assert selectors.papers(house.scope("sumaiya")).get() == vote.paper
    assert not selectors.papers(house.scope("tanvir")).exists()


def test_the_history_tells_who_signed_and_who_recorded(house: House, variant: Variant) -> None:
    decide(house, variant, "kamrul")
    assert not PaperDecision.objects.get().by_writer
    recorded, approved = (Entry.objects.get(verb=f"variant.{verb}") for verb in ("on_paper", "approved"))
    farid, kamrul = (house.people[name].name["en"] for name in ("farid", "kamrul"))
    with override("en"):
        assert told(recorded).startswith(f"{farid} decided on paper, recorded by {kamrul}")
        known = {one.name: one.said for one in details(recorded)}
        assert f"{farid} on paper, recorded by {kamrul}" in told(approved)
    assert (known["File number"], known["Vote"]) == ("05.30.5678/26-7", "approve")
    assert recorded.actor_id == approved.actor_id == str(house.people["kamrul"].pk)


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{2}", "https://s.example/desk/approve/1/#{2}"])
def test_the_code_is_taken_as_typed_or_from_the_square(house: House, variant: Variant, typed: str) -> None:
    shown = paper.in_groups(variant.digest)
    decide(house, variant, digest=typed.format(shown, shown.upper().replace(" ", "–"), variant.digest))
    assert Variant.objects.get(pk=variant.pk).state == VariantState.APPROVED


def test_a_paper_about_other_words_is_not_taken(house: House, account: Account, variant: Variant) -> None:
    other = newest(house.draft(account, text="অন্য কথা।"))
    for digest in (other.digest, other.digest[:16], variant.digest[:15], "", f"{variant.digest}0"):
        assert refused(house, variant, digest=digest) == "digest: other"


def test_a_paper_of_a_replaced_revision_is_not_taken(house: House, account: Account, variant: Variant) -> None:
    draft = variant.revision.draft
    services.revise(
        house.scope("sumaiya"), draft=draft, seen=1, text="অন্য কথা।", accounts=[account], purposes=["4.b"], now=NOW
    )
    with pytest.raises(TransitionRefused):
        decide(house, variant)
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    assert refused(house, newest(draft), digest=variant.digest) == "digest: other"


def test_only_whoever_serves_on_the_panel_signs(house: House, variant: Variant) -> None:
    house.officer("momena", Role.PANEL)
    for stranger in ("momena", "rehana", "jamal", "tanvir"):
        assert refused(house, variant, "sumaiya", stranger) == "signatory: signatory"


def test_nobody_signs_for_his_own_words(house: House, account: Account) -> None:
    variant = newest(house.draft(account, writer="kamrul"))
    assert refused(house, variant, "sumaiya", "kamrul") == "signatory: signatory"
    assert [user.username for user in paper.signatories(variant, at=NOW)] == ["farid", "shila"]


def test_the_sole_responsible_person_signs_for_his_own(house: House) -> None:
    variant = newest(house.draft(house.account("kamrul"), writer="kamrul"))
    assert decide(house, variant, "sumaiya", "kamrul").state == VariantState.APPROVED
    assert Vote.objects.get().sole


def test_whoever_is_signed_in_votes_himself(house: House, variant: Variant) -> None:
    assert refused(house, variant, "farid", "farid") == "signatory: oneself"


@pytest.mark.parametrize(("days", "code"), [(1, "future"), (-1, "before")])
def test_the_day_of_the_paper_lies_between_asking_and_now(house: House, variant: Variant, days: int, code: str) -> None:
    assert refused(house, variant, dated=TODAY + days * DAY) == f"dated: {code}"


def test_the_day_is_that_of_dhaka(house: House, account: Account) -> None:
    late = NOW + timedelta(hours=13)  # one o'clock in the night of the 24th
    variant = newest(house.draft(account))
    assert decide(house, variant, now=late, dated=TODAY + DAY).state == VariantState.APPROVED


@pytest.mark.parametrize(("number", "code"), [(" ", "required"), ("9" * 65, "long")])
def test_it_lies_in_a_file(house: House, variant: Variant, number: str, code: str) -> None:
    assert refused(house, variant, file_number=number) == f"file_number: {code}"


def test_a_return_or_rejection_says_why(house: House, account: Account, variant: Variant) -> None:
    assert refused(house, variant, verdict=Verdict.RETURN).startswith("remark")
    assert refused(house, variant, verdict=Verdict.REJECT, remark="না").startswith("clause")
    decide(house, variant, verdict=Verdict.REJECT, remark="না", clause="9.a")
    assert Variant.objects.get(pk=variant.pk).state == VariantState.REJECTED
    other = newest(house.draft(account, text="অন্য কথা।"))
    assert decide(house, other, verdict=Verdict.RETURN, remark="তারিখ ভুল").state == VariantState.RETURNED


def test_the_second_click_changes_nothing(house: House, variant: Variant) -> None:
    decide(house, variant)
    count = Entry.objects.count()
    assert decide(house, variant).state == VariantState.APPROVED
    assert (Vote.objects.count(), PaperDecision.objects.count(), Entry.objects.count()) == (1, 1, count)
    assert File.objects.count() == 1
    with pytest.raises(TransitionRefused):
        decide(house, variant, file_number="another")


def test_under_a_majority_each_signs_once(house: House, account: Account, variant: Variant) -> None:
    accounts.set_majority(house.scope("rehana"), account=account, by_majority=True, now=NOW)
    assert decide(house, variant).state == VariantState.SUBMITTED
    assert decide(house, variant).state == VariantState.SUBMITTED
    with pytest.raises(ValidationError, match="আগেই"):
        decide(house, variant, file_number="another")
    with pytest.raises(ValidationError, match="আগেই"):
        house.vote(variant, "farid", at=NOW + 2 * MINUTE)
    assert decide(house, variant, signatory="shila").state == VariantState.APPROVED
    assert Vote.objects.count() == 2


def test_what_was_decided_meanwhile_is_told(house: House, variant: Variant) -> None:
    house.vote(variant, "kamrul")
    with pytest.raises(TransitionRefused):
        decide(house, variant, now=NOW + 2 * MINUTE)
    assert Vote.objects.count() == 1


def test_whoever_left_the_panel_meanwhile_signs_no_more(house: House, account: Account, variant: Variant) -> None:
    members = {house.people["shila"]: PanelRole.ADMIN}
    accounts.appoint_panel(house.scope("rehana"), account=account, members=members, now=NOW)
    assert refused(house, variant) == "signatory: signatory"
    assert decide(house, variant, signatory="shila").state == VariantState.APPROVED


def test_whoever_came_to_the_panel_later_did_not_sign_then(house: House, account: Account, variant: Variant) -> None:
    house.officer("momena", Role.PANEL)
    members = {house.people[name]: PanelRole.ADMIN for name in ("momena", "shila", "kamrul")}
    later = NOW + 2 * DAY
    accounts.appoint_panel(house.scope("rehana"), account=account, members=members, now=later)
    assert refused(house, variant, "sumaiya", "momena", now=later + MINUTE) == "signatory: served"
    decided = decide(house, variant, "sumaiya", "momena", now=later + MINUTE, dated=TODAY + 2 * DAY)
    assert decided.state == VariantState.APPROVED


def test_whoever_lost_the_position_signs_no_more(house: House, variant: Variant) -> None:
    house.people["farid"].appointments.update(ends_at=NOW)
    assert refused(house, variant) == "signatory: signatory"


@pytest.mark.parametrize("recorder", ["jamal", "tanvir", "nasrin"])
def test_whoever_neither_writes_nor_approves_there_records_nothing(
    house: House, variant: Variant, recorder: str
) -> None:
    with pytest.raises(Forbidden):
        decide(house, variant, recorder)
    assert not Vote.objects.exists()


def test_the_rulebook_may_shut_this_way(house: House, variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    office = variant.revision.draft.office_id
    assert paper.may_record(house.scope("sumaiya"), office, now=NOW)
    rule = loader.current().rule("quorum", on=TODAY)
    shut = rule.model_copy(update={"parameters": rule.parameters.model_copy(update={"on_paper": False})})
    monkeypatch.setattr(type(loader.current()), "rule", Mock(return_value=shut))
    assert not paper.may_record(house.scope("sumaiya"), office, now=NOW)
    assert refused(house, variant) == "rulebook"
