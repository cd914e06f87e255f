"""The door as people meet it: passkeys, codes, the lock, showing once more who one is, and a new way in."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import CDPSession, Page, expect

from sanglap.demo import cast
from sanglap.language.digits import to_latin
from sanglap.launch.testing import pointed_at
from tests.browser.conftest import Person
from tests.browser.test_pages import look
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.clause("5.e")]

DAY = re.compile(r"/desk/$")
T = TypeVar("T")


@pytest.fixture
def behind(system: Running, django_db_blocker: Any) -> Callable[[Callable[[], T]], T]:
    """Does something in the running system's database, in a thread of its own, as its keeper could."""

    def do(work: Callable[[], T]) -> T:
        def there() -> T:
            with django_db_blocker.unblock(), pointed_at(system.database_url):
                return work()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(there).result()

    return do


def device(one: Person) -> CDPSession:
    """A device in the browser that holds passkeys and knows its owner."""
    session = one.context.new_cdp_session(one.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def leave(page: Page) -> None:
    page.locator("form[action='/sign-out/'] button").click()
    page.wait_for_url(re.compile(r"/$"))


def keep_codes(page: Page) -> list[str]:
    """The codes on the page of paper, once one has said that they are kept."""
    page.wait_for_url(re.compile(r"/codes/$"))
    shown = [to_latin(re.sub(r"\s", "", text)) for text in page.locator(".sg-codes li").all_inner_texts()]
    page.locator("button[name=kept]").click()
    page.wait_for_url(re.compile(r"/security/$"))
    return shown


def code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def test_a_passkey_is_set_up_because_the_duty_demands_it_and_then_opens_the_door(
    person: Callable[..., Person], system: Running
) -> None:
    one = person(phone=True, bypass_csp=True)
    device(one)
    page = one.knock("rehana")
    page.wait_for_url(re.compile(r"/second-factor/"))
    one.go("/desk/posts/").wait_for_url(re.compile(r"/second-factor/"))
    page.locator("a[href$='/passkeys/new/']").click()
    page.fill("[name=name]", "আমার ফোন")
    page.locator("[data-passkey=create] button").click()
    assert len(keep_codes(page)) == 10
    expect(page.locator("main")).to_contain_text("আমার ফোন")
    for link in ("a[href$='/passkeys/new/']", ".sg-factor a >> nth=0", ".sg-factor a >> nth=1"):
        one.go("/desk/me/security/").locator(link).first.click()
        expect(page.locator("h1")).not_to_have_text("প্রবেশ ও নিরাপত্তা")
        assert look(page, "bn") == [], link
    leave(page)
    one.go("/sign-in/?next=/desk/posts/").locator("[data-passkey=get] button").click()
    page.wait_for_url(re.compile(r"/desk/posts/$"))
    leave(page)
    page = one.knock("rehana")
    page.wait_for_url(re.compile(r"/sign-in/second/$"))
    assert look(page, "bn") == []
    page.locator("[data-passkey=get] button").click()
    page.wait_for_url(DAY)


def test_a_passkey_that_is_not_shown_is_said_so(person: Callable[..., Person]) -> None:
    one = person()
    device(one)
    page = one.go("/sign-in/")
    page.locator("[data-passkey=get] button").click()
    expect(page.locator("[data-says]")).not_to_be_empty()


def test_a_browser_that_knows_no_passkeys_says_so(person: Callable[..., Person]) -> None:
    one = person()
    one.page.add_init_script("delete window.PublicKeyCredential")
    page = one.go("/sign-in/")
    expect(page.locator("[data-passkey=get] button")).to_have_count(0)
    expect(page.locator("[data-says]")).not_to_be_empty()


def test_an_app_for_codes_and_a_code_from_paper(person: Callable[..., Person]) -> None:
    one = person()
    page = one.knock("mannan")
    page.locator("a[href$='/app/']").click()
    page.locator("summary").first.click()
    secret = re.sub(r"\s", "", page.locator(".sg-secret").inner_text())
    page.fill("[name=code]", "000000")
    page.locator("form.sg-card button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.fill("[name=code]", code(secret))
    page.locator("form.sg-card button").click()
    paper = keep_codes(page)
    leave(page)
    for typed in (code(secret, 1), paper[3]):
        page = one.knock("mannan")
        page.wait_for_url(re.compile(r"/sign-in/second/$"))
        page.fill("[name=code]", typed)
        page.locator("form.sg-card button").click()
        page.wait_for_url(DAY)
        leave(page)
    page = one.knock("mannan")
    page.fill("[name=code]", paper[3])
    page.locator("form.sg-card button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def test_after_five_wrong_passwords_the_door_says_how_long_it_is_shut(person: Callable[..., Person]) -> None:
    one = person()
    for _ in range(5):
        expect(one.knock("jamal", "wrong").locator(".govuk-error-summary")).to_be_visible()
    expect(one.knock("jamal").locator(".govuk-error-summary")).to_contain_text("১০ মিনিট")
    one.speak("en")
    expect(one.knock("jamal").locator(".govuk-error-summary")).to_contain_text("Wait 10 minutes")


def test_too_late_an_act_waits_until_one_has_shown_who_one_is(
    person: Callable[..., Person], behind: Callable[[Callable[[], Any]], Any]
) -> None:
    one = person(phone=True, bypass_csp=True)
    page = one.knock("kamrul")
    page.locator("a[href$='/app/']").click()
    page.locator("summary").first.click()
    secret = re.sub(r"\s", "", page.locator(".sg-secret").inner_text())
    page.fill("[name=code]", code(secret))
    page.locator("form.sg-card button").click()
    first = keep_codes(page)
    one.go("/desk/me/security/codes/")
    (key,) = (cookie.get("value", "") for cookie in one.context.cookies() if cookie.get("name") == "sessionid")
    behind(lambda: grow_old(key))
    page.locator("form.sg-card button").click()
    page.wait_for_url(re.compile(r"/show-again/"))
    assert look(page, "bn") == []
    page.fill("[name=code]", code(secret, 1))
    page.locator("form.sg-card button").click()
    page.wait_for_url(re.compile(r"/finish/$"))
    assert look(page, "bn") == []
    assert behind(lambda: codes_of("kamrul")) == first, "nothing is done by itself"
    page.locator("form.sg-card button").click()
    assert sorted(keep_codes(page)) != sorted(first)


def grow_old(key: str) -> None:
    """As if an hour had passed since whoever has this session showed who he is."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore(key)
    for name in ("shown", "shown_second"):
        session[name] = [session[name][0], session[name][1] - 3600]
    session.save()


def codes_of(username: str) -> list[str]:
    from sanglap.people.models import User
    from sanglap.people.selectors import codes

    found = codes(User.objects.get(username=username))
    return list(found.left) if found else []


def test_a_new_way_in_for_whoever_lost_his(
    person: Callable[..., Person], behind: Callable[[Callable[[], Any]], Any]
) -> None:
    one = person(phone=True)
    page = one.go(f"/welcome/{behind(restore)}/")
    page.fill("[name=password]", "sumaiyasumaiya")
    expect(page.locator("#strength")).to_contain_text("দুর্বল")
    page.fill("[name=again]", "sumaiyasumaiya")
    page.locator("main form button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    for name in ("password", "again"):
        page.fill(f"[name={name}]", "নৌকা লণ্ঠন সাতাশ পেয়ারা")
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/sign-in/$"))
    expect(one.knock("sumaiya").locator(".govuk-error-summary")).to_be_visible()
    one.knock("sumaiya", "নৌকা লণ্ঠন সাতাশ পেয়ারা").wait_for_url(DAY)


def restore() -> str:
    from sanglap.audit.services import Actor
    from sanglap.core import clock
    from sanglap.people.models import LinkKind, User
    from sanglap.people.services import make_link

    user = User.objects.get(username="sumaiya")
    return make_link(kind=LinkKind.RESTORATION, user=user, by=Actor.system("tests"), now=clock.now())


def test_without_script_name_and_password_are_enough(browser: Any, system: Running) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(system.url + "/sign-in/")
    expect(page.locator("[data-passkey]")).to_be_hidden()
    page.fill("[name=username]", "tanvir")
    page.fill("[name=password]", cast.PASSWORD)
    page.locator("main form.sg-door button").click()
    page.wait_for_url(re.compile(r"/second-factor/"))
    context.close()
