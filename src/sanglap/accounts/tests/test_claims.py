"""Accounts that exist already come into the register, claimed and not verified (clauses 4, 5.a)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts import selectors, services
from sanglap.accounts.models import Account, AccountImport, ClaimRow, NameFault, Way
from sanglap.accounts.services import claims
from sanglap.accounts.states import AccountState
from sanglap.audit.models import Entry
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.offices.models import RowKind
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services.bringing import NotApplied, RegisterChanged
from sanglap.offices.states import ImportState
from sanglap.people.permissions import Role
from sanglap.verification.models import Control
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.a")]

HEAD = "office,link,name_bn,name_en,purposes,audience_bn,description_bn,personal,since,who keeps it\n"
GOOD = (
    "bd-upa-362,https://m.facebook.com/ShibalayaUpazila/?ref=x,উপজেলা প্রশাসন শিবালয়,Upazila Administration Shibalaya,"
    '"4.b, ৪(গ)",শিবালয়ের মানুষ,দপ্তরের পেজ,না,২৬/০৩/২০১৯,অফিস সহকারী\n'
)
POST = "bd-upa-361,https://www.facebook.com/uno.ghior,ইউএনও ঘিওর,UNO Ghior,,,,হ্যাঁ,,\n"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def nasrin(house: House) -> Scope:
    return house.scope("nasrin")


def brought(house: House, scope: Scope, text: str, *, root: str = "cabinet") -> AccountImport:
    run = claims.receive(scope, name="list.csv", content=text.encode(), root=house.offices[root], now=NOW)
    return claims.compare(run, now=NOW)


def proved(account: Account) -> Account:
    """Somebody above saw that the office holds it."""
    Control.objects.create(account=account, method="person", server=account.server, handle=account.handle, at=NOW)
    return account


def faults(run: AccountImport) -> list[list[str]]:
    return [[one["code"] for one in row.faults] for row in ClaimRow.objects.filter(run=run).order_by("line")]


def kinds(run: AccountImport) -> list[str]:
    return list(ClaimRow.objects.filter(run=run).order_by("line").values_list("kind", flat=True))


def test_a_list_becomes_claimed_accounts_with_all_that_it_says(house: House, nasrin: Scope) -> None:
    run = brought(house, nasrin, HEAD + GOOD + POST)
    assert (run.state, kinds(run)) == (ImportState.READY, ["new", "new"])
    assert claims.apply(nasrin, run=run, now=NOW) == {"new": 2}
    one = Account.objects.get(handle="ShibalayaUpazila")
    assert (one.state, one.platform, one.server, one.office) == (
        AccountState.CLAIMED, "facebook", "https://www.facebook.com", house.offices["shibalaya"],
    )  # fmt: skip
    assert one.name == {"bn": "উপজেলা প্রশাসন শিবালয়", "en": "Upazila Administration Shibalaya"}
    assert (one.purposes, one.opened_on, one.keeper, one.personal) == (
        ["4.b", "4.c"], date(2019, 3, 26), "অফিস সহকারী", False,
    )  # fmt: skip
    assert (one.name_fault, one.url) == (NameFault.NONE, "https://www.facebook.com/ShibalayaUpazila")
    other = Account.objects.get(handle="uno.ghior")
    assert (other.name_fault, other.personal) == (NameFault.POST, True)
    assert Entry.objects.filter(verb="account.claimed").count() == 2


def test_what_is_doubtful_is_told_and_brought_in_all_the_same(house: House, nasrin: Scope) -> None:
    row = "bd-upa-361,https://facebook.com/ghior,,,4.z,,,vielleicht,tomorrow,\n"
    run = brought(house, nasrin, HEAD + POST + row)
    assert faults(run) == [["personal", "name-post"], ["bad-purpose", "bad-yes", "bad-date", "no-name"]]
    assert set(kinds(run)) == {"new"}
    claims.apply(nasrin, run=run, now=NOW)
    assert Account.objects.get(handle="ghior").name == {"en": "ghior"}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("no-such,https://facebook.com/a1b2c,,,,,,,,", "unknown-office"),
        (",https://facebook.com/a1b2c,,,,,,,,", "no-office"),
        ("bd-upa-361,https://example.org/x/y/z,,,,,,,,", "bad-link"),
        ("bd-upa-361,,,,,,,,,", "no-place"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(house: House, nasrin: Scope, row: str, fault: str) -> None:
    run = brought(house, nasrin, f"{HEAD}{row}\n")
    assert kinds(run) == ["bad"]
    assert fault in faults(run)[0]


def test_offices_are_known_by_their_names_too_however_spelled(house: House, nasrin: Scope) -> None:
    text = '"Office of the Upazila Nirbahi Officer, Ghior",https://facebook.com/ghior,,,,,,,,\n'
    run = brought(house, nasrin, HEAD + text + text.replace("ghior", "other").replace("Ghior", "GHEOR"))
    assert ClaimRow.objects.filter(run=run, office_id=house.offices["ghior"].pk).count() >= 1


def test_platform_and_name_will_do_where_there_is_no_link(house: House, nasrin: Scope) -> None:
    text = "office,platform,handle,server\nbd-upa-361,ফেসবুক,@ghiorupazila,\nbd-upa-361,Mastodon,ghior,social.example\n"
    text += "bd-upa-361,Mastodon,ghior,\nbd-upa-361,Myspace,ghior,\n"
    run = brought(house, nasrin, text)
    assert kinds(run) == ["new", "new", "bad", "bad"], faults(run)
    assert faults(run)[2:] == [["no-server"], ["no-platform"]]


def test_the_same_account_is_found_whatever_its_spelling(house: House, nasrin: Scope) -> None:
    twins = "bd-upa-362,http://facebook.com/shibalayaupazila,,,,,,,,\n"
    run = brought(house, nasrin, HEAD + GOOD + twins)
    assert (kinds(run), faults(run)[1]) == (["new", "bad"], ["no-name", "twice"])
    claims.apply(nasrin, run=run, only_good=True, now=NOW)
    again = brought(house, nasrin, HEAD + twins + twins.replace("362", "361").replace("http:", "https:"))
    assert kinds(again) == ["same", "bad"]
    alone = brought(house, nasrin, HEAD + twins.replace("362", "361"))
    assert "taken" in faults(alone)[0]


def test_faulty_rows_hold_back_the_rest_unless_it_is_said(house: House, nasrin: Scope) -> None:
    run = brought(house, nasrin, HEAD + GOOD + "no-such,https://facebook.com/x1x2x3,,,,,,,,\n")
    with pytest.raises(NotApplied):
        claims.apply(nasrin, run=run, now=NOW)
    assert not Account.objects.exists()
    assert claims.apply(nasrin, run=run, only_good=True, now=NOW) == {"new": 1}


def test_somebody_was_quicker_and_nothing_is_brought_in_twice(house: House, nasrin: Scope) -> None:
    first, second = (brought(house, nasrin, HEAD + GOOD) for _ in range(2))
    claims.apply(nasrin, run=first, now=NOW)
    with pytest.raises(RegisterChanged):
        claims.apply(nasrin, run=second, now=NOW)
    second.refresh_from_db()
    assert (second.state, second.counts[RowKind.SAME]) == (ImportState.READY, 1)
    with pytest.raises(TransitionRefused):
        claims.apply(nasrin, run=first, now=NOW)
    assert Account.objects.count() == 1


def test_a_list_is_taken_back_as_long_as_nothing_was_handed_in(house: House, nasrin: Scope) -> None:
    run = brought(house, nasrin, HEAD + GOOD + POST)
    claims.apply(nasrin, run=run, now=NOW)
    begun = services.begin_renaming(
        nasrin, account=Account.objects.get(handle="uno.ghior"), way=Way.RENAME,
        to_name=LocalizedText(bn="উপজেলা প্রশাসন ঘিওর", en="Upazila Administration Ghior"), now=NOW,
    )  # fmt: skip
    assert claims.undo(nasrin, run=run, now=NOW) == {"new": 2}
    # Of one something is on record: it is closed. The other is gone.
    assert list(Account.objects.values_list("state", flat=True)) == [AccountState.CLOSED]
    assert begun.account_id == Account.objects.get().pk
    assert Entry.objects.filter(verb="account.unclaimed").count() == 1


def test_what_was_handed_in_stays(house: House, nasrin: Scope) -> None:
    run = brought(house, nasrin, HEAD + GOOD)
    claims.apply(nasrin, run=run, now=NOW)
    claims.hand_in(house.scope("rehana"), account=proved(Account.objects.get()), now=NOW)
    with pytest.raises(NotApplied):
        claims.undo(nasrin, run=run, now=NOW)
    assert Account.objects.get().state == AccountState.IN_REVIEW


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 99, b"name\nx\n", b"office,name\nx,y\n", b"office,link\n"])
def test_what_is_no_list_is_refused_with_a_reason(house: House, nasrin: Scope, content: bytes) -> None:
    run = claims.receive(nasrin, name="x", content=content, root=house.offices["cabinet"], now=NOW)
    claims.compare(run, now=NOW)
    assert run.state == ImportState.REFUSED
    assert run.fault["code"] in claims.FORM.list_words


def test_the_office_brings_in_its_own_and_no_others(house: House) -> None:
    rehana = house.scope("rehana")
    run = brought(house, rehana, HEAD + GOOD + POST, root="shibalaya")
    assert (kinds(run), faults(run)[1][-1]) == (["new", "bad"], "outside")
    claims.apply(rehana, run=run, only_good=True, now=NOW)
    with pytest.raises(Forbidden):
        brought(house, rehana, HEAD + POST, root="ghior")
    with pytest.raises(Forbidden):
        claims.apply(house.scope("tanvir"), run=run, now=NOW)


def test_links_are_brought_in_at_once(house: House) -> None:
    rehana = house.scope("rehana")
    links = "https://www.youtube.com/@shibalaya\n\n https://x.com/shibalaya\nhttps://bit.ly/abc\n"
    run = claims.send_links(rehana, links=links, root=house.offices["shibalaya"], now=NOW)
    assert kinds(run) == ["new", "new", "bad"]
    for wrong in (" \n", "https://x.com/a\n" * (claims.MOST_LINKS + 1)):
        with pytest.raises(ValidationError):
            claims.send_links(rehana, links=wrong, root=house.offices["shibalaya"], now=NOW)


def test_roots_are_where_one_may_bring_in(house: House) -> None:
    assert set(claims.roots(house.scope("rehana"))) == {house.offices["shibalaya"]}
    assert house.offices["cabinet"] in claims.roots(house.scope("nasrin"))
    assert not claims.roots(house.scope("kamrul")).exists()


@pytest.fixture
def claimed(house: House, nasrin: Scope) -> Account:
    run = brought(house, nasrin, HEAD + GOOD)
    claims.apply(nasrin, run=run, now=NOW)
    return Account.objects.select_related("office").get()


def test_a_claimed_account_counts_as_official_nowhere(house: House, claimed: Account) -> None:
    everything = Scope.everything()
    assert not selectors.official(everything, house.offices["shibalaya"]).exists()
    assert not selectors.connected(everything).exists()
    for act in (services.approve, services.put_to_work, services.resume):
        with pytest.raises(TransitionRefused):
            act(everything, account=claimed, now=NOW)
    with pytest.raises(TransitionRefused):
        services.begin_connecting(house.scope("rehana"), account=claimed, redirect_uri="https://a.example", now=NOW)


def test_it_is_handed_in_when_nothing_is_missing_and_then_reviewed(house: House, claimed: Account) -> None:
    Account.objects.filter(pk=claimed.pk).update(purposes=[])
    claimed.refresh_from_db()
    rehana = house.scope("rehana")
    assert len(claims.missing_of(claimed)) == 2
    for given in ([], ["4.b"]):
        Account.objects.filter(pk=claimed.pk).update(purposes=given)
        with pytest.raises(ValidationError) as caught:
            claims.hand_in(rehana, account=claimed, now=NOW)
        assert caught.value.code == "missing"
    proved(claimed)
    with pytest.raises(Forbidden):
        claims.hand_in(house.scope("nasrin"), account=claimed, now=NOW)
    claims.hand_in(rehana, account=claimed, now=NOW)
    assert claimed.state == AccountState.IN_REVIEW
    with pytest.raises(TransitionRefused):
        claims.hand_in(rehana, account=claimed, now=NOW)
    services.approve(house.scope("nasrin"), account=claimed, now=NOW + MINUTE)
    assert claimed.state == AccountState.APPROVED


def test_the_office_disowns_what_is_not_its_own(house: House, claimed: Account) -> None:
    services.close(house.scope("rehana"), account=claimed, note="অন্য কারও পেজ", now=NOW)
    assert claimed.state == AccountState.CLOSED
    assert Entry.objects.filter(verb="account.disowned").exists()


def test_queries_do_not_grow_with_the_list(house: House, nasrin: Scope, django_assert_max_num_queries: Any) -> None:
    text = HEAD + "".join(f"bd-upa-361,https://facebook.com/page{n:04},,,,,,,,\n" for n in range(1500))
    run = claims.receive(nasrin, name="many", content=text.encode(), root=house.offices["cabinet"], now=NOW)
    with django_assert_max_num_queries(30):
        claims.compare(run, now=NOW)
    with django_assert_max_num_queries(30):
        claims.apply(nasrin, run=run, now=NOW)
    assert Account.objects.filter(state=AccountState.CLAIMED).count() == 1500


def test_lists_are_seen_by_whom_they_concern(house: House, nasrin: Scope) -> None:
    run = brought(house, nasrin, HEAD + GOOD)
    house.officer("ghead", Role.HEAD, "ghior")
    assert run in selectors.claim_lists(nasrin)
    assert run not in selectors.claim_lists(house.scope("rehana"))
    assert run not in selectors.claim_lists(house.scope("ghead"))
    assert list(selectors.claim_rows(nasrin, run, "new")) == list(ClaimRow.objects.filter(run=run))
    assert not selectors.claim_rows(house.scope("rehana"), run).exists()
