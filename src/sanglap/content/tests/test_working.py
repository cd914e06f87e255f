"""Working copies: what is typed is kept, for its writer alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from sanglap.content import selectors, working
from sanglap.content.models import WorkingCopy
from sanglap.core.ids import new_id
from sanglap.offices.scope import Forbidden
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def test_the_newest_words_are_kept_for_their_writer_alone(house: House) -> None:
    key, scope = new_id(), house.scope("sumaiya")
    for text in ("প্রথম", "দ্বিতীয়"):
        working.keep(scope, key=key, seen=0, typed={"text": text}, now=NOW)
    copy = selectors.working_copy(scope, key)
    assert copy is not None
    assert (copy.typed["text"], WorkingCopy.objects.count()) == ("দ্বিতীয়", 1)
    assert selectors.working_copy(house.scope("kamrul"), key) is None
    assert list(selectors.begun(scope)) == [copy]
    assert not selectors.begun(house.scope("kamrul"))


def test_what_was_saved_is_no_longer_begun(house: House) -> None:
    draft, scope = house.draft(house.account("kamrul")), house.scope("sumaiya")
    working.keep(scope, key=draft.pk, seen=0, typed={"text": "ক"}, now=NOW)
    assert not selectors.begun(scope)
    working.throw_away(scope, key=draft.pk)
    assert not WorkingCopy.objects.exists()


def test_whoever_may_write_nowhere_keeps_nothing_and_too_much_is_refused(house: House) -> None:
    with pytest.raises(Forbidden):
        working.keep(house.scope("mannan"), key=new_id(), seen=0, typed={"text": "ক"}, now=NOW)
    with pytest.raises(ValidationError):
        working.keep(house.scope("sumaiya"), key=new_id(), seen=0, typed={"text": "ক" * 50_001}, now=NOW)


def test_others_at_work_on_the_same_draft_are_seen(house: House) -> None:
    draft = house.draft(house.account("kamrul"))
    working.keep(house.scope("kamrul"), key=draft.pk, seen=1, typed={"text": "ক"}, now=NOW)
    seen = selectors.writing(house.scope("sumaiya"), draft, now=NOW + MINUTE)
    assert [copy.person for copy in seen] == [house.people["kamrul"]]
    assert not selectors.writing(house.scope("kamrul"), draft, now=NOW + MINUTE)
    assert not selectors.writing(house.scope("sumaiya"), draft, now=NOW + 11 * MINUTE)
    with pytest.raises(Forbidden):
        selectors.writing(house.scope("tanvir"), draft, now=NOW)


def test_no_more_than_twenty_are_begun_and_old_ones_are_forgotten(house: House) -> None:
    scope = house.scope("sumaiya")
    for number in range(22):
        working.keep(scope, key=new_id(), seen=0, typed={"text": str(number)}, now=NOW + number * MINUTE)
    assert {copy.typed["text"] for copy in selectors.begun(scope)} == {str(number) for number in range(2, 22)}
    assert working.sweep(now=NOW + timedelta(days=91)) == 20
