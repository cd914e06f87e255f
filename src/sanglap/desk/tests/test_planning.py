"""The calendar of posts: what stands on which day, what is warned of, and who moves what (clauses 6, 6.a, 7.a)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content import services as content
from sanglap.content.models import Draft, Verdict
from sanglap.core.localized import LocalizedText
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.duties.models import Duty
from sanglap.duties.services import reckon
from sanglap.networks.contract import Kind
from sanglap.offices.models import CalendarEntry, EntryKind
from sanglap.outbox import stops
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.people.permissions import Role
from sanglap.publishing.services import release
from tests.factories import MINUTE, NOW, House, newest

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6"), pytest.mark.clause("6.a")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Nine in the morning of Wednesday in Dhaka.
NINE = datetime(2026, 11, 25, 3, tzinfo=UTC)
FAIR = LocalizedText(bn="মেলা", en="Fair")
VIEWS = ("month", "week", "list")


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def page(house: House, who: str = "sumaiya", language: str = "en", **query: str) -> str:
    return opened(house, who, reverse("desk:post-calendar"), language, **query)


def day_of(text: str, on: str) -> str:
    """What the page says of the day with that long name."""
    days = re.split(r'<li class="sg-plan__day|</ol>\s*</section>', text)
    return next((one for one in days if on in one.partition("</h3>")[0]), "")


def planned(
    house: House, account: Account, text: str = "টিকার খবর", at: datetime = NINE, *, submit: bool = True
) -> Draft:
    return house.draft(account, text=text, publish_at=at, submit=submit)


def published(house: House, account: Account, at: datetime, text: str) -> Delivery:
    """A post that was approved and has been on the network since `at`."""
    variant = house.approved(account, text=text)
    release(now=NOW + 2 * MINUTE)
    Delivery.objects.filter(publication__variant=variant).update(
        state=DeliveryState.PUBLISHED, published_at=at, remote_id=str(variant.pk)
    )
    return Delivery.objects.get(publication__variant=variant)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("language", "on", "today", "at"),
    [
        ("en", "Wednesday 25 November 2026", "Monday 23 November 2026", "9:00 am"),
        ("bn", "বুধবার, ২৫ নভেম্বর ২০২৬", "সোমবার, ২৩ নভেম্বর ২০২৬", "সকাল ৯:০০"),
    ],
)
def test_each_day_has_its_posts_in_each_view(
    house: House, account: Account, *, view: str, language: str, on: str, today: str, at: str
) -> None:
    planned(house, account)
    published(house, account, NOW - HOUR, "সকালের খবর")
    planned(house, account, "খসড়ার কথা", NINE + 3 * HOUR, submit=False)
    text = page(house, language=language, view=view)
    that = day_of(text, on)
    assert "টিকার খবর" in that
    assert at in that
    assert "খসড়ার কথা" in that
    assert that.index("টিকার খবর") < that.index("খসড়ার কথা")
    assert "সকালের খবর" not in that
    assert "সকালের খবর" in day_of(text, today)
    assert 'aria-current="date"' in day_of(text, today)


def test_a_month_is_whole_weeks_from_sunday_on(house: House, account: Account) -> None:
    planned(house, account, "মাসের বাইরের কথা", datetime(2026, 12, 3, 3, tzinfo=UTC))
    text = page(house)
    assert text.count('<li class="sg-plan__day') == 35
    assert text.index("Sunday 1 November 2026") < text.index("Saturday 5 December 2026")
    assert "sg-plan__day--outside" in day_of(text, "Thursday 3 December 2026")
    assert "মাসের বাইরের কথা" in text
    assert "মাসের বাইরের কথা" not in page(house, view="list")
    assert page(house, view="week").count('<li class="sg-plan__day') == 7


def test_earlier_later_and_back(house: House, account: Account) -> None:
    planned(house, account, "ডিসেম্বরের কথা", datetime(2026, 12, 31, 18, 30, tzinfo=UTC))
    text = page(house, **{"from": "2027-01-05"})
    assert "January 2027" in text
    assert "ডিসেম্বরের কথা" in day_of(text, "Friday 1 January 2027"), "half past midnight in Dhaka is the next day"
    assert 'rel="prev" href="/desk/posts/calendar/?view=month&amp;from=2026-12-01' in text
    assert 'rel="next" href="/desk/posts/calendar/?view=month&amp;from=2027-02-01' in text
    assert "from=2026-11-16" in page(house, view="week")


@pytest.mark.parametrize("given", ["2026-13-01", "x", "1999-01-01", "2040-01-01"])
def test_a_day_that_is_none_is_not_found(house: House, given: str) -> None:
    assert signed_in(house, "sumaiya").get(reverse("desk:post-calendar"), {"from": given}).status_code == 404


def test_account_and_state_narrow_it_down(house: House, account: Account) -> None:
    other = house.account("kamrul", handle="second")
    planned(house, account, "প্রথমটির কথা")
    planned(house, other, "দ্বিতীয়টির কথা", NINE + HOUR, submit=False)
    assert "প্রথমটির কথা" in (text := page(house, account=str(account.pk)))
    assert "দ্বিতীয়টির কথা" not in text
    assert "দ্বিতীয়টির কথা" in (text := page(house, state="draft"))
    assert "প্রথমটির কথা" not in text
    assert "No post fits what you chose." in page(house, state="trouble")
    assert "প্রথমটির কথা" in page(house, account="", state="nothing")
    assert signed_in(house, "sumaiya").get(reverse("desk:post-calendar"), {"account": "x"}).status_code == 404


@pytest.mark.parametrize(("verdict", "state"), [(Verdict.RETURN, "back"), (Verdict.APPROVE, "coming")])
def test_what_came_back_is_shown_as_such(house: House, account: Account, verdict: Verdict, state: str) -> None:
    house.vote(newest(planned(house, account)), "kamrul", verdict)
    assert "টিকার খবর" in page(house, state=state)
    assert "টিকার খবর" not in page(house, state="waiting")


def test_what_was_rejected_is_planned_no_more(house: House, account: Account) -> None:
    house.vote(newest(planned(house, account)), "kamrul", Verdict.REJECT)
    assert "টিকার খবর" not in page(house)


def test_each_sees_his_own_offices_and_whoever_reaches_below_finds_another(house: House, account: Account) -> None:
    planned(house, account)
    key = str(house.offices["shibalaya"].pk)
    assert "টিকার খবর" not in page(house, "tanvir")
    assert signed_in(house, "tanvir").get(reverse("desk:post-calendar"), {"office": key}).status_code == 404
    assert "টিকার খবর" not in page(house, "farhana")
    assert "টিকার খবর" in page(house, "farhana", office=key)
    assert "টিকার খবর" in page(house, "farhana", q=house.offices["shibalaya"].code)
    assert "No office that you see is called so." in page(house, "farhana", q="নেই এমন")
    house.also("sumaiya", Role.AUTHOR, "ghior")
    both = page(house)
    assert "টিকার খবর" in both
    assert "All of mine" in both
    assert "টিকার খবর" not in page(house, office=str(house.offices["ghior"].pk))


def test_an_empty_calendar_says_what_to_do(house: House, account: Account) -> None:
    assert "Choose a day and write one for it" in page(house)
    assert "What is planned stands here" in page(house, "mannan", office=str(account.office_id))


def test_holidays_by_name_and_what_goes_out_on_them(house: House, account: Account) -> None:
    entry = {"name": FAIR, "starts_on": date(2026, 11, 25), "ends_on": date(2026, 11, 25), "basis": "executive"}
    CalendarEntry.objects.create(office=house.offices["shibalaya"], kind=EntryKind.HOLIDAY, **entry)
    planned(house, account)
    published(house, account, NINE + 2 * HOUR, "বেরিয়ে গেছে")
    assert "Fair" in day_of(page(house), "Wednesday 25 November 2026")
    that = day_of(page(house, view="week"), "Wednesday 25 November 2026")
    assert "Fair" in that
    assert that.count("Goes out on a holiday.") == 1
    assert "Victory Day" in page(house, **{"from": "2026-12-01"})


@pytest.mark.parametrize(("apart", "warned"), [(29 * MINUTE, True), (30 * MINUTE, False)])
def test_two_posts_of_one_account_too_close_together(
    house: House, account: Account, *, apart: timedelta, warned: bool
) -> None:
    planned(house, account)
    planned(house, account, "আরেকটি", NINE + apart)
    planned(house, house.account("kamrul", handle="second"), "অন্য একাউন্টে", NINE + 5 * MINUTE)
    text = page(house, view="week")
    assert text.count("Less than 30 minutes from another post") == (2 if warned else 0)


def test_too_close_over_midnight_and_to_what_is_out(house: House, account: Account) -> None:
    midnight = datetime(2026, 11, 28, 18, tzinfo=UTC)
    planned(house, account, "শনিবার রাতে", midnight - 10 * MINUTE)
    planned(house, account, "রবিবার", midnight + 10 * MINUTE)
    published(house, account, NOW, "বেরিয়ে গেছে")
    planned(house, account, "একটু পরে", NOW + 20 * MINUTE)
    text = page(house, view="week")
    assert "রবিবার</a>" not in text
    assert text.count("Less than 30 minutes") == 2, "of the pair the one in this week; and not what is out already"


def test_a_stop_says_so_while_it_runs(house: House, account: Account) -> None:
    planned(house, account)
    planned(house, account, "অনেক পরে", NOW + 10 * DAY)
    stops.place(house.scope("kamrul"), office=account.office, reason="তদন্ত", until=NOW + 5 * DAY, now=NOW)
    text = page(house, view="list")
    assert text.count("A stop holds this account") == 1
    assert "A stop holds this account" in day_of(text, "Wednesday 25 November 2026")


@pytest.mark.clause("7.a")
def test_each_week_says_what_was_made_of_what_is_owed(house: House, account: Account) -> None:
    published(house, account, NOW - HOUR, "এই সপ্তাহের প্রথম")
    reckon(now=NOW)
    duty = Duty.objects.get(account=account, kind="updates-per-week")
    text = page(house)
    assert reverse("desk:duty", args=[duty.pk]) in text
    assert "1 made, 2 owed" in text
    for number in range(5):
        house.account("kamrul", handle=f"more-{number}")
    assert "1 made, 2 owed" not in page(house), "of many accounts none is told"
    assert "1 made, 2 owed" in page(house, account=str(account.pk))


def test_many_posts_of_a_day_are_cut_in_a_month_and_whole_in_a_week(house: House, account: Account) -> None:
    for number in range(5):
        planned(house, account, f"কথা নম্বর {number}", NINE + number * HOUR)
    that = day_of(page(house), "Wednesday 25 November 2026")
    assert that.count('class="sg-plan__words"') == 3
    assert "2 more" in that
    assert "view=week&amp;from=2026-11-25" in that
    assert day_of(page(house, view="week"), "Wednesday 25 November 2026").count('class="sg-plan__words"') == 5


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("out", [False, True], ids=["planned", "out"])
def test_each_account_is_listed_with_its_own_words(house: House, account: Account, *, view: str, out: bool) -> None:
    second = house.account("kamrul", handle="second")
    draft = content.start(
        house.scope("sumaiya"), office=account.office, kind=Kind.POST, text="টিকার খবর", accounts=[account, second],
        purposes=["4.b"], publish_at=NINE, own={second.pk: "News of vaccines"}, now=NOW,
    )  # fmt: skip
    if out:
        content.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
        for variant in draft.newest.variants.all():
            house.vote(variant, "kamrul")
        release(now=NINE)
    that = day_of(page(house, view=view), "Wednesday 25 November 2026")
    assert re.findall(r'lang="(bn|en)">([^<]+)</a>', that) == [("bn", "টিকার খবর"), ("en", "News of vaccines")]


@pytest.mark.parametrize("view", VIEWS)
def test_as_many_queries_however_many_posts(house: House, account: Account, view: str) -> None:
    client = signed_in(house, "kamrul")

    def count() -> int:
        client.get(reverse("desk:post-calendar"), {"view": view})
        with CaptureQueriesContext(connection) as caught:
            said(client.get(reverse("desk:post-calendar"), {"view": view}))
        return len(caught)

    def some(number: int) -> None:
        for one in range(number):
            draft = planned(house, account, f"কথা {one}", NINE + one * 7 * MINUTE, submit=bool(one % 2))
            if one % 4 == 1:
                house.vote(newest(draft), "kamrul")
        published(house, account, NOW - number * MINUTE, f"খবর {number}")

    some(4)
    few = count()
    some(56)
    assert count() == few


def test_a_day_to_come_leads_to_writing_for_it(house: House, account: Account) -> None:
    text = page(house)
    assert "day=2026-11-24" in text
    assert "day=2026-11-22" not in text
    assert "?day=" not in page(house, "mannan")
    form = opened(house, "sumaiya", reverse("desk:compose"), day="2026-11-24")
    assert 'name="day" value="24/11/2026"' in form
    assert 'name="hour" value=' not in form
    for wrong in ("2026-11-22", "x", "2026-02-31"):
        assert 'name="day" value=' not in opened(house, "sumaiya", reverse("desk:compose"), day=wrong)


@pytest.mark.parametrize("verdict", [None, Verdict.APPROVE, Verdict.RETURN])
def test_the_list_of_posts_says_when_one_goes_out(house: House, account: Account, verdict: Verdict | None) -> None:
    draft = planned(house, account)
    if verdict is not None:
        house.vote(newest(draft), "kamrul", verdict)
    listed = opened(house, "sumaiya", reverse("desk:posts"), "en")
    assert (">25 November 2026, 9:00 am<" in listed.partition("Goes out:")[2]) == (verdict != Verdict.RETURN)


def test_the_list_of_posts_names_no_time_of_what_is_out_or_past(house: House, account: Account) -> None:
    published(house, account, NOW - HOUR, "সকালের খবর")
    planned(house, account, at=NINE, submit=False)
    Draft.objects.update(publish_at=NOW - MINUTE)
    assert "Goes out:" not in opened(house, "sumaiya", reverse("desk:posts"), "en")
    Draft.objects.filter(revisions__variants__passed_on_at__isnull=False).update(publish_at=NINE)
    assert "Goes out:" not in opened(house, "sumaiya", reverse("desk:posts"), "en")


def test_the_places_lead_there(house: House) -> None:
    assert reverse("desk:post-calendar") in opened(house, "sumaiya", reverse("desk:posts"))


# Moving.


def moving(house: House, draft: Draft, who: str = "sumaiya", **sent: str) -> tuple[int, str]:
    client, url = signed_in(house, who), reverse("desk:post-move", args=[draft.pk])
    given = {"day": "26/11/2026", "hour": "১৫:৩০", "seen": NINE.isoformat(), **sent}
    answer = client.post(url, given)
    return answer.status_code, answer.content.decode() if answer.status_code != 302 else answer["Location"]


def test_it_is_moved_by_a_small_form(house: House, account: Account) -> None:
    draft = planned(house, account)
    url = reverse("desk:post-move", args=[draft.pk])
    assert url in page(house)
    assert url in opened(house, "sumaiya", reverse("desk:post", args=[draft.pk]))
    form = opened(house, "sumaiya", url, "bn")
    assert 'value="২৫/১১/২০২৬"' in form
    assert 'value="৯:০০"' in form
    status, there = moving(house, draft)
    assert (status, there) == (302, f"/desk/posts/calendar/?view=week&from=2026-11-26&office={draft.office_id}")
    assert Draft.objects.get().publish_at == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert "26 November 2026" in opened(house, "kamrul", reverse("desk:approve", args=[newest(draft).pk]))
    assert "changed the time at which it goes out" in opened(
        house, "kamrul", reverse("desk:approve", args=[newest(draft).pk])
    )


@pytest.mark.parametrize("wrong", [{"day": ""}, {"hour": ""}, {"day": "22/11/2026"}, {"hour": "25"}, {"day": "x"}])
def test_a_wrong_time_is_told_and_kept(house: House, account: Account, wrong: dict[str, str]) -> None:
    draft = planned(house, account)
    status, text = moving(house, draft, **wrong)
    assert status == 422
    assert "govuk-error-summary" in text
    assert "১৫:৩০" in text or "hour" in wrong
    assert Draft.objects.get().publish_at == NINE


@pytest.mark.parametrize(
    ("day", "told"), [("22 November 2026", "This day is past."), ("২৩ নভেম্বর ২০২৬", "from now on and within a year")]
)
def test_a_past_day_is_called_so_and_a_past_hour_of_today_is_not(
    house: House, account: Account, day: str, told: str
) -> None:
    status, text = moving(house, planned(house, account), day=day, hour="12:05 am")
    assert status == 422
    assert told in text


def test_the_second_of_two_sees_what_the_first_did(house: House, account: Account) -> None:
    draft = planned(house, account)
    assert moving(house, draft, "kamrul")[0] == 302
    status, text = moving(house, draft, day="27/11/2026")
    assert status == 422
    assert "Somebody else changed the time meanwhile." in text
    assert "26 November 2026" in text
    assert 'value="27/11/2026"' in text
    moved = Draft.objects.get().publish_at
    assert moved is not None
    assert f'value="{moved.isoformat()}"' in text
    assert moving(house, draft, day="27/11/2026", seen=moved.isoformat())[0] == 302
    assert moving(house, draft, day="28/11/2026", seen="nonsense")[0] == 422


def test_whoever_may_not_move_it_is_offered_nothing(house: House, account: Account) -> None:
    draft = planned(house, account)
    house.vote(newest(draft), "kamrul")
    url = reverse("desk:post-move", args=[draft.pk])
    for who in ("sumaiya", "rehana", "mannan"):
        assert url not in page(house, who, office=str(account.office_id))
        assert url not in opened(house, who, reverse("desk:post", args=[draft.pk]))
        assert signed_in(house, who).get(url).status_code == 403
    assert url in page(house, "kamrul")
    assert moving(house, draft, "kamrul")[0] == 302


def test_what_was_passed_on_leads_back_with_the_reason(house: House, account: Account) -> None:
    draft = planned(house, account)
    house.vote(newest(draft), "kamrul")
    release(now=NINE)
    url = reverse("desk:post-move", args=[draft.pk])
    assert url not in page(house, "kamrul")
    text = said(signed_in(house, "kamrul").get(url, follow=True))
    assert "its time can no longer be changed" in text


def test_saving_words_from_an_old_page_keeps_the_new_time(house: House, account: Account) -> None:
    draft, client = planned(house, account), signed_in(house, "sumaiya")
    url = reverse("desk:edit", args=[draft.pk])
    form = said(client.get(url))
    planned_then = re.search(r'name="planned" value="([^"]*)"', form)
    assert planned_then
    assert moving(house, draft, "kamrul")[0] == 302
    words = {
        "text": "নতুন কথা", "accounts": str(account.pk), "purposes": "4.c", "seen": "1", "keep": "yes",
        "day": "25/11/2026", "hour": "9:00", "planned": planned_then[1],
    }  # fmt: skip
    assert client.post(url, words).status_code == 302
    assert Draft.objects.get().publish_at == datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    assert client.post(url, {**words, "seen": "2", "day": "27/11/2026"}).status_code == 302
    assert Draft.objects.get().publish_at == datetime(2026, 11, 27, 3, tzinfo=UTC)
