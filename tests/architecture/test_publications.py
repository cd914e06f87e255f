"""What goes out is what a panel approved: the database itself refuses every other tie, even by direct SQL (6.a)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sanglap.content.models import Variant
from sanglap.outbox.models import Delivery
from sanglap.publishing.models import Publication
from sanglap.publishing.services import release
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
TIE = "INSERT INTO publishing_publication (variant_id, delivery_id) VALUES (%s, %s)"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


def run(statement: str, *values: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def sent_as(variant: Variant, **other: object) -> Delivery:
    """A delivery of the variant's own words, but for what is given."""
    made = Delivery(
        account=variant.account, office=variant.account.office, kind="post", payload=variant.payload,
        digest=variant.digest, due_at=NOW, created_at=NOW, state_since=NOW, cleared_until=NOW, try_at=NOW,
    )  # fmt: skip
    for name, value in other.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


def test_only_the_approved_words_of_that_account_are_tied_to_a_delivery(house: House) -> None:
    account, elsewhere = house.account("kamrul"), house.account("kamrul", handle="other")
    approved, waiting = house.approved(account), newest(house.draft(account, text="অপেক্ষায়"))
    for variant, delivery in (
        (approved, sent_as(waiting)),
        (approved, sent_as(approved, account=elsewhere)),
        (approved, sent_as(approved, office=house.offices["ghior"])),
        (approved, sent_as(approved, kind="answer")),
        (waiting, sent_as(waiting)),
    ):
        with pytest.raises(DatabaseError, match="is not what was approved"):
            run(TIE, variant.pk, delivery.pk)
    assert run(TIE, approved.pk, sent_as(approved).pk) == 1, "and what is in order is taken"


def test_a_delivery_says_for_good_what_it_said_and_is_tied_for_good(house: House) -> None:
    account = house.account("kamrul")
    variant, other = house.approved(account), house.approved(account, text="অন্য খবর")
    release(now=NOW + 2 * MINUTE)
    tied = Publication.objects.get(variant=variant)
    untied = sent_as(variant)
    before = list(Publication.objects.order_by("pk").values()), list(Delivery.objects.order_by("pk").values())
    said = (other.payload, other.digest)
    statements: tuple[tuple[object, ...], ...] = (
        ("UPDATE publishing_publication SET delivery_id = %s WHERE variant_id = %s", untied.pk, variant.pk),
        ("UPDATE publishing_publication SET variant_id = %s WHERE variant_id = %s", other.pk, variant.pk),
        ("DELETE FROM publishing_publication",),
        ("TRUNCATE publishing_publication CASCADE",),
        ("UPDATE outbox_delivery SET payload = %s, digest = %s WHERE id = %s", *said, tied.delivery_id),
        ("UPDATE outbox_delivery SET payload = %s, digest = %s", *said),
        ("UPDATE outbox_delivery SET digest = repeat('0', 64)",),
        ("DELETE FROM outbox_delivery",),
    )
    for statement, *values in statements:
        with pytest.raises(DatabaseError):
            run(str(statement), *values)
    assert (
        list(Publication.objects.order_by("pk").values()),
        list(Delivery.objects.order_by("pk").values()),
    ) == before


def test_a_second_delivery_of_the_same_words_cannot_be_tied(house: House) -> None:
    variant = house.approved(house.account("kamrul"))
    release(now=NOW + 2 * MINUTE)
    with pytest.raises(IntegrityError):
        run(TIE, variant.pk, sent_as(variant).pk)
