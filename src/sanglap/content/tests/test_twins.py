"""What an office said lately in almost the same words: found among its own posts, and told without asking anything."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.accounts.models import Account
from sanglap.content import services, twins
from sanglap.content.models import Draft, Finding, Variant, Verdict
from sanglap.content.twins import Standing, Twin, twin_of
from sanglap.content.voting import to_rule_on
from sanglap.demo.library.filling import Place, fill
from sanglap.demo.library.reading import library
from sanglap.guideline import loader
from sanglap.language.likeness import likeness, shingles, words
from sanglap.networks.contract import Kind
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.publishing.services import release
from tests import factories
from tests.factories import MINUTE, NOW, House, newest

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.d")]
DAY = timedelta(days=1)
SAID = "আগামী ২৬ নভেম্বর সকাল ১০টায় শিবালয় ইউনিয়ন পরিষদে কৃষকদের মধ্যে বিনামূল্যে সার ও বীজ বিতরণ করা হবে।"
AGAIN = "আগামী ২৭ নভেম্বর সকাল ১১টায় শিবালয় ইউনিয়ন পরিষদে কৃষকদের মধ্যে বিনামূল্যে সার ও বীজ বিতরণ করা হবে।"
OTHER = "বন্যার পানি বাড়ছে। আশ্রয়কেন্দ্রে শুকনো খাবার ও ওষুধ মজুত আছে; প্রয়োজনে ৩৩৩ নম্বরে জানান।"
DAYS = loader.current().rule("unimportant", on=NOW.date()).parameters.days


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.panel_of_three()


def published(house: House, account: Account, text: str = SAID) -> Variant:
    variant = house.approved(account, text=text)
    release(now=NOW + 2 * MINUTE)
    Delivery.objects.filter(digest=variant.digest).update(
        state=DeliveryState.PUBLISHED, remote_id=str(variant.pk), published_at=NOW + 3 * MINUTE
    )
    return variant


def found(account: Account, text: str = AGAIN, *, besides: Draft | None = None, days: float = 1) -> Twin | None:
    return twin_of(account.office, text, besides=besides.pk if besides else None, at=NOW + days * DAY)


def test_a_notice_with_another_date_is_alike_and_it_is_said_that_only_figures_differ(
    house: House, account: Account
) -> None:
    variant = published(house, account)
    twin = found(account)
    assert twin is not None
    assert (twin.draft, twin.revision) == (variant.revision.draft_id, variant.revision_id)
    assert (twin.standing, twin.same) == (Standing.PUBLISHED, False)
    assert twin.figures == [("26", "27"), tuple(words("10টায় 11টায়"))]
    assert found(account, OTHER) is None
    same = found(account, SAID)
    assert same is not None
    assert (same.same, same.likeness, same.figures) == (True, 1.0, [])


@pytest.mark.parametrize("text", ["", "   ", "!!", "\u200b"])
def test_without_words_nothing_is_alike_and_nothing_is_asked(account: Account, text: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert found(account, text) is None
    assert len(asked) == 0


def test_what_was_published_before_the_time_of_the_rule_does_not_count(house: House, account: Account) -> None:
    published(house, account)
    assert found(account, days=DAYS - 1) is not None
    assert found(account, days=DAYS + 1) is None


def test_what_waits_is_planned_or_is_on_its_way_counts_and_what_came_to_nothing_does_not(
    house: House, account: Account
) -> None:
    draft = house.draft(account, text=SAID, submit=False)
    assert found(account) is None, "a draft that nobody was asked about"
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
    waiting = found(account, days=0)
    assert waiting is not None
    assert waiting.standing == Standing.WAITING
    variant = house.vote(newest(draft), "kamrul")
    on_its_way = found(account)
    assert on_its_way is not None
    assert on_its_way.standing == Standing.ON_ITS_WAY
    release(now=NOW + 2 * MINUTE)
    assert found(account) is not None
    for state in (DeliveryState.FAILED, DeliveryState.WITHDRAWN):
        Delivery.objects.filter(digest=variant.digest).update(state=state)
        assert found(account) is None, state


def test_what_is_planned_is_told_with_its_day(house: House, account: Account) -> None:
    at = NOW + 20 * DAY
    draft = house.draft(account, text=SAID, publish_at=at)
    house.vote(newest(draft), "kamrul")
    twin = found(account)
    assert twin is not None
    assert (twin.standing, twin.at) == (Standing.PLANNED, at)


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
def test_what_the_panel_refused_does_not_count(house: House, account: Account, verdict: Verdict) -> None:
    house.vote(newest(house.draft(account, text=SAID)), "kamrul", verdict)
    assert found(account) is None


def test_other_offices_never_count(house: House, account: Account) -> None:
    published(house, account)
    elsewhere = house.account("tanvir", office="ghior", handle="ghior")
    assert found(elsewhere) is None
    assert found(account) is not None


def test_the_same_draft_and_its_earlier_revisions_never_count(house: House, account: Account) -> None:
    draft = house.draft(account, text=SAID)
    assert found(account, SAID, besides=draft) is None
    services.revise(
        house.scope("sumaiya"), draft=draft, seen=1, text=AGAIN, accounts=[account], purposes=["4.b"], now=NOW + MINUTE
    )
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW + MINUTE, by_name=True)
    assert not newest(draft).revision.findings.filter(category=twins.RULE).exists()


def test_answers_are_neither_looked_at_nor_looked_for(house: House, account: Account) -> None:
    def answer() -> Draft:
        return services.start(
            house.scope("kamrul"), office=account.office, kind=Kind.ANSWER, text=SAID, accounts=[account],
            purposes=["4.b"], in_reply_to="101", now=NOW,
        )  # fmt: skip

    services.submit(house.scope("kamrul"), draft=answer(), now=NOW, by_name=True)
    assert found(account, SAID) is None
    published(house, account)
    second = answer()
    services.submit(house.scope("kamrul"), draft=second, now=NOW + DAY, by_name=True)
    assert not Finding.objects.filter(revision__draft=second, category=twins.RULE).exists()


def test_it_is_kept_with_the_revision_and_says_the_same_later(house: House, account: Account) -> None:
    variant = published(house, account)
    later = NOW + DAY
    draft = house.draft(account, text=AGAIN, submit=False)
    services.submit(house.scope("sumaiya", later), draft=draft, now=later, by_name=True)
    [kept] = newest(draft).revision.findings.filter(category=twins.RULE)
    assert (kept.clause, kept.severity, kept.words, kept.place) == ("6.d", "note", [], 0)
    [mark] = kept.marks
    assert mark["draft"] == str(variant.revision.draft_id)
    assert twins.told_in(kept.marks) == variant.revision_id
    assert mark["reason"]["en"].startswith(
        "Almost the same was published on 23 November 2026. Only figures differ: 26 →"
    )
    assert "২৩ নভেম্বর ২০২৬" in mark["reason"]["bn"]
    assert "২৬ → ২৭" in mark["reason"]["bn"]
    numbers = list(kept.revision.findings.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_note_asks_for_nothing_and_blocks_nothing(house: House, account: Account) -> None:
    published(house, account, OTHER)
    variant = newest(house.draft(account, text=OTHER))
    assert variant.revision.findings.filter(category=twins.RULE).exists()
    assert to_rule_on(variant, at=NOW) == []
    assert house.vote(variant, "kamrul").state == "approved"


def test_of_two_the_more_alike_is_told(house: House, account: Account) -> None:
    near = published(house, account)
    published(house, account, SAID + " বিস্তারিত জানতে উপজেলা কৃষি অফিসে যোগাযোগ করুন।")
    twin = found(account)
    assert twin is not None
    assert twin.revision == near.revision_id


def test_of_two_accounts_that_fared_differently_the_published_one_is_told(house: House, account: Account) -> None:
    second = house.account("kamrul", handle="second")
    draft = services.start(
        house.scope("sumaiya"), office=account.office, kind=Kind.POST, text=SAID, accounts=[account, second],
        purposes=["4.b"], now=NOW,
    )  # fmt: skip
    first, _other = services.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
    house.vote(first, "kamrul")
    release(now=NOW + 2 * MINUTE)
    Delivery.objects.update(state=DeliveryState.PUBLISHED, remote_id="1", published_at=NOW + 3 * MINUTE)
    twin = found(account)
    assert twin is not None
    assert (twin.draft, twin.standing) == (draft.pk, Standing.PUBLISHED)


def test_the_number_of_queries_does_not_grow_with_what_was_said(house: House, account: Account) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert found(account) is not None
        return len(asked)

    published(house, account)
    few = queries()
    for number in range(6):
        published(house, account, f"{SAID} {number}")
    assert queries() == few <= 3


def test_only_the_newest_are_looked_at(house: House, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    published(house, account)
    published(house, account, OTHER)
    monkeypatch.setattr(twins, "MOST", 1)
    assert found(account) is None
    monkeypatch.setattr(twins, "MOST", 2)
    assert found(account) is not None


def test_the_demos_posts_are_unlike_each_other_and_like_themselves_a_week_later() -> None:
    place = Place("শিবালয় উপজেলা", ("তেওতা ইউনিয়ন", "উলাইল ইউনিয়ন", "আরুয়া ইউনিয়ন"), "ইউএনও", "মিলনায়তন", "অফিস")
    rule, chance = loader.current().rule("unimportant", on=NOW.date()).parameters, Random(11)
    said = [
        [shingles(fill(post.text, place, (NOW + days * DAY).date(), chance)) for days in (0, 7)]
        for post in library().posts
    ]
    apart = max(likeness(one[0], other[0]) for number, one in enumerate(said) for other in said[:number])
    assert apart < 0.25
    again = sum(rule.says_again(likeness(*both)) for both in said)
    assert again > 0.97 * len(said)
    assert not rule.says_again(apart)
