"""Hiding is an act of a person: with a rule, a reason, a notice, an appeal and a public figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account
from sanglap.audit.selectors import history
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.inbox.models import Message, MessageVersion
from sanglap.moderation import selectors, services
from sanglap.moderation.models import Appeal, Counted, Hiding, Measure, Told
from sanglap.moderation.selectors import Show
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("9")]
DAY = timedelta(days=1)
EVERYTHING = Scope.everything("tests")
WHY = "এতে একজনকে মারার কথা আছে।"


@pytest.fixture
def house() -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    """On a platform where all of it can be done, kept by hand; Kamrul is its panel."""
    made = house.account("kamrul")
    made.platform, made.network, made.server = "facebook", "by-hand", "https://www.facebook.com"
    made.save(update_fields=["platform", "network", "server"])
    return made


@pytest.fixture
def comment(account: Account) -> Message:
    return factories.message(account)


def decide(house: House, of: Any, by: str = "jamal", **more: Any) -> Hiding:
    given = {"measure": Measure.HIDE, "rule": "threat", "reason": WHY, "now": NOW, **more}
    return services.decide(house.scope(by), of=of, **given)


def in_force(house: House, of: Any, **more: Any) -> Hiding:
    hiding = decide(house, of, **more)
    services.confirm(house.scope("kamrul"), hiding=hiding, now=NOW + MINUTE)
    hiding.refresh_from_db()
    return hiding


def appeal(hiding: Hiding, text: str = "আমি কাউকে হুমকি দিইনি।", **more: Any) -> Appeal:
    return services.appeal(hiding=hiding, text=text, **{"now": NOW + DAY, **more})


def answer(house: House, by: str, of: Appeal, *, grant: bool, at: Any = NOW + 2 * DAY) -> None:
    services.answer(house.scope(by), appeal=of, grant=grant, answer="দেখা হয়েছে।", now=at)


def verbs(hiding: Hiding) -> list[str]:
    return [entry.verb for entry in reversed(history(hiding, *hiding.appeals.all()))]


def test_it_takes_a_rule_and_a_reason_and_is_on_record(house: House, comment: Message) -> None:
    hiding = decide(house, comment)
    assert (hiding.state, hiding.rule, hiding.edition, hiding.office_id) == (
        "decided", "threat", "bd-2016", comment.account.office_id,
    )  # fmt: skip
    assert hiding.version == comment.versions.get()
    assert verbs(hiding) == ["hiding.decided"]
    for given in ({"rule": "manners"}, {"rule": ""}, {"reason": " "}, {"reason": "ক" * 2_001}):
        with pytest.raises(ValidationError):
            decide(house, factories.message(comment.account, remote_id=str(given)[:99]), **given)


PERSONAL = ("ফোন 01712345678", "ফোন ০১৭১২৩৪৫৬৭৮", "লিখুন rahim@example.com", "এনআইডি 1234567890")


@pytest.mark.clause("6.c")
@pytest.mark.parametrize("given", PERSONAL)
def test_what_the_citizen_reads_holds_no_personal_data(house: House, comment: Message, given: str) -> None:
    with pytest.raises(ValidationError) as refused:
        decide(house, comment, reason=f"{WHY} {given}")
    assert given.rsplit(maxsplit=1)[-1] in refused.value.message_dict["reason"][0]
    assert not Hiding.objects.exists()
    appealed = appeal(in_force(house, comment))
    with pytest.raises(ValidationError) as refused:
        services.lift(house.scope("kamrul"), hiding=appealed.hiding, reason=given, now=NOW)
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError) as refused:
        services.answer(house.scope("rehana"), appeal=appealed, grant=True, answer=given, now=NOW)
    assert list(refused.value.message_dict) == ["answer"]
    appealed.refresh_from_db()
    assert (appealed.state, appealed.hiding.lifted_at) == ("open", None)


@pytest.mark.clause("6.c")
def test_what_the_office_makes_known_of_itself_may_stand_there(house: House, comment: Message) -> None:
    office = comment.account.office
    office.phone, office.email = "+880 1712-345678", "info@example.com"
    office.save(update_fields=["phone", "email"])
    said = f"{WHY} জানতে চাইলে 01712345678 বা info@example.com"
    assert decide(house, comment, reason=said).reason == said


def test_the_words_stay_as_they_stood(house: House, comment: Message) -> None:
    hiding = decide(house, comment)
    MessageVersion.objects.create(message=comment, number=2, text="অন্য কথা", seen_at=NOW)
    assert Hiding.objects.get(pk=hiding.pk).version.text == "অফিস কখন খোলে?"  # type: ignore[union-attr]  # a comment has words
    hiding.reason = "অন্য কারণ"
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        hiding.save()


@pytest.mark.parametrize("by", ["sumaiya", "mannan", "zahid", "nasrin"])
def test_whoever_does_not_answer_there_hides_nothing(house: House, comment: Message, by: str) -> None:
    with pytest.raises(Forbidden):
        decide(house, comment, by)


def test_what_silences_more_than_one_comment_takes_the_panel(house: House, account: Account, comment: Message) -> None:
    post = factories.published(account, NOW)
    for of, measure in ((comment, Measure.BLOCK), (post, Measure.CLOSE)):
        with pytest.raises(Forbidden):
            decide(house, of, "jamal", measure=measure)
        assert decide(house, of, "kamrul", measure=measure).state == "decided"


def test_a_network_is_asked_for_nothing_that_it_does_not_know(house: House) -> None:
    account = house.account("kamrul", handle="elsewhere")
    message, post = factories.message(account), factories.published(account, NOW)
    for of, measure in ((message, Measure.HIDE), (post, Measure.CLOSE)):
        with pytest.raises(ValidationError):
            decide(house, of, "kamrul", measure=measure)
    assert decide(house, message, "kamrul", measure=Measure.BLOCK).measure == "block"


def test_what_is_private_or_gone_or_not_published_is_not_hidden(house: House, account: Account) -> None:
    private = factories.message(account, private=True)
    gone = factories.message(account, remote_id="102", deleted_at=NOW)
    waiting = factories.delivery(account)
    for of, measure in ((private, Measure.HIDE), (gone, Measure.HIDE), (waiting, Measure.CLOSE)):
        with pytest.raises(ValidationError):
            decide(house, of, "kamrul", measure=measure)
    with pytest.raises(ValidationError):
        decide(house, private, "kamrul", measure=Measure.CLOSE)


def test_a_second_click_and_a_second_officer_get_the_first_decision(house: House, comment: Message) -> None:
    first = decide(house, comment)
    assert decide(house, comment, "kamrul", rule="spam") == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Hiding.objects.create(
            measure="hide", account=first.account, office=first.office, message=comment, version=first.version,
            rule="spam", edition="x", reason="x", notice="x", decided_by=first.decided_by, decided_at=NOW,
        )  # fmt: skip


def test_the_panel_is_told_and_not_whoever_did_it(house: House, comment: Message) -> None:
    decide(house, comment)
    assert [one.recipient.username for one in Notice.objects.filter(kind=Kind.HIDING)] == ["kamrul"]


STEPS: dict[str, Callable[[House, Hiding], object]] = {
    "confirm": lambda house, one: services.confirm(house.scope("kamrul"), hiding=one, now=NOW),
    "lift": lambda house, one: services.lift(house.scope("kamrul"), hiding=one, reason="ভুল ছিল", now=NOW),
    "undone": lambda house, one: services.undone(house.scope("kamrul"), hiding=one, now=NOW),
}


@pytest.mark.parametrize(
    ("order", "refused"),
    [
        (["confirm", "confirm"], True),
        (["undone"], True),
        (["confirm", "undone"], True),
        (["lift", "confirm"], True),
        (["lift", "undone"], True),
        (["lift", "lift"], True),
        (["confirm", "lift", "undone", "undone"], True),
        (["confirm", "lift", "undone"], False),
        (["lift"], False),
    ],
)
def test_any_order_of_acts(house: House, comment: Message, order: list[str], refused: bool) -> None:  # noqa: FBT001 - a table
    hiding = decide(house, comment)
    *before, last = order
    for step in before:
        STEPS[step](house, hiding)
    if refused:
        with pytest.raises(TransitionRefused):
            STEPS[last](house, hiding)
    else:
        STEPS[last](house, hiding)


def test_what_was_lifted_may_be_hidden_anew(house: House, comment: Message) -> None:
    first = in_force(house, comment)
    services.lift(house.scope("kamrul"), hiding=first, reason="ভুল ছিল", now=NOW)
    assert decide(house, comment, now=NOW + MINUTE) != first


def test_the_notice_says_rule_reason_and_the_way_to_appeal(house: House, comment: Message) -> None:
    hiding = decide(house, comment)
    title = loader.current().house.by_id["threat"].title["bn"]
    assert all(part in hiding.notice for part in (title, WHY, f"/house-rules/appeal/{hiding.code}/"))
    assert "Reason" not in hiding.notice
    latin = factories.message(comment.account, remote_id="7")
    MessageVersion.objects.create(message=latin, number=2, text="tui morbi", seen_at=NOW)
    both = decide(house, latin).notice
    assert title in both
    assert "Reason:" in both, "to a machine romanised Bangla looks like English"
    services.told(house.scope("jamal"), hiding=hiding, way=Told.PUBLIC, now=NOW)
    services.told(house.scope("jamal"), hiding=hiding, way=Told.PUBLIC, now=NOW)
    assert verbs(hiding) == ["hiding.decided", "hiding.told"]
    with pytest.raises(ValidationError):
        services.told(house.scope("jamal"), hiding=hiding, way=Told.NOT_YET, now=NOW)


@pytest.mark.clause("7.b")
@pytest.mark.parametrize("way", [Told.PRIVATE, Told.PUBLIC, Told.IMPOSSIBLE])
def test_who_was_told_why_has_an_answer(house: House, comment: Message, way: Told) -> None:
    hiding = decide(house, comment)
    services.told(house.scope("jamal"), hiding=hiding, way=way, now=NOW + MINUTE)
    comment.refresh_from_db()
    answered = ("open", None) if way == Told.IMPOSSIBLE else ("answered", NOW + MINUTE)
    assert (comment.state, comment.answered_at) == answered


def test_codes_are_long_and_no_two_alike(house: House, account: Account) -> None:
    codes = {decide(house, factories.message(account, remote_id=str(number))).code for number in range(5)}
    assert len(codes) == 5
    assert {len(code) for code in codes} == {16}


# Appeals


def test_an_appeal_is_answered_by_another_in_the_rulebooks_time(house: House, comment: Message) -> None:
    hiding = in_force(house, comment, by="kamrul")
    made = appeal(hiding)
    # Made on Tuesday; Wednesday, Thursday and Sunday are worked.
    book = loader.current()
    assert book.calendar.day_of(made.due_at - MINUTE) == NOW.date() + timedelta(days=6)
    told = {one.recipient.username for one in Notice.objects.filter(kind=Kind.APPEAL)}
    assert told == {"rehana"}, "the head may answer; whoever hid it is not asked"
    with pytest.raises(Forbidden):
        answer(house, "kamrul", made, grant=False)
    with pytest.raises(Forbidden):
        answer(house, "jamal", made, grant=True)
    answer(house, "rehana", made, grant=True)
    hiding.refresh_from_db()
    assert (hiding.state, hiding.lifted_because, hiding.to_undo) == ("lifted", "দেখা হয়েছে।", True)
    assert verbs(hiding)[-3:] == ["appeal.made", "appeal.granted", "hiding.lifted"]
    assert {one.recipient.username for one in Notice.objects.filter(kind=Kind.APPEALED)} == {"kamrul"}


def test_who_hid_it_may_not_uphold_it_even_as_head(house: House, comment: Message) -> None:
    hiding = in_force(house, comment, by="rehana")
    made = appeal(hiding)
    with pytest.raises(Forbidden):
        answer(house, "rehana", made, grant=False)
    answer(house, "kamrul", made, grant=False)


def test_where_nobody_else_is_there_the_office_above_is_asked(house: House, comment: Message) -> None:
    house.people["kamrul"].appointments.update(ends_at=NOW + MINUTE)
    appeal(in_force(house, comment, by="rehana"))
    told = {one.recipient.username for one in Notice.objects.filter(kind=Kind.APPEAL)}
    assert told == {"farhana"}


def test_one_at_a_time_and_the_second_goes_above(house: House, comment: Message) -> None:
    hiding = in_force(house, comment)
    first = appeal(hiding)
    assert appeal(hiding, "আবার") == first
    answer(house, "kamrul", first, grant=False)
    second = appeal(hiding, "মানি না", now=NOW + 3 * DAY)
    assert (second.number, second.above) == (2, True)
    for by in ("kamrul", "rehana"):
        with pytest.raises(Forbidden):
            answer(house, by, second, grant=False)
    answer(house, "farhana", second, grant=False, at=NOW + 4 * DAY)
    with pytest.raises(ValidationError):
        appeal(hiding, "আরও", now=NOW + 5 * DAY)


def test_whoever_answered_before_does_not_answer_again(house: House, comment: Message) -> None:
    hiding = in_force(house, comment)
    answer(house, "farhana", appeal(hiding), grant=False)
    second = appeal(hiding, "মানি না", now=NOW + 3 * DAY)
    assert selectors.barred(house.scope("farhana"), second) == "answered"
    with pytest.raises(Forbidden):
        answer(house, "farhana", second, grant=False, at=NOW + 4 * DAY)
    answer(house, "nasrin", second, grant=True, at=NOW + 4 * DAY)


def test_two_who_answer_at_once_the_second_is_told(house: House, comment: Message) -> None:
    made = appeal(in_force(house, comment))
    answer(house, "kamrul", made, grant=False)
    with pytest.raises(TransitionRefused):
        answer(house, "rehana", made, grant=True)


def test_lifting_grants_what_waits(house: House, comment: Message) -> None:
    hiding = in_force(house, comment)
    made = appeal(hiding)
    services.lift(house.scope("jamal"), hiding=hiding, reason="ভুল বুঝেছিলাম", now=NOW + 2 * DAY)
    made.refresh_from_db()
    assert (made.state, made.answer) == ("granted", "ভুল বুঝেছিলাম")
    with pytest.raises(ValidationError):
        appeal(hiding, now=NOW + 3 * DAY)


@pytest.mark.parametrize("text", ["", "  ", "ক" * 2_001])
def test_an_appeal_says_something(house: House, comment: Message, text: str) -> None:
    with pytest.raises(ValidationError):
        appeal(in_force(house, comment), text)


# Lists and figures


def test_lists_by_what_is_to_be_done(house: House, account: Account) -> None:
    def one(key: str) -> Message:
        return factories.message(account, remote_id=key)

    waiting, running, over = decide(house, one("1")), in_force(house, one("2")), in_force(house, one("3"))
    appeal(running)
    services.lift(house.scope("kamrul"), hiding=over, reason="x", now=NOW)
    found = {show: set(selectors.shown(house.scope("jamal"), show)) for show in Show}
    assert found == {
        Show.ALL: {waiting, running, over},
        Show.TO_DO: {waiting, over},
        Show.IN_FORCE: {running},
        Show.APPEALS: {running},
        Show.LIFTED: {over},
    }
    assert set(selectors.to_do(house.scope("jamal"))) == {waiting, over}
    assert not selectors.to_do(house.scope("sumaiya"))
    assert not selectors.shown(house.scope("tanvir"), Show.ALL), "another office's"


def test_what_waits_for_whom(house: House, account: Account) -> None:
    made = appeal(in_force(house, factories.message(account), by="kamrul"))
    seen = {name: set(selectors.to_answer(house.scope(name))) for name in ("kamrul", "rehana", "farhana", "jamal")}
    assert seen == {"kamrul": set(), "rehana": {made}, "farhana": {made}, "jamal": set()}


def numbers(house: House, *, now: Any = NOW + 3 * DAY) -> dict[str, tuple[int, int]]:
    services.reckon(now=now)
    return {line.what: (line.quarter, line.year) for line in selectors.figures(EVERYTHING, now=now).lines}


def test_the_figures_tell_what_was_done(house: House, account: Account) -> None:
    decide(house, factories.message(account, remote_id="0"))
    hiding = in_force(house, factories.message(account, remote_id="1"))
    in_force(house, factories.message(account, remote_id="2"), by="kamrul", measure=Measure.BLOCK)
    answer(house, "kamrul", appeal(hiding), grant=True)
    found = numbers(house)
    assert found == {
        "hide": (1, 1), "close": (0, 0), "block": (1, 1), "lifted": (1, 1), "appeals": (1, 1), "granted": (1, 1),
        "upheld": (0, 0),
    }  # fmt: skip
    of_office = selectors.figures_of(EVERYTHING, account.office, now=NOW + 3 * DAY)
    assert {line.what: (line.quarter, line.year) for line in of_office} == found
    elsewhere = selectors.figures_of(EVERYTHING, house.offices["dhaka"], now=NOW + 3 * DAY)
    assert not any(line.year for line in elsewhere)


def test_months_pass_into_the_year_and_out_of_it(house: House, account: Account) -> None:
    in_force(house, factories.message(account))
    later = NOW + timedelta(days=60)
    assert numbers(house, now=later)[Counted.HIDE] == (0, 1)
    assert numbers(house, now=NOW + timedelta(days=400))[Counted.HIDE] == (0, 0)


def test_the_figures_cost_the_same_however_many_there_are(house: House, account: Account) -> None:
    in_force(house, factories.message(account))
    services.reckon(now=NOW)
    with CaptureQueriesContext(connection) as asked:
        selectors.figures(EVERYTHING, now=NOW)
        selectors.figures_of(EVERYTHING, account.office, now=NOW)
    assert len(asked) == 3


def test_a_responder_sees_and_another_office_does_not(house: House, comment: Message) -> None:
    house.officer("far", Role.RESPONDER, "dhaka")
    decide(house, comment)
    assert selectors.hidings(house.scope("jamal")).count() == 1
    assert selectors.hidings(house.scope("far")).count() == 0
