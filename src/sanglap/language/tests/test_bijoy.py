"""Names as they stand in lists typed with SutonnyMJ, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.language.bijoy import is_bijoy, may_be_bijoy, to_unicode
from sanglap.language.normal import normalise

NAMES = """
XvKv ঢাকা|MvRxcyi গাজীপুর|gvwbKMÄ মানিকগঞ্জ|gywÝMÄ মুন্সিগঞ্জ|bvivqYMÄ নারায়ণগঞ্জ|biwms`x নরসিংদী|Uv½vBj টাঙ্গাইল
wK‡kviMÄ কিশোরগঞ্জ|dwi`cyi ফরিদপুর|gv`vixcyi মাদারীপুর|kixqZcyi শরীয়তপুর|ivRevox রাজবাড়ী|†MvcvjMÄ গোপালগঞ্জ
gqgbwmsn ময়মনসিংহ|†bÎ‡KvYv নেত্রকোণা|Rvgvjcyi জামালপুর|†kicyi শেরপুর|PÆMÖvg চট্টগ্রাম|K·evRvi কক্সবাজার
ivOvgvwU রাঙামাটি|iv½vgvwU রাঙ্গামাটি|ev›`ievb বান্দরবান|LvMovQwo খাগড়াছড়ি|†dbx ফেনী|†bvqvLvjx নোয়াখালী
j²xcyi লক্ষ্মীপুর|Kzwgjøv কুমিল্লা|Pvu`cyi চাঁদপুর|eªvþYevwoqv ব্রাহ্মণবাড়িয়া|ivRkvnx রাজশাহী|bIMuv নওগাঁ|bv‡Uvi নাটোর
cvebv পাবনা|wmivRMÄ সিরাজগঞ্জ|e¸ov বগুড়া|RqcyinvU জয়পুরহাট|PuvcvBbeveMÄ চাঁপাইনবাবগঞ্জ|iscyi রংপুর|w`bvRcyi দিনাজপুর
VvKziMuvI ঠাকুরগাঁও|cÂMo পঞ্চগড়|bxjdvgvix নীলফামারী|jvjgwbinvU লালমনিরহাট|KzwoMÖvg কুড়িগ্রাম|MvBevÜv গাইবান্ধা
Lyjbv খুলনা|ev‡MinvU বাগেরহাট|mvZ¶xiv সাতক্ষীরা|h‡kvi যশোর|wSbvB`n ঝিনাইদহ|gv¸iv মাগুরা|bovBj নড়াইল|Kzwóqv কুষ্টিয়া
†g‡nicyi মেহেরপুর|PzqvWv½v চুয়াডাঙ্গা|ewikvj বরিশাল|†fvjv ভোলা|cUzqvLvjx পটুয়াখালী|ei¸bv বরগুনা|wc‡ivRcyi পিরোজপুর
SvjKvwV ঝালকাঠি|wm‡jU সিলেট|†gŠjfxevRvi মৌলভীবাজার|nweMÄ হবিগঞ্জ|mybvgMÄ সুনামগঞ্জ|wkevjq শিবালয়|wNIi ঘিওর
mvUzwiqv সাটুরিয়া|wm½vBi সিঙ্গাইর|†`ŠjZcyi দৌলতপুর|nwiivgcyi হরিরামপুর|ˆmq`cyi সৈয়দপুর|i~cMÄ রূপগঞ্জ|†mvbviMuv সোনারগাঁ
fvsMv ভাংগা|m`i সদর|wk¶v শিক্ষা|K…wl কৃষি|¯^v¯’¨ স্বাস্থ্য|gš¿Yvjq মন্ত্রণালয়|Awa`ßi অধিদপ্তর|wefvM বিভাগ
Kvh©vjq কার্যালয়|wbe©vnx নির্বাহী|c~e© পূর্ব|DËi উত্তর|`w¶Y দক্ষিণ|cwðg পশ্চিম|†K›`ª কেন্দ্র|Dbœqb উন্নয়ন|cjøx পল্লী
K¨v¤ú ক্যাম্প|mswÿß সংক্ষিপ্ত|i¨ve র‍্যাব|eY©gvjv বর্ণমালা|wk‡íi শিল্পের|bZzb নতুন|iæcv রুপা|1971 ১৯৭১
"""
PAIRS = [tuple(pair.split(" ")) for line in NAMES.strip().splitlines() for pair in line.split("|")]


@pytest.mark.parametrize(("old", "name"), PAIRS)
def test_name_reads_as_it_was_shown(old: str, name: str) -> None:
    assert to_unicode(old) == normalise(name)


def test_whole_name_of_an_office() -> None:
    old = "Dc‡Rjv wbe©vnx Awdmv‡ii Kvh©vjq, wkevjq (m`i)"
    assert to_unicode(old) == normalise("উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয় (সদর)")
    assert is_bijoy(old)


def test_most_names_are_recognised_by_themselves() -> None:
    assert sum(is_bijoy(old) for old, _ in PAIRS) >= 0.9 * len(PAIRS)


@pytest.mark.parametrize(
    "text",
    [
        "Office of the Deputy Commissioner, Manikganj", "Dhaka", "Cox's Bazar", "Sylhet", "Savar", "LGED", "BRTA",
        "Ministry of Health & Family Welfare", "মানিকগঞ্জ", "মানিকগঞ্জ Manikganj", "", "42", "=1+1", "Nawabganj Sadar",
    ],
)  # fmt: skip
def test_other_texts_are_left_alone(text: str) -> None:
    assert not is_bijoy(text)


def test_bangla_in_unicode_is_never_taken_for_it() -> None:
    assert not may_be_bijoy("ঢাকা XvKv")


@given(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255) | st.sampled_from("†‡ˆ‰Š‹Œš›œŸ•˜™”“’‘—–…„ƒ‚"))
)
def test_whatever_comes_it_stays_text_in_its_normal_form(text: str) -> None:
    made = to_unicode(text)
    assert made == normalise(made)
    assert "\ue000" not in made
