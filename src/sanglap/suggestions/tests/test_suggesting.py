"""Suggesting, taking up, declining; two officers at once; what whoever suggested it is told (clauses 4 and 6)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from sanglap.content import services as content
from sanglap.content.models import Picture as PictureOfPosts
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.files.models import File
from sanglap.networks.contract import Kind as KindOfDraft
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden, Scope
from sanglap.outbox.models import Delivery
from sanglap.people.permissions import Permission, Role
from sanglap.publishing.services import release
from sanglap.suggestions import selectors, services
from sanglap.suggestions.models import Picture, Suggestion
from sanglap.suggestions.states import SuggestionState as S
from tests import factories
from tests.factories import MINUTE, NOW, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6")]


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    settings.SANGLAP_FILES = tmp_path
    return factories.house()


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "JPEG")
    return made.getvalue()


def suggest(house: House, who: str = "jamal", office: str = "shibalaya", **more: Any) -> Suggestion:
    given = {"words": "  আজ টিকা দেওয়া\u200b হলো ", "now": NOW, **more}
    return services.suggest(house.scope(who), office=house.offices[office], **given)


def told(kind: Kind) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def test_everybody_of_the_staff_suggests_to_the_own_office_and_those_above_that_have_an_account(house: House) -> None:
    house.account("kamrul")
    assert {one.code for one in selectors.receivers(house.scope("jamal"))} == {house.offices["shibalaya"].code}
    house.account(office="dhaka", handle="dhaka")
    found = [one.pk for one in selectors.receivers(house.scope("jamal"))]
    assert found == [house.offices["shibalaya"].pk, house.offices["dhaka"].pk]
    house.officer("above", Role.AUTHOR, "dhaka")
    assert [one.pk for one in selectors.receivers(house.scope("above"))] == [house.offices["dhaka"].pk]
    with pytest.raises(Forbidden):
        suggest(house, "above")
    for role in Role:
        house.officer(f"as-{role}", role)
        assert house.scope(f"as-{role}").has(Permission.POST_SUGGEST)
        assert suggest(house, f"as-{role}", "dhaka").origin == house.offices["shibalaya"]


FAULTS: list[dict[str, Any]] = [
    {"words": " \u200b\n"},
    {"words": "ক" * 5_001},
    {"link": "no address"},
    {"link": "javascript://x/%0aalert(1)"},
    {"link": "https://a.example/" + "x" * 1_000},
    {"wished_on": date(2026, 11, 22)},
]


def test_what_cannot_be_is_told_beside_its_field(house: House) -> None:
    house.account("kamrul")
    for given in FAULTS:
        with pytest.raises(ValidationError) as caught:
            suggest(house, **given)
        assert set(caught.value.message_dict) == set(given)
    assert not Suggestion.objects.exists()


def test_words_are_kept_in_normal_form_once_and_those_who_draft_are_told(house: House) -> None:
    house.account("kamrul")
    key = new_id()
    made = [suggest(house, key=key, link="example.gov.bd/x", wished_on=NOW.date()) for _click in range(2)]
    assert made[0] == made[1]
    assert (made[0].words, made[0].link) == ("আজ টিকা দেওয়া হলো", "https://example.gov.bd/x")
    assert {"sumaiya", "kamrul", "rehana"} >= told(Kind.SUGGESTED) >= {"sumaiya"}
    # Another's form with the same key is another suggestion.
    assert suggest(house, "sumaiya", key=key).pk != key
    assert suggest(house, "sumaiya").suggested_by == house.people["sumaiya"]


def test_nobody_fills_the_list_alone(house: House) -> None:
    house.account("kamrul")
    for _number in range(20):
        made = suggest(house)
    with pytest.raises(ValidationError, match="২০"):
        suggest(house)
    services.withdraw(house.scope("jamal"), suggestion=made, now=NOW)
    services.withdraw(house.scope("jamal"), suggestion=made, now=NOW)
    assert suggest(house).state == S.WAITING
    with pytest.raises(Forbidden):
        services.withdraw(house.scope("sumaiya"), suggestion=made, now=NOW)


def test_pictures_are_clean_belong_to_the_receiving_office_and_go_into_the_draft(house: House) -> None:
    account = house.account("kamrul", office="dhaka", handle="dhaka")
    house.account("kamrul")
    house.officer("above", Role.AUTHOR, "dhaka")
    house.seat(account, house.officer("member", Role.PANEL, "dhaka").username)
    scope, own = house.scope("jamal"), house.offices["shibalaya"]
    brought = [services.bring(scope, office=own, content=photo(), name="a.jpg", now=NOW) for _picture in range(2)]
    services.bring(scope, office=own, content=photo(), name="left.jpg", now=NOW)
    assert selectors.brought(house.scope("sumaiya")).count() == 0
    made = suggest(house, office="dhaka", pictures=brought)
    above = house.scope("above")
    taken = services.take(above, suggestion=made, now=NOW)
    shown = [one.picture for one in taken.pictures.select_related("picture")]
    offices = {one.office_id for one in PictureOfPosts.objects.all()} | {
        one.file.office_id for one in made.pictures.all()
    }
    assert offices == {house.offices["dhaka"].pk}
    assert len(shown) == PictureOfPosts.objects.count() == 2
    # Put back and taken up again, they are the same pictures.
    services.put_back(above, suggestion=taken, now=NOW)
    assert services.take(above, suggestion=taken, now=NOW).draft_key != taken.draft_key
    assert PictureOfPosts.objects.count() == 2
    # What was never sent goes after a day.
    assert services.sweep(now=NOW + timedelta(hours=23)) == 0
    files = File.objects.count()
    assert services.sweep(now=NOW + timedelta(days=1)) == 1
    assert (Picture.objects.count(), File.objects.count()) == (2, files - 2)


def test_at_most_ten_pictures_go_along(house: House) -> None:
    house.account("kamrul")
    scope, own = house.scope("jamal"), house.offices["shibalaya"]
    one = services.bring(scope, office=own, content=photo(), name="a.jpg", now=NOW)
    with pytest.raises(ValidationError) as caught:
        suggest(house, pictures=[one] * 11)
    assert "pictures" in caught.value.message_dict


def saved(house: House, suggestion: Suggestion, who: str = "sumaiya") -> Any:
    """The draft that the composer saves under the key of that suggestion."""
    account = house.offices["shibalaya"].accounts.get()
    draft = content.start(
        house.scope(who), office=account.office, kind=KindOfDraft.POST, text="আজ টিকা দেওয়া হলো", accounts=[account],
        purposes=["4.b"], key=suggestion.draft_key, now=NOW,
    )  # fmt: skip
    return account, draft


def test_whoever_suggested_it_is_told_until_it_is_published(house: House) -> None:
    house.account("kamrul")
    taken = services.take(house.scope("sumaiya"), suggestion=suggest(house), now=NOW)
    assert told(Kind.TAKEN_UP) == {"jamal"}
    _account, draft = saved(house, taken)
    services.follow(now=NOW)  # nobody noted the saving
    taken.refresh_from_db()
    assert (taken.state, taken.draft) == (S.DRAFTED, draft)
    assert services.drafted(draft, actor=house.scope("sumaiya").actor, now=NOW) is None
    content.submit(house.scope("sumaiya"), draft=draft, now=NOW, by_name=True)
    house.vote(factories.newest(draft), "kamrul")
    release(now=NOW + 2 * MINUTE)
    services.follow(now=NOW)
    assert told(Kind.SHOWN) == set()
    Delivery.objects.update(state="published", remote_id="1", url="https://social.example/1", published_at=NOW)
    for _round in range(2):
        services.follow(now=NOW)
    taken.refresh_from_db()
    assert (taken.state, told(Kind.SHOWN)) == (S.PUBLISHED, {"jamal"})
    assert selectors.links(house.scope("jamal"), [taken]) == {taken.pk: ["https://social.example/1"]}


def test_what_was_put_back_is_tied_all_the_same_as_long_as_nobody_else_took_it_up(house: House) -> None:
    house.account("kamrul")
    house.officer("other", Role.AUTHOR)
    sumaiya, other = house.scope("sumaiya"), house.scope("other")
    taken = services.take(sumaiya, suggestion=suggest(house), now=NOW)
    services.put_back(other, suggestion=taken, now=NOW)
    _account, draft = saved(house, taken)
    assert services.drafted(draft, actor=sumaiya.actor, now=NOW) == taken
    taken.refresh_from_db()
    assert (taken.state, taken.draft, taken.seen_to_by) == (S.DRAFTED, draft, house.people["sumaiya"])
    with pytest.raises(TransitionRefused):
        services.take(other, suggestion=taken, now=NOW)
    # Through another's hands and back again, and where nobody noted the saving.
    again = services.take(sumaiya, suggestion=suggest(house), now=NOW)
    for scope in (sumaiya, other):
        services.put_back(scope, suggestion=services.take(scope, suggestion=again, now=NOW), now=NOW)
    _account, early = saved(house, again)
    assert services.drafted(early, actor=sumaiya.actor, now=NOW) == again
    left = services.take(sumaiya, suggestion=suggest(house), now=NOW)
    services.put_back(other, suggestion=left, now=NOW)
    _account, unnoted = saved(house, left)
    services.follow(now=NOW)
    left.refresh_from_db()
    assert left.draft == unnoted


def test_a_draft_of_another_office_or_of_an_earlier_hand_is_not_it(house: House) -> None:
    house.account("kamrul")
    house.officer("other", Role.AUTHOR)
    taken = services.take(house.scope("sumaiya"), suggestion=suggest(house), now=NOW)
    services.put_back(house.scope("other"), suggestion=taken, now=NOW)
    again = services.take(house.scope("other"), suggestion=taken, now=NOW)
    _account, early = saved(house, taken)
    assert services.drafted(early, actor=house.scope("other").actor, now=NOW) is None
    assert services.lost(early) == again
    again.refresh_from_db()
    assert (again.state, again.seen_to_by) == (S.TAKEN, house.people["other"])


def test_declining_takes_a_reason_that_whoever_suggested_it_reads(house: House) -> None:
    house.account("kamrul")
    made, scope = suggest(house), house.scope("sumaiya")
    with pytest.raises(ValidationError):
        services.decline(scope, suggestion=made, reason=" ", now=NOW)
    for _click in range(2):
        services.decline(scope, suggestion=made, reason="গত সপ্তাহেই বলা হয়েছে, ধন্যবাদ", now=NOW)
    assert told(Kind.NOT_TAKEN) == {"jamal"}
    for act in (services.take, services.put_back):
        with pytest.raises(TransitionRefused):
            act(scope, suggestion=made, now=NOW)
    with pytest.raises(TransitionRefused):
        services.withdraw(house.scope("jamal"), suggestion=made, now=NOW)
    with pytest.raises(Forbidden):
        services.take(house.scope("jamal"), suggestion=made, now=NOW)


def test_each_sees_what_is_his_to_see(house: House) -> None:
    house.account("kamrul")
    house.account(office="dhaka", handle="dhaka")
    made, above = suggest(house), suggest(house, office="dhaka", now=NOW + MINUTE)
    house.officer("stranger", Role.AUTHOR, "manikganj")
    own = house.scope("jamal")
    assert set(selectors.mine(own)) == set(selectors.visible(own)) == {made, above}
    assert list(selectors.queue(house.scope("sumaiya"))) == [made]
    assert not selectors.visible(house.scope("stranger")).exists()
    assert not selectors.queue(own).exists()
    assert list(selectors.queue(Scope.everything())) == [made, above]
    services.take(house.scope("sumaiya"), suggestion=made, now=NOW)
    assert list(selectors.queue(house.scope("sumaiya"))) == [made]
    assert not selectors.waiting(house.scope("sumaiya")).exists()
