"""Who is shown in the pictures of a post, and that he agreed; people made unrecognisable (clause 6.c)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from PIL import Image, ImageChops

from sanglap.accounts.models import Account
from sanglap.content import covering, pictures, portrayals, services
from sanglap.content.models import Circumstance, Depicted, Draft, Keep, Portrayal, Reading, Revision, Shape, Sight
from sanglap.content.pictures import Chosen
from sanglap.content.portrayals import Given
from sanglap.content.states import VariantState
from sanglap.content.tests.test_paper import scan
from sanglap.content.tests.test_pictures import photo
from sanglap.core.boxes import Box
from sanglap.core.states import TransitionRefused
from sanglap.files import store
from sanglap.files.cleaning import covered
from sanglap.files.services import Cover
from sanglap.guideline import loader
from sanglap.networks.contract import Kind
from sanglap.offices.scope import Forbidden
from sanglap.screening.faces import faces
from sanglap.screening.tests.test_faces import face, packed, picture
from tests import factories
from tests.factories import MINUTE, NOW, TEXT, House, newest

pytestmark = pytest.mark.clause("6.c")
FACE = [[0.25, 0.25, 0.2, 0.3]]
PUBLIC = Given(Depicted.OFFICIAL)
SPOKEN = Given(Depicted.PRIVATE, consent="spoken", obtained_by="সুমাইয়া খাতুন", obtained_on=NOW.date(), witness="আবদুল করিম")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> None:
    settings.SANGLAP_FILES = tmp_path


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.panel_of_three()


def post(house: House, account: Account, *, seen: list[Any] | None = None) -> Draft:
    """A post with one picture, in which a machine saw those faces: one, unless said otherwise."""
    scope = house.scope("sumaiya")
    shown = pictures.bring(scope, office=account.office, content=photo(), name="a.jpg", now=NOW)
    Sight.objects.filter(digest=shown.file.digest).update(
        reading=Reading.READ, faces=FACE if seen is None else seen, seen_at=NOW
    )
    return services.start(
        scope, office=account.office, kind=Kind.POST, text=TEXT, accounts=[account], purposes=["4.b"],
        pictures=[Chosen(shown, "টিকাকেন্দ্র")], now=NOW,
    )  # fmt: skip


def last(draft: Draft) -> Revision:
    return draft.revisions.select_related("draft__office").latest("number")


def digest_of(draft: Draft) -> str:
    return last(draft).illustrations.get().picture.file.digest


def say(house: House, draft: Draft, given: Given, who: str = "sumaiya") -> list[Portrayal]:
    return portrayals.enter(house.scope(who), revision=last(draft), given={digest_of(draft): given}, now=NOW)


def ask(house: House, draft: Draft) -> str:
    """Of the refusal its code; "" where the panel was asked."""
    try:
        services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    except ValidationError as error:
        return str(error.code)
    return ""


def test_a_face_without_an_answer_keeps_the_panel_from_being_asked(house: House, account: Account) -> None:
    draft = post(house, account)
    assert ask(house, draft) == portrayals.CODE
    assert newest(draft).state == VariantState.DRAFT
    say(house, draft, PUBLIC)
    assert ask(house, draft) == ""
    assert newest(draft).state == VariantState.SUBMITTED


def test_where_no_face_was_found_nothing_is_asked_but_what_is_said_counts(house: House, account: Account) -> None:
    assert ask(house, post(house, account, seen=[])) == ""
    other = post(house, account, seen=[])
    say(house, other, Given(Depicted.PRIVATE, frozenset({"victim"})))
    assert ask(house, other) == portrayals.CODE


def test_who_must_not_be_known_is_refused_whoever_agreed(house: House, account: Account) -> None:
    draft = post(house, account)
    for circumstance in (Circumstance.CHILD_IN_CASE, Circumstance.VICTIM, Circumstance.ACCUSED):
        say(house, draft, replace(SPOKEN, circumstances=frozenset({circumstance})))
        assert ask(house, draft) == portrayals.CODE
        (one,) = portrayals.asked(last(draft), at=NOW)
        assert one.why_refused == [str(circumstance.label)]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (Given(), "shown"),
        (Given("somebody"), "shown"),
        (Given(Depicted.NOBODY, frozenset({"child"})), "circumstances"),
        (Given(Depicted.OFFICIAL, frozenset({"dog"})), "circumstances"),
        (Given(Depicted.PRIVATE), "consent"),
        (Given(Depicted.OFFICIAL, frozenset({"relief"})), "consent"),
        (replace(SPOKEN, consent="nodded"), "consent"),
        (replace(SPOKEN, witness=" "), "witness"),
        (replace(SPOKEN, obtained_by=""), "obtained_by"),
        (replace(SPOKEN, obtained_by="ক" * 201), "obtained_by"),
        (replace(SPOKEN, obtained_on=None), "obtained_on"),
        (replace(SPOKEN, obtained_on=NOW.date() + timedelta(days=1)), "obtained_on"),
        (replace(SPOKEN, consent="written"), "file"),
        (replace(SPOKEN, circumstances=frozenset({"child"})), "guardian"),
    ],
)
def test_what_is_missing_is_said_at_its_place(given: Given, fault: str) -> None:
    book = loader.current()
    rule = book.rule("people-shown", on=NOW.date()).parameters
    assert list(portrayals.faults_of(portrayals.tidy(given), rule, NOW.date())) == [fault]


def test_where_something_is_missing_nothing_is_kept(house: House, account: Account) -> None:
    draft = post(house, account)
    with pytest.raises(ValidationError) as error:
        say(house, draft, replace(SPOKEN, witness=" "))
    assert list(error.value.error_dict) == [f"witness_{digest_of(draft)}"]
    assert not Portrayal.objects.exists()


def test_consent_is_kept_whole_and_never_changed(house: House, account: Account) -> None:
    draft = post(house, account)
    paper = scan()
    child = replace(SPOKEN, consent="written", file=paper, guardian=True, circumstances=frozenset({"child"}))
    (row,) = say(house, draft, child)
    assert (row.file, row.guardian, row.witness, row.by.username) == (paper, True, "", "sumaiya")
    assert say(house, draft, Given.of(row)) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Portrayal.objects.update(guardian=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Portrayal.objects.create(revision=last(draft), digest="x", shown="private", consent="spoken", by=row.by, at=NOW)


def test_the_next_revision_keeps_what_was_said_of_the_same_picture(house: House, account: Account) -> None:
    draft = post(house, account)
    say(house, draft, SPOKEN)
    (shown,) = last(draft).illustrations.all()
    for seen, showing in ((1, []), (2, [Chosen(shown.picture, shown.alt)])):
        services.revise(
            house.scope("sumaiya"), draft=draft, seen=seen, text=f"{TEXT} {seen}", accounts=[account],
            purposes=["4.b"], pictures=showing, now=NOW + seen * MINUTE,
        )  # fmt: skip
    draft.refresh_from_db()
    (one,) = portrayals.asked(last(draft), at=NOW)
    assert one.said
    assert (one.said.witness, one.said.at) == ("আবদুল করিম", NOW)
    assert ask(house, draft) == ""


def test_after_the_panel_was_asked_and_by_whoever_may_not_write_nothing_is_said(house: House, account: Account) -> None:
    draft = post(house, account, seen=[])
    for who in ("jamal", "tanvir"):
        with pytest.raises(Forbidden):
            say(house, draft, PUBLIC, who)
    ask(house, draft)
    with pytest.raises(TransitionRefused):
        say(house, draft, PUBLIC)
    with pytest.raises(TransitionRefused):
        covering.cover(
            house.scope("sumaiya"), revision=last(draft), digest=digest_of(draft), places=[Box(0, 0, 1, 1)],
            with_=Cover.SOLID, now=NOW,
        )  # fmt: skip


def test_a_covered_picture_takes_the_place_of_the_old_one_and_is_asked_about(house: House, account: Account) -> None:
    draft = post(house, account)
    say(house, draft, Given(Depicted.PRIVATE, frozenset({"victim"})))
    old = last(draft).illustrations.get()
    covering.cover(
        house.scope("sumaiya"), revision=last(draft), digest=digest_of(draft), places=[Box(*FACE[0])],
        with_=Cover.BLOCKS, now=NOW,
    )  # fmt: skip
    draft.refresh_from_db()
    new = last(draft).illustrations.get()
    assert (new.alt, new.picture.covered_from, new.picture.original) == (old.alt, old.picture, None)
    assert new.picture.covers[0] == pytest.approx([0.21, 0.19, 0.28, 0.42])
    assert newest(draft).state == VariantState.DRAFT
    assert new.picture.file.digest in newest(draft).payload
    assert ask(house, draft) == portrayals.CODE  # whether nobody can be known any more, a person says
    with store.read(new.picture.file.digest) as blob:
        left = Image.open(io.BytesIO(blob.read())).convert("RGB")
    red, blue = left.getpixel((10, 10)), left.getpixel((290, 10))
    assert red[0] > 200 > blue[0]  # type: ignore[index]  # of three colours
    cut = pictures.cut(house.scope("sumaiya"), picture=new.picture, shape=Shape.SQUARE, keep=Keep.START, now=NOW)
    assert cut.original == new.picture  # and not the picture as it was brought
    say(house, draft, Given(Depicted.NOBODY))
    assert ask(house, draft) == ""


def test_whoever_comes_second_and_who_names_no_place_covers_nothing(house: House, account: Account) -> None:
    draft = post(house, account)
    scope, seen, given = house.scope("sumaiya"), last(draft), {"digest": digest_of(draft), "with_": Cover.SOLID}
    for places, digest in (([], given["digest"]), ([Box(0, 0, 1, 1)], "x")):
        with pytest.raises(ValidationError):
            covering.cover(scope, revision=seen, places=places, now=NOW, **{**given, "digest": digest})  # type: ignore[arg-type]  # as given
    covering.cover(scope, revision=seen, places=[Box(0, 0, 0.1, 0.1)], now=NOW, **given)  # type: ignore[arg-type]  # as given
    with pytest.raises(services.Conflict):
        covering.cover(scope, revision=seen, places=[Box(0, 0, 0.1, 0.1)], now=NOW, **given)  # type: ignore[arg-type]  # as given


@pytest.mark.parametrize("cover", Cover)
def test_what_was_covered_is_gone(cover: Cover) -> None:
    """No face is found, few colours are left, and two faces differ no more than their mean colours."""
    one = packed(picture((face(200), 100, 100)))
    assert faces(one)
    place = Box(100 / 900, 100 / 500, 200 / 900, 200 / 500)
    made, kind = covered(one, [place], cover)
    assert kind == "image/jpeg"
    assert not faces(made)
    whole = Image.open(io.BytesIO(made)).convert("RGB")
    part = whole.crop((100, 100, 300, 300))
    # Every square is of one colour: brought down to the squares and up again it stays as it is.
    few = part.resize((6, 6), Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
    apart = ImageChops.difference(part, few).convert("L").resize((20, 20), Image.Resampling.BOX)
    assert apart.getextrema()[1] < 25  # type: ignore[operator]  # one band
    untouched = Image.open(io.BytesIO(one)).convert("RGB").crop((400, 0, 900, 500))
    around = ImageChops.difference(whole.crop((400, 0, 900, 500)), untouched).convert("L")
    assert around.getextrema()[1] < 25  # type: ignore[operator]  # one band


def test_a_place_at_the_edge_or_of_no_size_does_no_harm() -> None:
    for place in (Box(0.9, 0.9, 5, 5), Box(0.5, 0.5, 0, 0), Box(-1, -1, 0.5, 0.5), Box(0.999, 0.999, 0.001, 0.001)):
        for cover in Cover:
            covered(photo(30, 20), [place], cover)
