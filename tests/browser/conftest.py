"""The running system for browser tests: web, worker and practice network as processes, on a database of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from sanglap.demo import cast
from tests.running import Running, running_system

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Web, worker and practice network with the demo's cast; each file has its own."""
    with running_system(tmp_path_factory.mktemp("system")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser, closed after each file: its driver keeps an event loop, beside which Django asks no database."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()


@dataclass
class Person:
    """Somebody at a browser of his own. Collects what the browser's console complains of."""

    context: BrowserContext
    page: Page
    system: Running
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, username: str) -> Person:
        """By the demo's role switcher, a second factor counted as shown."""
        self.page.goto(self.system.url + "/sign-in/")
        self.page.locator(f"[data-username={username}]").click()
        self.page.wait_for_url(re.compile(r"/desk/$"))
        return self

    def knock(self, username: str, password: str = cast.PASSWORD) -> Page:
        """Name and password at the door; gives the page that answers."""
        self.page.goto(self.system.url + "/sign-in/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.locator("main form.sg-door button").click()
        return self.page

    def speak(self, language: str) -> Person:
        """Read in that language from now on."""
        self.context.add_cookies([{"name": "language", "value": language, "url": self.system.url}])
        return self

    def go(self, path: str) -> Page:
        self.page.goto(self.system.url + path)
        return self.page


@pytest.fixture
def person(browser: Browser, system: Running) -> Iterator[Callable[..., Person]]:
    """Makes people: `person(viewport=PHONE)`. Fails the test if a page made the console complain."""
    made: list[Person] = []

    def make(*, phone: bool = False, bypass_csp: bool = False) -> Person:
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, bypass_csp=bypass_csp)
        context.set_default_timeout(15_000)
        one = Person(context, context.new_page(), system)
        one.page.on("console", lambda said: one.complaints.append(said.text) if said.type == "error" else None)
        made.append(one)
        return one

    yield make
    complaints = [said for one in made for said in one.complaints if "status of 4" not in said]
    for one in made:
        one.context.close()
    assert complaints == []
