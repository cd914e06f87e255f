"""Whether a text agrees with the purposes chosen for it: figures over texts of ours (clauses 4, 6)."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sanglap.accounts.models import Account
from sanglap.content import fitness, services
from sanglap.content.fitness import CATEGORY, OTHER, Purposes
from sanglap.content.models import Finding
from sanglap.content.screened import judged
from sanglap.demo.library import Place, fill, library
from sanglap.networks.contract import Kind
from sanglap.offices.screened import weighty
from tests import factories
from tests.factories import NOW, TEXT, House, newest

pytestmark = [pytest.mark.clause("4"), pytest.mark.clause("6")]
PLACE = Place("শিবালয় উপজেলা", ("তেওতা ইউনিয়ন", "উথলী ইউনিয়ন"), "উপজেলা নির্বাহী অফিসার", "উপজেলা মিলনায়তন", "উপজেলা প্রশাসন")
MOST_WRONG, LEAST_FOUND = 5, 60
"""In a hundred."""
OFF = (
    # Praise.
    "আমাদের মানবিক ইউএনও স্যারের তুলনা হয় না, আমরা সত্যিই গর্বিত।",
    "সুযোগ্য জেলা প্রশাসক মহোদয়ের বলিষ্ঠ নেতৃত্বে জেলা আজ আলোকিত।",
    "এমন কর্মঠ ও মানবিক অফিসার পেয়ে উপজেলাবাসী ধন্য। স্যালুট স্যার!",
    "পরিচালক স্যারের অক্লান্ত পরিশ্রমে আমাদের দপ্তর আজ এক অনন্য উচ্চতায়।",
    "মানবতার ফেরিওয়ালা আমাদের ডিসি স্যার, সবার ভালোবাসায় সিক্ত।",
    "ওসি স্যারের দূরদর্শী নেতৃত্ব আর সাহসের গল্প সবার মুখে মুখে।",
    "Under the dynamic leadership of our honourable director we are second to none.",
    "Salute to our visionary UNO sir, a tireless officer and a great leader!",
    "uno sir er moto manobik manush ar nai, amra so proud of you sir",
    "সচিব মহোদয়ের সততা ও নিষ্ঠার কথা লিখে শেষ করা যাবে না।",
    # Wishes to superiors.
    "শুভ জন্মদিন প্রিয় স্যার! আপনার দীর্ঘায়ু কামনা করি।",
    "আজ মহাপরিচালক মহোদয়ের জন্মদিনে কেক কাটা হয়েছে।",
    "নবাগত ইউএনও স্যারকে ফুলেল শুভেচ্ছা জানিয়েছে অফিসার্স ক্লাব।",
    "পদোন্নতি পাওয়ায় নির্বাহী প্রকৌশলী স্যারকে প্রাণঢালা অভিনন্দন।",
    "জেলা প্রশাসক মহোদয়ের বিদায় সংবর্ধনায় আবেগঘন পরিবেশ।",
    "সহকর্মী শাহীন ভাইয়ের বিবাহবার্ষিকী উপলক্ষে অফিসে ছোট আয়োজন।",
    "Happy birthday to our beloved Deputy Commissioner sir!",
    "Congratulations to our secretary on his promotion, flowers and cake from all staff.",
    "dc sir er jonmodin e office er shobai fuler tora dilo",
    "হজ শেষে দেশে ফেরায় চেয়ারম্যান সাহেবকে ফুল দিয়ে বরণ।",
    # Advertisements.
    "ঈদ অফার! শাড়ি ও পাঞ্জাবিতে ৪০ শতাংশ ছাড়, ইনবক্সে অর্ডার করুন।",
    "খাঁটি সুন্দরবনের মধু, হোম ডেলিভারি ফ্রি, স্টক সীমিত।",
    "উপজেলা সদরে ৫ শতক জমি বিক্রি হবে, আগ্রহীরা কল করুন।",
    "নতুন ব্যাচে ভর্তি চলছে সৃষ্টি কোচিং সেন্টারে, প্রথম মাস ফ্রি।",
    "ফ্ল্যাট ভাড়া হবে, দুই রুম, যোগাযোগ করুন ইনবক্সে।",
    "কিস্তিতে মোটরসাইকেল নিন আমাদের শোরুম থেকে।",
    "Special discount at the new restaurant near the bus stand, order now!",
    "Buy one get one free on all mobile sets, limited stock.",
    "notun saree collection, order korun inbox e, cash on delivery",
    "আপন পার্লারে ঈদ উপলক্ষে ফেসিয়ালে বিশেষ প্যাকেজ।",
    # Private invitations.
    "আমার ছেলের শুভ বিবাহে আপনারা সপরিবারে আমন্ত্রিত।",
    "আগামী শুক্রবার আমাদের বৌভাত, সবাই আসবেন, দোয়া চাই।",
    "বড় বাবুর মায়ের কুলখানিতে সবার দাওয়াত রইল।",
    "মেয়ের আকিকায় সকল সহকর্মীকে নিমন্ত্রণ।",
    "You are all invited to the wedding reception of our cashier on Friday.",
    "amar bhaiyer biyete shobar dawat roilo, shopribare ashben",
    # Leisure and amusement.
    "আমরা অফিসের সবাই মিলে পিকনিকে গিয়েছিলাম, দারুণ একটা দিন!",
    "এডিসি স্যারের সঙ্গে আমাদের সেলফি।",
    "সহকর্মীদের সঙ্গে কক্সবাজারে তিন দিন, মনে থাকবে সারা জীবন।",
    "আজকের রাশিফল: মেষ রাশির জাতকের জন্য দিনটি শুভ।",
    "আমিন না লিখে যাবেন না, শেয়ার করলে সওয়াব পাবেন।",
    "আজকের কৌতুক: এক লোক ডাক্তারের কাছে গিয়ে বলল…",
    "আপনার প্রিয় দল কোনটি, ব্রাজিল না আর্জেন্টিনা?",
    "সহজে বিরিয়ানি রান্নার রেসিপি দেখে নিন।",
    "Watch this funny video and share it with your friends!",
    "We had a great picnic with colleagues at the river today.",
    "boss er shathe selfie, ki shundor ekta din",
    "নতুন সিনেমাটি দেখলাম, অসাধারণ অভিনয়।",
)
MISPLACED = (
    ("4.e", "ডেঙ্গু প্রতিরোধে বাড়ির আশপাশে জমা পানি ফেলে দিন, জ্বর হলে লক্ষণ দেখে সতর্ক হোন।", "4.c"),
    ("4.c", "নামজারির আবেদন এখন ঘরে বসে অনলাইনে করা যায়, লিংক ওয়েবসাইটে আছে।", "4.d"),
    ("4.g", "গণশুনানিতে আসা ২১টি অভিযোগের ১৮টি নিষ্পত্তি হয়েছে।", "4.b"),
    ("4.d", "শিল্পকলা একাডেমির নীতিমালার খসড়া দেখে আপনার মতামত ৭ দিনের মধ্যে লিখুন, জরিপে অংশ নিন।", "4.e"),
)


def findings(text: str, *chosen: str, other: str = "") -> list[Finding]:
    return [one for one in judged(text, Purposes(chosen, other), at=NOW) if one.category == CATEGORY]


def test_fitting_posts_are_left_alone() -> None:
    chance, day = Random(4), date(2026, 11, 29)
    posts = [(fill(one.text, PLACE, day, chance), one.purposes) for one in library().posts]
    flagged = [text for text, purposes in posts if findings(text, *purposes)]
    assert 100 * len(flagged) <= MOST_WRONG * len(posts), flagged


def test_what_serves_no_purpose_is_found() -> None:
    assert len(OFF) >= 40
    missed = [text for text in OFF if not findings(text, "4.c")]
    assert 100 * (len(OFF) - len(missed)) >= LEAST_FOUND * len(OFF), missed


def test_it_is_told_which_purpose_was_chosen_and_which_fits_better() -> None:
    for chosen, text, fits in MISPLACED:
        (one,) = findings(text, chosen)
        assert (one.severity, one.clause) == ("note", "6")
        assert not weighty([one], at=NOW)
        for language in ("bn", "en"):
            reason = one.marks[0]["reason"][language]
            before, _colon, after = reason.rpartition("।" if language == "bn" else "rather serves")
            assert fitness._named(chosen, language) in reason
            assert fitness._named(fits, language) in reason
            assert before or after
        assert not findings(text, fits)
        assert not findings(text, chosen, fits)
        assert not findings(text, OTHER, other="নদীর চরের মানুষের খবর")


def test_what_serves_none_wants_a_word_and_names_what_was_chosen() -> None:
    (one,) = findings(OFF[0], OTHER, other="স্থানীয় ইতিহাস সংরক্ষণ করা")
    assert weighty([one], at=NOW) == [one]
    assert "স্থানীয় ইতিহাস সংরক্ষণ করা" in one.marks[0]["reason"]["bn"]


@pytest.mark.parametrize(
    ("purposes", "other", "field"),
    [
        ([], "", "purposes"),
        (["9.a"], "", "purposes"),
        ([OTHER], "", "other_purpose"),
        ([OTHER, "4.c"], "দুই শব্দ", "other_purpose"),
        ([OTHER], "ক " * 101, "other_purpose"),
    ],
)
def test_another_purpose_is_described(purposes: list[str], other: str, field: str) -> None:
    with pytest.raises(ValidationError) as error:
        fitness.check(purposes, other, at=NOW)
    assert list(error.value.error_dict) == [field]
    assert fitness.check([OTHER], " স্থানীয়  ইতিহাস সংরক্ষণ ", at=NOW) == "স্থানীয় ইতিহাস সংরক্ষণ"
    assert fitness.check(["4.c"], "ক", at=NOW) == ""


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    return house.panel_of_three()


def test_the_words_stand_with_the_draft_and_the_panel_is_told(house: House, account: Account) -> None:
    scope = house.scope("sumaiya")
    given: dict[str, Any] = {"accounts": [account], "purposes": [OTHER], "now": NOW}
    draft = services.start(
        scope, office=account.office, kind=Kind.POST, text=OFF[0], other_purpose="স্থানীয় ইতিহাস সংরক্ষণ", **given
    )
    services.submit(scope, draft=draft, now=NOW)
    one = newest(draft).revision.findings.get(category=CATEGORY)
    assert "স্থানীয় ইতিহাস সংরক্ষণ" in one.marks[0]["reason"]["bn"]
    services.revise(scope, draft=draft, seen=1, text=TEXT, other_purpose="পুরোনো ছবির খোঁজ করা", **given)
    draft.refresh_from_db()
    assert (draft.purposes, draft.other_purpose) == ([OTHER], "পুরোনো ছবির খোঁজ করা")
