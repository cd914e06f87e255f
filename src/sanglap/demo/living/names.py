"""People who do not exist: officers and citizens, named as people in Bangladesh are."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sanglap.core.localized import LocalizedText

# Given names and what goes with them, by community, so that each name is one that somebody could bear.
_NAMES = (
    ((("মো. শফিকুল", "Md. Shafiqul"), ("মাহবুব", "Mahbub"), ("জাহিদ", "Zahid"), ("মো. আনিসুর", "Md. Anisur"),
      ("সোহেল", "Sohel"), ("রাশেদুল", "Rashedul"), ("মো. মিজানুর", "Md. Mizanur"), ("তৌহিদ", "Touhid"),
      ("আবু বকর", "Abu Bakar"), ("ইমরান", "Imran"), ("শাহ আলম", "Shah Alam"), ("মো. নুরুল", "Md. Nurul"),
      ("সাইফুল", "Saiful"), ("কামাল", "Kamal"), ("মোস্তাফিজুর", "Mostafizur"), ("রুবেল", "Rubel")),
     (("ইসলাম", "Islam"), ("রহমান", "Rahman"), ("হোসেন", "Hossain"), ("আহমেদ", "Ahmed"), ("মিয়া", "Mia"),
      ("হক", "Haque"), ("উদ্দিন", "Uddin"), ("সরদার", "Sardar"), ("মোল্লা", "Molla"), ("তালুকদার", "Talukder"))),
    ((("শারমিন", "Sharmin"), ("নাজমা", "Nazma"), ("রোকসানা", "Roksana"), ("মাহফুজা", "Mahfuza"),
      ("তাহমিনা", "Tahmina"), ("সাবিনা", "Sabina"), ("রাবেয়া", "Rabeya"), ("মোছা. লাকী", "Most. Lucky"),
      ("ফাতেমা", "Fatema"), ("জেসমিন", "Jesmin"), ("হালিমা", "Halima"), ("আফরোজা", "Afroza"), ("সালমা", "Salma")),
     (("আক্তার", "Akter"), ("বেগম", "Begum"), ("খাতুন", "Khatun"), ("সুলতানা", "Sultana"), ("পারভীন", "Parvin"),
      ("ইয়াসমিন", "Yasmin"), ("খানম", "Khanam"), ("জাহান", "Jahan"))),
    ((("সুব্রত", "Subrata"), ("অনিমেষ", "Animesh"), ("দীপক", "Dipak"), ("শ্যামল", "Shyamal"), ("মিতা", "Mita"),
      ("শর্মিলা", "Sharmila"), ("রিপন", "Ripon"), ("পূর্ণিমা", "Purnima"), ("গৌতম", "Goutam"), ("তাপসী", "Taposhi")),
     (("দাস", "Das"), ("রায়", "Roy"), ("সাহা", "Saha"), ("বিশ্বাস", "Biswas"), ("মণ্ডল", "Mondal"),
      ("চক্রবর্তী", "Chakraborty"), ("দেবনাথ", "Debnath"))),
    ((("উচিং", "Uching"), ("সুমিতা", "Sumita"), ("রনি", "Roni"), ("নিলয়", "Niloy"), ("জেনি", "Jeni")),
     (("চাকমা", "Chakma"), ("মারমা", "Marma"), ("ত্রিপুরা", "Tripura"), ("মারাক", "Marak"), ("হেমব্রম", "Hembrom"))),
)  # fmt: skip
_SHARES = (46, 32, 17, 5)
_IN_LATIN = 0.15
"""So many citizens write their own name in Latin letters."""


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody on the network; `number` is what the network knows him by."""

    number: int
    handle: str
    name: str


def person(chance: Random) -> LocalizedText:
    given, family = chance.choices(_NAMES, _SHARES)[0]
    first, last = chance.choice(given), chance.choice(family)
    return LocalizedText(bn=f"{first[0]} {last[0]}", en=f"{first[1]} {last[1]}")


def citizens(count: int, first_number: int, chance: Random) -> list[Citizen]:
    """So many citizens, no two of one name, numbered from `first_number`."""
    found: dict[str, Citizen] = {}
    while len(found) < count:
        name, number = person(chance), first_number + len(found)
        shown = name["en"] if chance.random() < _IN_LATIN else name["bn"]
        stem = "_".join(name["en"].lower().replace(".", "").split())
        found.setdefault(shown, Citizen(number, f"{stem}_{chance.randint(10, 99)}{len(found)}"[:30], shown))
    return list(found.values())
