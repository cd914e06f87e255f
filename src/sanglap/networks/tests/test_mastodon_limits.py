"""When a Mastodon server wants to be asked again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.networks.contract import RecordingRoom
from sanglap.networks.mastodon import limits
from sanglap.networks.mastodon.limits import limits_from

DATES = st.datetimes().map(lambda at: f"{at:%a, %d %b %Y %H:%M:%S} +2359") | st.datetimes().map(str)


class TestRateLimits:
    now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("code", "headers", "seconds"),
        [
            (429, {"retry-after": "90"}, 90),
            (429, {"x-ratelimit-reset": "2026-11-23T10:05:00.123456Z"}, 300.123456),
            (429, {"x-ratelimit-reset": "1795428300"}, 300),
            (429, {"x-ratelimit-reset": "2026-11-23T10:05:00"}, 300),
            (503, {"x-ratelimit-reset": "2026-11-23T10:05:00Z", "x-ratelimit-remaining": "0"}, 300),
            (503, {"x-ratelimit-reset": "2026-11-23T10:05:00Z", "x-ratelimit-remaining": "12"}, None),
            (503, {"retry-after": "Mon, 23 Nov 2026 10:02:00 GMT"}, 120),
            (429, {"retry-after": "soon", "x-ratelimit-reset": "later"}, None),
            (429, {"x-ratelimit-reset": "9" * 30}, None),
            (429, {}, None),
        ],
    )
    def test_when_to_ask_again(self, code: int, headers: dict[str, str], seconds: float | None) -> None:
        expected = None if seconds is None else self.now + timedelta(seconds=seconds)
        assert limits.retry_at(httpx.Response(code, headers=headers), self.now) == expected

    def test_the_servers_clock_is_translated(self) -> None:
        headers = {"date": "Mon, 23 Nov 2026 12:00:00 GMT", "x-ratelimit-reset": "2026-11-23T12:05:00Z"}
        again = limits.retry_at(httpx.Response(429, headers=headers), self.now)
        assert again == self.now + timedelta(minutes=5)

    @pytest.mark.parametrize("shift", [timedelta(days=3), timedelta(days=-3)])
    def test_never_in_the_past_nor_far_off(self, shift: timedelta) -> None:
        """A clock of ours that was shifted for a demo, with a server that shifts along or does not."""
        ours = self.now + shift
        for reset in (self.now, ours):
            headers = {
                "date": "Mon, 23 Nov 2026 10:00:00 GMT",
                "x-ratelimit-reset": (reset + timedelta(minutes=5)).isoformat(),
            }
            again = limits.retry_at(httpx.Response(429, headers=headers), ours)
            assert again == ours + timedelta(minutes=5)
        over = httpx.Response(429, headers={"x-ratelimit-reset": "2020-01-01T00:00:00Z"})
        assert limits.retry_at(over, ours) == ours

    @given(*[st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"])) | DATES] * 4)
    def test_nonsense_in_headers_does_no_harm(self, after: str, reset: str, left: str, date: str) -> None:
        headers = [
            (name.encode(), value.encode("latin-1"))
            for name, value in [
                ("Retry-After", after),
                ("X-RateLimit-Reset", reset),
                ("X-RateLimit-Remaining", left),
                ("Date", date),
            ]
        ]
        again = limits.retry_at(httpx.Response(429, headers=headers), self.now)
        assert again is None or self.now <= again <= self.now + limits.LONGEST_WAIT


def test_what_a_server_says_of_videos() -> None:
    said: dict[str, Any] = {
        "supported_mime_types": ["image/png", "video/mp4", "audio/mpeg"],
        "video_size_limit": 9,
        "video_matrix_limit": 4,
    }  # fmt: skip
    statuses = {"max_characters": 500, "characters_reserved_per_url": 23, "max_media_attachments": 4}
    found = limits_from({"configuration": {"statuses": statuses, "media_attachments": said}}).recordings
    assert found is not None
    assert (found.types, found.bytes, found.pixels) == (("video/mp4", "audio/mpeg"), 9, 4)
    assert RecordingRoom.of(found.kept) == found
    assert limits_from({"configuration": {"statuses": statuses}}).recordings is None
    assert not RecordingRoom.of({}).takes("video/mp4")
