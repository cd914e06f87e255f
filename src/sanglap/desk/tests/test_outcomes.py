"""What a person does about a delivery: posts it by hand, settles what the network cannot tell, sends it again."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.core.ids import new_id
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.outbox import compare, store
from sanglap.outbox.models import Delivery, Seen, Stop
from sanglap.outbox.states import DeliveryState
from sanglap.publishing.models import Publication
from sanglap.publishing.services import recheck, release
from tests.factories import MINUTE, NOW, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
LINK = "https://www.example.com/shibalaya/posts/77"


@pytest.fixture
def account(house: House) -> Account:
    """Kept by hand, with Kamrul alone on its panel."""
    made = house.account("kamrul")
    Account.objects.filter(pk=made.pk).update(network="by-hand", server="https://www.example.com")
    made.refresh_from_db()
    return made


def laid_ready(house: House, account: Account, **draft: Any) -> Delivery:
    variant = house.approved(account, **draft)
    release(now=NOW + 2 * MINUTE)
    return Publication.objects.get(variant=variant).delivery


def at(delivery: Delivery) -> str:
    return reverse("desk:delivery", args=[delivery.pk])


def again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def test_what_is_approved_is_laid_ready_and_no_machine_sends_it(house: House, account: Account) -> None:
    delivery = laid_ready(house, account)
    assert delivery.state == DeliveryState.BY_HAND
    assert store.claim(10, now=NOW + 3 * MINUTE) == []
    page = opened(house, "sumaiya", at(delivery))
    assert json.loads(delivery.payload)["text"] in page
    assert "It is posted" in page
    assert at(delivery) in opened(house, "sumaiya", reverse("desk:day"))


def test_with_its_link_it_counts_as_published(house: House, account: Account) -> None:
    delivery = laid_ready(house, account)
    client = signed_in(house, "sumaiya")
    assert client.post(at(delivery), {"what": "posted", "url": f" {LINK} "}).status_code == 302
    found = again(delivery)
    assert (found.state, found.url, found.published_at, found.seen) == (
        DeliveryState.PUBLISHED, LINK, NOW, Seen.TO_ASK,
    )  # fmt: skip
    assert "This was settled already." in said(client.post(at(delivery), {"what": "posted", "url": LINK}, follow=True))


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "javascript:alert(1)", "https://", "https://www.example.com/", "https://a b/c", "x" * 600,
     "https://[::1/x", "ftp://www.example.com/1"],
)  # fmt: skip
def test_a_link_that_is_none_is_told_beside_it(house: House, account: Account, url: str) -> None:
    delivery = laid_ready(house, account)
    page = said(signed_in(house, "sumaiya").post(at(delivery), {"what": "posted", "url": url}), 422)
    assert 'id="id_url-error"' in page
    assert again(delivery).state == DeliveryState.BY_HAND


def test_one_link_stands_for_one_post(house: House, account: Account) -> None:
    first, second = laid_ready(house, account), laid_ready(house, account, text="দ্বিতীয় কথা।")
    client = signed_in(house, "sumaiya")
    client.post(at(first), {"what": "posted", "url": LINK})
    page = said(client.post(at(second), {"what": "posted", "url": LINK}), 422)
    assert "This link is on record for something else." in page
    assert again(second).state == DeliveryState.BY_HAND


def test_only_whoever_writes_there_says_so_and_strangers_see_nothing(house: House, account: Account) -> None:
    delivery = laid_ready(house, account)
    assert signed_in(house, "mannan").post(at(delivery), {"what": "posted", "url": LINK}).status_code == 403
    for key in (delivery.pk, new_id()):
        assert signed_in(house, "tanvir").get(reverse("desk:delivery", args=[key])).status_code == 404
    assert again(delivery).state == DeliveryState.BY_HAND


def test_what_may_no_longer_go_out_is_not_to_be_posted(house: House, account: Account) -> None:
    delivery = laid_ready(house, account)
    Account.objects.filter(pk=account.pk).update(state=AccountState.SUSPENDED)
    assert "This may no longer be published" in opened(house, "sumaiya", at(delivery))


# Comparing what stands there.


@pytest.fixture
def page_there(settings: Any) -> Any:
    """A web page with words to be set."""

    class Page(BaseHTTPRequestHandler):
        words, kind = "", "text/html; charset=utf-8"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", self.kind)
            self.end_headers()
            self.wfile.write(f"<html><body><p>{self.words}</p></body></html>".encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SANGLAP_OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
    yield server, Page
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "there",
    [
        ("আগামী&nbsp;রবিবার ইউনিয়ন <b>পরিষদে</b> টিকা দেওয়া\n হবে।", "text/html", Seen.SAME),
        ("আগামী সোমবার ইউনিয়ন পরিষদে টিকা দেওয়া হবে।", "text/html", Seen.DIFFERENT),
        ("আগামী রবিবার ইউনিয়ন পরিষদে টিকা দেওয়া হবে।", "application/pdf", Seen.UNREADABLE),
    ],
)
def test_the_approved_words_are_looked_for_at_the_link(
    house: House, account: Account, page_there: Any, there: tuple[str, str, Seen]
) -> None:
    (server, page), (words, kind, seen) = page_there, there
    page.words, page.kind = words, kind
    delivery = laid_ready(house, account)
    link = f"http://127.0.0.1:{server.server_port}/posts/1"
    signed_in(house, "sumaiya").post(at(delivery), {"what": "posted", "url": link})
    taken = compare.take()
    assert taken == delivery
    assert compare.take() is None, "it is looked at once"
    assert compare.look(taken, now=NOW) == seen
    assert again(delivery).seen == seen


def test_a_link_into_our_own_house_is_not_opened(house: House, account: Account, settings: Any) -> None:
    settings.SANGLAP_OUTBOUND_ALLOW = []
    delivery = laid_ready(house, account)
    link = {"what": "posted", "url": "http://127.0.0.1:5432/secret"}
    signed_in(house, "sumaiya").post(at(delivery), link)
    taken = compare.take()
    assert taken is not None
    assert compare.look(taken, now=NOW) == Seen.UNREADABLE


# What the network cannot tell, and what failed.


@pytest.fixture
def unknown(house: House) -> Delivery:
    """Something that was looked for in vain: a person has to decide."""
    variant = house.approved(house.account("kamrul"))
    release(now=NOW + 2 * MINUTE)
    delivery = Publication.objects.get(variant=variant).delivery
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.UNKNOWN, look_at=None, error="outcome_unknown")
    return again(delivery)


def test_what_is_there_counts_and_is_never_sent_again(house: House, unknown: Delivery) -> None:
    client = signed_in(house, "kamrul")
    assert 'id="id_url-error"' in said(client.post(at(unknown), {"what": "found", "url": ""}), 422)
    link = "https://social.example/@shibalaya/112233"
    assert client.post(at(unknown), {"what": "found", "url": link}).status_code == 302
    found = again(unknown)
    assert (found.state, found.remote_id) == (DeliveryState.PUBLISHED, "112233")
    for what in ("not_there", "retry", "found"):
        page = said(client.post(at(unknown), {"what": what, "url": link}, follow=True))
        assert "This was settled already." in page
    assert again(unknown).state == DeliveryState.PUBLISHED


def test_what_is_not_there_is_sent_again_as_it_was_approved(house: House, unknown: Delivery) -> None:
    client, payload = signed_in(house, "kamrul"), unknown.payload
    assert client.post(at(unknown), {"what": "not_there", "url": ""}).status_code == 302
    assert again(unknown).state == DeliveryState.FAILED
    assert "Send it again" in said(client.get(at(unknown)))
    assert client.post(at(unknown), {"what": "retry", "url": ""}).status_code == 302
    assert store.claim(10, now=NOW) == [], "the gate is asked first"
    recheck(now=NOW)
    (claim,) = store.claim(10, now=NOW)
    assert (claim.id, claim.payload) == (unknown.pk, payload)


def test_while_the_machine_still_looks_nobody_decides(house: House, unknown: Delivery) -> None:
    Delivery.objects.filter(pk=unknown.pk).update(look_at=NOW)
    client = signed_in(house, "kamrul")
    assert "It is not there" not in said(client.get(at(unknown)))
    client.post(at(unknown), {"what": "not_there", "url": ""})
    assert again(unknown).state == DeliveryState.UNKNOWN


def test_only_the_panel_settles_what_is_unknown(house: House, unknown: Delivery) -> None:
    for who in ("sumaiya", "jamal", "mannan"):
        assert signed_in(house, who).post(at(unknown), {"what": "not_there", "url": ""}).status_code == 403
    assert "Choose what you did." in said(signed_in(house, "kamrul").post(at(unknown), {"what": "x", "url": ""}), 422)
    assert again(unknown).state == DeliveryState.UNKNOWN


# Stops through their pages.


def test_a_stop_is_placed_shown_to_those_below_and_lifted(house: House) -> None:
    above, account = signed_in(house, "farhana"), house.account("kamrul")
    sent = {"what": "below", "reason": "জাতীয় শোক", "until": ""}
    address = reverse("desk:stop-new", args=[house.offices["manikganj"].pk])
    assert "It is stopped." in said(above.post(address, sent, follow=True))
    for path in (reverse("desk:day"), reverse("desk:account", args=[account.pk])):
        assert "জাতীয় শোক" in opened(house, "sumaiya", path)
    lift = reverse("desk:stop-lift", args=[Stop.objects.get().pk])
    assert signed_in(house, "rehana").post(lift).status_code == 404
    assert "The stop is lifted." in said(above.post(lift, follow=True))
    assert "জাতীয় শোক" not in opened(house, "sumaiya", reverse("desk:day"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"reason": " "}, "reason"), ({"what": "x"}, "what"), ({"what": "below"}, "what"),
     ({"until": "1/1/2020"}, "until"), ({"until": "31/12/9999"}, "until"), ({"reason": "ক" * 100_000}, "reason")],
)  # fmt: skip
def test_a_stop_that_says_too_little_is_told_and_nothing_is_stopped(
    house: House, wrong: dict[str, str], field: str
) -> None:
    address = reverse("desk:stop-new", args=[house.offices["shibalaya"].pk])
    sent = {"what": "all", "reason": "ভুয়া পোস্ট", "until": "", **wrong}
    page = said(signed_in(house, "rehana").post(address, sent), 422)
    assert f'id="id_{field}-error"' in page


def test_a_held_post_says_what_holds_it(house: House) -> None:
    account = house.account("kamrul")
    variant = house.approved(account)
    release(now=NOW + 2 * MINUTE)
    address = reverse("desk:stop-new", args=[house.offices["shibalaya"].pk])
    signed_in(house, "rehana").post(address, {"what": str(account.pk), "reason": "যাচাই চলছে", "until": "24/11/2026"})
    page = opened(house, "sumaiya", reverse("desk:post", args=[variant.revision.draft_id]))
    assert "যাচাই চলছে" in page
    assert "It ends by itself:" in page
