"""The pages of notices, and the page of the day."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.content.models import Verdict
from sanglap.content.services import decide
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.inbox import handling
from sanglap.notices.models import Kind, Notice, Subject, Wish
from sanglap.notices.services import About, tell
from tests import factories
from tests.factories import MINUTE, NOW, House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db]


def notice(house: House, who: str = "kamrul") -> Notice:
    return Notice.objects.filter(recipient=house.people[who]).latest("id")


def test_a_notice_leads_to_its_thing_and_is_read(house: House) -> None:
    draft = house.draft(house.account("kamrul"))
    variant = factories.newest(draft)
    notice_of_duty = About(Subject.DUTY, new_id(), house.offices["shibalaya"].pk)
    tell(Kind.DUTY, notice_of_duty, to=[house.people["kamrul"]], now=NOW - MINUTE)
    page = opened(house, "kamrul", reverse("desk:notices"))
    assert "something waits for your vote" in page
    assert '<span class="sg-badge">2<' in page
    assert "unread" in opened(house, "kamrul", reverse("desk:day"))
    url = reverse("desk:notice", args=[Notice.objects.get(subject_id=variant.pk).pk])
    assert signed_in(house, "kamrul").get(url)["Location"] == reverse("desk:approve", args=[variant.pk])
    assert Notice.objects.get(subject_id=variant.pk, kind=Kind.VOTE).read_at is not None
    decide(house.scope("kamrul"), variant=variant, verdict=Verdict.RETURN, digest=variant.digest, remark="ক", now=NOW)
    assert signed_in(house, "kamrul").get(url)["Location"] == reverse("desk:post", args=[draft.pk])
    assert signed_in(house, "rehana").get(url).status_code == 404


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_leads_somewhere(house: House, subject: Subject) -> None:
    about = About(subject, new_id(), house.offices["shibalaya"].pk)
    tell(Kind.DUTY, about, to=[house.people["kamrul"]], now=NOW)
    answer = signed_in(house, "kamrul").get(reverse("desk:notice", args=[notice(house).pk]))
    assert answer.status_code == 302


def test_what_came_after_the_page_was_opened_stays_unread(house: House) -> None:
    about = About(Subject.ACCOUNT, new_id(), house.offices["shibalaya"].pk)
    tell(Kind.PANEL, about, to=[house.people["kamrul"]], now=NOW - MINUTE)
    tell(Kind.DUTY, about, to=[house.people["kamrul"]], now=NOW)
    client = signed_in(house, "kamrul")
    client.post(reverse("desk:notices-read"), {"before": (NOW - MINUTE).isoformat()})
    assert list(Notice.objects.filter(read_at=None).values_list("kind", flat=True)) == ["duty"]
    client.post(reverse("desk:notices-read"), {"before": "nonsense"})
    assert not Notice.objects.filter(read_at=None)


def test_wishes_are_kept_and_wrong_ones_told(house: House) -> None:
    client = signed_in(house, "kamrul")
    assert "No e-mail address" in said(client.get(reverse("desk:wishes"))) or "sends no e-mail" in said(
        client.get(reverse("desk:wishes"))
    )
    words = {"urgent": "digest", "other": "never", "hour": "১০:১৫", "language": "bn"}
    assert client.post(reverse("desk:wishes"), words).status_code == 302
    assert (Wish.objects.get().urgent, Wish.objects.get().hour.isoformat()) == ("digest", "10:15:00")
    said(client.post(reverse("desk:wishes"), {**words, "hour": "99"}), 422)


def test_the_day_shows_what_is_late_given_returned_and_to_review(house: House) -> None:
    account = house.account("kamrul")
    late = factories.message(account, remote_id="1", due_at=NOW - MINUTE)
    mine = factories.message(account, remote_id="2", due_at=NOW + MINUTE)
    theirs = factories.message(account, remote_id="3")
    handling.assign(house.scope("kamrul"), message=mine, to=house.people["jamal"], now=NOW)
    handling.assign(house.scope("kamrul"), message=theirs, to=house.people["kamrul"], now=NOW)
    page = opened(house, "jamal", reverse("desk:day"))
    assert page.index("Late") < page.index(reverse("desk:thread", args=[late.pk]))
    assert "you see to it" in page
    assert reverse("desk:thread", args=[mine.pk]) in page
    assert reverse("desk:thread", args=[theirs.pk]) not in page
    variant = factories.newest(house.draft(account))
    decide(house.scope("kamrul"), variant=variant, verdict=Verdict.RETURN, digest=variant.digest, remark="ক", now=NOW)
    assert "Yours to finish" in opened(house, "sumaiya", reverse("desk:day"))
    assert "Late" not in opened(house, "nasrin", reverse("desk:day"))


def test_the_day_asks_as_often_whatever_waits(house: House) -> None:
    account, client = house.account("kamrul"), signed_in(house, "kamrul")

    def add(number: int) -> None:
        message = factories.message(account, remote_id=f"a{number}", due_at=NOW - MINUTE)
        handling.assign(house.scope("jamal"), message=message, to=house.people["jamal"], now=NOW)
        factories.message(account, remote_id=f"b{number}")
        house.draft(account, text=f"{factories.TEXT} {number}")
        house.draft(account, text=f"{factories.TEXT} {number}", publish_at=NOW + number * MINUTE)

    def asked() -> int:
        said(client.get(reverse("desk:day")))
        with CaptureQueriesContext(connection) as seen:
            said(client.get(reverse("desk:day")))
        return len(seen)

    add(1)
    few = asked()
    for number in range(2, 9):
        add(number)
    assert asked() == few
