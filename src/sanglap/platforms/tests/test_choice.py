"""Platforms are weighed, decided on by the head, and reused by the offices below (clause 3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sanglap.audit.models import Entry
from sanglap.core.states import TransitionRefused
from sanglap.demo.choosing import NATIONAL, seed_decision, seed_draft
from sanglap.offices.models import OfficeOrder
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Role
from sanglap.platforms import selectors, services
from sanglap.platforms.models import Assessment, Decision, Score
from sanglap.platforms.states import AssessmentState
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3")]
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def draft(house: House, **more: Any) -> Assessment:
    return seed_draft(house.scope("rehana"), house.offices["shibalaya"], NATIONAL, now=NOW, **more)


def decide(house: House, assessment: Assessment, by: str = "rehana", **more: Any) -> Decision:
    given = {"chosen": ["facebook"], "reason": "সবাই এখানে", "starts_on": TODAY, "now": NOW + MINUTE, **more}
    return services.decide(house.scope(by), assessment=assessment, **given)


def refused(field: str, **more: Any) -> Any:
    return pytest.raises(ValidationError, check=lambda error: field in getattr(error, "error_dict", {}), **more)


def test_the_points_follow_the_weights(house: House) -> None:
    choice = services.choice_at(NOW)
    weighed = selectors.weigh(draft(house), choice=choice)
    assert weighed.most == 5 * sum(one.weight for one in choice.criteria)
    by_hand = sum(
        one.weight * score for one, (score, _words) in zip(choice.criteria, NATIONAL["facebook"], strict=True)
    )
    assert weighed.totals["facebook"] == by_hand
    assert [points for _name, points in weighed.ranked] == sorted(weighed.totals.values(), reverse=True)


def test_one_platform_alone_wants_a_reason(house: House) -> None:
    office = house.offices["shibalaya"]
    begin: dict[str, Any] = {"office": office, "subject": "ঘোষণা", "platforms": ["facebook"], "now": NOW}
    with refused("only_reason"):
        services.begin(house.scope("rehana"), **begin)
    made = services.begin(house.scope("rehana"), only_reason="অন্যগুলোতে নাগরিক নেই", **begin)
    assert made.platforms == ["facebook"]


@pytest.mark.parametrize("platforms", [[], ["orkut"], ["facebook", "orkut"]])
def test_only_platforms_of_the_catalogue(house: House, platforms: list[str]) -> None:
    with refused("platforms"):
        services.begin(
            house.scope("rehana"), office=house.offices["shibalaya"], subject="x", platforms=platforms, only_reason="y",
            now=NOW,
        )  # fmt: skip


def test_whoever_writes_there_prepares_and_the_head_alone_decides(house: House) -> None:
    made = seed_draft(house.scope("sumaiya"), house.offices["shibalaya"], NATIONAL, now=NOW)
    for name in ("sumaiya", "kamrul", "nasrin", "tanvir"):
        with pytest.raises(Forbidden):
            decide(house, made, by=name)
    with pytest.raises(Forbidden):
        seed_draft(house.scope("tanvir"), house.offices["shibalaya"], NATIONAL, now=NOW)
    assert decide(house, made).decided_by == house.people["rehana"]


def test_two_who_save_at_once_are_told_of_each_other(house: House) -> None:
    made = draft(house)
    seen, cell = made.saved_at, {("facebook", "goals"): (2, "প্রথম জন")}
    services.weigh(house.scope("kamrul"), assessment=made, cells=cell, seen=seen, now=NOW + MINUTE)
    with pytest.raises(ValidationError) as caught:
        services.weigh(
            house.scope("sumaiya"), assessment=made, cells={("facebook", "goals"): (5, "দ্বিতীয় জন")}, seen=seen,
            now=NOW + 2 * MINUTE,
        )  # fmt: skip
    assert caught.value.code == "changed"
    assert Score.objects.get(assessment=made, platform="facebook", criterion="goals").words == "প্রথম জন"


@pytest.mark.parametrize(
    "cell", [("facebook", "goals", 6), ("facebook", "goals", 0), ("x", "goals", 3), ("facebook", "luck", 3)]
)
def test_a_score_outside_the_scale_or_the_table_is_refused(house: House, cell: tuple[str, str, int]) -> None:
    made, (platform, criterion, score) = draft(house), cell
    with pytest.raises(ValidationError):
        services.weigh(
            house.scope("rehana"), assessment=made, cells={(platform, criterion): (score, "")}, seen=made.saved_at,
            now=NOW,
        )  # fmt: skip


def test_what_is_not_weighed_to_the_end_is_not_decided(house: House) -> None:
    made = draft(house)
    empty = {("tiktok", "terms"): (None, "")}
    services.weigh(house.scope("rehana"), assessment=made, cells=empty, seen=made.saved_at, now=NOW)
    with pytest.raises(ValidationError) as caught:
        decide(house, made)
    assert caught.value.code == "incomplete"
    assert not Decision.objects.filter(assessment=made).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"chosen": []}, "chosen"),
        ({"chosen": ["x"]}, "chosen"),
        ({"reason": "  "}, "reason"),
        ({"starts_on": TODAY - DAY}, "starts_on"),
        ({"cites": ["no-such-law"]}, "laws"),
        ({"cites": ["digital-security-act-2018"]}, "laws"),
    ],
)
def test_a_decision_is_whole_or_not_made(house: House, wrong: dict[str, Any], field: str) -> None:
    with refused(field):
        decide(house, draft(house), **wrong)


def test_a_decision_holds_from_an_earlier_day_only_by_an_order_of_it(house: House) -> None:
    office = house.offices["shibalaya"]
    order = OfficeOrder.objects.create(office=office, memo="1", dated=TODAY - 5 * DAY, entered_at=NOW)
    made = draft(house)
    with refused("starts_on"):
        decide(house, made, starts_on=TODAY - 6 * DAY, order=order)
    assert decide(house, made, starts_on=TODAY - 5 * DAY, order=order).order == order


def test_it_is_decided_once_and_never_changes(house: House) -> None:
    made = draft(house)
    decision = decide(house, made, cites=["rti-act-2009"])
    with pytest.raises(TransitionRefused):
        decide(house, made)
    with pytest.raises(TransitionRefused):
        services.weigh(house.scope("rehana"), assessment=made, cells={}, seen=made.saved_at, now=NOW)
    for change in ("UPDATE platforms_decision SET reason = 'x'", "DELETE FROM platforms_decision"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    entry = Entry.objects.get(verb="platforms.decided", object_id=str(made.pk))
    assert entry.data["chosen"] == decision.chosen
    kept = selectors.Weighed.kept(Decision.objects.get(pk=decision.pk).weighed)
    assert kept == selectors.weigh(made, choice=services.choice_at(NOW))


def test_a_later_one_takes_its_place_from_its_day(house: House) -> None:
    office, scope = house.offices["shibalaya"], house.scope("rehana")
    first = decide(house, draft(house))
    second = decide(house, draft(house), chosen=["youtube"], starts_on=TODAY + 7 * DAY)
    for day, holds in ((TODAY, first), (TODAY + 6 * DAY, first), (TODAY + 7 * DAY, second)):
        assert selectors.in_force(scope, [office], on=day) == [holds]
        assert selectors.offered(scope, office, on=day)[0] == holds
    with refused("starts_on"):
        decide(house, draft(house), starts_on=TODAY + DAY)


def test_a_new_assessment_begins_with_the_scores_of_the_decision_in_force(house: House) -> None:
    decide(house, draft(house))
    made = services.begin(
        house.scope("rehana"), office=house.offices["shibalaya"], subject="আবার", platforms=["facebook", "telegram"],
        now=NOW + MINUTE,
    )  # fmt: skip
    assert {one.platform for one in made.scores.all()} == {"facebook"}
    assert made.scores.get(criterion="goals").words == NATIONAL["facebook"][0][1]


def test_offices_below_reuse_what_is_marked_so_the_nearest_first(house: House) -> None:
    office, scope = house.offices["shibalaya"], house.scope("rehana")
    national = Decision.objects.get(office=house.offices["cabinet"])
    assert selectors.offered(scope, office, on=TODAY) == [national]
    machine = Scope.everything("tests")
    seed_decision(machine, house.offices["manikganj"], NATIONAL, reusable=False, now=NOW)
    assert selectors.offered(scope, office, on=TODAY) == [national]
    near = seed_decision(machine, house.offices["dhaka"], NATIONAL, reusable=True, now=NOW)
    assert selectors.offered(scope, office, on=TODAY) == [near, national]
    # One that is not to be reused takes the place of one that was.
    seed_decision(machine, house.offices["dhaka"], NATIONAL, reusable=False, now=NOW + MINUTE)
    assert selectors.offered(scope, office, on=TODAY) == [national]


def test_strangers_see_what_is_reusable_and_nothing_else(house: House) -> None:
    own = decide(house, draft(house))
    seen = set(selectors.decisions(house.scope("tanvir")).values_list("pk", flat=True))
    assert own.pk not in seen
    assert Decision.objects.get(office=house.offices["cabinet"]).pk in seen
    assert not selectors.decisions(house.scope("zahid")).exists()
    assert not selectors.assessments(house.scope("tanvir")).exists()
    assert list(selectors.assessments(house.scope("nasrin")).filter(office=house.offices["shibalaya"])) == [
        own.assessment
    ]


def test_what_is_given_up_is_not_decided(house: House) -> None:
    made = draft(house)
    services.drop(house.scope("sumaiya"), assessment=made, now=NOW)
    assert made.state == AssessmentState.DROPPED
    with pytest.raises(TransitionRefused):
        decide(house, made)
    with pytest.raises(TransitionRefused):
        services.drop(house.scope("rehana"), assessment=made, now=NOW)


def test_what_is_offered_takes_as_many_queries_however_deep_the_tree(house: House) -> None:
    def queries(office: str) -> int:
        scope = house.scope("nasrin")
        with CaptureQueriesContext(connection) as caught:
            selectors.offered(scope, house.offices[office], on=TODAY)
        return len(caught)

    for place in ("dhaka", "manikganj", "shibalaya"):
        seed_decision(Scope.everything("tests"), house.offices[place], NATIONAL, reusable=True, now=NOW)
    assert queries("shibalaya") == queries("dhaka")


@pytest.mark.clause("5.g")
def test_terms_are_entered_for_all_by_whoever_coordinates_at_the_top(house: House) -> None:
    house.officer("local", Role.COORDINATOR, "manikganj", below=True)
    given: dict[str, Any] = {
        "platform": "facebook", "version": "২০২৬-১", "starts_on": TODAY, "url": "https://www.facebook.com/terms.php",
        "summary": factories.WORDS, "now": NOW,
    }  # fmt: skip
    for name in ("local", "rehana", "mannan"):
        with pytest.raises(Forbidden):
            services.enter_terms(house.scope(name), **given)
    first = services.enter_terms(house.scope("nasrin"), **given)
    with refused("version"):
        services.enter_terms(house.scope("nasrin"), **given)
    with refused("platform"):
        services.enter_terms(house.scope("nasrin"), **{**given, "platform": "orkut"})
    later = services.enter_terms(house.scope("nasrin"), **{**given, "version": "২", "starts_on": TODAY + 3 * DAY})
    other = services.enter_terms(house.scope("nasrin"), **{**given, "platform": "youtube"})
    scope = house.scope("kamrul")
    assert set(selectors.current_terms(scope, on=TODAY)) == {first, other}
    assert set(selectors.current_terms(scope, on=TODAY + 3 * DAY)) == {later, other}
    assert not selectors.current_terms(scope, on=TODAY - DAY).exists()
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE platforms_termsversion SET version = 'x'")
