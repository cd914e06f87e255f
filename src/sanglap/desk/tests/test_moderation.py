"""Hiding from the staff's pages: from the thread to the appeal's answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.desk.tests.test_offices import said, signed_in
from sanglap.inbox.models import MessageVersion
from sanglap.moderation import services
from sanglap.moderation.models import Hiding, Measure
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("9")]
WHY = "একজনকে মারার কথা আছে।"


@pytest.fixture
def house() -> House:
    return factories.house(clock.now() - timedelta(minutes=1))


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    made.platform, made.network, made.server = "facebook", "by-hand", "https://www.facebook.com"
    made.save(update_fields=["platform", "network", "server"])
    return made


def decided(house: House, account: Account, key: str = "1", **more: Any) -> Hiding:
    given = {"measure": Measure.HIDE, "rule": "threat", "reason": WHY, "now": clock.now(), **more}
    return services.decide(house.scope("jamal"), of=factories.message(account, remote_id=key), **given)


def test_from_the_thread_to_done_told_and_lifted(house: House, account: Account) -> None:
    message, jamal = factories.message(account), signed_in(house, "jamal")
    thread, hide = reverse("desk:thread", args=[message.pk]), reverse("desk:hide", args=[message.pk])
    assert hide in said(jamal.get(thread))
    sent = {"measure": "hide", "rule": "threat", "reason": WHY}
    page = jamal.post(hide, sent)
    hiding = Hiding.objects.get()
    own = reverse("desk:hiding", args=[hiding.pk])
    assert page["Location"] == own
    assert hide not in said(jamal.get(thread))
    assert own in said(jamal.get(thread))
    assert jamal.post(reverse("desk:hiding-done", args=[hiding.pk]))["Location"] == own
    assert jamal.post(reverse("desk:hiding-told", args=[hiding.pk]), {"way": "public"})["Location"] == own
    hiding.refresh_from_db()
    assert (hiding.state, hiding.told_by) == ("in_force", "public")
    jamal.post(reverse("desk:hiding-lift", args=[hiding.pk]), {"reason": "ভুল ছিল"})
    assert "still to be undone" in said(jamal.get(own))
    jamal.post(reverse("desk:hiding-undone", args=[hiding.pk]))
    hiding.refresh_from_db()
    assert (hiding.state, hiding.undone_by) == ("lifted", house.people["jamal"])


def test_what_was_typed_is_not_lost(house: House, account: Account) -> None:
    message = factories.message(account)
    page = signed_in(house, "jamal").post(reverse("desk:hide", args=[message.pk]), {"measure": "hide", "reason": WHY})
    text = said(page, 422)
    assert WHY in text
    assert "Choose the house rule that was broken." in text
    assert not Hiding.objects.exists()


@pytest.mark.clause("6.c")
def test_a_number_in_the_reason_is_refused_beside_it_and_nothing_is_lost(house: House, account: Account) -> None:
    hide = reverse("desk:hide", args=[factories.message(account).pk])
    given = f"{WHY} ফোন 01712345678"
    text = said(signed_in(house, "jamal").post(hide, {"measure": "hide", "rule": "threat", "reason": given}), 422)
    assert given in text
    assert "This is personal data: “01712345678”." in text
    assert 'id="id_reason-error"' in text
    assert not Hiding.objects.exists()


def test_each_is_offered_what_he_may_and_the_network_knows(house: House, account: Account) -> None:
    elsewhere = house.account("kamrul", handle="elsewhere")
    by_hand, there = factories.message(account), factories.message(elsewhere)

    def offered(name: str, message: Any) -> set[str]:
        text = said(signed_in(house, name).get(reverse("desk:hide", args=[message.pk])))
        return {one for one in ("hide", "block") if f'name="measure" value="{one}"' in text}

    assert offered("jamal", by_hand) == {"hide"}
    assert offered("kamrul", by_hand) == {"hide", "block"}
    assert offered("jamal", there) == set()
    assert offered("kamrul", there) == {"block"}
    text = said(signed_in(house, "jamal").get(reverse("desk:hide", args=[there.pk])))
    assert "cannot be hidden there" in text
    assert "Decide it" not in text, "there is nothing to decide"
    assert "Decide it" in said(signed_in(house, "kamrul").get(reverse("desk:hide", args=[there.pk])))
    page = signed_in(house, "jamal").post(reverse("desk:hide", args=[there.pk]), {"measure": "block", "rule": "spam"})
    assert page.status_code == 422


def test_the_screening_hints_and_chooses_nothing(house: House, account: Account) -> None:
    message = factories.message(account)
    MessageVersion.objects.create(message=message, number=2, text="তোকে মেরে ফেলব", seen_at=clock.now())
    text = said(signed_in(house, "jamal").get(reverse("desk:hide", args=[message.pk])))
    assert "It decides nothing." in text
    assert "checked" not in text.split('name="rule"', 1)[1].split("</fieldset>")[0]


def test_comments_are_closed_under_a_post(house: House, account: Account) -> None:
    from sanglap.outbox import decisions
    from sanglap.publishing.models import Publication
    from sanglap.publishing.services import release

    variant = house.approved(account)
    release(now=house.now + timedelta(minutes=3))
    post = Publication.objects.get(variant=variant).delivery
    decisions.posted_by_hand(
        house.scope("kamrul"), delivery=post, url="https://www.facebook.com/x/posts/1", now=clock.now()
    )
    kamrul, page = signed_in(house, "kamrul"), reverse("desk:post", args=[variant.revision.draft_id])
    close = reverse("desk:close-comments", args=[post.pk])
    assert close in said(kamrul.get(page))
    assert close not in said(signed_in(house, "sumaiya").get(page))
    kamrul.post(close, {"measure": "close", "rule": "slur", "reason": WHY})
    hiding = Hiding.objects.get()
    assert (hiding.post, hiding.message) == (post, None)
    assert close not in said(kamrul.get(page))
    assert reverse("desk:hiding", args=[hiding.pk]) in said(kamrul.get(page))
    assert said(kamrul.get(reverse("desk:hiding", args=[hiding.pk])))


def test_an_appeal_waits_on_the_day_of_those_who_may_answer(house: House, account: Account) -> None:
    hiding = decided(house, account)
    appeal = services.appeal(hiding=hiding, text="আমি হুমকি দিইনি।", now=clock.now())
    link = reverse("desk:appeal", args=[appeal.pk])
    for name, waits in (("kamrul", True), ("rehana", True), ("jamal", False), ("sumaiya", False)):
        assert (link in said(signed_in(house, name).get(reverse("desk:day")))) is waits, name
    kamrul = signed_in(house, "kamrul")
    assert kamrul.post(link, {"verdict": "uphold", "answer": " "}).status_code == 422
    kamrul.post(link, {"verdict": "uphold", "answer": "কথাটি হুমকিই ছিল।"})
    appeal.refresh_from_db()
    assert appeal.state == "upheld"
    late = signed_in(house, "rehana").post(link, {"verdict": "grant", "answer": "ঠিক"})
    assert late["Location"] == reverse("desk:hiding", args=[hiding.pk])
    appeal.refresh_from_db()
    assert appeal.state == "upheld"


def test_whoever_hid_it_is_told_to_leave_the_answer_to_another(house: House, account: Account) -> None:
    message = factories.message(account)
    hiding = services.decide(
        house.scope("kamrul"), measure=Measure.HIDE, of=message, rule="spam", reason=WHY, now=clock.now()
    )
    appeal = services.appeal(hiding=hiding, text="কেন?", now=clock.now())
    link = reverse("desk:appeal", args=[appeal.pk])
    assert signed_in(house, "kamrul").post(link, {"verdict": "grant", "answer": "ঠিক"}).status_code == 302
    appeal.refresh_from_db()
    assert appeal.state == "open"
    assert "Leave it to another" in said(signed_in(house, "kamrul").get(reverse("desk:hiding", args=[hiding.pk])))


@pytest.mark.parametrize("show", ["", "to_do", "appeals", "in_force", "lifted", "nonsense"])
def test_the_list_asks_as_often_however_many_there_are(house: House, account: Account, show: str) -> None:
    jamal = signed_in(house, "jamal")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            said(jamal.get(reverse("desk:hidings"), {"show": show}))
        return len(asked)

    first = decided(house, account)
    services.appeal(hiding=first, text="কেন?", now=clock.now())
    queries()
    before = queries()
    for number in range(2, 8):
        decided(house, account, str(number))
    assert queries() == before


def test_the_thread_asks_as_often_however_much_is_hidden(house: House, account: Account) -> None:
    post = factories.published(account, clock.now())
    messages = [factories.message(account, remote_id=f"t{number}", post=post) for number in range(6)]
    jamal, page = signed_in(house, "jamal"), reverse("desk:thread", args=[messages[0].pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            said(jamal.get(page))
        return len(asked)

    services.decide(
        house.scope("jamal"), measure=Measure.HIDE, of=messages[0], rule="spam", reason=WHY, now=clock.now()
    )
    queries()
    before = queries()
    for message in messages[1:]:
        services.decide(
            house.scope("jamal"), measure=Measure.HIDE, of=message, rule="spam", reason=WHY, now=clock.now()
        )
    assert queries() == before


def test_numbers_of_people_are_covered_for_who_does_not_answer(house: House, account: Account) -> None:
    message = factories.message(account)
    MessageVersion.objects.create(message=message, number=2, text="ফোন করুন 01712345678", seen_at=clock.now())
    hiding = services.decide(
        house.scope("jamal"), measure=Measure.HIDE, of=message, rule="personal-data", reason=WHY, now=clock.now()
    )
    services.appeal(hiding=hiding, text="নম্বরটি আমারই: 01812345678", now=clock.now())
    page = reverse("desk:hiding", args=[hiding.pk])
    house.officer("writes", Role.AUTHOR)
    for number, readers in {"01712345678": ("jamal", "rehana"), "01812345678": ("rehana",)}.items():
        for name in ("jamal", "rehana", "writes"):
            assert (number in said(signed_in(house, name).get(page))) == (name in readers), (number, name)
