"""The one style sheet, the fonts where the machine has them, and a picture for each account."""

from functools import cache
from pathlib import Path
from zlib import crc32

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from sanglap.practice import selectors, settings
from sanglap.practice.models import Picture

FONTS = {
    "bengali-400.woff2": "noto-sans-bengali/files/noto-sans-bengali-bengali-400-normal.woff2",
    "bengali-700.woff2": "noto-sans-bengali/files/noto-sans-bengali-bengali-700-normal.woff2",
}
# Drawn, not written: a picture has no font of its own for a Bangla letter.
_PERSON = "M48 22a15 15 0 1 1 0 30a15 15 0 1 1 0-30z M20 78c2-16 14-22 28-22s26 6 28 22z"
_BUILDING = "M48 18L80 36v6H16v-6z M22 46h9v22h-9z M43.5 46h9v22h-9z M65 46h9v22h-9z M16 72h64v8H16z"
_HUES = ("#3b4a8c", "#7a3f6b", "#2f6b66", "#7a5a1e", "#5b4a96", "#8a4332")


@cache
def _sheet() -> bytes:
    return (Path(__file__).parent / "practice.css").read_bytes()


@cache_control(max_age=300)
def style(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_sheet(), content_type="text/css; charset=utf-8")


@cache_control(max_age=86400)
def font(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """The font from the front-end packages; where they are missing, the reader's own font serves."""
    file = settings.PROJECT / "node_modules" / "@fontsource" / FONTS.get(name, "")
    if name not in FONTS or not file.is_file():
        return HttpResponse(status=404)
    return FileResponse(file.open("rb"), content_type="font/woff2")


@cache_control(max_age=300)
def avatar(request: HttpRequest, handle: str) -> HttpResponse:
    """A person on a disc for a citizen, a building on a square for an office, in the account's own colour."""
    owner = selectors.account(handle)
    corner, shape = (48, _PERSON) if owner and owner.citizen else (14, _BUILDING)
    hue = _HUES[crc32(handle.encode()) % len(_HUES)]
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" rx="{corner}" fill="{hue}"/>'
        f'<path d="{shape}" fill="#fff"/></svg>'
    )
    return HttpResponse(picture, content_type="image/svg+xml")


@cache_control(max_age=86400)
def picture(request: HttpRequest, number: int) -> HttpResponse:
    """A picture as it was uploaded."""
    found = Picture.objects.filter(id=number).first()
    if found is None:
        return HttpResponse(status=404)
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
