"""The offices whose year the demo tells: some sixty of all tiers, with how well each keeps its account.

The offices exist, with the codes of the national list; their accounts and whatever is said of them are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sanglap.core.localized import LocalizedText
from sanglap.demo import cast
from sanglap.demo.library import Tier
from sanglap.offices.models import Kind


class Care(StrEnum):
    """How an office looks after its account."""

    GOOD = "good"
    MIDDLING = "middling"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Sketch:
    """An office with an account. `place` is what its texts call it by, `topics` what a national office speaks of."""

    code: str
    tier: Tier
    place: LocalizedText
    parent: str
    handle: str
    name: LocalizedText
    account: LocalizedText
    kind: Kind = Kind.FIELD
    website: str = ""
    topics: tuple[str, ...] = ()
    care: Care = Care.GOOD
    panel: int = 1
    majority: bool = False


CABINET = "cabinet-division"

# Code, kind, names, website, handle, topics, size of the panel.
_NATIONAL = (
    (CABINET, Kind.DIVISION, "মন্ত্রিপরিষদ বিভাগ", "Cabinet Division", "https://cabinet.gov.bd", "cabinet_division",
     ("services",), 3),
    ("orgbdr", Kind.DIRECTORATE, "রেজিস্ট্রার জেনারেলের কার্যালয়, জন্ম ও মৃত্যু নিবন্ধন",
     "Office of the Registrar General, Birth and Death Registration", "https://orgbdr.gov.bd", "birth_registration",
     ("births",), 3),
    ("minland", Kind.MINISTRY, "ভূমি মন্ত্রণালয়", "Ministry of Land", "https://minland.gov.bd", "ministry_of_land",
     ("land",), 5),
    ("dip", Kind.DIRECTORATE, "ইমিগ্রেশন ও পাসপোর্ট অধিদপ্তর", "Department of Immigration and Passports",
     "https://dip.gov.bd", "passports", ("passport",), 3),
    ("dghs", Kind.DIRECTORATE, "স্বাস্থ্য অধিদপ্তর", "Directorate General of Health Services", "https://dghs.gov.bd",
     "health_services", ("health",), 5),
    ("ddm", Kind.DIRECTORATE, "দুর্যোগ ব্যবস্থাপনা অধিদপ্তর", "Department of Disaster Management",
     "https://ddm.gov.bd", "disaster_management", ("flood", "weather"), 3),
    ("dae", Kind.DIRECTORATE, "কৃষি সম্প্রসারণ অধিদপ্তর", "Department of Agricultural Extension",
     "https://dae.gov.bd", "agricultural_extension", ("farming",), 3),
    ("dncrp", Kind.DIRECTORATE, "জাতীয় ভোক্তা অধিকার সংরক্ষণ অধিদপ্তর",
     "Directorate of National Consumers' Right Protection", "https://dncrp.gov.bd", "consumer_rights", ("market",), 3),
    ("dshe", Kind.DIRECTORATE, "মাধ্যমিক ও উচ্চ শিক্ষা অধিদপ্তর", "Directorate of Secondary and Higher Education",
     "https://dshe.gov.bd", "secondary_education", ("education",), 3),
    ("dss", Kind.DIRECTORATE, "সমাজসেবা অধিদপ্তর", "Department of Social Services", "https://dss.gov.bd",
     "social_services", ("welfare",), 3),
    ("reb", Kind.AUTONOMOUS, "বাংলাদেশ পল্লী বিদ্যুতায়ন বোর্ড", "Bangladesh Rural Electrification Board",
     "https://reb.gov.bd", "rural_electrification", ("roads",), 1),
    ("ictd", Kind.DIVISION, "তথ্য ও যোগাযোগ প্রযুক্তি বিভাগ", "Information and Communication Technology Division",
     "https://ictd.gov.bd", "ict_division", ("services",), 3),
)  # fmt: skip

# Number in the national list, the number above it, names of the place.
_DIVISIONS = (
    (6, 0, "ঢাকা", "Dhaka"), (1, 0, "চট্টগ্রাম", "Chattogram"), (2, 0, "রাজশাহী", "Rajshahi"), (3, 0, "খুলনা", "Khulna"),
    (4, 0, "বরিশাল", "Barishal"), (5, 0, "সিলেট", "Sylhet"), (7, 0, "রংপুর", "Rangpur"),
    (8, 0, "ময়মনসিংহ", "Mymensingh"),
)  # fmt: skip
_DISTRICTS = (
    (46, 6, "মানিকগঞ্জ", "Manikganj"), (39, 5, "সুনামগঞ্জ", "Sunamganj"), (60, 7, "কুড়িগ্রাম", "Kurigram"),
    (9, 1, "কক্সবাজার", "Coxsbazar"), (34, 4, "ভোলা", "Bhola"), (27, 3, "খুলনা", "Khulna"),
    (4, 1, "রাঙ্গামাটি", "Rangamati"), (15, 2, "রাজশাহী", "Rajshahi"), (14, 2, "বগুড়া", "Bogura"),
    (62, 8, "ময়মনসিংহ", "Mymensingh"), (1, 1, "কুমিল্লা", "Cumilla"), (52, 6, "ফরিদপুর", "Faridpur"),
    (54, 7, "দিনাজপুর", "Dinajpur"), (20, 3, "যশোর", "Jashore"), (36, 5, "সিলেট", "Sylhet"),
)  # fmt: skip
_UPAZILAS = (
    (362, 46, "শিবালয়", "Shibalaya"), (361, 46, "ঘিওর", "Ghior"), (358, 46, "হরিরামপুর", "Harirampur"),
    (359, 46, "সাটুরিয়া", "Saturia"), (363, 46, "দৌলতপুর", "Daulatpur"), (306, 39, "তাহিরপুর", "Tahirpur"),
    (308, 39, "জামালগঞ্জ", "Jamalganj"), (454, 60, "চিলমারী", "Chilmari"), (449, 60, "নাগেশ্বরী", "Nageshwari"),
    (87, 9, "টেকনাফ", "Teknaf"), (81, 9, "চকরিয়া", "Chakaria"), (261, 34, "চরফ্যাশন", "Charfesson"),
    (263, 34, "মনপুরা", "Monpura"), (213, 27, "দাকোপ", "Dacope"), (214, 27, "কয়রা", "Koyra"),
    (36, 4, "বাঘাইছড়ি", "Baghaichari"), (34, 4, "কাপ্তাই", "Kaptai"), (140, 15, "গোদাগাড়ী", "Godagari"),
    (124, 14, "সারিয়াকান্দি", "Sariakandi"), (132, 14, "শেরপুর", "Sherpur"), (464, 62, "ভালুকা", "Bhaluka"),
    (6, 1, "দাউদকান্দি", "Daudkandi"), (9, 1, "মুরাদনগর", "Muradnagar"), (395, 52, "ভাঙ্গা", "Bhanga"),
    (396, 52, "চরভদ্রাসন", "Charbhadrasan"), (405, 54, "বীরগঞ্জ", "Birganj"), (175, 20, "ঝিকরগাছা", "Jhikargacha"),
    (278, 36, "গোয়াইনঘাট", "Gowainghat"), (282, 36, "জকিগঞ্জ", "Zakiganj"),
)  # fmt: skip

_MIDDLING = frozenset({
    "bd-upa-363", "bd-upa-449", "bd-upa-81", "bd-upa-214", "bd-upa-34", "bd-upa-132", "bd-upa-9", "bd-upa-405",
    "bd-dist-34", "bd-dist-14", "bd-dist-54", "bd-div-8", "reb",
})  # fmt: skip
_POOR = frozenset({"bd-upa-361", "bd-upa-263", "bd-upa-36", "bd-upa-396", "bd-upa-282", "bd-dist-4"})
_MAJORITY = frozenset({"bd-dist-46", "bd-dist-39", "bd-div-6", "minland", "dghs"})
_THREE = frozenset({"bd-upa-306", "bd-upa-261", "bd-upa-140", "bd-upa-6", "bd-upa-278", "bd-upa-454"})
"""Upazilas with a panel of three; the others have one responsible person."""


def care_of(code: str) -> Care:
    return Care.POOR if code in _POOR else Care.MIDDLING if code in _MIDDLING else Care.GOOD


def _national() -> list[Sketch]:
    return [
        Sketch(
            code, Tier.NATIONAL, LocalizedText(bn="সারাদেশ", en="the whole country"), "" if code == CABINET else CABINET,
            handle, name := LocalizedText(bn=bangla, en=english), name, kind, website, topics, care_of(code), size,
            code in _MAJORITY,
        )
        for code, kind, bangla, english, website, handle, topics, size in _NATIONAL
    ]  # fmt: skip


def _field(tier: Tier, rows: tuple[tuple[int, int, str, str], ...]) -> list[Sketch]:
    stem, above, office, account, suffix = _SHAPES[tier]
    found = []
    for number, parent, bangla, english in rows:
        code = f"bd-{stem}-{number}"
        handle = cast.HANDLE if code == "bd-upa-362" else f"{english.lower()}_{suffix}"
        size = {Tier.DIVISION: 5, Tier.DISTRICT: 3}.get(tier, 3 if code in _THREE else 1)
        found.append(
            Sketch(
                code, tier, LocalizedText(bn=bangla, en=english), f"bd-{above}-{parent}" if above else CABINET, handle,
                LocalizedText(bn=office[0].format(bangla), en=office[1].format(english)),
                LocalizedText(bn=account[0].format(bangla), en=account[1].format(english)),
                care=care_of(code), panel=size, majority=code in _MAJORITY,
            )
        )  # fmt: skip
    return found


_SHAPES = {
    Tier.DIVISION: (
        "div", "",
        ("বিভাগীয় কমিশনারের কার্যালয়, {}", "Office of the Divisional Commissioner, {}"),
        ("বিভাগীয় প্রশাসন, {}", "{} Divisional Administration"), "division",
    ),
    Tier.DISTRICT: (
        "dist", "div",
        ("জেলা প্রশাসকের কার্যালয়, {}", "Office of the Deputy Commissioner, {}"),
        ("জেলা প্রশাসন, {}", "{} District Administration"), "district",
    ),
    Tier.UPAZILA: (
        "upa", "dist",
        ("উপজেলা নির্বাহী অফিসারের কার্যালয়, {}", "Office of the Upazila Nirbahi Officer, {}"),
        ("{} উপজেলা প্রশাসন", "{} Upazila Administration"), "upazila",
    ),
}  # fmt: skip

REGISTER: tuple[Sketch, ...] = (
    *_national(),
    *_field(Tier.DIVISION, _DIVISIONS),
    *_field(Tier.DISTRICT, _DISTRICTS),
    *_field(Tier.UPAZILA, _UPAZILAS),
)
