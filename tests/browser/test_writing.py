"""Writing at the browser: counts as the server counts, words kept while the line is away, an office's own phrases."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Route, expect

import sanglap.language
from sanglap.language.lengths import MEASURES
from sanglap.language.normal import normalise
from tests.browser.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.clause("6"), pytest.mark.clause("6.c"), pytest.mark.clause("9")]
VECTORS = json.loads((Path(sanglap.language.__file__).parent / "tests" / "vectors.json").read_text("utf-8"))
BANGLA = ("ক", "ক্ষ", "র\u200d্যা", "ড\u09bc", "কো", "ত্\u200d", "অ\u09be", "।", "বাংলা.বাংলাদেশ", "১২", "/পথ")
LATIN = ("!", "?", "/", ".", "-", "_", "@", "#", "(", ")", ":", ",", "&", "abc", "12", "é", "?q=1&b=2")
LINKS = ("http://", "https://", "bangladesh.gov.bd", "example.com", "x.io", "t.co", " @user@mastodon.social ")
SIGNS = ("👍", "👍🏽", "👨\u200d👩\u200d👧", "🇧🇩", "1️⃣", "©", "☎", "你好", " ", "\n")
PIECES = (*BANGLA, *LATIN, *LINKS, *SIGNS)
"""Of these texts are made up; what no reader would take for letters (a hasanta on nothing) is not among them."""
COUNTED = """texts => texts.map(text => {
    const known = window.sanglapCounter(), tidy = known.normal(text)
    return Object.fromEntries(Object.entries(known.measures).map(([name, measure]) => [name, measure(tidy)]))
})"""
LONG = "আগামী রবিবার সকাল ১০টায় উপজেলা পরিষদ চত্বরে বৃক্ষমেলা শুরু হবে। সবাই আসুন। " * 40


def made_up(number: int) -> list[str]:
    dice = random.Random(7)
    return ["".join(dice.choices(PIECES, k=dice.randint(1, 14))) for _ in range(number)]


def test_the_browser_counts_as_the_server_does(person: Callable[..., Person]) -> None:
    page = person().speak("en").sign_in("sumaiya").go("/desk/posts/new/")
    texts = [*(one["text"] for one in VECTORS), *made_up(2_000)]
    counted = page.evaluate(COUNTED, texts)
    reckoned = [{name: measure(normalise(text).strip()) for name, measure in MEASURES.items()} for text in texts]
    differ = [(text, here, there) for text, here, there in zip(texts, counted, reckoned, strict=True) if here != there]
    assert not differ


def test_words_are_counted_and_shown_at_once_and_asked_for_seldom(person: Callable[..., Person]) -> None:
    writer = person().speak("en").sign_in("sumaiya")
    page = writer.go("/desk/posts/new/")
    page.check("[name=accounts] >> nth=0")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/keep/" in request.url else None)
    page.locator("textarea[name=text]").fill(LONG[:2_900])
    expect(page.locator(".sg-preview [data-words-of]")).to_contain_text("বৃক্ষমেলা")
    before = len(asked)
    page.locator("textarea[name=text]").press_sequentially("নতুন কথা এখানে শেষ হলো।", delay=20)
    expect(page.locator("[data-counts] >> nth=0")).to_contain_text("/ 500")
    expect(page.locator(".sg-preview [data-words-of]")).to_contain_text("শেষ হলো।")
    assert len(asked) - before <= 2


def test_marks_stay_and_what_was_saved_is_not_offered_again(person: Callable[..., Person]) -> None:
    page = person().speak("en").sign_in("sumaiya").go("/desk/posts/new/")
    page.check("[name=accounts] >> nth=0")
    page.check("[name=purposes] >> nth=2")
    page.fill("textarea[name=text]", "মেলা ২৫ জুন শুরু হবে।\n\nসবাই আসুন।")
    mark = page.locator(".sg-preview [data-words-of] mark")
    expect(mark).to_have_text("২৫ জুন")
    page.fill("[name=other_purpose]", "x")
    page.wait_for_timeout(400)  # the page has set the words anew by then, and the server has not been asked yet
    assert mark.count() == 1
    page.fill("[name=other_purpose]", "")
    page.locator("textarea[name=text]").fill("মেলা ২৬ জুন শুরু হবে।")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('sanglap:')).length") == 0
    page.get_by_role("link", name="Change the draft").click()
    expect(page.locator("#found-here")).to_be_hidden()
    assert page.input_value("textarea[name=text]") == "মেলা ২৬ জুন শুরু হবে।"


@pytest.mark.parametrize("pause", [0, 400, 1_100])
def test_saving_while_the_page_keeps_what_is_typed_is_no_clash(person: Callable[..., Person], pause: int) -> None:
    page = person().speak("en").sign_in("sumaiya").go("/desk/posts/new/")
    page.check("[name=accounts] >> nth=0")
    page.check("[name=purposes] >> nth=2")
    page.locator("textarea[name=text]").press_sequentially(f"মেলা শুরু {pause}")
    page.wait_for_timeout(pause)
    page.locator("[name=day]").press("Enter")  # it presses nothing but what keeps the draft
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    page.wait_for_timeout(1_500)
    page.get_by_role("link", name="Change the draft").click()
    expect(page.locator("textarea[name=text]")).to_have_value(f"মেলা শুরু {pause}")
    expect(page.get_by_text("while you were writing")).to_have_count(0)
    expect(page.get_by_text("You had typed this and not saved it.")).to_have_count(0)
    expect(page.locator("#found-here")).to_be_hidden()


def test_what_the_server_never_got_is_offered_when_one_comes_back(person: Callable[..., Person]) -> None:
    writer = person(phone=True).speak("en").sign_in("sumaiya")
    page = writer.go("/desk/posts/new/")
    key = page.input_value("#composer input[name=key]")
    page.fill("textarea[name=text]", "এটুকু সার্ভারে আছে।")
    page.check("[name=accounts] >> nth=0")
    expect(page.get_by_text("Kept for you, not yet saved")).to_be_visible()
    writer.context.set_offline(True)
    page.locator("textarea[name=text]").fill("এটুকু লাইন যাওয়ার পরে লেখা।")
    expect(page.locator("#lost")).to_be_visible()
    page.get_by_role("button", name="Keep as a draft").click()
    assert page.input_value("textarea[name=text]") == "এটুকু লাইন যাওয়ার পরে লেখা।"
    writer.context.set_offline(False)
    page.evaluate("() => {}")
    page.route("**/keep/", lambda route: route.abort())
    writer.complaints.clear()
    page.goto(writer.system.url + f"/desk/posts/new/?continue={key}")
    page.unroute("**/keep/")
    expect(page.locator("#found-here")).to_be_visible()
    page.get_by_role("button", name="Put them into the box").click()
    assert page.input_value("textarea[name=text]") == "এটুকু লাইন যাওয়ার পরে লেখা।"
    expect(page.get_by_text("Kept for you, not yet saved")).to_be_visible()
    page.reload()
    expect(page.locator("#found-here")).to_be_hidden()


def test_a_large_picture_goes_on_where_the_line_broke(person: Callable[..., Person], tmp_path: Path) -> None:
    photo = tmp_path / "ঘাট.png"
    noise = np.random.default_rng(7).integers(0, 255, (900, 1_000, 3), dtype=np.uint8)
    Image.fromarray(noise).save(photo)
    writer = person(phone=True).speak("en").sign_in("sumaiya")
    page = writer.go("/desk/posts/new/")
    offsets: list[int] = []
    broken = iter([False, False, True, False, True, True, True])

    def pass_on(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(int(route.request.headers["upload-offset"]))
            if next(broken, False):
                route.abort()
                return
        route.continue_()

    page.route("**/desk/sendings/*/", pass_on)
    page.set_input_files("[name=bring]", photo)
    expect(page.get_by_text("The line is broken.")).to_be_visible()
    while len(offsets) < 5:  # it goes on by itself, and breaks again
        page.wait_for_timeout(100)
    writer.complaints.clear()
    # The page is left; the same file, chosen again, goes on from where it was.
    page.goto(writer.system.url + "/desk/posts/new/")
    broken = iter([])
    page.set_input_files("[name=bring]", photo)
    expect(page.locator("textarea[name=alt]")).to_be_visible()
    pieces = [512 * 1024 * number for number in range(photo.stat().st_size // (512 * 1024) + 1)]
    assert sorted(set(offsets)) == pieces
    assert offsets == sorted(offsets)
    writer.complaints.clear()


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
