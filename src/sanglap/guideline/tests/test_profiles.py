"""Reading the addresses of profiles as people copy them, and writing them in their one form."""

import pytest
from django.core.exceptions import ValidationError

from sanglap.guideline import loader
from sanglap.guideline.profiles import read_profile_url, same_handle

pytestmark = pytest.mark.clause("3")

FACEBOOK, X, YOUTUBE = "https://www.facebook.com", "https://x.com", "https://www.youtube.com"
READ = [
    ("https://www.facebook.com/dhaka.gov.bd", "facebook", FACEBOOK, "dhaka.gov.bd"),
    ("m.facebook.com/dhaka.gov.bd/", "facebook", FACEBOOK, "dhaka.gov.bd"),
    ("HTTP://FB.COM/DCDhaka?ref=bookmarks#top", "facebook", FACEBOOK, "DCDhaka"),
    ("https://www.facebook.com./DCDhaka.", "facebook", FACEBOOK, "DCDhaka"),
    ("  <https://bn-in.facebook.com/DCDhaka/about>, ", "facebook", FACEBOOK, "DCDhaka"),
    ("https://facebook.com/profile.php?id=100064812345678&sk=about", "facebook", FACEBOOK, "100064812345678"),
    ("https://www.facebook.com/pages/জেলা-প্রশাসন/123456789012", "facebook", FACEBOOK, "123456789012"),
    ("https://www.facebook.com/pages/category/Government/Dhaka-123456789012/", "facebook", FACEBOOK, "123456789012"),
    ("https://www.facebook.com/people/Dhaka-District/100064812345678/", "facebook", FACEBOOK, "100064812345678"),
    ("https://www.facebook.com/p/Dhaka-District-100064812345678/", "facebook", FACEBOOK, "100064812345678"),
    ("https://www.facebook.com/groups/shibalaya", "facebook", FACEBOOK, "groups/shibalaya"),
    ("https://www.instagram.com/dhaka.district/?hl=bn", "instagram", "https://www.instagram.com", "dhaka.district"),
    ("youtube.com/@DhakaDistrict/videos", "youtube", YOUTUBE, "DhakaDistrict"),
    ("https://m.youtube.com/@%E0%A6%A2%E0%A6%BE%E0%A6%95%E0%A6%BE", "youtube", YOUTUBE, "ঢাকা"),
    ("https://youtube.com/@ঢাকা।", "youtube", YOUTUBE, "ঢাকা"),
    ("https://www.youtube.com/c/DhakaDistrict", "youtube", YOUTUBE, "c/DhakaDistrict"),
    ("https://www.youtube.com/user/dhaka", "youtube", YOUTUBE, "user/dhaka"),
    (
        "https://www.youtube.com/channel/UCabcdefghijk/",
        "youtube",
        YOUTUBE,
        "channel/UCabcdefghijk",
    ),
    ("https://twitter.com/DhakaDC", "x", X, "DhakaDC"),
    ("mobile.twitter.com/@DhakaDC", "x", X, "DhakaDC"),
    ("https://x.com/DhakaDC/with_replies", "x", X, "DhakaDC"),
    ("https://bd.linkedin.com/company/a2i-bangladesh/about/", "linkedin", "https://www.linkedin.com", "a2i-bangladesh"),
    ("https://www.linkedin.com/school/bpatc", "linkedin", "https://www.linkedin.com", "school/bpatc"),
    ("https://social.gov.bd/@dhaka", "mastodon", "https://social.gov.bd", "dhaka"),
    ("https://social.gov.bd:443/users/dhaka", "mastodon", "https://social.gov.bd", "dhaka"),
    ("https://mastodon.social/@dhaka@social.gov.bd", "mastodon", "https://social.gov.bd", "dhaka"),
    ("@dhaka@social.gov.bd", "mastodon", "https://social.gov.bd", "dhaka"),
    ("http://localhost:9140/@dhaka", "mastodon", "http://localhost:9140", "dhaka"),
    ("https://bsky.app/profile/dhaka.gov.bd", "bluesky", "https://bsky.app", "dhaka.gov.bd"),
    ("https://t.me/s/dhakadistrict", "telegram", "https://t.me", "dhakadistrict"),
    ("https://whatsapp.com/channel/0029Va4Xyz12345Ab", "whatsapp", "https://whatsapp.com", "0029Va4Xyz12345Ab"),
    ("https://www.tiktok.com/@dhaka.district?lang=bn", "tiktok", "https://www.tiktok.com", "dhaka.district"),
    ("https://www.threads.net/@dhaka", "threads", "https://www.threads.com", "dhaka"),
    ("https://in.pinterest.com/dhaka/_saved/", "pinterest", "https://www.pinterest.com", "dhaka"),
    ("https://www.flickr.com/people/12345678@N02/", "flickr", "https://www.flickr.com", "12345678@N02"),
    ("https://bn.wikipedia.org/wiki/ব্যবহারকারী:Dhaka", "wikimedia", "https://meta.wikimedia.org", "Dhaka"),
    ("https://old.reddit.com/r/bangladesh/", "reddit", "https://www.reddit.com", "r/bangladesh"),
    ("https://bn.quora.com/profile/Dhaka", "quora", "https://www.quora.com", "Dhaka"),
    ("https://dhakadistrict.wordpress.com/", "wordpress", "https://dhakadistrict.wordpress.com", "dhakadistrict"),
    ("dhakadistrict.blogspot.com", "blogger", "https://dhakadistrict.blogspot.com", "dhakadistrict"),
    ("https://medium.com/@a2i", "medium", "https://medium.com", "a2i"),
    ("https://dcdhaka.slack.com", "slack", "https://dcdhaka.slack.com", "dcdhaka"),
    ("https://www.diigo.com/user/dhaka", "diigo", "https://www.diigo.com", "dhaka"),
]


@pytest.mark.parametrize(("given", "platform", "server", "handle"), READ)
def test_every_spelling_gives_one_profile(given: str, platform: str, server: str, handle: str) -> None:
    assert read_profile_url(given) == (platform, server, handle)


@pytest.mark.parametrize(("given", "platform", "server", "handle"), READ)
def test_the_one_form_of_an_address_reads_as_itself(given: str, platform: str, server: str, handle: str) -> None:
    written = loader.current().catalogue.by_id[platform].url_of(handle, server)
    assert read_profile_url(written) == (platform, server, handle), given


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "no_address"),
        ("dhaka", "no_address"),
        ("two words.com/x", "no_address"),
        ("javascript:alert(1)", "no_address"),
        ("ftp://facebook.com/x", "no_address"),
        ("https://me@facebook.com/x", "no_address"),
        ("https://[facebook.com/x", "no_address"),
        ("https://facebook.com:port/x", "no_address"),
        ("https://facebook.com/" + "x" * 3000, "no_address"),
        ("https://fb.me/dhaka", "short_link"),
        ("https://youtu.be/abc", "short_link"),
        ("https://www.dhaka.gov.bd", "unknown_host"),
        ("https://facebook.com.evil.example/dhaka", "unknown_host"),
        ("https://notfacebook.com/dhaka", "unknown_host"),
        ("https://facebook.com/", "no_profile"),
        ("https://www.facebook.com/sharer/sharer.php?u=https://dhaka.gov.bd", "no_profile"),
        ("https://www.facebook.com/share/1AbCdEf/", "no_profile"),
        ("https://www.facebook.com/DCDhaka/posts/pfbid0abc", "no_profile"),
        ("https://www.facebook.com/profile.php", "no_profile"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fdhaka.gov.bd", "no_profile"),
        ("https://www.youtube.com/watch?v=abc", "no_profile"),
        ("https://twitter.com/intent/tweet?text=x", "no_profile"),
        ("https://x.com/DhakaDC/status/12345", "no_profile"),
        ("https://www.instagram.com/p/Cabc/", "no_profile"),
        ("https://t.me/+AbCdEf", "no_profile"),
        ("https://t.me/dhakadistrict/42", "no_profile"),
        ("https://mastodon.social/@dhaka/1123456", "no_profile"),
        ("https://www.tiktok.com/@dhaka/video/123", "no_profile"),
        ("https://dhaka.wordpress.com/2026/01/post", "no_profile"),
    ],
)
def test_what_is_no_profile_is_refused_with_its_reason(given: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_profile_url(given)
    assert caught.value.code == code


def test_capitals_tell_handles_apart_only_where_the_platform_says_so() -> None:
    platforms = loader.current().catalogue.by_id
    assert same_handle(platforms["facebook"], "DCDhaka", "dcdhaka")
    assert not same_handle(platforms["whatsapp"], "0029Va", "0029VA")
