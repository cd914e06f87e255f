"""Writing in the pages: pictures by buttons, words kept while typed, two who write at once."""

from __future__ import annotations

import html
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from sanglap.content import style
from sanglap.content.models import (
    Digits,
    Draft,
    Illustration,
    Picture,
    Revision,
    Snippet,
    SnippetKind,
    Verdict,
    WorkingCopy,
)
from sanglap.content.services import decide
from sanglap.core.ids import new_id
from sanglap.desk.posts.box import MOST_BYTES
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.files.tests.malformed import REFUSED, SOUND, drawn
from tests import factories
from tests.factories import NOW, TEXT, House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
ALT = "সারি সারি গাছের চারা"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


def file(name: str = "photo.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (120, 80), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, content or out.getvalue())


def typed(house: House, **more: Any) -> dict[str, Any]:
    account = house.account("kamrul")
    return {"text": TEXT, "accounts": str(account.pk), "purposes": "4.c", "key": str(new_id()), **more}


def with_picture(picture: Picture, alt: str = ALT, shape: str = "as_it_is", part: str = "middle") -> dict[str, str]:
    return {"picture": str(picture.pk), "alt": alt, "shape": shape, "part": part}


def test_added_described_cut_and_handed_to_the_panel(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    page = said(client.post(reverse("desk:compose"), {**words, "box": "add", "bring": file()}))
    picture = Picture.objects.get()
    assert reverse("desk:picture-small", args=[picture.pk]) in page
    assert TEXT in page
    said(client.post(reverse("desk:compose"), {**words, "box": "cut", **with_picture(picture, shape="1:1")}))
    cut = Picture.objects.get(original=picture)
    assert Draft.objects.count() == 0
    answer = client.post(reverse("desk:compose"), {**words, "submit": "yes", **with_picture(cut, shape="1:1")})
    assert answer.status_code == 302
    shown = Illustration.objects.get()
    assert (shown.picture, shown.alt) == (cut, ALT)
    assert not WorkingCopy.objects.exists()
    for who, page_url in (
        ("sumaiya", reverse("desk:post", args=[Draft.objects.get().pk])),
        ("kamrul", reverse("desk:approve", args=[Revision.objects.get().variants.get().pk])),
    ):
        page = opened(house, who, page_url)
        assert f'alt="{ALT}"' in page
    picture_url = reverse("desk:picture", args=[cut.pk])
    served = signed_in(house, "kamrul").get(picture_url)
    assert (served.status_code, served["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(served.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]  # a file
    assert signed_in(house, "tanvir").get(picture_url).status_code == 404
    kept = signed_in(house, "kamrul").get(f"{picture_url}?download")
    assert "attachment" in kept["Content-Disposition"]
    assert b"".join(kept.streaming_content)  # type: ignore[attr-defined]  # a file


def test_a_file_that_is_no_picture_is_named_and_nothing_else_is_lost(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    bad = file("bill.jpg", b"no picture" * 9)
    answer = client.post(reverse("desk:compose"), {**words, "submit": "yes", "bring": [file(), bad]})
    page = said(answer, 422)
    assert "bill.jpg" in page
    assert TEXT in page
    assert reverse("desk:picture-small", args=[Picture.objects.get().pk]) in page
    assert not Draft.objects.exists()


FORM = "multipart/form-data; boundary=x"
PHOTO = drawn("JPEG", size=(1_200, 900))
HOSTILE = [
    "SVG with a script", "archive", "HTML behind the mark of a JPEG", "50 of 100 of a PNG", "PDF with a script",
    "PNG that claims 60,000 × 60,000", "PNG with a packed text that bursts", "GIF of a million remarks", "empty",
]  # fmt: skip


@pytest.mark.parametrize("language", ["bn", "en"])
def test_hostile_files_are_named_one_by_one_and_the_sound_one_among_them_is_kept(house: House, language: str) -> None:
    words = typed(house)
    sound = SOUND["photo with its place, on its side"]()
    files = [SimpleUploadedFile(f"{name}.jpg", REFUSED[name][1]()) for name in HOSTILE]
    client = signed_in(house, "sumaiya", language)
    page = said(client.post(reverse("desk:compose"), {**words, "box": "add", "bring": [file("ok.jpg", sound), *files]}))
    assert all(f"{name}.jpg" in page for name in HOSTILE)
    assert TEXT in page
    assert reverse("desk:picture-small", args=[Picture.objects.get().pk]) in page
    broken = {"bn": "ছবিটি নষ্ট অথবা সম্পূর্ণ নয়।", "en": "The picture is broken or not whole."}
    assert broken[language] in page


def test_ten_photos_straight_from_a_phone_are_taken_and_the_bad_one_costs_none(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    photo = PHOTO.ljust(12 * 1024 * 1024, b"\0")
    files = [SimpleUploadedFile(f"IMG_{number}.jpg", photo) for number in range(9)]
    bad = SimpleUploadedFile("IMG_bad.jpg", PHOTO[: len(PHOTO) // 2])
    page = said(client.post(reverse("desk:compose"), {**words, "box": "add", "bring": [*files[:4], bad, *files[4:]]}))
    assert Picture.objects.count() == 9
    assert all(reverse("desk:picture-small", args=[picture.pk]) in page for picture in Picture.objects.all())
    assert "IMG_bad.jpg: The picture is broken" in page
    assert TEXT in page


@pytest.mark.parametrize(("language", "told"), [("bn", "একটির পর একটি"), ("en", "one after another")])
def test_more_than_that_at_once_is_told_in_the_readers_language(house: House, language: str, told: str) -> None:
    sent: dict[str, Any] = {"data": b"", "content_type": FORM, "CONTENT_LENGTH": MOST_BYTES + 1}
    answer = signed_in(house, "sumaiya", language).post(reverse("desk:compose"), **sent)
    assert told in said(answer, 413)


def test_to_strangers_and_elsewhere_so_much_is_not_open(house: House) -> None:
    sent: dict[str, Any] = {"data": b"", "content_type": FORM, "CONTENT_LENGTH": MOST_BYTES}
    assert Client().post(reverse("desk:compose"), **sent).status_code == 413
    assert signed_in(house, "sumaiya").post(reverse("desk:notices"), **sent).status_code == 413


def test_a_picture_without_description_is_asked_for_one(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    page = said(client.post(reverse("desk:compose"), {**words, "submit": "yes", "bring": file()}), 422)
    assert "Describe each picture" in page
    assert 'id="alt-1-fault"' in page


def test_pictures_change_places_and_are_taken_away(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    client.post(reverse("desk:compose"), {**words, "box": "add", "bring": [file(), file()]})
    first, second = (str(picture.pk) for picture in Picture.objects.order_by("id"))
    rows = {"picture": [first, second], "alt": ["এক", "দুই"], "shape": ["as_it_is"] * 2, "part": ["middle"] * 2}
    page = said(client.post(reverse("desk:compose"), {**words, **rows, "box": "up:2"}))
    assert page.index(f'value="{second}"') < page.index(f'value="{first}"')
    page = said(client.post(reverse("desk:compose"), {**words, **rows, "box": "drop:1"}))
    assert f'value="{first}"' not in page
    assert "দুই" in page


def test_a_picture_of_another_office_is_not_shown_to_whoever_guesses_its_key(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    client.post(reverse("desk:compose"), {**words, "box": "add", "bring": file()})
    picture = Picture.objects.get()
    house.account("tanvir", office="ghior", handle="ghior")
    answer = signed_in(house, "tanvir").post(reverse("desk:compose"), {"box": "add", **with_picture(picture)})
    assert str(picture.pk) not in said(answer)


def test_typed_words_are_kept_shown_and_found_again(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    fragment = said(client.post(reverse("desk:keep"), words))
    assert "Kept for you" in fragment
    assert "of 500 characters" in fragment
    page = said(client.get(reverse("desk:compose")))
    assert f"?continue={words['key']}" in page
    page = said(client.get(reverse("desk:compose"), {"continue": words["key"]}))
    assert TEXT in page
    assert signed_in(house, "kamrul").get(reverse("desk:compose"), {"continue": words["key"]}).status_code == 404
    assert client.get(reverse("desk:compose"), {"continue": "x"}).status_code == 404
    client.post(reverse("desk:throw-away"), {"key": words["key"]})
    assert f"?continue={words['key']}" not in said(client.get(reverse("desk:compose")))


def test_too_long_a_text_is_counted_and_not_lost(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house, text="ক" * 510)
    assert "10 too many" in said(client.post(reverse("desk:keep"), words))
    huge = {**words, "text": "ক" * 100_000}
    assert "more than 50,000 characters" in said(client.post(reverse("desk:keep"), huge))
    page = said(client.post(reverse("desk:compose"), {**huge, "submit": "yes"}), 422)
    assert "ক" * 100_000 in page


def test_unsaved_words_upon_an_older_revision_are_set_beside_the_newer(house: House) -> None:
    draft = house.draft(account := house.account("kamrul"), submit=False)
    words = {"accounts": str(account.pk), "purposes": "4.b", "key": str(draft.pk), "seen": "1"}
    sumaiya = signed_in(house, "sumaiya")
    sumaiya.post(reverse("desk:keep"), {**words, "text": "আমার কথা"})
    others = said(signed_in(house, "kamrul").post(reverse("desk:keep"), {**words, "text": "তাঁর কথা"}))
    assert "is writing on this draft too" in others
    signed_in(house, "kamrul").post(reverse("desk:edit", args=[draft.pk]), {**words, "text": "তাঁর কথা"})
    page = said(sumaiya.get(reverse("desk:edit", args=[draft.pk])))
    assert "আমার কথা" in page
    assert "তাঁর কথা" in page
    assert 'name="seen" value="2"' in page


def test_what_changed_is_shown_to_whoever_decides(house: House) -> None:
    draft = house.draft(account := house.account("kamrul"), text="মেলা সকাল ১০টায়।", submit=False)
    words = {"accounts": str(account.pk), "purposes": "4.b", "seen": "1", "text": "মেলা সকাল ১১টায়।", "submit": "yes"}
    signed_in(house, "sumaiya").post(reverse("desk:edit", args=[draft.pk]), words)
    variant = Revision.objects.get(number=2).variants.get()
    page = opened(house, "kamrul", reverse("desk:approve", args=[variant.pk]))
    assert "<del>" in page
    assert "১১টায়।" in page.partition("<ins>")[2]
    assert json.loads(variant.payload)["text"] == "মেলা সকাল ১১টায়।"


def test_the_page_asks_as_often_whatever_the_number_of_pictures(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    client.post(reverse("desk:compose"), {**words, "box": "add", "bring": [file() for _number in range(4)]})
    keys = [str(picture.pk) for picture in Picture.objects.all()]

    def asked(number: int) -> int:
        rows = {"picture": keys[:number], "alt": [ALT] * number}
        with CaptureQueriesContext(connection) as seen:
            said(client.post(reverse("desk:keep"), {**words, **rows}))
        return len(seen)

    assert asked(1) == asked(4)


def test_zero_signs_and_foreign_keys_do_no_harm(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    client.post(reverse("desk:compose"), {**words, "box": "add", "bring": file()})
    picture = with_picture(Picture.objects.get(), alt="ক\0খ")
    said(client.post(reverse("desk:keep"), {**words, **picture, "text": "ক\0খ", "day": "\0"}))
    assert WorkingCopy.objects.get().typed["text"] == "কখ"
    said(client.post(reverse("desk:compose"), {**words, **picture, "text": "ক\0খ", "submit": "yes"}), 422)
    foreign = house.draft(house.account("tanvir", office="ghior", handle="ghior"), writer="tanvir")
    assert client.post(reverse("desk:keep"), {**words, "key": str(foreign.pk)}).status_code == 403
    assert not WorkingCopy.objects.filter(key=foreign.pk).exists()


def test_a_page_opened_and_left_empty_leaves_no_card_behind(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    client.post(reverse("desk:keep"), words)
    assert WorkingCopy.objects.count() == 1
    client.post(reverse("desk:keep"), {**words, "text": "  "})
    assert not WorkingCopy.objects.exists()


def test_accounts_of_one_name_are_told_apart(house: House) -> None:
    account = house.account("kamrul")
    page = opened(house, "sumaiya", reverse("desk:compose"))
    assert f"@{account.handle}" in page.split('name="accounts"')[1].split("</label>")[0]


def test_what_the_panel_said_stands_above_the_form(house: House) -> None:
    draft = house.draft(house.panel_of_three())
    variant = factories.newest(draft)
    decide(
        house.scope("kamrul"), variant=variant, verdict=Verdict.RETURN, digest=variant.digest,
        remark="তারিখ ঠিক করুন", passage=TEXT[:9], now=NOW,
    )  # fmt: skip
    page = opened(house, "sumaiya", reverse("desk:edit", args=[draft.pk]))
    assert "তারিখ ঠিক করুন" in page
    assert "<blockquote" in page


def in_box(page: str) -> str:
    """What stands in the box for the text."""
    return html.unescape(page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]).strip()


def test_old_bijoy_is_recognised_and_converted_on_offer(house: House) -> None:
    client = signed_in(house, "sumaiya")
    words = typed(house, text="Avgvi †mvbvi evsjv\nhttps://gov.bd")
    assert "old Bijoy encoding" in said(client.post(reverse("desk:keep"), words))
    page = said(client.post(reverse("desk:compose"), {**words, "box": "write:bijoy"}))
    assert in_box(page) == "আমার সোনার বাংলা\nhttps://gov.bd"
    assert "old Bijoy encoding" not in page
    assert "old Bijoy encoding" not in said(client.post(reverse("desk:keep"), {**words, "text": "A fair of trees"}))
    mixed = {**words, "text": "Avgvi †mvbvi evsjv https://gov.bd\r\nuno@gmail.com Avgvi †mvbvi evsjv"}
    assert "old Bijoy encoding" in said(client.post(reverse("desk:keep"), mixed))
    page = said(client.post(reverse("desk:compose"), {**mixed, "box": "write:bijoy"}))
    assert in_box(page).splitlines() == ["আমার সোনার বাংলা https://gov.bd", "uno@gmail.com আমার সোনার বাংলা"]


def test_the_offices_digits_are_offered_and_its_ready_words_put_in(house: House) -> None:
    client, office = signed_in(house, "sumaiya"), house.offices["shibalaya"]
    style.choose_digits(house.scope("sumaiya"), office=office, digits=Digits.BANGLA, now=NOW)
    words = typed(house, text="মেলা 25 জুন")
    assert "numbers in other digits" in said(client.post(reverse("desk:keep"), words))
    assert in_box(said(client.post(reverse("desk:compose"), {**words, "box": "write:digits"}))) == "মেলা ২৫ জুন"
    snippet = style.keep_snippet(
        house.scope("sumaiya"), office=office, kind=SnippetKind.SIGNATURE, name="নাম", text="উপজেলা প্রশাসন", now=NOW
    )
    given = {**words, "box": "insert", "snippet": str(snippet.pk)}
    assert in_box(said(client.post(reverse("desk:compose"), given))).endswith("\n\nউপজেলা প্রশাসন")
    given["snippet"] = str(new_id())
    assert in_box(said(client.post(reverse("desk:compose"), given))) == "মেলা 25 জুন"


def test_an_account_gets_other_words_and_what_differs_is_shown(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    second = house.account("kamrul", handle="second")
    words["accounts"] = [words["accounts"], str(second.pk)]
    words[f"own-{second.pk}"] = "Other words"
    fragment = said(client.post(reverse("desk:keep"), words))
    assert "what differs" in fragment
    assert "Other words" in said(client.get(reverse("desk:compose"), {"continue": words["key"]}))
    client.post(reverse("desk:compose"), {**words, "keep": "yes"})
    draft = Draft.objects.get()
    assert {one.text for one in draft.revisions.get().variants.all()} == {TEXT, "Other words"}
    assert "Other words" in said(client.get(reverse("desk:edit", args=[draft.pk])))
    page = said(client.get(reverse("desk:post", args=[draft.pk])))
    assert "Other words" in page
    assert TEXT in page


def test_two_changes_are_put_together_or_theirs_is_taken(house: House) -> None:
    draft = house.draft(account := house.account("kamrul"), text="মেলা রবিবার সকালে।", submit=False)
    words = {"accounts": str(account.pk), "purposes": "4.b", "key": str(draft.pk), "seen": "1"}
    edit = reverse("desk:edit", args=[draft.pk])
    signed_in(house, "kamrul").post(edit, {**words, "text": "মেলা সোমবার সকালে।", "keep": "yes"})
    client = signed_in(house, "sumaiya")
    page = said(client.post(edit, {**words, "text": "মেলা রবিবার সকালে। আসুন!", "keep": "yes"}), 409)
    assert "both changes fit together" in page
    assert in_box(page) == "মেলা রবিবার সকালে। আসুন!"
    later = {**words, "text": "মেলা রবিবার সকালে। আসুন!", "seen": "2", "base": "1"}
    assert in_box(said(client.post(edit, {**later, "box": "take:merged"}))) == "মেলা সোমবার সকালে। আসুন!"
    assert in_box(said(client.post(edit, {**later, "box": "take:theirs"}))) == "মেলা সোমবার সকালে।"
    assert in_box(said(client.post(edit, {**later, "base": "x", "box": "take:merged"})))
    assert draft.revisions.count() == 2


def test_what_else_differs_is_named_and_what_was_untouched_is_taken_over(house: House) -> None:
    account = house.account("kamrul")
    other = house.account("kamrul", handle="second")
    draft = house.draft(account, text="মেলা রবিবার।", submit=False)
    edit = reverse("desk:edit", args=[draft.pk])
    words = {"text": "মেলা রবিবার।", "accounts": str(account.pk), "purposes": "4.b", "key": str(draft.pk), "seen": "1"}
    opened_with = {"were_for": "4.b", "planned": ""}
    theirs = {
        **words,
        "accounts": str(other.pk),
        "purposes": "4.c",
        "day": "20/12/2026",
        "hour": "10:00",
        "keep": "yes",
    }
    signed_in(house, "kamrul").post(edit, theirs)
    client = signed_in(house, "sumaiya")
    page = said(client.post(edit, {**words, **opened_with, "text": "মেলা সোমবার।", "keep": "yes"}), 409)
    assert page.count("taken over into your form") == 3
    assert 'value="20/12/2026"' in page
    page = said(
        client.post(edit, {**words, "were_for": "4.a", "planned": "x", "text": "মেলা সোমবার।", "keep": "yes"}), 409
    )
    assert "in your form: 4(b)" in page
    assert "taken over into your form" in page  # the accounts
    draft.refresh_from_db()
    assert draft.purposes == ["4.c"]


def test_what_was_saved_while_the_page_sent_it_too_is_no_news(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    client.post(reverse("desk:compose"), {**words, "keep": "yes"})
    draft = Draft.objects.get()
    client.post(reverse("desk:keep"), {**words, "text": f"{TEXT} "})  # the page's own, late on its way
    assert not WorkingCopy.objects.exists()
    # So too where it came in before the save was through.
    WorkingCopy.objects.create(person=house.people["sumaiya"], key=draft.pk, seen=0, typed={"text": TEXT}, at=NOW)
    assert "saved this draft while you were writing" not in said(client.get(reverse("desk:edit", args=[draft.pk])))
    assert not WorkingCopy.objects.exists()
    client.post(reverse("desk:keep"), {**words, "text": "অন্য কথা"})
    assert "অন্য কথা" in said(client.get(reverse("desk:edit", args=[draft.pk])))


def test_the_same_form_sent_again_after_going_back_makes_no_second_post(house: House) -> None:
    client, words = signed_in(house, "sumaiya"), typed(house)
    client.post(reverse("desk:compose"), {**words, "submit": "yes"})
    again = {**words, "key": str(new_id())}
    answer = client.post(reverse("desk:compose"), {**again, "submit": "yes"}, follow=True)
    assert "there is no second one" in said(answer)
    assert Draft.objects.count() == 1
    client.post(reverse("desk:compose"), {**again, "key": str(new_id()), "purposes": "4.b", "keep": "yes"})
    assert Draft.objects.count() == 2
    Draft.objects.update(created_at=NOW - timedelta(minutes=11))
    client.post(reverse("desk:compose"), {**again, "keep": "yes"})
    assert Draft.objects.count() == 3


def test_the_browser_cuts_nothing_and_enter_saves(house: House) -> None:
    house.account("kamrul")
    page = opened(house, "sumaiya", reverse("desk:compose"))
    box = re.search(r"<textarea[^>]*name=\"text\"[^>]*>", page)
    assert box
    assert "maxlength" not in box[0]
    composer = page[page.index('id="composer"') :]
    first = re.search(r"<button[^>]*>", composer)
    assert first
    assert 'name="keep"' in first[0]


def test_ready_words_have_a_page(house: House) -> None:
    house.account("kamrul")
    client, office = signed_in(house, "sumaiya"), house.offices["shibalaya"]
    assert "No ready words yet" in said(client.get(reverse("desk:style")))
    new = f"{reverse('desk:snippet-new')}?office={office.pk}"
    given = {"kind": "hashtags", "name": "টিকা", "text": "টিকা"}
    assert "with # before it" in said(client.post(new, given), 422)
    client.post(new, {**given, "text": "#টিকা"})
    snippet = Snippet.objects.get()
    assert "#টিকা" in said(client.get(reverse("desk:style")))
    assert f'value="{snippet.pk}">টিকা' in said(client.get(reverse("desk:compose")))
    client.post(reverse("desk:style"), {"office": str(office.pk), f"{office.pk}-digits": "bn"})
    assert style.digits_of(office.pk) == Digits.BANGLA
    client.post(reverse("desk:snippet", args=[snippet.pk]), {"drop": "yes"})
    assert not Snippet.objects.exists()
    assert client.get(f"{reverse('desk:snippet-new')}?office={house.offices['manikganj'].pk}").status_code == 404
