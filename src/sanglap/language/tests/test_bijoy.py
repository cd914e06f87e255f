"""Old Bijoy text as Unicode, and telling it from Latin writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.bijoy import is_bijoy, lines_to_unicode, to_unicode
from sanglap.language.normal import normalise

WORDS = {
    # The country and its divisions.
    "evsjv‡`k": "বাংলাদেশ",
    "MYcÖRvZš¿x": "গণপ্রজাতন্ত্রী",
    "miKvi": "সরকার",
    "XvKv": "ঢাকা",
    "PÆMÖvg": "চট্টগ্রাম",
    "ivRkvnx": "রাজশাহী",
    "Lyjbv": "খুলনা",
    "ewikvj": "বরিশাল",
    "wm‡jU": "সিলেট",
    "iscyi": "রংপুর",
    "gqgbwmsn": "ময়মনসিংহ",
    # Districts.
    "gvwbKMÄ": "মানিকগঞ্জ",
    "MvRxcyi": "গাজীপুর",
    "bvivqYMÄ": "নারায়ণগঞ্জ",
    "biwms`x": "নরসিংদী",
    "Uv½vBj": "টাঙ্গাইল",
    "wK‡kviMÄ": "কিশোরগঞ্জ",
    "kixqZcyi": "শরীয়তপুর",
    "ivRevox": "রাজবাড়ী",
    "†MvcvjMÄ": "গোপালগঞ্জ",
    "gv`vixcyi": "মাদারীপুর",
    "dwi`cyi": "ফরিদপুর",
    "Puv`cyi": "চাঁদপুর",
    "eªvþYevwoqv": "ব্রাহ্মণবাড়িয়া",
    "Kzwgjøv": "কুমিল্লা",
    "†bvqvLvjx": "নোয়াখালী",
    "j²xcyi": "লক্ষ্মীপুর",
    "K·evRvi": "কক্সবাজার",
    "iv½vgvwU": "রাঙ্গামাটি",
    "ev›`ievb": "বান্দরবান",
    "wmivRMÄ": "সিরাজগঞ্জ",
    "e¸ov": "বগুড়া",
    "w`bvRcyi": "দিনাজপুর",
    "VvKziMuvI": "ঠাকুরগাঁও",
    "cÂMo": "পঞ্চগড়",
    "PzqvWv½v": "চুয়াডাঙ্গা",
    "h‡kvi": "যশোর",
    "wSbvB`n": "ঝিনাইদহ",
    "mvZÿxiv": "সাতক্ষীরা",
    "cUzqvLvjx": "পটুয়াখালী",
    "wc‡ivRcyi": "পিরোজপুর",
    "mybvgMÄ": "সুনামগঞ্জ",
    "nweMÄ": "হবিগঞ্জ",
    "†gŠjfxevRvi": "মৌলভীবাজার",
    # Words of offices.
    "Kvh©vjq": "কার্যালয়",
    "gš¿Yvjq": "মন্ত্রণালয়",
    "wefvM": "বিভাগ",
    "Awa`ßi": "অধিদপ্তর",
    "KZ…©cÿ": "কর্তৃপক্ষ",
    "KZ©„c¶": "কর্তৃপক্ষ",
    "†Rjv": "জেলা",
    "Dc‡Rjv": "উপজেলা",
    "BDwbqb": "ইউনিয়ন",
    "cÖkvmK": "প্রশাসক",
    "Kwgkbvi": "কমিশনার",
    "wbe©vnx": "নির্বাহী",
    "Kg©KZ©v": "কর্মকর্তা",
    "wbe©vPb": "নির্বাচন",
    "¯^v¯’¨": "স্বাস্থ্য",
    "wkÿv": "শিক্ষা",
    "cÖwkÿY": "প্রশিক্ষণ",
    "†K›`ª": "কেন্দ্র",
    "cÖv_wgK": "প্রাথমিক",
    "we`¨vjq": "বিদ্যালয়",
    "wek¦we`¨vjq": "বিশ্ববিদ্যালয়",
    "¯’vbxq": "স্থানীয়",
    "¯^ivóª": "স্বরাষ্ট্র",
    "cwil`": "পরিষদ",
    "†cŠimfv": "পৌরসভা",
    "evwl©K": "বার্ষিক",
    "‰ah©": "ধৈর্য",
    "Dbœqb": "উন্নয়ন",
    "mgvR‡mev": "সমাজসেবা",
    "cÖKímg~n": "প্রকল্পসমূহ",
    "gyw³hy×": "মুক্তিযুদ্ধ",
    "gwš¿cwil`": "মন্ত্রিপরিষদ",
    "ev¯Íevqb": "বাস্তবায়ন",
    "wRjøyi": "জিল্লুর",
    "i¨ve": "র‍্যাব",
    "iƒc": "রূপ",
    "ü`q": "হৃদয়",
    "K…wl": "কৃষি",
    "`yb©xwZ": "দুর্নীতি",
    "ag©": "ধর্ম",
    "A_©": "অর্থ",
    "wnmve": "হিসাব",
    "evRvi|": "বাজার।",
    "2016": "২০১৬",
}


@pytest.mark.parametrize(("old", "new"), WORDS.items())
def test_a_word_reads_as_it_was_meant(old: str, new: str) -> None:
    assert to_unicode(old) == normalise(new)


def test_words_of_a_sentence_do_not_run_into_each_other() -> None:
    old = "MYcÖRvZš¿x evsjv‡`k miKvi, †Rjv cÖkvm‡Ki Kvh©vjq (XvKv)"
    assert to_unicode(old) == normalise("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার, জেলা প্রশাসকের কার্যালয় (ঢাকা)")


@pytest.mark.parametrize("old", ["PÆMÖvg", "evsjv‡`k", "¯^v¯’¨ gš¿Yvjq", "†Rjv", "bIMuv"])
def test_bytes_read_in_latin_1_are_the_same(old: str) -> None:
    as_latin_1 = old.encode("cp1252").decode("latin-1")
    assert to_unicode(as_latin_1) == to_unicode(old)
    assert is_bijoy(as_latin_1)


def test_punctuation_stays_where_it_is_no_glyph() -> None:
    assert to_unicode("XvKv & Lyjbv") == "ঢাকা & খুলনা"
    assert to_unicode("XvKv–Lyjbv") == "ঢাকা–খুলনা"
    assert to_unicode("ÒXvKvÓ") == "“ঢাকা”"


@pytest.mark.parametrize(
    "text",
    [
        "XvKv wefvM", "gvwbKMÄ †Rjv", "PÆMÖvg", "evsjv‡`k", "evsjv", "MYcÖRvZš¿x evsjv‡`k miKvi", "¯^v¯’¨ gš¿Yvjq",
        "†Rjv cÖkvm‡Ki Kvh©vjq, gvwbKMÄ", "Dc‡Rjv wbe©vnx Awdmv‡ii Kvh©vjq", "wkÿv gš¿Yvjq", "cwiPvjK", "Puv`cyi",
        "cÖv_wgK I MYwkÿv gš¿Yvjq", "weÁvb I cÖhyw³ wefvM, 2016", "Kvh©vjq", "ivóª", "wbe©vPb Kwgkb",
    ],
)  # fmt: skip
def test_bijoy_is_known(text: str) -> None:
    assert is_bijoy(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "123", "Office of the Deputy Commissioner, Dhaka", "Ministry of Women and Children Affairs",
        "Bangladesh Navy", "myGov", "MyGov Service", "eService", "BdREN", "mySQL", "iPhone", "McDonald", "LGED Web Div",
        "DhakaWASA", "Pvt Ltd", "Civil Service (Pvt.) Ltd.", "Officer`s Club", "Cox`s Bazar", "Cox’s Bazar Zilla",
        "Société Générale", "Zürich", "KÖLN", "Škoda", "Århus", "São Tomé", "Zilla Parishad © 2016", "Wave™ Systems",
        "Microsoft® Office", "Every over by the river", "BWDB, BIWTA & BSCIC", "National Board of Revenue (NBR)",
        "Dhaka–Chittagong Highway", "ঢাকা বিভাগ", "ঢাকা wefvM", "Vidyut Bhaban, 1 Abdul Gani Road",
        "Directorate of Relief & Rehabilitation, 92–93 Mohakhali C/A",
    ],
)  # fmt: skip
def test_latin_and_bangla_writing_is_left_alone(text: str) -> None:
    assert not is_bijoy(text)


@pytest.mark.parametrize("lines", ["\n", "\r\n", "\n\n", "\r\n\r\n"])
def test_line_breaks_stay_and_lines_in_another_writing_too(lines: str) -> None:
    old = lines.join(["evsjv‡`k miKvi", "Digital Bangladesh", "XvKv wefvM", ""])
    new = lines.join(["বাংলাদেশ সরকার", "Digital Bangladesh", "ঢাকা বিভাগ", ""])
    assert lines_to_unicode(old) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("B-‡gBj: uno@gmail.com|", "ই-মেইল: uno@gmail.com।"),
        ("evsjv‡`k miKvi https://gov.bd/fair?of=trees, XvKv", "বাংলাদেশ সরকার https://gov.bd/fair?of=trees, ঢাকা"),
        ("†Rjv cÖkvmK (www.manikganj.gov.bd) XvKv", "জেলা প্রশাসক (www.manikganj.gov.bd) ঢাকা"),
        ("manikganj.gov.bd †Rjv cÖkvmK", "manikganj.gov.bd জেলা প্রশাসক"),
        ("#DigitalBangladesh †Rjv cÖkvmK @uno_savar", "#DigitalBangladesh জেলা প্রশাসক @uno_savar"),
        ("#evsjv‡`k #MvRxcyi", "#বাংলাদেশ #গাজীপুর"),
        ("Write to uno@gmail.com, see gov.bd #Eid", "Write to uno@gmail.com, see gov.bd #Eid"),
    ],
)  # fmt: skip
def test_addresses_and_latin_tags_stand_and_all_around_them_is_converted(old: str, new: str) -> None:
    assert lines_to_unicode(old) == normalise(new)


@given(st.text(alphabet=st.characters(max_codepoint=0x2122), max_size=60))
def test_anything_is_taken_and_comes_out_in_the_normal_form(text: str) -> None:
    is_bijoy(text)
    found = to_unicode(text)
    assert normalise(found) == found
