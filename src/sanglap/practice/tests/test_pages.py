"""The pages, used as a person uses them: read the form, fill it in, send it."""

import os
import re
import subprocess
import sys

import httpx
import pytest

from sanglap.practice.pages.words import BOTH, LANGUAGES, words
from sanglap.practice.testing import PracticeServer
from sanglap.practice.tests.conftest import Client

_FORM = re.compile(r"<form.*?</form>", re.DOTALL)
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def person(client_of: Client) -> httpx.Client:
    client = client_of("")
    client.follow_redirects = True
    return client


@pytest.fixture
def post(office: httpx.Client, handle: str) -> str:
    """The address of an office's post."""
    number = office.post("/api/v1/statuses", data={"status": "গণশুনানি রবিবার"}).json()["id"]
    return f"/@{handle}/{number}"


def send(person: httpx.Client, address: str, action: str, **given: str) -> httpx.Response:
    """Fill in the form at that address whose action begins so, and send it."""
    forms = [form for form in _FORM.findall(person.get(address).text) if f'action="{action}' in form]
    assert forms, f"no form {action} at {address}"
    target = re.search(r'action="([^"]*)"', forms[0])
    assert target
    return person.post(target[1], data={**dict(_FIELD.findall(forms[0])), **given})


def test_a_citizen_comments_replies_edits_and_deletes(person: httpx.Client, office: httpx.Client, post: str) -> None:
    number = post.rsplit("/", 1)[1]
    page = send(person, post, "/write", text="কাগজ লাগবে?", name="সালমা খাতুন")
    assert "কাগজ লাগবে?" in page.text
    (comment,) = office.get(f"/api/v1/statuses/{number}/context").json()["descendants"]
    assert comment["account"]["display_name"] == "সালমা খাতুন"
    send(person, f"{post}?reply={comment['id']}", "/write", text="<b>কেউ</b> আছেন?")
    context = office.get(f"/api/v1/statuses/{number}/context").json()["descendants"]
    assert context[1]["in_reply_to_id"] == comment["id"]
    assert context[1]["account"]["id"] == comment["account"]["id"], "the name is kept"
    page = send(person, f"{post}?edit={comment['id']}", "/edit/", text="কী কাগজ লাগবে?")
    assert "কী কাগজ লাগবে?" in page.text
    assert "&lt;b&gt;কেউ" in page.text
    assert words("bn")["edited"] in page.text
    send(person, post, f"/delete/{comment['id']}")
    assert office.get(f"/api/v1/statuses/{comment['id']}").status_code == 404


def test_nobody_edits_what_another_citizen_wrote(
    person: httpx.Client, client_of: Client, server: PracticeServer, post: str
) -> None:
    comment = server.comment(post.rsplit("/", 1)[1], "অন্য কেউ", "আমার কথা")
    page = send(person, post, "/write", text="আমি", name="সালমা খাতুন")
    assert f"/delete/{comment}" not in page.text
    token = person.cookies["practice_csrf"]
    for action in (f"/delete/{comment}", f"/edit/{comment}"):
        answer = person.post(action, data={"text": "তোমার কথা", "csrfmiddlewaretoken": token})
        assert answer.status_code == 404
    assert client_of("").post("/write", data={"text": "ক", "name": "ক"}).status_code == 403, "no form token"


def test_a_message_to_an_office_is_a_mention(person: httpx.Client, office: httpx.Client, handle: str) -> None:
    send(person, "/", "/write", text="রাস্তা কবে হবে?", name="করিম", office=handle)
    (told,) = office.get("/api/v1/notifications").json()
    assert told["account"]["display_name"] == "করিম"
    assert told["status"]["content"].endswith("রাস্তা কবে হবে?</p>")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"text": " ", "name": "করিম"}, "blank"),
        ({"text": "ক" * 501, "name": "করিম"}, "long"),
        ({"text": "ক"}, "nameless"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_the_reason(
    person: httpx.Client, post: str, given: dict[str, str], key: str
) -> None:
    answer = send(person, post, "/write", **given)
    assert answer.status_code == 422
    assert words("bn")[key] in answer.text
    assert given["text"].strip() in answer.text


def test_the_other_language_is_one_click_away_and_kept(person: httpx.Client, post: str) -> None:
    page = person.get(post)
    assert '<html lang="bn">' in page.text
    link = re.search(r'href="([^"]*)" lang="en"', page.text)
    assert link
    assert '<html lang="en">' in person.get(link[1]).text
    assert '<html lang="en">' in person.get("/").text


def test_pages_say_that_nothing_is_real(person: httpx.Client, post: str, handle: str) -> None:
    for address in ("/", post, f"/@{handle}", "/faults/", "/tags/x", "/@nobody"):
        page = person.get(address)
        assert words("bn")["nothing_real"] in page.text
        assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_switchboard_page(person: httpx.Client, server: PracticeServer, office: httpx.Client) -> None:
    send(person, "/faults/", "/faults/on", kind="refuse", on="posts", count="1", seconds="0", seed="0")
    assert office.post("/api/v1/statuses", data={"status": "ক"}).status_code == 503
    page = person.get("/faults/")
    assert words("bn")["exhausted"] in page.text
    assert "503" in page.text
    wrong = send(person, "/faults/", "/faults/on", kind="refuse", count="-1")
    assert wrong.status_code == 422
    page = send(person, "/faults/", "/faults/off")
    assert words("bn")["none_active"] in page.text


def test_words_exist_in_both_languages() -> None:
    allowed = {"other_language"}
    for key, pair in BOTH.items():
        assert len(pair) == len(LANGUAGES)
        assert all(pair)
        assert key in allowed or not _LATIN.search(pair[0]), pair[0]


def test_the_command_makes_an_account_again_and_again(server: PracticeServer, client_of: Client, handle: str) -> None:
    def run(name: str) -> str:
        return subprocess.run(
            [
                *(sys.executable, "-m", "django", "practice_account", handle),
                *("--name", name, "--note", "পাতা", "--token", f"token-of-{handle}"),
            ],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "sanglap.practice.settings",
                "SANGLAP_PRACTICE_DB": str(server.database),
            },
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    assert run("পুরোনো") == run("নতুন") == f"token-of-{handle}"
    own = client_of(f"token-of-{handle}").get("/api/v1/accounts/verify_credentials").json()
    assert (own["acct"], own["display_name"]) == (handle, "নতুন")


def test_tokens_are_not_kept_in_clear(server: PracticeServer, handle: str) -> None:
    token = server.account(handle)
    files = server.database.parent.glob("practice.sqlite3*")
    assert not any(token.encode() in file.read_bytes() for file in files)
