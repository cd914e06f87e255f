"""An office's website over real sockets: linked or not, moved, taken over, parked, only for JavaScript (clause 5.h)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from sanglap.guideline import loader
from sanglap.guideline.parameters.outside import WebsiteLink
from sanglap.verification.reading import fetching, website
from sanglap.verification.reading.addresses import account_places
from sanglap.verification.reading.page import understood
from sanglap.verification.reading.website import Site, Wanted, read_site
from sanglap.verification.states import Outcome
from sanglap.verification.tests.conftest import Web, answer, page
from tests.factories import NOW

Start = Callable[..., Awaitable[Web]]
pytestmark = pytest.mark.clause("5.h")
OFFICE = ("উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয়", "Office of the Upazila Nirbahi Officer, Shibalaya")
FACEBOOK = "https://www.facebook.com/shibalaya.upazila"
ONE = Wanted(uuid4(), account_places("https://www.facebook.com", "shibalaya.upazila"))
TWO = Wanted(uuid4(), account_places("https://social.example", "shibalaya"))


def rule() -> WebsiteLink:
    book = loader.current()
    return book.rule("website-tie", on=book.calendar.day_of(NOW)).parameters


async def look(web: Web | str, *accounts: Wanted) -> Site:
    url = web if isinstance(web, str) else web.url
    async with fetching.client() as client:
        return await read_site(client, url, names=OFFICE, accounts=accounts or (ONE,), rule=rule())


def outcome(site: Site, key: UUID = ONE.account_id) -> Outcome:
    return site.of(key)


class TestLinks:
    @pytest.mark.parametrize(
        "link",
        [
            FACEBOOK,
            "http://m.facebook.com/Shibalaya.Upazila/?ref=bookmarks",
            "//facebook.com/pg/shibalaya.upazila",
            "https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Ffacebook.com%2Fshibalaya.upazila&amp;tabs=1",
        ],
    )
    async def test_linked(self, start: Start, link: str) -> None:
        web = await start({"/": page(f"<p>শিবালয়</p><iframe src='{link}'></iframe><a href='{link}'>f</a>")})
        site = await look(web)
        assert outcome(site) == Outcome.FITS
        assert "facebook" in site.links[ONE.account_id]

    async def test_one_fetch_serves_all_accounts(self, start: Start) -> None:
        web = await start(
            {"/": page(f"শিবালয় <a href='{FACEBOOK}'>f</a><link rel=me href='https://social.example/@shibalaya'>")}
        )
        site = await look(web, ONE, TWO)
        assert [outcome(site, one.account_id) for one in (ONE, TWO)] == [Outcome.FITS, Outcome.FITS]
        assert web.asked == ["/"]

    async def test_not_linked(self, start: Start) -> None:
        web = await start({"/": page("শিবালয় উপজেলা <a href='https://facebook.com/another'>f</a>")})
        site = await look(web)
        assert outcome(site) == Outcome.MISSING
        assert site.evidence["links"] == ["https://facebook.com/another"]

    @pytest.mark.parametrize("words", ["যোগাযোগ", "Contact us", "সামাজিক মাধ্যম"])
    async def test_the_page_of_contacts_is_read_too(self, start: Start, words: str) -> None:
        web = await start(
            {
                "/": page(f"শিবালয় <a href='/about'>পরিচিতি</a> <a href='/p2'>{words}</a> <a href='/p3'>{words}</a>"),
                "/p2": page(f"<a href='{FACEBOOK}'>f</a>"),
            }
        )
        assert outcome(await look(web)) == Outcome.FITS
        assert web.asked == ["/", "/p2"]

    async def test_no_page_but_of_the_same_site(self, start: Start) -> None:
        other = await start({"/": page(f"<a href='{FACEBOOK}'>f</a>")})
        web = await start({"/": page(f"শিবালয় <a href='http://localhost:{other.port}/'>যোগাযোগ</a>")})
        assert outcome(await look(web)) == Outcome.MISSING
        assert other.asked == []

    async def test_a_page_of_contacts_that_leads_away_proves_nothing(self, start: Start) -> None:
        other = await start({"/": page(f"<a href='{FACEBOOK}'>f</a>")})
        web = await start(
            {"/": page("শিবালয় <a href='/c'>যোগাযোগ</a>"), "/c": answer("", "302 Found", Location=other.url)}
        )
        assert outcome(await look(web)) == Outcome.MISSING


class TestOthers:
    async def test_dead(self, start: Start) -> None:
        web = await start({"/": answer("", "404 Not Found")})
        site = await look(web)
        assert (outcome(site), site.evidence["status"]) == (Outcome.GONE, 404)

    async def test_only_with_javascript(self, start: Start) -> None:
        web = await start({"/": page("<div id=app></div><script src=/app.js></script>")})
        assert outcome(await look(web)) == Outcome.NEEDS_SCRIPT

    async def test_javascript_does_not_hide_a_link(self, start: Start) -> None:
        web = await start({"/": page(f"<script src=/app.js></script><link rel=me href='{FACEBOOK}'>")})
        assert outcome(await look(web)) == Outcome.FITS

    @pytest.mark.parametrize(
        "body",
        [
            "This domain is for sale. Buy this domain!",
            "<a href='https://www.sedoparking.com/x'>more</a>",
            "HACKED BY x",
        ],
    )
    async def test_parked_or_taken_over(self, start: Start, body: str) -> None:
        web = await start({"/": page(body, title="manikganj.gov.bd")})
        site = await look(web)
        assert outcome(site) == Outcome.SUSPICIOUS
        assert site.evidence["signs"]

    async def test_strangers_words_beside_the_link(self, start: Start) -> None:
        web = await start({"/": page(f"<a href='{FACEBOOK}'>f</a> Best online casino")})
        assert outcome(await look(web)) == Outcome.SUSPICIOUS

    async def test_the_office_is_named_nowhere(self, start: Start) -> None:
        web = await start({"/": page("Best shoes, great prices, order today", title="Shoes")})
        site = await look(web)
        assert (outcome(site), site.evidence["signs"]) == (Outcome.SUSPICIOUS, ["name"])

    @pytest.mark.parametrize(
        "body", ["Upazila Nirbahi Officer, Shibaloy", "উপজেলার খবর", "<a href='https://bangladesh.gov.bd'>Portal</a>"]
    )
    async def test_one_sign_of_the_office_is_enough(self, start: Start, body: str) -> None:
        web = await start({"/": page(f"Welcome to our site, read the news. {body}", title="Home")})
        assert outcome(await look(web)) == Outcome.MISSING


class TestMoved:
    @pytest.fixture
    def world(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
        """Pages of the wide world by address, without sockets: names cannot be had on loopback."""
        pages: dict[str, str] = {}

        async def fetch(_client: object, url: str) -> fetching.Fetched:
            target = pages.get(url, url)
            return fetching.Fetched(Outcome.FITS, target, 200, understood(pages.get(target, ""), target))

        monkeypatch.setattr(website, "fetch", fetch)
        return pages

    OLD, NEW, SHOP = "https://old.gov.bd", "https://shibalaya.manikganj.gov.bd/", "https://shop.example/"

    async def test_to_another_official_site(self, world: dict[str, str]) -> None:
        world |= {self.OLD: self.NEW, self.NEW: page("শিবালয় উপজেলা")}
        site = await look(self.OLD)
        assert (outcome(site), site.evidence["url"]) == (Outcome.MOVED, self.NEW)

    async def test_to_another_official_site_that_has_the_link(self, world: dict[str, str]) -> None:
        world |= {self.OLD: self.NEW, self.NEW: page(f"<a href='{FACEBOOK}'>f</a>")}
        assert outcome(await look(self.OLD)) == Outcome.FITS

    @pytest.mark.parametrize("body", ["Great prices", f"শিবালয় <a href='{FACEBOOK}'>f</a>"])
    async def test_to_strangers(self, world: dict[str, str], body: str) -> None:
        """Also where they copied the office's page, link and all."""
        world |= {self.OLD: self.SHOP, self.SHOP: page(body)}
        site = await look(self.OLD)
        assert (outcome(site), site.evidence["signs"]) == (Outcome.SUSPICIOUS, ["shop.example"])

    async def test_www_is_no_other_site(self, world: dict[str, str]) -> None:
        there = "https://www.old.gov.bd/bn/"
        world |= {self.OLD: there, there: page(f"<a href='{FACEBOOK}'>f</a>")}
        assert outcome(await look(self.OLD)) == Outcome.FITS
