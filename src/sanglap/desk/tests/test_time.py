"""A post goes out at its time, or not at all where nobody approved it in time (clause 6.a)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from sanglap.content import lapsing
from sanglap.content.models import Draft, Variant
from sanglap.content.states import VariantState
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.outbox.models import Delivery
from sanglap.publishing.services import release
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
LATE = timedelta(hours=24)
# Nine in the morning in Dhaka.
NINE = datetime(2026, 11, 25, 3, tzinfo=UTC)


def sent(house: House, **more: object) -> dict[str, object]:
    account = house.account("kamrul")
    return {"text": factories.TEXT, "accounts": str(account.pk), "purposes": "4.c", "submit": "yes", **more}


def test_it_goes_out_at_its_time_and_not_before(house: House) -> None:
    words = sent(house, day="২৫/১১/২০২৬", hour="৯:০০")
    assert signed_in(house, "sumaiya").post(reverse("desk:compose"), words).status_code == 302
    draft = Draft.objects.get()
    assert draft.publish_at == NINE
    shown = opened(house, "sumaiya", reverse("desk:edit", args=[draft.pk]), "bn")
    assert 'value="২৫/১১/২০২৬"' in shown
    assert 'value="৯:০০"' in shown
    assert "25 November 2026" in opened(house, "kamrul", reverse("desk:approve", args=[newest(draft).pk]))
    house.vote(newest(draft), "kamrul")
    assert release(now=NINE - MINUTE) == 0
    assert release(now=NINE) == 1
    assert Delivery.objects.get().due_at == NINE


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "25/11/2026"}, "hour"),
        ({"hour": "9"}, "day"),
        ({"day": "22/11/2026", "hour": "9"}, "day"),
        ({"day": "25/11/2028", "hour": "9"}, "day"),
        ({"day": "31/2/2027", "hour": "9"}, "day"),
        ({"day": "25/11/2026", "hour": "25"}, "hour"),
    ],
)
def test_a_time_that_cannot_be_is_told_and_the_words_are_kept(house: House, wrong: dict[str, str], field: str) -> None:
    page = said(signed_in(house, "sumaiya").post(reverse("desk:compose"), sent(house, **wrong)), 422)
    assert f'id="id_{field}-error"' in page
    assert factories.TEXT in page
    assert not Draft.objects.exists()


def test_what_nobody_approved_in_time_expires_and_may_be_asked_anew(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), sent(house, day="24/11/2026", hour="0:30")
    client.post(reverse("desk:compose"), words)
    draft = Draft.objects.get()
    late = draft.publish_at + LATE if draft.publish_at else NOW
    assert lapsing.expire(now=late - MINUTE) == 0
    assert lapsing.expire(now=late) == 1
    assert lapsing.expire(now=late) == 0
    assert newest(draft).state == VariantState.EXPIRED
    assert "Nobody approved it in time." in said(client.get(reverse("desk:post", args=[draft.pk])))
    again = {**words, "seen": "1", "day": "", "hour": ""}
    assert client.post(reverse("desk:edit", args=[draft.pk]), again).status_code == 302
    assert newest(draft).state == VariantState.SUBMITTED
    assert Variant.objects.filter(state=VariantState.EXPIRED).count() == 1


def test_without_a_time_nothing_expires(house: House) -> None:
    variant = newest(house.draft(house.account("kamrul")))
    assert lapsing.expire(now=NOW + timedelta(days=300)) == 0
    assert newest(variant.revision.draft).state == VariantState.SUBMITTED
