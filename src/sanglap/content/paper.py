"""Votes that are signed on paper, in the office's file (নথি), and recorded here with their scan (clause 6.a).

The paper carries the digest of what it decides on. It counts as its signatory's vote, by all the rules of a vote; he
himself need not sign in for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sanglap.audit.services import Actor, record
from sanglap.content import approval, verbs, voting
from sanglap.content.approval import Standing
from sanglap.content.models import PaperDecision, Variant, Verdict
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.language.digits import to_latin
from sanglap.language.normal import normalise
from sanglap.offices.scope import Scope
from sanglap.offices.screened import Ruled
from sanglap.people.models import User
from sanglap.people.permissions import Permission

SHOWN = 16
"""So many signs of a digest are printed for the eye; fewer are not enough to tell two drafts apart for certain."""
LONGEST = 64
"""Characters in a file number."""
_BETWEEN = re.compile(r"[\s\-–·.]+")


def in_groups(digest: str) -> str:
    """The beginning of a digest as it is printed, in groups of four."""
    return " ".join(digest[start : start + 4] for start in range(0, SHOWN, 4))


def plain_digest(given: str) -> str:
    """A digest as somebody typed it from the paper, or as its QR code gives it: behind the address of the page."""
    _address, _sign, behind = given.rpartition("#")
    return _BETWEEN.sub("", to_latin(behind)).lower()


def is_allowed(*, now: datetime) -> bool:
    """Whether the rulebook lets votes be signed on paper on that day."""
    book = loader.current()
    return bool(book.rule("quorum", on=book.calendar.day_of(now)).parameters.on_paper)


def require_recorder(scope: Scope, variant: Variant) -> None:
    """Raise Forbidden for whoever neither writes posts there nor approves them."""
    office = variant.revision.draft.office_id
    if not scope.may(Permission.POST_APPROVE, office):
        scope.require(Permission.POST_WRITE, office)


def may_record(scope: Scope, office_id: UUID, *, now: datetime) -> bool:
    """Whether the reader may record decisions on paper at that office."""
    wanted = (Permission.POST_WRITE, Permission.POST_APPROVE)
    return is_allowed(now=now) and any(scope.may(one, office_id) for one in wanted)


def others_sign(standing: Standing, user: User) -> bool:
    """Whether somebody else than the reader might have signed: nobody records his own signature."""
    return any(standing.may_vote(member) and member.pk != user.pk for member in standing.members)


def signatories(variant: Variant, *, at: datetime) -> list[User]:
    """Whose signature counts at that moment: who might vote here himself."""
    standing, office = approval.standing(variant, at=at), variant.revision.draft.office_id
    return [
        member
        for member in standing.members
        if standing.may_vote(member) and Scope.of(member, at).may(Permission.POST_APPROVE, office)
    ]


@transaction.atomic
def decide_on_paper(
    scope: Scope,
    *,
    variant: Variant,
    signatory: User,
    verdict: Verdict,
    digest: str,
    file_number: str,
    dated: date,
    scan: File,
    now: datetime,
    remark: str = "",
    clause: str = "",
    rulings: Mapping[int, Ruled] | None = None,
) -> Variant:
    """Record a vote that `signatory` signed on paper on the day `dated`. It counts from now on, as a vote given here.

    `digest` is the digest that the paper carries, or its first signs. The second click changes nothing. Raises
    Forbidden for whoever may not record it; ValidationError for other words, a signatory or a day that cannot be, a
    missing number, and as `services.decide`; TransitionRefused where it was decided meanwhile.
    """
    require_recorder(scope, variant)
    number = to_latin(normalise(file_number)).strip()
    variant = voting.locked(variant)
    if _again(variant, signatory, verdict, number, dated):
        scan.delete()  # the first click brought its own
        return variant
    voting.require_open(variant, verdict)
    _check_paper(variant, plain_digest(digest), number, dated, now)
    _check_signatory(scope, variant, signatory, dated, now)
    vote = voting.cast(
        Scope.of(signatory, now),
        variant=variant,
        verdict=verdict,
        digest=variant.digest,
        now=now,
        remark=remark,
        clause=clause,
        confirmed=True,  # his signature says so
        rulings=rulings,
    )
    paper = PaperDecision.objects.create(
        vote=vote,
        file_number=number,
        dated=dated,
        scan=scan,
        recorded_by=scope.person,
        by_writer=scope.person.pk in approval.standing(variant, at=now).writers,
        recorded_at=now,
    )
    _tell(scope, paper, now)
    return voting.settle(vote, by=_signed_by(signatory, scope.actor), now=now)


def _again(variant: Variant, signatory: User, verdict: Verdict, number: str, dated: date) -> bool:
    """Whether this very paper is on record already."""
    rows = PaperDecision.objects.filter(vote__variant=variant, vote__member=signatory, vote__verdict=verdict)
    return rows.filter(file_number=number, dated=dated).exists()


def _check_paper(variant: Variant, digest: str, number: str, dated: date, now: datetime) -> None:
    if not is_allowed(now=now):
        raise ValidationError(_("The rulebook in force does not take decisions on paper."), code="rulebook")
    if len(digest) < SHOWN or not variant.digest.startswith(digest):
        raise on_field("digest", _("The paper is about other words. Print the note of these words."), "other")
    if not number:
        raise on_field("file_number", _("Write the file number."), "required")
    if len(number) > LONGEST:
        raise on_field("file_number", _("A file number has at most %(most)s characters."), "long", most=LONGEST)
    day_of = loader.current().calendar.day_of
    if dated > day_of(now):
        raise on_field("dated", _("This day is still to come. Write the day on which it was signed."), "future")
    if variant.submitted_at is not None and dated < day_of(variant.submitted_at):
        raise on_field("dated", _("On that day nobody had asked for approval of these words yet."), "before")


def _check_signatory(scope: Scope, variant: Variant, signatory: User, dated: date, now: datetime) -> None:
    if signatory == scope.person:
        raise on_field("signatory", _("You are signed in yourself: give your vote on the page."), "oneself")
    if signatory not in signatories(variant, at=now):
        raise on_field("signatory", _("This person may not decide on these words."), "signatory")
    begins = loader.current().calendar.begins
    evening = min(now, begins(dated + timedelta(days=1)) - timedelta(microseconds=1))
    if not approval.standing(variant, at=evening).is_member(signatory):
        raise on_field("signatory", _("This person did not serve on the panel on that day."), "served")


def _tell(scope: Scope, paper: PaperDecision, now: datetime) -> None:
    vote = paper.vote
    record(
        scope.actor,
        verbs.ON_PAPER,
        vote.variant,
        now=now,
        office_id=vote.variant.revision.draft.office_id,
        verdict=vote.verdict,
        digest=vote.digest,
        signatory=dict(vote.member.name),
        file_number=paper.file_number,
        dated=paper.dated.isoformat(),
    )


def _signed_by(signatory: User, recorder: Actor) -> Actor:
    """The recorder, named so that nobody takes the decision for his own."""
    names = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said = {"signatory": signatory.name, "recorder": recorder.name}
            names[language] = _("%(signatory)s on paper, recorded by %(recorder)s") % said
    return Actor(recorder.kind, recorder.id, LocalizedText(names))
