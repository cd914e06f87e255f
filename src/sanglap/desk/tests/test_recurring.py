"""Pages of what comes again, of hours of the week and of days of mourning (clauses 6, 6.a, 7.a)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.content.models import Draft
from sanglap.core.localized import LocalizedText
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.planning import beginning, declarations, slots
from sanglap.planning.models import Declaration, Nature, Recurrence, Slot
from sanglap.planning.states import OccurrenceState, RecurrenceState
from tests.factories import NOW, House, newest

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6"), pytest.mark.clause("6.a")]
SUNDAY = date(2026, 11, 29)
WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=UTC)
REASON = LocalizedText(bn="রাষ্ট্রীয় শোক", en="State mourning")


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def form(account: Account, **more: object) -> dict[str, object]:
    return {
        "name": "গণশুনানি", "text": "আজ গণশুনানি।", "accounts": [account.pk], "purposes": ["4.b"], "rhythm": "weekly",
        "weekday": "6", "day": "", "month": "", "hour": "৯:০০", "starts_on": "২৩/১১/২০২৬", "until": "",
        "on_holiday": "keep", "key": "0190a0a0-0000-7000-8000-000000000001", **more,
    }  # fmt: skip


def mourn(house: House, on: date = SUNDAY) -> Declaration:
    return declarations.declare(
        house.scope("nasrin"), office=house.offices["cabinet"], nature=Nature.MOURNING, starts_on=on, ends_on=on,
        reason=REASON, now=NOW,
    )  # fmt: skip


def test_from_a_post_to_its_drafts(house: House, account: Account) -> None:
    """Planned from a post, shown, begun, paused, gone on, changed and ended; the second click changes nothing."""
    client, source = signed_in(house, "sumaiya"), house.draft(account, text="প্রতি রবিবার গণশুনানি।")
    new = reverse("desk:recurrence-new")
    assert new in opened(house, "sumaiya", reverse("desk:post", args=[source.pk]))
    assert "প্রতি রবিবার গণশুনানি।" in opened(house, "sumaiya", new, post=str(source.pk))
    sent = form(account, festive="on", post=source.pk)
    answer = client.post(new, sent)
    made = Recurrence.objects.get()
    where = reverse("desk:recurrence", args=[made.pk])
    assert (answer.status_code, answer["Location"]) == (302, where)
    assert client.post(new, sent)["Location"] == where
    assert (made.weekday, made.hour, made.festive, made.pictures_of) == (6, time(9), True, source)
    beginning.begin(now=NOW)
    text = opened(house, "sumaiya", where)
    assert "Sunday 29 November 2026" in text
    assert reverse("desk:post", args=[made.occurrences.get().draft_id]) in text
    act = reverse("desk:recurrence-act", args=[made.pk])
    for wanted, state in (("pause", "paused"), ("pause", "paused"), ("resume", "running")):
        client.post(act, {"act": wanted})
        assert Recurrence.objects.get().state == state
    assert client.post(act, {"act": "x"}).status_code == 404
    client.post(reverse("desk:recurrence-edit", args=[made.pk]), form(account, rhythm="monthly", day="31"))
    assert "On day 31 of every month" in opened(house, "sumaiya", reverse("desk:recurrences"))
    client.post(act, {"act": "end"})
    assert Recurrence.objects.get().state == RecurrenceState.ENDED
    assert "গণশুনানি" in opened(house, "sumaiya", reverse("desk:recurrences"), show="ended")


def test_its_next_days_are_those_on_which_it_comes_out(house: House, account: Account) -> None:
    sent = form(account, rhythm="monthly", day="31", starts_on="01/04/2027", on_holiday="before")
    signed_in(house, "sumaiya").post(reverse("desk:recurrence-new"), sent)
    made = Recurrence.objects.get()
    text = opened(house, "sumaiya", reverse("desk:recurrence", args=[made.pk]))
    assert "Thursday 29 April 2027" in text
    assert "Friday 30 April 2027" not in text
    assert made.begin_on
    beginning.begin(now=datetime.combine(made.begin_on, time(6), UTC))
    assert made.occurrences.get().goes_on == date(2027, 4, 29)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(house: House, account: Account) -> None:
    answer = signed_in(house, "sumaiya").post(
        reverse("desk:recurrence-new"), form(account, rhythm="yearly", day="31", month="4")
    )
    assert answer.status_code == 422
    assert "This month has no such day." in (text := answer.content.decode())
    assert "আজ গণশুনানি।" in text


def test_national_days_are_suggested_and_lead_to_the_form(house: House, account: Account) -> None:
    text = opened(house, "sumaiya", reverse("desk:recurrences"))
    assert "Victory Day" in text
    assert "?for=victory" in text
    text = opened(house, "sumaiya", reverse("desk:recurrence-new"), **{"for": "victory"})
    assert 'value="Victory Day"' in text
    assert "how the flag is flown rightly" in text
    assert opened(house, "sumaiya", reverse("desk:recurrence-new"), **{"for": "nothing"})
    text = opened(house, "sumaiya", reverse("desk:post-calendar"), **{"from": "2026-12-14", "view": "week"})
    assert "Martyred Intellectuals Day" in text
    assert text.count("Victory Day</p>") == 1, "a holiday of that name is not named twice"


@pytest.mark.parametrize("write", ["yes", "no"])
def test_what_is_held_is_decided_on_its_page(house: House, account: Account, write: str) -> None:
    client = signed_in(house, "sumaiya")
    client.post(reverse("desk:recurrence-new"), form(account, festive="on"))
    mourn(house)
    beginning.begin(now=NOW)
    held = Recurrence.objects.get().occurrences.get()
    where = reverse("desk:occurrence-decide", args=[held.pk])
    assert where in opened(house, "sumaiya", reverse("desk:recurrence", args=[held.recurrence_id]))
    client.post(where, {"write": write})
    held.refresh_from_db()
    assert held.state == (OccurrenceState.BEGUN if write == "yes" else OccurrenceState.LEFT_OUT)
    client.post(where, {"write": "no" if write == "yes" else "yes"})
    assert Draft.objects.filter(occurrence=held).count() == (write == "yes")


def test_mourning_warns_where_one_writes_approves_and_plans(house: House, account: Account) -> None:
    draft = house.draft(account, publish_at=WEDNESDAY)
    declared = mourn(house, WEDNESDAY.date())
    warning = "A day of mourning is declared for the day on which this goes out."
    typed = {"text": "কথা", "accounts": [account.pk], "day": "২৫/১১/২০২৬"}
    pages = (
        reverse("desk:approve", args=[newest(draft).pk]), reverse("desk:post-move", args=[draft.pk]),
        reverse("desk:edit", args=[draft.pk]),
    )  # fmt: skip

    def warned() -> list[bool]:
        kept = signed_in(house, "sumaiya").post(reverse("desk:keep"), typed)
        found = [opened(house, "kamrul", page) for page in pages]
        return [warning in text for text in [*found, said(kept)]]

    assert warned() == [True] * 4
    assert "State mourning" in opened(house, "sumaiya", reverse("desk:post-calendar"), view="week")
    assert "State mourning" in opened(house, "sumaiya", reverse("desk:declarations"))
    declarations.end(house.scope("nasrin"), declaration=declared, now=NOW)
    assert warned() == [False] * 4


def test_declaring_and_calling_off(house: House) -> None:
    client, office = signed_in(house, "nasrin"), house.offices["cabinet"]
    where = reverse("desk:declaration-new", args=[office.pk])
    assert where in opened(house, "nasrin", reverse("desk:declarations"))
    sent = {"nature": "emergency", "starts_on": "২৫/১১/২০২৬", "reason_bn": "বন্যা", "reason_en": "Flood"}
    assert client.post(where, {**sent, "reason_bn": ""}).status_code == 422
    client.post(where, sent)
    client.post(where, sent)
    declared = Declaration.objects.get()
    assert (declared.starts_on, declared.ends_on) == (date(2026, 11, 25), date(2026, 11, 25))
    client.post(reverse("desk:declaration-end", args=[declared.pk]))
    assert "called off" in opened(house, "nasrin", reverse("desk:declarations"))


@pytest.mark.clause("7.a")
def test_hours_of_the_week_are_offered_and_shown_empty(house: House, account: Account) -> None:
    client, where = signed_in(house, "sumaiya"), reverse("desk:slots", args=[account.pk])
    assert client.post(where, {"add": "yes", "weekday": "2", "hour": "২৫:০০"}).status_code == 422
    client.post(where, {"add": "yes", "weekday": "2", "hour": "১৬:০০"})
    slot = account.slots.get()
    assert "fewer hours than updates owed" in (text := opened(house, "sumaiya", where))
    assert "Wednesday, 4:00 pm" in text
    text = opened(house, "sumaiya", reverse("desk:post-calendar"), view="week")
    assert "day=2026-11-25&amp;hour=16:00" in text
    assert "As it is planned, this week has 0 of 2 updates" in text
    text = opened(house, "sumaiya", reverse("desk:compose"), day="2026-11-25", hour="16:00")
    assert 'value="16:00"' in text
    assert f'name="box" value="slot:{WEDNESDAY.isoformat()}"' in text
    sent = {"text": "কথা", "accounts": [account.pk], "box": f"slot:{WEDNESDAY.isoformat()}"}
    assert 'value="25/11/2026"' in (text := said(client.post(reverse("desk:compose"), sent)))
    assert 'value="16:00"' in text
    draft = house.draft(account)
    client.post(reverse("desk:post-move", args=[draft.pk]), {"seen": "", "slot": WEDNESDAY.isoformat()})
    draft.refresh_from_db()
    assert draft.publish_at == WEDNESDAY
    house.draft(account, publish_at=WEDNESDAY + timedelta(hours=2))
    text = opened(house, "sumaiya", reverse("desk:post-calendar"), view="week")
    assert "As it is planned" not in text
    assert "still free" not in text
    client.post(where, {"slot": slot.pk})
    client.post(where, {"slot": slot.pk})
    assert not account.slots.exists()


def test_hours_on_a_weekly_holiday_are_refused_and_do_not_count(house: House, account: Account) -> None:
    client, where = signed_in(house, "sumaiya"), reverse("desk:slots", args=[account.pk])
    answer = client.post(where, {"add": "yes", "weekday": "4", "hour": "9:00"})
    assert answer.status_code == 422
    assert "This is a weekly holiday of the office" in answer.content.decode()
    Slot.objects.bulk_create(Slot(account=account, weekday=day, hour=time(9)) for day in (2, 4, 5))
    text = opened(house, "sumaiya", where)
    assert text.count("it never comes and does not count") == 2
    assert "fewer hours than updates owed" in text
    text = said(client.post(where, {"add": "yes", "weekday": "3", "hour": "9:00"}, follow=True))
    assert "This hour is kept for a post each week." in text
    assert "fewer hours than updates owed" not in text
    text = said(client.post(where, {"add": "yes", "weekday": "3", "hour": "9:00 am"}, follow=True))
    assert "This hour is kept already." in text
    assert "This hour is kept for a post each week." not in text


def test_as_many_queries_however_much_is_planned(house: House, account: Account) -> None:
    client = signed_in(house, "sumaiya")
    pages = [
        reverse("desk:post-calendar"), reverse("desk:compose"), reverse("desk:recurrences"),
        reverse("desk:declarations"),
    ]  # fmt: skip

    def count() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as caught:
                client.get(page)
            found.append(len(caught))
        return found

    def some(number: int) -> None:
        for one in range(number):
            client.post(
                reverse("desk:recurrence-new"), form(account, key=f"0190a0a0-0000-7000-8000-{number:06}{one:06}")
            )
            slots.add(house.scope("sumaiya"), account=account, weekday=one, hour=time(9 + number), now=NOW)
            mourn(house, SUNDAY + timedelta(days=number + one))

    some(1)
    first = count()
    some(3)
    assert count() == first
