"""Days and times of day as people in Bangladesh write them, and the Bangla calendar.

A moment must know its offset from UTC; it is told in `zone`. A plain date is taken as it stands. For "bn" the
words and digits are Bangla, for every other language English. The names of months and weekdays are those of
Unicode's CLDR; they stand here because ICU formats by the process's own time zone and the Julian calendar of old.
"""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from sanglap.language.digits import in_digits_of

DHAKA: Final = ZoneInfo("Asia/Dhaka")

_WEEKDAYS = {
    "bn": "সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_MONTHS = {
    "bn": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "en": "January February March April May June July August September October November December",
}
_BANGLA_MONTHS = {
    "bn": "বৈশাখ জ্যৈষ্ঠ আষাঢ় শ্রাবণ ভাদ্র আশ্বিন কার্তিক অগ্রহায়ণ পৌষ মাঘ ফাল্গুন চৈত্র",
    "en": "Boishakh Joishtho Asharh Srabon Bhadro Ashwin Kartik Ogrohayon Poush Magh Falgun Choitro",
}
# From which hour on the day is called what. CLDR's hours, but for three o'clock: notices and newspapers in
# Bangladesh call it বিকাল, CLDR begins that at four.
_PARTS_OF_THE_DAY = (
    (20, "রাত"),
    (18, "সন্ধ্যা"),
    (15, "বিকাল"),
    (12, "দুপুর"),
    (6, "সকাল"),
    (4, "ভোর"),
    (0, "রাত"),
)
_NOON = 12
# Which hours of the day somebody may mean by each, more widely than it is told.
_MEANT = {
    "am": range(12),
    "pm": range(12, 24),
    "ভোর": range(3, 8),
    "সকাল": range(5, 12),
    "দুপুর": range(11, 16),
    "বিকাল": range(14, 19),
    "বিকেল": range(14, 19),
    "সন্ধ্যা": range(17, 21),
    "রাত": (*range(19, 24), *range(5)),
}


def format_date(day: date, language: str, form: str = "medium", zone: tzinfo = DHAKA) -> str:
    """A day. `form`: "long" (সোমবার, ২৩ নভেম্বর ২০২৬; Monday 23 November 2026), "medium" (২৩ নভেম্বর ২০২৬)
    or "short" (২৩/১১/২০২৬); ValueError for another. Of a moment, its day in `zone`.
    """
    day, words = _day(day, zone), _words(language)
    medium = f"{day.day} {_name(_MONTHS, words, day.month - 1)} {day.year}"
    forms = {
        "long": f"{_name(_WEEKDAYS, words, day.weekday())}{',' if words == 'bn' else ''} {medium}",
        "medium": medium,
        "short": f"{day.day:02}/{day.month:02}/{day.year}",
    }
    if form not in forms:
        raise ValueError(f"a date has no form {form!r}; it has {', '.join(forms)}")
    return in_digits_of(words, forms[form])


def months_in_english(text: str) -> str:
    """The text with the Bangla names of the twelve months, in normal form, as English ones."""
    for bangla, english in zip(_MONTHS["bn"].split(), _MONTHS["en"].split(), strict=True):
        text = text.replace(bangla, english)
    return text


def month_number(name: str) -> int | None:
    """The number of a month, by its full name in either language, however its English one is capitalised; None for
    another word. The Bangla name in normal form.
    """
    found = months_in_english(name.replace("ী", "ি")).capitalize()
    names = _MONTHS["en"].split()
    return names.index(found) + 1 if found in names else None


def hour_meant(part: str, hour: int) -> int | None:
    """The hour, 0 to 23, that is meant by one on twelve hours and the part of the day: am, pm or a Bangla one. None
    where the two do not go together, or the word is none of these.
    """
    fitting = _MEANT.get(part.lower().replace(".", ""), ())
    return next((one for one in fitting if hour in {one, one % _NOON or _NOON}), None)


def format_time(moment: datetime, language: str, zone: tzinfo = DHAKA) -> str:
    """A time of day on twelve hours: সকাল ৯:৩০, 9:30 am. Midnight is রাত ১২:০০, noon দুপুর ১২:০০."""
    local, words = _local(moment, zone), _words(language)
    clock = f"{local.hour % _NOON or _NOON}:{local.minute:02}"
    if words == "en":
        return f"{clock} {'am' if local.hour < _NOON else 'pm'}"
    part = next(name for since, name in _PARTS_OF_THE_DAY if local.hour >= since)
    return in_digits_of(words, f"{part} {clock}")


def format_moment(moment: datetime, language: str, zone: tzinfo = DHAKA) -> str:
    """Day and time of day: ২৩ নভেম্বর ২০২৬, সকাল ৯:৩০; 23 November 2026, 9:30 am."""
    return f"{format_date(moment, language, 'medium', zone)}, {format_time(moment, language, zone)}"


def weekday_name(number: int, language: str) -> str:
    """The name of a day of the week, Monday being 0: সোমবার, Monday. Raises IndexError beyond 6."""
    return _name(_WEEKDAYS, _words(language), number)


def month_name(number: int, language: str) -> str:
    """The name of a month, 1 to 12: নভেম্বর, November. Raises IndexError beyond 12."""
    return _name(_MONTHS, _words(language), number - 1)


@dataclass(frozen=True, slots=True, order=True)
class BanglaDate:
    """A day of the Bangla calendar: year বঙ্গাব্দ, month 1 (বৈশাখ) to 12 (চৈত্র), day from 1."""

    year: int
    month: int
    day: int


FIRST_REVISED_YEAR: Final = 1426
"""The year বঙ্গাব্দ (from 14 April 2019) in which Bangladesh's present division into months came into force."""
_YEARS_APART = 593


def bangla_date(day: date, zone: tzinfo = DHAKA) -> BanglaDate:
    """The day in Bangladesh's official Bangla calendar, where 14 April is always 1 Boishakh.

    Since 1426 the first six months have 31 days, Falgun 29 (30 in leap years), the others 30. Before it, the
    arrangement of 1995 is used: five months of 31 days, the others 30, Falgun 31 in leap years; whatever the
    year, though other divisions were in use before. Of a moment, its day in `zone`.
    """
    day = _day(day, zone)
    new_year = date(day.year, 4, 14)
    if day < new_year:
        new_year = date(day.year - 1, 4, 14)
    year = new_year.year - _YEARS_APART
    left = (day - new_year) // timedelta(days=1)
    lengths = _month_lengths(year)
    month = 0
    while left >= lengths[month]:
        left -= lengths[month]
        month += 1
    return BanglaDate(year, month + 1, left + 1)


def format_bangla_date(day: date, language: str = "bn", zone: tzinfo = DHAKA) -> str:
    """The day in the Bangla calendar: ৮ অগ্রহায়ণ ১৪৩৩; 8 Ogrohayon 1433."""
    found, words = bangla_date(day, zone), _words(language)
    return in_digits_of(words, f"{found.day} {_name(_BANGLA_MONTHS, words, found.month - 1)} {found.year}")


def _month_lengths(year: int) -> tuple[int, ...]:
    # Falgun holds the end of February, so the leap year is that of the spring in which the Bangla year ends.
    leap = isleap(year + _YEARS_APART + 1)
    if year >= FIRST_REVISED_YEAR:
        return (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 29 + leap, 30)
    return (31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30 + leap, 30)


def _name(names: dict[str, str], language: str, index: int) -> str:
    return names[language].split()[index]


def _words(language: str) -> str:
    return "bn" if language == "bn" else "en"


def _day(day: date, zone: tzinfo) -> date:
    return _local(day, zone).date() if isinstance(day, datetime) else day


def _local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment without its offset from UTC cannot be told in a time zone")
    return moment.astimezone(zone)
