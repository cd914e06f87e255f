"""What a text states as a fact (clause 6.b): figures, dates, laws, words of others.

Whether it is true no pattern knows. A claim is no fault: it is what whoever permits a post has to be sure of, and would
want a source for. Numbers by which an office is reached, and the hours at which it is open, are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sanglap.screening.findings import Band
from sanglap.screening.patterns import Hit, kind, stretches

_LETTER = r"[\p{L}\p{M}]"
_BEGIN, _STOP = rf"(?<!{_LETTER}|\d)", rf"(?!{_LETTER})"
_WORD = rf"{_BEGIN}{_LETTER}[\p{{L}}\p{{M}}\-]{{0,40}}+"

_NUMBER = r"(?<![\d.,/+\-#])\d[\d,]{0,20}+(?:\.\d{1,6}+| (?:দশমিক|point|doshomik) \d{1,6}+)?"
_SPELLED = (
    rf"{_BEGIN}(?:দুই|দু|তিন|চার|পাঁচ|ছয়|সাত|আট|নয়|দশ|বারো|পনেরো|বিশ|পঁচিশ|ত্রিশ|চল্লিশ|পঞ্চাশ|ষাট|সত্তর|আশি|নব্বই|একশ|দুইশ|"
    r"পাঁচশ|শত|দেড়|আড়াই|কয়েক|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|"
    r"hundred|dozens?|several|dui|tin|char|pach|panch|doy|sat|at|dosh|bish)"
)
_TIMES = (
    r"শত|শো|হাজার|লাখ|লক্ষ|কোটি|মিলিয়ন|বিলিয়ন|thousand|lakh|lac|crore|million|billion|trillion|hundred|hazar|hajar|"
    r"lokkho|koti"
)
_UNIT = (
    r"%|٪|শতাংশ|ভাগ|টাকা|ডলার|টন|মেট্রিক|মণ|কেজি|গ্রাম|লিটার|মিটার|কিলোমিটার|কিমি|কি\.মি|ফুট|ইঞ্চি|মাইল|একর|হেক্টর|বিঘা|শতক|"
    r"মেগাওয়াট|"
    r"ডিগ্রি|গুণ|জন|টি|খানা|পরিবার|মানুষ|শিক্ষার্থী|ছাত্র|রোগী|শিশু|নারী|কৃষক|গ্রাম|জেলা|উপজেলা|ইউনিয়ন|স্কুল|"
    r"প্রতিষ্ঠান|প্রকল্প|বাড়ি|ঘর|percent|per cent|taka|tk|usd|dollars?|tons?|tonnes?|kg|kilos?|grams?|lit(?:er|re)s?|"
    r"met(?:er|re)s?|km|kilomet(?:er|re)s?|feet|miles?|acres?|hectares?|bighas?|mw|megawatts?|degrees|people|"
    r"persons?|famil(?:y|ies)|households?|students?|patients?|children|women|men|farmers?|cases|deaths|schools?|villages|"
    r"districts|upazilas|projects?|houses|homes|beds|jobs|workers|voters|dead|killed|injured|die[ds]?|admitted|jon|ti|"
    r"poribar|manush|rogi|chatro|kilometer"
)
_QUOTED = r"[^“”„\"«»]{0,400}+"
_NOUN = rf"(?!(?:at|in|on|of|and|the|er|ke|করে|এবং|ও|আর|হতে|থেকে|পর্যন্ত){_STOP}){_WORD}"
_TITLE = (
    r"মন্ত্রী|প্রতিমন্ত্রী|উপদেষ্টা|সচিব|মহাপরিচালক|পরিচালক|চেয়ারম্যান|কমিশনার|প্রশাসক|কর্মকর্তা|অফিসার|অতিথি|সভাপতি|অধ্যাপক|"
    r"ডাক্তার|ডা\.|ড\.|জনাব|বেগম|তিনি|স্যার|মেয়র|বিচারপতি|রাষ্ট্রপতি|minister|adviser|advisor|secretary|director|chairman|"
    r"commissioner|officer|professor|doctor|dr\.|mr\.|ms\.|mrs\.|mayor|spokes(?:man|woman|person)|president|he|she|tini|"
    r"sochib|montri|uno|dc"
)
_SAYS = (
    r"বলেন|বলেছেন|জানান|জানিয়েছেন|জানায়|উল্লেখ করেন|দাবি করেন|মন্তব্য করেন|আশ্বাস দেন|said|says|stated|told|added|announced|"
    r"claimed|bolen|bolechen|bolesen|janan|janiyechen"
)
_LAW = (
    r"আইন|বিধিমালা|প্রবিধানমালা|অধ্যাদেশ|নীতিমালা|নির্দেশিকা|কার্যবিধি|দণ্ডবিধি|আদেশ|সংহিতা|act|rules|ordinance|policy|"
    r"guidelines?|regulations?|code|ain|bidhimala"
)
_MONTH = (
    r"জানুয়ারি|জানুয়ারী|ফেব্রুয়ারি|ফেব্রুয়ারী|মার্চ|এপ্রিল|মে(?![\p{L}\p{M}])|জুন|জুলাই|আগস্ট|অগাস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর|"
    r"বৈশাখ|জ্যৈষ্ঠ|আষাঢ়|শ্রাবণ|ভাদ্র|আশ্বিন|কার্তিক|অগ্রহায়ণ|পৌষ|মাঘ|ফাল্গুন|চৈত্র|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|"
    r"apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_LAND = r"(?:দেশ|বিশ্ব|বাংলাদেশ|এশিয়া|দক্ষিণ এশিয়া|পৃথিবী|উপমহাদেশ|জেলা|বিভাগ|ইতিহাস)(?:ের|র|ে|য়)?(?: মধ্যে)?"

KINDS: Final = (
    kind(
        "quotation", rf"(?P<it>“{_QUOTED}”|„{_QUOTED}[“”]|\"{_QUOTED}\"|«{_QUOTED}»|‘[^‘’]{{0,400}}+’)",
        Band.HIGH, "কারও কথা উদ্ধৃত হয়েছে; কথাটি কে, কবে বলেছেন তার সূত্র দেখে নিন।",
        "It quotes somebody; make sure who said it, and when.", words=4,
    ),
    kind(
        "law",
        rf"(?P<it>(?:{_WORD} (?:\([^()]{{1,40}}+\) )?){{0,4}}{_BEGIN}(?:{_LAW})(?:ের|এর|টি)?,? ?"
        r"(?:of )?\(?(?:1[6-9]|20)\d\d(?!\d)"
        rf"|{_BEGIN}(?:(?:ধারা|অনুচ্ছেদ|বিধি|article|section|rule|clause|dhara)(?: নং| no\.?)? ?"
        r"\d{1,3}(?!\d)(?:\(\w{1,3}\))?"
        r"|\d{1,3}(?:\(\w{1,3}\))? ?(?:নং|নম্বর)? ?(?:ধারা|অনুচ্ছেদ|dhara)))",
        Band.HIGH, "একটি আইন, বিধি বা ধারার উল্লেখ আছে; মূল পাঠের সঙ্গে মিলিয়ে দেখুন।",
        "It names a law, a rule or a section; compare it with its text.",
    ),
    kind(
        "saying", rf"(?P<it>{_BEGIN}(?:{_TITLE})(?:{_LETTER}{{0,3}}+)[^।.!?;]{{0,120}}?{_BEGIN}(?:{_SAYS}){_STOP})",
        Band.MEDIUM, "কারও বক্তব্য হিসেবে বলা হয়েছে; তিনি কথাটি বলেছেন কি না নিশ্চিত হোন।",
        "It is told as somebody's words; make sure that he said so.",
    ),
    kind(
        "figure",
        rf"(?P<it>(?:৳|\$|{_BEGIN}(?:tk|bdt|usd|rs)\.? ?) ?{_NUMBER}(?: ?(?:{_TIMES}){_STOP})?"
        rf"|(?:{_NUMBER} ?|{_SPELLED} ?)(?:(?:{_TIMES})(?:টি|ti)?{_STOP} ?){{1,3}}(?:{_NOUN})?"
        rf"|(?:{_NUMBER} ?|{_SPELLED} ?)(?:%|(?:{_UNIT}){_LETTER}{{0,4}}+{_STOP})(?: {_NOUN})?"
        rf"|{_BEGIN}(?:অর্ধশতাধিক|শতাধিক|সহস্রাধিক|হাজার হাজার|লাখ লাখ|কোটি কোটি|hundreds of|thousands of|millions of)"
        rf"(?: {_NOUN})?)",
        Band.HIGH, "একটি সংখ্যা বা পরিমাণ আছে; কোন তথ্যের ভিত্তিতে, তা দেখে নিন।",
        "It states a figure; make sure where it comes from.",
    ),
    kind(
        "date",
        rf"(?P<it>(?<![\d/.\-])\d{{1,2}} ?(?:ই|লা|রা|ঠা|শে|এ|st|nd|rd|th)?(?: of)? ?(?:{_MONTH})"
        r"(?:,? ?(?:1[4-9]|20)\d\d(?!\d))?"
        rf"|{_BEGIN}(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?![\d:টা])(?:,? ?(?:19|20)\d\d(?!\d))?"
        rf"|{_BEGIN}(?:{_MONTH}),? (?:1[4-9]|20)\d\d(?!\d)"
        r"|(?<![\d/.\-])\d{1,2}(?P<sep>[./\-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d/.\-]*\d)"
        r"|(?<![\d/.\-])(?:19|20)\d\d-\d\d-\d\d(?!\d)"
        r"|(?<![\d/.,\-+#])(?:1[4-9]|20)\d\d(?:[\-–](?:\d{4}|\d{2}))?(?![\d/]|[.,\-]\d)"
        r"(?: ?(?:সাল|সন|খ্রিস্টাব্দ|খ্রিষ্টাব্দ|বঙ্গাব্দ|"
        rf"অর্থবছর|sal){_LETTER}{{0,4}}+)?)",
        Band.MEDIUM, "একটি তারিখ বা সাল আছে; ঠিক আছে কি না মিলিয়ে দেখুন।",
        "It states a date or a year; make sure that it is right.",
    ),
    kind(
        "superlative",
        rf"(?P<it>{_BEGIN}{_LAND} (?:প্রথম|সর্ববৃহৎ|বৃহত্তম|একমাত্র|সেরা|শীর্ষ|দীর্ঘতম|উচ্চতম|সর্বপ্রথম|সবচেয়ে){_LETTER}{{0,4}}+"
        rf"|{_BEGIN}(?:সবচেয়ে|সবচাইতে|sobcheye|sobcaite|shobcheye) (?!কাছ|নিকট|kach){_WORD}"
        rf"|{_BEGIN}(?:সর্ববৃহৎ|বৃহত্তম|দীর্ঘতম|সর্বকালের সেরা|প্রথমবারের মত|রেকর্ড পরিমাণ|নজিরবিহীন|এক নম্বর){_LETTER}{{0,3}}+"
        rf"|{_BEGIN}(?:desher|bissher|bisher|asiar) (?:prothom|sera|ekmatro|shera){_STOP}"
        r"|(?<![a-z])(?:first|only|best|largest|biggest|highest|longest|fastest|top|leading|worst)"
        r"(?: [a-z\-]{1,20}+){0,4} "
        r"(?:in|of) (?:the |all )?(?:country|bangladesh|world|asia|south asia|nation|district|division|"
        r"history|time)(?![a-z])"
        r"|(?<![a-z])(?:record high|all-time high|for the first time|unprecedented|number one|no\. ?1)(?![a-z]))",
        Band.MEDIUM, "প্রথম, একমাত্র বা সবচেয়ে বড় বলা হয়েছে; এমন দাবির সূত্র দেখে নিন।",
        "It calls something the first, the only or the greatest; make sure of it.",
    ),
)  # fmt: skip
"""What holds others stands earlier: a year in the name of a law is no date of its own."""


def found(copy: str) -> Iterator[Hit]:
    """The claims in a plain copy of a text, each stretch once."""
    return stretches(KINDS, copy)
