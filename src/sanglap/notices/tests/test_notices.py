"""Who is told of what, once each; and how it is mailed without coming twice."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail as outgoing
from django.utils import translation

from sanglap.content import lapsing
from sanglap.content import services as content
from sanglap.content.models import Verdict
from sanglap.inbox import handling, telling
from sanglap.inbox.models import Message
from sanglap.notices import mail, selectors, services
from sanglap.notices.models import Kind, Mail, Notice, Subject, Way
from sanglap.notices.services import About, tell
from sanglap.notices.words import sentence
from sanglap.offices.models import Appointment
from sanglap.outbox import stops
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.people.models import User
from sanglap.people.permissions import Role
from sanglap.publishing.services import release, tell_troubles
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db]
HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def mailing(house: House, settings: Any) -> None:
    settings.SANGLAP_MAIL = True
    User.objects.filter(username__in=["kamrul", "sumaiya"]).update(email="officer@example.gov.bd")
    for name in ("kamrul", "sumaiya"):
        house.people[name].refresh_from_db()


def told(house: House, who: str, at: datetime = NOW) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(recipient=house.people[who]).order_by("id")
    return [(one.kind, one.subject) for one in rows]


def about(house: House, office: str = "shibalaya", **more: Any) -> About:
    return About(Subject.ACCOUNT, house.offices[office].pk, house.offices[office].pk, **more)


# Who is told.


def test_the_panel_is_asked_and_the_writer_is_told_what_became_of_it(house: House) -> None:
    account = house.panel_of_three()
    draft = house.draft(account)
    assert told(house, "kamrul") == told(house, "farid") == [("vote", "variant")]
    assert told(house, "sumaiya") == []
    content.submit(house.scope("sumaiya"), draft=draft, now=NOW + MINUTE)
    assert len(told(house, "kamrul")) == 1
    variant = factories.newest(draft)
    content.decide(
        house.scope("kamrul"), variant=variant, verdict=Verdict.RETURN, digest=variant.digest, remark="ক", now=NOW
    )
    assert told(house, "sumaiya") == [("returned", "variant")]
    assert told(house, "kamrul") == [("vote", "variant")]


def test_nobody_is_asked_to_vote_on_his_own_words(house: House) -> None:
    account = house.panel_of_three()
    house.draft(account, writer="kamrul")
    assert told(house, "kamrul") == []
    assert told(house, "farid") == [("vote", "variant")]


def test_what_expired_is_told_to_its_writer(house: House) -> None:
    house.draft(house.account("kamrul"), publish_at=NOW + HOUR)
    lapsing.expire(now=NOW + 26 * HOUR)
    assert told(house, "sumaiya") == [("expired", "variant")]


def test_what_did_not_go_out_is_told_once_for_each_occasion(house: House) -> None:
    variant = house.approved(house.account("kamrul"))
    release(now=NOW + 2 * MINUTE)
    delivery = Delivery.objects.get(publication__variant=variant)
    for minutes in (3, 5):
        Delivery.objects.filter(pk=delivery.pk).update(
            state=DeliveryState.FAILED, state_since=NOW + minutes * MINUTE, error="refused"
        )
        for _look in range(2):
            tell_troubles(now=NOW + minutes * MINUTE)
    assert told(house, "kamrul").count(("trouble", "delivery")) == 2
    assert told(house, "sumaiya").count(("trouble", "delivery")) == 2


def test_messages_are_told_once_a_day_and_late_answers_to_the_panel(house: House) -> None:
    account = house.account("kamrul")
    for minutes in (0, 9):
        telling.came_in(account, now=NOW + minutes * MINUTE)
    assert told(house, "jamal") == [("messages", "account")]
    telling.came_in(account, now=NOW + 24 * HOUR)
    assert len(told(house, "jamal")) == 2
    message = factories.message(account, due_at=NOW + HOUR)
    handling.assign(house.scope("kamrul"), message=message, to=house.people["jamal"], now=NOW)
    assert told(house, "jamal").count(("given", "message")) == 1
    assert telling.late(now=NOW) == 0
    assert telling.late(now=NOW + 2 * HOUR) == 1
    assert telling.late(now=NOW + 3 * HOUR) == 0
    assert told(house, "kamrul").count(("late", "message")) == 1
    assert told(house, "jamal").count(("late", "message")) == 1
    Message.objects.update(due_at=NOW + HOUR, answered_at=NOW)
    assert telling.late(now=NOW + 9 * HOUR) == 0


def test_a_stop_is_told_to_those_who_publish_and_not_to_whoever_placed_it(house: House) -> None:
    house.account("kamrul")
    stop = stops.place(house.scope("rehana"), office=house.offices["shibalaya"], reason="ভুয়া খবর", until=None, now=NOW)
    assert told(house, "kamrul") == [("stop", "stop")]
    assert told(house, "rehana") == []
    stops.lift(house.scope("kamrul", NOW + MINUTE), stop=stop, now=NOW + MINUTE)
    assert told(house, "rehana") == [("stop", "stop")]


# Reading them.


def test_the_same_occasion_is_told_once(house: House) -> None:
    for _time in range(2):
        tell(Kind.DUTY, about(house), to=[house.people["kamrul"], house.people["kamrul"]], now=NOW)
        tell(Kind.DUTY, about(house, due=NOW), to=[house.people["kamrul"]], now=NOW)
    assert len(told(house, "kamrul")) == 2


def test_whoever_left_is_no_longer_shown_it(house: House) -> None:
    tell(Kind.DUTY, about(house), to=[house.people["kamrul"]], now=NOW)
    assert selectors.unread(house.scope("kamrul")).count() == 1
    assert not selectors.notices(house.scope("tanvir"))
    Appointment.objects.filter(user=house.people["kamrul"]).update(ends_at=NOW + HOUR)
    assert not selectors.unread(house.scope("kamrul", NOW + 2 * HOUR))


def test_read_is_read_and_only_ones_own(house: House) -> None:
    tell(Kind.DUTY, about(house), to=[house.people["kamrul"], house.people["rehana"]], now=NOW)
    notice = selectors.notices(house.scope("kamrul")).get()
    services.read(house.scope("rehana"), notice=notice, now=NOW)
    assert selectors.unread(house.scope("kamrul")).count() == 1
    services.read(house.scope("kamrul"), notice=notice, now=NOW)
    assert services.read_all(house.scope("rehana"), before=NOW - MINUTE, now=NOW) == 0
    assert services.read_all(house.scope("rehana"), before=NOW, now=NOW) == 1


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_sentence_in_both_languages(house: House, kind: Kind) -> None:
    words = {"account": factories.WORDS}
    tell(kind, about(house, words=words), to=[house.people["kamrul"]], now=NOW)
    notice = Notice.objects.get()
    with translation.override("en"):
        assert sentence(notice).startswith("Test: ")
    with translation.override("bn"):
        said = sentence(notice)
    assert said.startswith("পরীক্ষা: ")
    assert not any("a" <= sign <= "z" for sign in said)


# By e-mail.


def mails() -> list[outgoing.EmailMessage]:
    return list(outgoing.outbox)


def run(at: datetime) -> int:
    mail.prepare(now=at)
    return mail.send(now=at)


@pytest.mark.usefixtures("mailing")
def test_what_is_urgent_is_mailed_at_once_in_working_hours_and_the_rest_once_a_day(house: House) -> None:
    kamrul = house.people["kamrul"]
    tell(Kind.VOTE, about(house), to=[kamrul], now=NOW)
    tell(Kind.DUTY, about(house), to=[kamrul], now=NOW)
    assert run(NOW) == 2  # noon: the vote, and the day's digest, whose hour has passed
    assert run(NOW + MINUTE) == 0
    tell(Kind.DUTY, about(house, due=NOW), to=[kamrul], now=NOW + HOUR)
    assert run(NOW + HOUR) == 0
    assert run(NOW + 21 * HOUR) == 0  # nine in the morning
    assert run(NOW + 22 * HOUR) == 1
    assert [one.to for one in mails()] == [["officer@example.gov.bd"]] * 3


@pytest.mark.usefixtures("mailing")
def test_at_night_only_what_went_wrong_is_mailed(house: House) -> None:
    night = NOW + 10 * HOUR
    for kind in (Kind.VOTE, Kind.TROUBLE):
        tell(kind, about(house), to=[house.people["kamrul"]], now=night)
    assert run(night) == 1
    assert run(NOW + 22 * HOUR) == 1


@pytest.mark.usefixtures("mailing")
def test_whoever_wishes_none_gets_none_and_what_was_read_is_not_mailed(house: House) -> None:
    kamrul, sumaiya = house.people["kamrul"], house.people["sumaiya"]
    services.wish(house.scope("kamrul"), urgent=Way.NEVER, other=Way.NEVER, hour=time(9), language="en")
    tell(Kind.VOTE, about(house), to=[kamrul, sumaiya, house.people["jamal"]], now=NOW)
    notice = Notice.objects.get(recipient=sumaiya)
    services.read(house.scope("sumaiya"), notice=notice, now=NOW)
    assert run(NOW) == 0


@pytest.mark.usefixtures("mailing")
def test_a_mail_names_no_citizen_and_speaks_the_readers_language(house: House) -> None:
    services.wish(house.scope("kamrul"), urgent=Way.AT_ONCE, other=Way.AT_ONCE, hour=time(9), language="en")
    tell(Kind.LATE, about(house, words={"account": factories.WORDS}), to=[house.people["kamrul"]], now=NOW)
    run(NOW)
    (sent,) = mails()
    assert "Test: an answer is late" in sent.body
    assert str(Notice.objects.get().pk) in sent.body
    assert sent.extra_headers["Message-ID"].startswith(f"<{Mail.objects.get().pk}@")


@pytest.mark.usefixtures("mailing")
def test_a_server_that_fails_is_tried_again_and_given_up_in_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_more: Any) -> int:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(outgoing.EmailMultiAlternatives, "send", refuse)
    tell(Kind.TROUBLE, about(house), to=[house.people["kamrul"]], now=NOW)
    at, tries = NOW, 0
    while at < NOW + timedelta(days=2):
        tries += run(at)
        at += timedelta(minutes=5)
    kept = Mail.objects.get()
    assert (tries, kept.sent_at, kept.try_at, kept.error) == (4, None, None, "SMTPServerDisconnected")


@pytest.mark.usefixtures("mailing")
def test_a_mail_whose_sender_died_is_taken_up_under_the_same_id(house: House) -> None:
    tell(Kind.TROUBLE, about(house), to=[house.people["kamrul"]], now=NOW)
    mail.prepare(now=NOW)
    Mail.objects.update(taken_at=NOW, attempts=1)
    assert mail.send(now=NOW + MINUTE) == 0
    assert mail.send(now=NOW + 11 * MINUTE) == 1
    assert mail.send(now=NOW + 30 * MINUTE) == 0
    assert mails()[0].extra_headers["Message-ID"].startswith(f"<{Mail.objects.get().pk}@")


@pytest.mark.usefixtures("mailing")
def test_whoever_left_meanwhile_is_not_mailed(house: House) -> None:
    tell(Kind.TROUBLE, about(house), to=[house.people["kamrul"]], now=NOW)
    Appointment.objects.filter(user=house.people["kamrul"]).update(ends_at=NOW)
    run(NOW)
    assert mails() == []
    assert Mail.objects.get().error


def test_an_installation_without_a_mail_server_mails_nothing(house: House, settings: Any) -> None:
    settings.SANGLAP_MAIL = False
    tell(Kind.TROUBLE, about(house), to=[house.people["kamrul"]], now=NOW)
    assert run(NOW) == 0


def test_a_coordinator_above_is_told_of_a_proposal_by_the_nearest_office_alone(house: House) -> None:
    from sanglap.offices.selectors import reviewers
    from sanglap.people.permissions import Permission

    house.officer("far", Role.COORDINATOR, "dhaka", below=True)
    found = reviewers(house.offices["shibalaya"], Permission.ACCOUNT_REVIEW, now=NOW)
    assert [one.username for one in found] == ["farhana"]
