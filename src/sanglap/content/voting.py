"""One vote on one variant: the only way by which it comes on record, given here or signed on paper (clause 6.a)."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import Actor, transition
from sanglap.content import approval, screened, telling, urgent
from sanglap.content.models import Finding, Variant, Verdict, Vote
from sanglap.content.states import VARIANT, VariantState
from sanglap.core.errors import on_field
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.language.normal import normalise
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.screened import Ruled, check, weighty
from sanglap.people.permissions import Permission

_OUTCOME = {
    Verdict.APPROVE: VariantState.APPROVED,
    Verdict.RETURN: VariantState.RETURNED,
    Verdict.REJECT: VariantState.REJECTED,
}


def cast(
    voter: Scope,
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
) -> Vote:
    """Put the vote of that person on record, of exactly the words that `digest` names; inside the caller's transaction.

    The vote's variant stays locked, for `settle`. Raises as `services.decide`.
    """
    voter.require(Permission.POST_APPROVE, variant.revision.draft.office_id)
    variant = locked(variant)
    require_open(variant, verdict)
    standing = approval.standing(variant, at=now)
    user = voter.person
    if not standing.may_vote(user):
        raise Forbidden(Permission.POST_APPROVE, variant.revision.draft.office_id)
    if any(vote.member_id == user.pk for vote in variant.votes.all()):
        raise ValidationError(_("This member's vote is on record already."), code="twice")
    passage = normalise(passage).strip()
    _check_vote(variant, verdict, digest, remark, sole=standing.is_sole(user), confirmed=confirmed)
    _check_reason(variant, verdict, clause, passage)
    findings = to_rule_on(variant, at=now) if verdict == Verdict.APPROVE else []
    check(findings, rulings or {})
    vote = Vote.objects.create(
        variant=variant,
        member=user,
        verdict=verdict,
        digest=variant.digest,
        remark=normalise(remark).strip(),
        clause=clause if verdict == Verdict.REJECT else "",
        passage="" if verdict == Verdict.APPROVE else passage,
        sole=standing.is_sole(user),
        at=now,
    )
    screened.rule(vote, findings, rulings or {})
    return vote


def to_rule_on(variant: Variant, *, at: datetime) -> list[Finding]:
    """The findings that each approving vote on it has to say something of."""
    return weighty(screened.of_account(variant.revision.findings.all(), variant), at=at)


def locked(variant: Variant) -> Variant:
    """The variant as it stands now, under a lock: of two who decide at once the second is told."""
    return (
        Variant.objects.select_for_update(of=("self",)).select_related("account", "revision__draft").get(pk=variant.pk)
    )


def require_open(variant: Variant, verdict: Verdict) -> None:
    """Raise TransitionRefused where it was decided, or replaced, meanwhile. What was approved can be given back too,
    but not by a vote.
    """
    if variant.state != VariantState.SUBMITTED:
        raise TransitionRefused(variant.state, _OUTCOME[verdict])


def settle(vote: Vote, *, by: Actor, now: datetime) -> Variant:
    """End the wait where this vote ends it: enough approvals, or one return or rejection. Gives the vote's variant."""
    variant = vote.variant
    if vote.verdict != Verdict.APPROVE or approval.standing(variant, at=now).enough:
        office, outcome = variant.revision.draft.office_id, _OUTCOME[Verdict(vote.verdict)]
        transition(variant, VARIANT, outcome, actor=by, now=now, office_id=office, decided_at=now)
        telling.decided(variant, by=vote.member, now=now)
        if outcome == VariantState.APPROVED:
            urgent.approved(variant, now=now)
    return variant


def _check_vote(variant: Variant, verdict: Verdict, digest: str, remark: str, *, sole: bool, confirmed: bool) -> None:
    if digest != variant.digest:
        raise ValidationError(_("The words were changed since this page was opened. Read them again."), code="stale")
    if verdict != Verdict.APPROVE and not remark.strip():
        raise ValidationError(
            {"remark": _("Say what has to be changed, or why it cannot be published.")}, code="remark"
        )
    if verdict == Verdict.APPROVE and sole and not confirmed:
        raise ValidationError(
            {"confirmed": _("These are your own words and you alone are responsible. Confirm that they are fit.")},
            code="confirm",
        )


def _check_reason(variant: Variant, verdict: Verdict, clause: str, passage: str) -> None:
    if verdict == Verdict.REJECT and clause not in {one.id for one in loader.current().grounds}:
        raise on_field("clause", _("Choose the clause that these words offend."), "clause")
    if verdict != Verdict.APPROVE and passage not in variant.text:
        raise on_field("passage", _("These words do not stand in the text. Copy them from it."), "passage")
