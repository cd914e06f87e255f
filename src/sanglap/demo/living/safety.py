"""What the panels confirmed in the year, by the care of their offices; drills, and one account that was compromised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sanglap.attestations import verbs as attestation_verbs
from sanglap.attestations.models import Attestation, Current, Evidence
from sanglap.attestations.statements import AttestationKind, Topic
from sanglap.audit.models import Entry
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.drawing import emblem
from sanglap.demo.living.outside import pictures
from sanglap.demo.living.register import Care
from sanglap.demo.living.rows import Rows, row_key
from sanglap.duties.differing import SHOWN_AS
from sanglap.files.models import File
from sanglap.files.services import keep, keep_picture
from sanglap.guideline import loader
from sanglap.incidents import verbs as incident_verbs
from sanglap.incidents.models import Contact, Found, Incident, Step, StepName, Verdict
from sanglap.incidents.states import INCIDENT, STEP, IncidentState, StepState
from sanglap.outbox.models import Stop
from sanglap.people.models import User
from sanglap.people.services import actor
from sanglap.verification.models import Place

COMPROMISED = "bd-upa-363"
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_TABLES = (Attestation, Evidence, Current, Incident, Step, Found, Entry)
_CODES = "সিল করা খামে, দপ্তরপ্রধানের সিন্দুকে"
_CHOSEN = {
    Topic.DISPLAY: ["everyone"],
    Topic.COMMENTS: ["filtered"],
    Topic.MEMBERSHIP: ["anyone"],
    Topic.ACCESS: ["panel"],
    Topic.PRIVACY: ["messages-open"],
}
_WORDS = {
    Topic.MEMBERSHIP: "না জানিয়ে কাউকে যোগ করা হয় না",
    Topic.ACCESS: "পোস্ট দেয় সংলাপ; সেটিংস বদলান শুধু টিমের এডমিন",
}
_DRIFTED, _ANOTHER = "bd-upa-362", "bd-upa-361"
"""Where followers were to need permission and the network lets anybody in; and where the banner is another by now."""
_REASON = "সেবার খবর সবার কাছে পৌঁছানো এবং নাগরিকের কথা শোনার জন্য।"
_TERMS = "১ জানুয়ারি ২০২৬"
_MEMO = "05.00.0000.110.18.{number:03}.25"
_WHO = "টিমের এডমিন দপ্তরের ল্যাপটপ থেকে ঢুকে পাসওয়ার্ড বদলাবেন; কোড সিন্দুকে আছে।"
_DRILL = ("সভাকক্ষে ঘড়ি ধরে মহড়া করা হয়েছে।", "থানার নম্বরটি পুরোনো ছিল, হালনাগাদ করা হয়েছে।")
_SEEN = "পেজে লটারির পোস্ট দেখা যাচ্ছে, আমরা কেউ দিইনি।"
_FOUND = (
    "অভিনন্দন! আপনি ৫০,০০০ টাকা জিতেছেন। এখনই এই লিংকে ক্লিক করুন।",
    "সরকারি চাকরির সুযোগ, আবেদন ফি পাঠান এই নম্বরে।",
)
_CALLED = "দৌলতপুর থানা"
_HAPPENED = (
    "একজন সাবেক সদস্যের ফোনে পেজটি খোলা ছিল, ফোনটি হারিয়ে যায়। রাতে দুটি ভুয়া পোস্ট দেওয়া হয়, ৩৫ মিনিটের মধ্যে মুছে ফেলা হয়েছে।"
)
_LESSONS = "কেউ টিম ছাড়লে সেদিনই পাসওয়ার্ড বদলানো হবে এবং সব যন্ত্র থেকে বের করা হবে।"
_CONTACTS = (
    ("শিবালয় থানা", "০১৭০০-০০০০০১", "ভুয়া পোস্টে মানুষ ক্ষতিগ্রস্ত হলে"),
    ("জেলা পুলিশ, সাইবার ইউনিট", "০১৭০০-০০০০০২", "একাউন্ট ফিরে না পেলে"),
)
_CONTACTS_AT = "bd-upa-362"
_SPAN: Mapping[Care, tuple[float, float]] = {Care.GOOD: (0.15, 0.8), Care.MIDDLING: (0.5, 1.25), Care.POOR: (1.1, 1.9)}
"""How much of its time the last confirmation has used up by now."""
_LEFT_OUT: Mapping[Care, float] = {Care.GOOD: 0, Care.MIDDLING: 0.2, Care.POOR: 0.6}


class Safety:
    """Tells it, account by account."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._book = loader.current()
        self._rows = Rows(*_TABLES)

    def tell(self, crews: Sequence[Crew]) -> None:
        """The year of all these accounts."""
        for crew in crews:
            chance = Random(f"safety of {crew.sketch.code}")  # noqa: S311 - made-up data, the same every time
            self._confirmations(crew, chance)
            if crew.sketch.care == Care.GOOD:
                self._drill(crew, chance)
            if crew.sketch.code == COMPROMISED:
                self._compromised(crew, chance)
            if crew.sketch.code == _CONTACTS_AT:
                Contact.objects.bulk_create(
                    Contact(office=crew.office, name=name, phone=phone, note=note) for name, phone, note in _CONTACTS
                )
        self._rows.copy()

    def _confirmations(self, crew: Crew, chance: Random) -> None:
        seen = self._pictures(crew, chance)
        for kind in AttestationKind:
            if chance.random() < _LEFT_OUT[crew.sketch.care]:
                continue
            times = self._times(crew, kind, chance)
            for number, at in enumerate(times, start=1):
                self._confirm(crew, kind, at, seen, chance, latest=number == len(times))

    def _pictures(self, crew: Crew, chance: Random) -> Mapping[str, File]:
        """The live profile's pictures; of one account the banner that it had before."""
        found = {
            SHOWN_AS[Place(place)]: keep_picture(
                content=content, name=place, office_id=crew.office.pk, now=crew.opened_at
            )
            for place, content in pictures(crew).items()
        }
        content = emblem(chance)
        if crew.sketch.code == _ANOTHER:
            found["banner"] = keep(content=content, name="banner.png", office_id=crew.office.pk, now=crew.opened_at)
        return found

    def _times(self, crew: Crew, kind: AttestationKind, chance: Random) -> list[datetime]:
        """When it was confirmed, the earliest first: back from the last time to the account's beginning."""
        rule = self._book.rule(kind.rule, on=self._book.calendar.day_of(self._now)).parameters
        lasts = timedelta(days=rule.lasts_days or 365)
        first = crew.opened_at + min(rule.first_days, 20) * _DAY * chance.uniform(0.2, 0.9)
        at = self._now - lasts * chance.uniform(*_SPAN[crew.sketch.care])
        found = []
        while at > first:
            found.append(at)
            at -= lasts * chance.uniform(0.85, 0.98)
        return [first, *reversed(found)]

    def _confirm(
        self, crew: Crew, kind: AttestationKind, at: datetime, seen: Mapping[str, File], chance: Random, *, latest: bool
    ) -> None:
        by, key = chance.choice(crew.panel), row_key(at, chance)
        keeper = crew.panel[0].pk if kind == AttestationKind.RECOVERY else None
        shared = {"account_id": crew.account.pk, "kind": kind, "at": at, "holds_from": at, "keeper_id": keeper}
        said = self._said(crew, kind, at, seen)
        self._rows.add(Attestation, id=key, made_by_id=by.pk, statement=said, **shared)
        if kind == AttestationKind.PICTURES:
            for what, file in seen.items():
                self._rows.add(Evidence, id=row_key(at, chance), attestation_id=key, what=what, file_id=file.pk)
        if latest:
            self._rows.add(Current, id=row_key(at, chance), attestation_id=key, **shared)
        self._entry(
            crew,
            by,
            attestation_verbs.MADE,
            ("accounts.account", crew.account.pk),
            at=at,
            chance=chance,
            confirmed=kind,
        )

    def _said(self, crew: Crew, kind: AttestationKind, at: datetime, seen: Mapping[str, File]) -> dict[str, Any]:
        """The statement as it is kept."""
        # Not of the practice website, which stands for the office's own in the demo.
        host = crew.office.email.rpartition("@")[2] or urlsplit(crew.sketch.website).hostname or "mopa.gov.bd"
        panel = [{"id": str(user.pk), "name": dict(user.name)} for user in crew.panel]
        day = self._book.calendar.day_of(at).isoformat()
        said: dict[AttestationKind, dict[str, Any]] = {
            AttestationKind.PASSWORD: {"changed_on": day, "strong": True, "nowhere_else": True},
            AttestationKind.MFA: {"method": "app", "everyone": True, "codes_kept": _CODES},
            AttestationKind.RECOVERY: {
                "channel": "email", "masked": f"i…@{host}", "ours": True, "keeper": dict(crew.panel[0].name)
            },
            AttestationKind.ACCESS: {"people": panel, "others": []},
            AttestationKind.PICTURES: {
                "seen": [{"what": what, "digest": file.digest} for what, file in seen.items()], "no_person": True
            },
            AttestationKind.SETTINGS: {
                "chosen": {topic.value: options for topic, options in _chosen(crew).items()},
                "words": {topic.value: words for topic, words in _WORDS.items()}, "reason": _REASON,
                "memo": _MEMO.format(number=crew.number % 900 + 1), "dated": day,
            },
            AttestationKind.TERMS: {"version": _TERMS, "url": "", "read": True, "kept": True},
            AttestationKind.LETTERHEAD: {"address": True, "website": True, "account": True},
        }  # fmt: skip
        return said[kind]

    def _drill(self, crew: Crew, chance: Random) -> None:
        at = self._now - chance.uniform(20, 300) * _DAY
        spans = [chance.uniform(1, 6) * _MINUTE for _step in StepName]
        self._incident(crew, chance, at, drill=True, spans=spans, told=_DRILL)

    def _compromised(self, crew: Crew, chance: Random) -> None:
        """One night, four months ago."""
        at = self._now - 124 * _DAY
        stop = Stop.objects.create(
            office=crew.office, account=crew.account, reason=_SEEN, placed_by=crew.responder, placed_at=at,
            lifted_by=crew.panel[0], lifted_at=at + 20 * _HOUR,
        )  # fmt: skip
        spans = [timedelta(), 9 * _MINUTE, 14 * _MINUTE, 50 * _MINUTE, 3 * _HOUR, 15 * _HOUR]
        key = self._incident(
            crew, chance, at, drill=False, spans=spans, told=(_HAPPENED, _LESSONS), seen=_SEEN, stop_id=stop.pk,
            looked_at=at + 80 * _MINUTE,
        )  # fmt: skip
        for number, text in enumerate(_FOUND):
            shown = at - (35 - 10 * number) * _MINUTE
            self._rows.add(
                Found, id=row_key(shown, chance), incident_id=key, remote_id=str(9_000 + number), text=text, at=shown,
                url=f"{crew.account.server}/@{crew.sketch.handle}/{9_000 + number}", verdict=Verdict.FOREIGN,
                judged_by_id=crew.panel[0].pk, judged_at=at + 85 * _MINUTE,
            )  # fmt: skip

    def _incident(
        self,
        crew: Crew,
        chance: Random,
        at: datetime,
        *,
        drill: bool,
        spans: Sequence[timedelta],
        told: tuple[str, str],
        **more: Any,
    ) -> UUID:
        """One that was closed: reported then, each step done so long after the one before. Gives its key."""
        key, reporter, leader = row_key(at, chance), crew.responder, crew.panel[0]
        rule = self._book.rule("compromise-drill", on=self._book.calendar.day_of(at)).parameters
        ended = at + sum(spans, timedelta())
        self._rows.add(
            Incident, id=key, account_id=crew.account.pk, office_id=crew.office.pk, drill=drill,
            state=IncidentState.CLOSED, reported_by_id=reporter.pk, reported_at=at,
            suspected_from=at - rule.look_back_days * _DAY, happened=told[0], lessons=told[1], ended_by_id=leader.pk,
            ended_at=ended, **more,
        )  # fmt: skip
        begun = incident_verbs.DRILL_BEGUN if drill else incident_verbs.REPORTED
        self._entry(crew, reporter, begun, ("incidents.incident", key), at=at, chance=chance, drill=drill)
        done = at
        for number, (name, span) in enumerate(zip(StepName, spans, strict=True), start=1):
            done += span
            within = rule.within(name)
            step = row_key(done, chance)
            self._rows.add(
                Step, id=step, incident_id=key, name=name, number=number, state=StepState.DONE,
                due_at=None if within is None else at + within, by_id=leader.pk, at=done,
                outcome=_OUTCOMES.get((name, drill), {}),
            )  # fmt: skip
            verb = STEP.verb(StepState.DUE, StepState.DONE)
            self._entry(crew, leader, verb, ("incidents.step", step), at=done, chance=chance, step=name, drill=drill)
        verb = INCIDENT.verb(IncidentState.OPEN, IncidentState.CLOSED)
        self._entry(crew, leader, verb, ("incidents.incident", key), at=ended, chance=chance, drill=drill)
        return key

    def _entry(
        self, crew: Crew, who: User, verb: str, thing: tuple[str, UUID], *, at: datetime, chance: Random, **data: Any
    ) -> None:
        by, plain = actor(who), {name: str(value) if isinstance(value, str) else value for name, value in data.items()}
        self._rows.add(
            Entry, id=row_key(at, chance), act_id=row_key(at, chance), at=at, actor_kind=by.kind, actor_id=by.id,
            actor_name=by.name, verb=verb, object_type=thing[0], object_id=str(thing[1]),
            object_name=crew.account.name, office_id=crew.office.pk, data=plain,
        )  # fmt: skip


_OUTCOMES: Mapping[tuple[StepName, bool], Mapping[str, Any]] = {
    (StepName.SECURE, True): {"remark": _WHO},
    (StepName.TELL, False): {"told": 4, "called": [_CALLED]},
}


def _chosen(crew: Crew) -> Mapping[Topic, Sequence[str]]:
    return {**_CHOSEN, Topic.MEMBERSHIP: ["approved"]} if crew.sketch.code == _DRIFTED else _CHOSEN
