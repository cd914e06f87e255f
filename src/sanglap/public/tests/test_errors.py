"""What is said when a request is too large to be read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sanglap.core.middleware import MOST_BYTES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"login": "\u0995" * 1_000_000}},
        {"data": b"login=x", "content_type": "application/x-www-form-urlencoded", "CONTENT_LENGTH": MOST_BYTES + 1},
    ],
    ids=["a million characters", "a file without end"],
)
@pytest.mark.parametrize(("language", "words"), [("en", "Make the text shorter"), ("bn", "লেখা ছোট করুন")])
def test_what_is_too_large_is_told_in_the_readers_language(sent: dict[str, Any], language: str, words: str) -> None:
    client = Client(HTTP_HOST="localhost")
    client.cookies["language"] = language
    answer = client.post(reverse("public:sign-in"), **sent)
    assert answer.status_code == 413
    assert words in answer.content.decode()
