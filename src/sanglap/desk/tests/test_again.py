"""Posts that are marked as important, found again and shown again (clause 6.e)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from sanglap.audit.models import Entry
from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.outbox.models import Delivery
from sanglap.publishing.tests.test_publishing import released
from tests.factories import TEXT, House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.e")]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


def draft(house: House, text: str = TEXT) -> Draft:
    return house.draft(house.account("kamrul"), text=text)


def act(house: House, who: str, one: Draft, important: str = "yes") -> int:
    answer = signed_in(house, who).post(reverse("desk:post-important", args=[one.pk]), {"important": important})
    return int(answer.status_code)


@pytest.mark.parametrize("language", ["bn", "en"])
def test_what_is_marked_is_found_among_the_important_ones(house: House, language: str) -> None:
    one, marked = draft(house), reverse("desk:posts") + "?show=important"
    assert TEXT[:20] not in opened(house, "sumaiya", marked, language)
    for _ in range(2):  # a second click changes nothing
        assert act(house, "sumaiya", one) == 302
    assert Entry.objects.filter(verb="draft.marked").count() == 1
    assert TEXT[:20] in opened(house, "sumaiya", marked, language)
    assert act(house, "sumaiya", one, "no") == 302
    assert TEXT[:20] not in opened(house, "sumaiya", marked, language)
    assert TEXT[:20] in opened(house, "sumaiya", reverse("desk:posts"), language)


def test_only_whoever_writes_there_marks_it(house: House) -> None:
    one = draft(house)
    assert act(house, "jamal", one) == 403
    assert act(house, "tanvir", one) == 404
    one.refresh_from_db()
    assert one.important_at is None


def test_a_new_post_begins_with_its_words_accounts_and_purposes_and_takes_the_same_way(house: House) -> None:
    one = draft(house)
    client = signed_in(house, "sumaiya")
    page = said(client.get(reverse("desk:compose") + f"?again={one.pk}"))
    assert TEXT[:20] in page
    account = one.revisions.get().variants.get().account_id
    assert f'value="{account}"' in page
    assert page.count("checked") >= 2
    assert Draft.objects.count() == 1
    for given in ("nonsense", ""):
        assert client.get(reverse("desk:compose") + f"?again={given}").status_code == 200
    assert signed_in(house, "jamal").get(reverse("desk:compose") + f"?again={one.pk}").status_code == 403


@pytest.mark.parametrize(("days", "there"), [(0, False), (365, True), (364, False), (730, True)])
def test_what_was_published_on_this_day_of_earlier_years_is_recalled(house: House, days: int, *, there: bool) -> None:
    delivery = released(house, house.account("kamrul"))
    then = clock.now() - timedelta(days=days)
    Delivery.objects.filter(pk=delivery.pk).update(
        published_at=then, state="published", remote_id="1", url="https://social.example/1"
    )
    for who, shown in (("sumaiya", there), ("tanvir", False)):
        page = opened(house, who, reverse("desk:posts"), "en")
        assert ("On this day in earlier years" in page) == shown


def test_nothing_is_recalled_where_nothing_was_published(house: House) -> None:
    draft(house)
    assert "On this day in earlier years" not in opened(house, "sumaiya", reverse("desk:posts"), "en")
