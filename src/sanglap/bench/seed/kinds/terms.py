"""The terms of the platforms by version, and laws that were entered beside those of the rulebook."""

from __future__ import annotations

from datetime import timedelta

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.lines import Form, document, key, milliseconds, stamp
from sanglap.bench.seed.loading import Gathered
from sanglap.bench.seed.world import AT_THE_TOP, World
from sanglap.guideline import loader
from sanglap.laws.models import EnteredLaw
from sanglap.laws.models import Kind as LawKind
from sanglap.platforms.models import TermsVersion

_TERMS = Form(TermsVersion, "id", "platform", "version", "starts_on", "url", "summary", "entered_by_id", "entered_at")
_LAW = Form(
    EnteredLaw, "id", "title", "kind", "number", "year", "dated", "starts_on", "meaning", "entered_by_id", "entered_at"
)
_SUMMARY = document({"bn": "অভিযোগ জানানোর ধাপ যোগ হয়েছে।", "en": "Steps for reporting were added."})
_VERSIONS = (700, 420, 150)
"""So many days ago each began to hold; the last where the terms changed lately."""
_LATELY = frozenset({"mastodon", "youtube"})
_LAWS = (
    ("তথ্য প্রকাশ পরিপত্র", "Circular on the Publication of Information", LawKind.CIRCULAR, 540),
    ("মাঠ প্রশাসনের সামাজিক মাধ্যম নির্দেশনা", "Instruction on Social Media in the Field", LawKind.CIRCULAR, 300),
    ("দপ্তরের ছবি ব্যবহার নীতি", "Policy on the Use of Pictures by Offices", LawKind.POLICY, 120),
)  # fmt: skip
_MEANING = document({"bn": "প্রকাশের আগে দেখে নিন।", "en": "Look it up before you publish."})


def _load(world: World, _part: int) -> int:
    rows, by = Gathered(_TERMS, _LAW), world.known.people[AT_THE_TOP]
    number = 0
    for back in _VERSIONS:
        at = world.plan.now - timedelta(days=back)
        for platform in loader.current().catalogue.platforms:
            if back == _VERSIONS[-1] and platform.id not in _LATELY:
                continue
            number += 1
            rows.add(
                _TERMS, key(milliseconds(at), number), platform.id, f"{at:%Y-%m}", f"{at:%Y-%m-%d}",
                platform.terms or platform.privacy.url or f"https://{platform.id}.example/terms", _SUMMARY, by,
                stamp(milliseconds(at)),
            )  # fmt: skip
    for bangla, english, kind, back in _LAWS:
        at = world.plan.now - timedelta(days=back)
        number += 1
        rows.add(
            _LAW, key(milliseconds(at), number), document({"bn": bangla, "en": english}), kind.value,
            f"04.00.0000.{number}", str(at.year), f"{at:%Y-%m-%d}", f"{at:%Y-%m-%d}", _MEANING, by,
            stamp(milliseconds(at)),
        )  # fmt: skip
    return rows.copy()


KIND = Kind("terms and laws", lambda _world: 1, _load)
