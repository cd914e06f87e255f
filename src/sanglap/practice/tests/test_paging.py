import httpx
import pytest

from sanglap.practice.testing import PracticeServer

STATUSES = "/api/v1/statuses"


@pytest.fixture
def numbers(office: httpx.Client) -> list[str]:
    """Five statuses, oldest first."""
    return [office.post(STATUSES, data={"status": f"পোস্ট {n}"}).json()["id"] for n in range(5)]


@pytest.fixture
def address(office: httpx.Client) -> str:
    return f"/api/v1/accounts/{office.get('/api/v1/accounts/verify_credentials').json()['id']}/statuses"


def ids(answer: httpx.Response) -> list[str]:
    return [one["id"] for one in answer.json()]


def test_bounds(office: httpx.Client, numbers: list[str], address: str) -> None:
    assert ids(office.get(address)) == numbers[::-1]
    assert ids(office.get(address, params={"limit": 2})) == [numbers[4], numbers[3]]
    assert ids(office.get(address, params={"max_id": numbers[2]})) == [numbers[1], numbers[0]]
    assert ids(office.get(address, params={"since_id": numbers[1], "limit": 2})) == [numbers[4], numbers[3]]
    assert ids(office.get(address, params={"min_id": numbers[1], "limit": 2})) == [numbers[3], numbers[2]]


def test_the_links_lead_through_everything_once(office: httpx.Client, numbers: list[str], address: str) -> None:
    answer = office.get(address, params={"limit": 2, "exclude_replies": "true"})
    seen = ids(answer)
    while "next" in answer.links:
        assert "exclude_replies=true" in answer.links["next"]["url"]
        answer = office.get(answer.links["next"]["url"])
        seen += ids(answer)
    assert seen == numbers[::-1]
    newer = office.get(office.get(address, params={"max_id": numbers[2]}).links["prev"]["url"])
    assert ids(newer) == [numbers[4], numbers[3], numbers[2]]


def test_an_empty_page_has_no_links(office: httpx.Client, numbers: list[str], address: str) -> None:
    answer = office.get(address, params={"max_id": numbers[0]})
    assert answer.json() == []
    assert "Link" not in answer.headers


def test_replies_to_others_can_be_left_out(office: httpx.Client, server: PracticeServer, address: str) -> None:
    head = office.post(STATUSES, data={"status": "পোস্ট"}).json()["id"]
    comment = server.comment(head, "রহিমা", "প্রশ্ন")
    answer = office.post(STATUSES, data={"status": "উত্তর", "in_reply_to_id": comment}).json()["id"]
    more = office.post(STATUSES, data={"status": "আরও", "in_reply_to_id": head}).json()["id"]
    assert ids(office.get(address)) == [more, answer, head]
    assert ids(office.get(address, params={"exclude_replies": "true"})) == [more, head]


def test_notifications_tell_of_mentions_once(office: httpx.Client, server: PracticeServer, handle: str) -> None:
    head = office.post(STATUSES, data={"status": f"@{handle} নিজের কথা"}).json()["id"]
    named = server.comment(head, "রহিমা", f"@{handle} শুনছেন?")
    server.comment(head, "করিম", "কাউকে ডাকিনি")
    alone = server.comment(None, "করিম", f"রাস্তা কবে হবে @{handle}")
    server.edit_comment(alone, f"রাস্তা কবে হবে, @{handle}?")
    answer = office.get("/api/v1/notifications", params={"types[]": "mention"})
    assert [one["status"]["id"] for one in answer.json()] == [alone, named]
    assert {one["type"] for one in answer.json()} == {"mention"}
    assert answer.json()[0]["account"]["display_name"] == "করিম"
    page = office.get("/api/v1/notifications", params={"types[]": "mention", "limit": 1})
    older = office.get(page.links["next"]["url"])
    assert [one["status"]["id"] for one in older.json()] == [named]
    assert office.get(older.links["prev"]["url"]).json() == page.json()
    assert office.get("/api/v1/notifications", params={"types[]": "follow"}).json() == []
    server.delete_comment(named)
    assert len(office.get("/api/v1/notifications").json()) == 1
