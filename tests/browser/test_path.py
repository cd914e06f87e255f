"""The whole path, clicked as the people would: a post is written, approved, published once; a citizen comments; the
office answers; the week's duty shows kept."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Person
from tests.running import Running

pytestmark = pytest.mark.browser

POST = (
    "আগামী রবিবার সকাল ১০টায় উপজেলা পরিষদ মিলনায়তনে জন্ম নিবন্ধন ক্যাম্প হবে।\n\n"
    "সঙ্গে আনুন শিশুর টিকা কার্ড ও পিতা-মাতার জাতীয় পরিচয়পত্র। কোনো ফি লাগবে না।"
)
QUESTION = "শিশুর বয়স ছয় বছর হলে কী লাগবে?"
ANSWER = "ছয় বছর হলেও টিকা কার্ড আর পিতা-মাতার পরিচয়পত্র আনবেন।"
PROJECT = Path(__file__).resolve().parents[2]


def reload_until(page: Page, text: str | re.Pattern[str], tries: int = 60) -> None:
    """As a person does who waits for something to come."""
    for _ in range(tries):
        if page.get_by_text(text).first.is_visible():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"never came: {text}")


@pytest.mark.clause("6.a")
@pytest.mark.clause("7.a")
def test_first_post_to_first_answer(person: Callable[..., Person], system: Running) -> None:
    author = person().sign_in("sumaiya")
    link = write_a_post(author)
    member = person(phone=True).sign_in("kamrul")
    approve_it(member)
    author.page.goto(link)
    reload_until(author.page, "নেটওয়ার্কে দেখুন")
    live = author.page.get_by_role("link", name="নেটওয়ার্কে দেখুন").first.get_attribute("href")
    assert live is not None
    ask_as_a_citizen(person(), live)
    answer_it(member)
    see_the_answer(person(), live)
    see_the_week_kept(author)
    counted = system.practice.count()
    assert counted["accounts"]["shibalaya_upazila"]["statuses"] == 2
    assert counted["duplicates"] == 0


def write_a_post(author: Person) -> str:
    page = author.page
    page.get_by_role("link", name="পোস্ট লিখুন").click()
    page.get_by_label("লেখা").fill(POST)
    page.get_by_role("checkbox", name=re.compile("জনসচেতনতা ও প্রচারণা")).check()
    page.get_by_role("button", name="অনুমোদন চান").click()
    expect(page.get_by_text("পরিচালনা টিমের কাছে অনুমোদন চাওয়া হয়েছে।")).to_be_visible()
    return page.url


def approve_it(member: Person) -> None:
    page = member.page
    page.get_by_role("link", name=re.compile("আগামী রবিবার")).first.click()
    expect(page.get_by_text("কোনো ফি লাগবে না")).to_be_visible()
    page.get_by_role("radio", name="অনুমোদন").check()
    page.get_by_role("button", name="মত দিন").click()
    expect(page.get_by_text("অনুমোদিত। সময় হলেই এটি প্রকাশ হবে।")).to_be_visible()


def ask_as_a_citizen(citizen: Person, live: str) -> None:
    page = citizen.page
    page.goto(live)
    expect(page.get_by_text("আগামী রবিবার সকাল ১০টায়").first).to_be_visible()
    page.locator("input[name=name]").first.fill("আব্দুর রহিম")
    page.locator("textarea").first.fill(QUESTION)
    page.locator("form:has(textarea) button").first.click()
    expect(page.get_by_text(QUESTION)).to_be_visible()


def answer_it(member: Person) -> None:
    page = member.go("/desk/inbox/")
    reload_until(page, QUESTION)
    page.get_by_role("link", name=QUESTION).click()
    box = page.get_by_label("আপনার সাড়া")
    box.fill(box.input_value() + ANSWER)
    page.get_by_role("button", name="সাড়া দিন").click()
    # His own words: without his word that they are fit they do not go out.
    expect(page.get_by_text("এটি প্রকাশের উপযুক্ত বলে নিশ্চিত করুন").first).to_be_visible()
    assert ANSWER in box.input_value()
    page.locator("[name=confirmed]").check()
    page.get_by_role("button", name="সাড়া দিন").click()
    expect(page.get_by_text("আপনার সাড়া পাঠানো হচ্ছে।")).to_be_visible()


def see_the_answer(citizen: Person, live: str) -> None:
    citizen.page.goto(live)
    reload_until(citizen.page, re.compile(re.escape(ANSWER)))


def see_the_week_kept(author: Person) -> None:
    page = author.go("/desk/")
    reload_until(page, "পালিত")
    if "SANGLAP_SCREENSHOTS" in os.environ:  # renews the picture of the README
        page.screenshot(path=PROJECT / "docs" / "images" / "day.png")
    page.get_by_role("link", name="শিবালয় উপজেলা প্রশাসন", exact=True).click()
    expect(page.get_by_text("পালিত").first).to_be_visible()
