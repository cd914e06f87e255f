"""What counts of what was seen: a fault seen twice, a person's word, a history that grows only with changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.audit.models import Entry
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.offices.scope import Forbidden
from sanglap.verification import selectors, services
from sanglap.verification.looking import ProfileSeen, ProfileTask, SiteSeen, SiteTask
from sanglap.verification.models import Finding, Look, Watch
from sanglap.verification.reading.profile import Seen
from sanglap.verification.reading.website import Site
from sanglap.verification.services import Saw
from sanglap.verification.states import Aspect, Outcome
from sanglap.verification.wording import reason
from tests import factories
from tests.factories import NOW, House

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SITE = "https://shibalaya.manikganj.gov.bd"
GOOD = Seen(
    "public", "শিবালয় উপজেলা প্রশাসন", "shibalaya_upazila", "https://social.example/@shibalaya_upazila",
    "জনসচেতনতা ও প্রচারণা। শিবালয় উপজেলার নাগরিক ও সেবাগ্রহীতা। উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয়ের দাপ্তরিক পেজ।",
    (SITE, "https://www.grs.gov.bd"),
)  # fmt: skip


@pytest.fixture
def house(db: None) -> House:
    return factories.house(NOW)


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    services.enrol(now=NOW)
    return made


def see(account: Account, at: datetime, seen: Seen | None = GOOD, outcome: Outcome = Outcome.FITS, **more: Any) -> None:
    """A look at the profile that found this."""
    watch = Watch.objects.get(account=account)
    task = ProfileTask(watch.pk, account, connected=False)
    services.keep_profile(ProfileSeen(task, outcome, seen, itself=False, pictures={}), now=at, **more)


def see_site(account: Account, at: datetime, outcome: Outcome = Outcome.FITS, *, linked: bool = True) -> None:
    watch = Watch.objects.get(office=account.office, account=None)
    book = loader.current()
    rule = book.rule("website-tie", on=book.calendar.day_of(at)).parameters
    link = "https://social.example/@shibalaya_upazila" if linked else ""
    site = Site(outcome, {account.pk: link}, {"url": SITE, "signs": [], "title": "শিবালয়"})
    services.keep_site(SiteSeen(SiteTask(watch.pk, account.office.website, (), (), rule), site), now=at)


def finding(account: Account, aspect: Aspect = Aspect.WEBSITE) -> Finding:
    return Finding.objects.get(account=account, kind=aspect)


def outcomes(account: Account) -> dict[str, str]:
    return dict(Finding.objects.filter(account=account).values_list("kind", "outcome"))


class TestWhatCounts:
    def test_what_is_in_order_counts_at_once(self, account: Account) -> None:
        see(account, NOW)
        see_site(account, NOW)
        assert outcomes(account) == dict.fromkeys(Aspect.values, "fits")
        assert {row.since for row in Finding.objects.all()} == {NOW}

    @pytest.mark.clause("5.h")
    def test_a_fault_counts_when_it_was_seen_twice(self, account: Account) -> None:
        see_site(account, NOW)
        see_site(account, NOW + DAY, Outcome.UNREACHED)
        first = finding(account)
        assert (first.outcome, first.seen, first.failures) == ("fits", "unreached", 1)
        assert Watch.objects.get(account=None).next_at == NOW + DAY + HOUR, "it is looked at again soon"
        see_site(account, NOW + DAY + HOUR, Outcome.UNREACHED)
        second = finding(account)
        assert (second.outcome, second.since, second.failures) == ("unreached", NOW + DAY + HOUR, 2)

    def test_once_down_and_up_again_is_nothing(self, account: Account) -> None:
        see_site(account, NOW)
        see_site(account, NOW + DAY, Outcome.FAILING)
        see_site(account, NOW + DAY + HOUR)
        see_site(account, NOW + 2 * DAY, Outcome.FAILING)
        row = finding(account)
        assert (row.outcome, row.since, row.failures) == ("fits", NOW, 1)

    def test_one_fault_after_another_goes_on_since_the_first(self, account: Account) -> None:
        for number, outcome in enumerate([Outcome.UNREACHED] * 2 + [Outcome.GONE] * 2):
            see_site(account, NOW + number * HOUR, outcome)
        assert (finding(account).outcome, finding(account).since) == ("gone", NOW + HOUR)

    def test_the_time_between_looks_grows_to_the_interval(self, account: Account) -> None:
        rule, at, waits = services.outside(NOW), NOW, []
        for _time in range(7):
            see_site(account, at, Outcome.UNREACHED)
            next_at = Watch.objects.get(account=None).next_at
            assert next_at is not None
            waits.append(next_at - at)
            at = next_at
        assert waits == [rule.retry(number) for number in range(1, 8)]
        assert waits == sorted(waits)
        assert waits[-1] <= rule.interval
        see_site(account, at)
        after = Watch.objects.get(account=None).next_at
        assert after is not None
        assert rule.interval * 0.9 <= after - at <= rule.interval

    def test_what_nobody_could_read_is_no_breach(self, account: Account) -> None:
        for number in range(3):
            see(account, NOW + number * DAY, None, Outcome.WALLED)
        assert outcomes(account) == dict.fromkeys(["name", "description", "back", "grievance"], "walled")
        assert {row.standing for row in Finding.objects.all()} == {"risk"}

    def test_a_network_that_is_down_says_nothing_of_the_office(self, account: Account) -> None:
        see(account, NOW)
        lines = Look.objects.count()
        for number in range(1, 4):
            see(account, NOW + number * HOUR, None, Outcome.NOT_ASKED)
        assert set(outcomes(account).values()) == {"fits"}
        assert Look.objects.count() == lines
        assert Watch.objects.get(account=account).evidence["name"] == GOOD.name, "what was read before stays"

    @pytest.mark.parametrize(
        ("aspect", "seen"),
        [
            pytest.param(Aspect.NAME, {"name": "রেহানা পারভীন"}, marks=pytest.mark.clause("5.a")),
            pytest.param(Aspect.DESCRIPTION, {"description": "স্বাগতম"}, marks=pytest.mark.clause("5.b")),
            pytest.param(Aspect.BACK, {"links": ["https://www.grs.gov.bd"]}, marks=pytest.mark.clause("5.h")),
            pytest.param(Aspect.GRIEVANCE, {"links": [SITE]}, marks=pytest.mark.clause("5.i")),
        ],
    )
    def test_each_aspect_turns_by_itself(self, account: Account, aspect: Aspect, seen: dict[str, Any]) -> None:
        see(account, NOW)
        for number in (1, 2):
            see(account, NOW + number * HOUR, replace(GOOD, **seen))
        bad = {kind for kind, outcome in outcomes(account).items() if outcome != "fits"}
        assert bad == {aspect}
        turned = Entry.objects.get(verb="verification.turned")
        assert turned.data["aspect"] == aspect
        assert turned.object_id == str(account.pk)


class TestHistory:
    def test_only_changes_and_a_line_a_month(self, account: Account) -> None:
        for day in range(0, 70, 7):
            see_site(account, NOW + day * DAY)
        lines = Look.objects.order_by("at")
        assert [(line.at - NOW).days for line in lines] == [0, 35]

    def test_a_change_is_told_in_both_languages(self, account: Account) -> None:
        see_site(account, NOW)
        see_site(account, NOW + DAY, linked=False)
        last = Look.objects.order_by("-id")[0]
        assert last.outcome == Outcome.MISSING
        assert set(last.reason) == {"bn", "en"}
        assert "no link to the account" in last.reason["en"]
        assert last.reason["bn"] != last.reason["en"]

    def test_every_outcome_has_words(self) -> None:
        for outcome in Outcome:
            for aspect in (None, *Aspect):
                said = reason(aspect, outcome, {"missing": ["purpose"], "signs": ["name"], "name": "50% x"})
                assert isinstance(said, LocalizedText)
                assert all(said[language] and "%(" not in said[language] for language in ("bn", "en"))


@pytest.mark.clause("5.b")
class TestAPersonsEyes:
    def confirm(self, house: House, row: Finding, saw: Saw = Saw.IN_ORDER, by: str = "farhana", **more: Any) -> None:
        given: dict[str, Any] = {"note": "ব্যানারে লেখা আছে", "picture": None, "now": NOW + DAY, **more}
        services.confirm(house.scope(by), finding=row, saw=saw, **given)

    def walled(self, account: Account) -> Finding:
        see(account, NOW, None, Outcome.WALLED)
        return finding(account, Aspect.DESCRIPTION)

    def test_where_the_machine_cannot_see_a_person_does(self, house: House, account: Account) -> None:
        self.confirm(house, self.walled(account))
        row = finding(account, Aspect.DESCRIPTION)
        assert (row.outcome, row.person) == ("fits", house.people["farhana"])
        for day in range(2, 80, 7):
            see(account, NOW + day * DAY, None, Outcome.WALLED)
        assert finding(account, Aspect.DESCRIPTION).outcome == "fits"
        for day in range(92, 107, 7):
            see(account, NOW + day * DAY, None, Outcome.WALLED)
        row = finding(account, Aspect.DESCRIPTION)
        assert (row.outcome, row.person) == ("walled", None), "his word holds for a while"
        line = Look.objects.get(person__isnull=False)
        assert (line.note, line.outcome) == ("ব্যানারে লেখা আছে", "fits")

    def test_what_stands_in_the_banner_only_a_person_reads(self, house: House, account: Account) -> None:
        bare = replace(GOOD, description="স্বাগতম")
        for hour in range(2):
            see(account, NOW + hour * HOUR, bare)
        self.confirm(house, finding(account, Aspect.DESCRIPTION))
        see(account, NOW + 2 * DAY, bare)
        assert finding(account, Aspect.DESCRIPTION).outcome == "fits"
        changed = replace(GOOD, description="আজ মেলা")
        for day in (3, 4):
            see(account, NOW + day * DAY, changed)
        row = finding(account, Aspect.DESCRIPTION)
        assert row.outcome == "fits", "what is missing is still the same"
        see(account, NOW + 5 * DAY, replace(GOOD, description=GOOD.description.split("।")[0]))
        see(account, NOW + 6 * DAY, replace(GOOD, description=GOOD.description.split("।")[0]))
        assert finding(account, Aspect.DESCRIPTION).outcome == "partly", "the text is another one"

    def test_a_person_may_see_that_it_is_not_in_order(self, house: House, account: Account) -> None:
        see_site(account, NOW, Outcome.SUSPICIOUS)
        self.confirm(house, finding(account), Saw.NOT)
        assert (finding(account).outcome, finding(account).standing) == ("missing", "broken")

    def test_what_the_machine_sees_needs_no_eyes(self, house: House, account: Account) -> None:
        see_site(account, NOW)
        with pytest.raises(ValidationError) as caught:
            self.confirm(house, finding(account))
        assert caught.value.code == "seen"

    def test_words_are_needed(self, house: House, account: Account) -> None:
        with pytest.raises(ValidationError) as caught:
            self.confirm(house, self.walled(account), note=" \u200b")
        assert "note" in caught.value.error_dict

    @pytest.mark.parametrize("by", ["rehana", "kamrul", "mannan"])
    def test_only_the_level_above(self, house: House, account: Account, by: str) -> None:
        with pytest.raises(Forbidden):
            self.confirm(house, self.walled(account), by=by)


class TestAsking:
    def test_a_look_at_once(self, house: House, account: Account) -> None:
        see(account, NOW)
        at = NOW + HOUR
        services.look_at_profile(house.scope("rehana"), account=account, now=at)
        watch = Watch.objects.get(account=account)
        assert (watch.next_at, watch.waiting) == (at, True)
        see(account, at + timedelta(seconds=2))
        watch.refresh_from_db()
        assert not watch.waiting

    def test_not_again_and_again(self, house: House, account: Account) -> None:
        see(account, NOW)
        services.look_at_profile(house.scope("rehana"), account=account, now=NOW + HOUR)
        with pytest.raises(ValidationError) as caught:
            services.look_at_profile(house.scope("farhana"), account=account, now=NOW + HOUR + timedelta(seconds=9))
        assert caught.value.code == "just_now"

    def test_a_website(self, house: House, account: Account) -> None:
        see_site(account, NOW)
        services.look_at_website(house.scope("farhana"), office=account.office, now=NOW + HOUR)
        assert Watch.objects.get(account=None).waiting
        account.office.website = ""
        with pytest.raises(ValidationError):
            services.look_at_website(house.scope("farhana"), office=account.office, now=NOW + DAY)

    @pytest.mark.parametrize("by", ["sumaiya", "kamrul", "mannan", "tanvir"])
    def test_not_for_everybody(self, house: House, account: Account, by: str) -> None:
        with pytest.raises(Forbidden):
            services.look_at_profile(house.scope(by), account=account, now=NOW)
        with pytest.raises(Forbidden):
            services.look_at_website(house.scope(by), office=account.office, now=NOW)


class TestReading:
    def test_each_sees_his_own(self, house: House, account: Account) -> None:
        see(account, NOW)
        other = house.account("tanvir", office="ghior", handle="ghior")
        services.enrol(now=NOW)
        see(other, NOW)
        assert {row.account_id for row in selectors.findings(house.scope("sumaiya"))} == {account.pk}
        assert {row.account_id for row in selectors.findings(house.scope("nasrin"))} == {account.pk, other.pk}
        assert selectors.profile_watch(house.scope("tanvir"), account) is None
        assert selectors.looks(house.scope("tanvir")).filter(finding__account=account).count() == 0
