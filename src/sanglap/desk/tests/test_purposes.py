"""A post for a purpose in the office's own words, and what is told of its fitness (clauses 4, 6)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sanglap.content.models import Draft
from sanglap.content.states import VariantState
from sanglap.desk.tests.test_composing import typed
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from tests.factories import House, newest

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("4"), pytest.mark.clause("6")]
WORDS = "চরের পুরোনো ছবি <খোঁজা>"
PRAISE = "আমাদের মানবিক ইউএনও স্যারের তুলনা হয় না।"


def test_another_purpose_is_described_and_the_panel_reads_it(house: House) -> None:
    client = signed_in(house, "sumaiya")
    sent = typed(house, purposes=["other"], text=PRAISE, submit="yes")
    page = said(client.post(reverse("desk:compose"), sent), 422)
    assert 'id="id_other_purpose-error"' in page
    assert PRAISE in page
    client.post(reverse("desk:compose"), sent | {"other_purpose": WORDS})
    draft = Draft.objects.get()
    assert (draft.purposes, draft.other_purpose) == (["other"], WORDS)
    variant = newest(draft)
    assert variant.state == VariantState.SUBMITTED
    shown = "চরের পুরোনো ছবি &lt;খোঁজা&gt;"
    for address in (reverse("desk:approve", args=[variant.pk]), reverse("desk:note", args=[variant.pk])):
        assert shown in opened(house, "kamrul", address, "bn")
    # The finding wants a word from each who approves, so it is not among those approved with one click.
    assert variant.revision.findings.get(category="off-purpose").severity == "warn"
    assert shown in opened(house, "kamrul", reverse("desk:approve-several"), "bn")
    assert f'value="{shown}"' in opened(house, "sumaiya", reverse("desk:edit", args=[draft.pk]), "bn")


def test_while_one_types_it_is_told_which_purpose_fits_better(house: House) -> None:
    client = signed_in(house, "sumaiya")
    sent = typed(house, purposes=["4.e"], text="ডেঙ্গু প্রতিরোধে সতর্ক থাকুন, জ্বরের লক্ষণ দেখলে হাসপাতালে যান।")
    page = said(client.post(reverse("desk:keep"), sent))
    assert "৪(গ)" in page or "4(c)" in page
    page = said(client.post(reverse("desk:keep"), sent | {"purposes": ["4.c"]}))
    assert "৪(ঙ)" not in page
    assert "4(e)" not in page
