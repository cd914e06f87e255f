"""The register of laws through its pages (clause 8)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.duties import services as duties
from sanglap.duties.models import Duty, DutyKind
from sanglap.laws.models import EnteredLaw
from sanglap.people.permissions import Role
from tests.factories import NOW, House

__all__ = ["house", "noon", "opened"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("8")]
SENT: dict[str, Any] = {
    "title_bn": "নতুন সাইবার আইন", "title_en": "New Cyber Act", "kind": "act", "number": "২০২৬ সনের ৫ নং আইন",
    "year": "২০২৬", "starts_on": "১/১১/২০২৬", "replaces": ["cyber-security-ordinance-2025"],
    "meaning_bn": "অর্থ", "meaning_en": "Its meaning", "url": "",
}  # fmt: skip


@pytest.mark.usefixtures("house")
def test_everybody_sees_what_is_in_force_and_what_is_not() -> None:
    reader = Client()
    reader.cookies["language"] = "en"
    shown = said(reader.get(reverse("public:laws")))
    in_force, past = shown.split('id="past"')
    assert 'id="law-rti-act-2009"' in in_force
    assert 'id="law-digital-security-act-2018"' in past
    assert "no longer in force" in past


def test_a_law_entered_here_is_seen_by_all_and_ends_what_it_replaces(house: House) -> None:
    top = signed_in(house, "nasrin")
    assert top.post(reverse("desk:law-new"), SENT)["Location"] == reverse("desk:laws")
    law = EnteredLaw.objects.get()
    assert (law.year, law.replaces) == (2026, ["cyber-security-ordinance-2025"])
    in_force, past = said(Client().get(reverse("public:laws"))).split('id="past"')
    assert f'id="law-{law.pk}"' in in_force
    assert 'id="law-cyber-security-ordinance-2025"' in past
    edit = reverse("desk:law-edit", args=[law.pk])
    assert "New Cyber Act" in said(top.get(edit))
    assert top.post(edit, SENT | {"ends_on": "২/১১/২০২৬"}).status_code == 302
    assert f'id="law-{law.pk}"' in said(Client().get(reverse("public:laws"))).split('id="past"')[1]
    assert top.get(reverse("desk:law-edit", args=[new_id()])).status_code == 404


def test_what_is_wrong_is_said_beside_it(house: House) -> None:
    top = signed_in(house, "nasrin")
    for wrong, field in (
        ({"title_en": ""}, "title_en"),
        ({"year": "কবে"}, "year"),
        ({"ends_on": "1/1/2026"}, "ends_on"),
        ({"title_bn": "তথ্য অধিকার আইন, ২০০৯", "title_en": "Right to Information Act, 2009", "year": "2009"}, "title_bn"),
    ):
        found = said(top.post(reverse("desk:law-new"), SENT | wrong), 422)
        assert f'id="id_{field}-error"' in found, field
    assert not EnteredLaw.objects.exists()


def test_others_are_told_who_enters_laws(house: House) -> None:
    house.officer("local", Role.COORDINATOR, "manikganj", below=True)
    top, local = signed_in(house, "nasrin"), signed_in(house, "local")
    assert "whole government" in said(local.post(reverse("desk:law-new"), SENT, follow=True))
    top.post(reverse("desk:law-new"), SENT)
    edit = reverse("desk:law-edit", args=[EnteredLaw.objects.get().pk])
    assert "whole government" in said(local.post(edit, SENT | {"year": "2025"}, follow=True))
    assert EnteredLaw.objects.get().year == 2026
    assert signed_in(house, "rehana").get(reverse("desk:law-new")).status_code == 403


def test_rules_show_the_laws_that_they_cite(house: House) -> None:
    cited = f"{reverse('public:laws')}#law-social-media-guideline-2016"
    assert cited in said(Client().get(reverse("public:guideline")))
    account = house.account("kamrul")
    duties.reckon(now=NOW)
    duty = Duty.objects.get(account=account, kind=DutyKind.PLATFORM)
    assert cited in said(signed_in(house, "kamrul").get(reverse("desk:duty", args=[duty.pk])))
