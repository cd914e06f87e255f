"""What the door makes of files, the hostile ones above all."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from sanglap.files.cleaning import LONGEST_SIDE, MOST_BYTES, MOST_PAGES, MOST_PIXELS, Refused, clean

SCRIPT = b"<script>alert(1)</script>"


def picture(form: str, *, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0).save(out, form, **more)
    return out.getvalue()


def paper(change: Callable[[pikepdf.Pdf], None] = lambda _: None, *, pages: int = 1, **more: Any) -> bytes:
    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page(page_size=(200, 200))
    change(document)
    out = io.BytesIO()
    document.save(out, **more)
    return out.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """A picture of a few bytes that claims to be that large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


def archive(name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, "x" * 1000)
    return out.getvalue()


def no_pages(document: pikepdf.Pdf) -> None:
    del document.pages[:]


def pages_in_a_ring(document: pikepdf.Pdf) -> None:
    tree = document.Root.Pages
    tree.Kids = pikepdf.Array([tree])


def pages_that_are_none(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Kids = pikepdf.Array([pikepdf.String("no page")])


PDF = paper()
REFUSED = {
    "empty": (b"", "empty"),
    "larger than may be": (b"\xff\xd8\xff" + b"0" * MOST_BYTES, "too_big"),
    "plain text": ("সরকারি আদেশ".encode(), "kind"),
    "nothing but zeros": (b"\0" * 4096, "kind"),
    "page of HTML": (b"<!doctype html>" + SCRIPT, "kind"),
    "SVG with a script": (b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "kind"),
    "program for Windows": (b"MZ" + b"\x90" * 500, "kind"),
    "program for Linux": (b"\x7fELF" + b"\x02" * 500, "kind"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "kind"),
    "archive": (archive("a.txt"), "kind"),
    "document of Word": (archive(), "kind"),
    "picture of a kind nobody asked for (BMP)": (picture("BMP"), "kind"),
    "picture of a kind nobody asked for (TIFF)": (picture("TIFF"), "kind"),
    "picture of a kind nobody asked for (ICO)": (picture("ICO", size=(32, 32)), "kind"),
    "PostScript": (b"%!PS-Adobe-3.0\n(x) show", "kind"),
    "HTML that calls itself JPEG": (b"\xff\xd8\xff\xe0" + SCRIPT * 20, "broken"),
    "HTML that calls itself PNG": (b"\x89PNG\r\n\x1a\n" + SCRIPT * 20, "broken"),
    "HTML that calls itself GIF": (b"GIF89a" + SCRIPT * 20, "broken"),
    "HTML that calls itself PDF": (b"%PDF-1.7\n" + SCRIPT * 20, "broken"),
    "half a JPEG": (picture("JPEG", size=(900, 900))[:-4000], "broken"),
    "half a PNG": (picture("PNG", size=(900, 900))[:-400], "broken"),
    "half a WebP": (picture("WEBP", size=(900, 900))[:60], "broken"),
    "head of a JPEG": (picture("JPEG")[:30], "broken"),
    "few bytes that claim 2.5 thousand million points": (png_that_says(50_000, 50_000), "pixels"),
    "few bytes that claim a little too many points": (png_that_says(MOST_PIXELS // 1_000 + 1, 1_000), "pixels"),
    "few bytes that claim to be endlessly wide": (png_that_says(2**31 - 1, 1), "pixels"),
    "PDF with a password": (
        paper(encryption=pikepdf.Encryption(user="secret", owner="secret")),
        "locked",
    ),
    "half a PDF": (PDF[: len(PDF) // 3], "broken"),
    "PDF without a page": (paper(no_pages), "broken"),
    "PDF whose pages go in a ring": (paper(pages_in_a_ring), "broken"),
    "PDF whose page is none": (paper(pages_that_are_none), "broken"),
    "PDF of too many pages": (paper(pages=MOST_PAGES + 1), "pages"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_and_told_what_to_do(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        clean(content)
    assert refused.value.code == code
    assert len(str(refused.value.message)) > 20


def test_behind_a_picture_nothing_comes_along() -> None:
    for form in ("JPEG", "PNG", "GIF", "WEBP"):
        written, _media = clean(picture(form) + SCRIPT + archive())
        assert SCRIPT not in written
        assert b"PK\x03\x04" not in written


def test_where_and_by_whom_a_photo_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Rehana"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (23.0, 51.0, 30.0)
    written, media = clean(picture("JPEG", exif=exif, comment=b"from home"))
    assert media == "image/jpeg"
    assert b"Rehana" not in written
    assert b"from home" not in written
    with Image.open(io.BytesIO(written)) as opened:
        assert not opened.getexif()


def test_words_beside_a_png_are_gone() -> None:
    beside = PngImagePlugin.PngInfo()
    beside.add_text("Author", "Rehana", zip=False)
    beside.add_itxt("XML:com.adobe.xmp", "<x>Rehana</x>")
    written, _media = clean(picture("PNG", pnginfo=beside))
    assert b"Rehana" not in written


def test_a_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    written, _media = clean(picture("JPEG", size=(60, 40), exif=exif))
    with Image.open(io.BytesIO(written)) as opened:
        assert opened.size == (40, 60)


def test_a_large_photo_is_made_smaller() -> None:
    written, _media = clean(picture("JPEG", size=(6_000, 3_000)))
    with Image.open(io.BytesIO(written)) as opened:
        assert opened.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_of_colouring_is_read(mode: str) -> None:
    written, media = clean(picture("PNG", mode=mode))
    assert media == ("image/png" if mode in {"LA", "RGBA"} else "image/jpeg")
    with Image.open(io.BytesIO(written)) as opened:
        assert opened.size == (60, 40)


def test_a_printers_colours_are_read() -> None:
    assert clean(picture("JPEG", mode="CMYK"))[1] == "image/jpeg"


def test_of_a_moving_picture_the_first_stays() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    written, _media = clean(out.getvalue())
    with Image.open(io.BytesIO(written)) as opened:
        assert getattr(opened, "n_frames", 1) == 1
        red, green, blue = opened.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        assert red > 200 > green + blue


def script(document: pikepdf.Pdf) -> pikepdf.Object:
    return document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('EVIL')"))


def runs_at_opening(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = script(document)


def runs_at_printing(document: pikepdf.Pdf) -> None:
    document.Root.AA = pikepdf.Dictionary(WP=script(document))


def runs_by_name(document: pikepdf.Pdf) -> None:
    named = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script(document)]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=named)


def runs_on_a_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = pikepdf.Dictionary(O=script(document))


def runs_by_a_click(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    note.A = script(document)
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])


def starts_a_program(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("EVIL.exe"))


def asks_a_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xfa>EVIL</xfa>"), Fields=pikepdf.Array([]))


def attachment(document: pikepdf.Pdf) -> pikepdf.Object:
    held = document.make_stream(b"EVIL" * 50, Type=pikepdf.Name.EmbeddedFile)
    told = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=pikepdf.String("EVIL.exe"), EF=pikepdf.Dictionary(F=held))
    return document.make_indirect(told)


def carries_a_file(document: pikepdf.Pdf) -> None:
    attached = attachment(document)
    names = pikepdf.Array([pikepdf.String("a"), attached])
    document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
    document.Root.AF = pikepdf.Array([attached])


def carries_a_file_inside_a_page(document: pikepdf.Pdf) -> None:
    drawn = document.make_stream(b"q Q", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    drawn.AF = pikepdf.Array([attachment(document)])
    document.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=document.make_indirect(drawn)))
    document.pages[0].obj.Contents = document.make_stream(b"/F Do")


def tells_its_author(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = "EVIL"
    with document.open_metadata() as meta:
        meta["dc:creator"] = ["EVIL"]


CARRIERS = [
    runs_at_opening,
    runs_at_printing,
    runs_by_name,
    runs_on_a_page,
    runs_by_a_click,
    starts_a_program,
    asks_a_form,
    carries_a_file,
    carries_a_file_inside_a_page,
    tells_its_author,
]


@pytest.mark.parametrize("change", CARRIERS, ids=lambda one: one.__name__)
def test_a_paper_is_taken_without_what_acts_or_tells(change: Callable[[pikepdf.Pdf], None]) -> None:
    given = paper(change, compress_streams=False)
    assert b"EVIL" in laid_open(given)
    written, media = clean(given)
    assert media == "application/pdf"
    assert b"EVIL" not in laid_open(written)
    with pikepdf.open(io.BytesIO(written)) as document:
        assert len(document.pages) == 1


def laid_open(content: bytes) -> bytes:
    """The document with nothing packed."""
    with pikepdf.open(io.BytesIO(content)) as document:
        out = io.BytesIO()
        document.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
        return out.getvalue()


def test_a_paper_that_only_forbids_changes_is_taken() -> None:
    assert clean(paper(encryption=pikepdf.Encryption(user="", owner="secret")))[1] == "application/pdf"


def test_what_is_printed_on_a_page_stays() -> None:
    """Also where the page has its size and its letters from above it, as the PDFs of scanners do."""

    def printed(document: pikepdf.Pdf) -> None:
        letters = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
        tree = document.Root.Pages
        tree.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(letters)))
        tree.MediaBox = pikepdf.Array([0, 0, 595, 842])
        page = document.pages[0].obj
        del page.MediaBox
        if "/Resources" in page:
            del page.Resources
        page.Contents = document.make_stream(b"BT /F1 12 Tf (order) Tj ET")

    with pikepdf.open(io.BytesIO(clean(paper(printed))[0])) as document:
        (page,) = document.pages
        assert list(page.mediabox) == [0, 0, 595, 842]
        assert page.resources.Font.F1.BaseFont == pikepdf.Name.Courier
        assert b"(order) Tj" in page.Contents.read_bytes()


def test_the_same_paper_becomes_the_same_file() -> None:
    assert clean(PDF) == clean(PDF)


def burst(document: pikepdf.Pdf) -> None:
    """A few bytes that unpack to gigabytes: packed twice."""
    once = zlib.compress(b"\0" * (64 * 1024 * 1024), 9)
    twice = zlib.compress(once + zlib.compress(b" " * 1024, 9), 9)
    stream = document.make_stream(b"")
    stream.write(twice, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]))
    document.pages[0].obj.Contents = pikepdf.Array([stream] * 40)


def test_a_paper_that_would_burst_is_not_unpacked() -> None:
    given = paper(burst, compress_streams=False)
    assert len(given) < 20_000
    tracemalloc.start()
    try:
        clean(given)
    except Refused:
        pass
    finally:
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 64 * 1024 * 1024
