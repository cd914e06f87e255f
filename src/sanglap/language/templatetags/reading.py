"""Numbers, dates and texts as the reader reads them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from sanglap.core.localized import LocalizedText
from sanglap.language import dates
from sanglap.language import digits as signs

register = template.Library()


def _language() -> str:
    return get_language() or "bn"


@register.filter
def number(value: float | None) -> str:
    """A number in the reader's digits, grouped as in South Asia; "" for none."""
    return "" if value is None else signs.format_number(value, _language())


@register.filter
def digits(value: object) -> str:
    """Any text with its digits in the reader's own."""
    return signs.in_digits_of(_language(), str(value))


@register.filter
def numerals(value: object) -> str:
    """A sentence with its numbers in the reader's digits, as they stand in what is told of a wrong input."""
    return signs.numerals(_language(), str(value))


@register.filter
def day(value: date | None, form: str = "medium") -> str:
    """A date; `form` is long, medium or short."""
    return "" if value is None else dates.format_date(value, _language(), form)


@register.filter
def month(value: date | None) -> str:
    """The month of a day, with its year."""
    if value is None:
        return ""
    return f"{dates.month_name(value.month, _language())} {signs.in_digits_of(_language(), str(value.year))}"


@register.filter
def bangla_day(value: date | None) -> str:
    """The same day by the Bangla calendar (বঙ্গাব্দ)."""
    return "" if value is None else dates.format_bangla_date(value, _language())


@register.filter
def moment(value: datetime | None) -> str:
    """Date and time of day in Bangladesh."""
    return "" if value is None else dates.format_moment(value, _language())


@register.filter
def clock_time(value: datetime | None) -> str:
    """Time of day in Bangladesh."""
    return "" if value is None else dates.format_time(value, _language())


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `<time datetime>`."""
    return "" if value is None else value.isoformat()


@register.filter
def localized(value: object) -> str:
    """A text in the reader's language; where there is none, in another, and marked as such for screen readers."""
    if not isinstance(value, Mapping):
        return conditional_escape(str(value or ""))
    text, language = LocalizedText(value).best(_language())
    return (
        conditional_escape(text)
        if language == _language()
        else format_html('<span lang="{}">{}</span>', language, text)
    )


@register.filter
def in_each_language(value: Mapping[str, str]) -> str:
    """A text in all the languages it has, one below the other, each marked as such; for whoever decides on all."""
    return format_html_join(SafeString("<br>"), '<span lang="{}">{}</span>', value.items())


@register.filter
def in_language(value: Mapping[str, str] | None, language: str) -> str:
    """A text in one given language, or ""."""
    return (value or {}).get(language, "")


@register.filter
def paragraphs(text: str | Mapping[str, str]) -> SafeString:
    """Plain text, escaped, as paragraphs and line breaks; of a text in several languages the reader's, and where there
    is none, another, marked as such for screen readers.
    """
    plain, language = (text, _language()) if isinstance(text, str) else LocalizedText(text).best(_language())
    begin = SafeString("<p>") if language == _language() else format_html('<p lang="{}">', language)
    return _set(plain, begin, ())


@register.filter
def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """Plain text as `paragraphs` sets it, with these stretches marked: where each starts and ends in `text`, in code
    points. Those that overlap are one; what lies outside the text is left out.
    """
    return _set(text, SafeString("<p>"), _merged(spans, len(text)))


def _merged(spans: Iterable[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, most)) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _set(plain: str, begin: SafeString, spans: Sequence[tuple[int, int]]) -> SafeString:
    """The text in blocks and lines, each block after `begin`; every mark ends with its line and goes on in the next."""
    blocks, at = [], 0
    for block in plain.split("\n\n"):
        lines, start = [], at + len(block) - len(block.lstrip("\n"))
        for line in block.strip("\n").split("\n"):
            lines.append((_line(line, start, spans),))
            start += len(line) + 1
        if block.strip():
            blocks.append((begin, format_html_join(SafeString("<br>"), "{}", lines)))
        at += len(block) + 2
    return format_html_join("\n", "{}{}</p>", blocks)


def _line(line: str, at: int, spans: Sequence[tuple[int, int]]) -> str:
    """One line, which begins at `at` of its text, with its part of the marks."""
    pieces, done = [], 0
    for start, end in spans:
        first, last = max(start - at, done), min(end - at, len(line))
        if first < last and line[first:last].strip():
            # What is set off by colour alone is read out by its two ends.
            said = (gettext("marked:"), gettext("end of what is marked"), line[first:last])
            mark = format_html('<mark class="sg-marked" data-begin="{}" data-end="{}">{}</mark>', *said)
            pieces += [conditional_escape(line[done:first]), mark]
            done = last
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, conditional_escape(line[done:])]))
