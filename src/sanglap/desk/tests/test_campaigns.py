"""The pages of what goes between offices: offered, found, adopted, counted; campaigns and collections (clause 6.e)."""

from __future__ import annotations

import io
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanglap.accounts.models import Account
from sanglap.campaigns.models import Adoption, Campaign, CampaignPost, CollectedPost, Collection, Decline, Offer
from sanglap.content import recordings, services
from sanglap.content.footage import Recording
from sanglap.content.models import Draft
from sanglap.desk.days import moment_of
from sanglap.desk.tests.test_offices import house, noon, opened, said, signed_in
from sanglap.files import sending
from sanglap.files.tests.recorded import film
from sanglap.networks.contract import Kind
from sanglap.people.permissions import Role
from sanglap.planning import slots
from tests import factories
from tests.factories import NOW, TEXT, House

__all__ = ["house", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.e")]

LAST = (NOW.date() + timedelta(days=7)).isoformat()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


def above(house: House) -> Draft:
    """A post of the district that its panel approved."""
    for who, role in (("writer", Role.AUTHOR), ("member", Role.PANEL), ("head", Role.HEAD)):
        house.officer(who, role, "manikganj")
    draft = house.draft(house.account("member", office="manikganj", handle="manikganj"), writer="writer")
    house.vote(factories.newest(draft), "member")
    house.account("kamrul")
    return draft


def test_a_post_goes_from_the_district_to_the_upazila_and_is_counted(house: House) -> None:
    draft = above(house)
    head, author = signed_in(house, "head"), signed_in(house, "sumaiya")
    form = reverse("desk:offer-new", args=[draft.pk])
    assert 'value="below"' in said(head.get(form))
    assert "Write until when" in said(head.post(form, {"reach": "below", "ends_on": ""}), 422)
    answer = head.post(form, {"reach": "below", "ends_on": LAST, "wish_on": LAST, "note": "Write your own place"})
    offer = Offer.objects.get()
    assert answer.headers["Location"] == reverse("desk:offer-made", args=[offer.pk])
    for page in ("desk:day", "desk:offers"):
        assert TEXT[:20] in opened(house, "sumaiya", reverse(page)), page
        assert TEXT[:20] not in opened(house, "writer", reverse(page)), page
    assert "Write your own place" in said(author.get(reverse("desk:offer", args=[offer.pk])))
    adopt = reverse("desk:offer-adopt", args=[offer.pk])
    assert "Choose at least one account" in said(author.post(adopt, {}), 422)
    account = Account.objects.get(office=house.offices["shibalaya"])
    sent = {"accounts": account.pk, "day": LAST, "hour": "9:00"}
    leads = [author.post(adopt, sent).headers["Location"] for _ in range(2)]
    made = Adoption.objects.get()
    assert set(leads) <= {reverse(page, args=[made.draft_id]) for page in ("desk:edit", "desk:post")}
    assert TEXT[:20] in said(author.get(reverse("desk:edit", args=[made.draft_id])))
    assert "Begun from what this office offered" in said(author.get(reverse("desk:post", args=[made.draft_id])))
    figures = said(head.get(reverse("desk:offer-made", args=[offer.pk]) + "?show=adopted"))
    assert "Offered to 1 office" in figures
    assert "Shibalaya" in figures
    assert str(made.draft_id) not in figures, "no other office's draft is shown"
    assert author.get(reverse("desk:offer-made", args=[offer.pk])).status_code == 404
    head.post(reverse("desk:offer-withdraw", args=[offer.pk]), {"reason": "The number was wrong"})
    assert "The number was wrong" in said(author.get(reverse("desk:offer", args=[offer.pk])))
    assert author.get(adopt).status_code == 302


def test_the_form_of_an_adoption_begins_with_a_day_and_an_hour_that_it_takes(house: House) -> None:
    draft, author = above(house), signed_in(house, "sumaiya")
    account, last = Account.objects.get(office=house.offices["shibalaya"]), NOW.date() + timedelta(days=7)
    given = {"reach": "below", "ends_on": LAST, "wish_on": LAST}
    signed_in(house, "head").post(reverse("desk:offer-new", args=[draft.pk]), given)
    adopt = reverse("desk:offer-adopt", args=[Offer.objects.get().pk])
    assert 'value="10:00"' in said(author.get(adopt)), "where no hour of the week is kept"
    for hour in (time(16, 30), time(18)):
        slots.add(house.scope("sumaiya"), account=account, weekday=last.weekday(), hour=hour, now=NOW)
    form = author.get(adopt).context["form"]
    sent = {"accounts": account.pk, "day": form["day"].value(), "hour": form["hour"].value()}
    assert form.initial["hour"] == time(16, 30)
    assert author.post(adopt, sent).status_code == 302
    assert Adoption.objects.get().draft.publish_at == moment_of(last, time(16, 30))


def filmed(house: House, *, begun: bool = False) -> Draft:
    """A post of the district with a captioned video that its panel approved; `begun`: the district is there."""
    if not begun:
        above(house)
    office, writer = house.offices["manikganj"], house.scope("writer")
    recording = recordings.bring(writer, office=office, piece=sending.lay(io.BytesIO(film())), name="a.mp4", now=NOW)
    recordings.make(recording, now=NOW)
    recording.refresh_from_db()
    words = recordings.bring_captions(
        writer, office=office, content="00:00.000 --> 00:00.500\nটিকা নিন\n".encode(), name="a.vtt", now=NOW
    )
    draft = services.start(
        writer, office=office, kind=Kind.POST, text=TEXT, accounts=[Account.objects.get(handle="manikganj")],
        purposes=["4.b"], recording=recordings.Shot(recording, "টিকা কেন্দ্রের ভিডিও", words), now=NOW,
    )  # fmt: skip
    services.submit(writer, draft=draft, now=NOW, by_name=True)
    house.vote(factories.newest(draft), "member")
    return draft


def test_a_video_is_shown_wherever_its_offer_is_and_played_by_whoever_sees_that(house: House) -> None:
    draft = filmed(house)
    signed_in(house, "head").post(reverse("desk:offer-new", args=[draft.pk]), {"reach": "below", "ends_on": LAST})
    offer, recording = Offer.objects.get(), Recording.objects.get()
    address = reverse("desk:offer-recording", args=[offer.pk])
    for who, name, plays in (
        ("head", "desk:offer-made", reverse("desk:recording", args=[recording.pk])),
        ("sumaiya", "desk:offer", address),
        ("sumaiya", "desk:offer-adopt", address),
    ):
        page = opened(house, who, reverse(name, args=[offer.pk]))
        assert f'<source src="{plays}"' in page, name
        assert "টিকা কেন্দ্রের ভিডিও" in page, name
        assert "টিকা নিন" in page, name
        assert "does not show captions" not in page, "it is offered to offices with accounts of any network"
    author = signed_in(house, "sumaiya")
    assert f"{address}?still" in said(author.get(reverse("desk:offers")))
    part = author.get(address, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(b"".join(part.streaming_content))) == (206, 100)  # type: ignore[attr-defined]  # a file
    for shown, kind in {"?still": "image/", "?captions": "text/vtt", "": "video/"}.items():
        file = author.get(address + shown)
        assert b"".join(file.streaming_content)  # type: ignore[attr-defined]  # as above
        assert file["Content-Type"].startswith(kind)
    assert author.get(reverse("desk:recording", args=[recording.pk])).status_code == 404
    signed_in(house, "head").post(reverse("desk:offer-withdraw", args=[offer.pk]), {"reason": "The number was wrong"})
    assert author.get(address).status_code == 404, "as with its page and its pictures"


def test_offices_are_named_by_code_and_decline_with_a_reason(house: House) -> None:
    draft = above(house)
    member, form = signed_in(house, "member"), reverse("desk:offer-new", args=[draft.pk])
    assert 'value="below"' not in said(member.get(form)), "that takes another say"
    given = {"reach": "named", "ends_on": LAST}
    assert "No office in service is called" in said(member.post(form, {**given, "named": "Nowhere at all"}), 422)
    unclear = said(member.post(form, {**given, "named": "Office of the Upazila Nirbahi Officer"}), 422)
    assert "bd-upa-361" in unclear
    assert "bd-upa-362" in unclear
    member.post(form, {**given, "named": "bd-upa-362\n"})
    offer = Offer.objects.get()
    assert signed_in(house, "tanvir").get(reverse("desk:offer", args=[offer.pk])).status_code == 404
    decline = reverse("desk:offer-decline", args=[offer.pk])
    author = signed_in(house, "sumaiya")
    assert author.post(decline, {"reason": "", "office": house.offices["shibalaya"].pk}).status_code == 422
    for _ in range(2):
        author.post(decline, {"reason": "No river here", "office": house.offices["shibalaya"].pk})
    assert Decline.objects.get().reason == "No river here"
    assert "No river here" in said(member.get(reverse("desk:offer-made", args=[offer.pk]) + "?show=declined"))
    assert signed_in(house, "jamal").get(decline).status_code == 403


def test_whoever_coordinates_reads_which_office_offers_what_to_whom(house: House) -> None:
    drafts, page = [above(house), filmed(house, begun=True)], f"{reverse('desk:offers')}?show=ours"
    house.officer("coordinator", Role.COORDINATOR, "dhaka", below=True)
    assert "Offered by us and offices below" not in opened(house, "head", page)
    head, named = signed_in(house, "head"), ("shibalaya", "ghior")
    codes = "\n".join(house.offices[code].code for code in named)
    counts = []
    for draft, sent in zip(drafts, ({"reach": "below"}, {"reach": "named", "named": codes}), strict=True):
        head.post(reverse("desk:offer-new", args=[draft.pk]), {"ends_on": LAST, **sent})
        client = signed_in(house, "coordinator")
        client.get(page)
        with CaptureQueriesContext(connection) as found:
            listed = said(client.get(page))
        counts.append(len(found))
    assert Offer.objects.count() == 2
    assert counts[0] == counts[1]
    assert "Offered by us and offices below" in listed
    rows, office = listed[listed.index("sg-rows") :], str(house.offices["manikganj"].name["en"])
    assert rows.count(f"<span>{office}</span>") == 2
    assert "all offices below it" in rows
    assert all(str(house.offices[code].name["en"]) in rows for code in named)
    own = opened(house, "head", page)
    assert "all offices below ours" in own
    assert f"<span>{office}</span>" not in own, "that it is his own he knows"
    assert "named below" not in own


def test_a_campaign_is_begun_joined_and_narrows_the_calendar_and_the_list(house: House) -> None:
    draft = above(house)
    head, new = signed_in(house, "head"), reverse("desk:campaign-new")
    given = {
        "name_bn": "টিকার মাস", "name_en": "Month of vaccination", "starts_on": "2026-11-20", "ends_on": "2026-11-10",
        "purposes": "4.b", "hashtags": "#টিকা", "reach": "below",
    }  # fmt: skip
    page = said(head.post(new, given), 422)
    assert "cannot end before it begins" in page
    assert "Month of vaccination" in page, "what was typed stays"
    head.post(new, {**given, "ends_on": LAST})
    campaign = Campaign.objects.get()
    for _ in range(2):
        head.post(reverse("desk:post-campaign", args=[draft.pk]), {"campaign": campaign.pk})
    assert CampaignPost.objects.get().draft == draft
    listed = f"{reverse('desk:posts')}?campaign={campaign.pk}"
    assert TEXT[:20] in opened(house, "head", listed)
    assert TEXT[:20] not in opened(house, "sumaiya", listed)
    for who in ("sumaiya", "head"):
        assert "Month of vaccination" in opened(house, who, reverse("desk:campaign", args=[campaign.pk]))
    calendar = f"{reverse('desk:post-calendar')}?view=list&campaign={campaign.pk}"
    assert "selected>Month of vaccination" in opened(house, "sumaiya", calendar)
    head.post(reverse("desk:campaign-edit", args=[campaign.pk]), {**given, "ends_on": LAST, "name_en": "Spring"})
    assert "Spring" in opened(house, "sumaiya", reverse("desk:campaigns"))
    head.post(reverse("desk:post-campaign", args=[draft.pk]), {"campaign": "none"})
    assert not CampaignPost.objects.exists()
    assert "whoever approves posts" in said(signed_in(house, "sumaiya").get(new, follow=True))


def test_a_collection_is_gathered_filtered_by_and_offered_whole(house: House) -> None:
    draft = above(house)
    other = house.draft(Account.objects.get(handle="manikganj"), writer="writer", text="আরেকটি পোস্ট, অনুমোদন বাকি।")
    writer, head = signed_in(house, "writer"), signed_in(house, "head")
    writer.post(reverse("desk:post-collect", args=[draft.pk]), {"name": "  Dengue   2026 "})
    collection = Collection.objects.get()
    assert collection.name == "Dengue 2026"
    assert "is there already" in said(writer.post(reverse("desk:collections"), {"name": "Dengue 2026"}), 422)
    for _ in range(2):
        writer.post(reverse("desk:post-collect", args=[other.pk]), {"collection": collection.pk})
    assert CollectedPost.objects.count() == 2
    listed = f"{reverse('desk:posts')}?collection={collection.pk}"
    assert TEXT[:20] in opened(house, "writer", listed)
    assert signed_in(house, "sumaiya").get(listed).status_code == 404
    assert f"again={draft.pk}" in opened(house, "writer", reverse("desk:collection", args=[collection.pk]))
    share = reverse("desk:collection-offer", args=[collection.pk])
    told = said(head.post(share, {"reach": "named", "named": "bd-upa-362", "ends_on": LAST}, follow=True))
    assert "1 post is offered. 1 is left out" in told
    assert Offer.objects.get().revision.draft == draft
    writer.post(reverse("desk:post-collect", args=[other.pk]), {"collection": collection.pk, "inside": "no"})
    writer.post(reverse("desk:collection", args=[collection.pk]), {"name": "Dengue"})
    assert "Dengue" in opened(house, "writer", reverse("desk:collections"))
    asked = []
    for number in range(2):
        with CaptureQueriesContext(connection) as caught:
            opened(house, "writer", reverse("desk:post", args=[draft.pk]))
        asked.append(len(caught))
        for one in range(3):
            writer.post(reverse("desk:post-collect", args=[draft.pk]), {"name": f"Another {number} {one}"})
    assert asked[0] == asked[1], "however many collections it is in"
    writer.post(reverse("desk:collection-dissolve", args=[collection.pk]))
    assert (Collection.objects.filter(pk=collection.pk).count(), Draft.objects.filter(pk=draft.pk).count()) == (0, 1)
