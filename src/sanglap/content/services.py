"""From words to an approved revision (clauses 4, 6, 6.a)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import Actor, record, transition
from sanglap.content import (
    approval,
    fitness,
    portrayals,
    recordings,
    screened,
    sources,
    telling,
    threads,
    verbs,
    voting,
)
from sanglap.content.models import Draft, Revision, Variant, Verdict
from sanglap.content.pictures import Chosen
from sanglap.content.recordings import Shot
from sanglap.content.states import VARIANT, VariantState
from sanglap.content.timing import check_time
from sanglap.content.writing import Words, write
from sanglap.core.ids import new_id
from sanglap.networks.contract import Kind
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.screened import Ruled
from sanglap.people.permissions import Permission

MOST_LOOKED_AT = 5


class Conflict(Exception):
    """Somebody else saved the draft meanwhile. `newest` is his revision; the caller keeps the words offered."""

    def __init__(self, newest: Revision) -> None:
        super().__init__(f"revision {newest.number} came between")
        self.newest = newest


@transaction.atomic
def start(
    scope: Scope,
    *,
    office: Office,
    kind: Kind,
    text: str,
    accounts: Sequence[Account],
    purposes: Sequence[str],
    now: datetime,
    in_reply_to: str = "",
    publish_at: datetime | None = None,
    life: bool = False,
    pictures: Sequence[Chosen] = (),
    own: Mapping[UUID, str] | None = None,
    recording: Shot | None = None,
    key: UUID | None = None,
    other_purpose: str = "",
    as_threads: Collection[UUID] = (),
    unless_since: datetime | None = None,
) -> Draft:
    """Begin a draft with its first revision. Raises Forbidden, ValidationError.

    `unless_since`: where the same person began the very same since then, and it is on its way, that is given instead.

    `own`: what an account says in other words, by its id. `life`: an answer where life is in danger, which no stop
    holds; of a post it is not taken. `key` is the form's own: sent twice, it gives the draft that it began the first
    time. On the accounts `as_threads` a text that is too long for one post goes out as a thread.
    """
    wanted = Permission.MESSAGE_ANSWER if kind == Kind.ANSWER else Permission.POST_WRITE
    scope.require(wanted, office.pk)
    check_time(publish_at, now)
    given = {
        "kind": kind,
        "purposes": sorted(set(purposes)),
        "other_purpose": fitness.check(purposes, other_purpose, at=now),
        "in_reply_to": in_reply_to,
        "publish_at": publish_at,
        "life": life and kind == Kind.ANSWER,
        "created_at": now,
    }
    words = Words(text, accounts, pictures, own or {}, recording, as_threads)
    if unless_since and (same := _begun_since(scope, office, given, words, unless_since)):
        return same
    if key and Draft.objects.filter(pk=key).exclude(office=office, created_by=scope.person).exists():
        key = None  # not this person's form
    draft, begun = Draft.objects.get_or_create(
        pk=key or new_id(), office=office, created_by=scope.person, defaults=given
    )
    if begun:
        write(scope, draft, words, now=now)
    return draft


_SAME = ("kind", "purposes", "other_purpose", "in_reply_to", "publish_at")


def _begun_since(scope: Scope, office: Office, given: Mapping[str, Any], words: Words, since: datetime) -> Draft | None:
    """What the reader began since then with just these words, and is on its way to the public."""
    same = {name: given[name] for name in _SAME}
    rows = Draft.objects.filter(office=office, created_by=scope.person, created_at__gte=since, **same).order_by("-id")
    under_way = {VariantState.DRAFT, VariantState.SUBMITTED, VariantState.APPROVED}
    for draft in rows[:MOST_LOOKED_AT]:
        newest = draft.newest
        if {one.state for one in newest.variants.all()} <= under_way and words.stand_in(newest):
            return draft
    return None


@transaction.atomic
def revise(
    scope: Scope,
    *,
    draft: Draft,
    seen: int,
    text: str,
    accounts: Sequence[Account],
    purposes: Sequence[str],
    now: datetime,
    publish_at: datetime | None = None,
    pictures: Sequence[Chosen] = (),
    own: Mapping[UUID, str] | None = None,
    recording: Shot | None = None,
    untimed: bool = False,
    other_purpose: str = "",
    as_threads: Collection[UUID] = (),
) -> Revision:
    """Save the next revision. `seen` is the number of the revision it was written upon. `untimed`: whoever wrote it
    left the time as he found it, so that the draft's own stands, also where somebody moved it meanwhile.

    Raises Forbidden, ValidationError; Conflict where somebody saved another one meanwhile.
    """
    scope.require(Permission.POST_WRITE, draft.office_id)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    publish_at = draft.publish_at if untimed else publish_at
    described = fitness.check(purposes, other_purpose, at=now)
    words = Words(text, accounts, pictures, own or {}, recording, as_threads)
    if draft.latest != seen:
        newest = draft.revisions.select_related("written_by").get(number=draft.latest)
        ours = newest.number == seen + 1 and newest.written_by_id == scope.person.pk
        asked, stands = (sorted(set(purposes)), described), (draft.purposes, draft.other_purpose)
        same = (*asked, publish_at) == (*stands, draft.publish_at)
        if ours and same and words.stand_in(newest):
            return newest  # the second click
        raise Conflict(newest)
    if publish_at != draft.publish_at:
        check_time(publish_at, now)
    draft.purposes, draft.other_purpose, draft.publish_at = sorted(set(purposes)), described, publish_at
    draft.save(update_fields=["purposes", "other_purpose", "publish_at"])
    for variant in Variant.objects.filter(revision__draft=draft).exclude(state__in=VARIANT.final):
        transition(variant, VARIANT, VariantState.REPLACED, actor=scope.actor, now=now, office_id=draft.office_id)
    return write(scope, draft, words, now=now)


@transaction.atomic
def give_back(account: Account, *, among: Q, actor: Actor, now: datetime) -> list[Variant]:
    """What waits for this account's panel, or was approved by it, `among` those goes back to whoever wrote it, as
    returned: the account ends, or its panel no longer serves. Gives it.
    """
    rows = (
        Variant.objects.filter(among, account=account, state__in=[VariantState.SUBMITTED, VariantState.APPROVED])
        .select_for_update(of=("self",))
        .select_related("account", "revision__draft")
        .order_by("pk")
    )
    found = list(rows)
    for variant in found:
        office = variant.revision.draft.office_id
        transition(variant, VARIANT, VariantState.RETURNED, actor=actor, now=now, office_id=office)
        telling.decided(variant, by=None, now=now)
    return found


@transaction.atomic
def submit(scope: Scope, *, draft: Draft, now: datetime, by_name: bool = False) -> list[Variant]:
    """Ask the panels to approve the newest revision. A second click changes nothing. With `by_name` the reader confirms
    every claim that has no source by his name (clause 6.b).

    Raises Forbidden, ValidationError; that with the code `sources` where a claim rests on nothing, `people` where
    nobody said who is shown in a picture.
    """
    wanted = Permission.MESSAGE_ANSWER if draft.kind == Kind.ANSWER else Permission.POST_WRITE
    scope.require(wanted, draft.office_id)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    rows = list(
        Variant.objects.filter(revision__draft=draft, revision__number=draft.latest).select_related(
            "account", "revision__draft__office"
        )
    )
    handed: list[Variant] = []
    if any(variant.account.office_id != draft.office_id for variant in rows):
        said = _("An account that was chosen belongs to another office now. Choose accounts of your own office.")
        raise ValidationError({"accounts": said}, code="accounts")
    for variant in rows:
        threads.too_long(variant.account, variant.parts, draft.kind)
    if all(variant.state == VariantState.DRAFT for variant in rows):
        # First, so that it is looked at once: what is asked below goes by what was found.
        screened.keep(rows[0].revision, draft.office, now=now)
        if by_name:
            sources.enter(scope, revision=rows[0].revision, given={}, rest_by_name=True, now=now)
        sources.require(rows[0].revision, at=now)
        recordings.require(rows[0].revision, [one.account for one in rows], at=now)
        portrayals.require(rows[0].revision, at=now)
    for variant in rows:
        if variant.state == VariantState.DRAFT:
            transition(
                variant,
                VARIANT,
                VariantState.SUBMITTED,
                actor=scope.actor,
                now=now,
                office_id=draft.office_id,
                submitted_at=now,
            )
            handed.append(variant)
    telling.asked(handed, by=scope.user, now=now)
    return rows


@transaction.atomic
def decide(
    scope: Scope,
    *,
    variant: Variant,
    verdict: Verdict,
    digest: str,
    now: datetime,
    remark: str = "",
    clause: str = "",
    passage: str = "",
    confirmed: bool = False,
    rulings: Mapping[int, Ruled] | None = None,
) -> Variant:
    """Cast the reader's vote on exactly what he was shown, which `digest` names.

    One approval too few leaves it waiting; enough approve it. One return or rejection ends it; a rejection names the
    clause that the words offend. `passage` is what the remark is about. Raises Forbidden for whoever may not vote;
    ValidationError for a stale page, a missing remark or clause, a passage that is not there, own words not confirmed,
    a finding without its ruling, a second vote; TransitionRefused where it was decided meanwhile.
    """
    vote = voting.cast(
        scope,
        variant=variant,
        verdict=verdict,
        digest=digest,
        now=now,
        remark=remark,
        clause=clause,
        passage=passage,
        confirmed=confirmed,
        rulings=rulings,
    )
    office = vote.variant.revision.draft.office_id
    record(scope.actor, verbs.VOTED, vote.variant, now=now, office_id=office, verdict=verdict, digest=vote.digest)
    return voting.settle(vote, by=scope.actor, now=now)


def confirm_own(scope: Scope, *, draft: Draft, confirmed: bool, now: datetime) -> None:
    """Where the sole responsible person has just submitted his own words, his confirmation is the approval.

    For anybody else this does nothing: the panel decides. Nor where the screening found something grave: then he is
    shown it, and decides on it with his vote. Raises ValidationError where it was not confirmed.
    """
    for variant in Variant.objects.filter(revision__draft=draft, state=VariantState.SUBMITTED).prefetch_related(
        "votes"
    ):
        sole = approval.standing(variant, at=now).is_sole(scope.person)
        if sole and not voting.to_rule_on(variant, at=now):
            decide(
                scope,
                variant=variant,
                verdict=Verdict.APPROVE,
                digest=variant.digest,
                confirmed=confirmed,
                now=now,
            )
