"""Making a file clean: what is taken in is written anew, with nothing in it but what is seen."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from enum import StrEnum
from math import ceil, floor
from typing import Final

import filetype
import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from sanglap.core.boxes import Box
from sanglap.files import parts

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 4_000
MOST_PAGES: Final = 200
_IMAGES: Final = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/apng": "PNG", "image/webp": "WEBP", "image/gif": "GIF"
}  # fmt: skip
_QUALITY: Final = 88
_BLOCKS: Final = 6
"""So many squares each way, at most, stand for what was covered: nobody is known by them, nor reckoned back."""
_INK: Final = (38, 38, 38)
# Of a page this stays. Notes on it are links, forms, sounds and attached files: the scan of an order needs none.
_OF_PAGE: Final = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"
}  # fmt: skip
# What can act, hold other files, or tell of whoever made it, wherever it hangs.
_NOWHERE: Final = ("/A", "/AA", "/AF", "/JS", "/Metadata", "/PieceInfo", "/OPI", "/Ref")

_MEGABYTE: Final = 1024 * 1024
# Without these, a PDF of two thousand bytes is unpacked to gigabytes. For the whole process, and before any thread.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=64 * _MEGABYTE,
    run_length_max_memory=64 * _MEGABYTE,
    png_max_memory=64 * _MEGABYTE,
    tiff_max_memory=64 * _MEGABYTE,
    dct_max_memory=256 * _MEGABYTE,
    max_stream_filters=4,
)


class Refused(ValidationError):
    """The file is not taken in; the message says what to do."""


def clean(content: bytes) -> tuple[bytes, str]:
    """The file written anew and its media type: "image/jpeg", "image/png" or "application/pdf". Raises Refused."""
    kind = _kind(content)
    if kind in _IMAGES:
        return _picture(content, _IMAGES[kind])
    if kind == "application/pdf":
        return _document(content), kind
    raise Refused(
        _("Only pictures (JPEG, PNG, WebP, GIF) and PDF are taken. Make a photo or a PDF of it."), code="kind"
    )


def clean_picture(content: bytes, longest: int) -> tuple[bytes, str]:
    """The same of a picture that is to be shown, with no side longer than so many pixels; what is none is not opened.
    Raises Refused.
    """
    kind = _kind(content)
    if kind not in _IMAGES:
        raise Refused(_("Only pictures (JPEG, PNG, WebP, GIF) can be shown in a post."), code="kind")
    return _picture(content, _IMAGES[kind], longest)


def _kind(content: bytes) -> str:
    if not content:
        raise Refused(_("The file is empty. Choose it again."), code="empty")
    if len(content) > MOST_BYTES:
        raise Refused(
            _("The file is larger than 20 MB. Make it smaller, or take a photo of the paper."), code="too_big"
        )
    found = filetype.guess(content[:8192])
    return found.mime if found else ""


def _picture(content: bytes, form: str, longest: int = LONGEST_SIDE) -> tuple[bytes, str]:
    broken = Refused(_("The picture is broken or not whole. Take it again."), code="broken")
    if parts.too_many(content, form):
        raise Refused(_("The picture is made in an unusual way. Save it anew as JPEG or PNG."), code="parts")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Of what a camera wrote beside it nothing is kept, so it need not be whole.
            warnings.simplefilter("ignore", UserWarning)
            with Image.open(io.BytesIO(content), formats=[form]) as opened:
                _check_size(opened)
                # Before it is turned, so that the whole of it stands in memory once.
                opened.thumbnail((longest, longest))
                return _written(ImageOps.exif_transpose(opened), longest)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_("The picture has more than 40 million pixels. Make it smaller."), code="pixels") from None
    # Pillow's readers raise whatever a broken file makes them stumble over.
    except Exception as error:
        raise broken from error


def cut(content: bytes, *, ratio: tuple[int, int], keep: float) -> tuple[bytes, str]:
    """A clean picture cut to width : height, and its media type; `keep` says which part stays, 0.0 the left or upper
    one to 1.0 the right or lower one.
    """
    with Image.open(io.BytesIO(content)) as whole:
        width = min(whole.width, max(1, whole.height * ratio[0] // ratio[1]))
        height = min(whole.height, max(1, whole.width * ratio[1] // ratio[0]))
        left, top = round((whole.width - width) * keep), round((whole.height - height) * keep)
        return _written(whole.crop((left, top, left + width, top + height)))


class Cover(StrEnum):
    """With what a place in a picture is covered."""

    SOLID = "solid"
    BLOCKS = "blocks"


def covered(content: bytes, places: Iterable[Box], cover: Cover) -> tuple[bytes, str]:
    """A clean picture with these places covered, and its media type. What was there is gone: nothing of it stays in the
    file but, for blocks, the mean colours of a few squares.
    """
    with Image.open(io.BytesIO(content)) as opened:
        whole = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    for place in places:
        left, top = max(0, floor(place.left * whole.width)), max(0, floor(place.top * whole.height))
        right = min(whole.width, ceil((place.left + place.width) * whole.width))
        bottom = min(whole.height, ceil((place.top + place.height) * whole.height))
        if left < right and top < bottom:
            _cover(whole, (left, top, right, bottom), cover)
    return _written(whole)


def _cover(whole: Image.Image, box: tuple[int, int, int, int], cover: Cover) -> None:
    if cover == Cover.SOLID:
        whole.paste(_INK, box)
        return
    part = whole.crop(box)
    few = part.resize((min(_BLOCKS, part.width), min(_BLOCKS, part.height)), Image.Resampling.BOX)
    whole.paste(few.resize(part.size, Image.Resampling.NEAREST), box)


def reduced(content: bytes, longest: int) -> tuple[bytes, str]:
    """A clean picture with no side longer than so many pixels, and its media type."""
    with Image.open(io.BytesIO(content)) as whole:
        return _written(whole, longest)


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Image.DecompressionBombError


def _written(picture: Image.Image, longest: int = LONGEST_SIDE) -> tuple[bytes, str]:
    """The picture alone, without anything that came beside it."""
    picture.thumbnail((longest, longest))
    seen_through = picture.has_transparency_data
    plain = picture.convert("RGBA" if seen_through else "RGB")
    # A new picture of the same points: what was attached stays behind.
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    if seen_through:
        bare.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue(), "image/jpeg"


def _document(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.pages) > MOST_PAGES:
                raise Refused(_("The PDF has more than 200 pages. Take the pages that matter."), code="pages")
            if not len(document.pages):
                raise Refused(_("The PDF has no page. Make it anew."), code="broken")
            return _pages_alone(document)
    except pikepdf.PasswordError:
        raise Refused(_("The PDF is locked by a password. Save it without one."), code="locked") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise Refused(_("The PDF is broken. Print it to a PDF anew, or take a photo."), code="broken") from error


def _pages_alone(document: pikepdf.Pdf) -> bytes:
    """A new document of the same pages, as they are printed: whatever hung on the old one stays behind."""
    bare = pikepdf.new()
    bare.pages.extend(document.pages)
    for page in bare.pages:
        _without(page.obj, set(page.obj.keys()) - _OF_PAGE)
    for thing in bare.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            _without(thing, _NOWHERE)
    out = io.BytesIO()
    bare.save(out, deterministic_id=True, recompress_flate=False)
    return out.getvalue()


def _without(holder: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]
