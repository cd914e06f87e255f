"""Something of everything in the running system's database, made through the services."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from sanglap.launch.testing import pointed_at
from tests.factories import MOON
from tests.running import Running, wait_until


@dataclass(frozen=True)
class Scene:
    """Keys of one thing of each kind."""

    waiting_draft: UUID
    waiting_variant: UUID
    published_draft: UUID
    claiming_draft: UUID
    snippet: UUID
    message: UUID
    account: UUID
    duty: UUID
    delivery: UUID
    incident: UUID
    office: UUID
    vacant: UUID
    position: UUID
    appointment: UUID
    person: UUID
    order: UUID
    entry: UUID
    phrase: UUID
    suggestion: UUID
    run: UUID
    moon: str
    assessment: UUID
    decision: UUID
    law: UUID
    misnamed: UUID
    step: UUID
    move: UUID
    claims: UUID
    office_above: UUID
    view: UUID
    export: UUID
    reminding: UUID
    exemption: UUID
    granted: UUID
    seen: UUID
    standing: UUID
    """A post that stands on the network."""
    urgent: UUID
    """What Rehana still has to confirm."""
    hiding: UUID
    appeal: UUID
    code: str
    recurrence: UUID
    offer: UUID
    made: UUID
    campaign: UUID
    collection: UUID


def _snippet(office: Any, author: Any) -> UUID:
    from sanglap.content.models import SnippetKind
    from sanglap.content.style import keep_snippet
    from sanglap.core import clock

    kind, name = SnippetKind.SIGNATURE, "স্বাক্ষর"
    return keep_snippet(author, office=office, kind=kind, name=name, text="উপজেলা প্রশাসন, শিবালয়", now=clock.now()).pk


def set_scene(system: Running, blocker: Any) -> Scene:
    """Make the scene in the running system's database; to be called in a thread of its own."""
    with blocker.unblock(), pointed_at(system.database_url):
        return make_scene(system)


def make_scene(system: Running) -> Scene:
    """A draft waiting, a post published, a comment with an edit."""
    from sanglap.accounts.models import Account
    from sanglap.content import services as content
    from sanglap.content.models import Draft, Variant, Verdict
    from sanglap.core import clock
    from sanglap.inbox.models import MessageVersion
    from sanglap.networks.contract import Kind
    from sanglap.offices.scope import Scope
    from sanglap.outbox.models import Delivery
    from sanglap.people.models import User

    account = Account.objects.select_related("office").get()
    author, member = (Scope.of(User.objects.get(username=name), clock.now()) for name in ("sumaiya", "kamrul"))

    def begun(text: str) -> Draft:
        return content.start(
            author,
            office=account.office,
            kind=Kind.POST,
            text=text,
            accounts=[account],
            purposes=["4.c"],
            pictures=[_picture(account.office, author)],
            now=clock.now(),
        )

    def draft(text: str) -> tuple[Draft, Variant]:
        one = begun(text)
        (variant,) = content.submit(author, draft=one, now=clock.now(), by_name=True)
        return one, variant

    waiting, waiting_variant = draft("বন্যা পরিস্থিতিতে আশ্রয়কেন্দ্রের তালিকা উপজেলা পরিষদে পাওয়া যাচ্ছে।")
    published, variant = draft("আগামীকাল সকল ইউনিয়নে হামের টিকা দেওয়া হবে।\n\nশিশুকে সঙ্গে আনুন।")
    content.decide(member, variant=variant, verdict=Verdict.APPROVE, digest=variant.digest, now=clock.now())
    wait_until("published", lambda: Delivery.objects.filter(publication__variant=variant, state="published").exists())
    delivery = Delivery.objects.get(publication__variant=variant)
    comment = system.practice.comment(delivery.remote_id, "মরিয়ম বেগম", "কোন ইউনিয়নে কয়টায়")
    wait_until("taken in", lambda: MessageVersion.objects.filter(message__remote_id=comment).exists())
    system.practice.edit_comment(comment, "শিবালয় ইউনিয়নে কয়টায় শুরু?")
    wait_until("the edit", lambda: MessageVersion.objects.filter(message__remote_id=comment).count() == 2)
    message = MessageVersion.objects.filter(message__remote_id=comment).values_list("message_id", flat=True)[0]
    by_hand = _by_hand(account.office)
    return Scene(
        waiting.pk,
        waiting_variant.pk,
        published.pk,
        begun("২০২৫ সালে ১২ হাজার পরিবার টিকা পেয়েছে।").pk,
        _snippet(account.office, author),
        message,
        account.pk,
        _duty(account),
        by_hand,
        _in_emergency(account, by_hand),
        **_of_office(account.office),
        **_of_platforms(account.office),
        **_of_claims(account.office),
        **_of_board(account),
        seen=_seen(by_hand),
        standing=delivery.pk,
        recurrence=_planned(account, author),
        urgent=_urgent(by_hand),
        **_hidden(message, member),
        **_between(account.office, published),
    )


def _planned(account: Any, author: Any) -> UUID:
    """A festive post that comes every week and is held, since its days are days of mourning; hours for posts."""
    from datetime import time

    from sanglap.core import clock
    from sanglap.core.localized import LocalizedText
    from sanglap.guideline import loader
    from sanglap.offices.scope import Scope
    from sanglap.planning import recurrences, slots
    from sanglap.planning.declarations import declare
    from sanglap.planning.models import Nature, Occurrence, Rhythm

    now, office = clock.now(), account.office
    today = loader.current().calendar.day_of(now)
    declare(
        Scope.everything("tests"), office=office, nature=Nature.MOURNING, starts_on=today,
        ends_on=today + timedelta(days=30), reason=LocalizedText(bn="রাষ্ট্রীয় শোক", en="State mourning"), now=now,
    )  # fmt: skip
    slots.add(author, account=account, weekday=2, hour=time(16), now=now)
    plan = recurrences.Plan(
        "সাপ্তাহিক মেলা", "প্রতি রবিবার মেলা বসে।", [account], ["4.c"], Rhythm.WEEKLY, time(9), today, weekday=6, festive=True
    )
    made = recurrences.plan(author, office=office, plan=plan, now=now)
    wait_until("held", lambda: Occurrence.objects.filter(recurrence=made, state="held").exists())
    return made.pk


def _hidden(message: UUID, member: Any) -> dict[str, Any]:
    """Somebody who is blocked for what he wrote, and appeals."""
    from sanglap.core import clock
    from sanglap.inbox.models import Message
    from sanglap.moderation import services
    from sanglap.moderation.models import Measure

    now, why = clock.now(), "একই বিজ্ঞাপন বারবার দেওয়া হয়েছে।"
    of = Message.objects.get(pk=message)
    hiding = services.decide(member, measure=Measure.BLOCK, of=of, rule="spam", reason=why, now=now)
    services.confirm(member, hiding=hiding, now=now)
    appeal = services.appeal(hiding=hiding, text="আমি কেবল একবার লিখেছি।", now=now)
    services.reckon(now=now)
    return {"hiding": hiding.pk, "appeal": appeal.pk, "code": hiding.code}


def _between(office: Any, published: Any) -> dict[str, Any]:
    """A post of ours that is offered to another office, one that is offered to us; a campaign, a collection."""
    from sanglap.campaigns import collecting, joining, offering
    from sanglap.campaigns.models import Offer, Reach
    from sanglap.core import clock
    from sanglap.core.localized import LocalizedText
    from sanglap.offices.models import Office
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User

    now, ghior = clock.now(), Office.objects.get(code="bd-upa-361")
    head = Scope.of(User.objects.get(username="rehana"), now)
    ends_on = now.date() + timedelta(days=9)
    plan = joining.Plan(
        name=LocalizedText(bn="টিকার মাস", en="Month of vaccination"), starts_on=now.date() - timedelta(days=3),
        ends_on=ends_on, purposes=["4.c"], hashtags=["টিকার_মাস"], reach=Reach.NAMED, named=[ghior],
    )  # fmt: skip
    campaign = joining.begin(head, office=office, plan=plan, now=now)
    joining.put_in(head, draft=published, campaign=campaign, now=now)
    collection = collecting.make(head, office=office, name="হামের টিকা", now=now)
    collecting.put(head, draft=published, collection=collection, inside=True, now=now)
    wish = offering.Wish(reach=Reach.NAMED, named=[ghior], ends_on=ends_on, campaign=campaign, note="স্থান বদলে নিন।")
    made = offering.offer(head, draft=published, wish=wish, now=now)
    offered = Offer.objects.create(
        office=office.parent, revision=made.revision, reach=Reach.BELOW, ends_on=ends_on, wish_on=ends_on,
        note="নিজ উপজেলার নাম লিখুন।", offered_by=made.offered_by, offered_at=now,
    )  # fmt: skip
    return {"offer": offered.pk, "made": made.pk, "campaign": campaign.pk, "collection": collection.pk}


def _phrase(office: Any) -> UUID:
    """A phrase that the office looks for, and one that it no longer does."""
    from sanglap.core import clock
    from sanglap.core.ids import new_id
    from sanglap.core.localized import LocalizedText
    from sanglap.offices import services
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User
    from sanglap.screening.findings import Severity

    now = clock.now()
    head = Scope.of(User.objects.get(username="rehana"), now)
    kept, ended = (
        services.add_phrase(
            head, office=office, words=[words], category="abuse", severity=Severity.WARN, whole=False, below=False,
            reason=LocalizedText(bn="স্থানীয় একটি গালি।", en="A slur of the place."), key=new_id(), now=now,
        )
        for words in ("চটকুলি", "ফটকুলি")
    )  # fmt: skip
    services.end_phrase(head, phrase=ended, now=now)
    return kept.pk


def _suggestion(office: Any) -> UUID:
    """Something that Jamal suggests, with a picture; and a feed of the website that cannot be read."""
    from datetime import timedelta

    from sanglap.core import clock
    from sanglap.offices.models import Office
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User
    from sanglap.suggestions import services
    from sanglap.suggestions.models import SiteFeed
    from sanglap.suggestions.reading.fetching import Reading
    from sanglap.suggestions.states import Fault

    now, site = clock.now(), "https://shibalaya.invalid"
    Office.objects.filter(pk=office.pk).update(website=office.website or site)
    feed = SiteFeed.objects.create(
        office=office, address=f"{site}/feed", entered_by=User.objects.get(username="rehana"), entered_at=now,
        next_at=now + timedelta(days=1),
    )  # fmt: skip
    services.keep(feed.pk, Reading(Fault.GONE), now=now)
    scope, out = Scope.of(User.objects.get(username="jamal"), now), io.BytesIO()
    Image.new("RGB", (640, 400), "seagreen").save(out, "JPEG")
    brought = services.bring(scope, office=office, content=out.getvalue(), name="mela.jpg", now=now)
    return services.suggest(scope, office=office, words="আজ টিকা দেওয়া হলো", pictures=[brought], now=now).pk


def _picture(office: Any, author: Any) -> Any:
    """A picture with its description."""
    from sanglap.content import pictures
    from sanglap.core import clock

    out = io.BytesIO()
    Image.new("RGB", (640, 400), "seagreen").save(out, "JPEG")
    brought = pictures.bring(author, office=office, content=out.getvalue(), name="mela.jpg", now=clock.now())
    return pictures.Chosen(brought, "মেলার মাঠে সারি সারি চারাগাছ")


def _in_emergency(account: Any, by_hand: UUID) -> UUID:
    """Things confirmed of the account; another, kept by hand, that was reported as compromised."""
    from sanglap.accounts.models import Account
    from sanglap.attestations.services import attest
    from sanglap.attestations.statements import Method, SecondStep, Settings, Topic
    from sanglap.core import clock
    from sanglap.incidents import services as incidents
    from sanglap.incidents.models import Found
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User

    now = clock.now()
    head, member = (Scope.of(User.objects.get(username=name), now) for name in ("rehana", "kamrul"))
    chosen = Settings(words=dict.fromkeys(Topic, "সবার জন্য খোলা"), reason="নাগরিক যেন লিখতে পারেন", memo="05.30.1.26")
    for said in (SecondStep(method=Method.APP, everyone=True, codes_kept="সিন্দুকে"), chosen):
        attest(member, account=account, statement=said, now=now)
    incidents.add_contact(head, office=account.office, name="শিবালয় থানা", phone="০১৭০০-০০০০০১", now=now)
    other = Account.objects.select_related("office").get(deliveries=by_hand)
    incident = incidents.report(member, account=other, seen="লটারির পোস্ট", now=now)
    Found.objects.create(incident=incident, remote_id="9", url="https://www.example.com/9", text="লটারি জিতুন", at=now)
    incident.looked_at = now
    incident.save(update_fields=["looked_at"])
    found: UUID = incident.pk
    return found


def _seen(by_hand: UUID) -> UUID:
    """What was found at a profile that shows itself to nobody from outside, and a code that waits to be put there."""
    from sanglap.accounts.models import Account
    from sanglap.core import clock
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User
    from sanglap.verification import services
    from sanglap.verification.looking import ProfileSeen, ProfileTask
    from sanglap.verification.models import Finding, Watch
    from sanglap.verification.states import Aspect, Outcome

    now, account = clock.now(), Account.objects.select_related("office").get(deliveries=by_hand)
    wait_until("enrolled", Watch.objects.filter(account=account).exists)
    task = ProfileTask(Watch.objects.get(account=account).pk, account, connected=False)
    services.keep_profile(ProfileSeen(task, Outcome.WALLED, None, itself=False, pictures={}), now=now)
    services.give_code(Scope.of(User.objects.get(username="rehana"), now), account=account, now=now)
    found: UUID = Finding.objects.get(account=account, kind=Aspect.NAME).pk
    return found


def _duty(account: Any) -> UUID:
    """A duty with something published as its evidence."""
    from sanglap.duties.models import Duty, DutyKind

    rows = Duty.objects.filter(account=account, kind=DutyKind.UPDATES, done__gt=0)
    wait_until("reckoned", rows.exists)
    found: UUID = rows.values_list("pk", flat=True)[0]
    return found


def _of_board(account: Any) -> dict[str, Any]:
    """A view, a spreadsheet on its way, a reminder, an exemption that is asked for and one that is granted."""
    from sanglap.core import clock
    from sanglap.core.ids import new_id
    from sanglap.duties import services
    from sanglap.duties.board.pick import Pick
    from sanglap.duties.models import BoardPage, DutyKind, Export, Reminding, Sheet
    from sanglap.offices.models import Office
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User

    now, root = clock.now(), Office.objects.get(parent=None)
    head, coordinator = (Scope.of(User.objects.get(username=name), now) for name in ("rehana", "nasrin"))
    pick = Pick(root=root.pk, standing="wanting")
    made: dict[str, Any] = {
        "view": services.save_view(coordinator, name="ব্যত্যয়", page=BoardPage.ROWS, pick=pick),
        "export": Export.objects.create(
            user=coordinator.person, sheet=Sheet.ROWS, picked=pick.plain(), language="bn", asked_at=now
        ),
        "reminding": Reminding.objects.create(
            office=root, by=coordinator.person, picked=pick.plain(), act_id=new_id(), at=now, accounts=3, told=2,
            done=3, ended_at=now,
        ),
    }  # fmt: skip
    days = {"reason": "বন্যা", "starts_on": now.date(), "ends_on": now.date() + timedelta(days=9), "now": now}
    for name, kind in (("exemption", DutyKind.PURPOSES), ("granted", DutyKind.ANSWERS)):
        made[name] = services.ask(head, office=account.office, account=account, kind=kind, **days)  # type: ignore[arg-type]  # of several types
    services.decide(coordinator, exemption=made["granted"], grant=True, remark="", now=now)
    return {name: thing.pk for name, thing in made.items()}


def _by_hand(office: Any) -> UUID:
    """Something that waits to be posted by hand."""
    from sanglap.accounts import services as accounts
    from sanglap.accounts.models import PanelRole
    from sanglap.content import services as content
    from sanglap.content.models import Verdict
    from sanglap.core import clock
    from sanglap.demo import cast
    from sanglap.networks.contract import Kind
    from sanglap.offices.scope import Scope
    from sanglap.outbox.models import Delivery
    from sanglap.people.models import User

    now = clock.now()
    people = {name: User.objects.get(username=name) for name in ("rehana", "nasrin", "kamrul", "sumaiya")}
    head, author, member = (Scope.of(people[name], now) for name in ("rehana", "sumaiya", "kamrul"))
    proposal = accounts.Proposal(
        platform="facebook", network="by-hand", server="https://www.example.com", handle="shibalaya",
        name=cast.ACCOUNT_NAME, purposes=cast.PURPOSES, audience=cast.AUDIENCE, description=cast.DESCRIPTION,
    )  # fmt: skip
    account = accounts.propose(head, office=office, proposal=proposal, now=now)
    accounts.approve(Scope.of(people["nasrin"], now), account=account, now=now)
    accounts.appoint_panel(head, account=account, members={people["kamrul"]: PanelRole.MODERATOR}, now=now)
    accounts.put_to_work(head, account=account, now=now)
    draft = content.start(
        author,
        office=office,
        kind=Kind.POST,
        text="রবিবার বৃক্ষমেলা শুরু হবে।",
        accounts=[account],
        purposes=["4.c"],
        pictures=[_picture(office, author)],
        now=now,
    )
    (variant,) = content.submit(author, draft=draft, now=now, by_name=True)
    content.decide(member, variant=variant, verdict=Verdict.APPROVE, digest=variant.digest, now=now)
    wait_until("laid ready", lambda: Delivery.objects.filter(publication__variant=variant).exists())
    found: UUID = Delivery.objects.get(publication__variant=variant).pk
    return found


def _urgent(by_hand: UUID) -> UUID:
    """A post that went the urgent way by one vote of two."""
    from sanglap.accounts.models import Account, PanelMember, PanelRole
    from sanglap.content import services as content
    from sanglap.content import urgent
    from sanglap.content.models import Verdict
    from sanglap.core import clock
    from sanglap.networks.contract import Kind
    from sanglap.offices.scope import Scope
    from sanglap.people.models import User

    now, account = clock.now(), Account.objects.select_related("office").get(deliveries=by_hand)
    head = User.objects.get(username="rehana")
    PanelMember.objects.create(account=account, user=head, role=PanelRole.AUTHORITY, starts_at=now)
    author, member = (Scope.of(User.objects.get(username=name), now) for name in ("sumaiya", "kamrul"))
    draft = content.start(
        author, office=account.office, kind=Kind.POST, text="নদীর পাড়ের পরিবারগুলো এখনই সরে যান।", accounts=[account],
        purposes=["4.c"], now=now,
    )  # fmt: skip
    urgent.declare(author, draft=draft, kind="flood", reason="পানি দ্রুত বাড়ছে।", now=now)
    (variant,) = content.submit(author, draft=draft, now=now, by_name=True)
    content.decide(member, variant=variant, verdict=Verdict.APPROVE, digest=variant.digest, now=now)
    found: UUID = variant.pk
    return found


def _of_claims(office: Any) -> dict[str, Any]:
    """Accounts that were brought in: one on its way to a right name, one offered to the office."""
    from sanglap.accounts.models import AccountMove, Renaming
    from sanglap.core import clock
    from sanglap.demo.claiming import seed_claims
    from sanglap.offices.models import Office

    root = Office.objects.get(parent=None)
    run = seed_claims(root, now=clock.now())
    renaming = Renaming.objects.get(account__office=office)
    return {
        "misnamed": renaming.account_id,
        "step": renaming.steps.order_by("-number")[0].pk,
        "move": AccountMove.objects.get(taker=office).pk,
        "claims": run.pk,
        "office_above": office.parent_id,
    }


def _of_platforms(office: Any) -> dict[str, Any]:
    """Platforms being weighed, the decision from above, a version of terms, a law that was entered here."""
    from sanglap.core import clock
    from sanglap.core.localized import LocalizedText
    from sanglap.demo import choosing
    from sanglap.laws import services as laws
    from sanglap.offices.scope import Scope
    from sanglap.platforms.models import Decision

    system, now = Scope.everything("tests"), clock.now()
    choosing.seed_terms(now=now)
    text = laws.LawText(
        title=LocalizedText(bn="ছবি ব্যবহারের পরিপত্র", en="Circular on the use of pictures"), kind="circular",
        year=now.year, meaning=LocalizedText(bn="ছবির অনুমতি নিন।", en="Ask leave for pictures."),
        url="https://cabinet.gov.bd/circular",
    )  # fmt: skip
    return {
        "assessment": choosing.seed_draft(system, office, choosing.NATIONAL, now=now).pk,
        "decision": Decision.objects.values_list("pk", flat=True)[0],
        "law": laws.enter(system, text=text, now=now).pk,
    }


def _of_office(office: Any) -> dict[str, Any]:
    """A vacant position, an order, a day of the calendar, a list of offices that waits to be applied."""
    from sanglap.core import clock
    from sanglap.core.localized import LocalizedText
    from sanglap.offices import services
    from sanglap.offices.models import Appointment, CalendarEntry
    from sanglap.offices.scope import Scope
    from sanglap.offices.services import imports
    from sanglap.people.permissions import Role

    system, now, name = Scope.everything("tests"), clock.now(), LocalizedText(bn="হিসাবরক্ষক", en="Accountant")
    held = Appointment.objects.select_related("position").get(user__username="kamrul")
    order = services.enter_order(system, office=office, memo="০৫.০০.০০০০.০০০.০০.০০০.২৬", dated=now.date(), now=now)
    services.add_order(system, order=order, appointments=[held], now=now)
    entry = CalendarEntry.objects.create(
        office=office, kind="holiday", name=LocalizedText(bn="স্থানীয় ছুটি", en="Local holiday"),
        starts_on=now.date(), ends_on=now.date(), basis="executive",
    )  # fmt: skip
    text = "code,kind,name_bn,name_en,parent\n1,field,ক,A,bd-upa-362\n2,অন্য,খ,B,৯৯৯\n"
    run = imports.receive(system, name="list.csv", content=text.encode(), root=office.parent, now=now)
    imports.compare(run)
    return {
        "office": office.pk,
        "vacant": services.create_position(system, office=office, title=name, role=Role.AUTHOR, now=now).pk,
        "position": held.position_id,
        "appointment": held.pk,
        "person": held.user_id,
        "order": order.pk,
        "entry": entry.pk,
        "phrase": _phrase(office),
        "suggestion": _suggestion(office),
        "run": run.pk,
        "moon": MOON.isoformat(),
    }
