"""A letterhead for word processors: the head and the codes stand in the first page's header and footer, so that the
letter itself is all that one writes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL as VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from sanglap.documents.letterhead import Part, Sheet, Tile, Words
from sanglap.documents.qr import png

LATIN, BANGLA = "Noto Sans", "Noto Sans Bengali"
_LOCALES = {"bn": "bn-BD", "en": "en-GB"}
_GREEN = RGBColor(0x0B, 0x5D, 0x44)
_WIDE, _CODE = Mm(170), Mm(16)
_MANY = 6
"""Beyond so many codes they stand closer."""


def letter_docx(sheet: Sheet) -> bytes:
    """The sheet as a DOCX file."""
    document = docx.Document()
    _plain(document, sheet.language)
    document.core_properties.title = sheet.title
    document.core_properties.language = _LOCALES.get(sheet.language, sheet.language)
    document.core_properties.author = sheet.parts[0].office.text
    document.core_properties.comments = ""
    section = document.sections[0]
    _page(section)
    _head(section.first_page_header, sheet)
    if sheet.tiles:
        _codes(section.first_page_footer, sheet.tiles)
    _numbers(document, sheet)
    _letter(document, sheet)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(16)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True


def _plain(document: Document, language: str) -> None:
    """The font of everything: one for Latin, one for Bangla, which word processors call a complex script."""
    style = document.styles["Normal"]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - python-docx's own template has it so
    style.font.name, style.font.size = LATIN, Pt(10.5)
    style.paragraph_format.space_after = Pt(0)
    found = style.element.get_or_add_rPr()
    found.get_or_add_rFonts().set(qn("w:cs"), BANGLA)
    found.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="21"/>'))
    found.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:bidi="bn-BD"/>'))


def _head(header: _Header, sheet: Sheet) -> None:
    first = header.paragraphs[0]
    table = header.add_table(1, len(sheet.parts), _WIDE)
    for cell, part in zip(table.rows[0].cells, sheet.parts, strict=True):
        _part(cell, part, narrow=len(sheet.parts) > 1)
    # A header begins with a paragraph of its own, which would stand empty above the table.
    first._p.getparent().remove(first._p)  # noqa: SLF001 - python-docx takes no paragraph away otherwise
    line = _paragraph(header, (), size=8.5)
    if sheet.accounts:
        _run(line, _joined(sheet.channels), "bn", bold=True, size=8.5)
        _run(line, ": " + "; ".join(f"{_joined(one.titles)} {one.handle}" for one in sheet.accounts), "bn", size=8.5)
    _rule(line)


def _part(cell: _Cell, part: Part, *, narrow: bool) -> None:
    lines: list[tuple[Words, float, bool]] = [(part.government, 9.5, False), (part.office, 14, True)]
    reach = [one.text for one in part.reach]
    lines += [(line, 9, False) for line in part.address]
    lines += [(Words(line, part.language), 9, False) for line in (reach if narrow else [" · ".join(reach)])]
    empty = cell.paragraphs[0]
    for words, size, heading in lines:
        if words.text:
            _paragraph(cell, (words,), size=size, bold=heading, colour=_GREEN if heading else None)
    empty._p.getparent().remove(empty._p)  # noqa: SLF001 - as above


def _codes(footer: _Footer, tiles: tuple[Tile, ...]) -> None:
    columns = 4 if len(tiles) > _MANY else 3
    table = footer.add_table(-(-len(tiles) // columns), 2 * columns, _WIDE)
    table.autofit = False
    _top(table)
    for number, column in enumerate(table.columns):
        column.width = Mm(170 / columns - 20) if number % 2 else Mm(20)
        for cell in column.cells:
            cell.width = column.width
    for number, one in enumerate(tiles):
        row, at = divmod(number, columns)
        _tile(table.cell(row, 2 * at), table.cell(row, 2 * at + 1), one)
    _take_first(footer)


def _tile(picture: _Cell, words: _Cell, one: Tile) -> None:
    picture.vertical_alignment = words.vertical_alignment = VERTICAL.CENTER
    square = picture.paragraphs[0]
    square.paragraph_format.space_before = Pt(3)
    shown = square.add_run().add_picture(io.BytesIO(png(one.url)), width=_CODE)
    shown._inline.docPr.set("descr", one.alt)  # noqa: SLF001 - what is read out; python-docx has no name for it
    _run(words.paragraphs[0], _joined(one.titles), one.titles[0].language, bold=True, size=7.5)
    for line, size in ((one.handle, 7.5), (one.shown, 6.5)):
        if line:
            _paragraph(words, (Words(line, "en"),), size=size, align=ALIGN.LEFT)


def _take_first(footer: _Footer) -> None:
    """The paragraph with which a footer begins goes below the table: one must stand there."""
    first = footer.paragraphs[0]._p  # noqa: SLF001 - python-docx moves no paragraph otherwise
    first.getparent().append(first)


def _numbers(document: Document, sheet: Sheet) -> None:
    """Memo number on the left, the day by both calendars on the right."""
    table = document.add_table(1, 2)
    memo, dates = table.rows[0].cells
    _run(memo.paragraphs[0], f"{' · '.join(part.memo for part in sheet.parts)}: {sheet.memo}", sheet.language)
    empty = dates.paragraphs[0]
    for part in sheet.parts:
        for text in (f"{part.date}: {part.bangla}", part.gregorian):
            _paragraph(dates, (Words(text, part.language),), align=ALIGN.RIGHT)
    empty._p.getparent().remove(empty._p)  # noqa: SLF001 - as above


def _letter(document: Document, sheet: Sheet) -> None:
    document.add_paragraph()
    if sheet.subject.text:
        subject = _paragraph(document, (), align=ALIGN.LEFT)
        _run(subject, f"{sheet.subject_label}: ", sheet.language, bold=True)
        _run(subject, sheet.subject.text, sheet.subject.language, bold=True)
        document.add_paragraph()
    for block in sheet.body or (Words("", sheet.language),) * 6:
        _paragraph(document, (block,), align=ALIGN.LEFT).paragraph_format.space_after = Pt(6)
    signing = [part for part in sheet.parts if part.name.text]
    for number, part in enumerate(signing):
        name = Words(f"({part.name.text})", part.name.language)
        for words, bold in ((name, True), (part.designation, False), (part.office, False)):
            if words.text:
                line = _paragraph(document, (words,), bold=bold)
                line.paragraph_format.left_indent = Mm(95)
                line.paragraph_format.keep_together = line.paragraph_format.keep_with_next = True
                line.paragraph_format.space_before = Pt(42 if not number and bold else 0)


def _paragraph(
    place: Document | _Cell | _Header,
    texts: Iterable[Words],
    *,
    size: float | None = None,
    bold: bool = False,
    align: ALIGN = ALIGN.CENTER,
    colour: RGBColor | None = None,
) -> Paragraph:
    made = place.add_paragraph()
    made.alignment = align
    for words in texts:
        _run(made, words.text, words.language, size=size, bold=bold, colour=colour)
    return made


def _run(
    paragraph: Paragraph,
    text: str,
    language: str,
    *,
    size: float | None = None,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> Run:
    """One run; size and weight are said twice, since Bangla takes those of complex scripts."""
    made = paragraph.add_run(text)
    made.bold = bold or None
    made.font.cs_bold = bold or None
    if colour:
        made.font.color.rgb = colour
    found = made._r.get_or_add_rPr()  # noqa: SLF001 - python-docx knows no languages and no sizes of complex scripts
    if size:
        made.font.size = Pt(size)
        found.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(2 * size)}"/>'))
    found.append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="{_LOCALES.get(language, language)}" w:bidi="{_LOCALES["bn"]}"/>')
    )
    return made


def _joined(texts: Iterable[Words]) -> str:
    return " · ".join(words.text for words in texts)


def _rule(paragraph: Paragraph) -> None:
    """A line beneath the paragraph."""
    paragraph.paragraph_format.space_after = Pt(8)
    line = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="10" w:space="4" w:color="0B5D44"/></w:pBdr>'
    about = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx knows no borders
    # The format wants its elements in one order.
    about.insert_element_before(parse_xml(line), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def _top(table: Table) -> None:
    """A line above the table."""
    line = f'<w:tblBorders {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="0B5D44"/></w:tblBorders>'
    about = table._tbl.tblPr  # noqa: SLF001 - as above
    about.insert_element_before(parse_xml(line), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
