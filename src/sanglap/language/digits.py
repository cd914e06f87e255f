"""Bangla and Latin digits, and numbers grouped as in South Asia (12,34,567)."""

import re
from decimal import Decimal
from functools import cache

from icu4py.messageformat import MessageFormat

_TO_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_STANDING_ALONE = re.compile(r"(?<![A-Za-z0-9_./@:#-])[0-9]+(?:[,.][0-9]+)*(?![A-Za-z0-9_/@#-]|\.[A-Za-z])")


def to_bangla(text: str) -> str:
    """The text with 0-9 as ০-৯."""
    return text.translate(_TO_BANGLA)


def to_latin(text: str) -> str:
    """The text with ০-৯ as 0-9."""
    return text.translate(_TO_LATIN)


def in_digits_of(language: str, text: str) -> str:
    """The text in Bangla digits for "bn", in Latin ones for every other language."""
    return to_bangla(text) if language == "bn" else to_latin(text)


def numerals(language: str, text: str) -> str:
    """A sentence with its numbers in Bangla digits for "bn"; what is part of an address, a code or a day as somebody
    typed it stays as it is. For every other language the text itself.
    """
    return _STANDING_ALONE.sub(lambda found: to_bangla(found[0]), text) if language == "bn" else text


def format_number(number: float | Decimal, language: str) -> str:
    """A number as one reads it: ১,২৩,৪৫,৬৭৮.৫ for "bn", 1,23,45,678.5 for every other language.

    At most three decimals, rounded half to even, closing zeros left out.
    """
    return _numbers("bn" if language == "bn" else "en").format({"number": number})


@cache
def _numbers(language: str) -> MessageFormat:
    return MessageFormat("{number,number,#,##,##0.###}", language)
