"""What is done from the board: views kept, spreadsheets taken, reminders sent."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl.reader.excel import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.desk.tests.test_board import inside, read
from sanglap.duties import jobs, services
from sanglap.duties.board.pick import Pick
from sanglap.duties.models import BoardView, DutyKind, Export, Reminder, Reminding, Standing
from sanglap.duties.services import exports, reminders
from sanglap.duties.tests.boards import account, duty, office
from sanglap.files.models import File
from sanglap.notices.models import Kind, Notice
from sanglap.notices.words import sentence
from sanglap.people import proof
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import NOW, House

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Iterator[House]:
    settings.SANGLAP_FILES = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW)
    yield factories.house(NOW - timedelta(weeks=60))
    cache.clear()


@pytest.fixture
def broken(house: House) -> Account:
    """Shibalaya's account, with two duties broken and one kept; Ghior's is at risk."""
    one, other = house.account("kamrul"), house.account("tanvir", office="ghior", handle="ghior")
    duty(one, DutyKind.PANEL, Standing.BROKEN, NOW)
    duty(one, DutyKind.UPDATES, Standing.BROKEN, NOW)
    duty(one, DutyKind.PURPOSES, Standing.KEPT, NOW)
    duty(other, DutyKind.ANSWERS, Standing.AT_RISK, NOW)
    services.recount(now=NOW)
    return one


def remind(client: Client, **sent: Any) -> Any:
    return client.post(reverse("desk:board-remind-send"), {"office": "", "said": "", **sent})


def told(**of: Any) -> set[str]:
    return set(Notice.objects.filter(kind=Kind.REMINDER, **of).values_list("recipient__username", flat=True))


def test_it_is_looked_at_before_it_is_sent(house: House, broken: Account) -> None:
    page = read(inside(house, "nasrin"), reverse("desk:board-remind"))
    facts = re.findall(r"<dd[^>]*>\s*(.*?)\s*</dd>", page, re.DOTALL)
    # Accounts, offices, people.
    assert facts == ["2", "2", "3"]
    assert not Reminding.objects.exists()
    assert not told()


def test_one_act_tells_each_person_once_for_each_account_with_the_clauses(house: House, broken: Account) -> None:
    answer = remind(inside(house, "nasrin"), said="রবিবারের মধ্যে ঠিক করুন।")
    assert answer.status_code == 302
    assert told() == {"rehana", "kamrul", "tanvir"}
    notice = Notice.objects.get(recipient__username="kamrul", kind=Kind.REMINDER)
    assert notice.subject_id == broken.pk
    words = sentence(notice)
    assert "রবিবারের মধ্যে ঠিক করুন।" in words
    assert notice.words["clauses"]["en"] == "panel, updates"
    entries = Entry.objects.filter(verb__in=["reminder.sent", "account.reminded"])
    assert entries.count() == 3
    assert entries.values("act_id").distinct().count() == 1
    assert "2 accounts" in read(inside(house, "nasrin"), answer["Location"])


def test_only_what_was_chosen_and_only_what_is_wanting(house: House, broken: Account) -> None:
    panel = broken.duties.get(kind=DutyKind.PANEL)
    kept = broken.duties.get(kind=DutyKind.PURPOSES)
    remind(inside(house, "nasrin"), chosen="1", duty=[panel.pk, kept.pk])
    assert Reminder.objects.get().kinds == ["panel-size"]
    assert told() == {"rehana", "kamrul"}


def test_nothing_chosen_reminds_nobody_and_says_so(house: House, broken: Account) -> None:
    answer = remind(inside(house, "nasrin"), chosen="1", said="তবু")
    assert answer.status_code == 422
    assert not Reminding.objects.exists()
    assert reverse("desk:board-rows") in answer.content.decode()


def test_a_list_of_what_is_kept_reminds_nobody(house: House, broken: Account) -> None:
    assert remind(inside(house, "nasrin"), standing="kept").status_code == 422
    assert not told()
    remind(inside(house, "nasrin"), standing="at_risk")
    assert told() == {"tanvir"}


def test_once_a_day_whoever_sends_it(house: House, broken: Account, monkeypatch: Any) -> None:
    remind(inside(house, "nasrin"))
    answer = remind(inside(house, "farhana"))
    assert Reminder.objects.count() == 2
    assert Notice.objects.filter(kind=Kind.REMINDER).count() == 3
    assert "2 accounts were left out" in read(inside(house, "farhana"), answer["Location"])
    assert "reminded today already" in read(inside(house, "nasrin"), reverse("desk:board-remind"))
    later = NOW + DAY
    pick = Pick(root=house.offices["cabinet"].pk)
    services.remind(house.scope("nasrin", later), pick=pick, only=None, said="", now=later)
    assert Reminder.objects.count() == 4


def test_nobody_is_reminded_of_what_he_sends_himself(house: House, broken: Account) -> None:
    house.also("nasrin", Role.HEAD, "shibalaya")
    remind(inside(house, "nasrin"))
    assert "nasrin" not in told()


def test_it_takes_a_look_at_who_one_is_first(house: House, broken: Account) -> None:
    client = inside(house, "nasrin")
    session = client.session
    proof.note_signed_in(session, now=NOW - DAY)
    session.save()
    answer = remind(client)
    assert answer.status_code == 302
    assert "/security/" in answer["Location"]
    assert not Reminding.objects.exists()


@pytest.mark.parametrize("who", ["rehana", "kamrul", "mannan"])
def test_nobody_else_reminds(house: House, broken: Account, who: str) -> None:
    assert remind(inside(house, who)).status_code == 403


def test_a_coordinator_reminds_only_below(house: House, broken: Account) -> None:
    client = inside(house, "farhana")
    assert remind(client, office=house.offices["cabinet"].pk).status_code == 404
    remind(client)
    assert told() == {"rehana", "kamrul", "tanvir"}


def test_many_are_seen_to_batch_by_batch_and_none_twice(house: House, broken: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    for number in range(5):
        at = office(f"b{number}", house.offices["dhaka"], NOW)
        duty(account(at, f"b{number}"), DutyKind.PANEL, Standing.BROKEN, NOW)
    answer = remind(inside(house, "nasrin"))
    made = Reminding.objects.get()
    assert (made.done, made.accounts, made.ended_at) == (2, 7, None)
    assert 'value="2"' in read(inside(house, "nasrin"), answer["Location"])
    (job,) = ProcrastinateJob.objects.filter(task_name=reminders.TASK)
    jobs.go_on_reminding(**job.args)
    jobs.go_on_reminding(**job.args)
    made.refresh_from_db()
    # Nobody answers for five of them.
    assert (made.done, made.told, made.ended_at) == (7, 2, NOW)
    assert Notice.objects.filter(kind=Kind.REMINDER).count() == 3


def test_whoever_lost_the_right_meanwhile_reminds_no_more(house: House, broken: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr(reminders, "BATCH", 1)
    remind(inside(house, "nasrin"))
    house.people["nasrin"].appointments.update(ends_at=NOW)
    assert services.go_on(Reminding.objects.get().pk, now=NOW) is False
    made = Reminding.objects.get()
    assert (made.done, made.ended_at) == (1, NOW)


def test_the_last_reminder_stands_beside_who_needs_help_and_in_the_notice(house: House, broken: Account) -> None:
    remind(inside(house, "nasrin"))
    assert "Last reminded:" in read(inside(house, "nasrin"), reverse("desk:board"))
    notice = Notice.objects.get(recipient__username="kamrul", kind=Kind.REMINDER)
    answer = inside(house, "kamrul").get(reverse("desk:notice", args=[notice.pk]))
    assert answer["Location"] == reverse("desk:account-duties", args=[broken.pk])


def test_a_sentence_that_is_too_long_is_not_lost(house: House, broken: Account) -> None:
    answer = remind(inside(house, "nasrin"), said="x" * 501)
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()


def keep(client: Client, name: str, page: str = "board-rows", **picked: str) -> Any:
    return client.post(reverse("desk:board-views"), {"name": name, "page": page, **picked})


def test_a_view_is_kept_renamed_and_removed(house: House, broken: Account) -> None:
    client = inside(house, "nasrin")
    answer = keep(client, "ব্যত্যয়", standing="broken", kind="panel-size")
    assert "standing=broken" in answer["Location"]
    view = BoardView.objects.get()
    assert "ব্যত্যয়" in read(client, reverse("desk:board"))
    client.post(reverse("desk:board-view", args=[view.pk]), {"name": "টিম"})
    view.refresh_from_db()
    assert view.name == "টিম"
    for _click in range(2):
        assert client.post(reverse("desk:board-view-remove", args=[view.pk])).status_code == 302
    assert not BoardView.objects.exists()


def test_two_clicks_keep_one_view_and_nothing_typed_is_lost(house: House, broken: Account) -> None:
    client = inside(house, "nasrin")
    keep(client, "এক", standing="broken")
    answer = keep(client, "এক", standing="broken", since="20/11/2026")
    assert answer.status_code == 422
    body = answer.content.decode()
    assert 'value="এক"' in body
    assert 'value="2026-11-20"' in body
    assert keep(client, "").status_code == 422
    assert keep(client, "x", page="nothing").status_code == 422
    assert BoardView.objects.count() == 1


def test_no_more_than_twenty(house: House, broken: Account) -> None:
    client = inside(house, "nasrin")
    answers = [keep(client, f"v{number}").status_code for number in range(21)]
    assert answers == [302] * 20 + [422]


def test_a_view_is_one_s_own(house: House, broken: Account) -> None:
    keep(inside(house, "nasrin"), "এক")
    view = BoardView.objects.get()
    other = inside(house, "farhana")
    assert other.get(reverse("desk:board-view", args=[view.pk])).status_code == 404
    other.post(reverse("desk:board-view-remove", args=[view.pk]))
    assert BoardView.objects.count() == 1


def sheet(content: bytes) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def take(client: Client, what: str, **picked: str) -> Any:
    return client.post(reverse("desk:board-export"), {"sheet": what, **picked})


def test_the_rows_are_taken_as_a_spreadsheet_in_the_reader_s_language(house: House, broken: Account) -> None:
    Account.objects.filter(pk=broken.pk).update(name={"bn": "=1+1", "en": "=1+1"})
    head, *rows = sheet(take(inside(house, "nasrin"), "rows", standing="wanting").content)
    assert head[0] == "Clause"
    assert len(rows) == 3
    assert {row[4] for row in rows} == {"=1+1", "Shibalaya Upazila Administration"}
    bangla = sheet(take(inside(house, "nasrin", "bn"), "rows").content)
    assert bangla[0][0] == "অনুচ্ছেদ"
    assert len(bangla) == 5


def test_the_heat_is_taken_with_all_its_numbers(house: House, broken: Account) -> None:
    head, *rows = sheet(take(inside(house, "nasrin"), "offices", office=str(house.offices["manikganj"].pk)).content)
    assert {row[1] for row in rows} == {house.offices["shibalaya"].code, house.offices["ghior"].code}
    broken_panels = head.index("Panel – broken")
    assert sum(row[broken_panels] for row in rows) == 1


def test_a_long_one_is_made_by_a_worker_for_whoever_asked(house: House, broken: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    client = inside(house, "nasrin")
    answer = take(client, "rows")
    assert take(client, "rows")["Location"] == answer["Location"], "a second click asks for no second one"
    made = Export.objects.get()
    assert "Look again" in read(client, answer["Location"])
    (job,) = ProcrastinateJob.objects.filter(task_name=exports.TASK)
    jobs.make_export(**job.args)
    assert "Take the spreadsheet" in read(client, answer["Location"])
    file = reverse("desk:board-export-file", args=[made.pk])
    answer_ = client.get(file)
    content = b"".join(getattr(answer_, "streaming_content", ()))
    assert len(sheet(content)) == 5
    other = inside(house, "farhana")
    assert other.get(file).status_code == 404
    assert other.get(answer["Location"]).status_code == 404
    assert services.forget_exports(now=NOW + 6 * DAY) == 0
    assert services.forget_exports(now=NOW + 8 * DAY) == 1
    assert not File.objects.exists()


def test_what_may_not_be_seen_any_more_is_not_made(house: House, broken: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    client = inside(house, "nasrin")
    take(client, "rows")
    made = Export.objects.get()
    house.people["nasrin"].appointments.update(ends_at=NOW - DAY)
    services.make_export(made.pk, now=NOW)
    made.refresh_from_db()
    assert made.failed
    assert made.file is None
