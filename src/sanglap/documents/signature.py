"""What stands under an office's e-mails: who writes, where the office is, which accounts are its own (clause 5.j)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sanglap.documents.letterhead import Part, Sheet, Tile, Words

_LOOKS = (
    "border-left:3px solid #0b5d44;font-family:Noto Sans,Noto Sans Bengali,Nirmala UI,Vrinda,sans-serif;"
    "font-size:14px;line-height:1.5;color:#111"
)


def signature_text(sheet: Sheet) -> str:
    """As plain text, begun by the sign that mail programs know."""
    blocks = ["\n".join(words.text for words in _lines(part)) for part in sheet.parts]
    accounts = "\n".join(f"{_names(one)} {one.handle}: {one.url}" for one in sheet.accounts)
    if accounts:
        blocks.append(f"{' · '.join(words.text for words in sheet.channels)}\n{accounts}")
    return "-- \n" + "\n\n".join(blocks)


def signature_html(sheet: Sheet) -> SafeString:
    """As HTML with all its looks in it, as mail programs want it; no pictures, which many of them block."""
    rows = [*(_block(part) for part in sheet.parts), *([_accounts(sheet)] if sheet.accounts else [])]
    return format_html(
        '<table cellpadding="0" cellspacing="0" role="presentation" style="{}">\n{}\n</table>',
        _LOOKS,
        format_html_join("\n", '<tr><td style="padding:2px 0 6px 12px">{}</td></tr>', ((row,) for row in rows)),
    )


def _lines(part: Part) -> Iterator[Words]:
    """Whoever signs, then the office and how it is reached."""
    reach = (Words(one.text, part.language) for one in part.reach)
    for words in (part.name, part.designation, part.office, *part.address, *reach):
        if words.text:
            yield words


def _block(part: Part) -> SafeString:
    """Line by line, the first one bold."""
    return format_html_join(
        SafeString("<br>\n"),
        '<span lang="{}"{}>{}</span>',
        (
            (words.language, SafeString(' style="font-weight:bold;color:#0b5d44"') if not number else "", words.text)
            for number, words in enumerate(_lines(part))
        ),
    )


def _accounts(sheet: Sheet) -> SafeString:
    links = format_html_join(
        SafeString("<br>\n"),
        '{}: <a href="{}" style="color:#0b5d44">{}</a>',
        ((_names(one), one.url, one.handle) for one in sheet.accounts),
    )
    return format_html("<strong>{}</strong><br>\n{}", " · ".join(words.text for words in sheet.channels), links)


def _names(one: Tile) -> str:
    return " · ".join(words.text for words in one.titles)
