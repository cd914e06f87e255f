"""Profiles and websites, as their owner edits them and as the API tells them."""

import base64
import io

import httpx
import pytest
from PIL import Image

from sanglap.practice.testing import PracticeServer
from sanglap.practice.tests.conftest import Client
from sanglap.practice.tests.test_pages import send


def png(colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def person(client_of: Client) -> httpx.Client:
    client = client_of("")
    client.follow_redirects = True
    return client


@pytest.mark.usefixtures("office")
class TestProfile:
    def test_the_owner_edits_and_everybody_is_told(self, person: httpx.Client, handle: str) -> None:
        page = send(
            person, f"/@{handle}/profile", "", name="শিবালয় উপজেলা",
            note="নাগরিকের জন্য", field_name="ওয়েবসাইট", field_value="https://shibalaya.manikganj.gov.bd", locked="on",
            privacy="unlisted", site="unlinked",
        )  # fmt: skip
        assert "শিবালয় উপজেলা" in page.text
        shown = person.get("/api/v1/accounts/lookup", params={"acct": handle}).json()
        assert (shown["display_name"], shown["locked"], shown["discoverable"]) == ("শিবালয় উপজেলা", True, False)
        assert shown["fields"][0]["name"] == "ওয়েবসাইট"
        assert 'href="https://shibalaya.manikganj.gov.bd"' in shown["fields"][0]["value"]
        assert "privacy" not in shown

    def test_the_account_is_told_more(self, server: PracticeServer, office: httpx.Client, handle: str) -> None:
        server.face(handle, settings={"privacy": "private", "sensitive": True})
        source = office.get("/api/v1/accounts/verify_credentials").json()["source"]
        assert (source["privacy"], source["sensitive"]) == ("private", True)

    def test_a_name_is_needed_and_what_was_typed_stays(self, person: httpx.Client, handle: str) -> None:
        page = send(person, f"/@{handle}/profile", "", name=" ", note="লেখা আছে", field_name="ক", field_value="খ")
        assert page.status_code == 422
        assert "লেখা আছে" in page.text
        assert 'value="খ"' in page.text

    def test_pictures(self, server: PracticeServer, person: httpx.Client, handle: str) -> None:
        server.face(handle, avatar=base64.b64encode(png()).decode())
        first = person.get("/api/v1/accounts/lookup", params={"acct": handle}).json()
        assert person.get(first["avatar"]).content == png()
        assert first["header"].endswith("/original/missing.png")
        server.face(handle, avatar=base64.b64encode(png("red")).decode())
        again = person.get("/api/v1/accounts/lookup", params={"acct": handle}).json()
        assert again["avatar"] != first["avatar"]
        with pytest.raises(httpx.HTTPStatusError):
            server.face(handle, avatar=base64.b64encode(b"<svg/>").decode())

    def test_a_citizen_has_no_such_page(self, person: httpx.Client, server: PracticeServer) -> None:
        server.comment(None, "সালমা", "কথা")
        assert person.get("/@rahima_begum/profile").status_code == 404


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("how", "status", "home", "contact"),
    [
        ("linked", 200, True, True),
        ("contact", 200, False, True),
        ("unlinked", 200, False, False),
        ("script", 200, False, False),
        ("parked", 200, False, False),
        ("taken", 200, False, False),
        ("broken", 500, False, False),
        ("gone", 404, False, False),
    ],
)
def test_websites(
    server: PracticeServer, person: httpx.Client, handle: str, how: str, status: int, *, home: bool, contact: bool
) -> None:
    server.face(handle, site=how)
    link = f'href="{server.url}/@{handle}"'
    first, second = person.get(f"/sites/{handle}/"), person.get(f"/sites/{handle}/contact/")
    assert first.status_code == status
    assert (link in first.text, link in second.text) == (home, contact)
    assert person.get("/sites/nobody/").status_code == 404
