"""The one normal form of text, given at the door."""

import unicodedata


def normalise(text: str) -> str:
    """NFC."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
