"""Examples for the style page: everything that `core/components.html` shows, made up and the same every day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms

from sanglap.core import clock
from sanglap.core.boxes import Box
from sanglap.core.localized import LocalizedText

_MOMENT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
_LATEST = date(2026, 11, 22)
_WEEKS = 53
_BROKEN = {9, 31}
_STANDINGS = {
    "running": LocalizedText(bn="চলছে", en="under way"),
    "kept": LocalizedText(bn="পালিত", en="kept"),
    "at_risk": LocalizedText(bn="ঝুঁকিতে", en="at risk"),
    "broken": LocalizedText(bn="ব্যত্যয়", en="broken"),
    "none": LocalizedText(bn="করণীয় ছিল না", en="nothing owed"),
}
_POST = (
    "আগামী রবিবার সকাল ১০টায় উপজেলা পরিষদ মিলনায়তনে জন্ম নিবন্ধন ক্যাম্প হবে।\n\n"
    "সঙ্গে আনুন:\n– শিশুর টিকা কার্ড\n– পিতা-মাতার জাতীয় পরিচয়পত্র\n\n"
    "বিস্তারিত: https://shibalaya.manikganj.gov.bd/notices?id=12&lang=bn"
)
_BANNER = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 100' width='600' height='200'%3E"
    "%3Cpath fill='%23789080' d='M0 0h300v100H0z'/%3E%3Cellipse cx='64' cy='50' rx='22' ry='25' fill='%23c69678'/%3E"
    "%3Cellipse cx='201' cy='51' rx='18' ry='21' fill='%236e4b37'/%3E%3C/svg%3E"
)


@dataclass(frozen=True, slots=True)
class Week:
    """As much of a week as `<c-strip>` and `<c-standing>` read."""

    starts_on: date
    standing: str
    duty: None = None

    @property
    def get_standing_display(self) -> str:
        return str(_STANDINGS[self.standing])


@dataclass(frozen=True, slots=True)
class Account:
    """As much of an account as `<c-post>` reads."""

    name: LocalizedText
    handle: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A page in the middle of a long list, as `<c-older>` reads it."""

    newest: bool = False
    older: str = "0"


class Example(forms.Form):
    """One field of each kind."""

    subject = forms.CharField(label="বিষয়", help_text="এক লাইনে লিখুন।")
    text = forms.CharField(label="লেখা", widget=forms.Textarea)
    secret = forms.CharField(label="পাসওয়ার্ড", widget=forms.PasswordInput)
    office = forms.ChoiceField(label="দপ্তর", choices=[("1", "শিবালয় উপজেলা"), ("2", "ঘিওর উপজেলা")])
    purposes = forms.MultipleChoiceField(
        label="উদ্দেশ্য",
        help_text="এক বা একাধিক",
        choices=[("4.b", "নাগরিক সেবা প্রদানে সমস্যা পর্যালোচনা ও সমাধান"), ("4.c", "জনসচেতনতা ও প্রচারণা")],
        widget=forms.CheckboxSelectMultiple,
    )
    verdict = forms.ChoiceField(
        label="সিদ্ধান্ত", choices=[("approve", "অনুমোদন"), ("return", "ফেরত")], widget=forms.RadioSelect
    )
    confirmed = forms.BooleanField(label="লেখাটি প্রকাশের উপযুক্ত বলে আমি নিশ্চিত করছি।")


def context() -> dict[str, Any]:
    """What the style page is rendered with; it needs no database and no signed-in reader."""
    given = {"subject": "", "text": _POST, "office": "2", "purposes": ["4.c"], "verdict": "approve"}
    return {
        "form": Example(given),
        "fresh": Example(auto_id="fresh_%s"),
        "weeks": _weeks(),
        "account": Account(LocalizedText(bn="শিবালয় উপজেলা প্রশাসন", en="Shibalaya Upazila"), "shibalaya_upazila"),
        "post": _POST,
        "banner": _BANNER,
        "boxes": [Box(0.13, 0.25, 0.17, 0.5), Box(0.6, 0.3, 0.14, 0.42)],
        "moment": _MOMENT,
        "lately": clock.now() - timedelta(hours=3, minutes=5),
        "stranger": "Salma & <Sons>",
        "turn": Turn(),
        "offices": [("মানিকগঞ্জ সদর", 41, 12_345), ("শিবালয়", 53, 123_456), ("ঘিওর", 7, 980)],
        "untranslated": LocalizedText(bn="শুধু বাংলায় আছে"),
    }


def _weeks() -> list[Week]:
    def week(back: int) -> Week:
        standing = {0: "running", 1: "at_risk", 52: "none"}.get(back, "broken" if back in _BROKEN else "kept")
        return Week(_LATEST - timedelta(weeks=back), standing)

    return [week(back) for back in range(_WEEKS)]
