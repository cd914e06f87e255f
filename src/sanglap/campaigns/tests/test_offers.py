"""Posts offered from office to office: who may, who sees them, what an adoption takes over (clause 6.e)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.campaigns import figures, joining, offering, selectors, telling
from sanglap.campaigns.models import Adoption, CampaignPost, Offer, Reach
from sanglap.campaigns.offering import Wish
from sanglap.content import pictures, recordings, services
from sanglap.content.models import Draft, Picture, Source, SourceKind, Verdict
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.files import sending
from sanglap.files.tests.recorded import film
from sanglap.networks.contract import Kind
from sanglap.notices.models import Kind as Told
from sanglap.notices.models import Notice
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.services import move_office
from sanglap.outbox.models import Delivery
from sanglap.people.permissions import Role
from sanglap.publishing.services import release
from tests import factories
from tests.factories import MINUTE, NOW, TEXT, WORDS, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.e")]

MACHINE = Scope.everything("tests")
TODAY = NOW.date()
WEEK = timedelta(days=7)
ABOVE, OWN, OTHER = "manikganj", "shibalaya", "ghior"


@pytest.fixture
def house(db: None, tmp_path: Path, settings: Any) -> House:
    settings.SANGLAP_FILES = tmp_path
    house = factories.house()
    for office in (ABOVE, OTHER):
        house.officer(f"{office}-writer", Role.AUTHOR, office)
        house.officer(f"{office}-member", Role.PANEL, office)
        house.officer(f"{office}-head", Role.HEAD, office)
        house.account(f"{office}-member", office=office, handle=office)
    house.account("kamrul")
    return house


def account(house: House, office: str = OWN) -> Account:
    return Account.objects.select_related("office").get(office=house.offices[office])


def post(house: House, office: str = ABOVE, *, approve: bool = True, **more: Any) -> Draft:
    draft = house.draft(account(house, office), writer=f"{office}-writer", **more)
    if approve:
        house.vote(factories.newest(draft), f"{office}-member")
    return draft


def offered(house: House, *named: str, draft: Draft | None = None, who: str = "manikganj-head", **more: Any) -> Offer:
    given = {"ends_on": TODAY + WEEK, "reach": Reach.NAMED if named else Reach.BELOW, **more}
    wish = Wish(named=[house.offices[one] for one in named], **given)
    return offering.offer(house.scope(who), draft=draft or post(house), wish=wish, now=NOW)


def adopted(house: House, offer: Offer, who: str = "sumaiya", office: str = OWN) -> Adoption:
    return offering.adopt(
        house.scope(who), offer=offer, accounts=[account(house, office)], publish_at=None, now=NOW + MINUTE
    )


def seen(house: House, who: str, at: Any = NOW) -> set[Any]:
    return set(selectors.received(house.scope(who), now=at).values_list("pk", flat=True))


def listed(house: House, who: str, at: Any = NOW) -> set[Any]:
    return {one.pk for one in selectors.waiting(house.scope(who), now=at)}


# Offering.


def test_only_what_the_panel_approved_is_offered(house: House) -> None:
    with pytest.raises(ValidationError) as refused:
        offered(house, draft=post(house, approve=False))
    assert refused.value.code == "unapproved"
    draft = post(house)
    services.revise(
        house.scope("manikganj-writer"), draft=draft, seen=1, text="অন্য কথা।", accounts=[account(house, ABOVE)],
        purposes=["4.b"], now=NOW,
    )  # fmt: skip
    own = services.start(
        house.scope("manikganj-writer"), office=house.offices[ABOVE], kind=Kind.POST, text=TEXT, purposes=["4.b"],
        accounts=[account(house, ABOVE)], own={account(house, ABOVE).pk: "এই পাতার নিজের কথা।"}, now=NOW,
    )  # fmt: skip
    services.submit(house.scope("manikganj-writer"), draft=own, now=NOW, by_name=True)
    house.vote(factories.newest(own), "manikganj-member")
    for one in (draft, Draft.objects.get(pk=own.pk)):
        with pytest.raises(ValidationError):
            offered(house, draft=one)
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("who", "below", "named"),
    [
        ("manikganj-head", True, True),
        ("manikganj-member", False, True),
        ("manikganj-writer", False, False),
        ("farhana", True, False),
        ("sumaiya", False, False),
        ("tanvir", False, False),
    ],
)
def test_who_may_offer_to_whom(house: House, who: str, *, below: bool, named: bool) -> None:
    draft = post(house)
    for names, may in (((), below), ((OWN,), named)):
        if may:
            assert offered(house, *names, draft=draft, who=who).office == house.offices[ABOVE]
        else:
            with pytest.raises(Forbidden):
                offered(house, *names, draft=draft, who=who)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("ends_on", {"ends_on": TODAY - timedelta(days=1)}),
        ("wish_on", {"wish_on": TODAY + 2 * WEEK}),
        ("named", {"reach": Reach.NAMED}),
        ("named", {"reach": Reach.NAMED, "named": [ABOVE]}),
    ],
)
def test_a_faulty_offer_is_refused_beside_its_field(house: House, field: str, given: dict[str, Any]) -> None:
    named = [house.offices[one] for one in given.pop("named", ())]
    wish = Wish(**{"reach": Reach.BELOW, "ends_on": TODAY + WEEK, "named": named, **given})
    with pytest.raises(ValidationError) as refused:
        offering.offer(house.scope("manikganj-head"), draft=post(house), wish=wish, now=NOW)
    assert field in refused.value.error_dict


def test_it_goes_to_all_below_once_and_is_one_row(house: House) -> None:
    draft = post(house)
    offered(house, draft=draft)
    with pytest.raises(ValidationError) as refused:
        offered(house, draft=draft)
    assert refused.value.code == "twice"
    assert Offer.objects.count() == 1
    assert Offer.named.through.objects.count() == 0
    assert not Notice.objects.filter(kind=Told.POST_OFFERED).exists()


def test_a_form_sent_twice_offers_once(house: House) -> None:
    draft, key = post(house), new_id()
    wish = Wish(reach=Reach.NAMED, named=[house.offices[OWN]], ends_on=TODAY + WEEK)
    first, second = (
        offering.offer(house.scope("manikganj-head"), draft=draft, wish=wish, key=key, now=NOW) for _ in range(2)
    )
    assert first == second
    told = Notice.objects.filter(kind=Told.POST_OFFERED, office_id=house.offices[OWN].pk)
    assert {one.recipient.username for one in told} >= {"sumaiya", "kamrul", "rehana"}
    assert not told.filter(recipient=house.people["ghior-writer"]).exists()


# Seeing.


def test_what_goes_to_one_office_is_seen_there_and_nowhere_else(house: House) -> None:
    offer = offered(house, OWN)
    assert listed(house, "sumaiya") == {offer.pk}
    assert seen(house, "farhana") == {offer.pk}, "who sees that office's posts from above"
    for who in ("ghior-writer", "ghior-head", "manikganj-writer", "tanvir"):
        assert not listed(house, who), who
    assert not seen(house, "ghior-head")


def test_what_goes_below_is_seen_below_as_the_tree_stands(house: House) -> None:
    offer = offered(house)
    assert listed(house, "sumaiya") == listed(house, "ghior-writer") == {offer.pk}
    assert not listed(house, "manikganj-writer"), "not at the office itself"
    adopted(house, offer, "ghior-writer", OTHER)
    for moved in (OWN, OTHER):
        move_office(
            MACHINE, office=Office.objects.get(pk=house.offices[moved].pk), parent=house.offices["cabinet"], now=NOW,
            reason="x",
        )  # fmt: skip
    assert not listed(house, "sumaiya")
    assert not seen(house, "sumaiya"), "the office lies elsewhere now"
    assert seen(house, "ghior-writer") == {offer.pk}, "what it adopted it goes on seeing"
    with pytest.raises(ValidationError) as refused:
        adopted(house, offer)
    assert refused.value.code == "over"


@pytest.mark.parametrize("how", ["withdrawn", "ended"])
def test_what_is_over_is_seen_by_those_alone_who_answered_it(house: House, how: str) -> None:
    offer, later = offered(house), NOW + MINUTE
    adopted(house, offer, "ghior-writer", OTHER)
    if how == "withdrawn":
        offering.withdraw(house.scope("manikganj-head"), offer=offer, reason="ভুল ছিল", now=NOW)
    else:
        later = NOW + 2 * WEEK
    assert not listed(house, "sumaiya", later)
    assert not seen(house, "sumaiya", later)
    assert seen(house, "ghior-writer", later) == {offer.pk}
    with pytest.raises(ValidationError) as refused:
        offering.adopt(house.scope("sumaiya"), offer=offer, accounts=[account(house)], publish_at=None, now=later)
    assert refused.value.code == "over"


# Adopting.


def test_an_adoption_begins_a_draft_of_the_offices_own_with_all_that_was_offered(house: House) -> None:
    draft = _with_picture(house)
    revision = draft.revisions.get()
    for kind, given in ((SourceKind.LINK, {"reference": "https://example.gov.bd"}), (SourceKind.NAMED, {})):
        Source.objects.create(
            revision=revision, words="টিকা" if kind == SourceKind.LINK else "রবিবার", kind=kind, at=NOW,
            by=house.people["manikganj-writer"], **given,
        )  # fmt: skip
    campaign = _campaign(house)
    offer = offered(house, draft=draft, campaign=campaign)
    made = adopted(house, offer)
    own = made.draft.revisions.get()
    assert (own.text, made.draft.purposes, made.draft.office) == (TEXT, ["4.b"], house.offices[OWN])
    shown = own.illustrations.select_related("picture__file").get()
    given_ = revision.illustrations.select_related("picture__file").get()
    assert (shown.alt, shown.picture.file.digest) == (given_.alt, given_.picture.file.digest)
    assert shown.picture.office_id == shown.picture.file.office_id == house.offices[OWN].pk
    assert [one.kind for one in own.sources.all()] == [SourceKind.LINK], "a name answers for its own office"
    assert CampaignPost.objects.get(draft=made.draft).campaign == campaign
    assert own.variants.get().state == "draft", "its own panel has yet to be asked"


def test_a_video_with_its_captions_and_another_purpose_come_along(house: House) -> None:
    above, writer = house.offices[ABOVE], house.scope("manikganj-writer")
    piece = sending.lay(io.BytesIO(film()))
    recording = recordings.bring(writer, office=above, piece=piece, name="a.mp4", now=NOW)
    recordings.make(recording, now=NOW)
    recording.refresh_from_db()
    words = b"00:00.000 --> 00:00.500\nx\n"
    captions = recordings.bring_captions(writer, office=above, content=words, name="a.vtt", now=NOW)
    shot = recordings.Shot(recording, "টিকা কেন্দ্রের ভিডিও", captions)
    purpose = "জেলার সেবা সপ্তাহ পালন করা"
    draft = services.start(
        writer, office=above, kind=Kind.POST, text=TEXT, accounts=[account(house, ABOVE)], purposes=["other"],
        other_purpose=purpose, recording=shot, now=NOW,
    )  # fmt: skip
    services.submit(writer, draft=draft, now=NOW, by_name=True)
    house.vote(factories.newest(draft), "manikganj-member")
    own = adopted(house, offered(house, draft=draft)).draft
    shown = recordings.shown(own.newest)
    assert own.other_purpose == purpose
    assert shown is not None
    assert shown.recording.file is not None
    assert recording.file is not None
    assert (shown.alt, shown.recording.file.digest) == (shot.alt, recording.file.digest)
    assert shown.captions is not None
    assert {shown.recording.office_id, shown.recording.file.office_id, shown.captions.office_id} == {own.office_id}


def _with_picture(house: House) -> Draft:
    content = io.BytesIO()
    Image.new("RGB", (20, 10), "green").save(content, "PNG")
    writer = house.scope("manikganj-writer")
    shown = pictures.bring(writer, office=house.offices[ABOVE], content=content.getvalue(), name="a.png", now=NOW)
    draft = services.start(
        writer, office=house.offices[ABOVE], kind=Kind.POST, text=TEXT, accounts=[account(house, ABOVE)],
        purposes=["4.b"], pictures=[pictures.Chosen(shown, "টিকা কেন্দ্রের ছবি")], now=NOW,
    )  # fmt: skip
    services.submit(writer, draft=draft, now=NOW, by_name=True)
    house.vote(factories.newest(draft), "manikganj-member")
    return draft


def test_an_office_adopts_once_and_again_when_its_draft_came_to_nothing(house: House) -> None:
    offer = offered(house)
    first = adopted(house, offer)
    assert adopted(house, offer, "kamrul") == first, "the second officer is given the first one's draft"
    services.submit(house.scope("sumaiya"), draft=first.draft, now=NOW, by_name=True)
    house.vote(factories.newest(first.draft), "kamrul", Verdict.REJECT)
    second = adopted(house, offer)
    assert (second.turn, Adoption.objects.count(), Picture.objects.count()) == (2, 2, 0)
    assert figures.fate(house.scope("manikganj-head"), offer).adopted == 1, "an office counts once"


def test_only_whoever_writes_at_the_office_adopts_or_declines(house: House) -> None:
    offer = offered(house)
    for who in ("jamal", "ghior-writer", "farhana"):
        with pytest.raises(Forbidden):
            adopted(house, offer, who)
        with pytest.raises(Forbidden):
            offering.decline(house.scope(who), offer=offer, office=house.offices[OWN], reason="x", now=NOW)
    with pytest.raises(ValidationError):
        offering.decline(house.scope("sumaiya"), offer=offer, office=house.offices[OWN], reason=" ", now=NOW)


# What became of it.


def test_the_offering_office_is_told_how_many_did_what(house: House) -> None:
    offer, head = offered(house), house.scope("manikganj-head")
    assert figures.fate(head, offer) == figures.Fate(0, 0, 0, 2)
    made = adopted(house, offer)
    offering.decline(
        house.scope("ghior-writer"), offer=offer, office=house.offices[OTHER], reason="আমাদের এলাকায় নেই", now=NOW
    )
    assert figures.fate(head, offer) == figures.Fate(0, 1, 1, 0)
    assert not listed(house, "ghior-writer")
    assert [one.reason for one in figures.declined(head, offer)] == ["আমাদের এলাকায় নেই"]
    _publish(house, made.draft)
    assert figures.fate(head, offer) == figures.Fate(1, 0, 1, 0)
    with CaptureQueriesContext(connection) as caught:
        (row,) = figures.adopted(head, offer, published=True)
        assert (row.draft_id, row.office.code) == (made.draft_id, house.offices[OWN].code)
    assert len(caught) == 1, "nothing is asked row by row"
    assert figures.published_of(head, offer, [row])[made.draft_id].variant.revision.text == TEXT
    Account.objects.filter(office=house.offices[OTHER]).update(state=AccountState.SUSPENDED)
    with pytest.raises(Forbidden):
        figures.fate(house.scope("sumaiya"), offer)


def _publish(house: House, draft: Draft) -> None:
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
    house.vote(factories.newest(draft), "kamrul")
    release(now=NOW + 2 * MINUTE)
    Delivery.objects.filter(publication__variant__revision__draft=draft).update(
        state="published", published_at=NOW + 3 * MINUTE, remote_id="1", url="https://social.example/1"
    )


def test_whoever_adopted_what_is_withdrawn_is_told_once(house: House) -> None:
    offer = offered(house)
    adopted(house, offer)
    assert telling.tell_withdrawn(now=NOW) == 0
    offering.withdraw(house.scope("manikganj-head"), offer=offer, reason="সংখ্যাটি ভুল", now=NOW)
    assert [telling.tell_withdrawn(now=NOW) for _ in range(2)] == [1, 0]
    assert Notice.objects.get(kind=Told.OFFER_ENDED).recipient == house.people["sumaiya"]
    with pytest.raises(TransitionRefused):
        offering.withdraw(house.scope("manikganj-head"), offer=offer, reason="আবার", now=NOW)


def _campaign(house: House, *, hashtags: Sequence[str] = ("টিকা", "#টিকা")) -> Any:
    plan = joining.Plan(
        name=WORDS, starts_on=TODAY, ends_on=TODAY + WEEK, purposes=["4.b"], hashtags=hashtags, reach=Reach.BELOW
    )
    return joining.begin(house.scope("manikganj-head"), office=house.offices[ABOVE], plan=plan, now=NOW)


def test_a_hashtag_is_one_word_with_its_sign_before_it(house: House) -> None:
    assert joining.tags(["কম্বল#", " #কম্বল ", "##", "শীত_২০২৬"]) == ["#কম্বল", "#শীত_২০২৬"]
    for wrong in ("শীত#কম্বল", "শীত কম্বল", "শীত\u00a0কম্বল"):
        with pytest.raises(ValidationError) as refused:
            _campaign(house, hashtags=[wrong])
        assert list(refused.value.error_dict) == ["hashtags"]


def test_a_campaign_reaches_those_below_and_counts_what_is_out(house: House) -> None:
    campaign = _campaign(house)
    assert campaign.hashtags == ["#টিকা"]
    for who, sees in (("sumaiya", True), ("manikganj-writer", True), ("ghior-head", True), ("nasrin", True)):
        assert selectors.campaigns(house.scope(who)).filter(pk=campaign.pk).exists() == sees, who
    made = adopted(house, offered(house, campaign=campaign))
    head = house.scope("manikganj-head")
    assert figures.progress(head, campaign) == figures.Progress(3, 0, 0, {})
    _publish(house, made.draft)
    assert figures.progress(head, campaign) == figures.Progress(3, 1, 1, {TODAY: 1})
    move_office(
        MACHINE, office=Office.objects.get(pk=house.offices[OTHER].pk), parent=house.offices["cabinet"], now=NOW,
        reason="x",
    )  # fmt: skip
    assert not selectors.campaigns(house.scope("ghior-head")).exists()
    other = post(house, OTHER)
    with pytest.raises(ValidationError):
        joining.put_in(house.scope("ghior-writer"), draft=other, campaign=campaign, now=NOW)
    joining.put_in(house.scope("sumaiya"), draft=made.draft, campaign=None, now=NOW)
    assert figures.progress(head, campaign).posts == 0


def test_looking_takes_as_many_queries_however_much_is_offered(house: House) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            rows = list(selectors.waiting(house.scope("sumaiya"), now=NOW))
            selectors.answered(house.scope("sumaiya"), rows)
            [one.revision.draft.purposes for one in rows]
        return len(caught)

    offered(house)
    few = asked()
    for _ in range(3):
        offered(house)
        offered(house, OWN)
    assert len(selectors.waiting(house.scope("sumaiya"), now=NOW)) == 7
    assert asked() == few
