"""A post gets another time: by whom, until when, and what holds where two do it at once (clauses 6, 6.a)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from sanglap.audit.models import Entry
from sanglap.audit.selectors import details, history, told
from sanglap.content import lapsing, services, timing
from sanglap.content.models import Draft, Variant, Verdict
from sanglap.content.states import VariantState
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from sanglap.outbox.models import Delivery
from sanglap.people.permissions import Role
from sanglap.publishing.services import release
from tests import factories
from tests.factories import MINUTE, NOW, SECOND, House, newest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6"), pytest.mark.clause("6.a")]
HOUR = timedelta(hours=1)
LATE = timedelta(hours=24)
FIRST, SECOND_TIME = NOW + 5 * HOUR, NOW + 30 * HOUR


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def planned(house: House, *, submit: bool = True) -> Draft:
    return house.draft(house.account("kamrul"), submit=submit, publish_at=FIRST)


def moved(house: House, draft: Draft, who: str = "sumaiya", **more: object) -> Draft:
    given = {"seen": FIRST, "publish_at": SECOND_TIME, "now": NOW + MINUTE, **more}
    return timing.reschedule(house.scope(who), draft=draft, **given)  # type: ignore[arg-type]  # as the test has it


def time_of(draft: Draft) -> object:
    return Draft.objects.get(pk=draft.pk).publish_at


def code_of(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(error.value.code if hasattr(error.value, "code") else error.value.error_dict["publish_at"][0].code)


@pytest.mark.parametrize("submit", [False, True])
@pytest.mark.parametrize("who", ["sumaiya", "kamrul", "rehana"])
def test_until_it_is_approved_whoever_writes_moves_it(house: House, who: str, submit: bool) -> None:  # noqa: FBT001
    draft = planned(house, submit=submit)
    moved(house, draft, who)
    assert time_of(draft) == SECOND_TIME
    (entry,) = Entry.objects.filter(verb="draft.moved")
    assert entry.office_id == draft.office_id
    assert entry.data["changes"]["publish_at"] == [FIRST.isoformat(), SECOND_TIME.isoformat()]
    assert [one.said.count("→") for one in details(entry)] == [1]
    with override("en"):
        assert any("time at which it goes out" in told(line) for line in history(draft))


@pytest.mark.parametrize("who", ["jamal", "tanvir", "mannan", "nasrin"])
def test_whoever_does_not_write_there_moves_nothing(house: House, who: str) -> None:
    draft = planned(house)
    with pytest.raises(Forbidden):
        moved(house, draft, who)
    assert time_of(draft) == FIRST
    assert not Entry.objects.filter(verb="draft.moved").exists()


def test_once_approved_only_its_panel_moves_it_and_the_votes_stand(house: House) -> None:
    draft = planned(house)
    house.officer("farid", Role.PANEL)
    variant = house.vote(newest(draft), "kamrul")
    for who in ("sumaiya", "farid", "rehana"):
        assert not timing.is_movable(house.scope(who), draft, now=NOW + MINUTE)
        with pytest.raises(Forbidden):
            moved(house, draft, who)
    assert timing.is_movable(house.scope("kamrul"), draft, now=NOW + MINUTE)
    moved(house, draft, "kamrul")
    assert Variant.objects.get(pk=variant.pk).state == VariantState.APPROVED
    assert release(now=FIRST) == 0
    assert release(now=SECOND_TIME - SECOND) == 0
    assert release(now=SECOND_TIME) == 1
    assert Delivery.objects.get().due_at == SECOND_TIME


def test_where_it_goes_to_two_accounts_both_panels_must_be_his(house: House) -> None:
    house.officer("farid", Role.PANEL)
    first, second = house.account("kamrul"), house.account("farid", handle="second")
    scope = house.scope("sumaiya")
    draft = services.start(
        scope, office=first.office, kind=Kind.POST, text=factories.TEXT, accounts=[first, second],
        purposes=["4.b"], publish_at=FIRST, now=NOW,
    )  # fmt: skip
    services.submit(scope, draft=draft, now=NOW)
    house.vote(Variant.objects.get(account=second), "farid")
    with pytest.raises(Forbidden):
        moved(house, draft, "kamrul")
    moved(house, draft, "farid")
    assert time_of(draft) == SECOND_TIME


def test_what_was_passed_on_stays(house: House) -> None:
    draft = planned(house)
    house.vote(newest(draft), "kamrul")
    assert release(now=FIRST) == 1
    for who in ("kamrul", "sumaiya"):
        with pytest.raises((ValidationError, Forbidden)):
            moved(house, draft, who, now=FIRST + MINUTE)
    with pytest.raises(ValidationError) as refused:
        moved(house, draft, "kamrul", now=FIRST + MINUTE)
    assert code_of(refused) == "settled"
    assert time_of(draft) == FIRST


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
def test_what_came_back_gets_its_time_with_its_next_words(house: House, verdict: Verdict) -> None:
    draft = planned(house)
    house.vote(newest(draft), "kamrul", verdict)
    with pytest.raises(ValidationError) as refused:
        moved(house, draft)
    assert code_of(refused) == "settled"


def test_what_expired_gets_its_time_with_its_next_words(house: House) -> None:
    draft, late = planned(house), FIRST + LATE
    assert lapsing.expire(now=late) == 1
    with pytest.raises(ValidationError) as refused:
        moved(house, draft, publish_at=late + HOUR, now=late)
    assert code_of(refused) == "settled"


def test_moved_in_time_it_does_not_expire(house: House) -> None:
    draft = planned(house)
    moved(house, draft, publish_at=FIRST + LATE, now=FIRST + HOUR)
    assert lapsing.expire(now=FIRST + LATE) == 0
    assert newest(draft).state == VariantState.SUBMITTED


@pytest.mark.parametrize("wrong", [NOW, NOW - HOUR, NOW + timedelta(days=400)])
def test_a_time_that_cannot_be_is_refused(house: House, wrong: object) -> None:
    draft = planned(house)
    with pytest.raises(ValidationError) as refused:
        moved(house, draft, publish_at=wrong)
    assert code_of(refused) == "time"
    assert time_of(draft) == FIRST


def test_a_second_click_changes_nothing(house: House) -> None:
    draft = planned(house)
    moved(house, draft)
    moved(house, draft)
    assert Entry.objects.filter(verb="draft.moved").count() == 1


def test_of_two_the_second_is_told(house: House) -> None:
    draft = planned(house)
    moved(house, draft, "kamrul")
    with pytest.raises(ValidationError) as refused:
        moved(house, draft, publish_at=SECOND_TIME + HOUR)
    assert code_of(refused) == "moved"
    assert time_of(draft) == SECOND_TIME
    moved(house, draft, seen=SECOND_TIME, publish_at=SECOND_TIME + HOUR)
    assert time_of(draft) == SECOND_TIME + HOUR


def test_whoever_saves_other_words_does_not_undo_it(house: House) -> None:
    draft = planned(house)
    moved(house, draft, "kamrul")
    given = {"seen": 1, "text": "নতুন কথা।", "accounts": [newest(draft).account], "purposes": ["4.b"], "now": NOW + HOUR}
    services.revise(house.scope("sumaiya"), draft=draft, publish_at=FIRST, untimed=True, **given)  # type: ignore[arg-type]  # as above
    assert time_of(draft) == SECOND_TIME
