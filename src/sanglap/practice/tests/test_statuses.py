import io
import time

import httpx
import pytest
from PIL import Image

from sanglap.practice.testing import PracticeServer
from sanglap.practice.tests.conftest import Client

STATUSES = "/api/v1/statuses"


def post(office: httpx.Client, text: str, **given: str) -> str:
    answer = office.post(STATUSES, data={"status": text, **given})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def test_a_status_has_the_shape_mastodon_documents(office: httpx.Client, handle: str) -> None:
    shown = office.post(
        STATUSES, json={"status": " সেবা চালু\nআজ থেকে ", "language": "bn", "visibility": "unlisted"}
    ).json()
    assert shown["content"] == "<p>সেবা চালু<br />আজ থেকে</p>"
    assert shown["id"].isdecimal()
    assert len(shown["id"]) == 18
    assert shown["account"]["acct"] == handle
    assert shown["account"]["statuses_count"] == 1
    assert shown["visibility"] == "unlisted"
    assert shown["url"] == f"{str(office.base_url).rstrip('/')}/@{handle}/{shown['id']}"
    assert shown["created_at"].endswith("Z")
    assert len(shown["created_at"]) == len("2019-12-05T11:34:47.196Z")
    assert shown["edited_at"] is None
    assert office.get(f"{STATUSES}/{shown['id']}").json() == shown


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"status": "ক" * 501}, "Validation failed: Text character limit of 500 exceeded"),
        ({"status": "  "}, "Validation failed: Text can't be blank"),
        ({}, "Validation failed: Text can't be blank"),
        (
            {"status": "ক", "visibility": "secret"},
            "Validation failed: Visibility is not included in the list",
        ),
    ],
)
def test_what_cannot_be_posted(office: httpx.Client, given: dict[str, str], error: str) -> None:
    answer = office.post(STATUSES, data=given)
    assert (answer.status_code, answer.json()) == (422, {"error": error})


def test_without_a_good_token(server: PracticeServer, anyone: httpx.Client, client_of: Client) -> None:
    for client in (anyone, client_of("wrong")):
        answer = client.post(STATUSES, data={"status": "ক"})
        assert (answer.status_code, answer.json()) == (401, {"error": "The access token is invalid"})
    assert client_of("wrong").get("/api/v1/accounts/verify_credentials").status_code == 401


def test_what_is_not_there(office: httpx.Client) -> None:
    for path in ("1", "x", "9" * 30):
        answer = office.get(f"{STATUSES}/{path}")
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert office.get("/api/v1/nothing").json() == {"error": "Record not found"}
    reply = office.post(STATUSES, data={"status": "ক", "in_reply_to_id": "1"})
    assert reply.status_code == 404
    assert reply.json()["error"].startswith("The post you are trying to reply to")


def test_an_edit_keeps_the_earlier_versions(office: httpx.Client) -> None:
    number = post(office, "প্রথম")
    edited = office.put(f"{STATUSES}/{number}", data={"status": "দ্বিতীয়"}).json()
    assert edited["content"] == "<p>দ্বিতীয়</p>"
    assert edited["edited_at"] > edited["created_at"]
    office.put(f"{STATUSES}/{number}", json={"status": "তৃতীয়"})
    history = office.get(f"{STATUSES}/{number}/history").json()
    assert [one["content"] for one in history] == ["<p>প্রথম</p>", "<p>দ্বিতীয়</p>", "<p>তৃতীয়</p>"]
    assert history[0]["created_at"] == edited["created_at"]
    assert office.get(f"{STATUSES}/{number}/source").json() == {
        "id": number,
        "text": "তৃতীয়",
        "spoiler_text": "",
    }


def test_an_unedited_status_is_its_own_history(office: httpx.Client) -> None:
    number = post(office, "এক")
    assert [one["content"] for one in office.get(f"{STATUSES}/{number}/history").json()] == ["<p>এক</p>"]


def test_a_deleted_status_gives_its_text_back_and_is_gone(office: httpx.Client, server: PracticeServer) -> None:
    number = post(office, "ভুল")
    comment = server.comment(number, "রহিমা", "কেন?")
    shown = office.delete(f"{STATUSES}/{number}").json()
    assert shown["text"] == "ভুল"
    assert "content" not in shown
    assert office.get(f"{STATUSES}/{number}").status_code == 404
    assert office.get(f"{STATUSES}/{comment}").json()["in_reply_to_id"] is None


def test_nobody_changes_what_another_wrote(office: httpx.Client, server: PracticeServer, client_of: Client) -> None:
    number = post(office, "আমাদের")
    other = client_of(server.account("other_office"))
    assert other.put(f"{STATUSES}/{number}", data={"status": "তাদের"}).status_code == 404
    assert other.delete(f"{STATUSES}/{number}").status_code == 404
    assert office.get(f"{STATUSES}/{number}").json()["content"] == "<p>আমাদের</p>"


def test_a_direct_status_is_seen_by_those_it_names(
    office: httpx.Client, server: PracticeServer, client_of: Client, anyone: httpx.Client
) -> None:
    named = client_of(server.account("named_office"))
    stranger = client_of(server.account("stranger_office"))
    number = post(office, "@named_office গোপন", visibility="direct")
    assert named.get(f"{STATUSES}/{number}").status_code == 200
    assert stranger.get(f"{STATUSES}/{number}").status_code == 404
    assert anyone.get(f"{STATUSES}/{number}").status_code == 404
    assert stranger.post(STATUSES, data={"status": "ক", "in_reply_to_id": number}).status_code == 404


def test_the_thread_stands_in_order(office: httpx.Client, server: PracticeServer) -> None:
    head = post(office, "পোস্ট")
    first = server.comment(head, "রহিমা", "প্রশ্ন ১")
    second = server.comment(head, "করিম", "প্রশ্ন ২")
    answer = post(office, "উত্তর ১", in_reply_to_id=first)
    thanks = server.comment(answer, "রহিমা", "ধন্যবাদ")
    context = office.get(f"{STATUSES}/{head}/context").json()
    assert [one["id"] for one in context["descendants"]] == [first, answer, thanks, second]
    assert context["ancestors"] == []
    context = office.get(f"{STATUSES}/{thanks}/context").json()
    assert [one["id"] for one in context["ancestors"]] == [head, first, answer]
    assert office.get(f"{STATUSES}/{head}").json()["replies_count"] == 2


def test_without_a_token_a_long_thread_is_cut(
    office: httpx.Client, server: PracticeServer, anyone: httpx.Client
) -> None:
    head = post(office, "পোস্ট")
    for number in range(62):
        server.comment(head, "রহিমা", f"মন্তব্য {number}")
    assert len(anyone.get(f"{STATUSES}/{head}/context").json()["descendants"]) == 60
    assert len(office.get(f"{STATUSES}/{head}/context").json()["descendants"]) == 62


def test_an_edited_and_a_deleted_comment(office: httpx.Client, server: PracticeServer) -> None:
    head = post(office, "পোস্ট")
    comment = server.comment(head, "রহিমা", "ভুল বানান")
    server.edit_comment(comment, "ঠিক বানান")
    shown = office.get(f"{STATUSES}/{head}/context").json()["descendants"][0]
    assert (shown["content"], shown["edited_at"] is None) == ("<p>ঠিক বানান</p>", False)
    server.delete_comment(comment)
    assert office.get(f"{STATUSES}/{head}/context").json()["descendants"] == []
    assert office.get(f"{STATUSES}/{head}").json()["replies_count"] == 0


def test_the_server_and_the_account_say_who_they_are(office: httpx.Client, handle: str) -> None:
    statuses = office.get("/api/v2/instance").json()["configuration"]["statuses"]
    assert (statuses["max_characters"], statuses["characters_reserved_per_url"]) == (500, 23)
    own = office.get("/api/v1/accounts/verify_credentials").json()
    assert (own["acct"], own["display_name"], own["source"]["note"]) == (handle, "জেলা প্রশাসন", "দাপ্তরিক পাতা")
    assert office.get("/api/v1/accounts/lookup", params={"acct": handle}).json()["id"] == own["id"]
    assert office.get("/api/v1/accounts/lookup", params={"acct": "nobody"}).status_code == 404
    assert office.get("/health").text == "OK"


def test_a_video_is_coded_anew_before_it_can_be_shown(office: httpx.Client) -> None:
    client, png = office, io.BytesIO()
    Image.new("RGB", (8, 8)).save(png, "PNG")
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(500)
    sent = client.post("/api/v2/media", files={"file": ("a.mp4", film, "video/mp4")}, data={"description": "ক"})
    assert (sent.status_code, sent.json()["type"], sent.json()["url"]) == (202, "video", None)
    number = sent.json()["id"]
    early = client.post("/api/v1/statuses", json={"status": "খ", "media_ids": [number]})
    assert early.status_code == 422
    until = time.monotonic() + 10
    while (asked := client.get(f"/api/v1/media/{number}")).status_code == 206 and time.monotonic() < until:
        time.sleep(0.1)
    assert asked.status_code == 200
    picture = client.post("/api/v2/media", files={"file": ("a.png", png.getvalue(), "image/png")}).json()["id"]
    both = client.post("/api/v1/statuses", json={"status": "খ", "media_ids": [number, picture]})
    assert both.status_code == 422
    shown = client.post("/api/v1/statuses", json={"status": "খ", "media_ids": [number]}).json()
    (attached,) = shown["media_attachments"]
    assert (attached["type"], attached["description"]) == ("video", "ক")
    assert client.get(attached["url"]).content == film
