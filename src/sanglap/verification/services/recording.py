"""Keeping what looks found: what counts, since when, and a history that grows only when something changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, record
from sanglap.guideline import loader
from sanglap.guideline.parameters.outside import LookOutside
from sanglap.verification import verbs
from sanglap.verification.looking import ProfileSeen, SiteSeen
from sanglap.verification.models import Finding, Look, Watch
from sanglap.verification.reading.profile import Registered, Said, Seen, compared
from sanglap.verification.services.pictures import Shown
from sanglap.verification.services.pictures import note as note_pictures
from sanglap.verification.services.proof import note as note_control
from sanglap.verification.services.scheduling import living_of, outside
from sanglap.verification.states import BAD, GOOD, OF_PROFILE, UNSEEN, Aspect, Outcome
from sanglap.verification.wording import reason

ACTOR = "verification"
_TELLING = ("name", "link", "missing", "url", "signs", "website")
"""What of the evidence makes a change worth a line of history."""
_IN_PICTURE = frozenset({Aspect.NAME, Aspect.DESCRIPTION})
"""What may stand in the banner, where only a person reads it (5.a, 5.b)."""


def registered(account: Account) -> Registered:
    """What the register says that the account's profile should say."""
    book = loader.current()
    purposes = [text for clause in book.purposes if clause.id in account.purposes and (text := clause.text)]
    return Registered(
        names=[*account.name.values(), *account.office.name.values()],
        purposes=[text for purpose in purposes for text in purpose.values()],
        audience=list(account.audience.values()),
        user=list(account.description.values()),
        website=account.office.website,
    )


@transaction.atomic
def keep_profile(result: ProfileSeen, *, shown: Sequence[Shown] = (), now: datetime) -> None:
    """Keep what a look at a profile found. `shown` are its pictures, clean already. A look that was overtaken by
    another of the same profile is kept too: both happened.
    """
    watch = _locked(result.task.watch_id)
    account = Account.objects.select_related("office").get(watches=watch)
    book, rule = loader.current(), outside(now)
    address = f"{account.server}/{account.handle}"
    if result.seen is None:
        said = {aspect: Said(result.outcome, {}) for aspect in OF_PROFILE}
    else:
        today = book.calendar.day_of(now)
        said = compared(
            result.seen, registered(account), name=book.rule("office-name", on=today).parameters,
            description=book.rule("profile-text", on=today).parameters,
            grievance=book.rule("grievance-link", on=today).parameters,
        )  # fmt: skip
    again = _settle_all(account, said, address=address, now=now, rule=rule)
    note_pictures(account, shown, now=now)
    note_control(account, result.seen, itself=result.itself, now=now)
    _keep_watch(watch, address, result.outcome, _evidence(result.seen, watch), again=again, now=now, rule=rule)


def _evidence(seen: Seen | None, watch: Watch) -> Mapping[str, Any]:
    """What could not be read now stays as it was last read: settings do not vanish with a network's outage."""
    return seen.evidence() if seen else watch.evidence


@transaction.atomic
def keep_site(result: SiteSeen, *, now: datetime) -> None:
    """Keep what a look at a website found, for every account of its office."""
    watch, rule = _locked(result.task.watch_id), outside(now)
    again = False
    for account in living_of([watch.office_id]).select_related("office"):
        link = result.site.links.get(account.pk, "")
        said = Said(result.site.of(account.pk), {**result.site.evidence, "link": link})
        again |= _settle_all(account, {Aspect.WEBSITE: said}, address=result.task.address, now=now, rule=rule)
    _keep_watch(watch, result.task.address, result.site.outcome, result.site.evidence, again=again, now=now, rule=rule)


def _locked(key: UUID) -> Watch:
    return Watch.objects.select_for_update(of=("self",)).get(pk=key)


def _keep_watch(
    watch: Watch, address: str, outcome: Outcome, evidence: Mapping[str, Any], *, again: bool, now: datetime,
    rule: LookOutside,
) -> None:  # fmt: skip
    """`again`: something was seen that does not count yet, and is looked at again soon."""
    trouble = again or outcome in BAD - {Outcome.NO_WEBSITE} or outcome == Outcome.NOT_ASKED
    watch.failures = min(watch.failures + 1, 1_000) if trouble else 0
    watch.address, watch.outcome, watch.evidence, watch.looked_at = address[:500], outcome, dict(evidence), now
    watch.next_at = now + (rule.retry(watch.failures) if trouble else _regular(watch, rule))
    watch.save(update_fields=["address", "outcome", "evidence", "looked_at", "next_at", "failures"])


def _regular(watch: Watch, rule: LookOutside) -> timedelta:
    """The interval, somewhat shorter for each in its own way, so that what came together does not stay together."""
    return rule.interval * (1 - (watch.pk.int % 97) / 970)


def _settle_all(
    account: Account, said: Mapping[Aspect, Said], *, address: str, now: datetime, rule: LookOutside
) -> bool:
    """Settle each aspect; gives whether something was seen that does not count yet."""
    known = {
        row.kind: row
        for row in Finding.objects.select_for_update(of=("self",)).filter(account=account, kind__in=list(said))
    }
    unsure = False
    for aspect, one in said.items():
        finding = known.get(aspect) or Finding(account=account, kind=aspect, looked_at=now, noted_at=now)
        step = settle(finding, one, now=now, rule=rule)
        finding.save()
        if step.telling:
            note(finding, outcome=one.outcome, evidence=one.evidence, address=address, now=now)
        if step.turned:
            data: dict[str, Any] = {"aspect": aspect.value, "found": finding.outcome}
            record(Actor.system(ACTOR), verbs.TURNED, account, now=now, office_id=account.office_id, **data)
        unsure |= finding.outcome != finding.seen and not finding.vouched(now)
    return unsure


@dataclass(frozen=True, slots=True)
class Step:
    """What a look did to a finding: whether it is worth a line of history, and whether what counts turned."""

    telling: bool
    turned: bool


def settle(finding: Finding, said: Said, *, now: datetime, rule: LookOutside) -> Step:
    """Bring a finding up to what a look saw. What is in order counts at once, a fault when it was seen often enough in
    a row, and where the machine cannot see, a person's word holds as long as it may.
    """
    same = finding.seen == said.outcome and _fingerprint(finding.evidence) == _fingerprint(said.evidence)
    due = finding.noted_at <= now - timedelta(days=rule.note_days)
    vouched = _is_vouched(finding, said.outcome, same=same, now=now)
    finding.failures = 0 if said.outcome in GOOD else min(finding.failures + 1, 1_000)
    finding.seen, finding.evidence, finding.looked_at = said.outcome, dict(said.evidence), now
    before, turned = finding.outcome, False
    if not vouched and before != said.outcome and _counts(finding, rule):
        put(finding, said.outcome, now=now)
        finding.person = finding.person_until = None
        turned = bool(before) and (before in GOOD) != (said.outcome in GOOD)
    silent = said.outcome == Outcome.NOT_ASKED and bool(before)
    return Step(telling=due or finding.outcome != before or not (same or silent), turned=turned)


def _counts(finding: Finding, rule: LookOutside) -> bool:
    """Whether what was seen counts at once."""
    if finding.seen in GOOD:
        return True
    if finding.seen == Outcome.NOT_ASKED:
        # That a network is down tells nothing about the office.
        return not finding.outcome
    return finding.failures >= rule.in_a_row or (finding.seen in UNSEEN and not finding.outcome)


def put(finding: Finding, outcome: Outcome, *, now: datetime) -> None:
    """Let that outcome count. One fault that takes another's place goes on since the first."""
    if not (finding.outcome in BAD and outcome in BAD):
        finding.since = now
    finding.outcome = outcome


def _is_vouched(finding: Finding, outcome: Outcome, *, same: bool, now: datetime) -> bool:
    """Whether a person's word goes before what was seen: where the machine cannot see, and where what it sees may
    stand in a picture and is what the person saw.
    """
    if not finding.vouched(now) or outcome in GOOD:
        return False
    return outcome in UNSEEN or (finding.kind in _IN_PICTURE and same)


def _fingerprint(evidence: Mapping[str, Any]) -> str:
    return json.dumps({name: evidence[name] for name in _TELLING if name in evidence}, sort_keys=True)


def note(
    finding: Finding, *, outcome: Outcome, evidence: Mapping[str, Any], address: str, now: datetime, **more: Any
) -> None:
    """Write a line of the finding's history. `more`: person, note and picture where a person looked."""
    aspect = Aspect(finding.kind)
    Look.objects.create(
        finding=finding, at=now, address=address[:500], outcome=outcome, reason=reason(aspect, outcome, evidence),
        evidence=dict(evidence), **more,
    )  # fmt: skip
    Finding.objects.filter(pk=finding.pk).update(noted_at=now)
