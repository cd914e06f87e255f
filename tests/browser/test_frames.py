"""Frames around what is pointed at in a picture lie where they belong, however wide the page is (clauses 5.d, 6.c)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

STYLES = Path(__file__).resolve().parents[2] / "build" / "static" / "sanglap.css"
PAGE = """
<section class="sg-card"><div class="sg-portrayal sg-portrayal--small">
  <div class="sg-frames"><img src="data:image/svg+xml,{picture}" alt=""><svg class="sg-frames__boxes"></svg></div>
  <div>Who is shown</div>
</div></section>
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"></svg>'


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("size", [(640, 800), (1600, 600), (60, 60)], ids=["tall", "wide", "small"])
def test_frames_are_laid_by_the_picture_alone(browser: Browser, viewport: ViewportSize, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport=viewport)
    page.set_content(PAGE.format(picture=quote(PICTURE.format(*size))))
    page.add_style_tag(content=STYLES.read_text())
    page.wait_for_function("document.images[0].complete")
    picture, frames = page.locator("img").bounding_box(), page.locator(".sg-frames__boxes").bounding_box()
    page.close()
    assert picture
    assert frames == pytest.approx(picture, abs=1)
