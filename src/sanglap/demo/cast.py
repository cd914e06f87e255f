"""The named cast: the same offices and people in demo, tests and documents. The offices exist; the people do not."""

from dataclasses import dataclass, field

from sanglap.core.localized import LocalizedText
from sanglap.offices.models import Kind
from sanglap.people.permissions import Role

PASSWORD = "sanglap-demo-2016"  # noqa: S105 - the demo's own, on loopback only, printed on the terminal
HANDLE = "shibalaya_upazila"


@dataclass(frozen=True, slots=True)
class OfficeSketch:
    """An office of the cast: `key` is what demo and tests call it by, `parent` another's key. Its code is that of the
    national list of field offices, where it stands there. Its telephone and e-mail address are made up.
    """

    key: str
    code: str
    kind: Kind
    name: LocalizedText
    website: str
    parent: str | None = None
    address: LocalizedText = field(default_factory=LocalizedText)
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class PersonSketch:
    """A person of the cast and the one position he or she holds."""

    username: str
    name: LocalizedText
    title: LocalizedText
    office: str
    role: Role
    below: bool = False


OFFICES = (
    OfficeSketch(
        "cabinet",
        "cabinet-division",
        Kind.DIVISION,
        LocalizedText(bn="মন্ত্রিপরিষদ বিভাগ", en="Cabinet Division"),
        "https://cabinet.gov.bd",
        address=LocalizedText(bn="বাংলাদেশ সচিবালয়, ঢাকা ১০০০", en="Bangladesh Secretariat, Dhaka 1000"),
        phone="02-00000001",
        email="info@cabinet.example",
    ),
    OfficeSketch(
        "dhaka",
        "bd-div-6",
        Kind.FIELD,
        LocalizedText(bn="বিভাগীয় কমিশনারের কার্যালয়, ঢাকা", en="Office of the Divisional Commissioner, Dhaka"),
        "https://www.dhakadiv.gov.bd",
        "cabinet",
    ),
    OfficeSketch(
        "manikganj",
        "bd-dist-46",
        Kind.FIELD,
        LocalizedText(bn="জেলা প্রশাসকের কার্যালয়, মানিকগঞ্জ", en="Office of the Deputy Commissioner, Manikganj"),
        "https://www.manikganj.gov.bd",
        "dhaka",
        address=LocalizedText(bn="জেলা প্রশাসকের কার্যালয় ভবন, মানিকগঞ্জ", en="Deputy Commissioner's Office, Manikganj"),
        phone="02-00000046",
        email="dc@manikganj.example",
    ),
    OfficeSketch(
        "shibalaya",
        "bd-upa-362",
        Kind.FIELD,
        LocalizedText(bn="উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয়", en="Office of the Upazila Nirbahi Officer, Shibalaya"),
        "https://shibalaya.manikganj.gov.bd",
        "manikganj",
        address=LocalizedText(bn="উপজেলা পরিষদ, শিবালয়, মানিকগঞ্জ", en="Upazila Parishad, Shibalaya, Manikganj"),
        phone="02-00000362",
        email="uno@shibalaya.example",
    ),
    OfficeSketch(
        "ghior",
        "bd-upa-361",
        Kind.FIELD,
        LocalizedText(bn="উপজেলা নির্বাহী অফিসারের কার্যালয়, ঘিওর", en="Office of the Upazila Nirbahi Officer, Ghior"),
        "https://ghior.manikganj.gov.bd",
        "manikganj",
        address=LocalizedText(bn="উপজেলা পরিষদ, ঘিওর, মানিকগঞ্জ"),
        phone="02-00000361",
        email="uno@ghior.example",
    ),
)

PEOPLE = (
    PersonSketch(
        "sumaiya",
        LocalizedText(bn="সুমাইয়া আক্তার", en="Sumaiya Akter"),
        LocalizedText(bn="অফিস সহকারী", en="Office Assistant"),
        "shibalaya",
        Role.AUTHOR,
    ),
    PersonSketch(
        "kamrul",
        LocalizedText(bn="মো. কামরুল হাসান", en="Md. Kamrul Hasan"),
        LocalizedText(bn="সহকারী প্রোগ্রামার", en="Assistant Programmer"),
        "shibalaya",
        Role.PANEL,
    ),
    PersonSketch(
        "rehana",
        LocalizedText(bn="রেহানা পারভীন", en="Rehana Parvin"),
        LocalizedText(bn="উপজেলা নির্বাহী অফিসার", en="Upazila Nirbahi Officer"),
        "shibalaya",
        Role.HEAD,
    ),
    PersonSketch(
        "tanvir",
        LocalizedText(bn="তানভীর আহমেদ", en="Tanvir Ahmed"),
        LocalizedText(bn="সহকারী প্রোগ্রামার", en="Assistant Programmer"),
        "ghior",
        Role.PANEL,
    ),
    PersonSketch(
        "nasrin",
        LocalizedText(bn="নাসরিন সুলতানা", en="Nasrin Sultana"),
        LocalizedText(bn="উপসচিব", en="Deputy Secretary"),
        "cabinet",
        Role.COORDINATOR,
        below=True,
    ),
    PersonSketch(
        "mannan",
        LocalizedText(bn="আব্দুল মান্নান", en="Abdul Mannan"),
        LocalizedText(bn="নিরীক্ষা কর্মকর্তা", en="Audit Officer"),
        "cabinet",
        Role.AUDITOR,
        below=True,
    ),
    PersonSketch(
        "zahid",
        LocalizedText(bn="জাহিদ ইকবাল", en="Zahid Iqbal"),
        LocalizedText(bn="সিস্টেম অ্যানালিস্ট", en="Systems Analyst"),
        "cabinet",
        Role.OPERATOR,
        below=True,
    ),
    PersonSketch(
        "farhana",
        LocalizedText(bn="ফারহানা ইয়াসমিন", en="Farhana Yasmin"),
        LocalizedText(bn="সহকারী কমিশনার", en="Assistant Commissioner"),
        "manikganj",
        Role.COORDINATOR,
        below=True,
    ),
    PersonSketch(
        "jamal",
        LocalizedText(bn="জামাল উদ্দিন", en="Jamal Uddin"),
        LocalizedText(bn="কম্পিউটার অপারেটর", en="Computer Operator"),
        "shibalaya",
        Role.RESPONDER,
    ),
)

EXTRAS = (
    PersonSketch(
        "mahmudul",
        LocalizedText(bn="মাহমুদুল আলম", en="Mahmudul Alam"),
        LocalizedText(bn="জেলা প্রশাসক", en="Deputy Commissioner"),
        "manikganj",
        Role.HEAD,
    ),
    PersonSketch(
        "rokeya",
        LocalizedText(bn="রোকেয়া সুলতানা", en="Rokeya Sultana"),
        LocalizedText(bn="সহকারী কমিশনার (আইসিটি)", en="Assistant Commissioner (ICT)"),
        "manikganj",
        Role.PANEL,
    ),
    PersonSketch(
        "anisur",
        LocalizedText(bn="আনিসুর রহমান", en="Anisur Rahman"),
        LocalizedText(bn="অতিরিক্ত বিভাগীয় কমিশনার", en="Additional Divisional Commissioner"),
        "dhaka",
        Role.PANEL,
    ),
    PersonSketch(
        "ripon",
        LocalizedText(bn="রিপন কুমার সাহা", en="Ripon Kumar Saha"),
        LocalizedText(bn="অফিস সহকারী", en="Office Assistant"),
        "ghior",
        Role.AUTHOR,
    ),
)
"""Whom one can be besides, where the demo has its year: of the district, of a panel of five, of an office in need."""
UNORDERED = "ripon"
"""Whose order has not come yet."""

ACCOUNT_NAME = LocalizedText(bn="শিবালয় উপজেলা প্রশাসন", en="Shibalaya Upazila Administration")
AUDIENCE = LocalizedText(bn="শিবালয় উপজেলার নাগরিক ও সেবাগ্রহীতা", en="The citizens and service receivers of Shibalaya")
DESCRIPTION = LocalizedText(
    bn="উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয়ের দাপ্তরিক পেজ। এখানে সেবার খবর দেওয়া হয় এবং নাগরিকের প্রশ্নের সাড়া দেওয়া হয়।",
    en="The official page of the Office of the Upazila Nirbahi Officer, Shibalaya: news of services, and answers.",
)
PURPOSES = ("4.b", "4.c", "4.f")
