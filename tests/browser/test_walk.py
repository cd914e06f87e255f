"""The whole walk as an office does it: author, a panel of three that decides by majority, citizen, responder, head.

Once in each language, on a phone and at a desk; and once by the keyboard alone.
"""

from __future__ import annotations

import io
import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error, FilePayload, Page
from playwright.sync_api import TimeoutError as TooLong

from sanglap.launch.testing import pointed_at
from tests.browser.conftest import Person
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.clause("6.a")]

SHOTS = os.environ.get("SANGLAP_SCREENSHOTS", "")
"""A folder, to look at every page of the walk."""
FIRST = "মেলা শুক্রবার শুরু হবে, নং {}।"
POST = "বৃক্ষমেলা আগামী রবিবার সকাল ১০টায় উপজেলা পরিষদ চত্বরে শুরু হবে, নং {}।"
ALT = "মেলার মাঠে সারি সারি চারাগাছ"
QUESTION = "চারার দাম কত, নং {}?"
ANSWER = "প্রতিটি চারা নয় টাকা, নং {}।"
MOST_TABS = 150


@dataclass
class Hands:
    """How somebody uses a page: by pointing. Everything is found by what it is, so that it holds in every language."""

    person: Person
    name: str
    shots: int = field(default=0)

    @property
    def page(self) -> Page:
        return self.person.page

    def fill(self, where: str, text: str) -> None:
        self.page.fill(where, text)

    def choose(self, where: str) -> None:
        """Tick a box, or choose among several."""
        self.page.check(where)

    def press(self, where: str) -> None:
        """A button or a link."""
        self.page.locator(where).first.click()

    def bring(self, where: str, file: FilePayload) -> None:
        self.page.set_input_files(where, files=[file])

    def wait_for(self, text: str, tries: int = 80) -> None:
        """As a person does who waits for something to come."""
        for _try in range(tries):
            if self.page.get_by_text(text).first.is_visible():
                return
            self.page.wait_for_timeout(250)
            self.page.reload()
        raise AssertionError(f"never came to {self.name}: {text}")

    def look(self) -> None:
        """Nothing stands beyond the edge; and a picture for whoever wants to see it."""
        self.page.wait_for_load_state()  # a page that is just changing has no width
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], self.page.url  # type: ignore[index]  # every page has one
        if SHOTS:
            self.shots += 1
            self.page.screenshot(path=Path(SHOTS) / f"{self.name}_{self.shots}.png", full_page=True)

    def go(self, path: str) -> None:
        self.person.go(path)


class Keys(Hands):
    """The same by the keyboard alone: with the tabulator from thing to thing, as somebody does who cannot point."""

    def __post_init__(self) -> None:
        # Who listens for choosers only when the key is pressed may come too late for the first.
        self.page.on("filechooser", lambda _chooser: None)

    def _reach(self, where: str) -> None:
        for _try in range(4):
            try:
                self._tab_to(where)
            except Error as error:
                # The next page came while the keys were pressed: it is begun anew there.
                if "navigation" not in str(error):
                    raise
                self.page.wait_for_load_state()
            else:
                return
        raise AssertionError(f"the page never came to rest: {self.page.url}")

    def _tab_to(self, where: str) -> None:
        self.page.wait_for_load_state()
        self.page.evaluate("document.activeElement?.blur()")
        for _tab in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.locator(where).evaluate_all("found => found.includes(document.activeElement)"):
                return
        raise AssertionError(f"the keyboard does not reach {where} on {self.page.url}")

    def fill(self, where: str, text: str) -> None:
        self._reach(where)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, where: str) -> None:
        if self.page.is_checked(where):
            return
        if self.page.get_attribute(where, "type") == "radio":
            name = self.page.get_attribute(where, "name")
            self._reach(f"input[name={name}]")
            while not self.page.evaluate("where => document.activeElement.matches(where)", where):
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Space")
        else:
            self._reach(where)
            self.page.keyboard.press("Space")
        assert self.page.is_checked(where)

    def press(self, where: str) -> None:
        self._reach(where)
        self.page.keyboard.press("Enter")
        # Where it leads on, the next page is there before the next key.
        self.page.wait_for_timeout(300)
        self.page.wait_for_load_state()

    def bring(self, where: str, file: FilePayload) -> None:
        self._reach(where)
        for _try in range(3):
            # A browser with much to do may lose the first key; whoever sees nothing open presses again.
            with suppress(TooLong), self.page.expect_file_chooser(timeout=5_000) as chooser:
                self.page.keyboard.press("Space")
                chooser.value.set_files([file])
                break
            assert self.page.evaluate("where => document.activeElement.matches(where)", where), "it lost the focus"
        else:
            raise AssertionError(f"{where} opens nothing by the keyboard")
        self.page.wait_for_timeout(300)
        self.page.wait_for_load_state()


@pytest.fixture(scope="module")
def majority(system: Running, django_db_blocker: Any) -> None:
    """Two more on the panel; a majority decides."""
    thread = threading.Thread(target=_appoint, args=(system, django_db_blocker))
    thread.start()
    thread.join()
    assert len(system.rows("SELECT 1 FROM accounts_panelmember WHERE ends_at IS NULL")) == 3


def _appoint(system: Running, blocker: Any) -> None:
    from sanglap.accounts import services as accounts
    from sanglap.accounts.models import Account, PanelRole
    from sanglap.core import clock
    from sanglap.offices.models import Office
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User
    from sanglap.people.permissions import Role
    from tests.factories import House

    with blocker.unblock(), pointed_at(system.database_url):
        now = clock.now()
        people = {user.username: user for user in User.objects.all()}
        house = House({"shibalaya": Office.objects.get(code="bd-upa-362")}, people, now)
        seats = {people["kamrul"]: PanelRole.MODERATOR}
        for name, role in (("farid", PanelRole.ADMIN), ("shila", PanelRole.AUTHORITY)):
            seats[house.officer(name, Role.PANEL)] = role
        head = Scope.of(people["rehana"], clock.now())
        account = Account.objects.get()
        accounts.appoint_panel(head, account=account, members=seats, now=clock.now())
        accounts.set_majority(head, account=account, by_majority=True, now=clock.now())


def picture() -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (640, 400), "seagreen").save(out, "JPEG")
    return {"name": "mela.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


WALKS = [("bn", "phone", Hands), ("en", "desk", Hands), ("bn", "desk", Keys)]


@pytest.mark.parametrize(("language", "width", "hands"), WALKS, ids=["phone, Bangla", "desk, English", "keyboard"])
@pytest.mark.usefixtures("majority")
def test_the_whole_walk(
    person: Callable[..., Person], system: Running, language: str, width: str, hands: type[Hands]
) -> None:
    number, phone = str(WALKS.index((language, width, hands)) + 1), width == "phone"
    before = published_so_far(system)

    def somebody(username: str) -> Hands:
        one = person(phone=phone).speak(language).sign_in(username)
        return hands(one, f"{username}_{language}_{width}_{number}")

    author, kamrul, farid, shila = (somebody(name) for name in ("sumaiya", "kamrul", "farid", "shila"))
    write(author, number)
    send_back(kamrul, number)
    change(author, number)
    for member in (kamrul, farid):
        approve(member, POST.format(number))
    author.go("/desk/posts/")
    author.press(f"a:has-text('নং {number}।')")
    live = published(author)
    citizen = hands(person(phone=phone).speak(language), f"citizen_{number}")
    ask(citizen, live, number)
    responder = somebody("jamal")
    answer(responder, number)
    for member in (shila, kamrul):
        approve(member, ANSWER.format(number))
    citizen.page.goto(live)
    citizen.wait_for(ANSWER.format(number))
    head = somebody("rehana")
    stop_and_lift(head, author)
    kamrul.go("/desk/notices/")
    kamrul.look()
    assert published_so_far(system) == before + len((POST, ANSWER))
    assert system.practice.count()["duplicates"] == 0


def published_so_far(system: Running) -> int:
    """What stands on the network in the office's name. The walks share a system, or run side by side on several."""
    counted = system.practice.count()["accounts"].get("shibalaya_upazila", {"statuses": 0})
    return int(counted["statuses"])


def write(author: Hands, number: str) -> None:
    author.press("main a[href='/desk/posts/new/']")
    author.fill("#id_text", FIRST.format(number))
    author.bring("#bring", picture())
    author.page.wait_for_selector("#alt-1")
    author.fill("#alt-1", ALT)
    author.choose("input[name=purposes][value='4.c']")
    author.look()
    author.press("#ask")
    author.page.wait_for_url(re.compile(r"/desk/posts/[0-9a-f-]{36}/$"))
    author.look()


def send_back(member: Hands, number: str) -> None:
    member.go("/desk/")
    member.press(f"a[href^='/desk/approve/']:has-text('{FIRST.format(number)}')")
    member.page.wait_for_selector("[name=verdict]")
    member.choose("input[name=verdict][value=return]")
    member.fill("[name=passage]", "শুক্রবার")
    member.fill("[name=remark]", "শুক্রবার ছুটি; কবে, কোথায়?")
    member.look()
    member.press("form:has([name=verdict]) button:not([type=button])")
    member.page.wait_for_selector(".sg-notice")


def change(author: Hands, number: str) -> None:
    author.go("/desk/")
    author.look()
    author.press(f"main a[href^='/desk/posts/']:has-text('{FIRST.format(number)}')")
    author.page.wait_for_selector("#fate")
    author.press("main a[href$='/edit/']")
    author.page.wait_for_selector("#id_text")
    author.fill("#id_text", POST.format(number))
    author.press("#ask")
    author.page.wait_for_url(re.compile(r"/desk/posts/[0-9a-f-]{36}/$"))


def approve(member: Hands, text: str) -> None:
    member.go("/desk/")
    member.press(f"a[href^='/desk/approve/']:has-text('{text[:40]}')")
    member.page.wait_for_selector("[name=verdict]")
    assert member.page.get_by_text(text).first.is_visible()
    member.look()
    member.choose("input[name=verdict][value=approve]")
    member.press("form:has([name=verdict]) button:not([type=button])")
    member.page.wait_for_selector(".sg-notice")


def published(author: Hands) -> str:
    live = "a[href*='/@shibalaya_upazila/']"
    for _try in range(80):
        if author.page.locator(live).count():
            author.look()
            return str(author.page.locator(live).first.get_attribute("href"))
        author.page.wait_for_timeout(250)
        author.page.reload()
    raise AssertionError("it was never published")


def ask(citizen: Hands, live: str, number: str) -> None:
    citizen.page.goto(live)
    assert citizen.page.get_by_role("img", name=ALT).first.is_visible()
    citizen.look()
    citizen.fill("input[name=name]", "আব্দুর রহিম")
    citizen.fill("textarea", QUESTION.format(number))
    citizen.press("form:has(textarea) button")
    citizen.wait_for(QUESTION.format(number))


def answer(responder: Hands, number: str) -> None:
    responder.go("/desk/inbox/?show=nobodys")
    responder.wait_for(QUESTION.format(number))
    responder.look()
    responder.press(f"main a:has-text('{QUESTION.format(number)}')")
    responder.page.wait_for_selector("button[name=mine]")
    responder.press("button[name=mine]")
    responder.page.wait_for_selector("button[name=mine]", state="detached")
    responder.fill("textarea[name=note]", "কৃষি কর্মকর্তাকে ফোন করে দাম জেনেছি।")
    responder.press("form[action$='/note/'] button")
    responder.page.wait_for_selector(".sg-talk__item--note")
    said = responder.page.input_value("textarea[name=text]")
    responder.fill("textarea[name=text]", said + ANSWER.format(number))
    responder.look()
    responder.press("form:has(textarea[name=text]) button")
    responder.page.wait_for_selector("textarea[name=text]", state="detached")
    responder.look()


def stop_and_lift(head: Hands, author: Hands) -> None:
    head.go("/desk/stops/")
    head.press("main a[href*='/desk/stops/new/']")
    head.page.wait_for_selector("[name=reason]")
    head.fill("[name=reason]", "পেজের নামে ভুয়া খবর ছড়িয়েছে।")
    head.press("main form button")
    head.page.wait_for_url(re.compile(r"/desk/stops/"))
    author.go("/desk/")
    assert author.page.get_by_text("পেজের নামে ভুয়া খবর ছড়িয়েছে।").first.is_visible()
    author.look()
    head.go("/desk/stops/")
    head.look()
    head.press("form[action*='/lift/'] button")
    head.page.wait_for_selector("form[action*='/lift/']", state="detached")
