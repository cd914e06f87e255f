"""An office's own phrase at the browser: tried, added, pointed at while somebody writes, ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.clause("6.c"), pytest.mark.clause("9")]


def test_a_phrase_from_the_try_to_the_end(person: Callable[..., Person]) -> None:
    head = person(phone=True).speak("en").sign_in("rehana")
    page = head.go("/desk/offices/?view=list")
    page.locator("main .sg-rows a[href^='/desk/offices/']").first.click()
    page.get_by_role("link", name="Phrases that are looked for").click()
    expect(page.get_by_text("Neither this office nor one above it has added a phrase.")).to_be_visible()
    page.get_by_role("link", name="Add a phrase").click()
    page.fill("[name=words]", "চটকুলি")
    page.check("input[name=category][value=abuse]")
    page.fill("[name=text]", "ওই চটকুলিদের কথা শুনবেন না।")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#tried mark", has_text="চটকুলিদের")).to_be_visible()
    assert page.url.endswith("#tried")
    assert page.input_value("[name=words]") == "চটকুলি"
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why, for those who wrote it.")
    assert "#" not in page.url  # the faults stand at the top
    page.fill("[name=reason_bn]", "বাজারের একটি গালি।")
    page.fill("[name=reason_en]", "A slur of the bazaar.")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("It is looked for from now on.")).to_be_visible()
    phrase = page.url

    writer = person().speak("en").sign_in("sumaiya")
    page = writer.go("/desk/posts/new/")
    page.check("[name=accounts] >> nth=0")
    page.locator("textarea[name=text]").press_sequentially("চটকুলি মেলা আজ বিকালে।")
    link = page.get_by_role("link", name="A phrase of")
    expect(link).to_be_visible()
    link.click()
    assert page.url == phrase
    expect(page.get_by_role("link", name="End it")).to_have_count(0)

    page = head.page
    page.get_by_role("link", name="End it").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("It is looked for no longer.")).to_be_visible()
