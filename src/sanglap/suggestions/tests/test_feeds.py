"""Feeds over real sockets and in the database: read again and again, each entry suggested once (clause 6)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanglap.audit.models import Entry as Line
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden
from sanglap.suggestions import looking, selectors, services
from sanglap.suggestions.models import Entry, Kind, SiteFeed, Suggestion
from sanglap.suggestions.reading import fetching
from sanglap.suggestions.reading.entries import feed as read_feed
from sanglap.suggestions.reading.fetching import Reading, own_site
from sanglap.suggestions.states import Fault, SuggestionState
from sanglap.suggestions.tests.test_reading import rss
from sanglap.verification.tests.conftest import Web, answer, start
from tests import factories
from tests.factories import MINUTE, NOW, House

__all__ = ["start"]
pytestmark = pytest.mark.clause("6")
Start = Callable[..., Awaitable[Web]]
HOUR = timedelta(hours=1)
SITE = "https://shibalaya.example.gov.bd"


def item(number: int, **more: str) -> str:
    given = {"guid": f"id-{number}", "link": f"{SITE}/{number}", **more}
    return f"<title>খবর {number}</title><link>{given['link']}</link><guid>{given['guid']}</guid>"


async def look(web: Web, path: str = "/feed", website: str = "", **more: str) -> Reading:
    async with fetching.client() as client:
        return await fetching.read(client, web.url + path, website=website or web.url, **more)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (answer("", "404 Not Found"), Fault.GONE),
        (answer("", "403 Forbidden"), Fault.DENIED),
        (answer("", "500 Internal Server Error"), Fault.FAILING),
        (b"this is not HTTP\r\n\r\n", Fault.FAILING),
        (answer("<html><head><title>404</title></head></html>"), Fault.PAGE),
        (answer("<!DOCTYPE html><p>x"), Fault.PAGE),
        (answer('{"x": 1}', kind="application/json"), Fault.NOT_XML),
        (answer("<urlset/>"), Fault.NOT_FEED),
        (answer("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>"), Fault.DECLARES),
        (answer("x" * 2_000_001), Fault.TOO_LARGE),
        (answer("", "302 Found", Location="/feed"), Fault.ENDLESS),
        (answer("", "301 Moved", Location="https://elsewhere.invalid/"), Fault.NO_ADDRESS),
    ],
)
async def test_every_fault_is_told_apart(start: Start, given: bytes, fault: Fault) -> None:
    assert (await look(await start({"/feed": given}))).fault == fault


async def test_what_did_not_change_is_not_sent_again_and_redirects_stay_on_the_site(start: Start) -> None:
    web = await start({"/feed": answer("", "301 Moved", Location="/new"), "/new": answer(rss(item(1)), ETag='"7"')})
    found = await look(web)
    assert (found.fault, found.etag, found.found and found.found.title) == (None, '"7"', "সংবাদ")
    web.pages["/new"] = answer("", "304 Not Modified")
    again = await look(web, etag='"7"')
    assert (again.fault, again.found, again.etag) == (None, None, '"7"')
    assert web.headers[-1]["if-none-match"] == '"7"'
    other = await start({"/feed": rss(item(1))})
    web.pages["/feed"] = answer("", "302 Found", Location=f"{other.url}/feed")
    moved = await look(web)
    assert (moved.fault, moved.elsewhere) == (Fault.MOVED, f"{other.url}/feed")
    assert (await look(web, website="https://else.example")).fault == Fault.FOREIGN


async def test_a_page_names_its_feed_and_no_machine_inside_is_asked(start: Start) -> None:
    head = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>'
    web = await start({"/feed": head})
    assert (await look(web)).elsewhere == f"{web.url}/rss.xml"
    shut = await start({"/feed": rss(item(1))}, allowed=False)
    assert (await look(shut)).fault == Fault.INSIDE
    assert shut.asked == []


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://www.shibalaya.example.gov.bd/feed", True),
        ("http://news.shibalaya.example.gov.bd/feed", True),
        ("https://example.gov.bd/feed", False),
        ("https://evil-shibalaya.example.gov.bd/feed", False),
        ("https://shibalaya.example.gov.bd.evil.example/feed", False),
        ("https://shibalaya.example.gov.bd:8443/feed", False),
        ("https://user@shibalaya.example.gov.bd/feed", False),
        ("ftp://shibalaya.example.gov.bd/feed", False),
        ("nonsense", False),
    ],
)
def test_only_the_own_website_counts(address: str, *, own: bool) -> None:
    assert own_site(address, SITE) == own


@pytest.fixture
def house(db: None) -> House:
    made = factories.house()
    office = made.offices["shibalaya"]
    office.website = SITE
    office.save()
    made.account("kamrul")
    return made


def entered(house: House, path: str = "/feed") -> SiteFeed:
    return services.enter(house.scope("rehana"), office=house.offices["shibalaya"], address=SITE + path, now=NOW)


def said(*items: str, etag: str = "") -> Reading:
    return Reading(found=read_feed(rss(*items).encode(), "", SITE), etag=etag)


def test_the_first_reading_takes_the_newest_five_and_each_later_one_what_is_new_in_its_order(house: House) -> None:
    feed = entered(house)
    first = services.keep(feed.pk, said(*(item(number) for number in range(30, 0, -1))), now=NOW)
    assert [one.words for one in first] == [f"খবর {number}" for number in range(26, 31)]
    assert services.keep(feed.pk, said(*(item(number) for number in range(30, 0, -1))), now=NOW) == []
    later = services.keep(feed.pk, said(item(32), item(31), item(30)), now=NOW)
    assert [one.link for one in later] == [f"{SITE}/31", f"{SITE}/32"]
    assert {one.kind for one in Suggestion.objects.all()} == {Kind.FEED}
    # A website that begins anew does not bury the list.
    anew = services.keep(feed.pk, said(*(item(number) for number in range(190, 100, -1))), now=NOW)
    feed.refresh_from_db()
    assert (len(anew), feed.left_out, Entry.objects.count()) == (20, 70, 122)
    assert list(selectors.queue(house.scope("sumaiya")).values_list("pk", flat=True)) == [
        one.pk for one in [*first, *later, *anew]
    ]


def test_changed_ids_and_changed_links_suggest_nothing_anew(house: House) -> None:
    feed = entered(house)
    services.keep(feed.pk, said(item(1), item(2)), now=NOW)
    assert services.keep(feed.pk, said(item(1, guid="other"), item(2, link=f"{SITE}/two")), now=NOW) == []
    insecure = item(1, guid="third", link=f"{SITE}/1".replace("https", "http"))
    assert services.keep(feed.pk, said(insecure), now=NOW) == []
    assert len(services.keep(feed.pk, said(item(1, guid="fourth", link=f"{SITE}/x")), now=NOW)) == 1


def test_after_faults_it_waits_longer_each_time_and_the_office_is_told(house: House) -> None:
    feed, waits = entered(house), []
    for _number in range(7):
        services.keep(feed.pk, Reading(Fault.GONE), now=NOW)
        feed.refresh_from_db()
        waits.append((feed.next_at - NOW) / HOUR if feed.next_at else 0)
    assert waits == [2, 4, 8, 16, 24, 24, 24]
    assert (feed.fault, feed.fault_since, list(selectors.failing(house.scope("sumaiya"), now=NOW))) == (
        Fault.GONE, NOW, [feed],
    )  # fmt: skip
    services.keep(feed.pk, Reading(etag='"1"'), now=NOW)
    feed.refresh_from_db()
    assert (feed.fault, feed.faults, feed.next_at, feed.etag) == ("", 0, NOW + HOUR, '"1"')


def test_due_ones_are_claimed_once_a_few_of_each_host_and_of_open_offices(house: House) -> None:
    feeds = [entered(house, f"/{number}") for number in range(5)]
    with CaptureQueriesContext(connection) as asked:
        taken = services.claim(now=NOW)
    assert [one.pk for one in taken] == [one.pk for one in feeds[:4]]
    assert len(asked) <= 4
    assert [one.pk for one in services.claim(now=NOW)] == [feeds[4].pk]
    assert services.claim(now=NOW) == []
    later = NOW + timedelta(minutes=11)
    Office.objects.filter(pk=house.offices["shibalaya"].pk).update(state="closed")
    assert services.claim(now=later) == []


def test_a_feed_is_entered_once_stopped_and_goes_on_where_it_was(house: House) -> None:
    feed = entered(house)
    assert entered(house) == feed
    services.keep(feed.pk, said(item(1)), now=NOW)
    rehana = house.scope("rehana")
    assert services.stop(rehana, feed=feed, now=NOW)
    assert not services.stop(rehana, feed=feed, now=NOW)
    assert services.keep(feed.pk, said(item(2)), now=NOW) == []
    with pytest.raises(ValidationError):
        services.read_now(rehana, feed=feed, now=NOW)
    again = entered(house)
    assert (again, again.next_at) == (feed, NOW)
    assert [one.words for one in services.keep(feed.pk, said(item(2), item(1)), now=NOW)] == ["খবর 2"]
    with pytest.raises(ValidationError, match="৫"):
        services.read_now(rehana, feed=feed, now=NOW + MINUTE)
    services.read_now(rehana, feed=feed, now=NOW + 6 * MINUTE)
    assert set(Line.objects.filter(verb__startswith="feed.").values_list("verb", flat=True)) == {
        "feed.entered", "feed.stopped", "feed.resumed", "feed.asked",
    }  # fmt: skip
    for number in range(4):
        entered(house, f"/{number}")
    with pytest.raises(ValidationError, match="৫"):
        entered(house, "/one-too-many")


def test_another_address_is_refused(house: House) -> None:
    office = house.offices["shibalaya"]
    for address in ("", "nonsense", "https://else.example/feed", "javascript:alert(1)", SITE + "/" + "x" * 500):
        with pytest.raises(ValidationError) as caught:
            services.enter(house.scope("rehana"), office=office, address=address, now=NOW)
        assert "address" in caught.value.message_dict
    with pytest.raises(Forbidden):
        services.enter(house.scope("sumaiya"), office=office, address=SITE, now=NOW)


def test_what_nobody_takes_up_for_long_leaves_the_list(house: House) -> None:
    feed = entered(house)
    made = services.keep(feed.pk, said(item(1), item(2)), now=NOW)
    services.take(house.scope("sumaiya"), suggestion=made[0], now=NOW)
    own = services.suggest(house.scope("jamal"), office=house.offices["shibalaya"], words="x", now=NOW)
    assert services.lapse(now=NOW + timedelta(days=29)) == 0
    assert services.lapse(now=NOW + timedelta(days=30)) == 1
    assert set(selectors.queue(house.scope("sumaiya"))) == {made[0], own}
    assert Suggestion.objects.get(pk=made[1].pk).state == SuggestionState.LAPSED


async def test_several_are_read_at_once_and_one_that_is_gone_keeps_no_other(start: Start) -> None:
    good = await start({"/feed": rss(item(1))})
    feeds = [SiteFeed(address=f"{good.url}/{path}", office=Office(website=good.url)) for path in ("feed", "gone")]
    results = dict(await looking.look(feeds))
    assert [results[one.pk].fault for one in feeds] == [None, Fault.GONE]
    assert (await looking.look_once(f"{good.url}/feed", good.url)).found is not None
