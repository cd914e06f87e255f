"""Every page: clean by axe, in both languages, wholly Bangla in Bangla, and not wider than a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Person
from tests.browser.scene import Scene, set_scene
from tests.routes import routes
from tests.running import Running

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

# Who looks at which page, and where it is. Every named address stands here or in EXEMPT.
PAGES: dict[str, tuple[str, str]] = {
    "public:home": ("", "/"),
    "public:sign-in": ("", "/sign-in/"),
    "public:guideline": ("", "/guideline/"),
    "public:house-rules": ("", "/house-rules/"),
    "public:appeal-find": ("", "/house-rules/appeal/"),
    "public:appeal": ("", "/house-rules/appeal/{code}/"),
    "public:laws": ("", "/laws/"),
    "public:access-link": ("", "/welcome/nothing/"),
    "desk:me-security": ("kamrul", "/desk/me/security/"),
    "desk:me-password": ("kamrul", "/desk/me/security/password/"),
    "desk:me-sessions": ("kamrul", "/desk/me/security/sessions/"),
    "desk:me-second-factor": ("kamrul", "/desk/me/security/second-factor/"),
    "desk:me-app": ("kamrul", "/desk/me/security/app/"),
    "desk:me-passkey-new": ("kamrul", "/desk/me/security/passkeys/new/"),
    "desk:me-codes": ("kamrul", "/desk/me/security/codes/"),
    "public:offices": ("", "/offices/"),
    "public:office": ("", "/offices/{office}/"),
    "desk:offices": ("farhana", "/desk/offices/"),
    "desk:office": ("farhana", "/desk/offices/{office}/"),
    "desk:office-new": ("farhana", "/desk/offices/{office}/new/"),
    "desk:office-edit": ("farhana", "/desk/offices/{office}/edit/"),
    "desk:office-move": ("farhana", "/desk/offices/{office}/move/?q=manikganj"),
    "desk:office-merge": ("farhana", "/desk/offices/{office}/merge/"),
    "desk:office-close": ("farhana", "/desk/offices/{office}/close/"),
    "desk:office-reopen": ("farhana", "/desk/offices/{office}/reopen/"),
    "desk:office-history": ("rehana", "/desk/offices/{office}/history/"),
    "desk:office-calendar": ("rehana", "/desk/offices/{office}/calendar/"),
    "desk:office-calendar-new": ("rehana", "/desk/offices/{office}/calendar/new/"),
    "desk:office-calendar-edit": ("rehana", "/desk/offices/{office}/calendar/{entry}/"),
    "desk:office-phrases": ("rehana", "/desk/offices/{office}/phrases/"),
    "desk:office-phrase": ("sumaiya", "/desk/offices/{office}/phrases/{phrase}/"),
    "desk:office-phrase-new": ("rehana", "/desk/offices/{office}/phrases/new/"),
    "desk:office-phrase-end": ("rehana", "/desk/offices/{office}/phrases/{phrase}/end/"),
    "desk:suggest": ("jamal", "/desk/posts/suggest/"),
    "desk:suggestions": ("sumaiya", "/desk/posts/suggestions/"),
    "desk:suggestions-mine": ("jamal", "/desk/posts/suggestions/mine/"),
    "desk:suggestion": ("sumaiya", "/desk/posts/suggestions/{suggestion}/"),
    "desk:suggestion-decline": ("sumaiya", "/desk/posts/suggestions/{suggestion}/decline/"),
    "desk:office-feeds": ("rehana", "/desk/offices/{office}/feeds/"),
    "desk:office-feed-new": ("rehana", "/desk/offices/{office}/feeds/new/"),
    "desk:letterhead": ("sumaiya", "/desk/offices/{office}/letterhead/"),
    "desk:letterhead-signature": ("sumaiya", "/desk/offices/{office}/letterhead/signature/"),
    "desk:imports": ("farhana", "/desk/offices/imports/"),
    "desk:import": ("farhana", "/desk/offices/imports/{run}/"),
    "desk:appointments": ("rehana", "/desk/appointments/"),
    "desk:office-rights": ("rehana", "/desk/appointments/rights/"),
    "desk:position-new": ("rehana", "/desk/appointments/new/{office}/"),
    "desk:position": ("rehana", "/desk/appointments/positions/{position}/"),
    "desk:position-rename": ("rehana", "/desk/appointments/positions/{position}/rename/"),
    "desk:position-abolish": ("rehana", "/desk/appointments/positions/{vacant}/abolish/"),
    "desk:appoint": ("rehana", "/desk/appointments/positions/{vacant}/appoint/"),
    "desk:hand-over": ("rehana", "/desk/appointments/{appointment}/hand-over/"),
    "desk:relieve": ("rehana", "/desk/appointments/{appointment}/relieve/"),
    "desk:order-name": ("rehana", "/desk/appointments/{appointment}/order/"),
    "desk:delegate": ("rehana", "/desk/appointments/{appointment}/delegate/"),
    "desk:leave": ("rehana", "/desk/appointments/leave/{person}/"),
    "desk:order": ("rehana", "/desk/appointments/orders/{order}/"),
    "desk:people": ("rehana", "/desk/people/"),
    "desk:person": ("farhana", "/desk/people/{person}/"),
    "desk:person-edit": ("rehana", "/desk/people/{person}/edit/"),
    "desk:person-link": ("farhana", "/desk/people/{person}/link/"),
    "desk:person-shut-out": ("rehana", "/desk/people/{person}/shut-out/"),
    "desk:invite": ("rehana", "/desk/people/invite/{vacant}/"),
    "desk:me": ("rehana", "/desk/me/"),
    "desk:history": ("mannan", "/desk/history/"),
    "desk:office-calendar-moon": ("nasrin", "/desk/offices/{office}/calendar/moon/{moon}/"),
    "desk:day": ("kamrul", "/desk/"),
    "desk:posts": ("kamrul", "/desk/posts/"),
    "desk:post-calendar": ("kamrul", "/desk/posts/calendar/"),
    "desk:offers": ("kamrul", "/desk/posts/offers/"),
    "desk:offer": ("kamrul", "/desk/posts/offers/{offer}/"),
    "desk:offer-adopt": ("kamrul", "/desk/posts/offers/{offer}/adopt/"),
    "desk:offer-decline": ("kamrul", "/desk/posts/offers/{offer}/decline/"),
    "desk:offer-new": ("kamrul", "/desk/posts/{published_draft}/offer/"),
    "desk:offer-made": ("kamrul", "/desk/posts/offers/made/{made}/?show=silent"),
    "desk:offer-withdraw": ("kamrul", "/desk/posts/offers/made/{made}/withdraw/"),
    "desk:campaigns": ("rehana", "/desk/posts/campaigns/"),
    "desk:campaign-new": ("rehana", "/desk/posts/campaigns/new/"),
    "desk:campaign": ("rehana", "/desk/posts/campaigns/{campaign}/"),
    "desk:campaign-edit": ("rehana", "/desk/posts/campaigns/{campaign}/edit/"),
    "desk:collections": ("kamrul", "/desk/posts/collections/"),
    "desk:collection": ("kamrul", "/desk/posts/collections/{collection}/"),
    "desk:collection-offer": ("kamrul", "/desk/posts/collections/{collection}/offer/"),
    "desk:post-move": ("sumaiya", "/desk/posts/{waiting_draft}/time/"),
    "desk:recurrences": ("sumaiya", "/desk/posts/recurring/"),
    "desk:recurrence-new": ("sumaiya", "/desk/posts/recurring/new/?for=victory"),
    "desk:recurrence": ("sumaiya", "/desk/posts/recurring/{recurrence}/"),
    "desk:recurrence-edit": ("sumaiya", "/desk/posts/recurring/{recurrence}/edit/"),
    "desk:slots": ("sumaiya", "/desk/posts/hours/{account}/"),
    "desk:declarations": ("nasrin", "/desk/posts/mourning/"),
    "desk:declaration-new": ("nasrin", "/desk/posts/mourning/new/{office}/"),
    "desk:compose": ("kamrul", "/desk/posts/new/"),
    "desk:post": ("kamrul", "/desk/posts/{published_draft}/"),
    "desk:edit": ("sumaiya", "/desk/posts/{waiting_draft}/edit/"),
    "desk:sources": ("sumaiya", "/desk/posts/{claiming_draft}/sources/"),
    "desk:post-people": ("sumaiya", "/desk/posts/{claiming_draft}/people/"),
    "desk:style": ("sumaiya", "/desk/posts/style/"),
    "desk:snippet-new": ("sumaiya", "/desk/posts/style/new/?office={office}"),
    "desk:snippet": ("sumaiya", "/desk/posts/style/{snippet}/"),
    "desk:approve-several": ("kamrul", "/desk/posts/approve/"),
    "desk:approve": ("kamrul", "/desk/approve/{waiting_variant}/"),
    "desk:urgent-uses": ("kamrul", "/desk/posts/urgent/"),
    "desk:urgent-review": ("rehana", "/desk/approve/{urgent}/review/"),
    "desk:note": ("sumaiya", "/desk/approve/{waiting_variant}/note/"),
    "desk:paper": ("sumaiya", "/desk/approve/{waiting_variant}/paper/"),
    "desk:inbox": ("kamrul", "/desk/inbox/"),
    "desk:hidings": ("jamal", "/desk/inbox/hidings/"),
    "desk:hide": ("kamrul", "/desk/inbox/{message}/hide/"),
    "desk:close-comments": ("kamrul", "/desk/inbox/hidings/close/{standing}/"),
    "desk:hiding": ("kamrul", "/desk/inbox/hidings/{hiding}/"),
    "desk:hiding-lift": ("kamrul", "/desk/inbox/hidings/{hiding}/lift/"),
    "desk:appeal": ("rehana", "/desk/inbox/appeals/{appeal}/"),
    "desk:message-new": ("jamal", "/desk/inbox/new/"),
    "desk:notices": ("kamrul", "/desk/notices/"),
    "desk:wishes": ("kamrul", "/desk/me/notices/"),
    "desk:thread": ("kamrul", "/desk/inbox/{message}/"),
    "desk:accounts": ("nasrin", "/desk/accounts/"),
    "desk:account": ("nasrin", "/desk/accounts/{account}/"),
    "desk:account-duties": ("rehana", "/desk/accounts/{account}/duties/"),
    "desk:board": ("nasrin", "/desk/board/"),
    "desk:board-map": ("nasrin", "/desk/board/map/"),
    "desk:board-offices": ("nasrin", "/desk/board/offices/"),
    "desk:board-year": ("nasrin", "/desk/board/year/?kind=updates-per-week"),
    "desk:board-rows": ("nasrin", "/desk/board/rows/"),
    "desk:board-views": ("nasrin", "/desk/board/views/"),
    "desk:board-view": ("nasrin", "/desk/board/views/{view}/"),
    "desk:board-exported": ("nasrin", "/desk/board/exports/{export}/"),
    "desk:board-remind": ("nasrin", "/desk/board/remind/"),
    "desk:board-reminder": ("nasrin", "/desk/board/reminders/{reminding}/"),
    "desk:exemptions": ("nasrin", "/desk/exemptions/"),
    "desk:exemption": ("nasrin", "/desk/exemptions/{exemption}/"),
    "desk:exemption-new": ("rehana", "/desk/exemptions/new/{office}/"),
    "desk:exemption-decide": ("nasrin", "/desk/exemptions/{exemption}/decide/"),
    "desk:exemption-end": ("nasrin", "/desk/exemptions/{granted}/end/"),
    "desk:duty": ("kamrul", "/desk/duties/{duty}/"),
    "desk:delivery": ("kamrul", "/desk/deliveries/{delivery}/"),
    "desk:stops": ("rehana", "/desk/stops/"),
    "desk:stop-new": ("rehana", "/desk/stops/new/{office}/"),
    "desk:account-outside": ("rehana", "/desk/accounts/{account}/outside/"),
    "desk:account-outside-vouch": ("farhana", "/desk/accounts/{account}/outside/vouch/"),
    "desk:finding-confirm": ("farhana", "/desk/accounts/outside/findings/{seen}/"),
    "desk:office-website": ("farhana", "/desk/offices/{office}/website/"),
    "desk:account-new": ("rehana", "/desk/accounts/new/{office}/"),
    "desk:account-amend": ("rehana", "/desk/accounts/{account}/proposal/"),
    "desk:account-review": ("nasrin", "/desk/accounts/{account}/review/"),
    "desk:account-panel": ("rehana", "/desk/accounts/{account}/panel/"),
    "desk:account-connect": ("rehana", "/desk/accounts/{account}/connect/"),
    "desk:account-name": ("rehana", "/desk/accounts/{misnamed}/name/"),
    "desk:account-rename": ("rehana", "/desk/accounts/{account}/name/begin/"),
    "desk:account-renamed": ("rehana", "/desk/accounts/{misnamed}/name/finish/"),
    "desk:account-rename-end": ("rehana", "/desk/accounts/{misnamed}/name/give-up/"),
    "desk:renaming-step": ("rehana", "/desk/accounts/{misnamed}/name/steps/{step}/"),
    "desk:account-offer": ("nasrin", "/desk/accounts/{account}/offer/?taker={office_above}"),
    "desk:move": ("rehana", "/desk/accounts/moves/{move}/"),
    "desk:move-decline": ("rehana", "/desk/accounts/moves/{move}/decline/"),
    "desk:claims": ("rehana", "/desk/accounts/claims/"),
    "desk:claim-list": ("nasrin", "/desk/accounts/claims/{claims}/"),
    "desk:account-choice": ("rehana", "/desk/accounts/{account}/choice/"),
    "desk:platforms": ("kamrul", "/desk/platforms/"),
    "desk:platform": ("nasrin", "/desk/platforms/facebook/"),
    "desk:terms-new": ("nasrin", "/desk/platforms/terms/new/?platform=facebook"),
    "desk:assessments": ("rehana", "/desk/platforms/assessments/"),
    "desk:assessment-new": ("rehana", "/desk/platforms/assessments/new/{office}/"),
    "desk:assessment": ("rehana", "/desk/platforms/assessments/{assessment}/"),
    "desk:assessment-decide": ("rehana", "/desk/platforms/assessments/{assessment}/decide/"),
    "desk:platform-decision": ("rehana", "/desk/platforms/assessments/decisions/{decision}/"),
    "desk:laws": ("nasrin", "/desk/laws/"),
    "desk:law-new": ("nasrin", "/desk/laws/new/"),
    "desk:law-edit": ("nasrin", "/desk/laws/{law}/"),
    "desk:account-suspend": ("rehana", "/desk/accounts/{account}/suspend/"),
    "desk:account-close": ("rehana", "/desk/accounts/{account}/close/"),
    "desk:account-security": ("kamrul", "/desk/accounts/{account}/security/"),
    "desk:account-settings": ("kamrul", "/desk/accounts/{account}/settings/"),
    "desk:account-confirm": ("kamrul", "/desk/accounts/{account}/confirm/recovery/"),
    "desk:incidents": ("nasrin", "/desk/accounts/incidents/"),
    "desk:incident-choose": ("jamal", "/desk/accounts/compromised/"),
    "desk:incident-new": ("jamal", "/desk/accounts/{account}/compromised/"),
    "desk:drill-new": ("kamrul", "/desk/accounts/{account}/drill/"),
    "desk:incident": ("kamrul", "/desk/accounts/incidents/{incident}/"),
    "desk:incident-report": ("nasrin", "/desk/accounts/incidents/{incident}/report/"),
    "desk:incident-leave-out": ("kamrul", "/desk/accounts/incidents/{incident}/leave-out/secure/"),
    "desk:incident-close": ("kamrul", "/desk/accounts/incidents/{incident}/close/"),
    "desk:incident-call-off": ("kamrul", "/desk/accounts/incidents/{incident}/call-off/"),
    "desk:emergency-contacts": ("rehana", "/desk/accounts/contacts/{office}/"),
}
EXEMPT = {
    "set_language": "answers a form with a redirect; it shows nothing",
    "public:sign-out": "answers a form with a redirect; it shows nothing",
    "public:health": "one word of plain text, for machines",
    **dict.fromkeys(
        (
            "public:second-factor",
            "desk:me-show-again",
            "desk:me-finish",
            "desk:me-passkey",
            "desk:me-passkey-remove",
            "desk:me-app-remove",
        ),
        "looked at on the way in test_sign_in",
    ),
    **dict.fromkeys(
        (
            "public:sign-in-passkey",
            "public:passkey-question",
            "public:demo-sign-in",
            "public:measure-password",
            "desk:me-codes-file",
            "desk:order-scan",
            "desk:paper-scan",
            "desk:source-file",
            "desk:suggestion-picture",
            "desk:suggestion-picture-small",
            "desk:suggestion-take",
            "desk:suggestion-put-back",
            "desk:suggestion-withdraw",
            "desk:office-feed-stop",
            "desk:office-feed-resume",
            "desk:office-feed-read",
            "desk:consent-file",
            "desk:card-picture",
            "desk:post-important",
            "desk:recurrence-act",
            "desk:occurrence-decide",
            "desk:declaration-end",
            "desk:post-campaign",
            "desk:post-collect",
            "desk:collection-dissolve",
            "desk:offer-picture",
            "desk:offer-recording",
            "desk:leave-end",
            "desk:delegation-end",
            "desk:office-calendar-remove",
            "desk:history-export",
            "desk:keep",
            "desk:message-assign",
            "desk:message-note",
            "desk:message-danger-settled",
            "desk:hiding-done",
            "desk:hiding-told",
            "desk:hiding-undone",
            "desk:notice",
            "desk:notices-read",
            "desk:throw-away",
            "desk:picture",
            "desk:picture-small",
            "desk:recording",
            "desk:recording-still",
            "desk:recording-state",
            "desk:captions",
            "desk:sendings",
            "desk:sending",
            "desk:stop-lift",
            "desk:assessment-drop",
            "desk:account-connected",
            "desk:account-outside-look",
            "desk:account-outside-code",
            "desk:office-website-look",
            "desk:profile-picture",
            "desk:look-picture",
            "desk:proof-picture",
            "desk:account-check",
            "desk:account-work",
            "desk:account-resume",
            "desk:account-evidence",
            "desk:incident-freeze",
            "desk:incident-revoke",
            "desk:incident-tell",
            "desk:incident-secure",
            "desk:incident-look",
            "desk:incident-looked",
            "desk:incident-judge",
            "desk:emergency-contact-remove",
            "desk:import-template",
            "desk:import-act",
            "desk:import-report",
            "desk:account-hand-in",
            "desk:renaming-evidence",
            "desk:move-accept",
            "desk:move-withdraw",
            "desk:claim-template",
            "desk:claim-act",
            "desk:claim-report",
            "desk:letterhead-pdf",
            "desk:letterhead-word",
            "desk:board-view-remove",
            "desk:board-export",
            "desk:board-export-file",
            "desk:board-remind-send",
            "desk:exemption-withdraw",
        ),
        "answers a form or a script; it shows no page",
    ),
}
ERRORS = {"not found": ("", "/nothing/"), "forbidden": ("jamal", "/desk/posts/new/")}

# Latin words that may stand on a Bangla page: what the document itself writes so, kinds of files, addresses and their
# endings.
ALLOWED = {"Grievance", "Redress", "System", "CSV", "XLSX"}
_ADDRESS = re.compile(
    r"[\w.+-]*@[\w.@-]+|https?://\S+|[\w-]+\.(?:csv|xlsx)\b|(?:[\w-]+\.)+(?:com|bd)\b|/(?:feed|rss)\b|\.xml\b"
)


@pytest.fixture(scope="module")
def scene(system: Running, django_db_blocker: Any) -> Scene:
    # In a thread of its own: the browser's driver keeps an event loop in this one, where Django asks no database.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(set_scene, system, django_db_blocker).result()


def test_every_named_page_is_looked_at() -> None:
    assert {route.name for route in routes()} == set(PAGES) | set(EXEMPT)


@pytest.mark.parametrize("language", ["bn", "en"])
def test_axe_and_language_on_every_page(person: Callable[..., Person], scene: Scene, language: str) -> None:
    people: dict[str, Person] = {}
    faults: list[str] = []
    for name, (who, path) in {**PAGES, **ERRORS}.items():
        if who not in people:
            people[who] = person(phone=True, bypass_csp=True).speak("bn")
            if who:
                people[who].sign_in(who)
            people[who].speak(language)
        page = people[who].go(path.format(**vars(scene)))
        faults += [f"{name} ({language}): {fault}" for fault in look(page, language)]
    assert not faults, "\n".join(faults)


def look(page: Page, language: str) -> list[str]:
    """What is wrong with this page, a line each."""
    found = []
    if page.evaluate("document.documentElement.lang") != language:
        found.append("not in the reader's language")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 360:
        found.append(f"wider than a phone: {width}")
    if language == "bn":
        found += [f"Latin word: {word}" for word in latin_words(page)]
    page.evaluate("script => { if (!window.axe) window.eval(script) }", AXE.read_text(encoding="utf-8"))
    for fault in page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)"):
        found += [f"{fault['id']}: {node['html'][:160]}" for node in fault["nodes"]]
    return found


def latin_words(page: Page) -> list[str]:
    """Latin words that a reader of Bangla would meet, read out ones included."""
    text = page.evaluate(
        """() => {
            const words = [document.title]
            const walk = (node) => {
                if (node.nodeType === 3) words.push(node.data)
                if (node.nodeType !== 1 || node.lang === 'en' || ['SCRIPT', 'STYLE'].includes(node.tagName)) return
                for (const name of ['alt', 'title', 'aria-label', 'placeholder'])
                    if (node.getAttribute(name)) words.push(node.getAttribute(name))
                node.childNodes.forEach(walk)
            }
            walk(document.body)
            return words.join(' ')
        }"""
    )
    words = re.findall(r"[A-Za-z]{2,}", _ADDRESS.sub(" ", text))
    return sorted(set(words) - ALLOWED)


def test_digits_are_the_readers(person: Callable[..., Person], scene: Scene) -> None:
    one = person().speak("bn").sign_in("kamrul")
    for path in ("/desk/", f"/desk/posts/{scene.published_draft}/", f"/desk/accounts/{scene.account}/"):
        text = one.go(path).locator("main").inner_text()
        assert re.findall(r"[0-9]", _ADDRESS.sub(" ", text)) == [], path


def test_it_works_without_script(person: Callable[..., Person], browser: Any, system: Running, scene: Scene) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(system.url + "/sign-in/")
    page.fill("[name=username]", "sumaiya")
    page.fill("[name=password]", "sanglap-demo-2016")
    page.locator("main form.sg-door button").click()
    page.goto(system.url + "/desk/posts/new/")
    page.fill("textarea", "স্ক্রিপ্ট ছাড়া লেখা একটি খসড়া।")
    page.check("[name=accounts] >> nth=0")
    page.check("[name=purposes] >> nth=0")
    page.locator("button[name=keep]:not([hidden])").click()
    page.get_by_text("খসড়াটি রাখা হয়েছে").wait_for()
    page.locator("button[name=language]").click()
    page.locator("html[lang=en]").wait_for()
    context.close()


def test_fonts_of_a_first_page_are_light(person: Callable[..., Person]) -> None:
    sizes: dict[str, int] = {}
    one = person()
    one.page.on(
        "response", lambda answer: sizes.update({answer.url: len(answer.body())}) if ".woff2" in answer.url else None
    )
    one.go("/").wait_for_load_state("networkidle")
    assert sizes, "the page has fonts of its own"
    assert sum(sizes.values()) <= 60 * 1024
