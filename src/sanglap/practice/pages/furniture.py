"""The one style sheet, the fonts where the machine has them, and a picture for each account."""

from functools import cache
from html import escape
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from sanglap.practice import selectors

FONTS = {
    "bengali-400.woff2": "noto-sans-bengali/files/noto-sans-bengali-bengali-400-normal.woff2",
    "bengali-700.woff2": "noto-sans-bengali/files/noto-sans-bengali-bengali-700-normal.woff2",
}
_HUES = ("#3b4a8c", "#7a3f6b", "#2f6b66", "#7a5a1e", "#5b4a96", "#8a4332")


@cache
def _sheet() -> bytes:
    return (Path(__file__).parent / "practice.css").read_bytes()


@cache_control(max_age=300)
def style(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    return HttpResponse(_sheet(), content_type="text/css; charset=utf-8")


@cache_control(max_age=86400)
def font(request: HttpRequest, name: str) -> HttpResponse | FileResponse:  # noqa: ARG001 -- the same for everybody
    """The font from the installed front-end packages; where they are missing, the reader's own font serves."""
    file = settings.PROJECT / "node_modules" / "@fontsource" / FONTS.get(name, "")
    if name not in FONTS or not file.is_file():
        return HttpResponse(status=404)
    return FileResponse(file.open("rb"), content_type="font/woff2")


@cache_control(max_age=300)
def avatar(request: HttpRequest, handle: str) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """A disc in the account's colour with the first letter of its name; a square one for an office."""
    owner = selectors.account(handle)
    letter = escape((owner.name if owner else handle)[:1])
    round_corner = 48 if owner and owner.citizen else 14
    hue = _HUES[crc32(handle.encode()) % len(_HUES)]
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" rx="{round_corner}" fill="{hue}"/>'
        '<text x="48" y="64" text-anchor="middle" font-size="46" fill="#fff" '
        f'font-family="Noto Sans Bengali, Noto Sans, sans-serif">{letter}</text></svg>'
    )
    return HttpResponse(picture, content_type="image/svg+xml")
