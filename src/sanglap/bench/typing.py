"""Typing into a long post in a real browser, against typing the same into a page that does nothing with it."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from typing import Any

from sanglap.bench.house import at_work
from sanglap.bench.measure import Figure, at_most, interleaved, median_ratio
from sanglap.bench.place import place, signed_in
from sanglap.core.programs import find_chromium

SIGNS, KEYS = 3_000, 60
PAUSE = 40
"""Milliseconds between two keys: a quick writer."""
SETTLED = 2_000
GOAL = 3.0
"""So many times as much work may a key make as in the bare field, where the browser alone sets and draws the words."""
_WORDS = "আগামী রবিবার সকাল ১০টায় উপজেলা পরিষদ চত্বরে বৃক্ষমেলা শুরু হবে, সবাই আসুন। https://example.gov.bd/মেলা "
_BARE = (
    "data:text/html,<meta charset=utf-8><textarea name=text rows=8 style='width:40em;font:16px sans-serif'></textarea>"
)


def run() -> list[Figure]:
    """Measure and give the figures; none where there is no browser."""
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        print("· no Chromium on this machine: typing is not measured", file=sys.stderr)
        return []
    with place() as here:
        with here.entered():
            _account, _member, writer = at_work()
            cookie = signed_in(writer)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context()
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": here.url}])
            bare, composer = context.new_page(), context.new_page()
            bare.goto(_BARE)
            composer.goto(here.url + "/desk/posts/new/")
            plain, ours = interleaved(_measure(bare), _measure(composer))
            browser.close()
    told = {"keys in the bare field": 1 / statistics.median(plain), "keys in a post": 1 / statistics.median(ours)}
    ratio = median_ratio(ours, plain)
    goal, met = at_most(GOAL, ratio)
    return [Figure("typing: work of a key", round(ratio, 2), "×", "a bare field with the same words", goal, met, told)]


def _measure(page: Any) -> Callable[[], float]:
    """A measure: seconds of the page's own work for each key, typed at the end of a long text, with all that comes
    after: counting, showing, keeping, asking the server.
    """
    watched = page.context.new_cdp_session(page)
    watched.send("Performance.enable")

    def worked() -> float:
        told = watched.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in told if one["name"] == "TaskDuration")

    def measure() -> float:
        page.bring_to_front()
        field = page.locator("textarea[name=text]")
        field.fill((_WORDS * (SIGNS // len(_WORDS) + 1))[:SIGNS])
        field.press("End")
        page.wait_for_timeout(SETTLED)
        before = worked()
        field.press_sequentially("ক" * KEYS, delay=PAUSE)
        page.wait_for_timeout(SETTLED)
        return (worked() - before) / KEYS

    return measure
