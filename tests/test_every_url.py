"""Every address × every role × the own, a subordinate and a foreign office: who gets in, and who is told what."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, AccountImport, AccountMove, Way
from sanglap.attestations.services import attest
from sanglap.attestations.statements import Pictures, PictureSeen
from sanglap.bench.place import signed_in
from sanglap.campaigns.models import Campaign, Collection, Offer, Reach
from sanglap.content.footage import Footage, Making, Recording
from sanglap.content.models import Draft, Illustration, PaperDecision, Picture, Portrayal, Snippet, Source, SourceKind
from sanglap.core import clock
from sanglap.core.ids import new_id
from sanglap.demo.choosing import NATIONAL, seed_decision, seed_draft
from sanglap.duties import services as duties
from sanglap.duties.models import Duty, DutyKind, Exemption, Reminding
from sanglap.files.models import File
from sanglap.files.services import keep, keep_made
from sanglap.incidents.models import Contact, Found
from sanglap.incidents.services import report
from sanglap.moderation.models import Hiding, Measure
from sanglap.moderation.services import appeal
from sanglap.offices.access import PUBLIC
from sanglap.offices.models import CalendarEntry, Delegation, EntryKind, Kind, Leave, Office, OfficeImport, OfficeOrder
from sanglap.offices.scope import Scope
from sanglap.offices.services import create_office
from sanglap.outbox.models import Delivery, Stop
from sanglap.people.models import User
from sanglap.people.permissions import OVERSIGHT, ROLE_PERMISSIONS, Permission, Role
from sanglap.planning.models import Declaration, Occurrence, Recurrence
from sanglap.publishing.models import Publication
from sanglap.publishing.services import release
from sanglap.suggestions.models import Picture as SuggestedPicture
from sanglap.suggestions.models import SiteFeed, Suggestion
from sanglap.verification.models import Control, Finding, Look, ProfilePicture
from tests import factories
from tests.factories import MOON, NOW, WORDS, House
from tests.routes import Route, routes

OWN, BELOW, FOREIGN = "manikganj", "shibalaya", "gazipur"
PLACES = (OWN, BELOW, FOREIGN)
P = Permission
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """Of an address with an object: what shows the object at all, what it takes besides, and whether from above."""

    see: Permission
    act: Permission | None = None
    instead: Permission | None = None
    """What is enough in place of `act`."""
    above: bool = False
    """It takes a say at the office above: whoever has it only from here on down is refused for his own office."""
    below: bool = False
    """It takes a say here and at every office below."""
    deep: bool = False
    """Only whoever has what shows it at every office below too is shown it."""
    or_deep: Permission | None = None
    """Whoever has this from here on down is shown it too."""
    posts: bool = False
    """It only takes what is sent."""


LIST = Row(P.OFFICE_MANAGE, deep=True)
CLAIMS = Row(P.ACCOUNT_MANAGE, or_deep=P.ACCOUNT_REVIEW)
CALENDAR = Row(P.OFFICE_VIEW, P.OFFICE_MANAGE)
KEPT = Row(P.ACCOUNT_MANAGE)
EITHER = Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE, instead=P.ACCOUNT_REVIEW)
MANAGED = Row(P.PEOPLE_VIEW, P.PEOPLE_MANAGE)
KEPT_BY_PANEL = Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE)
"""The account's own panel may, too; the officer of this test serves on none."""
HELPED = Row(P.INCIDENT_REPORT, posts=True)
HIDDEN = Row(P.MESSAGE_VIEW, P.MESSAGE_ANSWER, posts=True)
LAID_OUT = Row(P.POST_VIEW, P.POST_APPROVE, instead=P.ACCOUNT_REVIEW)
"""Before other offices: by whoever approves the office's posts, or coordinates from there down."""
RULED = Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, above=True)

TABLE: dict[str, Row] = {
    "desk:post": Row(P.POST_VIEW),
    "desk:edit": Row(P.POST_VIEW, P.POST_WRITE),
    "desk:post-move": Row(P.POST_VIEW, P.POST_WRITE),
    "desk:recurrence": Row(P.POST_VIEW),
    "desk:recurrence-edit": Row(P.POST_VIEW, P.POST_WRITE),
    "desk:recurrence-act": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:occurrence-decide": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:slots": Row(P.POST_VIEW),
    "desk:declaration-new": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, below=True),
    "desk:declaration-end": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, below=True, posts=True),
    "desk:approve": Row(P.POST_VIEW),
    "desk:urgent-review": Row(P.POST_VIEW),
    "desk:post-important": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:offer": Row(P.POST_VIEW),
    "desk:offer-picture": Row(P.POST_VIEW),
    "desk:offer-recording": Row(P.POST_VIEW),
    "desk:offer-adopt": Row(P.POST_VIEW, P.POST_WRITE),
    "desk:offer-decline": Row(P.POST_VIEW, P.POST_WRITE),
    "desk:offer-made": Row(P.POST_VIEW),
    "desk:offer-new": LAID_OUT,
    "desk:offer-withdraw": LAID_OUT,
    "desk:post-campaign": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:post-collect": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:campaign": Row(P.POST_VIEW),
    "desk:campaign-edit": LAID_OUT,
    "desk:collection": Row(P.POST_VIEW),
    "desk:collection-offer": LAID_OUT,
    "desk:collection-dissolve": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:sources": Row(P.POST_VIEW, P.POST_WRITE),
    "desk:source-file": Row(P.POST_VIEW),
    "desk:post-people": Row(P.POST_VIEW, P.POST_WRITE),
    "desk:consent-file": Row(P.POST_VIEW, P.POST_WRITE, instead=P.POST_APPROVE),
    "desk:snippet": Row(P.POST_WRITE),
    "desk:picture": Row(P.POST_VIEW),
    "desk:picture-small": Row(P.POST_VIEW),
    "desk:recording": Row(P.POST_VIEW),
    "desk:recording-still": Row(P.POST_VIEW),
    "desk:recording-state": Row(P.POST_VIEW),
    "desk:captions": Row(P.POST_VIEW),
    "desk:note": Row(P.POST_VIEW),
    "desk:paper": Row(P.POST_VIEW, P.POST_WRITE, instead=P.POST_APPROVE),
    "desk:paper-scan": Row(P.POST_VIEW),
    "desk:suggestion": Row(P.POST_VIEW),
    "desk:suggestion-picture": Row(P.POST_VIEW),
    "desk:suggestion-picture-small": Row(P.POST_VIEW),
    "desk:suggestion-take": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:suggestion-put-back": Row(P.POST_VIEW, P.POST_WRITE, posts=True),
    "desk:suggestion-decline": Row(P.POST_VIEW, P.POST_WRITE),
    # Only whoever suggested it: suggestions/tests/test_suggesting.py
    "desk:suggestion-withdraw": Row(P.POST_VIEW, posts=True),
    "desk:thread": Row(P.MESSAGE_VIEW),
    "desk:message-assign": Row(P.MESSAGE_VIEW, P.MESSAGE_ANSWER, posts=True),
    "desk:message-note": Row(P.MESSAGE_VIEW, P.MESSAGE_ANSWER, instead=P.POST_APPROVE, posts=True),
    "desk:message-danger-settled": Row(P.MESSAGE_VIEW, P.MESSAGE_ANSWER, posts=True),
    "desk:hide": Row(P.MESSAGE_VIEW, P.MESSAGE_ANSWER),
    "desk:close-comments": Row(P.POST_VIEW, P.POST_APPROVE),
    "desk:hiding": Row(P.MESSAGE_VIEW),
    "desk:hiding-done": HIDDEN,
    "desk:hiding-told": HIDDEN,
    "desk:hiding-undone": HIDDEN,
    "desk:hiding-lift": Row(P.MESSAGE_VIEW, P.MESSAGE_ANSWER),
    # Whoever reviews accounts from above also manages offices there.
    "desk:appeal": Row(P.MESSAGE_VIEW, P.POST_APPROVE, instead=P.OFFICE_MANAGE),
    "desk:delivery": Row(P.POST_VIEW),
    "desk:stop-new": Row(P.OUTBOX_STOP),
    "desk:stop-lift": Row(P.ACCOUNT_VIEW, P.OUTBOX_STOP, posts=True),
    "desk:duty": Row(P.ACCOUNT_VIEW),
    "desk:account": Row(P.ACCOUNT_VIEW),
    "desk:account-duties": Row(P.ACCOUNT_VIEW),
    "desk:board-reminder": Row(P.ACCOUNT_REVIEW),
    "desk:exemption": Row(P.ACCOUNT_VIEW),
    "desk:exemption-new": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE),
    "desk:exemption-decide": Row(P.ACCOUNT_REVIEW),
    "desk:exemption-withdraw": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE, posts=True),
    "desk:exemption-end": Row(P.ACCOUNT_REVIEW),
    "desk:account-outside": Row(P.ACCOUNT_VIEW),
    "desk:account-outside-look": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE, instead=P.ACCOUNT_REVIEW, posts=True),
    "desk:account-outside-code": Row(P.ACCOUNT_MANAGE, posts=True),
    "desk:account-outside-vouch": Row(P.ACCOUNT_REVIEW),
    "desk:finding-confirm": Row(P.ACCOUNT_REVIEW),
    "desk:profile-picture": Row(P.ACCOUNT_VIEW),
    "desk:look-picture": Row(P.ACCOUNT_VIEW),
    "desk:proof-picture": Row(P.ACCOUNT_VIEW),
    "desk:office-website": Row(P.ACCOUNT_VIEW),
    "desk:office-website-look": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE, instead=P.ACCOUNT_REVIEW, posts=True),
    "desk:account-new": Row(P.OFFICE_VIEW, P.ACCOUNT_MANAGE),
    "desk:account-amend": KEPT,
    "desk:account-review": Row(P.ACCOUNT_REVIEW),
    "desk:account-panel": KEPT,
    "desk:account-connect": KEPT,
    "desk:account-work": Row(P.ACCOUNT_MANAGE, posts=True),
    "desk:account-check": Row(P.ACCOUNT_VIEW, posts=True),
    "desk:account-suspend": EITHER,
    "desk:account-close": EITHER,
    "desk:account-name": Row(P.ACCOUNT_VIEW),
    "desk:account-rename": EITHER,
    "desk:account-renamed": EITHER,
    "desk:account-rename-end": EITHER,
    "desk:renaming-step": EITHER,
    "desk:renaming-evidence": Row(P.ACCOUNT_VIEW),
    "desk:account-offer": EITHER,
    "desk:account-hand-in": Row(P.ACCOUNT_MANAGE, posts=True),
    "desk:move": Row(P.ACCOUNT_VIEW),
    "desk:move-accept": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE, posts=True),
    "desk:move-decline": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE),
    # The offers come from an office above all of these.
    "desk:move-withdraw": Row(P.ACCOUNT_VIEW, P.ACCOUNT_REVIEW, posts=True),
    "desk:claim-list": CLAIMS,
    "desk:claim-report": CLAIMS,
    "desk:claim-act": Row(P.ACCOUNT_MANAGE, or_deep=P.ACCOUNT_REVIEW, posts=True),
    "desk:account-resume": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE, instead=P.ACCOUNT_REVIEW, posts=True),
    "desk:account-choice": KEPT,
    "desk:assessment": Row(P.ACCOUNT_VIEW),
    "desk:assessment-new": Row(P.OFFICE_VIEW, P.POST_WRITE, instead=P.ACCOUNT_MANAGE),
    "desk:assessment-decide": Row(P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE),
    "desk:assessment-drop": Row(P.ACCOUNT_VIEW, P.POST_WRITE, instead=P.ACCOUNT_MANAGE, posts=True),
    "desk:platform-decision": Row(P.ACCOUNT_VIEW),
    "desk:account-security": Row(P.ACCOUNT_VIEW),
    "desk:account-settings": Row(P.ACCOUNT_VIEW),
    "desk:account-confirm": KEPT_BY_PANEL,
    "desk:account-evidence": Row(P.ACCOUNT_VIEW),
    "desk:incident-new": Row(P.INCIDENT_REPORT),
    "desk:drill-new": Row(P.INCIDENT_REPORT),
    "desk:incident": Row(P.ACCOUNT_VIEW),
    "desk:incident-report": Row(P.ACCOUNT_VIEW),
    "desk:incident-freeze": HELPED,
    "desk:incident-tell": HELPED,
    "desk:incident-secure": HELPED,
    "desk:incident-look": HELPED,
    "desk:incident-looked": HELPED,
    "desk:incident-judge": Row(P.ACCOUNT_VIEW, P.INCIDENT_REPORT, posts=True),
    "desk:incident-revoke": Row(P.OUTBOX_STOP, posts=True),
    "desk:incident-leave-out": Row(P.OUTBOX_STOP),
    "desk:incident-close": Row(P.OUTBOX_STOP),
    "desk:incident-call-off": Row(P.OUTBOX_STOP),
    "desk:emergency-contacts": Row(P.ACCOUNT_VIEW),
    "desk:emergency-contact-remove": Row(P.ACCOUNT_MANAGE, posts=True),
    "desk:office": Row(P.OFFICE_VIEW),
    "desk:office-feeds": Row(P.OFFICE_VIEW),
    "desk:office-feed-new": CALENDAR,
    "desk:office-feed-stop": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, posts=True),
    "desk:office-feed-resume": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, posts=True),
    "desk:office-feed-read": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, posts=True),
    "desk:office-new": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, below=True),
    "desk:office-edit": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE),
    "desk:office-move": RULED,
    "desk:office-merge": RULED,
    "desk:office-close": RULED,
    "desk:office-reopen": RULED,
    "desk:office-history": Row(P.PEOPLE_VIEW),
    "desk:office-calendar": Row(P.OFFICE_VIEW),
    "desk:letterhead": Row(P.OFFICE_VIEW),
    "desk:letterhead-pdf": Row(P.OFFICE_VIEW),
    "desk:letterhead-word": Row(P.OFFICE_VIEW),
    "desk:letterhead-signature": Row(P.OFFICE_VIEW),
    "desk:position": Row(P.PEOPLE_VIEW),
    "desk:position-new": MANAGED,
    "desk:position-rename": MANAGED,
    "desk:position-abolish": MANAGED,
    "desk:appoint": MANAGED,
    "desk:invite": MANAGED,
    "desk:hand-over": MANAGED,
    "desk:relieve": MANAGED,
    "desk:order-name": MANAGED,
    "desk:delegate": MANAGED,
    "desk:order": Row(P.PEOPLE_VIEW),
    "desk:order-scan": Row(P.PEOPLE_VIEW),
    "desk:person": Row(P.PEOPLE_VIEW),
    "desk:person-edit": MANAGED,
    "desk:person-link": Row(P.PEOPLE_VIEW, P.ACCESS_RESTORE),
    "desk:person-shut-out": MANAGED,
    "desk:leave": Row(P.PEOPLE_MANAGE),
    "desk:import": LIST,
    "desk:import-report": LIST,
    "desk:import-act": Row(P.OFFICE_MANAGE, deep=True, posts=True),
    "desk:leave-end": Row(P.PEOPLE_VIEW, P.PEOPLE_MANAGE, posts=True),
    "desk:delegation-end": Row(P.PEOPLE_VIEW, P.PEOPLE_MANAGE, posts=True),
    "desk:office-calendar-new": CALENDAR,
    "desk:office-calendar-edit": CALENDAR,
    "desk:office-calendar-moon": CALENDAR,
    "desk:office-phrases": Row(P.OFFICE_VIEW),
    "desk:office-phrase": Row(P.OFFICE_VIEW),
    "desk:office-phrase-new": CALENDAR,
    "desk:office-phrase-end": CALENDAR,
    "desk:office-calendar-remove": Row(P.OFFICE_VIEW, P.OFFICE_MANAGE, posts=True),
}
"""Every address of the staff that names an object of an office."""


@dataclass(frozen=True)
class Scene:
    """The same kinds of things at three offices, and everybody at the middle one of them."""

    house: House
    things: dict[str, dict[str, Any]]
    """By office, by the name that an address has for the thing's key."""
    sessions: dict[Role, str]
    """Of whoever has that role, begun with a second factor: its key."""

    def reader(self, role: Role) -> Client:
        made = Client()
        made.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return made


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Any:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield _scene()
        transaction.set_rollback(True)


def _scene() -> Scene:
    house = factories.house()
    offices = dict(house.offices)
    offices[FOREIGN] = create_office(
        Scope.everything("tests"), code="gazipur", kind=Kind.FIELD, name=WORDS, parent=offices["dhaka"], now=NOW
    )
    house = House(offices, house.people, NOW)
    things = {place: _things(house, place) for place in PLACES}
    sessions = {}
    for role in Role:
        house.officer(f"own-{role}", role, OWN, below=role in OVERSIGHT)
        sessions[role] = signed_in(house.people[f"own-{role}"])
    return Scene(house, things, sessions)


def _plans(account: Account, writer: User) -> dict[str, Any]:
    recurrence = Recurrence.objects.create(
        office=account.office, name="x", text="x", purposes=["4.b"], rhythm="weekly", weekday=0, hour=NOW.time(),
        starts_on=NOW.date(), kept_by=writer, kept_at=NOW,
    )  # fmt: skip
    held = Occurrence.objects.create(recurrence=recurrence, day=NOW.date(), state="held", at=NOW)
    declaration = Declaration.objects.create(
        office=account.office, nature="mourning", starts_on=NOW.date(), ends_on=NOW.date(), reason=WORDS,
        declared_at=NOW,
    )  # fmt: skip
    return {"recurrence_id": recurrence.pk, "occurrence_id": held.pk, "declaration_id": declaration.pk}


def _recorded(office: Office, file: File, writer: User) -> dict[str, Any]:
    """A video that is ready, and captions."""
    made = Recording.objects.create(
        office=office, name="x", piece="x", making=Making.READY, file=file, poster=file, brought_by=writer,
        brought_at=NOW, make_at=NOW,
    )  # fmt: skip
    words = keep_made(content=b"WEBVTT\n", media_type="text/vtt", name="x.vtt", office_id=office.pk, now=NOW)
    return {"recording_id": made.pk, "file_id": words.pk}


def _things(house: House, place: str) -> dict[str, Any]:
    office = house.offices[place]
    writer, member = f"{place}-writer", f"{place}-member"
    house.officer(writer, Role.AUTHOR, place)
    house.officer(member, Role.PANEL, place)
    account = house.account(member, office=place, handle=place)
    draft, sent = house.draft(account, writer=writer), released(house, account)
    appointment = house.people[writer].appointments.get()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    scan = keep(content=picture.getvalue(), name="order.png", office_id=office.pk, now=NOW)
    signed = factories.newest(house.draft(account, writer=writer))
    house.on_paper(signed, member, recorder=writer, scan=scan)
    order = OfficeOrder.objects.create(office=office, memo="1", dated=NOW.date(), scan=scan, entered_at=NOW)
    span = {"starts_at": NOW - YEAR, "ends_at": clock.now() + YEAR, "entered_at": NOW}
    leave = Leave.objects.create(user=house.people[writer], **span)
    standing_in = Delegation.objects.create(appointment=appointment, to=house.people[member], **span)
    duties.reckon(now=NOW)
    entry = CalendarEntry.objects.create(
        office=office, kind=EntryKind.HOLIDAY, name=WORDS, starts_on=NOW.date(), ends_on=NOW.date(), basis="executive"
    )
    shown = Picture.objects.create(
        office=office, file=scan, small=scan, brought_by=house.people[writer], brought_at=NOW
    )
    seen, filmed = _seen(account, scan, house.people[writer]), _recorded(office, scan, house.people[writer])
    machine = Scope.everything("tests")
    run = OfficeImport.objects.create(name="list.csv", root=office, received_at=NOW)
    exemption = Exemption.objects.create(
        office=office, kind=DutyKind.PANEL, reason="x", starts_on=NOW.date(), ends_on=clock.now().date(), asked_at=NOW
    )
    reminding = Reminding.objects.create(
        office=office, by=house.people[member], picked={"office": str(office.pk)}, act_id=new_id(), at=NOW, ended_at=NOW
    )
    return {
        "exemption_id": exemption.pk,
        "reminding_id": reminding.pk,
        **_plans(account, house.people[writer]),
        "paper_id": PaperDecision.objects.get(vote__variant=signed).pk,
        "office_id": office.pk,
        "assessment_id": seed_draft(machine, office, NATIONAL, now=NOW).pk,
        "decision_id": seed_decision(machine, office, NATIONAL, reusable=False, now=NOW).pk,
        "account_id": account.pk,
        "duty_id": Duty.objects.filter(account=account).values_list("pk", flat=True)[0],
        "draft_id": draft.pk,
        "variant_id": factories.newest(draft).pk,
        "snippet_id": Snippet.objects.create(office=office, kind="signature", name="x", text="x").pk,
        "source_id": _source(draft, scan, house.people[writer]).pk,
        "portrayal_id": _portrayal(draft, scan, house.people[writer]).pk,
        "picture_id": shown.pk,
        **filmed,
        "message_id": factories.message(account).pk,
        "delivery_id": sent.pk,
        "stop_id": Stop.objects.create(office=office, reason="test", placed_at=NOW).pk,
        "position_id": appointment.position_id,
        "appointment_id": appointment.pk,
        "user_id": house.people[writer].pk,
        "order_id": order.pk,
        "entry_id": entry.pk,
        "phrase_id": house.phrase(member, place).pk,
        "leave_id": leave.pk,
        "delegation_id": standing_in.pk,
        "day": MOON,
        "claims_id": AccountImport.objects.create(name="list.csv", root=office, received_at=NOW).pk,
        "step_id": _step(account, scan),
        "move_id": _offer(house, place).pk,
        "import_id": run.pk,
        **seen,
        "kind": "mfa",
        "step": "secure",
        **_in_emergency(house, account, member, scan),
        **_hidden(account, house.people[member]),
        **_laid_out(house, place, sent, shown, filmed["recording_id"]),
        **_suggested(account, house.people[writer], scan),
    }


def _suggested(account: Account, person: User, file: File) -> dict[str, Any]:
    """Something suggested with a picture, and a feed that is read."""
    office = account.office
    made = Suggestion.objects.create(
        office=office, kind="person", suggested_by=person, origin=office, words="x", at=NOW
    )
    brought = SuggestedPicture.objects.create(suggestion=made, file=file, small=file, brought_by=person, brought_at=NOW)
    feed = SiteFeed.objects.create(
        office=office, address="https://feed.example/", entered_by=person, entered_at=NOW, next_at=NOW
    )
    return {"suggestion_id": made.pk, "brought_id": brought.pk, "feed_id": feed.pk}


def _source(draft: Draft, scan: File, person: User) -> Source:
    return Source.objects.create(
        revision=draft.revisions.get(), words="x", kind=SourceKind.FILE, file=scan, by=person, at=NOW
    )


def _portrayal(draft: Draft, scan: File, person: User) -> Portrayal:
    return Portrayal.objects.create(
        revision=draft.revisions.get(), digest="x", shown="private", consent="written", obtained_by="x",
        obtained_on=NOW.date(), file=scan, by=person, at=NOW,
    )  # fmt: skip


def _hidden(account: Account, person: User) -> dict[str, Any]:
    """A comment that was hidden, and an appeal against that."""
    message = factories.message(account, remote_id="hidden")
    hiding = Hiding.objects.create(
        measure=Measure.HIDE, account=account, office=account.office, message=message, version=message.versions.get(),
        rule="spam", edition="bd-2016", reason="test", notice="test", decided_by=person, decided_at=NOW,
    )  # fmt: skip
    return {"hiding_id": hiding.pk, "appeal_id": appeal(hiding=hiding, text="test", now=NOW).pk}


def _laid_out(house: House, place: str, sent: Delivery, shown: Picture, film: UUID) -> dict[str, Any]:
    """A post that the office offers to all below, one that is offered to it from above; a campaign, a collection."""
    office, by = house.offices[place], house.people[f"{place}-member"]
    revision = sent.publication.variant.revision
    house.officer(f"{place}-dhaka", Role.AUTHOR, "dhaka")
    above = house.draft(house.account(office="dhaka", handle=f"{place}-above"), writer=f"{place}-dhaka", submit=False)
    words = above.revisions.get()
    Illustration.objects.create(revision=words, number=1, picture=shown, alt="x")
    Footage.objects.create(revision=words, recording_id=film, alt="x")
    given: dict[str, Any] = {"ends_on": clock.now().date() + YEAR, "offered_by": by, "offered_at": NOW}
    made = Offer.objects.create(office=office, revision=revision, reach=Reach.BELOW, **given)
    named = Offer.objects.create(office=house.offices["dhaka"], revision=words, reach=Reach.NAMED, **given)
    named.named.add(office)
    campaign = Campaign.objects.create(
        office=office, reach=Reach.NAMED, name=WORDS, starts_on=NOW.date(), ends_on=given["ends_on"],
        purposes=["4.b"], begun_by=by, begun_at=NOW,
    )  # fmt: skip
    collection = Collection.objects.create(office=office, name="x", made_by=by, made_at=NOW)
    return {
        "made_id": made.pk, "offer_id": named.pk, "campaign_id": campaign.pk,
        "collection_id": collection.pk,
    }  # fmt: skip


def _offer(house: House, place: str) -> AccountMove:
    """An account that an office above offers to this one."""
    account = house.account(office="dhaka", handle=f"{place}-offered")
    return accounts.propose_move(
        Scope.everything("tests"), account=account, taker=house.offices[place], reason="test", now=NOW
    )


def _step(account: Account, scan: Any) -> Any:
    """A step of a renaming under way, done and shown by that file."""
    machine = Scope.everything("tests")
    renaming = accounts.begin_renaming(machine, account=account, way=Way.RENAME, to_name=account.office.name, now=NOW)
    step = renaming.steps.all()[0]
    accounts.tick_step(machine, step=step, done=True, evidence=scan, now=NOW)
    return step.pk


def _in_emergency(house: House, account: Account, member: str, scan: File) -> dict[str, Any]:
    """A confirmation with its evidence, an incident with something found, somebody to call."""
    said = Pictures(seen=(PictureSeen(what="banner", digest=scan.digest),), no_person=True)
    made = attest(house.scope(member), account=account, statement=said, evidence={"banner": scan}, now=NOW)
    incident = report(house.scope(member), account=account, drill=True, now=NOW)
    found = Found.objects.create(incident=incident, remote_id="9", url="https://social.example/9", at=NOW)
    contact = Contact.objects.create(office=account.office, name="police", phone="999")
    return {
        "evidence_id": made.evidence.get().pk,
        "incident_id": incident.pk,
        "found_id": found.pk,
        "contact_id": contact.pk,
    }


def _seen(account: Account, file: File, person: User) -> dict[str, Any]:
    """What was seen of the account from outside, and what a person saw."""
    at: dict[str, Any] = {"person": person, "picture": file}
    finding = Finding.objects.create(
        account=account, kind="name", outcome="walled", seen="walled", looked_at=NOW, noted_at=NOW
    )
    shown = ProfilePicture.objects.create(account=account, place="avatar", file=file, seen_at=NOW)
    proof = Control.objects.create(
        account=account, method="person", server=account.server, handle=account.handle, at=NOW, **at
    )
    look = Look.objects.create(finding=finding, at=NOW, outcome="walled", reason=WORDS, **at)
    return {"finding_id": finding.pk, "shown_id": shown.pk, "control_id": proof.pk, "look_id": look.pk}


def released(house: House, account: Account) -> Delivery:
    """Something of the account's in the outbox."""
    variant = house.approved(account, writer=f"{account.handle}-writer", voter=f"{account.handle}-member")
    release(now=NOW + 2 * factories.MINUTE)
    return Publication.objects.get(variant=variant).delivery


ROUTES = {route.name: route for route in routes()}
STAFF = sorted(name for name, route in ROUTES.items() if route.view.access != PUBLIC and name.startswith("desk:"))
WITH_OBJECT = {name for name in STAFF if ROUTES[name].keys and not name.startswith("desk:me-")} - {
    "desk:import-template",  # its key is a form of file
    "desk:claim-template",  # the same
    "desk:platform",  # its key is a platform of the catalogue
    "desk:law-edit",  # a law is no office's: desk/tests/test_laws.py
    "desk:notice",  # the reader's own alone: desk/tests/test_notices.py
    "desk:sending",  # the same: desk/tests/test_recordings.py
    # The reader's own alone: desk/tests/test_board_acts.py
    "desk:board-view",
    "desk:board-view-remove",
    "desk:board-exported",
    "desk:board-export-file",
}
"""Those that name an object of an office, and not something of the reader's own account."""


def test_every_address_with_an_object_stands_in_the_table() -> None:
    assert set(TABLE) == WITH_OBJECT


def _nothing(route: Route) -> dict[str, Any]:
    """Keys of things that do not exist."""
    return {key: MOON if key == "day" else new_id() for key in route.keys}


def expected(row: Row, mark: object, role: Role, place: str) -> int:
    """What somebody of that role at OWN is answered, reckoned from the table and the role's permissions alone."""
    given, reaches = ROLE_PERMISSIONS[role], place == OWN or (place == BELOW and role in OVERSIGHT)
    if isinstance(mark, Permission) and mark not in given:
        return 403
    deeply = row.or_deep in given and role in OVERSIGHT
    if not reaches or (row.see not in given and not deeply) or (row.deep and role not in OVERSIGHT):
        return 404
    if row.act is None:
        return 200
    deep = role in OVERSIGHT
    reached = (not row.above or (deep and place == BELOW)) and (not row.below or deep)
    return 200 if reached and {row.act, row.instead} & given else 403


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if not row.posts))
def test_who_gets_in(scene: Scene, name: str, role: Role) -> None:
    row, route = TABLE[name], ROUTES[name]
    reader = scene.reader(role)
    missing = _said(reader, name, _nothing(route))
    for place in PLACES:
        keys = {key: scene.things[place][key] for key in route.keys}
        status, body = _said(reader, name, keys)
        assert status == expected(row, route.view.access, role, place), (place, body[:300])
        if status == 404:
            assert (status, body) == missing, "what may not be seen answers like what is not there"


def _said(reader: Client, name: str, keys: dict[str, Any]) -> tuple[int, str]:
    """The answer, without what differs by address or moment."""
    answer = reader.get(reverse(name, kwargs=keys))
    streamed = getattr(answer, "streaming_content", None)
    content = answer.content if streamed is None else b"".join(streamed)
    text = content.decode(errors="replace")
    for key in keys.values():
        text = text.replace(str(key), "KEY")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_who_gets_in_where_no_object_is_named(scene: Scene, role: Role) -> None:
    reader = scene.reader(role)
    for name in STAFF:
        if ROUTES[name].keys:
            continue
        mark = ROUTES[name].view.access
        barred = isinstance(mark, Permission) and mark not in ROLE_PERMISSIONS[role]
        status = reader.get(reverse(name)).status_code
        assert (status == 403) is barred, (name, status)


@pytest.mark.django_db
def test_nobody_gets_in_without_signing_in(scene: Scene) -> None:
    stranger = Client()
    for name in STAFF:
        if ROUTES[name].keys and name not in WITH_OBJECT:
            continue
        keys = _nothing(ROUTES[name])
        for ask in (stranger.get, stranger.post):
            answer = ask(reverse(name, kwargs=keys))
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("public:sign-in")), name


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", sorted(TABLE))
def test_nobody_sends_what_he_may_not_even_open(scene: Scene, name: str, role: Role) -> None:
    row, route = TABLE[name], ROUTES[name]
    reader = scene.reader(role)
    for place in PLACES:
        due = expected(row, route.view.access, role, place)
        if due == 200:
            continue
        keys = {key: scene.things[place][key] for key in route.keys}
        assert reader.post(reverse(name, kwargs=keys)).status_code in {due, 405}, place
