"""Pictures: taken in clean, cut, described, and bound into what is approved."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from PIL import Image

from sanglap.accounts.models import Account
from sanglap.content import pictures, services
from sanglap.content.models import Illustration, Keep, Picture, Revision, Shape, Variant
from sanglap.content.pictures import Chosen
from sanglap.files import store
from sanglap.files.services import Refused
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from tests import factories
from tests.factories import MINUTE, NOW, TEXT, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6.a")]
ALT = "টিকাকেন্দ্রের সামনে মায়েরা শিশু কোলে অপেক্ষা করছেন"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def photo(width: int = 300, height: int = 200, form: str = "JPEG") -> bytes:
    """Left half red, right half blue; with a place in it."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste((0, 0, 255), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()


def brought(house: House, content: bytes | None = None, who: str = "sumaiya") -> Picture:
    return pictures.bring(
        house.scope(who),
        office=house.offices["shibalaya"],
        content=content or photo(),
        name="IMG_1.jpg",
        now=NOW,
    )


def opened(picture: Picture) -> Image.Image:
    with store.read(picture.file.digest) as blob:
        return Image.open(io.BytesIO(blob.read())).convert("RGB")


def started(house: House, account: Account, *chosen: Chosen, text: str = TEXT) -> Any:
    return services.start(
        house.scope("sumaiya"),
        office=account.office,
        kind=Kind.POST,
        text=text,
        accounts=[account],
        purposes=["4.b"],
        pictures=chosen,
        now=NOW,
    )


def test_a_picture_is_kept_without_what_hid_in_it(house: House) -> None:
    picture = brought(house)
    with store.read(picture.file.digest) as blob:
        content = blob.read()
    assert b"a maker" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert opened(brought(house, photo(3000, 1000))).size == (2048, 683)
    with store.read(brought(house, photo(3000, 1000)).small.digest) as blob:
        assert Image.open(blob).size == (640, 213)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture at all" * 50,
        photo()[:200],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n%%EOF",
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(house: House, content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        pictures.bring(
            house.scope("sumaiya"), office=house.offices["shibalaya"], content=content, name="x.jpg", now=NOW
        )
    assert caught.value.messages
    assert not Picture.objects.exists()


def test_a_picture_of_twenty_thousand_pixels_a_side_is_refused(house: House) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(Refused) as caught:
        brought(house, out.getvalue())
    assert caught.value.code == "pixels"


def test_whoever_may_not_write_there_brings_nothing(house: House) -> None:
    with pytest.raises(Forbidden):
        brought(house, who="tanvir")


@pytest.mark.parametrize(
    ("shape", "keep", "size", "left"),
    [
        (Shape.SQUARE, Keep.START, (200, 200), "red"),
        (Shape.SQUARE, Keep.END, (200, 200), "blue"),
        (Shape.PORTRAIT, Keep.START, (160, 200), "red"),
        (Shape.WIDE, Keep.MIDDLE, (300, 168), "red"),
    ],
)
def test_a_cut_is_of_that_shape_and_keeps_that_part(
    house: House, shape: Shape, keep: Keep, size: tuple[int, int], left: str
) -> None:
    whole = brought(house)
    scope = house.scope("sumaiya")
    made = pictures.cut(scope, picture=whole, shape=shape, keep=keep, now=NOW)
    seen = opened(made)
    assert seen.size == size
    red, _green, blue = seen.getpixel((2, 2))  # type: ignore[misc]  # RGB
    assert (red > blue) == (left == "red") or keep == Keep.END
    assert pictures.cut(scope, picture=made, shape=shape, keep=keep, now=NOW) == made
    assert pictures.cut(scope, picture=made, shape=Shape.AS_IT_IS, keep=keep, now=NOW) == whole


def test_pictures_and_descriptions_are_part_of_what_is_approved(house: House, account: Account) -> None:
    picture = brought(house)
    plain, shown = started(house, account), started(house, account, Chosen(picture, ALT))
    other = started(house, account, Chosen(picture, ALT + " আজ"))
    digests = set(Variant.objects.filter(revision__draft__in=[plain, shown, other]).values_list("digest", flat=True))
    assert len(digests) == 3
    payload = json.loads(Variant.objects.get(revision__draft=shown).payload)
    assert payload["pictures"] == [{"digest": picture.file.digest, "type": "image/jpeg", "alt": ALT}]


@pytest.mark.parametrize("alt", ["", "   ", "Mothers wait with their children", "ক" * 1501])
def test_a_picture_wants_a_description_in_the_language_of_the_post(house: House, account: Account, alt: str) -> None:
    with pytest.raises(ValidationError) as caught:
        started(house, account, Chosen(brought(house), alt))
    assert "pictures" in caught.value.message_dict
    assert not Revision.objects.exists()


def test_an_english_post_wants_an_english_description(house: House, account: Account) -> None:
    words = "Vaccination begins on Sunday."
    with pytest.raises(ValidationError):
        started(house, account, Chosen(brought(house), ALT), text=words)
    started(house, account, Chosen(brought(house), "Mothers wait with their children"), text=words)


def test_no_more_pictures_than_the_account_takes_and_none_of_another_office(house: House, account: Account) -> None:
    one = Chosen(brought(house), ALT)
    with pytest.raises(ValidationError, match=r"৪|4"):
        started(house, account, *[one] * 5)
    foreign = house.account("tanvir", office="ghior", handle="ghior")
    with pytest.raises(ValidationError, match="অন্য দপ্তর"):
        services.start(
            house.scope("tanvir"),
            office=foreign.office,
            kind=Kind.POST,
            text=TEXT,
            accounts=[foreign],
            purposes=["4.b"],
            pictures=[one],
            now=NOW,
        )


def test_another_picture_is_another_revision_and_the_second_click_is_none(house: House, account: Account) -> None:
    draft = started(house, account, Chosen(brought(house), ALT))
    change: dict[str, Any] = {
        "draft": draft,
        "seen": 1,
        "text": TEXT,
        "accounts": [account],
        "purposes": ["4.b"],
        "pictures": [Chosen(brought(house, photo(100, 100)), ALT)],
        "now": NOW + MINUTE,
    }
    first = services.revise(house.scope("sumaiya"), **change)
    assert services.revise(house.scope("sumaiya"), **change) == first
    assert (first.number, Revision.objects.count()) == (2, 2)
    other = services.revise(house.scope("sumaiya"), **{**change, "seen": 2, "pictures": []})
    assert (other.number, other.illustrations.count()) == (3, 0)


def test_pictures_of_a_revision_are_never_changed(house: House, account: Account) -> None:
    started(house, account, Chosen(brought(house), ALT))
    for change in (
        lambda: Illustration.objects.update(alt="অন্য"),
        lambda: Illustration.objects.all().delete(),
        lambda: Picture.objects.update(brought_at=NOW + MINUTE),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
