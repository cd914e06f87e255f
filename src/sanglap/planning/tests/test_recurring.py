"""Posts that come again: drafts in time, each once, never more than that (clauses 6, 6.a)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sanglap.accounts.models import Account
from sanglap.content import pictures, recordings, services
from sanglap.content.models import Draft
from sanglap.content.states import VariantState
from sanglap.content.tests.test_pictures import photo
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.files import sending
from sanglap.files.tests.recorded import film
from sanglap.networks.contract import Kind as PostKind
from sanglap.notices.models import Kind, Notice
from sanglap.offices.models import Appointment, CalendarEntry, EntryKind
from sanglap.offices.scope import Forbidden
from sanglap.planning import beginning, recurrences
from sanglap.planning.declarations import declare
from sanglap.planning.models import Nature, Occurrence, OnHoliday, Recurrence, Rhythm, Why
from sanglap.planning.recurrences import Plan
from sanglap.planning.states import OccurrenceState, RecurrenceState
from tests.factories import NOW, House, newest
from tests.factories import house as made

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6"), pytest.mark.clause("6.a")]
DAY = timedelta(days=1)
SUNDAY = date(2026, 11, 29)
NINE = datetime(2026, 11, 29, 3, tzinfo=UTC)
"""Nine in the morning of that Sunday in Dhaka."""
REASON = LocalizedText(bn="রাষ্ট্রীয় শোক", en="State mourning")


@pytest.fixture
def house() -> House:
    return made()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def planned(house: House, account: Account, who: str = "sumaiya", **more: Any) -> Recurrence:
    given = {
        "name": "গণশুনানি", "text": "আজ গণশুনানি, সকাল ১০টায়।", "accounts": [account], "purposes": ["4.b"],
        "rhythm": Rhythm.WEEKLY, "weekday": 6, "hour": time(9), "starts_on": NOW.date(), **more,
    }  # fmt: skip
    return recurrences.plan(house.scope(who), office=account.office, plan=Plan(**given), now=NOW)


def begin(now: datetime = NOW) -> None:
    while beginning.begin(now=now):
        pass


def came(recurrence: Recurrence) -> dict[date, str]:
    return dict(recurrence.occurrences.values_list("day", "state"))


def test_a_draft_is_begun_a_week_before_and_its_writers_are_told(house: House, account: Account) -> None:
    recurrence = planned(house, account, weekday=1, starts_on=date(2026, 12, 8))
    begin()
    assert not came(recurrence), "it is a fortnight away"
    begin(NOW + 8 * DAY)
    draft = Draft.objects.get(occurrence__recurrence=recurrence)
    assert draft.publish_at == datetime(2026, 12, 8, 3, tzinfo=UTC)
    assert (draft.created_by, draft.purposes) == (house.people["sumaiya"], ["4.b"])
    variant = newest(draft)
    assert (variant.state, variant.account, variant.revision.text) == (VariantState.DRAFT, account, recurrence.text)
    told = Notice.objects.filter(kind=Kind.RECURRING)
    assert {"sumaiya", "kamrul"} <= {notice.recipient.username for notice in told.select_related("recipient")}
    begin(NOW + 8 * DAY)
    assert Draft.objects.filter(occurrence__recurrence=recurrence).count() == 1


def test_pictures_and_videos_come_again_as_they_are_described(
    house: House, account: Account, tmp_path: Path, settings: Any
) -> None:
    settings.SANGLAP_FILES = tmp_path
    writer, office = house.scope("sumaiya"), account.office
    picture = pictures.bring(writer, office=office, content=photo(), name="a.jpg", now=NOW)
    recording = recordings.bring(writer, office=office, piece=sending.lay(io.BytesIO(film())), name="a.mp4", now=NOW)
    recordings.make(recording, now=NOW)
    recording.refresh_from_db()
    given: dict[str, Any] = {
        "office": office, "kind": PostKind.POST, "text": "গণশুনানি", "accounts": [account], "purposes": ["4.b"],
        "now": NOW,
    }  # fmt: skip
    shown = [pictures.Chosen(picture, "শুনানির ছবি", "The hearing")]
    first = services.start(writer, pictures=shown, **given)
    second = services.start(writer, recording=recordings.Shot(recording, "শুনানির ভিডিও", silent=True), **given)
    plans = [planned(house, account, pictures_of=one) for one in (first, second)]
    begin()
    pictured, filmed = (Draft.objects.get(occurrence__recurrence=one).newest for one in plans)
    assert list(pictured.illustrations.values_list("picture", "alt", "other")) == [
        (picture.pk, "শুনানির ছবি", "The hearing")
    ]
    assert recordings.shown(filmed) == recordings.Shot(recording, "শুনানির ভিডিও", silent=True)


def test_each_day_once_and_after_a_standstill_only_what_is_not_past(house: House, account: Account) -> None:
    recurrence = planned(house, account)
    begin()
    assert came(recurrence) == {SUNDAY: OccurrenceState.BEGUN}
    begin(NINE + 40 * DAY)
    assert came(recurrence) == {
        SUNDAY: OccurrenceState.BEGUN, date(2027, 1, 10): OccurrenceState.BEGUN,
    }, "what was missed meanwhile is not made up for"  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.create(recurrence=recurrence, day=SUNDAY, state=OccurrenceState.SKIPPED, at=NOW)


def test_an_hour_that_is_over_today_is_missed(house: House, account: Account) -> None:
    recurrence = planned(house, account, weekday=0, hour=time(9))
    begin()
    assert came(recurrence) == {
        date(2026, 11, 23): OccurrenceState.MISSED, date(2026, 11, 30): OccurrenceState.BEGUN
    }  # fmt: skip


def test_it_ends_by_itself_after_its_last_day(house: House, account: Account) -> None:
    recurrence = planned(house, account, until=SUNDAY + 6 * DAY)
    begin()
    recurrence.refresh_from_db()
    assert (recurrence.state, recurrence.next_on) == (RecurrenceState.ENDED, None)


@pytest.mark.parametrize(
    ("on_holiday", "goes_on"),
    [(OnHoliday.KEEP, SUNDAY), (OnHoliday.BEFORE, date(2026, 11, 26)), (OnHoliday.SKIP, None)],
)
def test_the_holiday_of_its_office(house: House, account: Account, on_holiday: OnHoliday, goes_on: date | None) -> None:
    CalendarEntry.objects.create(
        office=account.office, kind=EntryKind.HOLIDAY, name=REASON, starts_on=SUNDAY, ends_on=SUNDAY, basis="executive"
    )
    recurrence = planned(house, account, on_holiday=on_holiday)
    begin()
    occurrence = recurrence.occurrences.get(day=SUNDAY)
    assert occurrence.goes_on == goes_on
    assert occurrence.state == (OccurrenceState.BEGUN if goes_on else OccurrenceState.SKIPPED)


@pytest.mark.parametrize("write", [True, False])
def test_a_festive_one_waits_for_a_word_on_a_day_of_mourning(house: House, account: Account, *, write: bool) -> None:
    declare(
        house.scope("nasrin"), office=house.offices["cabinet"], nature=Nature.MOURNING, starts_on=SUNDAY,
        ends_on=SUNDAY, reason=REASON, now=NOW,
    )  # fmt: skip
    festive, other = planned(house, account, festive=True), planned(house, account)
    begin()
    assert came(other) == {SUNDAY: OccurrenceState.BEGUN}
    held = festive.occurrences.get()
    assert (held.state, held.draft) == (OccurrenceState.HELD, None)
    assert Notice.objects.filter(kind=Kind.HELD, recipient=house.people["sumaiya"]).exists()
    with pytest.raises(Forbidden):
        beginning.decide(house.scope("tanvir"), occurrence=held, write=write, now=NOW)
    with pytest.raises(ValidationError):
        beginning.decide(house.scope("kamrul"), occurrence=held, write=True, now=NINE)
    decided = beginning.decide(house.scope("kamrul"), occurrence=held, write=write, now=NOW)
    assert decided.state == (OccurrenceState.BEGUN if write else OccurrenceState.LEFT_OUT)
    assert bool(decided.draft) == write
    again = beginning.decide(house.scope("kamrul"), occurrence=held, write=write, now=NOW)
    assert again.draft_id == decided.draft_id
    with pytest.raises(TransitionRefused):
        beginning.decide(house.scope("kamrul"), occurrence=held, write=not write, now=NOW)


def test_whoever_left_writes_no_more_and_another_takes_it_over(house: House, account: Account) -> None:
    recurrence = planned(house, account)
    Appointment.objects.filter(user=house.people["sumaiya"]).update(ends_at=NOW)
    begin()
    recurrence.refresh_from_db()
    assert (recurrence.state, recurrence.why) == (RecurrenceState.PAUSED, Why.WRITER)
    assert Notice.objects.filter(kind=Kind.PAUSED, recipient=house.people["kamrul"]).exists()
    recurrences.resume(house.scope("kamrul"), recurrence=recurrence, now=NOW)
    begin()
    assert Draft.objects.get(occurrence__recurrence=recurrence).created_by == house.people["kamrul"]


def test_without_a_working_account_it_is_paused(house: House, account: Account) -> None:
    recurrence = planned(house, account)
    Account.objects.filter(pk=account.pk).update(state="suspended")
    begin()
    recurrence.refresh_from_db()
    assert (recurrence.state, recurrence.why) == (RecurrenceState.PAUSED, Why.REFUSED)
    assert not came(recurrence)


def test_paused_ended_and_changed(house: House, account: Account) -> None:
    recurrence, scope = planned(house, account), house.scope("kamrul")
    recurrences.pause(scope, recurrence=recurrence, now=NOW)
    begin()
    assert not came(recurrence)
    with pytest.raises(TransitionRefused):
        recurrences.pause(scope, recurrence=recurrence, now=NOW)
    recurrences.resume(scope, recurrence=recurrence, now=NOW)
    begin()
    plan = Plan("নতুন", "নতুন কথা।", [account], ["4.b"], Rhythm.WEEKLY, time(10), NOW.date(), weekday=6)
    recurrences.change(scope, recurrence=recurrence, plan=plan, now=NOW)
    recurrence.refresh_from_db()
    assert recurrence.next_on == SUNDAY + 7 * DAY, "what has come does not come again"
    assert recurrence.kept_by == house.people["kamrul"]
    recurrences.end(scope, recurrence=recurrence, now=NOW)
    with pytest.raises(ValidationError):
        recurrences.change(scope, recurrence=recurrence, plan=plan, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"text": ""}, "text"),
        ({"accounts": []}, "accounts"),
        ({"purposes": []}, "purposes"),
        ({"weekday": None}, "weekday"),
        ({"rhythm": Rhythm.MONTHLY}, "day"),
        ({"rhythm": Rhythm.YEARLY, "day": 3}, "month"),
        ({"rhythm": Rhythm.YEARLY, "day": 31, "month": 4}, "day"),
        ({"until": date(2026, 11, 1)}, "until"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(house: House, account: Account, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        planned(house, account, **wrong)
    assert field in caught.value.message_dict


def test_who_may(house: House, account: Account) -> None:
    for who in ("tanvir", "nasrin", "farhana"):
        with pytest.raises(Forbidden):
            planned(house, account, who)
