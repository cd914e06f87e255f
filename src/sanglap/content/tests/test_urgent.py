"""The urgent way: one vote and never none, told at once, on record, looked at afterwards by the rest (clause 6.a)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from pydantic import ValidationError as Fault

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.audit.models import Entry
from sanglap.content import approval, services, urgent
from sanglap.content.models import Draft, Finding, Variant, Verdict
from sanglap.content.selectors import waiting_for
from sanglap.content.states import VariantState
from sanglap.content.urgency import Review
from sanglap.guideline.parameters.deciding import Urgent
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
WHY = "ঘূর্ণিঝড় আজ রাতেই আসছে"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila, of whom a majority approves."""
    account = house.panel_of_three()
    accounts.set_majority(house.scope("rehana"), account=account, by_majority=True, now=NOW)
    account.refresh_from_db()
    return account


def declare(house: House, draft: Draft, *, by: str = "sumaiya", kind: str = "cyclone", reason: str = WHY) -> None:
    urgent.declare(house.scope(by), draft=draft, kind=kind, reason=reason, now=NOW)


def asked(house: House, account: Account, *, by: str = "sumaiya", text: str = factories.TEXT) -> Variant:
    draft = house.draft(account, writer=by, text=text, submit=False)
    declare(house, draft, by=by)
    services.submit(house.scope(by), draft=draft, now=NOW, by_name=True)
    return newest(draft)


def told(house: House, who: str) -> list[str]:
    return sorted(Notice.objects.filter(recipient=house.people[who]).values_list("kind", flat=True))


def test_one_vote_of_another_is_enough_where_a_majority_is_ordered(house: House, account: Account) -> None:
    usual = newest(house.draft(account))
    assert house.vote(usual, "farid").state == VariantState.SUBMITTED
    variant = asked(house, account)
    assert variant.state == VariantState.SUBMITTED, "never without a vote"
    assert house.vote(variant, "farid").state == VariantState.APPROVED
    assert approval.closed_gate(newest(variant.revision.draft)) == ""
    told_in = Entry.objects.get(verb="draft.urgent")
    assert (told_in.data["reason"], told_in.data["urgency"]["bn"]) == (WHY, "ঘূর্ণিঝড় বা জলোচ্ছ্বাস")


def test_whoever_wrote_it_gives_no_vote_here_either(house: House, account: Account) -> None:
    variant = asked(house, account, by="farid")
    with pytest.raises(Forbidden):
        house.vote(variant, "farid")
    assert house.vote(variant, "shila").state == VariantState.APPROVED


def test_the_sole_person_confirms_his_own(house: House) -> None:
    variant = asked(house, house.account("kamrul"), by="kamrul")
    with pytest.raises(ValidationError):
        house.vote(variant, "kamrul")
    assert house.vote(variant, "kamrul", confirmed=True).state == VariantState.APPROVED
    assert not urgent.to_review(house.scope("kamrul"), now=NOW + MINUTE).exists(), "nobody else is there to say a word"


@pytest.mark.parametrize("severity", ["block", "warn"])
def test_what_is_grave_wants_the_usual_number(house: House, account: Account, severity: str) -> None:
    variant = asked(house, account)
    mark = {"start": 0, "end": 1, "words": "আ", "source": "x", "reason": {"bn": "ক", "en": "x"}}
    Finding.objects.create(
        revision=variant.revision, number=9, category="abuse", clause="9.a", severity=severity, marks=[mark]
    )
    standing = approval.standing(variant, at=NOW)
    assert (standing.needed, standing.urgent) == (2, False)


def test_all_of_the_panel_are_told_and_it_stands_first(house: House, account: Account) -> None:
    older = newest(house.draft(account))
    variant = asked(house, account, by="farid")
    assert told(house, "kamrul") == [Kind.URGENT, Kind.VOTE]
    assert told(house, "shila") == [Kind.URGENT, Kind.VOTE]
    waiting = list(waiting_for(house.scope("kamrul"), now=NOW))
    assert [one.pk for one in waiting] == [variant.pk, older.pk]
    assert waiting[0].revision.urgency.reason == WHY


def test_the_next_revision_goes_the_usual_way_unless_it_is_said_again(house: House, account: Account) -> None:
    draft = asked(house, account).revision.draft
    services.revise(
        house.scope("sumaiya"), draft=draft, seen=1, text="অন্য কথা", accounts=[account], purposes=["4.b"], now=NOW
    )
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    assert approval.standing(newest(draft), at=NOW).needed == 2
    with pytest.raises(ValidationError) as refused:
        declare(house, draft)
    assert refused.value.code == "asked", "nobody lessens what a panel was asked for"


def test_a_second_click_is_one_use_and_what_is_wrong_is_told_by_field(house: House, account: Account) -> None:
    draft = house.draft(account, submit=False)
    for wrong, field in (({"kind": "boredom"}, "urgent"), ({"reason": " "}, "urgent_reason")):
        with pytest.raises(ValidationError) as refused:
            declare(house, draft, **wrong)
        assert list(refused.value.error_dict) == [field]
    with pytest.raises(Forbidden):
        declare(house, draft, by="jamal")
    late = house.draft(account, submit=False, publish_at=NOW + timedelta(hours=12, minutes=1))
    with pytest.raises(ValidationError, match="১২"):
        declare(house, late)
    for _click in range(2):
        declare(house, draft)
    assert urgent.used(account.office_id, now=NOW).times == 0, "a draft is no use yet"
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
    assert urgent.used(account.office_id, now=NOW).times == 1


def test_the_rest_of_the_panel_says_its_word_afterwards(house: House, account: Account) -> None:
    variant = house.vote(asked(house, account), "farid")
    assert told(house, "shila") == [Kind.REVIEW, Kind.URGENT]
    assert Kind.REVIEW not in told(house, "farid"), "he voted"
    later = NOW + 2 * MINUTE
    assert {one.username for one in urgent.owed([variant], now=later)[variant.pk]} == {"kamrul", "shila"}
    for who, owes in (("kamrul", True), ("shila", True), ("farid", False), ("sumaiya", False)):
        assert urgent.to_review(house.scope(who), now=later).exists() is owes
    kamrul, shila = house.scope("kamrul"), house.scope("shila")
    for _click in range(2):
        urgent.review(kamrul, variant=variant, agrees=True, now=later)
    with pytest.raises(ValidationError):
        urgent.review(shila, variant=variant, agrees=False, now=later)
    urgent.review(shila, variant=variant, agrees=False, remark="জরুরি ছিল না", now=later)
    with pytest.raises(Forbidden):
        urgent.review(house.scope("farid"), variant=variant, agrees=True, now=later)
    assert list(Review.objects.values_list("agrees", flat=True)) == [True, False]
    assert Kind.OBJECTED in told(house, "sumaiya")
    assert Kind.OBJECTED in told(house, "farid")
    assert urgent.owed([variant], now=later)[variant.pk] == []
    assert Entry.objects.filter(verb__in=["variant.confirmed", "variant.objected"]).count() == 2


def test_whoever_came_to_the_panel_since_or_left_it_owes_no_word(house: House, account: Account) -> None:
    variant = house.vote(asked(house, account), "farid")
    house.officer("momena", Role.PANEL)
    members = {house.people[name]: PanelRole.MODERATOR for name in ("kamrul", "farid", "momena")}
    accounts.appoint_panel(house.scope("rehana"), account=account, members=members, now=NOW + 2 * MINUTE)
    later = NOW + 3 * MINUTE
    assert [one.username for one in urgent.owed([variant], now=later)[variant.pk]] == ["kamrul"]
    assert not urgent.to_review(house.scope("momena"), now=later).exists()
    assert not urgent.to_review(house.scope("shila"), now=later).exists()


def test_what_was_returned_or_went_the_usual_way_is_not_confirmed(house: House, account: Account) -> None:
    returned = house.vote(asked(house, account), "farid", Verdict.RETURN)
    usual = newest(house.draft(account))
    for who in ("farid", "shila"):
        usual = house.vote(usual, who)
    for variant in (returned, usual):
        with pytest.raises(ValidationError):
            urgent.review(house.scope("kamrul"), variant=variant, agrees=True, now=NOW + 2 * MINUTE)


def test_uses_are_counted_and_many_are_said_to_be_many(house: House, account: Account) -> None:
    often = urgent.rule(NOW).often
    for number in range(often):
        asked(house, account, text=f"ঝড় নিয়ে সতর্কবার্তা {number}")
    used = urgent.used(account.office_id, now=NOW)
    assert (used.times, used.many) == (often, True)
    assert urgent.used(account.office_id, now=NOW + timedelta(days=used.days, minutes=1)).times == 0
    assert urgent.uses(house.scope("kamrul")).count() == often
    assert not urgent.uses(house.scope("tanvir")).exists(), "of another office"


@pytest.mark.parametrize("wrong", [{"approvals": 0}, {"warn_hours": 12}])
def test_a_rulebook_cannot_let_it_pass_without_a_vote(wrong: dict[str, int]) -> None:
    given = {
        "kinds": {"flood": {"en": "flood"}}, "approvals": 1, "but_found": ["block"], "hours": 12, "warn_hours": 11,
        "confirm_working_days": 3, "counted_days": 90, "often": 5,
    }  # fmt: skip
    context = {"languages": ("en",)}
    Urgent.model_validate(given, context=context)
    with pytest.raises(Fault):
        Urgent.model_validate({**given, **wrong}, context=context)
