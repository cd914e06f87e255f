"""A feed's XML as a tree. Declarations are refused, so that nothing in it can grow or reach out; what websites often
get wrong is put right: signs before the beginning, a wrong encoding, entities of HTML, a bare `&`.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_ELEMENTS = 50_000
DEEPEST = 60
_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip
"""By what sixteen- and thirty-two-bit encodings are known."""
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,30});)?"
)


class Declares(Exception):
    """It holds a document type or entities of its own."""


class NotXml(Exception):
    """It cannot be read as XML."""


def tree(body: bytes, charset: str = "") -> Element:
    """The root of the document; names are `address local`, or the local part alone. `charset` is what the server said.

    Raises Declares, NotXml. In time proportional to the length.
    """
    text = _decoded(body, charset)
    text = _UNFIT.sub("", _DECLARATION.sub("", text[:1000], count=1) + text[1000:])
    start = text.find("<")
    text = text[max(start, 0) :]
    try:
        return _parsed(text)
    except NotXml:
        return _parsed(_AMPERSAND.sub(_put_right, text))


def _put_right(found: re.Match[str]) -> str:
    sign = html5.get(f"{found[1]};") if found[1] else None
    if sign is None or sign in "<>&":
        return "&amp;" + found[0][1:]
    return sign


def _decoded(body: bytes, charset: str) -> str:
    """Its text. What is valid UTF-8 is read as such whatever is said of it: nothing else happens to be."""
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body.decode(codec, "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    said = _ENCODING.search(body[:400])
    for codec in filter(None, (said and said[1].decode("ascii"), charset)):
        try:
            return body.decode(codec, "replace")
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")


def _parsed(text: str) -> Element:
    builder, parser = TreeBuilder(), expat.ParserCreate("utf-8", " ")
    depth = number = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, number
        depth, number = depth + 1, number + 1
        if depth > DEEPEST or number > MOST_ELEMENTS:
            raise NotXml
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        raise NotXml from None
    return builder.close()


def _refuse(*_given: Any) -> None:
    raise Declares
