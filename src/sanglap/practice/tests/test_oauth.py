import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

import httpx

from sanglap.practice.testing import PracticeServer
from sanglap.practice.tests.conftest import Client

BACK = "https://sanglap.example/back"


def register(client: httpx.Client, **given: str) -> dict[str, str]:
    answer = client.post(
        "/api/v1/apps",
        data={"client_name": "সংলাপ", "redirect_uris": BACK, "scopes": "read write", **given},
    )
    assert answer.status_code == 200
    return {name: answer.json()[name] for name in ("client_id", "client_secret")}


def consent(client: httpx.Client, handle: str, new: str = "", **given: str) -> httpx.Response:
    """Open the page, choose the account and allow."""
    page = client.get("/oauth/authorize", params={"response_type": "code", "redirect_uri": BACK, **given})
    assert page.status_code == 200, page.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    return client.post("/oauth/authorize", data={**fields, "account": handle, "new": new})


def code_of(answer: httpx.Response) -> str:
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def test_a_code_becomes_a_token_once(
    server: PracticeServer, anyone: httpx.Client, client_of: Client, handle: str
) -> None:
    server.account(handle)
    app = register(anyone)
    answer = consent(anyone, handle, client_id=app["client_id"], scope="read write:statuses", state="s1")
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["state"] == ["s1"]
    asked = {"grant_type": "authorization_code", "code": code_of(answer), "redirect_uri": BACK, **app}
    wrong = anyone.post("/oauth/token", data={**asked, "client_secret": "no"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert anyone.post("/oauth/token", data={**asked, "redirect_uri": "https://x.example"}).status_code == 400
    token = anyone.post("/oauth/token", data=asked).json()
    assert (token["token_type"], token["scope"]) == ("Bearer", "read write:statuses")
    again = anyone.post("/oauth/token", data=asked)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    office = client_of(token["access_token"])
    assert office.get("/api/v1/accounts/verify_credentials").json()["acct"] == handle
    status = office.post("/api/v1/statuses", data={"status": "ক"}).json()
    assert status["application"]["name"] == "সংলাপ"


def test_proof_key(server: PracticeServer, anyone: httpx.Client, handle: str) -> None:
    server.account(handle)
    app = register(anyone)
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    answer = consent(anyone, handle, client_id=app["client_id"], code_challenge=challenge, code_challenge_method="S256")
    asked = {"grant_type": "authorization_code", "code": code_of(answer), "redirect_uri": BACK, **app}
    assert anyone.post("/oauth/token", data={**asked, "code_verifier": "other"}).status_code == 400
    assert anyone.post("/oauth/token", data={**asked, "code_verifier": verifier}).status_code == 200


def test_a_token_allows_no_more_than_its_scopes(
    server: PracticeServer, anyone: httpx.Client, client_of: Client, handle: str
) -> None:
    server.account(handle)
    app = register(anyone)
    code = code_of(consent(anyone, handle, client_id=app["client_id"], scope="read"))
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **app}
    reader = client_of(anyone.post("/oauth/token", data=asked).json()["access_token"])
    answer = reader.post("/api/v1/statuses", data={"status": "ক"})
    assert (answer.status_code, answer.json()) == (
        403,
        {"error": "This action is outside the authorized scopes"},
    )


def test_client_credentials_speak_for_the_app_alone(anyone: httpx.Client, client_of: Client) -> None:
    app = register(anyone)
    given = {"grant_type": "client_credentials", "scope": "read write", **app}
    client = client_of(anyone.post("/oauth/token", json=given).json()["access_token"])
    answer = client.post("/api/v1/statuses", data={"status": "ক"})
    assert (answer.status_code, answer.json()["error"]) == (422, "This method requires an authenticated user")
    wide = anyone.post("/oauth/token", data={**given, "scope": "follow"})
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")


def test_denied(server: PracticeServer, anyone: httpx.Client, handle: str) -> None:
    server.account(handle)
    app = register(anyone)
    given = {"response_type": "code", "redirect_uri": BACK, "client_id": app["client_id"]}
    page = anyone.get("/oauth/authorize", params=given)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    answer = anyone.post("/oauth/authorize", data={**fields, "deny": "1"})
    assert "error=access_denied" in answer.headers["Location"]


def test_a_request_that_is_not_in_order_leads_nowhere(anyone: httpx.Client) -> None:
    app = register(anyone)
    good = {"response_type": "code", "redirect_uri": BACK, "client_id": app["client_id"]}
    for wrong in (
        {"client_id": "x"},
        {"redirect_uri": "https://evil.example"},
        {"response_type": "token"},
        {"scope": "follow"},
        {"code_challenge": "x", "code_challenge_method": "plain"},
    ):
        assert anyone.get("/oauth/authorize", params={**good, **wrong}).status_code == 400
    assert anyone.post("/api/v1/apps", data={"client_name": "x", "redirect_uris": "nowhere"}).status_code == 422


def test_an_account_is_opened_while_allowing(anyone: httpx.Client, handle: str) -> None:
    app = register(anyone)
    asked = {"client_id": app["client_id"], "scope": "read"}
    answer = consent(anyone, "", new=f"@{handle.upper()}", **asked)
    given = {"grant_type": "authorization_code", "code": code_of(answer), "redirect_uri": BACK, **app}
    token = anyone.post("/oauth/token", data=given).json()["access_token"]
    who = anyone.get("/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"})
    assert who.json()["username"] == handle.lower()
    for taken_or_wrong in (handle, "no good!"):
        assert consent(anyone, "", new=taken_or_wrong, **asked).status_code == 400


def test_a_token_is_ended_by_its_own_client_alone(
    server: PracticeServer, anyone: httpx.Client, client_of: Client, handle: str
) -> None:
    server.account(handle)
    app, other = register(anyone), register(anyone)
    answer = consent(anyone, handle, client_id=app["client_id"], scope="read")
    asked = {"grant_type": "authorization_code", "code": code_of(answer), "redirect_uri": BACK, **app}
    token = anyone.post("/oauth/token", data=asked).json()["access_token"]
    for stranger in ({}, other, {**app, "client_secret": "no"}):
        refused = anyone.post("/oauth/revoke", data={"token": token, **stranger})
        assert (refused.status_code, refused.json()["error"]) == (403, "unauthorized_client")
    office = client_of(token)
    assert office.get("/api/v1/accounts/verify_credentials").status_code == 200
    for _time in range(2):
        assert anyone.post("/oauth/revoke", json={"token": token, **app}).status_code == 200
    assert office.get("/api/v1/accounts/verify_credentials").status_code == 401
    assert anyone.post("/oauth/revoke", data={"token": "nobody's"}).json() == {}
