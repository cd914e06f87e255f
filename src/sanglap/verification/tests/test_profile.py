"""A live profile against the register: name, description, links (clauses 5.a, 5.b, 5.h, 5.i)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sanglap.demo import cast
from sanglap.guideline import loader
from sanglap.verification.reading.page import understood
from sanglap.verification.reading.profile import Registered, Said, Seen, compared, leads_to, of_page
from sanglap.verification.states import Aspect, Outcome
from sanglap.verification.tests.conftest import page
from tests.factories import NOW

SITE = "https://shibalaya.manikganj.gov.bd"
BOOK = loader.current()
OWN = Registered(
    names=["শিবালয় উপজেলা প্রশাসন", "Shibalaya Upazila Administration", "উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয়"],
    purposes=["নাগরিক সেবা প্রদানে সমস্যা পর্যালোচনা ও সমাধান", "জনসচেতনতা ও প্রচারণা"],
    audience=list(cast.AUDIENCE.values()),
    user=list(cast.DESCRIPTION.values()),
    website=SITE,
)
TEXT = (
    "নাগরিক সেবা প্রদানে সমস্যার সমাধান ও জনসচেতনতা প্রচারণার জন্য। শিবালয় উপজেলার নাগরিক ও সেবাগ্রহীতাদের জন্য "
    "উপজেলা নির্বাহী অফিসারের কার্যালয়, শিবালয়ের দাপ্তরিক পেজ।"
)
SEEN = Seen("public", "শিবালয় উপজেলা প্রশাসন", "shibalaya", f"{SITE}/x", TEXT, ())


def judged(seen: Seen, own: Registered = OWN) -> dict[Aspect, Said]:
    today = BOOK.calendar.day_of(NOW)
    return compared(
        seen, own, name=BOOK.rule("office-name", on=today).parameters,
        description=BOOK.rule("profile-text", on=today).parameters,
        grievance=BOOK.rule("grievance-link", on=today).parameters,
    )  # fmt: skip


@pytest.mark.clause("5.a")
class TestName:
    @pytest.mark.parametrize(
        "name",
        [
            "শিবালয় উপজেলা প্রশাসন",
            "উপজেলা প্রশাসন, শিবালয়, মানিকগঞ্জ",
            "Shibaloy Upazilla Administration",
            "Upazila Administration Shibalaya | Facebook",
            "উপজেলা নির্বাহী অফিসারের কার্যালয় শিবালয়",
        ],
    )
    def test_the_offices_name_however_spelled(self, name: str) -> None:
        assert judged(replace(SEEN, name=name))[Aspect.NAME].outcome == Outcome.FITS

    @pytest.mark.parametrize(
        ("name", "outcome"),
        [
            ("রেহানা পারভীন", Outcome.PERSONAL),
            ("উপজেলা নির্বাহী অফিসার, শিবালয়", Outcome.PERSONAL),
            ("UNO Shibalaya", Outcome.PERSONAL),
            ("Funny videos", Outcome.DIFFERS),
            ("", Outcome.DIFFERS),
            ("শিবালয়", Outcome.DIFFERS),
            ("ঘিওর উপজেলা কৃষি অফিস", Outcome.DIFFERS),
        ],
    )
    def test_another(self, name: str, outcome: Outcome) -> None:
        said = judged(replace(SEEN, name=name))[Aspect.NAME]
        assert said.outcome == outcome
        assert said.evidence["name"] == name


@pytest.mark.clause("5.b")
class TestDescription:
    def test_all_three(self) -> None:
        said = judged(SEEN)[Aspect.DESCRIPTION]
        assert (said.outcome, said.evidence["missing"]) == (Outcome.FITS, [])

    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("", ["purpose", "audience", "user"]),
            ("শিবালয় উপজেলার নাগরিক ও সেবাগ্রহীতা", ["purpose"]),
            ("জনসচেতনতা ও প্রচারণা", ["audience", "user"]),
            ("স্বাগতম! লাইক দিন, শেয়ার করুন", ["purpose", "audience", "user"]),
        ],
    )
    def test_what_is_missing_is_told_one_by_one(self, text: str, missing: list[str]) -> None:
        said = judged(replace(SEEN, description=text))[Aspect.DESCRIPTION]
        assert said.outcome == Outcome.PARTLY
        assert set(said.evidence["missing"]) >= set(missing) - {"user"}
        assert ("purpose" in said.evidence["missing"]) == ("purpose" in missing)

    def test_fields_count(self) -> None:
        seen = replace(SEEN, description="", fields={"উদ্দেশ্য": TEXT})
        assert judged(seen)[Aspect.DESCRIPTION].outcome == Outcome.FITS


@pytest.mark.clause("5.h")
class TestBack:
    @pytest.mark.parametrize(
        "link", [SITE, "http://www.shibalaya.manikganj.gov.bd/bn/", "shibalaya.manikganj.gov.bd", f"{SITE}/?utm=x"]
    )
    def test_leads_to_the_website(self, link: str) -> None:
        said = judged(replace(SEEN, links=["https://x.bd", link]))[Aspect.BACK]
        assert (said.outcome, said.evidence["link"]) == (Outcome.FITS, link)

    @pytest.mark.parametrize("links", [[], ["https://manikganj.gov.bd"], ["https://evil.example/?u=" + SITE]])
    def test_does_not(self, links: list[str]) -> None:
        assert judged(replace(SEEN, links=links))[Aspect.BACK].outcome == Outcome.MISSING

    def test_no_website_on_the_register(self) -> None:
        assert judged(SEEN, replace(OWN, website=""))[Aspect.BACK].outcome == Outcome.NO_WEBSITE

    def test_a_part_of_a_site(self) -> None:
        assert leads_to("http://localhost:1/sites/a/contact", "http://localhost:1/sites/a/")
        assert leads_to("http://localhost:1/sites/a", "http://localhost:1/sites/a/")
        assert not leads_to("http://localhost:1/sites/ab/", "http://localhost:1/sites/a/")


@pytest.mark.clause("5.i")
@pytest.mark.parametrize(
    ("links", "outcome"),
    [
        (["https://www.grs.gov.bd/"], Outcome.FITS),
        (["http://grs.gov.bd/complaint?x=1"], Outcome.FITS),
        (["www.grs.gov.bd"], Outcome.FITS),
        (["https://grs.gov.bd.example.com"], Outcome.MISSING),
        ([], Outcome.MISSING),
    ],
)
def test_the_grievance_system(links: list[str], outcome: Outcome) -> None:
    assert judged(replace(SEEN, links=links))[Aspect.GRIEVANCE].outcome == outcome


class TestByHand:
    """What a network that has no interface shows to whoever has not signed in."""

    def seen(self, html: str, url: str = "https://www.facebook.com/office") -> Seen | None:
        return of_page(understood(html, url), "office")

    def test_what_the_page_says_for_machines(self) -> None:
        head = f"""<meta property=og:title content="শিবালয় উপজেলা প্রশাসন"><meta property=og:description
        content="{TEXT} www.grs.gov.bd"><meta property=og:image content="https://cdn.example/a.jpg"><script>1</script>"""
        seen = self.seen(page("", title="শিবালয় উপজেলা প্রশাসন | Facebook", head=head))
        assert seen is not None
        assert (seen.name, seen.avatar) == ("শিবালয় উপজেলা প্রশাসন", "https://cdn.example/a.jpg")
        found = judged(seen)
        assert [found[one].outcome for one in (Aspect.NAME, Aspect.DESCRIPTION, Aspect.GRIEVANCE)] == [Outcome.FITS] * 3

    @pytest.mark.parametrize(
        ("html", "url"),
        [
            (page("<script>1</script>", title="Facebook"), "https://www.facebook.com/office"),
            (page("Log in to continue", title="Log in to Facebook"), "https://www.facebook.com/office"),
            (page("কথা", title="Sign in"), "https://www.instagram.com/accounts/login/?next=/office/"),
            (page("<div id=root></div><script>1</script>", title="Office"), "https://x.com/office"),
        ],
    )
    def test_a_wall_is_not_read(self, html: str, url: str) -> None:
        assert self.seen(html, url) is None
