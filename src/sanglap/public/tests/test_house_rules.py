"""The house rules and appeals as a citizen meets them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from sanglap.accounts.models import Account
from sanglap.core import clock
from sanglap.guideline import loader
from sanglap.inbox.models import MessageVersion
from sanglap.language.digits import to_bangla
from sanglap.moderation import services
from sanglap.moderation.models import Appeal, Hiding, Measure, Told
from tests import factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("9")]
WHY = "এতে একজনকে মারার কথা আছে।"
SAID = "তোকে দেখে নেব 01712345678"


@pytest.fixture
def house() -> House:
    cache.clear()
    return factories.house(clock.now() - timedelta(days=1))


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    made.platform, made.network, made.server = "facebook", "by-hand", "https://www.facebook.com"
    made.save(update_fields=["platform", "network", "server"])
    return made


@pytest.fixture
def hiding(house: House, account: Account) -> Hiding:
    message = factories.message(account)
    MessageVersion.objects.create(message=message, number=2, text=SAID, seen_at=clock.now())
    made = services.decide(
        house.scope("jamal"), measure=Measure.HIDE, of=message, rule="threat", reason=WHY, now=clock.now()
    )
    services.confirm(house.scope("jamal"), hiding=made, now=clock.now())
    made.refresh_from_db()
    return made


def stranger(language: str = "en") -> Client:
    made = Client()
    made.cookies["language"] = language
    return made


def said(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


def own(hiding: Hiding) -> str:
    return reverse("public:appeal", args=[hiding.code])


@pytest.mark.parametrize("language", ["bn", "en"])
def test_everybody_reads_the_rules_and_what_is_never_hidden(house: House, language: str) -> None:
    book = loader.current().house
    text = said(stranger(language).get(reverse("public:house-rules")))
    for one in (*(rule.title for rule in book.rules), *(rule.text for rule in book.rules), *book.never_hidden):
        assert escape(one[language]) in text
    assert reverse("public:house-rules") in said(stranger().get(reverse("public:home")))


def test_the_figures_are_public_and_cost_one_query(house: House, hiding: Hiding) -> None:
    services.reckon(now=clock.now())
    with CaptureQueriesContext(connection) as asked:
        text = said(stranger().get(reverse("public:house-rules")))
    assert len(asked) == 1
    assert "Comments hidden" in text
    assert text.count('numeric">1</td>') == 3, "this quarter, the year, and the month"
    page = said(stranger().get(reverse("public:office", args=[hiding.office_id])))
    assert "Comments hidden" in page
    assert "Persons blocked" not in page, "of an office only what there was"
    elsewhere = said(stranger().get(reverse("public:office", args=[house.offices["dhaka"].pk])))
    assert "Comments hidden" not in elsewhere


@pytest.mark.parametrize("language", ["bn", "en"])
def test_whoever_has_the_code_reads_what_why_and_when(hiding: Hiding, language: str) -> None:
    answer = stranger(language).get(own(hiding))
    text = said(answer)
    assert all(part in text for part in (escape(hiding.title[language]), WHY, "তোকে দেখে নেব"))
    assert "01712345678" not in text
    assert str(hiding.decided_by.name[language]) not in text, "no officer is named"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_what_was_answered_in_public_is_not_shown_again(house: House, hiding: Hiding) -> None:
    services.told(house.scope("jamal"), hiding=hiding, way=Told.PUBLIC, now=clock.now())
    assert "তোকে দেখে নেব" not in said(stranger().get(own(hiding)))


def test_an_appeal_is_sent_once_and_answered_here(house: House, hiding: Hiding) -> None:
    citizen = stranger()
    for _click in range(2):
        assert citizen.post(own(hiding), {"text": "আমি হুমকি দিইনি।"})["Location"] == own(hiding)
    assert Appeal.objects.count() == 1
    text = said(citizen.get(own(hiding)))
    assert "has it." in text
    assert "An answer comes by" in text
    assert "<textarea" not in text
    services.answer(
        house.scope("kamrul"), appeal=Appeal.objects.get(), grant=False, answer="কথাটি হুমকি ছিল।", now=clock.now()
    )
    text = said(citizen.get(own(hiding)))
    assert "কথাটি হুমকি ছিল।" in text
    assert "You may appeal once more." in text
    citizen.post(own(hiding), {"text": "মানি না"})
    services.answer(
        house.scope("farhana"), appeal=Appeal.objects.get(number=2), grant=True, answer="ঠিক আছে।", now=clock.now()
    )
    text = said(citizen.get(own(hiding)))
    assert "It was lifted." in text
    assert "<textarea" not in text
    assert citizen.post(own(hiding), {"text": "আরও"}).status_code == 422


@pytest.mark.clause("6.c")
def test_a_number_in_an_appeal_is_covered_on_its_page(hiding: Hiding) -> None:
    stranger().post(own(hiding), {"text": "নম্বরটি আমার: 01812345678"})
    text = said(stranger().get(own(hiding)))
    assert "নম্বরটি আমার: •••••••••78" in text
    assert Appeal.objects.get().text == "নম্বরটি আমার: 01812345678"


@pytest.mark.parametrize("text", ["", "   ", "ক" * 2_001])
def test_what_is_wrong_is_said_and_nothing_is_lost(hiding: Hiding, text: str) -> None:
    page = said(stranger().post(own(hiding), {"text": text}), 422)
    assert text.strip() in page
    assert not Appeal.objects.exists()


def test_a_code_is_found_however_it_is_typed(hiding: Hiding) -> None:
    code = hiding.code
    typed = (f" {code[:8]}-{code[8:]} ".lower(), to_bangla(code), code.replace("0", "o").replace("1", "l"))
    for given in typed:
        answer = stranger().get(reverse("public:appeal-find"), {"code": given})
        assert answer["Location"] == own(hiding), given


@pytest.mark.parametrize("code", ["0" * 16, "nothing", "ক", "x" * 200])
def test_a_wrong_code_is_helped_on(house: House, code: str) -> None:
    text = said(stranger().get(reverse("public:appeal", args=[code])), 404)
    assert 'name="code"' in text
    assert said(stranger().get(reverse("public:appeal-find")))


def test_codes_are_not_tried_without_end(house: House, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "appeal": "2/m/ip"}
    wrong = reverse("public:appeal", args=["0" * 16])
    assert [stranger().get(wrong).status_code for _ in range(3)] == [404, 404, 429]
