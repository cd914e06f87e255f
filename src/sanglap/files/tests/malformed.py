"""Files that are broken, hostile or something else than they say, built anew each time.

`REFUSED` are to be refused where a picture is wanted, with that code; `SOUND` are pictures beside which something
stands that must not come along; of `EITHER` a library may make something or nothing, but never harm.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import pikepdf
from PIL import Image, PngImagePlugin

EVIL: Final = b"EVIL"
"""What must be in nothing that was taken in."""
SCRIPT: Final = b"<script>EVIL()</script>"
DECLARED: Final = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PNG: Final = b"\x89PNG\r\n\x1a\n"
Build = Callable[[], bytes]


def drawn(form: str, *, size: tuple[int, int] = (320, 240), mode: str = "RGB", **more: Any) -> bytes:
    """A noisy picture, so that no part of its file is without meaning."""
    noise = Image.effect_noise(size, 80)
    out = io.BytesIO()
    noise.convert(mode).save(out, form, **more)
    return out.getvalue()


def share(content: bytes, of_hundred: int) -> bytes:
    """So much of its beginning."""
    return content[: len(content) * of_hundred // 100]


def flipped(content: bytes, place: int) -> bytes:
    """With one byte turned over."""
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


def chunk(name: bytes, data: bytes = b"", *, says: int | None = None) -> bytes:
    """Of a PNG; `says` is a false length."""
    return (
        struct.pack(">I", len(data) if says is None else says)
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data))
    )


def png(*beside: bytes, size: tuple[int, int] = (1, 1), pixels: bytes = b"\0\0\0\0") -> bytes:
    """A PNG in colour, with chunks between its head and its points."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    return PNG + head + b"".join(beside) + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND")


def bomb(megabytes: int = 100) -> bytes:
    """Some kilobytes that unpack to so many megabytes."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"\0" * 1024 * 1024) for _number in range(megabytes)) + packer.flush()


def segment(marker: int, data: bytes) -> bytes:
    """Of a JPEG."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*beside: bytes, **more: Any) -> bytes:
    """A JPEG with segments behind its first two bytes."""
    content = drawn("JPEG", **more)
    return content[:2] + b"".join(beside) + content[2:]


def jpeg_that_says(width: int, height: int) -> bytes:
    """Its size is written in its head alone."""
    content = drawn("JPEG", size=(16, 16))
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + struct.pack(">HH", height, width) + content[place + 4 :]


def scans(number: int, side: int = 2_000) -> bytes:
    """A JPEG that is drawn over itself so often."""
    out = io.BytesIO()
    Image.new("L", (side, side), 90).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last = content[content.rindex(b"\xff\xc4", 0, content.rindex(b"\xff\xda")) : -2]
    return content[:-2] + last * number + content[-2:]


def exif(*entries: bytes, says: int | None = None) -> bytes:
    """A segment of what cameras write; `says` is a false number of entries."""
    number = struct.pack(">H", len(entries) if says is None else says)
    return segment(0xE1, b"Exif\0\0MM\0\x2a\0\0\0\x08" + number + b"".join(entries) + b"\0\0\0\0")


def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
    return struct.pack(">HHI", tag, kind, count) + value.ljust(4, b"\0")


def gif(beside: bytes = b"", *, size: tuple[int, int] | None = None) -> bytes:
    """A GIF with blocks before its picture."""
    content = drawn("GIF", size=(16, 16))
    first = 13 + (3 << (content[10] % 8 + 1) if content[10] & 0x80 else 0)
    screen = struct.pack("<HH", *size) if size else content[6:10]
    return content[:6] + screen + content[10:first] + beside + content[first:]


def moving(form: str, frames: int, **more: Any) -> bytes:
    rest = [Image.new("L", (24, 24), number % 256) for number in range(frames)]
    out = io.BytesIO()
    rest[0].save(out, form, save_all=True, append_images=rest[1:], **more)
    return out.getvalue()


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_that_says(width: int, height: int, *, flags: int = 2) -> bytes:
    """A moving WebP whose head claims that size, with one small picture in it."""
    small = drawn("WEBP", size=(16, 16))[12:]
    canvas = bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    frame = bytes(6) + (15).to_bytes(3, "little") * 2 + b"\x10\0\0\0" + small
    return riff((b"VP8X", canvas), (b"ANIM", bytes(6)), (b"ANMF", frame))


def webp_beside(name: bytes, data: bytes) -> bytes:
    """A sound WebP with that chunk."""
    out = io.BytesIO()
    told: dict[str, Any] = {{b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "icc_profile"}[name]: data}
    Image.new("RGB", (32, 24), "green").save(out, "WEBP", **told)
    return out.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, **more: Any) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    change(document)
    out = io.BytesIO()
    document.save(out, **more)
    return out.getvalue()


def acts(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="EVIL()")


def starts(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("EVIL.exe"))


def bursts(document: pikepdf.Pdf) -> None:
    stream = document.make_stream(b"")
    stream.write(zlib.compress(bomb(100), 9), filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
    document.pages[0].obj.Contents = pikepdf.Array([stream] * 40)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, EVIL * 1_000)
    return out.getvalue()


def svg(inside: bytes) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">' + inside + b"</svg>"


def box(brand: bytes) -> bytes:
    """The head of a file as phones keep pictures in: HEIC, AVIF."""
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1" + brand + struct.pack(">I", 8) + b"mdat"


def _begun(form: str, of_hundred: int) -> Build:
    return lambda: share(drawn(form), of_hundred)


def _spoilt(form: str, of_hundred: int) -> Build:
    def build() -> bytes:
        content = drawn(form)
        return flipped(content, len(content) * of_hundred // 100)

    return build


LOCK: Final = pikepdf.Encryption(user="secret", owner="secret")
NO_PICTURE: Final[Mapping[str, Build]] = {
    "one byte": lambda: b"\xff",
    "zeros": lambda: bytes(5_000),
    "text": lambda: "সরকারি আদেশ".encode() * 50,
    "HTML": lambda: b"<!doctype html><title>photo.jpg</title>" + SCRIPT,
    "SVG with a script": lambda: svg(SCRIPT),
    "SVG that loads": lambda: svg(b'<image xlink:href="http://EVIL/x.png" onload="EVIL()"/>'),
    "SVG behind a declaration": lambda: DECLARED + svg(b"&e;"),
    "SVG, packed": lambda: gzip.compress(svg(SCRIPT)),
    "program for Windows": lambda: b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + EVIL * 50,
    "program for Linux": lambda: b"\x7fELF\x02\x01\x01" + EVIL * 50,
    "shell script": lambda: b"#!/bin/sh\necho EVIL\n",
    "archive": lambda: archive("EVIL.exe"),
    "document of Word": lambda: archive("[Content_Types].xml", "word/document.xml"),
    "spreadsheet with macros": lambda: archive("[Content_Types].xml", "xl/vbaProject.bin"),
    "old document of Word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "TIFF, little end first": lambda: drawn("TIFF"),
    "TIFF, big end first": lambda: b"MM\0\x2a\0\0\0\x08" + bytes(600),
    "BMP": lambda: drawn("BMP"),
    "ICO": lambda: drawn("ICO", size=(32, 32)),
    "PSD": lambda: b"8BPS\0\x01" + bytes(6) + struct.pack(">HIIHH", 3, 60_000, 60_000, 8, 3) + bytes(64),
    "HEIC": lambda: box(b"heic"),
    "AVIF": lambda: box(b"avif"),
    "JPEG 2000": lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(64),
    "JPEG XL": lambda: b"\xff\x0a" + bytes(64),
    "film": lambda: box(b"mp42"),
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(EVIL) run\n",
    "PDF with a script": lambda: pdf(acts),
    "PDF that starts a program": lambda: pdf(starts),
    "PDF with a password": lambda: pdf(encryption=LOCK),
    "half a PDF": lambda: share(pdf(), 40),
    "PDF that bursts": lambda: pdf(bursts, compress_streams=False),
    "PDF that is HTML too": lambda: b"%PDF-1.7\n" + SCRIPT + b"\n%%EOF",
}  # fmt: skip
"""What is of another kind, whatever it calls itself."""

REFUSED: Final[Mapping[str, tuple[str, Build]]] = {
    "empty": ("empty", lambda: b""),
    "larger than may be": ("too_big", lambda: drawn("JPEG") + bytes(20 * 1024 * 1024)),
    **{name: ("kind", build) for name, build in NO_PICTURE.items()},
    **{
        f"{part} of 100 of a {form}": ("broken", _begun(form, part))
        for form, parts in {"JPEG": (3, 50, 95), "PNG": (10, 50, 95), "WEBP": (10, 50, 95), "GIF": (30, 50)}.items()
        for part in parts
    },
    "half a progressive JPEG": ("broken", lambda: share(drawn("JPEG", progressive=True), 50)),
    "JPEG of a head alone": ("broken", lambda: drawn("JPEG")[:20]),
    "HTML behind the mark of a JPEG": ("broken", lambda: b"\xff\xd8\xff\xe0" + SCRIPT * 20),
    "HTML behind the mark of a PNG": ("broken", lambda: PNG + SCRIPT * 20),
    "HTML behind the mark of a WebP": ("broken", lambda: riff((b"VP8 ", SCRIPT * 20))),
    "script that is a GIF too": ("broken", lambda: b"GIF89a/*" + bytes(4) + b"*/=1;EVIL();//" + b";" * 40),
    "PNG whose head has a wrong checksum": ("broken", lambda: flipped(png(), 30)),
    "PNG whose points do not unpack": ("broken", lambda: flipped(png(), len(png()) - 17)),
    "PNG with a chunk of two thousand million bytes": ("broken", lambda: png(chunk(b"tEXt", b"a\0b", says=2**31 - 1))),
    "PNG without points": ("broken", lambda: PNG + png()[8:33] + chunk(b"IEND")),
    "PNG without size": ("broken", lambda: png(size=(0, 0))),
    "PNG with a packed text that bursts": ("broken", lambda: png(chunk(b"zTXt", b"Comment\0\0" + bomb()))),
    "PNG with a text of any language that bursts": ("broken", lambda: png(chunk(b"iTXt", b"a\0\1\0\0\0" + bomb()))),
    "PNG with colours that burst": ("broken", lambda: png(chunk(b"iCCP", b"a\0\0" + bomb()))),
    "PNG with two thousand packed texts": ("broken", lambda: png(*[chunk(b"zTXt", b"a\0\0" + bomb(1)[:-9])] * 2_000)),
    "PNG that claims 60,000 × 60,000": ("pixels", lambda: png(size=(60_000, 60_000))),
    "PNG that claims to be endlessly wide": ("pixels", lambda: png(size=(2**31 - 1, 1))),
    "JPEG that claims 65,000 × 65,000": ("pixels", lambda: jpeg_that_says(65_000, 65_000)),
    "GIF that claims 65,535 × 65,535": ("pixels", lambda: gif(size=(65_535, 65_535))),
    "WebP that claims 16,383 × 16,383": ("pixels", lambda: webp_that_says(16_383, 16_383)),
    "WebP that claims 2²⁴ × 255": ("pixels", lambda: webp_that_says(2**24, 255)),
    "PNG of a million empty chunks": ("parts", lambda: png(*[chunk(b"prVt")] * 1_000_000)),
    "JPEG of a million remarks": ("parts", lambda: jpeg(segment(0xFE, b"") * 1_000_000)),
    "JPEG of a million heads of cameras": ("parts", lambda: jpeg(segment(0xE1, b"Exif\0\0") * 1_000_000)),
    "JPEG drawn over itself five hundred times": ("parts", lambda: scans(500)),
    "GIF of a million remarks": ("parts", lambda: gif(b"\x21\xfe\x01a\0" * 1_000_000)),
    "GIF of one endless remark": ("parts", lambda: gif(b"\x21\xfe" + b"\x01a" * 1_000_000 + b"\0")),
}

PLACE: Final = exif(
    entry(0x010F, 2, 4, EVIL), entry(0x0112, 3, 1, b"\0\x06"), entry(0x8825, 4, 1, struct.pack(">I", 8))
)
"""Who made it, that it lies on its side, and a place that tells of itself."""
WORDS: Final = chunk(b"tEXt", b"Author\0" + EVIL) + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>EVIL</x>")


def _png_on_its_side() -> bytes:
    beside = Image.Exif()
    beside[0x0112], beside[0x010F] = 8, "EVIL"
    return drawn("PNG", exif=beside)


def _commented() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "GIF", comment=EVIL)
    return out.getvalue()


def _labelled() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "EVIL " * 500, zip=True)
    return drawn("PNG", pnginfo=info)


SOUND: Final[Mapping[str, Build]] = {
    "photo with its place, on its side": lambda: jpeg(PLACE),
    "photo with a remark": lambda: jpeg(segment(0xFE, EVIL)),
    "photo with XMP": lambda: jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>EVIL</x>")),
    "photo with a profile that is none": lambda: drawn("JPEG", icc_profile=EVIL * 40),
    "photo in a printer's colours, with a false profile": lambda: drawn("JPEG", mode="CMYK", icc_profile=EVIL * 40),
    "photo with a smaller one behind it": lambda: moving("MPO", 2) + EVIL,
    "photo with a film behind it": lambda: drawn("JPEG") + box(b"mp42") + EVIL * 1_000,
    "photo with an archive behind it": lambda: drawn("JPEG") + archive("EVIL.exe"),
    "photo that tells of its camera in a ring": lambda: jpeg(
        exif(entry(0x8769, 4, 1, struct.pack(">I", 8)), entry(0x8825, 4, 1, struct.pack(">I", 8)))
    ),
    "photo with a way to lie that does not exist": lambda: jpeg(exif(entry(0x0112, 3, 1, b"\0\x4d"))),
    "photo with a way to lie in words": lambda: jpeg(exif(entry(0x0112, 2, 4, EVIL))),
    "photo whose camera claims two thousand million values": lambda: jpeg(exif(entry(0x0112, 3, 2**31 - 1, EVIL))),
    "photo whose camera claims more than it says": lambda: jpeg(exif(entry(0x0112, 3, 1, b"\0\x06"), says=50)),
    "photo whose camera says nothing that is whole": lambda: jpeg(segment(0xE1, b"Exif\0\0MM\0\x2a\0\0\0\xff")),
    "PNG whose points have a wrong checksum": lambda: flipped(png(), len(png()) - 14),
    "PNG with words beside it": lambda: png(WORDS),
    "PNG with packed words beside it": _labelled,
    "PNG with a place, on its side": _png_on_its_side,
    "PNG with more points than it has room for": lambda: png(pixels=bytes(50_000_000)),
    "PNG that moves": lambda: moving("PNG", 40),
    "PNG with HTML behind it": lambda: png() + SCRIPT,
    "WebP that moves": lambda: moving("WEBP", 40),
    "WebP with what a camera says": lambda: webp_beside(b"EXIF", b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0EVIL"),
    "WebP with words": lambda: webp_beside(b"XMP ", b"<x>EVIL</x>"),
    "WebP with a profile that is none": lambda: webp_beside(b"ICCP", EVIL * 40),
    "GIF of five thousand pictures": lambda: moving("GIF", 5_000),
    "GIF with a remark": _commented,
    "GIF with a script behind it": lambda: gif() + SCRIPT,
    "GIF of a few thousand remarks": lambda: gif(b"\x21\xfe\x04EVIL\0" * 5_000),
    "JPEG that becomes clear in ten steps": lambda: drawn("JPEG", progressive=True),
}  # fmt: skip

EITHER: Final[Mapping[str, Build]] = {
    **{
        f"{form} with a byte turned over at {part} of 100": _spoilt(form, part)
        for form in ("JPEG", "PNG", "WEBP", "GIF")
        for part in (20, 60, 90)
    },
    "GIF whose picture is larger than itself": lambda: gif(size=(1, 1)),
    "WebP that says it is longer": lambda: drawn("WEBP")[:4] + struct.pack("<I", 2**31) + drawn("WEBP")[8:],
    "JPEG of two sizes": lambda: jpeg(segment(0xC0, struct.pack(">BHHB", 8, 9_000, 4_000, 1) + b"\1\x11\0")),
    "JPEG drawn over itself twenty times": lambda: scans(20),
}  # fmt: skip
