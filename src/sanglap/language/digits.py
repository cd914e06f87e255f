"""Bangla and Latin digits."""

_TO_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def to_bangla(text: str) -> str:
    return text.translate(_TO_BANGLA)


def to_latin(text: str) -> str:
    return text.translate(_TO_LATIN)


def in_digits_of(language: str, text: str) -> str:
    return to_bangla(text) if language == "bn" else to_latin(text)


def format_number(number: float, language: str) -> str:
    return in_digits_of(language, str(number))
