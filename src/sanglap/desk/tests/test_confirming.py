"""Security, settings and terms through their pages (clauses 5.d-5.g, 5.j)."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from PIL import Image

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.attestations.models import Attestation
from sanglap.attestations.statements import AttestationKind
from sanglap.desk.tests.test_offices import house, noon, opened, signed_in
from sanglap.files.services import keep
from sanglap.guideline import loader
from sanglap.platforms.models import TermsVersion
from sanglap.verification.models import ProfilePicture, Watch
from tests.factories import NOW, House

__all__ = ["house", "noon"]

pytestmark = [pytest.mark.django_db]
K = AttestationKind
TODAY = loader.current().calendar.day_of(NOW).strftime("%d/%m/%Y")
PASSWORD = {"changed_on": TODAY, "strong": "on", "nowhere_else": "on"}
MFA = {"method": "app", "everyone": "on", "codes_kept": "সিন্দুকে, সিল করা খামে"}


CHOSEN = {
    "display": "unlisted", "comments": "filtered", "membership": "approved", "access": "panel",
    "privacy": ["messages-open", "contacts-hidden"],
}  # fmt: skip
MEMO = "05.30.5678.000.18.001.26"


@pytest.fixture
def account(house: House) -> Account:
    return house.account("kamrul")


def at(account: Account, kind: AttestationKind) -> str:
    return reverse("desk:account-confirm", args=[account.pk, kind.value])


def confirm(house: House, account: Account, kind: AttestationKind, sent: Mapping[str, Any], by: str = "kamrul") -> Any:
    return signed_in(house, by).post(at(account, kind), sent)


def picture(colour: str) -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (16, 16), colour).save(made, "PNG")
    return SimpleUploadedFile("ছবি.png", made.getvalue(), "image/png")


def sent_of(house: House, kind: AttestationKind) -> dict[str, Any]:
    recovery = {
        "channel": "email", "address": "uno.shibalaya@mopa.gov.bd", "ours": "on",
        "keeper_is": str(house.people["rehana"].pk),
    }  # fmt: skip
    every: dict[AttestationKind, dict[str, Any]] = {
        K.PASSWORD: PASSWORD,
        K.MFA: MFA,
        K.RECOVERY: recovery,
        K.ACCESS: {"people": [str(house.people["kamrul"].pk)], "others": "পুরোনো ঠিকাদার – চুক্তি শেষ"},
        K.PICTURES: {"banner": picture("green"), "profile": picture("red"), "no_person": "on"},
        K.SETTINGS: {
            **CHOSEN, "comments_words": "শব্দ ছাঁকনি চালু", "reason": "নাগরিক যেন লিখতে পারেন",
            "memo": "০৫.৩০.৫৬৭৮.০০০.১৮.০০১.২৬", "dated": TODAY,
        },
        K.TERMS: {"version": "১ জানুয়ারি ২০২৬", "url": "https://social.example/terms", "read": "on", "kept": "on"},
        K.LETTERHEAD: {"address": "on", "website": "on", "account": "on"},
    }  # fmt: skip
    return every[kind]


@pytest.mark.clause("5.d")
@pytest.mark.clause("5.e")
@pytest.mark.clause("5.f")
@pytest.mark.clause("5.g")
@pytest.mark.clause("5.j")
@pytest.mark.parametrize("kind", K)
def test_each_is_confirmed_by_a_panel_member_and_shown(house: House, account: Account, kind: AttestationKind) -> None:
    answer = confirm(house, account, kind, sent_of(house, kind))
    assert answer.status_code == 302, answer.content.decode()
    made = Attestation.objects.get()
    assert (made.kind, made.made_by) == (kind, house.people["kamrul"])
    shown = opened(house, "jamal", answer["Location"])
    with override("en"):
        said = made.said.lines()
    for _name, words in said:
        assert escape(words) in shown
    bangla = opened(house, "kamrul", answer["Location"], "bn")
    assert str(house.people["kamrul"].name["bn"]) in bangla


# That nobody at all has access is a statement, too.
@pytest.mark.parametrize("kind", [kind for kind in K if kind != K.ACCESS])
def test_an_empty_form_confirms_nothing_and_says_what_is_missing(
    house: House, account: Account, kind: AttestationKind
) -> None:
    answer = confirm(house, account, kind, {})
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert not Attestation.objects.exists()


@pytest.mark.clause("5.e")
def test_the_recovery_address_is_kept_only_in_part(house: House, account: Account) -> None:
    confirm(house, account, K.RECOVERY, sent_of(house, K.RECOVERY))
    made = Attestation.objects.get()
    assert "uno.shibalaya" not in str(made.statement)
    assert (made.said.lines()[0][1], made.keeper) == ("u…@mopa.gov.bd", house.people["rehana"])


def test_what_was_typed_stays_where_something_is_wrong(house: House, account: Account) -> None:
    answer = confirm(house, account, K.MFA, {**MFA, "everyone": ""})
    assert answer.status_code == 422
    assert escape(MFA["codes_kept"]) in answer.content.decode()


@pytest.mark.clause("5.d")
def test_the_pictures_are_kept_as_evidence_and_shown_to_who_sees_the_account(house: House, account: Account) -> None:
    confirm(house, account, K.PICTURES, sent_of(house, K.PICTURES))
    made = Attestation.objects.get()
    assert {one.what for one in made.evidence.all()} == {"banner", "profile"}
    address = reverse("desk:account-evidence", args=[made.evidence.all()[0].pk])
    answer = signed_in(house, "jamal").get(address)
    assert answer["Content-Type"].startswith("image/")
    assert answer.getvalue()
    assert signed_in(house, "tanvir").get(address).status_code == 404
    assert address in opened(house, "jamal", reverse("desk:account-security", args=[account.pk]))


@pytest.mark.clause("5.f")
def test_settings_are_chosen_with_the_decision_and_earlier_choices_stay(house: House, account: Account) -> None:
    confirm(house, account, K.SETTINGS, sent_of(house, K.SETTINGS))
    first = Attestation.objects.get()
    assert first.statement["memo"] == MEMO
    again = opened(house, "kamrul", at(account, K.SETTINGS))
    assert "শব্দ ছাঁকনি চালু" in again, "one begins from what stands"
    assert re.search(r'value="unlisted"[^>]*checked', again)
    changed = {**sent_of(house, K.SETTINGS), "comments_words": "মন্তব্য আগে দেখা হয়", "memo": "", "dated": ""}
    confirm(house, account, K.SETTINGS, changed)
    shown = opened(house, "jamal", reverse("desk:account-settings", args=[account.pk]))
    assert shown.index("মন্তব্য আগে দেখা হয়") < shown.index("Earlier choices")
    assert shown.count(MEMO) == 1


@pytest.mark.clause("5.e")
def test_who_has_access_and_is_not_on_the_panel_is_named(house: House, account: Account) -> None:
    confirm(house, account, K.ACCESS, sent_of(house, K.ACCESS))
    shown = opened(house, "rehana", reverse("desk:account-security", args=[account.pk]))
    assert "are not on the panel" in shown
    assert "পুরোনো ঠিকাদার" in shown


@pytest.mark.parametrize(("who", "status"), [("jamal", 403), ("mannan", 403), ("farhana", 403), ("tanvir", 404)])
def test_who_does_not_answer_for_the_account_confirms_nothing(
    house: House, account: Account, who: str, status: int
) -> None:
    assert confirm(house, account, K.MFA, MFA, who).status_code == status
    assert not Attestation.objects.exists()
    if status == 403:
        shown = opened(house, who, reverse("desk:account-security", args=[account.pk]))
        assert at(account, K.MFA) not in shown


def test_of_a_closed_account_nothing_is_confirmed(house: House) -> None:
    closed = house.account("kamrul", state=AccountState.CLOSED)
    assert confirm(house, closed, K.MFA, MFA).status_code == 422
    assert at(closed, K.MFA) not in opened(house, "kamrul", reverse("desk:account-security", args=[closed.pk]))


def test_one_shows_again_who_one_is_before_confirming(house: House, account: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr("sanglap.offices.access.recently_shown", lambda _request: False)
    answer = confirm(house, account, K.MFA, MFA)
    assert answer.status_code == 302
    assert reverse("desk:me-show-again") in answer["Location"]
    assert not Attestation.objects.exists()


def test_there_is_no_such_thing_to_confirm(house: House, account: Account) -> None:
    assert signed_in(house, "kamrul").get(f"/desk/accounts/{account.pk}/confirm/nothing/").status_code == 404


@pytest.mark.clause("5.g")
def test_the_terms_in_force_are_shown_and_offered_to_be_confirmed(house: House, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(platform="mastodon")
    TermsVersion.objects.create(
        platform="mastodon", version="2026-02", starts_on=NOW.date(), url="https://social.example/terms",
        summary={"bn": "তথ্য রাখার মেয়াদ বদলেছে", "en": "Data are kept for longer"}, entered_at=NOW,
    )  # fmt: skip
    for where in (at(account, K.TERMS), reverse("desk:account-settings", args=[account.pk])):
        shown = opened(house, "kamrul", where)
        assert "Data are kept for longer" in shown
        assert "https://social.example/terms" in shown
    page = opened(house, "kamrul", at(account, K.TERMS))
    assert 'name="version"' not in page, "what the register knows is not typed"
    known = TermsVersion.objects.get()
    assert confirm(house, account, K.TERMS, {"read": "on", "kept": "on", "shown": str(known.pk)}).status_code == 302
    assert Attestation.objects.get().statement["terms_id"] == str(known.pk)


@pytest.mark.clause("5.g")
def test_terms_that_came_between_are_read_first(house: House, account: Account) -> None:
    TermsVersion.objects.create(
        platform=account.platform, version="2", starts_on=NOW.date(), url="https://social.example/terms",
        summary={"bn": "ক", "en": "a"}, entered_at=NOW,
    )  # fmt: skip
    sent = {"read": "on", "kept": "on", "shown": "what stood there before"}
    answer = confirm(house, account, K.TERMS, sent)
    assert answer.status_code == 422
    assert not Attestation.objects.exists()
    assert str(TermsVersion.objects.get().pk) in answer.content.decode(), "now it lies before the reader"


def live(house: House, account: Account, place: str, colour: str) -> ProfilePicture:
    file = keep(content=picture(colour).read(), name="a.png", office_id=account.office_id, now=NOW)
    return ProfilePicture.objects.create(
        account=account, place=place, file=file, faces=[[0.1, 0.1, 0.5, 0.5]], seen_at=NOW
    )


@pytest.mark.clause("5.d")
def test_the_live_pictures_are_confirmed_without_bringing_them(house: House, account: Account) -> None:
    shown = [live(house, account, "header", "green"), live(house, account, "avatar", "red")]
    page = opened(house, "kamrul", at(account, K.PICTURES))
    for one in shown:
        assert reverse("desk:profile-picture", args=[one.pk]) in page
    assert page.count("sg-frames__edge") == 2
    assert 'type="file"' not in page
    (key,) = re.findall(r'name="shown" value="([^"]+)"', page)
    assert confirm(house, account, K.PICTURES, {"no_person": "on", "shown": key}).status_code == 302
    seen = {(one["what"], one["digest"]) for one in Attestation.objects.get().statement["seen"]}
    assert seen == {("banner", shown[0].file.digest), ("profile", shown[1].file.digest)}  # type: ignore[union-attr]  # they have files
    assert "another picture now" not in opened(house, "jamal", reverse("desk:account-security", args=[account.pk]))
    live(house, account, "header", "blue")
    assert "another picture now" in opened(house, "jamal", reverse("desk:account-security", args=[account.pk]))
    assert confirm(house, account, K.PICTURES, {"no_person": "on", "shown": key}).status_code == 422
    assert Attestation.objects.count() == 1, "what nobody looked at is not confirmed"


@pytest.mark.clause("5.f")
def test_what_was_chosen_stands_beside_what_is_seen(house: House, account: Account) -> None:
    confirm(house, account, K.SETTINGS, sent_of(house, K.SETTINGS))
    Watch.objects.create(
        subject="profile", office=account.office, account=account, outcome="fits", looked_at=NOW,
        evidence={"settings": {"locked": False, "discoverable": False, "privacy": "public"}},
    )  # fmt: skip
    shown = opened(house, "jamal", reverse("desk:account-settings", args=[account.pk]))
    states = re.findall(r"(fits|differs|cannot be read)\s*</", shown)
    assert states == ["fits", "cannot be read", "differs", "cannot be read", "cannot be read"]


@pytest.mark.clause("5.f")
def test_an_option_that_the_platform_does_not_offer_is_no_choice(house: House, account: Account) -> None:
    sent = {**sent_of(house, K.SETTINGS), "membership": "invited"}
    assert confirm(house, account, K.SETTINGS, sent).status_code == 422
    assert not Attestation.objects.exists()


@pytest.mark.clause("5.f")
def test_where_the_platform_has_no_options_it_is_said_in_words(house: House, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(platform="gone")
    words = {f"{topic}_words": "সবার জন্য" for topic in ("display", "comments", "membership", "access", "privacy")}
    assert confirm(house, account, K.SETTINGS, {**words, "reason": "ক"}).status_code == 302
    made = Attestation.objects.get().statement
    assert (made["chosen"], len(made["words"])) == ({}, 5)
