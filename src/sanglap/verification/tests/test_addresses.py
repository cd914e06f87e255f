"""Addresses that are the same place, and those that are not."""

import pytest

from sanglap.verification.reading.addresses import account_places, host, place, same_site, within, written

pytestmark = pytest.mark.clause("5.h")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.facebook.com/Shibalaya.Upazila/", "http://m.facebook.com/shibalaya.upazila?ref=page"),
        ("https://facebook.com/office", "facebook.com/office#top"),
        ("https://fb.com/office", "https://web.facebook.com/pg/office/"),
        ("https://www.facebook.com/profile.php?id=1000123&sk=about", "https://m.facebook.com/profile.php?id=1000123"),
        ("https://twitter.com/Office", "https://x.com/office/"),
        ("https://social.example/@office", "https://social.example/users/Office"),
        ("https://social.example/@office", "https://social.example:443/web/@office"),
        ("https://youtube.com/@office", "https://www.youtube.com/c/office"),
        ("https://www.facebook.com/%E0%A6%B6", "https://facebook.com/শ"),
        ("HTTPS://Facebook.com//office//", "//facebook.com/office"),
    ],
)
def test_the_same_place(one: str, other: str) -> None:
    assert place(one) == place(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://facebook.com/office", "https://facebook.com/office2"),
        ("https://facebook.com/office", "https://facebook.com.evil.example/office"),
        ("https://facebook.com/office", "https://facebook.com/office/posts/1"),
        ("https://social.example/@office", "https://social.example:8443/@office"),
        ("https://facebook.com/profile.php?id=1", "https://facebook.com/profile.php?id=2"),
    ],
)
def test_another_place(one: str, other: str) -> None:
    assert place(one) != place(other)


@pytest.mark.parametrize("url", ["", "mailto:a@b.bd", "http://", "http://[::1", "https://x.bd:99999/", "tel:999"])
def test_no_place(url: str) -> None:
    assert place(url) == ""


def test_where_an_account_is_found() -> None:
    found = account_places("https://social.example", "Office")
    assert place("https://social.example/@office?x=1") in found
    assert place("https://social.example/office/") in found
    assert place("https://social.example/@other") not in found
    assert place("https://fb.com/123") in account_places("https://facebook.com", "office", "https://facebook.com/123")


def test_sites() -> None:
    assert same_site("https://www.manikganj.gov.bd/x", "http://manikganj.gov.bd")
    assert not same_site("https://shibalaya.manikganj.gov.bd", "https://manikganj.gov.bd")
    assert not same_site("", "")
    assert within("https://shibalaya.manikganj.gov.bd:8080/x", ["gov.bd"])
    assert not within("https://notgov.bd", ["gov.bd"])
    assert not within("https://gov.bd.example.com", ["gov.bd"])
    assert host("https://WWW.Grs.gov.bd./") == "grs.gov.bd"


def test_addresses_that_stand_in_words() -> None:
    said = ["অভিযোগ: www.grs.gov.bd। ওয়েবসাইট (https://shibalaya.manikganj.gov.bd/), ই-মেইল uno@shibalaya.gov.bd, ১.২"]
    assert written(said) == ["www.grs.gov.bd", "https://shibalaya.manikganj.gov.bd/"]
