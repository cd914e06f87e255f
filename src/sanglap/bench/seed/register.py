"""The offices: the cast's, the national list's, and as many departments below the upazilas as are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sanglap.bench import nation
from sanglap.bench.seed.lines import key
from sanglap.offices.models import Kind
from sanglap.offices.services.imports import geo

ROOT, UPAZILA = "cabinet-division", "bd-upa-"
# What is at the top beside the office that coordinates: in Bangla, in English.
_MINISTRIES = (
    ("minland", Kind.MINISTRY, "ভূমি মন্ত্রণালয়", "Ministry of Land"),
    ("moa", Kind.MINISTRY, "কৃষি মন্ত্রণালয়", "Ministry of Agriculture"),
    ("moedu", Kind.MINISTRY, "শিক্ষা মন্ত্রণালয়", "Ministry of Education"),
    ("mowr", Kind.MINISTRY, "পানি সম্পদ মন্ত্রণালয়", "Ministry of Water Resources"),
    ("ictd", Kind.DIVISION, "তথ্য ও যোগাযোগ প্রযুক্তি বিভাগ", "Information and Communication Technology Division"),
    ("dip", Kind.DIRECTORATE, "ইমিগ্রেশন ও পাসপোর্ট অধিদপ্তর", "Department of Immigration and Passports"),
    ("dghs", Kind.DIRECTORATE, "স্বাস্থ্য অধিদপ্তর", "Directorate General of Health Services"),
    ("dae", Kind.DIRECTORATE, "কৃষি সম্প্রসারণ অধিদপ্তর", "Department of Agricultural Extension"),
    ("dshe", Kind.DIRECTORATE, "মাধ্যমিক ও উচ্চ শিক্ষা অধিদপ্তর", "Directorate of Secondary and Higher Education"),
    ("dss", Kind.DIRECTORATE, "সমাজসেবা অধিদপ্তর", "Department of Social Services"),
    ("reb", Kind.AUTONOMOUS, "বাংলাদেশ পল্লী বিদ্যুতায়ন বোর্ড", "Bangladesh Rural Electrification Board"),
    ("ddm", Kind.DIRECTORATE, "দুর্যোগ ব্যবস্থাপনা অধিদপ্তর", "Department of Disaster Management"),
)
MINISTRIES = tuple(code for code, *_rest in _MINISTRIES)
CAST = (ROOT, "bd-div-6", "bd-dist-46", "bd-upa-362", "bd-upa-361")


@dataclass(frozen=True, slots=True)
class Office:
    """An office; `parent` is its parent's number, None for the root. `known`: the cast brought it in."""

    number: int
    key: str
    code: str
    kind: str
    bn: str
    en: str
    parent: int | None
    area: str
    website: str
    address: str
    email: str
    phone: str
    known: bool

    @property
    def place(self) -> str:
        """A short name for handles."""
        return self.code.removeprefix("bd-").replace("-", "_")


def offices(count: int, within: str, *, at: int, known: Mapping[str, str]) -> list[Office]:
    """So many offices, those above before those below. `known` gives the keys of the cast's offices by code."""
    found: list[Office] = []
    numbers: dict[str, int] = {}
    for row in islice(_rows(within, count), count):
        code = row["code"]
        number = numbers[code] = len(found)
        above = row.get("parent") or (ROOT if code != ROOT else "")
        found.append(
            Office(
                number, known.get(code) or key(at, number), code, row["kind"], row["name_bn"], row["name_en"],
                numbers[above] if above else None, row.get("area", ""), row.get("website", ""),
                row.get("address_bn", ""), row.get("email", ""), row.get("phone", ""), code in known,
            )
        )  # fmt: skip
    return found


def _rows(within: str, count: int) -> Iterator[Mapping[str, str]]:
    """By column: the root, the ministries, the list, the departments."""
    ministries = [
        {"code": code, "kind": kind.value, "name_bn": bangla, "name_en": english, "parent": ROOT,
         "website": f"https://{code}.gov.bd"}
        for code, kind, bangla, english in _MINISTRIES
    ]  # fmt: skip
    yield {"code": ROOT, "kind": Kind.DIVISION.value, "name_bn": "মন্ত্রিপরিষদ বিভাগ", "name_en": "Cabinet Division"}
    yield from ministries
    listed = [{"code": row.code, **row.after} for row in geo.rows(lambda _done, _whole: None)]
    if within:
        listed = list(_within(listed, within))
    yield from listed
    upazilas = [
        (row["code"], {"bn": row["name_bn"], "en": row["name_en"]}) for row in listed if row["code"].startswith(UPAZILA)
    ]
    for row in nation.departments(upazilas, max(count - len(listed) - len(ministries) - 1, 0)):
        yield dict(zip(nation.COLUMNS, row, strict=True))


def _within(listed: Sequence[Mapping[str, str]], district: str) -> Iterator[dict[str, str]]:
    """The district's office, what is above it, and what is below it."""
    above = {row["code"]: row["parent"] for row in listed}
    chain = {district, above[district]}
    for row in listed:
        if row["code"] in chain or above.get(row["parent"]) == district or row["parent"] == district:
            yield dict(row)
