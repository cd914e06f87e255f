"""Faces are found and marked where they are (clause 5.d); odd pictures do no harm. The faces here are drawn."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from django.template.loader import get_template
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFilter

from sanglap.core.boxes import Box
from sanglap.screening import faces as screening
from sanglap.screening.faces import faces

pytestmark = pytest.mark.clause("5.d")

WALL = (120, 140, 130)
LIGHT, DARK = (198, 150, 120), (110, 75, 55)


def face(side: int, skin: tuple[int, int, int] = LIGHT) -> Image.Image:
    """A face from the front, as simple as the cascades take one for a face."""
    drawn = Image.new("RGB", (side, side), WALL)
    pen, unit = ImageDraw.Draw(drawn), side / 100

    def oval(left: float, top: float, right: float, bottom: float, shade: float) -> None:
        pen.ellipse(
            [left * unit, top * unit, right * unit, bottom * unit],
            fill=tuple(min(255, int(one * shade)) for one in skin),
        )

    oval(14, 2, 86, 96, 0.2)
    oval(20, 12, 80, 98, 1)
    oval(22, 12, 78, 44, 1.1)
    for eye in (36, 64):
        oval(eye - 10, 36, eye + 10, 41, 0.25)
        oval(eye - 11, 41, eye + 11, 53, 0.6)
        oval(eye - 8, 43.5, eye + 8, 50.5, 1.6)
        oval(eye - 4, 43, eye + 4, 51, 0.12)
    oval(46, 44, 54, 68, 1.15)
    oval(43, 64, 57, 71, 0.7)
    oval(36, 76, 64, 84, 0.65)
    return drawn.filter(ImageFilter.GaussianBlur(side / 80))


def picture(*shown: tuple[Image.Image, int, int], size: tuple[int, int] = (900, 500)) -> Image.Image:
    """A wall with these faces at these places."""
    wall = Image.new("RGB", size, WALL)
    for one, left, top in shown:
        wall.paste(one, (left, top))
    return wall


def packed(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def covers(box: Box, left: float, top: float, side: float, size: tuple[int, int] = (900, 500)) -> bool:
    """Whether the box's middle lies in the inner half of the face, and it is about as large."""
    middle = ((box.left + box.width / 2) * size[0], (box.top + box.height / 2) * size[1])
    inside = all(begin + side / 4 < at < begin + 3 * side / 4 for at, begin in zip(middle, (left, top), strict=True))
    return inside and 0.6 * side < box.width * size[0] < 1.2 * side


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("side", [100, 160, 240, 400])
def test_a_face_is_found_where_it_is(side: int, kind: str) -> None:
    (found,) = faces(packed(picture((face(side), 100, 50)), kind))
    assert covers(found, 100, 50, side)


def test_two_faces_of_different_skin_are_two() -> None:
    side = 160
    found = faces(packed(picture((face(side), 100, 50), (face(side, DARK), 550, 40))))
    assert len(found) == 2
    assert any(covers(box, 100, 50, side) for box in found)
    assert any(covers(box, 550, 40, side) for box in found)


def test_a_picture_without_a_face_has_none() -> None:
    landscape = picture()
    ImageDraw.Draw(landscape).polygon([(0, 500), (300, 200), (600, 450), (900, 300), (900, 500)], fill=(60, 110, 70))
    assert faces(packed(landscape)) == []


def test_a_picture_is_looked_at_as_it_is_shown_not_as_it_is_kept() -> None:
    """A telephone keeps pictures lying on their side and says so."""
    lying = picture((face(240), 100, 50)).transpose(Image.Transpose.ROTATE_90)
    marked = Image.Exif()
    marked[0x0112] = 6
    (found,) = faces(packed(lying, "JPEG", exif=marked))
    assert covers(found, 100, 50, 240)


def test_what_is_transparent_is_seen_on_white() -> None:
    cut = face(240).convert("RGBA")
    mask = Image.new("L", cut.size, 0)
    ImageDraw.Draw(mask).ellipse([34, 4, 206, 236], fill=255)
    cut.putalpha(mask)
    sheet = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    sheet.alpha_composite(cut, (100, 50))
    assert len(faces(packed(sheet))) == 1


def _bomb() -> bytes:
    return packed(Image.new("1", (8_000, 6_000)))


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        packed(face(240))[:2_000],
        packed(face(240), "JPEG")[:900],
        packed(Image.new("RGB", (1, 1))),
        packed(Image.new("RGB", (20_000, 1))),
        packed(Image.new("I;16", (300, 300))),
        packed(Image.new("P", (300, 300))),
        packed(Image.new("CMYK", (300, 300)), "JPEG"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_odd_pictures_have_no_faces_and_raise_nothing(odd: bytes) -> None:
    assert faces(odd) == []


def test_what_is_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faces(_bomb()) == []
    shown = packed(picture((face(240), 100, 50)))
    monkeypatch.setattr(screening, "MOST_BYTES", len(shown) - 1)
    assert faces(shown) == []


def test_a_large_picture_takes_no_longer_than_a_small_one() -> None:
    small, large = (packed(picture((face(240), 100, 50)).resize((900 * by, 500 * by)), "JPEG") for by in (1, 6))
    faces(small)
    began = time.process_time()
    faces(small)
    middle = time.process_time()
    assert len(faces(large)) == 1
    assert time.process_time() - middle < 6 * (middle - began) + 0.5, "thirty-six times the points"


def test_no_more_than_a_page_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "MOST_FACES", 1)
    assert len(faces(packed(picture((face(160), 100, 50), (face(240), 500, 40))))) == 1


@pytest.mark.parametrize(
    ("boxes", "language", "said"),
    [
        ([], "en", "No face found"),
        ([Box(0.1, 0.2, 0.3, 0.4)], "en", "1 face found"),
        ([Box(0.1, 0.2, 0.3, 0.4)] * 2, "bn", "২টি মুখ পাওয়া গেছে"),
    ],
)
def test_the_component_says_it_in_words_and_draws_the_boxes(boxes: list[Box], language: str, said: str) -> None:
    template = get_template("cotton/faces.html")
    with override(language):
        html = template.render({"boxes": boxes, "src": "/banner.png", "alt": "Banner"})
    assert said in html
    assert html.count('class="sg-frames__line"') == len(boxes)
    assert ('x="10.000000" y="20.000000" width="30.000000" height="40.000000"' in html) is bool(boxes)
    assert 'alt="Banner"' in html
