"""Platforms through their pages: looked up, weighed, decided on, named with an account (clauses 3, 5.g)."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from sanglap.accounts.models import Account
from sanglap.demo.choosing import NATIONAL, seed_decision, seed_draft
from sanglap.desk.platforms.shown import ways
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.guideline import loader
from sanglap.networks.registry import connector
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Role
from sanglap.platforms import services
from sanglap.platforms.models import Assessment, Decision, TermsVersion
from sanglap.platforms.states import AssessmentState
from tests.factories import NOW, SECOND, House

__all__ = ["house", "noon", "opened"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3")]
SUBJECT = "সেবার ঘোষণা"
BEGUN: dict[str, Any] = {"subject": SUBJECT, "platforms": ["facebook", "telegram"], "only_reason": ""}


def begin(house: House, **more: Any) -> Assessment:
    address = reverse("desk:assessment-new", args=[house.offices["shibalaya"].pk])
    answer = signed_in(house, "sumaiya").post(address, BEGUN | more)
    assert answer.status_code == 302, answer.content.decode()
    return Assessment.objects.get(subject=SUBJECT)


def scores(made: Assessment, **more: str) -> dict[str, str]:
    filled = {"seen": Assessment.objects.get(pk=made.pk).saved_at.isoformat()}
    for one in services.choice_at(NOW).criteria:
        for platform in made.platforms:
            filled |= {f"score_{one.id}_{platform}": "4", f"words_{one.id}_{platform}": "মানানসই"}
    return filled | more


def test_the_catalogue_is_picked_by_class(house: House) -> None:
    reader = signed_in(house, "kamrul")
    every = said(reader.get(reverse("desk:platforms")))
    assert all(escape(one.name["en"]) in every for one in loader.current().catalogue.platforms)
    blogs = said(reader.get(reverse("desk:platforms") + "?class=blog"))
    assert "WordPress" in blogs
    assert "TikTok" not in blogs
    assert "TikTok" in said(reader.get(reverse("desk:platforms") + "?class=nonsense"))


def test_what_sanglap_can_do_is_what_its_connector_says() -> None:
    platforms = loader.current().catalogue.by_id
    assert ways(platforms["facebook"]).by_hand
    able = ways(platforms["mastodon"])
    with override("en"):
        told = " ".join(str(one) for one in able.able)
    can = connector("mastodon").capabilities
    assert not able.by_hand
    assert ("take back" in told) == can.delete_own
    assert ("hide a comment" in told) == can.hide_reversible


def test_a_platform_that_nobody_knows_is_not_there(house: House) -> None:
    assert signed_in(house, "kamrul").get(reverse("desk:platform", args=["orkut"])).status_code == 404


def test_from_the_first_look_to_an_account_that_rests_on_the_decision(house: House) -> None:
    made, head = begin(house), signed_in(house, "rehana")
    page = reverse("desk:assessment", args=[made.pk])
    assert "decide" not in said(signed_in(house, "sumaiya").get(page)).split("sg-weigh")[-1].split("</form>")[0]
    assert signed_in(house, "sumaiya").post(page, scores(made)).status_code == 302
    answer = head.post(page, scores(made, decide="1"))
    decide = reverse("desk:assessment-decide", args=[made.pk])
    assert answer["Location"] == decide
    given = {
        "chosen": ["telegram"], "reason": "ঘোষণা সরাসরি পৌঁছায়", "starts_on": "২৩/১১/২০২৬", "cites": ["rti-act-2009"],
        "memo": "৩৭.০০", "dated": "22/11/2026",
    }  # fmt: skip
    answer = head.post(decide, given)
    decision = Decision.objects.get(assessment=made)
    assert answer["Location"] == reverse("desk:platform-decision", args=[decision.pk])
    assert decision.order is not None
    assert decision.order.memo == "37.00"
    shown = said(head.get(answer["Location"]))
    assert "Right to Information Act, 2009" in shown
    assert "ঘোষণা সরাসরি পৌঁছায়" in shown
    assert shown.count("<progress") == len(made.platforms)
    assert "already" in said(head.post(decide, given, follow=True))
    form = said(head.get(reverse("desk:account-new", args=[house.offices["shibalaya"].pk])))
    assert str(decision.pk) in form


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(house: House) -> None:
    address = reverse("desk:assessment-new", args=[house.offices["shibalaya"].pk])
    found = said(signed_in(house, "rehana").post(address, BEGUN | {"platforms": ["facebook"]}), 422)
    assert 'id="id_only_reason-error"' in found
    assert SUBJECT in found
    made = begin(house)
    decide = reverse("desk:assessment-decide", args=[made.pk])
    given = {"chosen": ["telegram"], "reason": "কারণ এই", "starts_on": "23/11/2026"}
    found = said(signed_in(house, "rehana").post(decide, given), 422)
    assert "Give every platform a score" in found
    assert "কারণ এই" in found


def test_a_colleague_who_saved_first_is_not_written_over_unseen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made, seconds = begin(house), count(1)
    monkeypatch.setattr("sanglap.core.clock.now", lambda: NOW + next(seconds) * SECOND)
    page = reverse("desk:assessment", args=[made.pk])
    mine, theirs = scores(made, words_goals_facebook="আমার কথা"), scores(made, words_goals_facebook="তাঁর কথা")
    assert signed_in(house, "kamrul").post(page, theirs).status_code == 302
    shown = said(signed_in(house, "rehana").post(page, mine), 422)
    assert "in the meantime" in shown
    assert "আমার কথা" in shown
    now = Assessment.objects.get(pk=made.pk).saved_at.isoformat()
    assert now.replace("+", "&#x2B;") in shown or now in shown
    assert signed_in(house, "rehana").post(page, mine | {"seen": now}).status_code == 302
    assert made.scores.get(criterion="goals", platform="facebook").words == "আমার কথা"


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-11-23"])
def test_a_form_that_does_not_say_what_was_seen_writes_nothing(house: House, seen: str) -> None:
    made = begin(house)
    page = reverse("desk:assessment", args=[made.pk])
    assert signed_in(house, "rehana").post(page, scores(made) | {"seen": seen}).status_code == 422
    assert not made.scores.exists()


def test_whoever_only_reads_sees_it_without_a_form(house: House) -> None:
    made = seed_draft(house.scope("rehana"), house.offices["shibalaya"], NATIONAL, now=NOW)
    page = reverse("desk:assessment", args=[made.pk])
    shown = said(signed_in(house, "nasrin").get(page))
    assert 'name="seen"' not in shown
    assert NATIONAL["facebook"][0][1] in shown
    assert signed_in(house, "nasrin").post(page, scores(made)).status_code == 403
    assert signed_in(house, "tanvir").get(page).status_code == 404


def test_it_is_given_up_once(house: House) -> None:
    made = begin(house)
    drop = reverse("desk:assessment-drop", args=[made.pk])
    assert signed_in(house, "rehana").post(drop).status_code == 302
    assert Assessment.objects.get(pk=made.pk).state == AssessmentState.DROPPED
    assert "already" in said(signed_in(house, "rehana").post(drop, follow=True))


def test_a_decision_is_named_with_an_account_from_before(house: House) -> None:
    account = house.account("kamrul")
    Account.objects.filter(pk=account.pk).update(decision=None)
    head = signed_in(house, "rehana")
    page = reverse("desk:account-choice", args=[account.pk])
    assert page in said(head.get(reverse("desk:account", args=[account.pk])))
    decision = Decision.objects.get(office=house.offices["cabinet"])
    assert said(head.post(page, {"decision": "no-key"}), 422)
    assert head.post(page, {"decision": str(decision.pk)}).status_code == 302
    assert Account.objects.get(pk=account.pk).decision == decision
    assert page not in said(head.get(reverse("desk:account", args=[account.pk])))


def test_without_a_decision_the_page_leads_to_the_weighing(house: House) -> None:
    account = house.account("kamrul")
    Account.objects.filter(pk=account.pk).update(decision=None, platform="tiktok")
    shown = said(signed_in(house, "rehana").get(reverse("desk:account-choice", args=[account.pk])))
    assert reverse("desk:assessment-new", args=[account.office_id]) in shown


def test_the_reviewer_sees_on_what_it_rests(house: House) -> None:
    account = house.account(handle="new", state="proposed")  # type: ignore[arg-type]  # by its value
    shown = said(signed_in(house, "nasrin").get(reverse("desk:account-review", args=[account.pk])))
    assert reverse("desk:platform-decision", args=[account.decision_id]) in shown


def test_a_replaced_decision_says_so(house: House) -> None:
    office, machine = house.offices["shibalaya"], Scope.everything("tests")
    first = seed_decision(machine, office, NATIONAL, now=NOW)
    second = seed_decision(machine, office, NATIONAL, now=datetime(2026, 11, 23, 7, tzinfo=NOW.tzinfo))
    shown = said(signed_in(house, "rehana").get(reverse("desk:platform-decision", args=[first.pk])))
    assert reverse("desk:platform-decision", args=[second.pk]) in shown


@pytest.mark.clause("5.g")
def test_new_terms_are_entered_at_the_top_alone(house: House) -> None:
    house.officer("local", Role.COORDINATOR, "manikganj", below=True)
    address = reverse("desk:terms-new")
    given = {
        "platform": "facebook", "version": "২০২৬-১", "starts_on": "1/11/2026", "url": "www.facebook.com/terms.php",
        "summary_bn": "বদল", "summary_en": "A change",
    }  # fmt: skip
    assert "whole government" in said(signed_in(house, "local").post(address, given, follow=True))
    assert not TermsVersion.objects.exists()
    top = signed_in(house, "nasrin")
    assert "https://www.facebook.com/terms.php" in said(top.get(address + "?platform=facebook"))
    assert top.post(address, given)["Location"] == reverse("desk:platform", args=["facebook"])
    assert "A change" in said(top.get(reverse("desk:platform", args=["facebook"])))
    assert "entered already" in said(top.post(address, given), 422)
