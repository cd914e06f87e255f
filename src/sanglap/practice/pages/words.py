"""What the pages say, in both languages: key → (Bangla, English)."""

from typing import Final

BOTH: Final[dict[str, tuple[str, str]]] = {
    "network": ("অনুশীলন নেটওয়ার্ক", "Practice network"),
    "nothing_real": (
        "এটি শেখার জায়গা। এখানকার কোনো পোস্ট, মন্তব্য বা নাম আসল নয়।",
        "This is a place to learn. No post, comment or name here is real.",
    ),
    "other_language": ("English", "বাংলা"),
    "skip": ("মূল অংশে যান", "Skip to the main part"),
    "home": ("প্রথম পাতা", "Front page"),
    "faults": ("ত্রুটির সুইচ", "Fault switches"),
    "latest": ("সাম্প্রতিক পোস্ট", "Latest posts"),
    "no_posts": ("এখনও কোনো পোস্ট নেই।", "There are no posts yet."),
    "offices": ("অফিসসমূহ", "Offices"),
    "no_offices": ("এখনও কোনো অফিসের একাউন্ট নেই।", "No office has an account yet."),
    "office": ("অফিস", "Office"),
    "citizen": ("নাগরিক", "Citizen"),
    "posts_of": ("পোস্ট ও মন্তব্য", "Posts and comments"),
    "tagged": ("এই বিষয়ের পোস্ট", "Posts on this topic"),
    "older": ("আরও পুরোনো", "Older"),
    "to_office": ("অফিসকে লিখুন", "Write to an office"),
    "which_office": ("কোন অফিসকে", "To which office"),
    "comments": ("মন্তব্য", "Comments"),
    "no_comments": ("এখনও কেউ মন্তব্য করেননি।", "Nobody has commented yet."),
    "comment": ("মন্তব্য করুন", "Comment"),
    "your_comment": ("আপনার মন্তব্য", "Your comment"),
    "your_message": ("আপনার বার্তা", "Your message"),
    "your_reply": ("আপনার উত্তর", "Your reply"),
    "reply": ("উত্তর দিন", "Reply"),
    "reply_to": ("যাঁকে উত্তর দিচ্ছেন:", "You are replying to:"),
    "send": ("পাঠান", "Send"),
    "save": ("পরিবর্তন রাখুন", "Save the change"),
    "cancel": ("বাতিল", "Cancel"),
    "edit": ("সম্পাদনা", "Edit"),
    "delete": ("মুছুন", "Delete"),
    "edited": ("সম্পাদিত", "edited"),
    "answers": ("সাড়া", "answers"),
    "view": ("পোস্টটি দেখুন", "See the post"),
    "thread": ("পুরো আলোচনা দেখুন", "See the whole thread"),
    "you_are": ("আপনি লিখছেন এই নামে:", "You write as:"),
    "another_name": ("অন্য নাম নিন", "Take another name"),
    "play_as": ("কোন নাগরিকের ভূমিকায় লিখবেন?", "Which citizen will you play?"),
    "pick": ("একটি নাম বাছুন", "Choose a name"),
    "pick_none": ("নতুন নাম লিখব", "I will type a new name"),
    "type_name": ("অথবা একটি নাম লিখুন", "Or type a name"),
    "limit_hint": ("সর্বোচ্চ ৫০০ অক্ষর।", "At most 500 characters."),
    "blank": ("লেখাটি খালি। কিছু লিখে আবার পাঠান।", "The text is empty. Write something and send it again."),
    "long": (
        "লেখাটি ৫০০ অক্ষরের চেয়ে বড়। ছোট করে আবার পাঠান।",
        "The text is longer than 500 characters. Shorten it and send it again.",
    ),
    "nameless": ("একটি নাম বাছুন অথবা লিখুন।", "Choose or type a name."),
    "gone": (
        "এটি আর নেই। হয়তো মুছে ফেলা হয়েছে।",
        "This is not here any more. Perhaps it was deleted.",
    ),
    "not_found": ("পাতাটি পাওয়া যায়নি", "Page not found"),
    "stale": (
        "পাতাটি অনেকক্ষণ খোলা ছিল বলে লেখাটি নেওয়া যায়নি। আগের পাতায় ফিরে আবার পাঠান।",
        "The page was open for long, so this could not be taken. Go back and send it again.",
    ),
    "stale_title": ("আবার পাঠাতে হবে", "Please send it again"),
    "faults_lead": (
        "সংযোগ বিঘ্নিত হলে ব্যবস্থাটি কী করে, তা দেখার জন্য এখানে ইচ্ছা করে ত্রুটি ঘটানো যায়।",
        "Here a trainer makes things go wrong on purpose, to see what the system does then.",
    ),
    "fault_kind": ("কী ঘটবে", "What happens"),
    "refuse": ("গ্রহণ না করে ফিরিয়ে দেবে (503)", "Refuse without accepting (503)"),
    "throttle": ("বলবে: অনেক বেশি অনুরোধ (429)", "Say: too many requests (429)"),
    "delay": ("দেরিতে উত্তর দেবে", "Answer late"),
    "accept_then_fail": ("গ্রহণ করবে, কিন্তু বলবে ব্যর্থ (500)", "Accept, then say it failed (500)"),
    "accept_then_hang": ("গ্রহণ করবে, তারপর আর সাড়া দেবে না", "Accept, then never answer"),
    "reject": ("লেখাটি নামঞ্জুর করবে (422)", "Reject the text (422)"),
    "revoke": ("প্রবেশের টোকেন বাতিল করবে (401)", "Revoke the token (401)"),
    "fault_on": ("কোন অনুরোধে", "On which calls"),
    "posts": ("নতুন পোস্ট ও সাড়া", "New posts and answers"),
    "writes": ("সব পরিবর্তন", "All changes"),
    "reads": ("পড়ার অনুরোধ", "Reading"),
    "all": ("সব অনুরোধ", "All calls"),
    "fault_account": ("কোন অফিসের", "Of which office"),
    "every_account": ("সব অফিস", "Every office"),
    "fault_count": ("পরের কতটি অনুরোধে", "For how many next calls"),
    "fault_percent": (
        "অথবা শতকরা কতটিতে (লিখলে অনুরোধের সংখ্যা গণ্য হবে না)",
        "Or for what percentage (the number of calls then does not count)",
    ),
    "fault_seed": ("শতকরা বাছাইয়ের বীজ-সংখ্যা", "Seed of the percentage"),
    "fault_seconds": ("কত সেকেন্ড (দেরি বা নীরবতা)", "Seconds (of delay or silence)"),
    "switch_on": ("ত্রুটি চালু করুন", "Switch the fault on"),
    "switch_off": ("বন্ধ করুন", "Switch off"),
    "switch_all_off": ("সব ত্রুটি বন্ধ করুন", "Switch all faults off"),
    "active": ("চালু ত্রুটি", "Faults that are on"),
    "none_active": ("কোনো ত্রুটি চালু নেই। সব ঠিকমতো চলছে।", "No fault is on. All works as it should."),
    "left": ("বাকি", "left"),
    "hits": ("ঘটেছে", "happened"),
    "seconds": ("সেকেন্ড", "seconds"),
    "stop": ("।", "."),
    "percent_sign": ("শতাংশ", "percent"),
    "exhausted": ("শেষ", "used up"),
    "calls_seen": ("সাম্প্রতিক অনুরোধ", "Latest calls"),
    "no_calls": ("এখনও কোনো অনুরোধ আসেনি।", "No call has come yet."),
    "when": ("সময়", "When"),
    "call": ("অনুরোধ", "Call"),
    "who": ("কে", "Who"),
    "answer": ("উত্তর", "Answer"),
    "cut": ("উত্তর নেই", "no answer"),
    "waiting": ("অপেক্ষায়", "waiting"),
    "fault": ("ত্রুটি", "Fault"),
    "fault_wrong": ("এই ত্রুটি চালু করা গেল না:", "This fault could not be switched on:"),
    "only_here": (
        "এই পাতা শুধু অনুশীলন নেটওয়ার্কের নিজের কম্পিউটার থেকে খোলা যায়।",
        "This page opens only on the practice network's own computer.",
    ),
    "forbidden": ("এখান থেকে খোলা যাবে না", "Not from here"),
    "allow_title": ("একাউন্ট সংযোগের অনুমতি", "Permission to connect an account"),
    "allow_lead": (
        "এই ব্যবস্থা আপনার একাউন্টের পক্ষে পড়তে ও প্রকাশ করতে চায়:",
        "This system wants to read and publish on behalf of your account:",
    ),
    "allow_account": ("কোন একাউন্টের জন্য", "For which account"),
    "allow_new": (
        "অথবা নতুন একাউন্টের নাম (ইংরেজি ছোট হাতের অক্ষর, অঙ্ক ও _)",
        "Or the name of a new account (a–z, 0–9 and _)",
    ),
    "allow": ("অনুমতি দিন", "Allow"),
    "deny": ("অনুমতি দেব না", "Do not allow"),
    "allow_bad": ("সংযোগের অনুরোধটি ঠিক নয়:", "The request to connect is not in order:"),
    "code": ("এই কোডটি ব্যবস্থায় লিখুন", "Enter this code in the system"),
    "months": (
        "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
        "January February March April May June July August September October November December",
    ),
}
LANGUAGES: Final = ("bn", "en")
_DIGITS: Final = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_IN: Final = {language: {key: pair[place] for key, pair in BOTH.items()} for place, language in enumerate(LANGUAGES)}


def words(language: str) -> dict[str, str]:
    """All words in that language."""
    return _IN[language]


def digits(value: object, language: str) -> str:
    """The value with the digits of the reader's language."""
    return str(value).translate(_DIGITS) if language == "bn" else str(value)
