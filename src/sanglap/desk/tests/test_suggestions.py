"""Suggesting on a page, taking up into the composer, and the feeds of the website among an office's pages (6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.notices.models import Kind, Notice
from sanglap.people.permissions import Role
from sanglap.planning import slots
from sanglap.suggestions import services
from sanglap.suggestions.models import Picture, SiteFeed, Suggestion
from sanglap.suggestions.reading.fetching import Reading
from sanglap.suggestions.states import Fault
from sanglap.suggestions.tests.test_reading import ITEM, rss
from sanglap.suggestions.tests.test_suggesting import photo
from tests.factories import House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6")]
WORDS = "আজ টিকা দেওয়া হলো"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any, house: House) -> None:
    settings.SANGLAP_FILES = tmp_path
    house.account("kamrul")


def jpeg(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", content or photo(), content_type="image/jpeg")


def suggested(house: House, who: str = "jamal") -> Suggestion:
    office = house.offices["shibalaya"]
    return services.suggest(house.scope(who), office=office, words=WORDS, link="https://a.example/1", now=clock.now())


def take(house: House, who: str, one: Suggestion) -> Any:
    return signed_in(house, who).post(reverse("desk:suggestion-take", args=[one.pk]), follow=True)


def test_whoever_drafts_nothing_suggests_from_a_phone_without_losing_what_he_typed(house: House) -> None:
    page, client = reverse("desk:suggest"), signed_in(house, "jamal")
    first = client.get(page)
    given = {"key": first.context["form"]["key"].value(), "office": house.offices["shibalaya"].pk, "words": WORDS}
    added = client.post(page, {**given, "box": "add", "bring": [jpeg(), jpeg()]})
    assert WORDS in said(added)
    keys = [str(one.pk) for one in Picture.objects.order_by("pk")]
    dropped = client.post(page, {**given, "picture": keys, "box": "drop:1"})
    assert [keys[0] in said(dropped), keys[1] in said(dropped)] == [False, True]
    wrong = client.post(page, {**given, "picture": keys, "link": "no address", "bring": [jpeg(b"no picture")]})
    assert all(text in said(wrong, 422) for text in (WORDS, "no address", *keys))
    for _click in range(2):
        sent = client.post(page, {**given, "picture": keys, "link": "a.example/1"}, follow=True)
        assert WORDS in said(sent)
    made = Suggestion.objects.get()
    assert [str(one.pk) for one in made.pictures.all()] == keys
    for name in ("desk:suggestion-picture", "desk:suggestion-picture-small"):
        answer: Any = client.get(reverse(name, args=[keys[0]]))
        assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    # What another has brought and not sent is nobody else's.
    assert signed_in(house, "sumaiya").post(page, {**given, "key": "", "picture": keys}).status_code == 302
    assert Suggestion.objects.count() == 2
    assert made.pictures.count() == 2


def test_where_no_office_speaks_the_page_says_so(house: House) -> None:
    house.offices["shibalaya"].accounts.update(state="closed")
    assert 'name="words"' not in opened(house, "jamal", reverse("desk:suggest"))
    answer = signed_in(house, "jamal").post(reverse("desk:suggest"), {"words": WORDS, "office": "x"})
    assert answer.status_code == 422


def test_it_becomes_a_draft_with_words_link_and_pictures_and_is_tied_to_it(house: House) -> None:
    scope, office = house.scope("jamal"), house.offices["shibalaya"]
    brought = services.bring(scope, office=office, content=photo(), name="a.jpg", now=clock.now())
    one = services.suggest(
        scope, office=office, words=WORDS, link="https://a.example/1", pictures=[brought], now=clock.now()
    )
    assert WORDS in opened(house, "sumaiya", reverse("desk:day"))
    composer = take(house, "sumaiya", one)
    one.refresh_from_db()
    shown = one.pictures.get().picture
    assert shown is not None
    assert all(text in said(composer) for text in (WORDS, "https://a.example/1", str(shown.pk), str(one.draft_key)))
    assert not Draft.objects.exists()
    client, account = signed_in(house, "sumaiya"), office.accounts.get()
    typed = {
        "text": f"{WORDS}।", "accounts": [account.pk], "purposes": ["4.b"], "key": one.draft_key, "keep": "yes",
        "picture": [shown.pk], "alt": ["শিশুকে টিকা দেওয়া হচ্ছে"], "shape": ["as_it_is"], "part": ["middle"],
    }  # fmt: skip
    # What he typed and did not save is gone on with from the suggestion too.
    client.post(reverse("desk:keep"), {**typed, "text": "আধা লেখা"})
    again = client.get(reverse("desk:compose") + f"?suggestion={one.pk}", follow=True)
    assert "আধা লেখা" in said(again)
    assert client.post(reverse("desk:compose"), typed).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.draft) == ("drafted", Draft.objects.get())
    led = client.get(reverse("desk:compose") + f"?suggestion={one.pk}")
    assert led["Location"] == reverse("desk:post", args=[one.draft_id])
    assert reverse("desk:post", args=[one.draft_id]) in opened(
        house, "sumaiya", reverse("desk:suggestion", args=[one.pk])
    )


def test_the_composer_begins_with_an_hour_of_the_day_that_was_wished(house: House) -> None:
    office, day = house.offices["shibalaya"], clock.now().date() + timedelta(days=3)
    one = services.suggest(house.scope("jamal"), office=office, words=WORDS, wished_on=day, now=clock.now())
    form = take(house, "sumaiya", one).context["form"]
    assert (form.initial["day"], form.initial["hour"]) == (day, time(10))
    slots.add(
        house.scope("sumaiya"), account=office.accounts.get(), weekday=day.weekday(), hour=time(9, 30), now=clock.now()
    )
    again = signed_in(house, "sumaiya").get(reverse("desk:compose") + f"?suggestion={one.pk}")
    assert again.context["form"].initial["hour"] == time(9, 30)


def test_of_two_who_take_it_up_the_second_is_told_who_has_it(house: House) -> None:
    house.officer("other", Role.AUTHOR)
    one = suggested(house)
    take(house, "sumaiya", one)
    second = said(take(house, "other", one))
    assert f"{house.people['sumaiya'].name['en']} took this up meanwhile" in second
    compose = reverse("desk:compose") + f"?suggestion={one.pk}"
    assert signed_in(house, "other").get(compose)["Location"] == reverse("desk:suggestion", args=[one.pk])
    assert signed_in(house, "jamal").get(compose).status_code == 403
    assert signed_in(house, "sumaiya").get(reverse("desk:compose") + "?suggestion=nonsense").status_code == 404
    back = signed_in(house, "other").post(reverse("desk:suggestion-put-back", args=[one.pk]))
    assert back.status_code == 302
    take(house, "other", one)
    one.refresh_from_db()
    assert one.seen_to_by == house.people["other"]


def test_whoever_writes_on_is_told_after_saving_who_took_it_up_meanwhile(house: House) -> None:
    house.officer("other", Role.AUTHOR)
    one, account = suggested(house), house.offices["shibalaya"].accounts.get()
    take(house, "sumaiya", one)
    one.refresh_from_db()
    typed = {"text": f"{WORDS}।", "accounts": [account.pk], "purposes": ["4.b"], "key": one.draft_key}
    signed_in(house, "other").post(reverse("desk:suggestion-put-back", args=[one.pk]))
    take(house, "other", one)
    told, client = f"{house.people['other'].name['en']} took this up meanwhile", signed_in(house, "sumaiya")
    assert told in said(client.post(reverse("desk:compose"), {**typed, "keep": "yes"}, follow=True))
    draft = Draft.objects.get()
    edited = {**typed, "text": WORDS, "key": draft.pk, "seen": 1}
    assert told not in said(client.post(reverse("desk:edit", args=[draft.pk]), edited, follow=True)), "once is enough"
    one.refresh_from_db()
    assert (one.state, one.draft) == ("taken", None)


@pytest.mark.parametrize("language", ["bn", "en"])
def test_whoever_suggested_it_reads_why_not_and_is_led_there(house: House, language: str) -> None:
    one, client = suggested(house), signed_in(house, "sumaiya")
    page = reverse("desk:suggestion-decline", args=[one.pk])
    assert client.post(page, {"reason": " "}).status_code == 422
    for _click in range(2):
        assert client.post(page, {"reason": "গত সপ্তাহেই বলা হয়েছে"}).status_code == 302
    notice = Notice.objects.get(kind=Kind.NOT_TAKEN)
    led = signed_in(house, "jamal").get(reverse("desk:notice", args=[notice.pk]))
    assert led["Location"] == reverse("desk:suggestion", args=[one.pk])
    for place_ in (led["Location"], reverse("desk:suggestions-mine")):
        assert "গত সপ্তাহেই বলা হয়েছে" in opened(house, "jamal", place_, language)
    assert "গত সপ্তাহেই" not in opened(house, "sumaiya", reverse("desk:suggestions"), language)
    assert WORDS in opened(house, "sumaiya", reverse("desk:suggestions") + "?show=done", language)
    assert take(house, "sumaiya", one).redirect_chain[0][0] == led["Location"]


def test_one_takes_ones_own_back_and_no_other(house: House) -> None:
    one = suggested(house)
    address = reverse("desk:suggestion-withdraw", args=[one.pk])
    assert signed_in(house, "sumaiya").post(address).status_code == 404
    for _click in range(2):
        assert signed_in(house, "jamal").post(address).status_code == 302
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_the_list_is_paged_oldest_first_and_asks_as_often_however_long_it_is(house: House) -> None:
    client, page = signed_in(house, "sumaiya"), reverse("desk:suggestions")
    made = [suggested(house)]
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    made += [suggested(house, who) for who in ("jamal", "kamrul") for _number in range(14)]
    with CaptureQueriesContext(connection) as many:
        first = client.get(page)
    assert len(few) == len(many)
    ids = [one.pk for one in first.context["page"].rows]
    rest = client.get(f"{page}?after={first.context['page'].older}")
    assert sorted(one.pk for one in made) == ids + [one.pk for one in rest.context["page"].rows]
    assert '<span class="sg-badge">29<' in said(first)
    assert client.get(f"{page}?after=nonsense").status_code == 404


@pytest.fixture
def web(settings: Any, house: House) -> Iterator[Any]:
    """The office's website, on loopback."""

    class Site(BaseHTTPRequestHandler):
        body = rss(ITEM).encode()

        def do_GET(self) -> None:
            self.send_response({"/feed": 200, "/down": 503}.get(self.path, 404))
            self.end_headers()
            self.wfile.write(self.body)

        def log_message(self, *_words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SANGLAP_OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
    office = house.offices["shibalaya"]
    office.website = f"http://127.0.0.1:{server.server_port}/"
    office.save()
    yield Site, office
    server.shutdown()
    server.server_close()


def test_what_is_no_feed_is_not_entered_and_what_is_only_down_says_so(house: House, web: Any) -> None:
    site, office = web
    client, new = signed_in(house, "rehana"), reverse("desk:office-feed-new", args=[office.pk])
    gone = {"address": f"{office.website}gone"}
    told = "The website says that there is no such feed"
    assert told in said(client.post(new, {**gone, "try": "1"}))
    assert told in said(client.post(new, gone), 422)
    site.body = b"<!doctype html><link rel=alternate type=application/rss+xml href=/feed>"
    page = said(client.post(new, {"address": f"{office.website}feed"}), 422)
    assert "This is a web page and no feed" in page
    assert "Take the feed that this page names" in page
    assert not SiteFeed.objects.exists()
    down = said(client.post(new, {"address": f"{office.website}down"}, follow=True))
    assert "It is entered, but it could not be read just now" in down
    assert "It is read from now on" not in down
    assert SiteFeed.objects.get().state == "running"


def test_a_feed_is_tried_entered_read_and_stopped(house: House, web: Any) -> None:
    from sanglap.suggestions import jobs

    _site, office = web
    client, new = signed_in(house, "rehana"), reverse("desk:office-feed-new", args=[office.pk])
    listed = reverse("desk:office-feeds", args=[office.pk])
    feed_at = f"{office.website}feed"
    assert "টিকাদান শুরু" in said(client.post(new, {"address": feed_at, "try": "1"}))
    assert not SiteFeed.objects.exists()
    gone = said(client.post(new, {"address": f"{office.website}gone", "try": "1"}))
    assert "টিকাদান" not in gone
    assert client.post(new, {"address": "https://else.example/feed"}).status_code == 422
    for _click in range(2):
        assert client.post(new, {"address": feed_at}).status_code == 302
    assert jobs.read()
    assert not jobs.read()
    assert "টিকাদান শুরু" in opened(house, "sumaiya", reverse("desk:suggestions"))
    feed = SiteFeed.objects.get()
    for _number in range(3):
        services.keep(feed.pk, Reading(Fault.TOO_LARGE), now=clock.now())
    assert "larger than 2 MB" in opened(house, "sumaiya", listed, "en")
    assert listed in opened(house, "sumaiya", reverse("desk:suggestions"))
    for act in ("read", "stop", "stop", "resume", "resume"):
        answer = client.post(reverse(f"desk:office-feed-{act}", args=[office.pk, feed.pk]))
        assert answer.status_code == 302
        assert signed_in(house, "sumaiya").post(answer.request["PATH_INFO"]).status_code == 403
    feed.refresh_from_db()
    assert (feed.state, feed.fault) == ("running", "")
