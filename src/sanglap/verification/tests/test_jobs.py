"""The whole way over real HTTP: claimed, looked at without a transaction, kept; against the practice network."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from PIL import Image
from pytest_django import Settings

from sanglap.accounts.models import Account, Credential
from sanglap.accounts.vault import seal
from sanglap.core import clock
from sanglap.core.boxes import Box
from sanglap.files.store import read
from sanglap.guideline import loader
from sanglap.guideline.parameters.outside import WebsiteLink
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.practice.testing import PracticeServer
from sanglap.verification import jobs, looking, selectors, services
from sanglap.verification.looking import ProfileTask, SiteTask
from sanglap.verification.models import Control, Finding, ProfilePicture, Watch
from sanglap.verification.states import Aspect, Method, Outcome
from sanglap.verification.tests.conftest import Web, answer, page
from tests import factories
from tests.factories import House

MACHINE = Scope.everything("tests")
HANDLE = "shibalaya_upazila"
Start = Callable[..., Awaitable[Web]]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeServer]:
    with PracticeServer(tmp_path_factory.mktemp("practice"), rate=100_000) as server:
        yield server


@pytest.fixture
def house(own_database: str, settings: Settings, network: PracticeServer, tmp_path: Any) -> House:
    settings.SANGLAP_OUTBOUND_ALLOW = [network.url.removeprefix("http://")]
    settings.SANGLAP_FILES = tmp_path
    return factories.house(clock.now())


@pytest.fixture
def account(house: House, network: PracticeServer) -> Account:
    """Connected, with a website that links to it and a profile in order."""
    made = house.account("kamrul", handle=HANDLE)
    site = f"{network.url}/sites/{HANDLE}/"
    token = network.account(HANDLE, name=made.name["bn"], note=f"{made.audience['bn']} {made.description['bn']}")
    network.face(
        HANDLE, site="linked", settings={"locked": True, "privacy": "unlisted"}, avatar=picture("green"),
        fields=[["ওয়েবসাইট", site], ["জিআরএস", "www.grs.gov.bd"], ["উদ্দেশ্য", "জনসচেতনতা ও প্রচারণা"]],
    )  # fmt: skip
    Account.objects.filter(pk=made.pk).update(server=network.url, url=f"{network.url}/@{HANDLE}")
    Office.objects.filter(pk=made.office_id).update(website=site)
    Credential.objects.filter(account=made).update(sealed=seal({"token": token}))
    made.refresh_from_db()
    services.enrol(now=clock.now())
    return made


def picture(colour: str) -> str:
    out = io.BytesIO()
    Image.new("RGB", (30, 30), colour).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def look(times: int = 1) -> None:
    for _time in range(times):
        Watch.objects.filter(next_at__isnull=False).update(next_at=clock.now())
        while jobs.look():
            pass


def outcomes() -> dict[str, str]:
    return dict(Finding.objects.values_list("kind", "outcome"))


@pytest.mark.clause("5.h")
def test_profile_and_website_are_looked_at_and_kept(network: PracticeServer, account: Account) -> None:
    look()
    assert outcomes() == dict.fromkeys(Aspect.values, "fits")
    watch = Watch.objects.get(account=account)
    assert (watch.outcome, watch.evidence["settings"]["locked"], watch.evidence["settings"]["privacy"]) == (
        "fits", True, "unlisted"
    )  # fmt: skip
    assert Control.objects.get().method == Method.CONNECTION
    network.face(HANDLE, site="unlinked", name="রেহানা পারভীন", fields=[])
    look()
    assert set(outcomes().values()) == {"fits"}, "seen once"
    look()
    assert outcomes() == {
        "name": "personal", "description": "partly", "back": "missing", "website": "missing", "grievance": "missing"
    }  # fmt: skip
    network.face(HANDLE, site="contact")
    look()
    assert outcomes()["website"] == "fits"


@pytest.mark.clause("5.h")
@pytest.mark.parametrize(
    ("site", "outcome"),
    [
        ("script", "needs_script"),
        ("parked", "suspicious"),
        ("taken", "suspicious"),
        ("broken", "failing"),
        ("gone", "gone"),
        ("slow", "too_slow"),
    ],
)
@pytest.mark.usefixtures("account")
def test_websites_that_behave_badly(network: PracticeServer, site: str, outcome: str) -> None:
    network.face(HANDLE, site=site)
    look(2)
    assert outcomes()["website"] == outcome
    assert outcomes()["name"] == "fits"


@pytest.mark.clause("5.d")
def test_pictures_are_kept_when_they_change(network: PracticeServer, account: Account) -> None:
    look(2)
    first = ProfilePicture.objects.get()
    assert first.file is not None
    assert first.file.media_type == "image/jpeg", "written anew"
    with read(first.file.digest) as blob, Image.open(blob) as shown:
        assert shown.size == (30, 30)
    network.face(HANDLE, avatar=picture("red"))
    look(2)
    assert ProfilePicture.objects.count() == 2
    current = selectors.pictures(MACHINE, [account.pk])[account.pk, "avatar"]
    assert current.pk != first.pk
    network.face(HANDLE, avatar="")
    look(2)
    # The practice network shows a drawing then, which is no picture that we take.
    assert selectors.pictures(MACHINE, [account.pk])[account.pk, "avatar"].pk == current.pk


@pytest.mark.clause("5.d")
@pytest.mark.usefixtures("account")
def test_a_picture_is_looked_through_for_faces_once(network: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bytes] = []

    def found(content: bytes) -> list[Box]:
        looked.append(content)
        return [Box(0.1, 0.2, 0.3, 0.4)]

    monkeypatch.setattr("sanglap.verification.services.pictures.faces", found)
    for colour in ("red", "blue", "red"):
        network.face(HANDLE, avatar=picture(colour))
        look(2)
    shown = ProfilePicture.objects.order_by("id")
    assert [one.boxes for one in shown] == [[Box(0.1, 0.2, 0.3, 0.4)]] * 3
    assert len(looked) == 2, "the red one was known"


@pytest.mark.clause("5.a")
def test_a_code_in_the_profile(house: House, network: PracticeServer, account: Account) -> None:
    Credential.objects.filter(account=account).delete()
    look()
    assert not selectors.controlled(MACHINE, account)
    code = services.give_code(house.scope("rehana"), account=account, now=clock.now()).code
    network.face(HANDLE, note=f"আমাদের পাতা {code}")
    look()
    assert selectors.controlled(MACHINE, account)
    assert Control.objects.get().method == Method.CODE


@pytest.mark.usefixtures("own_database")
def test_an_account_that_the_network_does_not_know(house: House, network: PracticeServer) -> None:
    made = house.account("kamrul", handle="nobody_at_all")
    Account.objects.filter(pk=made.pk).update(server=network.url)
    Credential.objects.all().delete()
    services.enrol(now=clock.now())
    look(2)
    assert {outcomes()[one] for one in ("name", "description", "back", "grievance")} == {"no_profile"}


def test_no_transaction_is_open_meanwhile(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    open_: list[bool] = []
    real = looking.look

    async def watched(tasks: Any) -> Any:
        open_.append(connection.in_atomic_block)
        return await real(tasks)

    monkeypatch.setattr(looking, "look", watched)
    look()
    assert open_
    assert not any(open_)


class TestPolitely:
    async def test_one_at_a_time_at_each_host_and_many_at_once(self, start: Start) -> None:
        now: dict[str, int] = {}
        most: dict[str, int] = {}

        def serving(name: str) -> Any:
            async def serve(writer: asyncio.StreamWriter) -> None:
                now[name] = now.get(name, 0) + 1
                now["all"] = now.get("all", 0) + 1
                for key in (name, "all"):
                    most[key] = max(most.get(key, 0), now[key])
                await asyncio.sleep(0.05)
                writer.write(answer(page("x")))
                await writer.drain()
                now[name] -= 1
                now["all"] -= 1

            return serve

        webs = [await start({"/": serving(name)}) for name in "abc"]
        tasks = [SiteTask(uuid4(), web.url, ("শিবালয়",), (), _rule()) for web in webs for _time in range(3)]
        found = await looking.look(tasks)
        assert len(found) == 9
        assert [most[name] for name in "abc"] == [1, 1, 1]
        assert most["all"] > 1

    async def test_a_fault_of_ours_spoils_one_look_only(self, start: Start) -> None:
        web = await start({"/": page("শিবালয়")})
        nowhere = Account(network="no-such-network", server="https://x.example", handle="x")
        bad = ProfileTask(uuid4(), nowhere, connected=False)
        found = await looking.look([bad, SiteTask(uuid4(), web.url, ("শিবালয়",), (), _rule())])
        assert [result.task.watch_id for result in found] != [bad.watch_id]
        assert len(found) == 1


def _rule() -> WebsiteLink:
    book = loader.current()
    return book.rule("website-tie", on=book.calendar.day_of(clock.now())).parameters


class TestByHand:
    """A profile that has no interface is read as the web page that it is."""

    async def seen(self, web: Web) -> looking.ProfileSeen:
        account = Account(network="by-hand", server=web.url, handle="office")
        (found,) = await looking.look([ProfileTask(uuid4(), account, connected=False)])
        assert isinstance(found, looking.ProfileSeen)
        return found

    async def test_a_readable_page(self, start: Start) -> None:
        head = "<meta property=og:title content='শিবালয় উপজেলা'><meta property=og:description content='সেবা'>"
        found = await self.seen(await start({"/office": page("<a href='https://www.grs.gov.bd'>x</a>", head=head)}))
        assert found.seen is not None
        assert (found.outcome, found.seen.name, found.seen.by) == (Outcome.FITS, "শিবালয় উপজেলা", "page")

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [
            ("404 Not Found", Outcome.NO_PROFILE),
            ("403 Forbidden", Outcome.WALLED),
            ("999 Request denied", Outcome.WALLED),
            ("500 Oops", Outcome.NOT_ASKED),
        ],
    )
    async def test_what_cannot_be_read(self, start: Start, status: str, outcome: Outcome) -> None:
        found = await self.seen(await start({"/office": answer("", status)}))
        assert (found.outcome, found.seen) == (outcome, None)

    async def test_a_wall(self, start: Start) -> None:
        found = await self.seen(await start({"/office": page("Log in", title="Log in to Facebook")}))
        assert (found.outcome, found.seen) == (Outcome.WALLED, None)
