"""Threads from the form to what stands on the network (clauses 6, 6.a)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sanglap.content import services as content
from sanglap.content.models import Draft
from sanglap.content.threads import MOST_PARTS, texts
from sanglap.content.voting import to_rule_on
from sanglap.core import clock
from sanglap.desk.posts.thread import pieces
from sanglap.desk.tests.test_offices import house, noon, opened, signed_in
from sanglap.language.normal import normalise
from sanglap.networks.contract import Kind
from sanglap.offices.screened import Holds, Ruled
from sanglap.outbox import store
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState, Outcome
from sanglap.outbox.store import Result
from sanglap.publishing import services as publishing
from tests import factories
from tests.factories import House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
LONG = normalise("রাস্তা মেরামতের কাজ চলছে। " * 60 + "\n\nবিস্তারিত আগামীকাল।")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


def test_a_long_text_goes_out_in_parts_and_every_page_shows_them(house: House) -> None:
    account = house.account("kamrul")
    form = {"text": LONG, "accounts": [account.pk], "threads": [account.pk], "purposes": ["4.b"], "keep": "yes"}
    client = signed_in(house, "sumaiya")
    shown = client.post(reverse("desk:keep"), form).content.decode()
    assert "A thread of 3 parts" in shown
    assert client.post(reverse("desk:compose"), form).status_code == 302
    draft = Draft.objects.get()
    variant = factories.newest(draft)
    assert [part.rsplit("\n", 1)[1] for part in variant.parts] == ["১/৩", "২/৩", "৩/৩"]
    assert f'value="{account.pk}"' in opened(house, "sumaiya", reverse("desk:edit", args=[draft.pk]))
    content.submit(house.scope("sumaiya"), draft=draft, now=clock.now(), by_name=True)
    for page in ("approve", "note"):
        assert "৩ অংশের ২ নম্বর" in opened(house, "kamrul", reverse(f"desk:{page}", args=[variant.pk]), "bn"), page
    # The same words again and again are pointed at.
    fit = Ruled(Holds.FIT, "কাজ সব ইউনিয়নে চলছে।")
    house.vote(
        variant, "kamrul", at=clock.now(), rulings={one.number: fit for one in to_rule_on(variant, at=clock.now())}
    )
    publishing.release(now=clock.now())
    for outcome in (Outcome.PUBLISHED, Outcome.REFUSED):
        (claim,) = store.claim(9, now=clock.now())
        store.record(
            [
                Result(
                    claim, outcome, clock.now(), remote_id="7", url="https://social.example/@x/7",
                    published_at=clock.now(),
                )
            ]
        )  # fmt: skip
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.standing, delivery.parts) == (DeliveryState.FAILED, 1, 3)
    assert "৩ অংশের মধ্যে ১টি নেটওয়ার্কে আছে" in opened(house, "sumaiya", reverse("desk:post", args=[draft.pk]), "bn")
    page = opened(house, "kamrul", reverse("desk:delivery", args=[delivery.pk]), "bn")
    assert "https://social.example/@x/7" in page
    assert "বাকি অংশ অনুমোদিত রূপেই" in page
    # Part of it stands there: its words can no longer be changed.
    assert client.get(reverse("desk:edit", args=[draft.pk])).status_code == 302


def test_what_fits_and_what_answers_goes_out_as_it_is_and_too_many_parts_are_refused(house: House) -> None:
    account, scope, now = house.account("kamrul"), house.scope("sumaiya"), clock.now()

    def begun(text: str, *, wished: bool = True) -> Draft:
        return content.start(
            scope, office=account.office, kind=Kind.POST, text=text, accounts=[account], purposes=["4.b"], now=now,
            as_threads=[account.pk] if wished else [],
        )  # fmt: skip

    short, plain = begun("খবর"), begun("খবর", wished=False)
    assert factories.newest(short).digest == factories.newest(plain).digest
    long = factories.newest(begun(LONG))
    assert (long.text, long.own_words, len(long.parts)) == (LONG.strip(), False, 3)
    assert texts(LONG, account, Kind.ANSWER, [account.pk]) == [LONG]
    for text, wished in ((LONG, False), ("কথা।\n---\n" * (MOST_PARTS + 1), True)):
        with pytest.raises(ValidationError) as caught:
            content.submit(scope, draft=begun(text, wished=wished), now=now, by_name=True)
        assert "text" in caught.value.error_dict
    # The second click: the same thread is the same revision.
    draft = begun(LONG)
    for _click in range(2):
        content.revise(
            scope, draft=draft, seen=1, text=LONG + " শেষ।", accounts=[account], purposes=["4.b"], now=now,
            as_threads=[account.pk],
        )  # fmt: skip
    draft.refresh_from_db()
    assert draft.latest == 2


def test_what_is_marked_is_marked_in_its_part(house: House) -> None:
    account = house.account("kamrul")
    parts = ["এক দুই\n১/২", "তিন চার\n২/২"]
    shown = pieces(account, parts, "bn", text="এক দুই তিন চার", spans=[(3, 6), (11, 14), (5, 9)])
    marked = [[one.text[start:end] for start, end in one.spans] for one in shown]
    assert marked == [["দুই", "ই"], ["চার", "তি"]]
    assert pieces(account, ["এক"], "bn") == []
