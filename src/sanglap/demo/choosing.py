"""How the demo's offices chose their platforms (clause 3), and the terms of these (5.g). The words are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sanglap.accounts.models import Account
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.platforms import services
from sanglap.platforms.models import Assessment, Decision, TermsVersion

Scores = Mapping[str, Sequence[tuple[int, str]]]
"""By platform: score and words for each criterion of the rule, in its order."""

NATIONAL: Scores = {
    "facebook": (
        (5, "সেবার তথ্য ও ঘোষণা দ্রুত সবার কাছে পৌঁছায়।"),
        (4, "একজন প্রশিক্ষিত কর্মকর্তাই পেজ চালাতে পারেন।"),
        (5, "সেবাগ্রহীতাদের বেশির ভাগই এখানে আছেন।"),
        (4, "মন্তব্যে প্রশ্নোত্তর চলে; ভাষা সহজ রাখতে হয়।"),
        (3, "পেজ চালাতে ব্যক্তিগত প্রোফাইল লাগে।"),
        (2, "তথ্য বিজ্ঞাপনে ব্যবহৃত হয় ও দেশের বাইরে থাকে।"),
    ),
    "youtube": (
        (4, "প্রশিক্ষণ ও সেবা-নির্দেশিকার ভিডিও রাখা যায়।"),
        (3, "ভিডিও তৈরিতে সময় ও দক্ষতা লাগে।"),
        (4, "সব বয়সের দর্শক আছেন।"),
        (4, "অনুষ্ঠান ও শুনানি সরাসরি দেখানো যায়।"),
        (4, "চ্যানেল দপ্তরের নামেই খোলা যায়।"),
        (3, "মন্তব্য ও দেখার তথ্য দেশের বাইরে থাকে।"),
    ),
    "mastodon": (
        (4, "ঘোষণা ও উত্তর একই জায়গা থেকে দেওয়া যায়।"),
        (4, "সংলাপ থেকে সরাসরি প্রকাশ হয়, বাড়তি কাজ নেই।"),
        (3, "ব্যবহারকারী এখনো কম, তবে গণমাধ্যম ও গবেষকেরা আছেন।"),
        (4, "বিজ্ঞাপন নেই; দাপ্তরিক রীতির সঙ্গে মেলে।"),
        (5, "নিজস্ব সার্ভারের নিয়ম দপ্তর নিজেই ঠিক করে।"),
        (5, "নিজস্ব সার্ভারে তথ্য দেশেই থাকে।"),
    ),
    "tiktok": (
        (2, "দাপ্তরিক ঘোষণা ছোট ভিডিওতে বোঝানো কঠিন।"),
        (2, "নিয়মিত ভিডিও বানানোর জনবল নেই।"),
        (4, "তরুণেরা আছেন।"),
        (2, "বিনোদনধর্মী ধরন দাপ্তরিক রীতির সঙ্গে মেলে না।"),
        (2, "শর্তাবলী ঘন ঘন বদলায়।"),
        (1, "যন্ত্রের অনেক তথ্য সংগ্রহ করে।"),
    ),
}
CHOSEN = ("facebook", "youtube", "mastodon")
LAND: Scores = {
    "facebook": NATIONAL["facebook"],
    "mastodon": NATIONAL["mastodon"],
    "whatsapp": (
        (3, "খতিয়ান ও নামজারির ঘোষণা ফোনে পৌঁছানো যায়।"),
        (4, "চ্যানেল চালানো সহজ।"),
        (4, "ভূমি সেবাগ্রহীতারা হোয়াটসঅ্যাপ ব্যবহার করেন।"),
        (2, "একমুখী; নাগরিক মন্তব্য করতে পারেন না।"),
        (3, "খুলতে একটি ফোন নম্বর লাগে।"),
        (3, "অনুসারীর নম্বর অন্যরা দেখেন না।"),
    ),
}
_LAND, _WEIGHING = "minland", "bd-upa-362"
_SUBJECT = "নাগরিক সেবার তথ্য জানানো, প্রশ্নের উত্তর দেওয়া ও মতামত নেওয়া"
_REASON = "সবচেয়ে বেশি নাগরিকের কাছে পৌঁছানো যায়, আর একটি মাধ্যমে তথ্য দেশেই থাকে। বাকিগুলো জনবলের অভাবে নেওয়া হলো না।"
_TERMS = (
    ("facebook", "২০২৫-০১", date(2025, 1, 1), "নিয়মাবলির ভাষা সহজ করা হয়েছে।", "The terms were written more plainly."),
    ("youtube", "২০২৫-১২", date(2025, 12, 15), "সরাসরি সম্প্রচারের নিয়ম যোগ হয়েছে।",
     "Rules for live broadcasts were added."),
    ("mastodon", "২০২৬-০৭", date(2026, 7, 1), "সার্ভারের নিয়মে অভিযোগ জানানোর ধাপ যোগ হয়েছে।",
     "Steps for reporting were added to the server's rules."),
)  # fmt: skip


def seed_decision(
    scope: Scope,
    office: Office,
    scores: Scores,
    *,
    chosen: Sequence[str] = CHOSEN,
    reusable: bool = True,
    cites: Sequence[str] = ("social-media-guideline-2016", "rti-act-2009"),
    now: datetime,
) -> Decision:
    """The office weighs these platforms and decides on them, as people do. Repeating it makes a later decision."""
    assessment = seed_draft(scope, office, scores, now=now)
    return services.decide(
        scope, assessment=assessment, chosen=chosen, reason=_REASON, starts_on=loader.current().calendar.day_of(now),
        reusable=reusable, cites=cites, now=now,
    )  # fmt: skip


def seed_draft(scope: Scope, office: Office, scores: Scores, *, subject: str = _SUBJECT, now: datetime) -> Assessment:
    """The office weighs these platforms and has not decided."""
    assessment = services.begin(scope, office=office, subject=subject, platforms=list(scores), now=now)
    criteria = services.choice_at(now, office.kind).criteria
    cells = {
        (platform, criterion.id): given
        for platform, row in scores.items()
        for criterion, given in zip(criteria, row, strict=False)
    }
    services.weigh(scope, assessment=assessment, cells=cells, seen=assessment.saved_at, now=now)
    return assessment


def seed_national(office: Office, *, now: datetime) -> Decision:
    """The decision at the top, on which every office below may rest."""
    known = Decision.objects.filter(office=office).order_by("-starts_on").first()
    return known or seed_decision(Scope.everything("demo"), office, NATIONAL, now=now)


def seed_terms(*, now: datetime) -> None:
    """The terms of the platforms that the offices use."""
    catalogue = loader.current().catalogue.by_id
    for platform, version, starts_on, bangla, english in _TERMS:
        if not TermsVersion.objects.filter(platform=platform, version=version).exists():
            url = catalogue[platform].terms or catalogue[platform].privacy.url or ""
            services.enter_terms(
                Scope.everything("demo"), platform=platform, version=version, starts_on=starts_on, url=url,
                summary=LocalizedText(bn=bangla, en=english), now=now + timedelta(hours=1),
            )  # fmt: skip


def seed_of_today(national: Office, *, now: datetime) -> None:
    """What the offices chose beside the national decision: a ministry its own, an upazila is still weighing; and a few
    accounts are from before there were decisions.
    """
    scope = Scope.everything("demo")
    seed_terms(now=now)
    land = Office.objects.filter(code=_LAND).first()
    if land and not Decision.objects.filter(office=land).exists():
        seed_decision(
            scope, land, LAND, chosen=("facebook", "mastodon"), cites=("rti-act-2009", "copyright-act-2023"),
            now=now - timedelta(days=200),
        )  # fmt: skip
    upazila = Office.objects.filter(code=_WEIGHING).first()
    if upazila and not Assessment.objects.filter(office=upazila).exists():
        begun: Scores = {"whatsapp": LAND["whatsapp"][:3], "telegram": ()}
        seed_draft(scope, upazila, begun, subject="বন্যার আগাম সতর্কবার্তা ফোনে পৌঁছানো", now=now - timedelta(days=2))
    rows = Account.objects.filter(decision__office=national, office__parent__parent__isnull=False).order_by("pk")
    Account.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[::9])).update(decision=None)
